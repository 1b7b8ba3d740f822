"""Sinks that are files: JSON Lines as the run writes them, CSV and Parquet made of these at the end."""

from __future__ import annotations

import csv
import errno
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import IO, Any

import regex

from extractor.escapes import escaped
from extractor.sinks.atomic import atomic_file
from extractor.sinks.base import Refusal, SinkError, say_file
from extractor.sinks.rows import Rows, rows_of, to_json
from extractor.sinks.schema import TABLES, Column

_AT_ONCE = 2000
"""Articles in memory when a table is made of the lines; the row groups of a Parquet file."""


class LinesSink:
    """Extractions as JSON Lines, in a file of the run's folder until ``finish`` gives it its name.

    Args:
        path: the outcome. ``.jsonl`` is the lines themselves; of ``.csv`` and ``.parquet`` the facts go there and the
            other tables beside it (``facts.csv``, ``facts.articles.csv``, ``facts.entities.csv``, …).
        part: where the lines are kept until then.
        position: bytes of the part that an interrupted run had made sure of; what follows is cut off.

    Raises:
        SinkError: it can't be written.
    """

    def __init__(self, path: Path, part: Path, position: int = 0) -> None:
        self._path, self._part = path, part
        self.position = position
        try:
            self._file = _open(part, path, position)
        except OSError as error:
            raise say_file(part, error) from error

    def write(self, lines: Sequence[bytes]) -> list[Refusal]:
        """See ``Sink``."""
        try:
            for line in lines:
                self._file.write(line if line.endswith(b"\n") else line + b"\n")
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            raise say_file(self._part, error) from error
        self.position = self._file.tell()
        return []

    def finish(self) -> list[Refusal]:
        """Give the lines, or the tables made of them, their names; where nothing came of any input, what was there stays."""
        self._file.close()
        if self.position == 0:
            return []
        suffix = self._path.suffix.lower()
        if suffix == ".parquet":
            return _make_parquet(self._part, self._path)
        if suffix == ".csv":
            _make_csv(self._part, self._path)
        else:
            _rename(self._part, self._path)
        return []

    def close(self) -> None:
        """Keep the part for a resumed run."""
        self._file.close()


class StreamSink:
    """Extractions to a stream, each at once: a reader at the other end need not wait.

    Args:
        stream: takes bytes.
        is_terminal: it shows them to a person: control characters are escaped.
    """

    position = 0

    def __init__(self, stream: IO[bytes], *, is_terminal: bool = False) -> None:
        self._stream, self._is_terminal = stream, is_terminal

    def write(self, lines: Sequence[bytes]) -> list[Refusal]:
        """See ``Sink``."""
        try:
            for line in map(_shown, lines) if self._is_terminal else lines:
                self._stream.write(line if line.endswith(b"\n") else line + b"\n")
            self._stream.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            words = "it is closed" if error.errno == errno.EBADF else (error.strerror or str(error)).lower()
            raise SinkError(f"standard output can't be written: {words}; name a file or a database with --to") from error
        return []

    def finish(self) -> list[Refusal]:
        """Nothing to do."""
        return []

    def close(self) -> None:
        """The stream is the caller's."""


def _shown(line: bytes) -> bytes:
    return escaped(line.decode("utf-8")).encode("utf-8")


class NullSink:
    """Takes everything and keeps nothing: for measuring."""

    position = 0

    def write(self, lines: Sequence[bytes]) -> list[Refusal]:
        """See ``Sink``."""
        return []

    def finish(self) -> list[Refusal]:
        """Nothing to do."""
        return []

    def close(self) -> None:
        """Nothing to do."""


def _open(part: Path, path: Path, position: int) -> IO[bytes]:
    if position == 0:
        return part.open("wb")
    if not part.exists() and path.suffix.lower() not in (".csv", ".parquet") and path.exists():
        with atomic_file(part) as copy, path.open("rb") as lines:  # a finished run goes on: more inputs came
            shutil.copyfileobj(lines, copy, 1 << 20)
    if not part.exists() or part.stat().st_size < position:
        raise SinkError(f"{part}: what the interrupted run had written is gone; run again without --resume")
    file = part.open("r+b")
    file.truncate(position)
    file.seek(position)
    return file


def _rename(part: Path, path: Path) -> None:
    try:
        os.replace(part, path)
    except OSError:  # another file system
        with atomic_file(path) as file, part.open("rb") as lines:
            shutil.copyfileobj(lines, file, 1 << 20)
        part.unlink()


def _batches(part: Path) -> Iterator[list[Rows]]:
    with part.open("rb") as lines:
        while batch := [rows_of(line) for line in islice(lines, _AT_ONCE)]:
            yield batch


_FACTS_LAST = sorted(TABLES, key=lambda table: table.name != "facts")
"""What is opened first gets its name last: where the file that was asked for is there, the others are too."""


def names_of(path: Path) -> dict[str, Path]:
    """The file of each table: the facts under the name given, the others beside it."""
    return {t.name: path if t.name == "facts" else path.with_name(f"{path.stem}.{t.name}{path.suffix}") for t in TABLES}


def _make_csv(part: Path, path: Path) -> None:
    with ExitStack() as stack:
        writers = {}
        for table in _FACTS_LAST:
            file = stack.enter_context(atomic_file(names_of(path)[table.name], encoding="utf-8-sig"))
            writers[table.name] = csv.writer(_ShortEnds(file), lineterminator="\r\n")
            writers[table.name].writerow(table.names)
        for batch in _batches(part):
            for table in TABLES:
                rows = (row for article in batch for row in article.tables[table.name])
                writers[table.name].writerows([_cell(c, v) for c, v in zip(table.columns, row, strict=True)] for row in rows)


class _ShortEnds:
    """Rows end with a line feed alone, yet the CSV writer, which is told otherwise, puts cells with a carriage return in quotes."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def write(self, row: str) -> None:
        self._file.write(row.removesuffix("\r\n") + "\n")


_FORMULA = regex.compile(r"[\s\p{C}]*[=+\-@＝＋－＠]|[\t\r\n]")
"""Some programs pass over blanks, and take wide signs for plain ones."""


def _cell(column: Column, value: Any) -> Any:
    """A value as a spreadsheet may see it: text that would run as a formula begins with an apostrophe, as OWASP advises."""
    if column.kind == "json":
        return to_json(value)
    return f"'{value}" if column.kind == "text" and value and _FORMULA.match(value) else value


def _make_parquet(part: Path, path: Path) -> list[Refusal]:
    import pyarrow.parquet as pq

    from extractor.sinks.arrow import SCHEMAS, tables_of

    refusals: list[Refusal] = []
    with ExitStack() as stack:
        writers = {}
        for table in _FACTS_LAST:
            file = stack.enter_context(atomic_file(names_of(path)[table.name]))
            writers[table.name] = stack.enter_context(pq.ParquetWriter(file, SCHEMAS[table.name], compression="zstd"))
        for batch in _batches(part):
            tables, refused = tables_of(batch)
            refusals += refused
            for name, rows in tables.items():
                writers[name].write_table(rows)
    return refusals
