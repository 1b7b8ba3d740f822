"""``extractor run``: many articles into a file or a database."""

from __future__ import annotations

import sys
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from extractor.cli.common import (
    NOTHING_DONE,
    SOME_FAILED,
    ColumnOption,
    EncodingOption,
    LimitOption,
    MaxCharsOption,
    PublishedOption,
    RulesOption,
    fail,
    make_options,
    tell,
    warn,
)
from extractor.cli.progress import show_progress

if TYPE_CHECKING:
    from extractor.batch.report import Report
    from extractor.batch.run import Plan

_TOLD = 20
"""Failures told on standard error; all are in the dead-letter file."""

_RUN = "The run"
_CLUSTER = "Cluster"


class Engine(StrEnum):
    """Where a run's work is done."""

    local = "local"
    spark = "spark"


def run(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE",
            help="Files (.txt, .html, .jsonl, .csv, .parquet, .warc; .gz and .zst of these), folders (searched through), patterns, or - for "
            "standard input.",
            show_default=False,
        ),
    ],
    to: Annotated[
        str,
        typer.Option(
            "--to",
            "-o",
            metavar="SINK",
            help="A .jsonl, .csv or .parquet file, sqlite:///facts.db, duckdb:///facts.duckdb, postgresql+psycopg://user@host/name, or - "
            "for standard output.",
        ),
    ] = "-",
    workers: Annotated[
        int,
        typer.Option(
            "--workers", "-w", metavar="N", min=1, help="Processes that extract; as many as there are cores is a good start."
        ),
    ] = 1,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with a run that was interrupted.", rich_help_panel=_RUN)
    ] = False,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="With --resume: take up again what failed.", rich_help_panel=_RUN)
    ] = False,
    only_outdated: Annotated[
        bool,
        typer.Option(
            "--only-outdated",
            help="Leave out articles that the database has from this version of extractor and these rules.",
            rich_help_panel=_RUN,
        ),
    ] = False,
    run_dir: Annotated[
        Optional[Path],
        typer.Option(
            "--run-dir",
            metavar="DIR",
            help="Where journal, failed.jsonl and report.json are kept; SINK.run where not given.",
            rich_help_panel=_RUN,
        ),
    ] = None,
    max_seconds: Annotated[
        float,
        typer.Option("--max-seconds", metavar="N", min=0.1, help="Give up an article that takes longer.", rich_help_panel=_RUN),
    ] = 60.0,
    max_memory: Annotated[
        Optional[int],
        typer.Option(
            "--max-memory",
            metavar="MB",
            min=64,
            help="Give up an article for which a process would need more; no limit where not given.",
            rich_help_panel=_RUN,
        ),
    ] = None,
    near_duplicates: Annotated[
        Optional[float],
        typer.Option(
            "--near-duplicates",
            metavar="N",
            min=0.5,
            max=1.0,
            help="Also link articles that are this alike (0.8, say) and say no number that the first does not.",
            rich_help_panel=_RUN,
        ),
    ] = None,
    keep_duplicates: Annotated[
        bool, typer.Option("--keep-duplicates", help="Extract copies too, as if they were none.", rich_help_panel=_RUN)
    ] = False,
    no_text: Annotated[
        bool, typer.Option("--no-text", help="Leave the articles' text out of the records.", rich_help_panel=_RUN)
    ] = False,
    column: ColumnOption = None,
    engine: Annotated[
        Engine, typer.Option("--engine", help="Where the work is done: here, or on a cluster.", rich_help_panel=_CLUSTER)
    ] = Engine.local,
    master: Annotated[
        Optional[str],
        typer.Option(
            "--master",
            metavar="URL",
            help="The Spark master (spark://host:7077, local[4]); spark-submit names it otherwise.",
            rich_help_panel=_CLUSTER,
        ),
    ] = None,
    published: PublishedOption = None,
    rules: RulesOption = None,
    encoding: EncodingOption = None,
    max_chars: MaxCharsOption = 1_000_000,
    limit: LimitOption = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No summary and no progress; failures are still told.")] = False,
) -> None:
    """Extract the facts of articles into a file or a database.

    Every input is accounted for: extracted, a copy of another, or set aside in `failed.jsonl` with its address and the reason. The outcome
    does not depend on the number of workers. A run that was interrupted, even killed, goes on with `--resume`.

    Examples:

        # a folder into a file
        extractor run articles/ --to facts.jsonl

        # tables with columns of their own, into a database
        extractor run 'more/*.csv' --column text=正文 --to sqlite:///facts.db

        # an archive into a server, on all cores; go on with it after a stop
        extractor run a.warc.gz --to postgresql+psycopg://me@host/press -w 8
        extractor run a.warc.gz --to postgresql+psycopg://me@host/press --resume

        # in a pipe
        cat articles.jsonl | extractor run - | head -1

        # on a cluster
        extractor run hdfs:///pages/ --engine spark --to hdfs:///facts.parquet
    """
    from extractor.batch.folder import folder_of
    from extractor.batch.run import Plan

    plan = Plan(
        sources=tuple(sources),
        sink=to,
        options=make_options(published, encoding, max_chars, column, limit),
        rules=tuple(map(str, rules or ())),
        workers=workers,
        folder=run_dir or folder_of(to),
        max_seconds=max_seconds,
        max_memory=max_memory,
        is_resumed=resume,
        is_retried=retry_failed,
        is_text_kept=not no_text,
        is_duplicate_kept=keep_duplicates,
        near_duplicates=near_duplicates,
        only_outdated=only_outdated,
    )
    if engine is Engine.spark:
        from extractor.cli.run_on_spark import run_on_spark

        raise typer.Exit(run_on_spark(plan, master, is_quiet=quiet))
    if master:
        fail("--master goes with --engine spark")
    _check(plan)
    report = _run(plan, is_quiet=quiet)
    if not quiet:
        typer.echo(report.summary(), err=True)
        if note := report.note_on_dates():
            warn(note)
        if not report.is_clean and plan.folder:
            tell(f"set aside, with reasons: {plan.folder / 'failed.jsonl'}")
    raise typer.Exit(_code(report))


def _check(plan: Plan) -> None:
    """What can't go together, and rules that can't be read, before any work is done."""
    if plan.is_retried and not plan.is_resumed:
        fail("--retry-failed goes with --resume")
    if plan.is_resumed and plan.folder is None:
        fail("--resume needs a sink that stays: name a file or a database with --to")
    if plan.rules:
        from extractor.pipeline import Extractor
        from extractor.rules_base import RuleError

        try:
            Extractor(rules=plan.rules)
        except RuleError as error:
            fail(error)


def _code(report: Report) -> int:
    if report.is_clean:
        return 0
    return SOME_FAILED if report.done else NOTHING_DONE


def _run(plan: Plan, *, is_quiet: bool) -> Report:
    from extractor.batch.folder import RunError
    from extractor.batch.run import Events, run
    from extractor.io.sources import total_bytes
    from extractor.sinks import SinkError
    from extractor.sinks.files import StreamSink

    told = 0

    def tell_failure(address: str, message: str) -> None:
        nonlocal told
        told += 1
        if told <= _TOLD:
            warn(f"{address}: {message}")
        elif told == _TOLD + 1:
            warn(
                "more inputs failed; all are in failed.jsonl"
                if plan.folder
                else "more inputs failed; --to FILE keeps a list of them"
            )

    is_stream = plan.sink == "-"
    is_shown = not is_quiet and not (is_stream and sys.stdout.isatty())
    try:
        total = total_bytes(plan.sources) if is_shown else None
        with show_progress(total, is_shown=is_shown, is_terminal=sys.stderr.isatty()) as progress:
            stream = StreamSink(sys.stdout.buffer, is_terminal=sys.stdout.isatty()) if is_stream else None
            events = Events(failure=tell_failure, progress=progress.step, note=warn)
            return run(plan, events, stdin=sys.stdin.buffer, stream=stream)
    except (RunError, SinkError) as error:
        fail(error)
    except KeyboardInterrupt:
        if plan.folder:
            with suppress(OSError):  # the terminal may be what has gone
                warn(f"what was done is safe in {plan.folder}; the same command with --resume goes on with it")
        raise
