"""The five tables for SQLAlchemy: SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from extractor.sinks.schema import TABLES, Column, ColumnKind, Table


def _numbers() -> sa.types.TypeEngine[Any]:
    """NUMERIC; REAL in SQLite, which has no decimals."""
    return sa.Numeric().with_variant(sa.REAL(), "sqlite")


def _dates() -> sa.types.TypeEngine[Any]:
    """DATE, bound from ISO strings; ISO text in SQLite, which has no dates."""
    return sa.Date().with_variant(sa.Text(), "sqlite")


def _parts() -> sa.types.TypeEngine[Any]:
    return sa.JSON().with_variant(JSONB(), "postgresql")


SQL_TYPES: dict[ColumnKind, Callable[[], sa.types.TypeEngine[Any]]] = {
    "text": sa.Text, "int": sa.Integer, "float": sa.Double, "decimal": _numbers, "date": _dates, "json": _parts,
}  # fmt: skip

NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
}


def metadata() -> sa.MetaData:
    """All tables with keys, foreign keys, indexes and comments."""
    data = sa.MetaData(naming_convention=NAMES)
    for table in TABLES:
        _table(table, data)
    return data


def _table(table: Table, data: sa.MetaData) -> sa.Table:
    refers = dict(table.foreign_keys)
    columns = [_column(table, column, refers.get(column.name)) for column in table.columns]
    made = sa.Table(table.name, data, *columns, comment=table.comment)
    for names in table.indexes:
        sa.Index(None, *(made.c[name] for name in names))
    return made


def _column(table: Table, column: Column, target: str | None) -> sa.Column[Any]:
    # a copy must not outlive its original as a reference to nothing, nor be lost with it
    rule = "SET NULL" if column.name == "duplicate_of" else "CASCADE"
    keys = [sa.ForeignKey(target, ondelete=rule)] if target else []
    return sa.Column(
        column.name,
        SQL_TYPES[column.kind](),
        *keys,
        primary_key=column.name in table.key,
        autoincrement=False,
        nullable=column.is_null,
        comment=column.comment,
    )
