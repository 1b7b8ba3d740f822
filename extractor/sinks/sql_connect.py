"""Reaching a database, bringing its schema up to date, and saying what is wrong in words that help."""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import exc

from extractor.sinks.base import SinkError
from extractor.sinks.rows import to_json
from extractor.sinks.schema import TABLES
from extractor.sinks.sql_patience import LOCK_SECONDS, NETWORK, answered, limit, seconds_of, take_limit

VERSION_TABLE = "extractor_schema_version"
_MIGRATIONS = Path(__file__).with_name("migrations")
_LOCK = 7_261_548_801  # any number of our own: one run at a time brings a PostgreSQL schema up to date


def connect(url: str, *, migrations: Path = _MIGRATIONS, is_new: bool = True, is_read_only: bool = False) -> sa.Engine:
    """An engine for a database whose tables are there and of this version.

    Args:
        url: as SQLAlchemy takes it.
        migrations: the folder of schema revisions.
        is_new: whether the tables may be made; else a database without them is an error.
        is_read_only: nothing is made, brought up to date or written; goes without ``is_new``.

    Raises:
        SinkError: see the message.
    """
    engine = _engine(url, is_new=is_new, is_read_only=is_read_only)
    try:
        with answered(engine), engine.begin() as connection:
            if engine.dialect.name == "postgresql" and not is_read_only:
                connection.execute(sa.text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
            _bring_up_to_date(engine, connection, migrations, is_new=is_new, is_read_only=is_read_only)
    except exc.DBAPIError as error:
        raise say(engine, error) from error
    except SinkError:
        engine.dispose()
        raise
    return engine


def _engine(url: str, *, is_new: bool, is_read_only: bool) -> sa.Engine:
    try:
        address = sa.make_url(url)
    except exc.ArgumentError:
        raise SinkError(
            f"{url}: not a database address; write sqlite:///facts.db or postgresql+psycopg://user@host/name"
        ) from None
    if address.get_backend_name() == "sqlite":
        return _sqlite(address, is_new=is_new, is_read_only=is_read_only)
    if address.drivername in ("postgresql", "postgres"):
        address = address.set(drivername="postgresql+psycopg")
    if address.drivername != "postgresql+psycopg":
        raise SinkError(
            f"{_shown(address)}: {address.drivername} is no sink; write sqlite:///facts.db, duckdb:///facts.duckdb or "
            "postgresql+psycopg://user@host/name"
        )
    address, seconds = take_limit(address)
    own = {name: value for name, value in NETWORK.items() if name not in address.query}
    engine = sa.create_engine(address, json_serializer=to_json, connect_args=own)
    limit(engine, seconds)
    sa.event.listen(engine, "connect", _prepare_postgresql)
    return engine


def _sqlite(address: sa.URL, *, is_new: bool, is_read_only: bool) -> sa.Engine:
    path = Path(address.database or "")
    if not address.database or address.database == ":memory:":
        raise SinkError(f"{address}: a database in memory is lost with the run; name a file: sqlite:///facts.db")
    if not path.parent.is_dir():
        raise SinkError(f"{address}: there is no folder {path.parent}; make it first (mkdir -p {path.parent})")
    if not is_new and not path.exists():
        raise SinkError(f"{address}: there is no such file; check the name")
    address, seconds = take_limit(address, "timeout", LOCK_SECONDS)
    if is_read_only:
        return _sqlite_to_read(address, path, seconds)
    engine = sa.create_engine(address, json_serializer=to_json, connect_args={"timeout": seconds})
    limit(engine, seconds)
    sa.event.listen(engine, "connect", _prepare_sqlite)
    sa.event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _sqlite_to_read(address: sa.URL, path: Path, seconds: float) -> sa.Engine:
    """Readers of a database that is written to leave marks beside it; where nobody can, nobody writes to it either."""
    if not os.access(path.parent, os.W_OK):
        address = sa.URL.create("sqlite", database=f"file:{quote(str(path))}", query={"immutable": "1", "uri": "true"})
    engine = sa.create_engine(address, connect_args={"timeout": seconds})
    limit(engine, seconds)
    sa.event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA query_only = ON").close())
    return engine


def _prepare_sqlite(connection: Any, _: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, at once for writing: no upgrade that can fail half-way
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    _look_on(cursor)
    cursor.close()


def _look_on(cursor: Any) -> None:
    """Let readers look on while a run writes. SQLite itself does not wait here for who holds the file at that moment."""
    for _ in range(_WAITS):
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
            time.sleep(0.05)
        else:
            return
    cursor.execute("PRAGMA journal_mode = WAL")


_WAITS = 200
"""Of 0.05 s each: as long as making the tables takes."""


def _prepare_postgresql(connection: Any, _: object) -> None:
    # inserts from arrays look dear to the planner, and compiling them takes a second each
    connection.autocommit = True
    connection.execute("SET jit = off")
    connection.autocommit = False


def _bring_up_to_date(
    engine: sa.Engine, connection: sa.Connection, migrations: Path, *, is_new: bool, is_read_only: bool
) -> None:
    context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    config.attributes["connection"] = connection
    script = ScriptDirectory.from_config(config)
    held, known = context.get_current_heads(), {revision.revision for revision in script.walk_revisions()}
    if not held:
        _refuse_strangers(engine, connection, is_new=is_new)
    elif not set(held) <= known:
        newest = script.get_current_head()
        raise SinkError(
            f"{_shown(engine.url)}: its tables are of schema {', '.join(held)}, made by a newer extractor (this one knows up to "
            f"{newest}); upgrade extractor, or name another database"
        )
    if set(held) != set(script.get_heads()):
        if is_read_only:
            raise SinkError(
                f"{_shown(engine.url)}: its tables are of the older schema {', '.join(held)}; any run into it brings it up to date: "
                "extractor run SOURCE --to …"
            )
        command.upgrade(config, "head")


def _refuse_strangers(engine: sa.Engine, connection: sa.Connection, *, is_new: bool) -> None:
    there = set(sa.inspect(connection).get_table_names()) & {table.name for table in TABLES}
    if there:
        raise SinkError(
            f"{_shown(engine.url)}: there are tables of other making called {', '.join(sorted(there))}; name another database, "
            "or (PostgreSQL) a schema of its own: add ?options=-csearch_path%3Dmy_schema"
        )
    if not is_new:
        raise SinkError(
            f"{_shown(engine.url)}: no extractor tables in it; check the name, or load it first with: extractor run SOURCE --to …"
        )


def _shown(url: sa.URL) -> str:
    if url.query.get("uri") == "true":  # a file that is only read
        return f"sqlite:///{unquote((url.database or '').removeprefix('file:'))}"
    return url.render_as_string(hide_password=True)


_FAULTS = (
    ("database or disk is full", "the disk is full; free some space, then go on with --resume"),
    ("no space left", "the database's disk is full; free some space, then go on with --resume"),
    ("readonly database", "the file or its folder is read-only; choose another place, or change its permissions"),
    ("unable to open database file", "the file can't be opened; check its folder and permissions"),
    ("not a database", "this file is no SQLite database; name another"),
    ("malformed", "the database file is damaged; restore it from a copy, or name another"),
    (
        "is locked",
        "another program has been holding the database for {seconds:g} s; go on with --resume when it is done, or wait longer: ?timeout=600",
    ),
    ("password authentication failed", "wrong user or password; check the address, or PGPASSWORD"),
    ("no password supplied", "a password is needed; put it into PGPASSWORD or ~/.pgpass"),
    ("role", "the server knows no such user; check the address"),
    ("permission denied", "this user may not write here; ask for CREATE on the schema, or name another"),
    ("does not exist", "no such database on this server; make it first (createdb)"),
    ("refused", "no server answers there; check host and port, and that it runs"),
    ("timeout", "the server does not answer in time; check host, port and network"),
    ("could not translate host name", "there is no such host; check the address"),
    ("failed to resolve host", "there is no such host; check the address"),
    ("the connection is closed", "the server went away; when it is back, go on with --resume"),
    ("terminating connection", "the server was shut down; when it is back, go on with --resume"),
    ("server closed the connection", "the server went away; when it is back, go on with --resume"),
)


def say(engine: sa.Engine, error: exc.DBAPIError) -> SinkError:
    """A database's fault in our words, with the remedy; its own words follow."""
    words = " ".join(str(error.orig).split())
    remedy = next((text for sign, text in _FAULTS if sign in words.lower()), "see the database's own words")
    return SinkError(f"{_shown(engine.url)}: {remedy.format(seconds=seconds_of(engine))} ({words[:300]})")
