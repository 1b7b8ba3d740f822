"""The tables as Arrow: typed columns, exact decimals, dates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa

from extractor.sinks.base import Refusal, refuse
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


_UNFIT = (pa.ArrowInvalid, pa.ArrowTypeError, ArithmeticError, ValueError, OverflowError)

SCHEMAS: dict[str, pa.Schema] = {table.name: schema_of(table) for table in TABLES}


def table_of(table: Table, rows: Sequence[Row]) -> pa.Table:
    """Rows as an Arrow table.

    Raises:
        pa.ArrowInvalid: a value does not fit its column.
    """
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(table.columns)
    arrays = [pa.array(_values(c, values), _type(c)) for c, values in zip(table.columns, columns, strict=True)]
    return pa.table(arrays, schema=SCHEMAS[table.name])


def tables_of(articles: Iterable[Rows]) -> tuple[dict[str, pa.Table], list[Refusal]]:
    """The five tables of several articles, and the rows that do not fit their columns."""
    articles = list(articles)
    tables, refusals = {}, []
    for table in TABLES:
        rows = [row for article in articles for row in article.tables[table.name]]
        try:
            tables[table.name] = table_of(table, rows)
        except _UNFIT:
            kept, refused = _sort_out(table, articles)
            tables[table.name] = table_of(table, kept)
            refusals += refused
    return tables, refusals


def _sort_out(table: Table, articles: list[Rows]) -> tuple[list[Row], list[Refusal]]:
    kept, refusals = [], []
    for article in articles:
        for row in article.tables[table.name]:
            try:
                table_of(table, [row])
                kept.append(row)
            except _UNFIT as error:
                refusals.append(refuse(article.article_id, table, row, error))
    return kept, refusals


def _values(column: Column, values: Sequence[Any]) -> Sequence[Any]:
    if column.kind == "decimal":
        return [None if v is None else Decimal(v) for v in values]
    if column.kind == "date":
        return [None if v is None else date.fromisoformat(v) for v in values]
    if column.name == "evidence":
        return [[(field, [{"start": s, "end": e} for s, e in spans]) for field, spans in v.items()] for v in values]
    return values
