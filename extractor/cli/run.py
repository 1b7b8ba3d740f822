"""``extractor run``: articles in, one extraction a line out."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from extractor.cli.common import (
    NOTHING_DONE,
    SOME_FAILED,
    EncodingOption,
    MaxCharsOption,
    PublishedOption,
    RulesOption,
    console,
    count,
    extract_one,
    fail,
    make_extractor,
    make_options,
    warn,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from extractor.io.read import ArticleInput, Failure, Options
    from extractor.io.write import Sink
    from extractor.pipeline import Extractor
    from extractor.records import Extraction


@dataclass(slots=True)
class Tally:
    """What a run has done so far."""

    articles: int = 0
    facts: int = 0
    skipped: int = 0
    failed: int = 0
    ids: set[str] = field(default_factory=set)
    doubles: list[str] = field(default_factory=list)
    began: float = field(default_factory=time.monotonic)

    def add(self, extraction: Extraction) -> None:
        self.articles += 1
        self.facts += len(extraction.facts)
        self.skipped += len(extraction.skipped)

    def fail(self, failure: object) -> None:
        self.failed += 1
        warn(failure)

    def summary(self) -> str:
        seconds = time.monotonic() - self.began
        counts = (count(self.articles, "article"), count(self.facts, "fact"), count(self.skipped, "skipped numeral"))
        return f"{', '.join(counts)}, {self.failed} failed, {seconds:.1f} s"

    @property
    def code(self) -> int:
        if not self.failed:
            return 0
        return SOME_FAILED if self.articles else NOTHING_DONE


def run(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE",
            help="Files (.txt, .html, .jsonl), folders (searched through), or - for standard input.",
            show_default=False,
        ),
    ],
    to: Annotated[
        Optional[Path],
        typer.Option("--to", metavar="SINK", help="Write to this .jsonl file, whole or not at all; else to standard output."),
    ] = None,
    published: PublishedOption = None,
    rules: RulesOption = None,
    encoding: EncodingOption = None,
    max_chars: MaxCharsOption = 1_000_000,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="No summary and no progress bar; failures are still told.")
    ] = False,
) -> None:
    """Extract the facts of articles, one extraction (JSON) a line.

    A .txt file is one article; its id is the file's name without suffix. Of a .html page the main text, its tables,
    title and date are read (needs the extra `html`). A .jsonl file holds one article a line,
    with the fields id, text, title, published, url (text is enough). An input that fails is told on standard error,
    and the others go on.

    Examples:

        extractor run articles/ --to facts.jsonl

        extractor run notice.txt --published 2023-08-17

        cat articles.jsonl | extractor run - > facts.jsonl
    """
    from extractor.io.read import list_inputs
    from extractor.io.write import SinkError, check_sink

    options = make_options(published, encoding, max_chars)
    try:
        if to is not None:
            check_sink(to)
    except SinkError as error:
        fail(error)
    inputs = list_inputs(sources, leave_out=to)
    tally = Tally()
    extractor = make_extractor(rules) if any(isinstance(i, Path) for i in inputs) else None
    try:
        _run(extractor, inputs, options, to, tally, is_quiet=quiet)
    except SinkError as error:
        fail(error)
    if tally.doubles:
        some = ", ".join(tally.doubles[:3]) + (" …" if tally.doubles[3:] else "")
        warn(f"ids used before: {some}, {len(tally.doubles)} in all; all are extracted, but give each article its own id")
    if not quiet:
        typer.echo(tally.summary(), err=True)
    raise typer.Exit(tally.code)


class _NothingDone(Exception):
    """Leaves the sink as it was."""


def _run(
    extractor: Extractor | None,
    inputs: Sequence[Path | Failure],
    options: Options,
    to: Path | None,
    tally: Tally,
    *,
    is_quiet: bool,
) -> None:
    from extractor.io.write import JsonLines, atomic_file

    target = nullcontext(sys.stdout.buffer) if to is None else atomic_file(to)
    try:
        with _progress(inputs, is_shown=not is_quiet and (to is not None or not sys.stdout.isatty())) as step, target as stream:
            _extract_all(extractor, inputs, options, JsonLines(stream, is_live=to is None), tally, step)
            if not tally.articles:
                raise _NothingDone
    except _NothingDone:
        return


def _extract_all(
    extractor: Extractor | None,
    inputs: Sequence[Path | Failure],
    options: Options,
    sink: Sink,
    tally: Tally,
    step: Callable[[], None],
) -> None:
    from extractor.io.read import Failure, read_articles

    for path in inputs:
        for item in [path] if isinstance(path, Failure) else read_articles(path, options, stdin=sys.stdin.buffer):
            if isinstance(item, Failure):
                tally.fail(item)
            elif extractor is not None:
                _one(extractor, item, sink, tally)
            step()


def _one(extractor: Extractor, item: ArticleInput, sink: Sink, tally: Tally) -> None:
    if item.id is not None and item.id in tally.ids:
        tally.doubles.append(f"{item.where} ({item.id})")
    elif item.id is not None:
        tally.ids.add(item.id)
    try:
        extraction = extract_one(extractor, item)
    except Exception as error:  # a fault of ours in one article must not cost the others
        tally.fail(f"{item.where}: the extractor failed on it ({type(error).__name__}: {error}); please report it with the text")
        return
    sink.write(extraction)
    tally.add(extraction)


@contextmanager
def _progress(inputs: Sequence[Path | Failure], *, is_shown: bool) -> Iterator[Callable[[], None]]:
    """A bar on a terminal; how many articles a JSON Lines file holds is not known beforehand."""
    if not is_shown or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    is_known = all(not isinstance(i, Path) or i.suffix.lower() == ".txt" for i in inputs)
    columns = (TextColumn("articles"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console(is_error=True), transient=True) as bar:
        task = bar.add_task("articles", total=len(inputs) if is_known else None)
        yield lambda: bar.advance(task)
