"""DuckDB, in bulk from Arrow: row by row it would be a hundred times slower."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from extractor.sinks.arrow import SCHEMAS, tables_of
from extractor.sinks.base import Refusal, SinkError
from extractor.sinks.rows import rows_of
from extractor.sinks.schema import TABLES, Table

SCHEMA_VERSION = "0001"
"""The same as the newest revision of the SQL databases."""


def path_of(target: str) -> Path:
    """The file of ``duckdb:///facts.duckdb``.

    Raises:
        SinkError: no file is named.
    """
    path = target.removeprefix("duckdb://").removeprefix("/")
    if not path or path == ":memory:":
        raise SinkError(f"{target}: name a file: duckdb:///facts.duckdb")
    return Path(path)


class DuckSink:
    """Extractions into a DuckDB file. Each ``write`` is one transaction.

    Primary keys are declared, foreign keys are not: DuckDB can't replace a row that another refers to.

    Args:
        path: the file; made where it is missing.

    Raises:
        SinkError: it can't be opened, or is of a newer version.
    """

    position = 0

    def __init__(self, path: Path) -> None:
        self._path = path
        if not path.parent.is_dir():
            raise SinkError(f"{path}: there is no folder {path.parent}; make it first (mkdir -p {path.parent})")
        try:
            self.connection = duckdb.connect(str(path))
            _make_tables(self.connection, path)
        except duckdb.Error as error:
            raise self._say(error) from error

    def write(self, lines: Sequence[bytes]) -> list[Refusal]:
        """See ``Sink``."""
        articles = {rows.article_id: rows for rows in map(rows_of, lines)}
        held = dict(
            self.connection.execute(
                "SELECT id, extraction_sha256 FROM articles WHERE id IN (SELECT unnest($1))", [list(articles)]
            ).fetchall()
        )
        changed = [a for a in articles.values() if held.get(a.article_id) != a.sha256]
        tables, refusals = tables_of(changed)
        try:
            self.connection.execute("BEGIN")
            self._replace(tables, [a.article_id for a in changed])
            if refusals:  # not held as a whole: the next load tries again, and tells again what is missing
                incomplete = list({refusal.article_id for refusal in refusals})
                self.connection.execute(
                    "UPDATE articles SET extraction_sha256 = '' WHERE id IN (SELECT unnest($1))", [incomplete]
                )
            self.connection.execute("COMMIT")
        except duckdb.Error as error:
            raise self._say(error) from error
        return refusals

    def _replace(self, tables: dict[str, pa.Table], ids: list[str]) -> None:
        for table in TABLES:
            key = "id" if table.name == "articles" else "article_id"
            self.connection.execute(f"DELETE FROM {table.name} WHERE {key} IN (SELECT unnest($1))", [ids])  # noqa: S608 - names of our own tables
            self.connection.register("incoming", tables[table.name])
            self.connection.execute(f"INSERT INTO {table.name} BY NAME SELECT * FROM incoming")  # noqa: S608 - names of our own tables
            self.connection.unregister("incoming")

    def finish(self) -> list[Refusal]:
        """Nothing to do: each ``write`` is whole."""
        return []

    def close(self) -> None:
        """Let the file go."""
        self.connection.close()

    def _say(self, error: duckdb.Error) -> SinkError:
        words = " ".join(str(error).split())
        if "lock" in words:
            remedy = "another program has the file open; close it, or name another file"
        elif "space" in words or "full" in words:
            remedy = "the disk is full; free some space, then go on with --resume"
        elif "ermission" in words or "ead-only" in words:
            remedy = "no permission to write here; choose another place"
        else:
            remedy = "see DuckDB's own words"
        return SinkError(f"{self._path}: {remedy} ({words[:300]})")


def _make_tables(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    there = {name for (name,) in connection.execute("SELECT table_name FROM information_schema.tables").fetchall()}
    if "extractor_schema_version" in there:
        (version,) = connection.execute("SELECT version FROM extractor_schema_version").fetchone() or ("",)
        if version != SCHEMA_VERSION:
            raise SinkError(
                f"{path}: its tables are of schema {version}, this extractor writes {SCHEMA_VERSION}; upgrade extractor, or name another file"
            )
        return
    strangers = sorted(there & {table.name for table in TABLES})
    if strangers:
        raise SinkError(f"{path}: there are tables of other making called {', '.join(strangers)}; name another file")
    connection.execute("BEGIN")
    for table in TABLES:
        _make_table(connection, table)
    connection.execute("CREATE TABLE extractor_schema_version (version VARCHAR)")
    connection.execute("INSERT INTO extractor_schema_version VALUES ($1)", [SCHEMA_VERSION])
    connection.execute("COMMIT")


def _make_table(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    connection.register("shape", SCHEMAS[table.name].empty_table())
    types = {name: kind for name, kind, *_ in connection.execute("DESCRIBE shape").fetchall()}
    connection.unregister("shape")
    columns = [f'"{c.name}" {types[c.name]}{"" if c.is_null else " NOT NULL"}' for c in table.columns]
    connection.execute(f"CREATE TABLE {table.name} ({', '.join(columns)}, PRIMARY KEY ({', '.join(table.key)}))")
    for column in table.columns:
        comment = column.comment.replace("'", "''")
        connection.execute(f"""COMMENT ON COLUMN {table.name}."{column.name}" IS '{comment}'""")
