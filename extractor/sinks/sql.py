"""SQLite and PostgreSQL through one SQLAlchemy path."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import exc
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from extractor.sinks.base import Refusal
from extractor.sinks.rows import Row, Rows, rows_of
from extractor.sinks.schema import ARTICLES, TABLES, Table
from extractor.sinks.sql_connect import connect, say
from extractor.sinks.sql_schema import metadata

_PATIENCE = (0.2, 1.0, 3.0, 8.0)
"""Seconds to wait before each further try when the database is locked, restarts or breaks a deadlock."""


class SqlSink:
    """Extractions into a database. Each ``write`` is one transaction.

    Args:
        url: ``sqlite:///facts.db``, ``postgresql+psycopg://user:password@host/name``.

    Raises:
        SinkError: it can't be reached, is of a newer version, or its tables are somebody else's.
    """

    position = 0

    def __init__(self, url: str) -> None:
        self._engine = connect(url)
        self._tables = metadata().tables
        self._insert = sqlite_insert if self._engine.dialect.name == "sqlite" else postgresql_insert

    def write(self, lines: Sequence[bytes]) -> list[Refusal]:
        """See ``Sink``."""
        articles = list({rows.article_id: rows for rows in map(rows_of, lines)}.values())
        try:
            self._patiently(articles)
        except (exc.IntegrityError, exc.DataError):
            return self._one_by_one(articles)
        return []

    def finish(self) -> None:
        """Nothing to do: each ``write`` is whole."""

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()

    def _patiently(self, articles: Sequence[Rows]) -> None:
        for wait in (*_PATIENCE, None):
            try:
                with self._engine.begin() as connection:
                    self._replace(connection, self._changed(connection, articles))
                return
            except exc.OperationalError as error:
                if wait is None or "full" in str(error.orig):
                    raise say(self._engine, error) from error
                time.sleep(wait)
            except (exc.IntegrityError, exc.DataError):
                raise
            except exc.DBAPIError as error:
                raise say(self._engine, error) from error

    def _changed(self, connection: sa.Connection, articles: Sequence[Rows]) -> list[Rows]:
        """The articles of which the database does not hold this very extraction."""
        table = self._tables["articles"]
        ids = [a.article_id for a in articles]
        query = sa.select(table.c.id, table.c.extraction_sha256).where(table.c.id.in_(ids))
        held = {id: digest for id, digest in connection.execute(query)}
        # one order for all runs: two that write the same articles can't block each other
        return sorted((a for a in articles if held.get(a.article_id) != a.sha256), key=lambda a: a.article_id)

    def _replace(self, connection: sa.Connection, articles: Sequence[Rows]) -> None:
        if not articles:
            return
        # the article's own row first: it makes another run that writes the same article wait
        self._put_articles(connection, [_named(ARTICLES, row) for a in articles for row in a.tables["articles"]])
        self._clear(connection, [a.article_id for a in articles])
        for table in TABLES[1:]:
            rows = [_named(table, row) for a in articles for row in a.tables[table.name]]
            if rows:
                connection.execute(self._tables[table.name].insert(), rows)

    def _clear(self, connection: sa.Connection, ids: list[str]) -> None:
        for table in TABLES[:0:-1]:
            held = self._tables[table.name]
            connection.execute(held.delete().where(held.c.article_id.in_(ids)))

    def _put_articles(self, connection: sa.Connection, rows: list[dict[str, Any]]) -> None:
        rows = sorted(rows, key=lambda row: row["duplicate_of"] is not None)  # originals first: copies refer to them
        statement = self._insert(self._tables["articles"])
        values = {name: statement.excluded[name] for name in ARTICLES.names if name != "id"}
        connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=values), rows)

    def _one_by_one(self, articles: Sequence[Rows]) -> list[Refusal]:
        """The slow way after a refusal: all but the refused rows go in."""
        refusals = []
        for article in articles:
            try:
                self._patiently([article])
            except (exc.IntegrityError, exc.DataError):
                refusals += self._row_by_row(article)
        return refusals

    def _row_by_row(self, article: Rows) -> list[Refusal]:
        refusals: list[Refusal] = []
        with self._engine.begin() as connection:
            self._clear(connection, [article.article_id])
            for table in TABLES:
                for row in article.tables[table.name]:
                    refusal = self._try(connection, table, row, article.article_id)
                    if refusal:
                        refusals.append(refusal)
        return refusals

    def _try(self, connection: sa.Connection, table: Table, row: Row, article_id: str) -> Refusal | None:
        named = _named(table, row)
        try:
            with connection.begin_nested():
                if table is ARTICLES:
                    self._put_articles(connection, [named])
                else:
                    connection.execute(self._tables[table.name].insert(), [named])
        except (exc.IntegrityError, exc.DataError) as error:
            key = ", ".join(str(named[name]) for name in table.key)
            return Refusal(article_id, table.name, key, " ".join(str(error.orig).split()))
        return None


def _named(table: Table, row: Row) -> dict[str, Any]:
    return dict(zip(table.names, row))
