"""Rows into tables the fast way: past SQLAlchemy's statements, through its connections.

SQLite takes rows of values, PostgreSQL a COPY: a third of the time of its inserts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy import exc

from extractor.sinks.rows import Row, to_json
from extractor.sinks.schema import TABLES, ColumnKind, Table

_CONVERTS: dict[str, dict[ColumnKind, Callable[[Any], Any]]] = {
    "sqlite": {"json": to_json, "decimal": float},
    "postgresql": {"json": to_json, "decimal": Decimal},
}


def put(connection: sa.Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows; rows of ``articles`` take the place of those with the same id.

    Raises:
        sqlalchemy.exc.DBAPIError: the database refused; nothing of these rows is in.
    """
    if not rows:
        return
    dialect = connection.dialect.name
    converts = _CONVERTS[dialect]
    changes = [(n, converts[c.kind]) for n, c in enumerate(table.columns) if c.kind in converts]
    ready = [_converted(row, changes) for row in rows] if changes else list(rows)
    if dialect == "postgresql" and table.name != "articles":
        _copy(connection, table, ready)
    else:
        connection.exec_driver_sql(_INSERTS[dialect][table.name], ready)


def _converted(row: Row, changes: list[tuple[int, Callable[[Any], Any]]]) -> Row:
    values = list(row)
    for at, change in changes:
        if values[at] is not None:
            values[at] = change(values[at])
    return tuple(values)


def _copy(connection: sa.Connection, table: Table, rows: Sequence[Row]) -> None:
    import psycopg

    statement = f'COPY "{table.name}" ({_names(table)}) FROM STDIN'
    try:
        with closing(connection.connection.cursor()) as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    except psycopg.Error as error:
        raise exc.DBAPIError.instance(statement, None, error, psycopg.Error, dialect=connection.dialect) from error


def _names(table: Table) -> str:
    return ", ".join(f'"{name}"' for name in table.names)


def _insert(table: Table, mark: str) -> str:
    insert = f'INSERT INTO "{table.name}" ({_names(table)}) VALUES ({", ".join([mark] * len(table.columns))})'  # noqa: S608 - names of our own tables
    if table.name != "articles":
        return insert
    return f'{insert} ON CONFLICT ("id") DO UPDATE SET {", ".join(f"{n} = excluded.{n}" for n in table.names[1:])}'


_INSERTS = {
    "sqlite": {table.name: _insert(table, "?") for table in TABLES},
    "postgresql": {table.name: _insert(table, "%s") for table in TABLES},
}
