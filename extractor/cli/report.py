"""``extractor report``: one page to read, check and correct extractions."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
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
    count,
    fail,
    make_extractor,
    make_options,
    tell,
    warn,
)
from extractor.cli.progress import show_progress

if TYPE_CHECKING:
    from extractor.io.inputs import Failure
    from extractor.records import Extraction
    from extractor.report.collect import Wanted
    from extractor.report.page import Summary

_TOLD = 20
"""Failures told on standard error; all are in the page."""


def report(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE",
            help="Articles (files, folders, patterns, as `run` takes them), .jsonl files that `run` wrote, databases (sqlite:///facts.db, "
            "duckdb:///facts.duckdb, postgresql+psycopg://user@host/name), or - for standard input.",
            show_default=False,
        ),
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", "--to", metavar="FILE", help="The page; an older one is replaced.")
    ] = Path("report.html"),
    title: Annotated[
        Optional[str], typer.Option("--title", metavar="TEXT", help="What the page is called; else after its sources.")
    ] = None,
    published: PublishedOption = None,
    rules: RulesOption = None,
    column: ColumnOption = None,
    workers: Annotated[int, typer.Option("--workers", "-w", metavar="N", min=1, help="Processes that extract articles.")] = 1,
    encoding: EncodingOption = None,
    max_chars: MaxCharsOption = 1_000_000,
    limit: LimitOption = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file FILE even if it is no report page.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No summary and no progress; failures are still told.")] = False,
) -> None:
    """Make one HTML page to read, search, check and correct facts. It needs no network and no other file.

    Articles are extracted on the way; what `run` has written is taken as it is. Corrections that are made in the page are exported as gold
    for `extractor evaluate`.

    Examples:

        extractor report samples/ -o report.html
        extractor report facts.jsonl --title '2024年上半年'
        extractor report sqlite:///facts.db -o report.html
        extractor run pages/ --workers 4 | extractor report - -o report.html
    """
    from extractor.report.collect import Wanted, name_of

    _spare(output, is_forced=force)
    if rules:
        make_extractor(rules)  # a faulty pack ends the command before any work is done
    options = make_options(published, encoding, max_chars, column, limit)
    wanted = Wanted(tuple(sources), options, tuple(map(str, rules or ())), workers, output)
    name = title or "、".join(name_of(source) for source in sources if source != "-")[:100] or "Extractor report"
    summary = _write(wanted, name, is_quiet=quiet)
    if not quiet:
        _tell(summary, output)
    raise typer.Exit(SOME_FAILED if summary.failures else 0)


def _spare(output: Path, *, is_forced: bool) -> None:
    """A page replaces an older page, and no file that is something else: a slip in its name must not cost an article."""
    from extractor.report.page import is_page

    if not is_forced and output.is_file() and output.stat().st_size and not is_page(output):
        fail(f"{output}: this file is no report page and would be lost; name another with -o, or replace it with --force")


def _write(wanted: Wanted, title: str, *, is_quiet: bool) -> Summary:
    from extractor.batch.folder import RunError
    from extractor.batch.plan import Events
    from extractor.extras import how_to_get
    from extractor.report.charts import library
    from extractor.report.collect import collect
    from extractor.report.page import write_page
    from extractor.sinks import SinkError
    from extractor.sinks.atomic import atomic_file, check_place

    output = wanted.output or Path("report.html")
    charts = library()
    if charts is None and not is_quiet:
        warn(f"charts are left out, their figures are there as tables; for charts: {how_to_get('report')}")
    try:
        check_place(output)
        with show_progress(None, is_shown=not is_quiet, is_terminal=sys.stderr.isatty()) as progress:
            records = _told(collect(wanted, Events(progress=progress.step, note=warn), stdin=sys.stdin.buffer))
            with atomic_file(output) as file:
                summary = write_page(records, file, title=title, charts=charts, packs=wanted.rules)
                if not summary.articles:
                    raise _NothingRead
    except _NothingRead:
        fail("no article could be read, so there is no page; see the reasons above", NOTHING_DONE)
    except (RunError, SinkError) as error:
        fail(error)
    return summary


class _NothingRead(Exception):
    """Leaves an old page as it was."""


def _told(records: Iterable[Extraction | Failure]) -> Iterator[Extraction | Failure]:
    """The records, failures told as they come."""
    from extractor.io.inputs import Failure

    told = 0
    for one in records:
        if isinstance(one, Failure):
            told += 1
            if told <= _TOLD:
                warn(one)
            elif told == _TOLD + 1:
                warn("more inputs failed; all are listed in the page")
        yield one


def _tell(summary: Summary, output: Path) -> None:
    parts = [count(summary.articles, "article"), count(summary.facts, "fact"), count(summary.contradictions, "contradiction")]
    if summary.copies:
        parts.append("1 copy" if summary.copies == 1 else f"{summary.copies} copies")
    if summary.failures:
        parts.append(f"{count(len(summary.failures), 'input')} could not be read (listed in the page)")
    tell(f"{output}: {', '.join(parts)}, {output.stat().st_size / 1e6:.1f} MB")
    typer.echo(f"open it in a browser: {output.resolve().as_uri()}", err=True)
