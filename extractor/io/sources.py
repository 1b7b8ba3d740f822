"""All inputs of files, folders, patterns and standard input, one at a time: however many there are, few are in memory."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO

from extractor.io.faults import READ_ERRORS, failure_of, too_long
from extractor.io.find import STDIN, Found, find
from extractor.io.formats import Format
from extractor.io.inputs import Failure, Kind, Options, RawInput, printable
from extractor.io.jsonl import read_lines
from extractor.io.parquet import read_parquet
from extractor.io.streams import Stream, open_stream
from extractor.io.tabular import read_table
from extractor.io.warc import read_warc

STDIN_NAME = "standard input"
_STEP = 1 << 16


def read_inputs(
    sources: Iterable[str], options: Options, *, leave_out: Sequence[Path] = (), stdin: IO[bytes] | None = None
) -> Iterator[RawInput | Failure]:
    """The inputs of all sources, in their order; what can't be read is a ``Failure`` and the rest goes on.

    Args:
        sources: files, folders (searched through in order of name, hidden files left alone), patterns such as
            ``data/**/*.html``, or ``-`` for standard input.
        options: see ``Options``.
        leave_out: files and folders that are no inputs: where this very run writes to.
        stdin: stands for standard input.

    Examples:
        >>> from extractor.io.read import Options, read_inputs
        >>> [(raw.address, raw.kind) for raw in read_inputs(["samples/p*.txt"], Options())]
        [('samples/park_half_year.txt', 'text'), ('samples/province_communique.txt', 'text')]
    """
    for found in find(sources, leave_out):
        yield from [found] if isinstance(found, Failure) else read_found(found, options, stdin=stdin)


def total_bytes(sources: Iterable[str], leave_out: Sequence[Path] = ()) -> int | None:
    """The size of all files of the sources, None where standard input, whose size nobody knows, is among them."""
    named = list(sources)
    if STDIN in named:
        return None
    return sum(found.size for found in find(named, leave_out) if isinstance(found, Found))


def read_found(found: Found, options: Options, *, stdin: IO[bytes] | None = None) -> Iterator[RawInput | Failure]:
    """The inputs of one file."""
    where = printable(found.path) if found.path is not None else STDIN_NAME
    try:
        if found.path is None:
            yield from _read_stdin(stdin or sys.stdin.buffer, options)
        else:
            yield from _read_file(found.path, found, where, options)
    except READ_ERRORS as error:
        yield failure_of(error, where)


def _read_file(path: Path, found: Found, where: str, options: Options) -> Iterator[RawInput | Failure]:
    shape, packing = found.format.shape, found.format.packing
    if shape == "parquet":
        yield from read_parquet(path, where, options)
    elif shape in ("csv", "tsv"):
        yield from read_table(path, where, options, packing, delimiter="\t" if shape == "tsv" else ",")
    else:
        with open_stream(path, packing, options.limits) as stream:
            if shape == "lines":
                yield from read_lines(stream, where, options)
            elif shape == "warc":
                yield from read_warc(stream, where, options)
            else:
                kind: Kind = "page" if shape == "page" else "text"
                yield _whole(_at_most(stream.data, options.max_bytes + 1), where, kind, found, options)


def _at_most(file: IO[bytes], most: int) -> bytes:
    """What is in a file, in steps: asked for much, Python first makes room for all of it."""
    parts, left = [], most
    while left > 0 and (part := file.read(min(left, _STEP))):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def _whole(data: bytes, where: str, kind: Kind, found: Found, options: Options) -> RawInput | Failure:
    """A file that is one input."""
    if len(data) > options.max_bytes:
        message = too_long(f"more than {options.max_bytes:,} bytes", options.max_chars)
        return Failure(where, message, "too_long", found.size)
    return RawInput(where, kind, data, id=found.name, size=len(data))


def _read_stdin(file: IO[bytes], options: Options) -> Iterator[RawInput | Failure]:
    """JSON Lines where it begins with ``{``, else one page or text."""
    first = file.readline(options.max_bytes + 1)
    begins = first.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if begins.startswith(b"{"):
        yield from read_lines(Stream(file), STDIN_NAME, options, first=first)
        return
    data = first + _at_most(file, max(0, options.max_bytes + 1 - len(first)))
    kind: Kind = "page" if begins.startswith((b"<!doctype html", b"<html")) else "text"
    yield _whole(data, STDIN_NAME, kind, Found(None, Format("text", "", "")), options)
