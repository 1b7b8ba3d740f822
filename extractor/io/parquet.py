"""Parquet files, row by row, of the columns that hold an article."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from extractor.io.columns import NoColumn, find_columns
from extractor.io.faults import too_long
from extractor.io.inputs import Failure, Options, RawInput
from extractor.io.needs import library
from extractor.io.rows import row_input

_BATCH = 1
"""Rows held in memory at once: a text of a hundred megabytes, packed to a few kilobytes, may stand in each of them."""


def read_parquet(path: Path, where: str, options: Options) -> Iterator[RawInput | Failure]:
    """The rows of a Parquet file; a row's address is the file and its number from 1.

    Raises:
        OSError: the file can't be opened, or pyarrow is not installed.
    """
    pa = library("parquet")
    import pyarrow.parquet as pq

    with path.open("rb") as raw:
        size = path.stat().st_size
        if not size:
            yield Failure(where, "the file is empty; write it again", "empty")
            return
        row = 0
        try:
            file = pq.ParquetFile(raw, buffer_size=1 << 20)
            columns = find_columns(file.schema_arrow.names, options.columns)
            wanted = sorted(set(columns.values()))
            share = size // max(1, file.metadata.num_rows)
            for batch in file.iter_batches(_BATCH, columns=wanted):
                held = {field: _column(batch, name) for field, name in columns.items()}
                for at in range(batch.num_rows):
                    row += 1
                    yield _row(held, at, f"{where}:{row}", options, share)
        except NoColumn as error:
            yield Failure(where, str(error), "no_article", size)
            return
        except (pa.ArrowException, OSError, ValueError) as error:
            said = " ".join(str(error).split())[:120].rstrip(".")
            before = f"after row {row:,}" if row else "from the start"
            yield Failure(where, f"damaged or cut off {before} ({said}); write or fetch the file again", "format", size)
            return
        if not row:
            yield Failure(where, "no row in it", "empty", size)


def _column(batch: Any, name: str) -> Any:
    """A column; the first, where two are called alike."""
    import pyarrow as pa

    column = batch.column(batch.schema.names.index(name))
    if pa.types.is_timestamp(column.type):  # Python knows no nanoseconds
        column = column.cast(pa.timestamp("us", column.type.tz), safe=False)
    return column


def _row(held: dict[str, Any], at: int, place: str, options: Options, size: int) -> RawInput | Failure:
    cells = {}
    for field, column in held.items():
        try:
            cells[field] = _value(column, at, options)
        except _TooLong as error:
            return Failure(place, too_long(f"a cell of {error} bytes", options.max_chars), "too_long", size)
        except (ValueError, ArithmeticError, LookupError, TypeError) as error:  # a day after the last one that Python knows
            said = " ".join(str(error).split())[:120]
            return Failure(place, f'its "{field}" can\'t be read ({said}); mend the row, or leave the column out', "format", size)
    return row_input(cells, place, options, size=size)


class _TooLong(Exception):
    """A cell that is longer than an article may be; says how long."""


def _value(column: Any, at: int, options: Options) -> Any:
    """A cell for Python; a text that is not in the encoding of all texts of a table is left as the bytes it is."""
    import pyarrow.compute as compute
    import pyarrow.types as of

    if of.is_string(column.type) or of.is_binary(column.type):
        size = compute.binary_length(column.slice(at, 1))[0].as_py()  # asked first: taking a cell out copies it
        if size is not None and size > options.max_bytes:
            raise _TooLong(f"{size:,}")
    try:
        return column[at].as_py()
    except UnicodeDecodeError:
        return column[at].as_buffer().to_pybytes()
