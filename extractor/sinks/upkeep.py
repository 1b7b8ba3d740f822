"""Asking a database what it has, and taking an article out of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from extractor.sinks.base import SinkError
from extractor.sinks.needs import check_libraries


def list_current(target: str, extractor_version: str, rules_hash: str) -> Iterator[tuple[str, str]]:
    """The articles (id, raw_sha256) that were read with this extractor and these rules, and of which every row went in.

    Raises:
        SinkError: the database can't be asked.
    """
    check_libraries(target)
    if target.startswith("duckdb://"):
        yield from _duck_current(target, extractor_version, rules_hash)
        return
    import sqlalchemy as sa

    from extractor.sinks.sql_connect import connect, say
    from extractor.sinks.sql_patience import answered
    from extractor.sinks.sql_schema import metadata

    table = metadata().tables["articles"]
    query = sa.select(table.c.id, table.c.raw_sha256)
    is_whole = table.c.extraction_sha256 != ""
    query = query.where(table.c.extractor_version == extractor_version, table.c.rules_hash == rules_hash, is_whole)
    engine = connect(target)
    try:
        with engine.connect() as connection:
            with answered(engine):
                found = connection.execution_options(stream_results=True).execute(query)
            while True:
                with answered(engine):
                    rows = found.fetchmany(10_000)
                if not rows:
                    break
                yield from ((id, digest) for id, digest in rows)
    except sa.exc.DBAPIError as error:
        raise say(engine, error) from error
    finally:
        engine.dispose()


def remove(target: str, article_ids: Sequence[str]) -> tuple[list[str], list[str]]:
    """Take articles with all their rows out of a database.

    Returns:
        The ids that were there, and the ids of articles left that were copies of one of them: these have no facts of their own.

    Raises:
        SinkError: the database can't be reached, or has no extractor tables.
    """
    check_libraries(target)
    if target.startswith("duckdb://"):
        return _duck_remove(target, article_ids)
    import sqlalchemy as sa

    from extractor.sinks.sql_connect import connect, say
    from extractor.sinks.sql_patience import answered
    from extractor.sinks.sql_schema import metadata

    table = metadata().tables["articles"]
    wanted = table.c.id.in_(list(article_ids))
    engine = connect(target, is_new=False)
    try:
        with answered(engine), engine.begin() as connection:
            there = list(connection.scalars(sa.select(table.c.id).where(wanted)))
            copies = sa.select(table.c.id).where(table.c.duplicate_of.in_(there), sa.not_(wanted))
            left = list(connection.scalars(copies.order_by(table.c.id)))
            connection.execute(table.delete().where(wanted))  # the other tables' rows go with it
    except sa.exc.DBAPIError as error:
        raise say(engine, error) from error
    finally:
        engine.dispose()
    return there, left


def _duck_current(target: str, extractor_version: str, rules_hash: str) -> Iterator[tuple[str, str]]:
    from extractor.sinks.duck import DuckSink, path_of

    sink = DuckSink(path_of(target))
    query = "SELECT id, raw_sha256 FROM articles WHERE extractor_version = $1 AND rules_hash = $2 AND extraction_sha256 <> ''"
    try:
        yield from sink.connection.execute(query, [extractor_version, rules_hash]).fetchall()
    finally:
        sink.close()


def _duck_remove(target: str, article_ids: Sequence[str]) -> tuple[list[str], list[str]]:
    from extractor.sinks.duck import DuckSink, path_of
    from extractor.sinks.schema import TABLES

    path = path_of(target)
    if not Path(path).exists():
        raise SinkError(f"{target}: there is no such file; check the name")
    sink = DuckSink(path)
    ids = [list(article_ids)]
    try:
        ask = sink.connection.execute
        there = [id for (id,) in ask("SELECT id FROM articles WHERE id IN (SELECT unnest($1))", ids).fetchall()]
        copies = "SELECT id FROM articles WHERE duplicate_of IN (SELECT unnest($1)) AND id NOT IN (SELECT unnest($1)) ORDER BY id"
        left = [id for (id,) in ask(copies, ids).fetchall()]
        ask("BEGIN")
        ask("UPDATE articles SET duplicate_of = NULL WHERE id IN (SELECT unnest($1))", [left])
        for table in TABLES:
            key = "id" if table.name == "articles" else "article_id"
            ask(f"DELETE FROM {table.name} WHERE {key} IN (SELECT unnest($1))", ids)  # noqa: S608 - names of our own tables
        ask("COMMIT")
    finally:
        sink.close()
    return there, left
