"""The libraries that a sink needs: looked for before any work is done, and before anything is written."""

from __future__ import annotations

from importlib import import_module
from pathlib import PurePath
from typing import NamedTuple
from urllib.parse import urlsplit

from extractor.extras import missing
from extractor.sinks.base import SinkError


class _Need(NamedTuple):
    what: str
    extra: str
    modules: tuple[str, ...]


_SQL = _Need("databases need", "sql", ("sqlalchemy", "alembic"))
_BY_SCHEME = {
    "sqlite": _SQL,
    "duckdb": _Need("DuckDB needs", "duckdb", ("duckdb", "pyarrow")),
    "postgresql": _Need("PostgreSQL needs", "postgresql", ("sqlalchemy", "alembic", "psycopg")),
    "postgres": _Need("PostgreSQL needs", "postgresql", ("sqlalchemy", "alembic", "psycopg")),
}
_BY_SUFFIX = {".parquet": _Need("writing Parquet needs", "arrow", ("pyarrow",))}


def check_libraries(target: str) -> None:
    """Are the libraries of a sink, or of a database that is read, installed?

    Raises:
        SinkError: one is not; the message says how to get it.

    Examples:
        >>> check_libraries("sqlite:///facts.db")  # nothing is said where all is there
    """
    need: _Need | None
    if "://" in target:
        need = _BY_SCHEME.get(urlsplit(target).scheme.partition("+")[0], _SQL)
    else:
        need = _BY_SUFFIX.get(PurePath(target).suffix.lower())
    if need is None:
        return
    for name in need.modules:
        try:
            import_module(name)
        except ImportError as error:  # also that of a driver whose own library is not there
            raise SinkError(f"{_shown(target)}: {missing(need.what, need.extra, error)}") from None


def _shown(target: str) -> str:
    """The address without its password."""
    parts = urlsplit(target) if "://" in target else None
    return target.replace(f":{parts.password}@", ":***@", 1) if parts and parts.password else target
