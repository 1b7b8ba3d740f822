"""SQLite and PostgreSQL through one SQLAlchemy path."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import exc

from extractor.sinks.base import Refusal, refuse
from extractor.sinks.rows import Rows, rows_of
from extractor.sinks.schema import ARTICLES, TABLES
from extractor.sinks.sql_connect import connect, say
from extractor.sinks.sql_patience import answered, seconds_of
from extractor.sinks.sql_schema import metadata
from extractor.sinks.sql_statements import put

_PATIENCE = (0.2, 1.0, 3.0, 8.0)
"""Seconds to wait before each further try when the database is locked, restarts or breaks a deadlock."""

_T = TypeVar("_T")
_TABLES = metadata().tables
_REFUSED = (exc.IntegrityError, exc.DataError)


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

    def write(self, lines: Sequence[bytes]) -> list[Refusal]:
        """See ``Sink``."""
        articles = list({rows.article_id: rows for rows in map(rows_of, lines)}.values())
        try:
            self._patiently(partial(_replace_changed, articles=articles))
        except _REFUSED:
            return self._one_by_one(articles)
        return []

    def finish(self) -> list[Refusal]:
        """Nothing to do: each ``write`` is whole."""
        return []

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()

    def _patiently(self, work: Callable[[sa.Connection], _T]) -> _T:
        """Do something in a transaction, once more where the next try may go better and the limit is not over."""
        began = time.monotonic()
        for wait in (*_PATIENCE, None):
            try:
                with answered(self._engine), self._engine.begin() as connection:
                    return work(connection)
            except _REFUSED:
                raise
            except exc.DBAPIError as error:
                if wait is None or time.monotonic() - began >= seconds_of(self._engine) or not _is_passing(error):
                    raise say(self._engine, error) from error
                time.sleep(wait)
        raise AssertionError

    def _one_by_one(self, articles: Sequence[Rows]) -> list[Refusal]:
        """The slow way after a refusal: all but the refused rows go in."""
        refusals: list[Refusal] = []
        for article in articles:
            try:
                self._patiently(partial(_replace_changed, articles=[article]))
            except _REFUSED:
                refusals += self._patiently(partial(_row_by_row, article=article))
        return refusals


def _replace_changed(connection: sa.Connection, articles: Sequence[Rows]) -> None:
    _replace(connection, _changed(connection, articles))


def _is_passing(error: exc.DBAPIError) -> bool:
    """Whether the next try may go better: a lock, a deadlock, a server that restarts."""
    words = str(error.orig).lower()
    return isinstance(error, exc.OperationalError) and not any(w in words for w in ("full", "space", "readonly", "malformed"))


def _changed(connection: sa.Connection, articles: Sequence[Rows]) -> list[Rows]:
    """The articles of which the database does not hold this very extraction."""
    table = _TABLES["articles"]
    ids = [a.article_id for a in articles]
    query = sa.select(table.c.id, table.c.extraction_sha256).where(table.c.id.in_(ids))
    held = {id: digest for id, digest in connection.execute(query)}  # noqa: C416 - dict() would ask the result for its keys
    # one order for all runs: two that write the same articles can't block each other
    return sorted((a for a in articles if held.get(a.article_id) != a.sha256), key=lambda a: a.article_id)


def _replace(connection: sa.Connection, articles: Sequence[Rows]) -> None:
    if not articles:
        return
    # the article's own row first: it makes another run that writes the same article wait
    put(connection, ARTICLES, _originals_first(articles))
    _clear(connection, [a.article_id for a in articles])
    for table in TABLES[1:]:
        put(connection, table, [row for a in articles for row in a.tables[table.name]])


def _originals_first(articles: Iterable[Rows]) -> list[tuple[Any, ...]]:
    """The articles' rows, copies behind the articles that they refer to."""
    at = ARTICLES.names.index("duplicate_of")
    return sorted((row for a in articles for row in a.tables["articles"]), key=lambda row: row[at] is not None)


def _clear(connection: sa.Connection, ids: list[str]) -> None:
    for table in TABLES[:0:-1]:
        held = _TABLES[table.name]
        connection.execute(held.delete().where(held.c.article_id.in_(ids)))


def _row_by_row(connection: sa.Connection, article: Rows) -> list[Refusal]:
    refusals = []
    _clear(connection, [article.article_id])
    for table in TABLES:
        for row in article.tables[table.name]:
            try:
                with connection.begin_nested():
                    put(connection, table, [row])
            except _REFUSED as error:
                refusals.append(refuse(article.article_id, table, row, error.orig))
    if refusals:  # not held as a whole: the next load tries again, and tells again what is missing
        articles = _TABLES["articles"]
        connection.execute(articles.update().where(articles.c.id == article.article_id).values(extraction_sha256=""))
    return refusals
