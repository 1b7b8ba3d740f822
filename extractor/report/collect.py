"""What a report is made of: extractions from files and databases, and from articles that are extracted on the way."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from pydantic import ValidationError

from extractor.batch.plan import Events, Plan
from extractor.io.faults import READ_ERRORS, failure_of
from extractor.io.find import STDIN, Found, find, is_web
from extractor.io.formats import Packing
from extractor.io.inputs import Failure, Options, printable
from extractor.io.jsonl import is_outcome_line
from extractor.io.limits import ReadingLimits
from extractor.io.lines import Endless, bounded_lines
from extractor.io.streams import open_stream
from extractor.records import Extraction
from extractor.sinks import SinkError, address_of, is_database

_LONGEST = 1 << 28
"""Bytes of one extraction as JSON: that of an article of a million characters is a tenth of it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to collect and how.

    Attributes:
        sources: files, folders, patterns, ``-`` and addresses of databases.
        options: how articles are read.
        rules: folders of the user's own rules, for articles.
        workers: processes that extract.
        output: the page itself, which is no input.
    """

    sources: tuple[str, ...]
    options: Options = field(default_factory=Options)
    rules: tuple[str, ...] = ()
    workers: int = 1
    output: Path | None = None


def collect(wanted: Wanted, events: Events = Events(), *, stdin: IO[bytes] | None = None) -> Iterator[Extraction | Failure]:
    """The extractions of all sources, in their order; what can't be read is a ``Failure`` and the rest goes on.

    A file of JSON Lines that holds extractions is known by its first line. Of two extractions with one id the first counts.

    Raises:
        SinkError, RunError: articles can't be extracted at all: there is no room, or the rules are faulty.
    """
    seen: set[str] = set()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="extractor-report-")))
        for source in wanted.sources:
            for one in _of_source(source, wanted, events, folder, stdin):
                if isinstance(one, Failure):
                    yield one
                elif one.article.id in seen:
                    yield Failure(
                        printable(source), f"a second article with the id {one.article.id!r}; the first is shown", "same_id"
                    )
                else:
                    seen.add(one.article.id)
                    yield one


def _of_source(
    source: str, wanted: Wanted, events: Events, folder: Path, stdin: IO[bytes] | None
) -> Iterator[Extraction | Failure]:
    if is_database(source) and not is_web(source):
        yield from _counted(_of_database(source), events)
    elif (address := address_of(source)) is not None:
        yield Failure(printable(source), f"a database is named by its address; did you mean {address}?", "format")
    elif source == STDIN:
        yield from _of_stdin(wanted, events, folder, stdin)
    else:
        leave_out, limits = [wanted.output] if wanted.output else [], wanted.options.limits
        files = [one for one in find([source], leave_out) if isinstance(one, Found)]
        outcomes = [(one.path, one.format.packing) for one in files if one.path is not None and _is_outcome(one, limits)]
        for path, packing in outcomes:
            yield from _counted(read_outcomes(path, packing, limits=limits), events)
        if len(outcomes) < len(files) or not files:
            paths = tuple(path for path, _ in outcomes)
            yield from _extracted((source,), wanted, events, folder, leave_out=(*leave_out, *paths))


def _counted(records: Iterator[Extraction | Failure], events: Events) -> Iterator[Extraction | Failure]:
    """The records, progress told as a run tells it."""
    for one in records:
        events.progress(0, len(one.facts) if isinstance(one, Extraction) else 0)
        yield one


def _of_database(address: str) -> Iterator[Extraction | Failure]:
    from extractor.sinks.reading import read_extractions

    try:
        yield from read_extractions(address)
    except SinkError as error:
        where = name_of(address)
        yield Failure(where, str(error).removeprefix(f"{address}: "), "unreadable")


def name_of(source: str) -> str:
    """What a source is called where others read it: the name alone; of a database neither user nor password.

    A pattern is called after the folder that it is looked for in.
    """
    path = Path(urlsplit(source).path if is_database(source) else source)
    while any(sign in path.name for sign in "*?[") and not os.path.exists(path):
        path = path.parent
    return printable(path.name or path.resolve().name or source)


def _is_outcome(found: Found, limits: ReadingLimits) -> bool:
    """Does a file hold extractions?"""
    if found.format.shape != "lines" or found.path is None:
        return False
    try:
        with open_stream(found.path, found.format.packing, limits) as stream:
            line = next(bounded_lines(stream.data, _LONGEST, limits=limits), None)
            return line is not None and is_outcome_line(line.data)
    except (*READ_ERRORS, Endless):
        return False


def read_outcomes(
    path: Path, packing: Packing = "", *, name: str | None = None, limits: ReadingLimits = ReadingLimits()
) -> Iterator[Extraction | Failure]:
    """The extractions of a file that ``extractor run`` wrote; a line that is none is a ``Failure``."""
    where = name or printable(path)
    try:
        with open_stream(path, packing, limits) as stream:
            for line in bounded_lines(stream.data, _LONGEST, limits=limits):
                yield _parse(line.data, f"{where}:{line.number}")
    except Endless as error:
        yield Failure(f"{where}:{error.number}", str(error), "too_long")
    except READ_ERRORS as error:
        yield failure_of(error, where)


def _parse(data: bytes, where: str) -> Extraction | Failure:
    try:
        return Extraction.model_validate_json(data)
    except ValidationError as error:
        first = error.errors()[0]
        field_name = ".".join(map(str, first["loc"]))
        message = f"not an extraction: {field_name}: {first['msg']}; make it anew with: extractor run SOURCE --to FILE.jsonl"
        return Failure(where, message, "format")


def _of_stdin(wanted: Wanted, events: Events, folder: Path, stdin: IO[bytes] | None) -> Iterator[Extraction | Failure]:
    """Standard input can be read but once: it is kept for as long as it is looked at."""
    import sys

    kept = folder / "stdin.jsonl"
    with kept.open("wb") as file:
        shutil.copyfileobj(stdin or sys.stdin.buffer, file)
    with kept.open("rb") as file:
        is_outcome = is_outcome_line(file.readline(_LONGEST))
    if is_outcome:
        yield from _counted(read_outcomes(kept, name="standard input", limits=wanted.options.limits), events)
    else:
        with kept.open("rb") as file:
            yield from _extracted((STDIN,), wanted, events, folder, stdin=file)


def _extracted(
    sources: Sequence[str],
    wanted: Wanted,
    events: Events,
    folder: Path,
    *,
    leave_out: Sequence[Path] = (),
    stdin: IO[bytes] | None = None,
) -> Iterator[Extraction | Failure]:
    """Articles through a run, with all that a run does about faults and copies, into a file that is then read."""
    from extractor.batch.run import run

    failures: list[Failure] = []

    def tell(address: str, message: str) -> None:
        failures.append(Failure(address, message))

    lines = folder / "extractions.jsonl"
    lines.unlink(missing_ok=True)
    plan = Plan(
        tuple(sources), str(lines), wanted.options, wanted.rules, wanted.workers, folder / "run", leave_out=tuple(leave_out)
    )
    run(plan, Events(failure=tell, progress=events.progress, note=events.note), stdin=stdin)
    if lines.exists():
        yield from read_outcomes(lines)
    yield from failures
