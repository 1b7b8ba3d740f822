"""A throw-away PostgreSQL on loopback. A machine without one fails the tests that need it, and says how to get it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HOW = "PostgreSQL is not installed; these tests need it: apt-get install -y postgresql"


class Server:
    """One PostgreSQL cluster in a folder of its own.

    Attributes:
        port: on 127.0.0.1; user postgres, without a password unless ``password`` is given.
    """

    def __init__(self, folder: Path, password: str | None = None) -> None:
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: float(p.parent.name))
        if not found:
            raise RuntimeError(HOW)
        self._bin, self._folder, self.port = found[-1], folder, free_port()
        self._user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self._user:
            shutil.chown(folder, "postgres")
        extra = ["-A", "trust"]
        if password:
            secret = folder / "password"
            secret.write_text(password)
            secret.chmod(0o644)
            extra = ["-A", "scram-sha-256", f"--pwfile={secret}"]
        self._run("initdb", "-D", f"{folder}/data", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "-N", *extra)

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self._folder} -c fsync=off"
        self._run("pg_ctl", "-D", f"{self._folder}/data", "-w", "-l", f"{self._folder}/log", "-o", options, "start")

    def stop(self, mode: str = "immediate") -> None:
        self._run("pg_ctl", "-D", f"{self._folder}/data", "-m", mode, "-w", "stop")

    def create(self, name: str) -> str:
        """A new database; its address."""
        subprocess.run([f"{self._bin}/createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", name], check=True)
        return self.url(name)

    def url(self, name: str, user: str = "postgres") -> str:
        return f"postgresql+psycopg://{user}@127.0.0.1:{self.port}/{name}"

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run([*self._user, f"{self._bin}/{program}", *arguments], check=True, stdout=subprocess.DEVNULL, cwd="/")


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def serve(password: str | None = None) -> Iterator[Server]:
    """A server for as long as the block runs."""
    folder = Path(tempfile.mkdtemp(prefix="extractor-postgres-"))
    try:
        server = Server(folder, password)
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
