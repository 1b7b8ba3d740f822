"""JSON Lines: each line that is not blank is one input, still undecoded."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator

from extractor.io.faults import too_long
from extractor.io.inputs import Failure, Options, RawInput
from extractor.io.lines import Endless, bounded_lines
from extractor.io.streams import Stream

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_lines(stream: Stream, where: str, options: Options, *, first: bytes = b"") -> Iterator[RawInput | Failure]:
    """The lines of a file.

    Args:
        stream: the file.
        where: its name.
        options: see ``Options``.
        first: what was already read of the first line.
    """
    is_empty = True
    try:
        for line in bounded_lines(stream.data, options.max_bytes, first=first, limits=options.limits):
            place, size = f"{where}:{line.number}", stream.taken()
            if is_empty and line.data.startswith(_UTF16):
                yield Failure(where, "JSON Lines in UTF-16; convert the file: iconv -f UTF-16 -t UTF-8", "encoding", size)
                return
            if is_empty and line.is_whole and is_outcome_line(line.data):
                yield Failure(
                    where, "this is an outcome of extractor, not articles; name the articles it was made of", "format", size
                )
                return
            is_empty = False
            if line.is_whole:
                yield RawInput(place, "line", line.data, size=size)
            else:
                fault = too_long(f"a line of more than {options.max_bytes:,} bytes", options.max_chars)
                yield Failure(place, fault, "too_long", size)
    except Endless as error:
        yield Failure(f"{where}:{error.number}", str(error), "too_long", stream.taken())
        return
    if is_empty:
        yield Failure(where, 'no line in it; each line is one article: {"id": …, "text": …}', "empty", stream.taken())


def is_outcome(row: object) -> bool:
    """Is a JSON value an extraction as this program writes it?"""
    return isinstance(row, dict) and "article" in row and "facts" in row and "text" not in row


def is_outcome_line(line: bytes) -> bool:
    """As ``is_outcome``, of a line."""
    if b'"facts"' not in line:
        return False
    try:
        return is_outcome(json.loads(line))
    except (ValueError, RecursionError):
        return False
