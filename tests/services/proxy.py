"""A TCP proxy in front of a server: slow, silent, or gone, as a test wants it."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Proxy:
    """Forwards bytes between clients and a port of this machine.

    Attributes:
        port: where clients connect.
        delay: seconds before each piece goes on.
        is_silent: nothing goes on, and nothing is closed.
        cuts: each once so many bytes have come from clients, all connections are cut.
    """

    def __init__(self, server: int) -> None:
        self._server = server
        self._door = socket.create_server(("127.0.0.1", 0))
        self._lines: list[socket.socket] = []
        self._seen = 0
        self.port = self._door.getsockname()[1]
        self.delay, self.is_silent = 0.0, False
        self.cuts: list[int] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._door.accept()
                server = socket.create_connection(("127.0.0.1", self._server))
                self._lines += [client, server]
                for one, other in ((client, server), (server, client)):
                    threading.Thread(target=self._pass_on, args=(one, other, one is client), daemon=True).start()

    def _pass_on(self, one: socket.socket, other: socket.socket, is_client: bool) -> None:
        with suppress(OSError):
            while piece := one.recv(1 << 14):
                time.sleep(self.delay)
                while self.is_silent:
                    time.sleep(0.05)
                self._seen += len(piece) * is_client
                if self.cuts and self._seen >= self.cuts[0]:
                    self.cuts.pop(0)
                    self.cut()
                other.sendall(piece)
        for each in (one, other):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def cut(self) -> None:
        """End all connections in the middle of whatever they carry."""
        for line in self._lines:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
        self._lines.clear()

    def close(self) -> None:
        """No more connections, and an end to those there are."""
        self.is_silent = False
        self._door.close()
        self.cut()


@contextmanager
def open_proxy(server: int) -> Iterator[Proxy]:
    """A proxy for as long as the block runs."""
    proxy = Proxy(server)
    try:
        yield proxy
    finally:
        proxy.close()
