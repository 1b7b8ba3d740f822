"""Reading the five tables back into extractions: the way that ``rows`` goes, in the other direction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date
from decimal import Decimal
from typing import Any

from extractor.records import Extraction
from extractor.sinks.base import SinkError
from extractor.sinks.needs import check_libraries
from extractor.sinks.schema import TABLES, Table

_AT_ONCE = 200
"""Articles in memory at a time; a transaction lasts no longer than reading these, so that a run can go on writing."""

_Rows = Sequence[Sequence[Any]]
_Ask = Callable[[Table, Sequence[str]], _Rows]
"""The rows of a table that belong to some articles, columns in the table's order."""


def read_extractions(target: str) -> Iterator[Extraction]:
    """All extractions of a database, in order of the articles' ids; facts in order of the text.

    Args:
        target: ``sqlite:///facts.db``, ``duckdb:///facts.duckdb``, ``postgresql+psycopg://user@host/name``.

    Raises:
        SinkError: the database can't be read, or has no extractor tables; the message says what to do.
    """
    check_libraries(target)
    if target.startswith("duckdb://"):
        yield from _read_duckdb(target)
    else:
        yield from _read_sql(target)


def _read_sql(target: str) -> Iterator[Extraction]:
    import sqlalchemy as sa

    from extractor.sinks.sql_connect import connect, say
    from extractor.sinks.sql_patience import answered
    from extractor.sinks.sql_schema import metadata

    tables = metadata().tables
    engine = connect(target, is_new=False, is_read_only=True)

    def ask(table: Table, ids: Sequence[str]) -> _Rows:
        held = tables[table.name]
        with answered(engine), engine.connect() as connection:
            return connection.execute(sa.select(held).where(held.c[_owner(table)].in_(ids))).all()

    try:
        with answered(engine), engine.connect() as connection:
            ids = sorted(connection.scalars(sa.select(tables["articles"].c.id)))
        yield from _in_parts(ids, ask)
    except sa.exc.DBAPIError as error:
        raise say(engine, error) from error
    finally:
        engine.dispose()


def _read_duckdb(target: str) -> Iterator[Extraction]:
    import duckdb

    from extractor.sinks.duck import path_of

    path = path_of(target)
    if not path.exists():
        raise SinkError(f"{target}: there is no such file; check the name")
    try:
        with closing(duckdb.connect(str(path), read_only=True)) as connection:

            def ask(table: Table, ids: Sequence[str]) -> _Rows:
                names = ", ".join(f'"{name}"' for name in table.names)
                query = f"SELECT {names} FROM {table.name} WHERE {_owner(table)} IN (SELECT unnest($1))"  # noqa: S608 - names of our own tables
                return connection.execute(query, [list(ids)]).fetchall()

            ids = sorted(id for (id,) in connection.execute("SELECT id FROM articles").fetchall())
            yield from _in_parts(ids, ask)
    except duckdb.CatalogException:
        raise SinkError(f"{target}: no extractor tables in it; load it first with: extractor run SOURCE --to {target}") from None
    except duckdb.Error as error:
        words = " ".join(str(error).split())[:300]
        raise SinkError(
            f"{target}: it can't be read; close the program that writes to it, or check the file ({words})"
        ) from error


def _owner(table: Table) -> str:
    return "id" if table.name == "articles" else "article_id"


def _in_parts(ids: Sequence[str], ask: _Ask) -> Iterator[Extraction]:
    for at in range(0, len(ids), _AT_ONCE):
        part = ids[at : at + _AT_ONCE]
        rows = {table.name: _by_article(table, ask(table, part)) for table in TABLES}
        for id in part:
            if rows["articles"][id]:  # it may have been removed meanwhile
                yield _extraction({name: of[id] for name, of in rows.items()})


def _by_article(table: Table, rows: _Rows) -> Mapping[str, list[dict[str, Any]]]:
    made: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        record = {column.name: _plain(column.name, value) for column, value in zip(table.columns, row, strict=True)}
        made[record[_owner(table)]].append(record)
    return made


def _plain(name: str, value: Any) -> Any:
    """A value as the record has it: ISO dates, exact decimals, spans as pairs."""
    if isinstance(value, date):
        return value.isoformat()
    if name in ("value", "value_max") and value is not None:
        return Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if name == "evidence" and value:
        return {field: [(s["start"], s["end"]) if isinstance(s, dict) else s for s in spans] for field, spans in value.items()}
    return value


_MADE = ("schema_version", "extractor_version", "rules_hash")
_PARTS = {"entities": ("start", "end", "id"), "facts": ("start", "end", "id"), "skipped": ("ordinal",), "checks": ("ordinal",)}
"""By what the rows of an article are put in order."""
_OWN = ("article_id", "ordinal", "extraction_sha256", *_MADE)
"""Columns that are not in the records themselves."""


def _extraction(rows: Mapping[str, list[dict[str, Any]]]) -> Extraction:
    (article,) = rows["articles"]
    record: dict[str, Any] = {name: article[name] for name in _MADE}
    record["article"] = _without(article, _OWN)
    for name, order in _PARTS.items():
        ordered = sorted(rows[name], key=lambda row: tuple(row[key] for key in order))
        record[name] = [_with_period(_without(row, _OWN)) for row in ordered]
    return Extraction.model_validate(record)


def _without(row: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}


def _with_period(row: dict[str, Any]) -> dict[str, Any]:
    if "period_start" not in row:
        return row
    start, end, text = (row.pop(f"period_{part}") for part in ("start", "end", "text"))
    return row | {"period": None if start is None else {"start": start, "end": end, "text": text}}
