"""Where extractions go: files and databases. Outer layer: it imports the core, the core never imports it."""

from __future__ import annotations

from pathlib import Path

from extractor.sinks.base import Refusal, Sink, SinkError

__all__ = ["Refusal", "Sink", "SinkError", "is_database", "open_sink"]

FILE_SUFFIXES = (".jsonl", ".ndjson", ".csv", ".parquet")


def is_database(target: str) -> bool:
    """Whether a sink is a database: its address has a scheme."""
    return "://" in target


def check_target(target: str) -> None:
    """Find out what can be found out before the work begins.

    Raises:
        SinkError: it is no sink, or a file that can't be written.
    """
    if is_database(target) or target in ("-", "null:"):
        return
    path = Path(target)
    if path.suffix.lower() not in FILE_SUFFIXES:
        raise SinkError(
            f"{target}: no sink of this kind; give a .jsonl, .csv or .parquet file, sqlite:///facts.db, duckdb:///facts.duckdb, "
            "or postgresql+psycopg://user@host/name"
        )
    from extractor.sinks.atomic import check_place

    check_place(path)


def open_sink(target: str, *, part: Path | None = None, position: int = 0) -> Sink:
    """Open a sink.

    Args:
        target: a ``.jsonl``, ``.csv`` or ``.parquet`` file, ``sqlite:///facts.db``, ``duckdb:///facts.duckdb``,
            ``postgresql+psycopg://user@host/name``, or ``null:`` for a sink that keeps nothing.
        part: where a file keeps its lines until it is finished; beside it where not given.
        position: how many bytes of the part an interrupted run had made sure of.

    Raises:
        SinkError: it can't be opened; the message says why and what to do.
    """
    if target == "null:":
        from extractor.sinks.files import NullSink

        return NullSink()
    if target.startswith("duckdb://"):
        return _duckdb(target)
    if is_database(target):
        return _sql(target)
    check_target(target)
    path = Path(target)
    from extractor.sinks.files import LinesSink

    return LinesSink(path, part or path.with_name(f".{path.name}.part"), position)


def _sql(target: str) -> Sink:
    try:
        from extractor.sinks.sql import SqlSink
    except ModuleNotFoundError as error:
        raise SinkError(f"databases need the extra 'sql' ({error}); pip install 'extractor-zh[sql]'") from None
    return SqlSink(target)


def _duckdb(target: str) -> Sink:
    try:
        from extractor.sinks.duck import DuckSink, path_of
    except ModuleNotFoundError as error:
        raise SinkError(f"DuckDB needs the extra 'duckdb' ({error}); pip install 'extractor-zh[duckdb]'") from None
    return DuckSink(path_of(target))
