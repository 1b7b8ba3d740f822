"""Where extractions go: files and databases. Outer layer: it imports the core, the core never imports it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from extractor.sinks.base import Refusal, Sink, SinkError
from extractor.sinks.needs import check_libraries

__all__ = [
    "Refusal",
    "Sink",
    "SinkError",
    "address_of",
    "check_libraries",
    "check_target",
    "is_database",
    "open_sink",
    "place_of",
]

FILE_SUFFIXES = (".jsonl", ".ndjson", ".csv", ".parquet")
KNOWN = "a .jsonl, .csv or .parquet file, sqlite:///facts.db, duckdb:///facts.duckdb, or postgresql+psycopg://user@host/name"
_SCHEMES = {".db": "sqlite", ".sqlite": "sqlite", ".sqlite3": "sqlite", ".duckdb": "duckdb"}


def is_database(target: str) -> bool:
    """Whether a sink is a database: its address has a scheme.

    Examples:
        >>> is_database("sqlite:///facts.db"), is_database("facts.jsonl")
        (True, False)
    """
    return "://" in target


def address_of(name: str) -> str | None:
    """The address of the database that somebody means who names its file: ``facts.db`` is ``sqlite:///facts.db``.

    Examples:
        >>> address_of("facts.db"), address_of("facts.jsonl")
        ('sqlite:///facts.db', None)
    """
    scheme = None if is_database(name) else _SCHEMES.get(Path(name).suffix.lower())
    return f"{scheme}:///{name}" if scheme else None


_LIMITS = ("timeout", "answer_timeout", "connect_timeout", "tcp_user_timeout", "keepalives")


def place_of(target: str) -> str:
    """Where a sink is, whoever writes to it and however long it may take: no password, no limits.

    Examples:
        >>> place_of("postgresql+psycopg://ann:secret@db/facts?answer_timeout=600")
        'postgresql+psycopg://ann@db/facts'
    """
    if not is_database(target):
        return target
    parts = urlsplit(target)
    user, at, host = parts.netloc.rpartition("@")
    said = [each for each in parts.query.split("&") if not each.startswith(_LIMITS)]
    return urlunsplit(parts._replace(netloc=user.partition(":")[0] + at + host, query="&".join(said)))


def check_target(target: str) -> None:
    """Find out what can be found out before the work begins.

    Raises:
        SinkError: it is no sink, a file that can't be written, or one whose library is not installed.

    Examples:
        >>> check_target("facts.jsonl")
        >>> check_target("facts.xlsx")  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        extractor.sinks.base.SinkError: facts.xlsx: no sink of this kind; give a .jsonl, .csv or .parquet file, ...
    """
    if target in ("-", "null:"):
        return
    if not is_database(target):
        path = Path(target)
        if path.suffix.lower() not in FILE_SUFFIXES:
            raise SinkError(_unknown(target))
        from extractor.sinks.atomic import check_place

        check_place(path)
    check_libraries(target)


def _unknown(target: str) -> str:
    address = address_of(target)
    hint = f"did you mean {address}?" if address else f"give {KNOWN}"
    return f"{target}: no sink of this kind; {hint}"


def open_sink(target: str, *, part: Path | None = None, position: int = 0) -> Sink:
    """Open a sink.

    Args:
        target: a ``.jsonl``, ``.csv`` or ``.parquet`` file, ``sqlite:///facts.db``, ``duckdb:///facts.duckdb``,
            ``postgresql+psycopg://user@host/name``, or ``null:`` for a sink that keeps nothing.
        part: where a file keeps its lines until it is finished; beside it where not given.
        position: how many bytes of the part an interrupted run had made sure of.

    Raises:
        SinkError: it can't be opened; the message says why and what to do.

    Examples:
        >>> from contextlib import closing
        >>> from extractor import extract
        >>> with closing(open_sink("one.jsonl")) as sink:
        ...     refused = sink.write([extract("全县新增企业17家。").model_dump_json().encode()])
        ...     refused += sink.finish()
        >>> refused
        []
    """
    if target == "null:":
        from extractor.sinks.files import NullSink

        return NullSink()
    check_target(target)
    if target.startswith("duckdb://"):
        from extractor.sinks.duck import DuckSink, path_of

        return DuckSink(path_of(target))
    if is_database(target):
        from extractor.sinks.sql import SqlSink

        return SqlSink(target)
    from extractor.sinks.files import LinesSink

    path = Path(target)
    return LinesSink(path, part or path.with_name(f".{path.name}.part"), position)
