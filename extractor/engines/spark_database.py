"""Results into a database, by the executors: each loads the articles that it has extracted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING

import pyarrow as pa

from extractor.engines.columns import FAILURE
from extractor.engines.report import EngineError
from extractor.engines.spark_report import KIND
from extractor.engines.spark_types import struct_type

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from extractor.sinks.base import Refusal

LOADED = pa.schema(
    [
        pa.field("address", pa.string()),
        pa.field("failure", FAILURE),
        pa.field("article", pa.struct([("duplicate_of", pa.string())])),
        *(pa.field(name, pa.int32()) for name in ("entities", "facts", "skipped", "checks")),
    ]
)
"""One row an input: what failed, whether it is a copy, and how many rows were made."""


def is_database(to: str) -> bool:
    """Whether a target is a database rather than a folder."""
    return to.split(":", 1)[0].split("+")[0] in ("postgresql", "postgres", "sqlite", "duckdb")


def check_database(url: str) -> None:
    """Open the database from the driver, so that a wrong address is told before there is any work.

    Raises:
        EngineError: it can't be opened, or is a file, which executors can't share.
    """
    from extractor.sinks import SinkError, open_sink

    if not url.startswith("postgres"):
        raise EngineError(
            f"{url}: executors can't share a database that is a file; give postgresql+psycopg://… or a folder for Parquet"
        )
    try:
        open_sink(url).close()
    except SinkError as error:
        raise EngineError(str(error)) from error


def load(extractions: DataFrame, url: str) -> DataFrame:
    """Load extractions with the columns of ``ADDRESSED``; evaluated twice, as by a task that is tried again, it changes nothing more.

    Originals must be loaded before the copies that refer to them.
    """
    loaded = extractions.mapInArrow(partial(_load, url=url), struct_type(LOADED))
    return loaded.selectExpr("address", "failure", f"{KIND} as kind", "entities", "facts", "skipped", "checks")


def _load(batches: Iterable[pa.RecordBatch], *, url: str) -> Iterator[pa.RecordBatch]:
    from extractor.sinks import open_sink

    sink = open_sink(url)
    try:
        for batch in batches:
            lines = [line.encode() for line in batch.column("extraction").to_pylist() if line is not None]
            yield _loaded(batch, sink.write(lines) if lines else [])
        sink.finish()
    finally:
        sink.close()


def _loaded(batch: pa.RecordBatch, refusals: list[Refusal]) -> pa.RecordBatch:
    refused: dict[str, list[str]] = {}
    for refusal in refusals:
        refused.setdefault(refusal.article_id, []).append(f"{refusal.table} {refusal.row}: {refusal.message}")
    failures = [
        {"reason": "refused", "message": "; ".join(refused[id])} if failure is None and id in refused else failure
        for id, failure in zip(batch.column("id").to_pylist(), batch.column("failure").to_pylist(), strict=True)
    ]
    article = batch.column("article")
    linked = pa.StructArray.from_arrays([article.field("duplicate_of")], names=["duplicate_of"], mask=article.is_null())
    arrays = [
        batch.column("address").cast(pa.string()),
        pa.array(failures, FAILURE),
        linked,
        *(_sizes(batch.column(name)) for name in ("entities", "facts", "skipped", "checks")),
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=LOADED)


def _sizes(lists: pa.Array) -> pa.Array:
    import pyarrow.compute as pc

    return pc.fill_null(pc.list_value_length(lists), 0).cast(pa.int32())
