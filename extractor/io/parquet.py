"""Parquet files, row by row, of the columns that hold an article."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from extractor.io.columns import NoColumn, find_columns
from extractor.io.inputs import Failure, Options, RawInput
from extractor.io.needs import library
from extractor.io.rows import row_input

_BATCH = 128
"""Rows held in memory at once."""


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
            share = size // max(1, file.metadata.num_rows)
            for batch in file.iter_batches(_BATCH, columns=sorted(set(columns.values()))):
                for cells in _cells(batch, columns):
                    row += 1
                    yield row_input(cells, f"{where}:{row}", options, size=share)
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


def _cells(batch: Any, columns: dict[str, str]) -> Iterator[dict[str, Any]]:
    """The rows of a batch, field to cell."""
    lists = {field: _values(batch.column(name)) for field, name in columns.items()}
    for at in range(batch.num_rows):
        yield {field: values[at] for field, values in lists.items()}


def _values(column: Any) -> list[Any]:
    import pyarrow as pa

    if pa.types.is_timestamp(column.type):  # Python knows no nanoseconds
        column = column.cast(pa.timestamp("us", column.type.tz), safe=False)
    values: list[Any] = column.to_pylist()
    return values
