"""The tables as Arrow: typed columns, exact decimals, dates."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa

from extractor.sinks.rows import Row, Rows
from extractor.sinks.schema import TABLES, Column, Table

DECIMAL = pa.decimal128(38, 12)
"""26 digits before the point, 12 behind it: beyond any figure of a release. What does not fit is refused, never rounded."""

_SPAN = pa.struct([("start", pa.int32()), ("end", pa.int32())])
_JSON_TYPES = {
    "authors": pa.list_(pa.string()),
    "blocks": pa.list_(pa.struct([("kind", pa.string()), *((f.name, f.type) for f in _SPAN)])),
    "evidence": pa.map_(pa.string(), pa.list_(_SPAN)),
    "inherited": pa.list_(pa.string()),
    "facts": pa.list_(pa.string()),
}
_TYPES = {"text": pa.string(), "int": pa.int32(), "float": pa.float64(), "decimal": DECIMAL, "date": pa.date32()}


def schema_of(table: Table) -> pa.Schema:
    """The Arrow schema of a table; comments are the fields' metadata."""
    return pa.schema(
        [pa.field(c.name, _type(c), nullable=c.is_null, metadata={"comment": c.comment}) for c in table.columns],
        metadata={"comment": table.comment},
    )


def _type(column: Column) -> pa.DataType:
    return _JSON_TYPES[column.name] if column.kind == "json" else _TYPES[column.kind]


SCHEMAS: dict[str, pa.Schema] = {table.name: schema_of(table) for table in TABLES}


def table_of(table: Table, rows: Sequence[Row]) -> pa.Table:
    """Rows as an Arrow table.

    Raises:
        pa.ArrowInvalid: a value does not fit its column.
    """
    columns = list(zip(*rows)) if rows else [()] * len(table.columns)
    arrays = [pa.array(_values(c, values), _type(c)) for c, values in zip(table.columns, columns)]
    return pa.table(arrays, schema=SCHEMAS[table.name])


def tables_of(articles: Iterable[Rows]) -> dict[str, pa.Table]:
    """The five tables of several articles."""
    rows: dict[str, list[Row]] = {table.name: [] for table in TABLES}
    for article in articles:
        for name, more in article.tables.items():
            rows[name] += more
    return {table.name: table_of(table, rows[table.name]) for table in TABLES}


def _values(column: Column, values: Sequence[Any]) -> Sequence[Any]:
    if column.kind == "decimal":
        return [None if v is None else Decimal(v) for v in values]
    if column.kind == "date":
        return [None if v is None else date.fromisoformat(v) for v in values]
    if column.name == "evidence":
        return [[(field, [{"start": s, "end": e} for s, e in spans]) for field, spans in v.items()] for v in values]
    return values


def plain(column: Column, value: Any) -> Any:
    """A value for a format without types (CSV): JSON for what has parts."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) if column.kind == "json" else value
