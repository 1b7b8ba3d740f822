"""CSV and TSV files, row by row: a faulty row is named and the next one read."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from extractor.io.columns import NoColumn, find_columns
from extractor.io.encodings import NotText, is_sound, recognise
from extractor.io.faults import READ_ERRORS, too_long
from extractor.io.formats import Packing
from extractor.io.inputs import Failure, Options, RawInput
from extractor.io.lines import Endless
from extractor.io.rows import row_input
from extractor.io.streams import Stream, open_stream

_SAMPLE = 1 << 20
"""Bytes by which the encoding is recognised."""
_DELIMITERS = (",", "\t", ";")
_ROW_OF_FIELDS = 4
"""A row may be as long as so many cells at their limit."""


def read_table(
    path: Path, where: str, options: Options, packing: Packing = "", *, delimiter: str = ","
) -> Iterator[RawInput | Failure]:
    """The rows of a CSV or TSV file; the first names the columns.

    Args:
        path: the file.
        where: its name; a row's address is the file and the line it begins in.
        options: see ``Options``.
        packing: its compression.
        delimiter: between cells. A CSV file whose first row has none is tried with tabs and semicolons.

    Raises:
        OSError, EOFError, zlib.error: the file can't be read (further).
    """
    with open_stream(path, packing, options.limits) as stream:
        sample = _beginning(stream.data)
    if not sample.strip(b"\xef\xbb\xbf \t\r\n\0"):
        yield Failure(where, "the file is empty; a table has the names of its columns in the first row", "empty")
        return
    try:
        encoding = options.encoding or recognise(sample, is_whole=len(sample) < _SAMPLE)
        wrapped = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
        wrapped.detach()
    except (NotText, LookupError) as error:
        yield Failure(where, str(error), "encoding")
        return
    with open_stream(path, packing, options.limits) as stream:
        decoded = "utf-8-sig" if encoding.lower() in ("utf-8", "utf8") else encoding
        text = io.TextIOWrapper(stream.data, encoding=decoded, errors="replace", newline="")
        lines = _TextLines(text, options)
        try:
            yield from _rows(lines, stream, where, options, delimiter)
        finally:
            text.detach()


def _beginning(file: IO[bytes]) -> bytes:
    """The first bytes of a file, as far as they can be read."""
    parts: list[bytes] = []
    try:
        while sum(map(len, parts)) < _SAMPLE and (part := file.read1(1 << 16)):  # type: ignore[attr-defined]  # open_stream's have it
            parts.append(part)
    except READ_ERRORS:
        if not parts:
            raise
    return b"".join(parts)[:_SAMPLE]


class _FaultyRow(Exception):
    """A row that can't be read; the next one may be."""


class _TextLines:
    """Lines for the CSV reader, bounded; ``number`` counts them, ``fed`` the characters since a row began."""

    def __init__(self, text: IO[str], options: Options) -> None:
        self._text = text
        self._limit = options.max_bytes
        self._max_chars = options.max_chars
        self._give_up = options.limits.line
        self.number = 0
        self.fed = 0
        self.is_given_up = False

    def __iter__(self) -> _TextLines:
        return self

    def __next__(self) -> str:
        line = self._text.readline(self._limit + 1)
        if not line:
            raise StopIteration
        self.number += 1
        self.fed += len(line)
        if len(line) > self._limit and not line.endswith(("\n", "\r")):
            self._skip()
        if len(line) > self._limit or self.fed > _ROW_OF_FIELDS * self._limit:
            raise _FaultyRow(too_long(f"a row of more than {self._limit:,} characters", self._max_chars))
        return line

    def _skip(self) -> None:
        skipped = 0
        while (rest := self._text.readline(self._limit + 1)) and not rest.endswith(("\n", "\r")):
            skipped += len(rest)
            if skipped > self._give_up:
                self.is_given_up = True
                raise _FaultyRow(
                    f"a line of more than {skipped:,} characters, the rest of the file is not read; look at what is in it (--limit line=N allows more)"
                )


def _rows(lines: _TextLines, stream: Stream, where: str, options: Options, delimiter: str) -> Iterator[RawInput | Failure]:
    csv.field_size_limit(options.max_bytes)
    try:
        first = next(lines, "")
    except _FaultyRow as error:
        yield Failure(f"{where}:1", f"{error}; is this a table?", "format")
        return
    if delimiter not in first:
        delimiter = max(_DELIMITERS, key=first.count) if delimiter == "," else delimiter
    names = [name.strip() for name in next(csv.reader(_chain(first, lines), delimiter=delimiter), [])]
    try:
        columns = {field: names.index(name) for field, name in find_columns(names, options.columns).items()}
    except NoColumn as error:
        yield Failure(where, str(error), "no_article", stream.taken())
        return
    is_empty, is_lost, blank = True, False, 0
    reader = csv.reader(lines, delimiter=delimiter)
    while True:
        lines.fed, place = 0, f"{where}:{lines.number + 1}"
        try:
            cells = next(reader, None)
        except (csv.Error, _FaultyRow) as error:
            is_empty, is_lost = False, True
            yield _fault(place, error, options, stream)
            if lines.is_given_up:
                return
            continue
        if cells is None:
            break
        if not any(cell.strip() for cell in cells):
            blank += lines.fed
            if blank > options.limits.blank:
                yield Failure(place, str(Endless(lines.number, blank)), "too_long", stream.taken())
                return
            continue
        blank = 0
        if is_lost and len(cells) != len(names):  # still inside the faulty row
            continue
        is_empty = is_lost = False
        yield _row(cells, columns, len(names), place, options, stream.taken())
    if is_empty:
        yield Failure(where, "only the names of columns in it, no row", "empty", stream.taken())


def _chain(first: str, lines: _TextLines) -> Iterator[str]:
    yield first
    yield from lines


def _fault(place: str, error: Exception, options: Options, stream: Stream) -> Failure:
    if isinstance(error, csv.Error) and "field limit" in str(error):
        message = too_long(
            f"a cell of more than {options.max_bytes:,} characters (is a quotation mark left open?)", options.max_chars
        )
        return Failure(place, message, "too_long", stream.taken())
    if isinstance(error, csv.Error):
        return Failure(place, f"not a row of a table: {error}; mend the row", "format", stream.taken())
    return Failure(place, str(error), "too_long", stream.taken())


def _row(cells: list[str], columns: dict[str, int], width: int, place: str, options: Options, size: int) -> RawInput | Failure:
    if len(cells) > width:
        message = f"{len(cells)} cells, but the first row names {width} columns; put cells that hold a comma in quotation marks"
        return Failure(place, message, "format", size)
    chosen = {field: cells[at] for field, at in columns.items() if at < len(cells)}
    if not is_sound("".join(chosen.values())):
        return Failure(
            place, "its bytes do not fit the encoding of the rest; name it with --encoding, or convert the file", "encoding", size
        )
    return row_input(chosen, place, options, size=size)
