"""How long a database may keep a run waiting, and what happens then: a server that stands still must not hold a run for ever."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from weakref import WeakKeyDictionary, WeakSet

import sqlalchemy as sa
from sqlalchemy import exc

from extractor.sinks.base import SinkError

LOCK_SECONDS = 60.0
"""SQLite: while another program holds the file. ``?timeout=`` in the address says otherwise."""

ANSWER_SECONDS = 120.0
"""PostgreSQL: for one batch, or whatever else is asked, from the first word to the last. ``?answer_timeout=`` says otherwise."""

NETWORK = {
    "connect_timeout": 10,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,
}
"""PostgreSQL: libpq's own limits, seconds and milliseconds, for servers and networks that have gone; the address may say otherwise."""

_ANSWER = "answer_timeout"
_CANCELED = "57014"

_limits: WeakKeyDictionary[sa.Engine, tuple[float, WeakSet[Any]]] = WeakKeyDictionary()


def take_limit(address: sa.URL, name: str = _ANSWER, usual: float = ANSWER_SECONDS) -> tuple[sa.URL, float]:
    """The address without our own parameter, and the seconds that it says, or the usual ones.

    Raises:
        SinkError: it says no seconds.
    """
    said = address.query.get(name)
    try:
        seconds = usual if said is None else float(said)  # type: ignore[arg-type]
        if not 0 < seconds <= threading.TIMEOUT_MAX:
            raise ValueError
    except (TypeError, ValueError):
        shown = address.render_as_string(hide_password=True)
        raise SinkError(f"{shown}: {name} is a number of seconds above 0, as in {name}={usual:g}") from None
    return address.difference_update_query([name]), seconds


def limit(engine: sa.Engine, seconds: float) -> None:
    """Set an engine's limit before it is used."""
    connections: WeakSet[Any] = WeakSet()
    _limits[engine] = seconds, connections
    if engine.dialect.name == "postgresql":
        sa.event.listen(engine, "connect", lambda connection, _: connections.add(connection))
        sa.event.listen(engine, "connect", lambda connection, _: _tell_server(connection, seconds))


def seconds_of(engine: sa.Engine) -> float:
    """An engine's limit."""
    return _limits[engine][0]


def _tell_server(connection: Any, seconds: float) -> None:
    """The server, too, gives up what takes so long, and the locks with it, unless the user or the server has a limit already."""
    query = "SELECT set_config(name, %s, false) FROM pg_settings WHERE name = 'statement_timeout' AND source = 'default'"
    connection.autocommit = True
    connection.execute(query, [str(max(1, round(seconds * 900)))])  # milliseconds, a little before we do
    connection.autocommit = False


@contextmanager
def answered(engine: sa.Engine) -> Iterator[None]:
    """What is asked within must be answered in time, else the connections are cut, which ends the waiting.

    Raises:
        SinkError: it was not.
    """
    seconds, connections = _limits[engine]
    is_late = threading.Event()

    def give_up() -> None:
        is_late.set()
        _cut(connections)

    timer = threading.Timer(seconds, give_up)
    timer.daemon = True
    if engine.dialect.name == "postgresql":
        timer.start()
    try:
        yield
    except exc.DBAPIError as error:
        if not is_late.is_set() and getattr(error.orig, "sqlstate", None) != _CANCELED:
            raise
        raise SinkError(
            f"{engine.url.render_as_string(hide_password=True)}: the server has not answered for {seconds:g} s; look at its load and locks, "
            f"then go on with --resume, or give it more time: ?{_ANSWER}={10 * seconds:g}"
        ) from error
    finally:
        timer.cancel()


def _cut(connections: WeakSet[Any]) -> None:
    for connection in list(connections):
        with suppress(Exception), socket.socket(fileno=os.dup(connection.fileno())) as line:  # one that is closed has no number
            line.shutdown(socket.SHUT_RDWR)
