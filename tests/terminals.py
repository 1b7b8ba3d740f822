"""A program at a terminal, for tests: what it shows when keys are typed."""

from __future__ import annotations

import contextlib
import os
import pty
import select
import signal
import struct
import time
from collections.abc import Callable, Mapping, Sequence
from fcntl import ioctl
from pathlib import Path
from termios import TIOCSWINSZ


def at_terminal(
    command: Sequence[str],
    *,
    env: Mapping[str, str],
    cwd: Path,
    columns: int = 80,
    keys: Sequence[tuple[str, bytes]] = (),
    until: Callable[[str], bool] = lambda shown: False,
    seconds: float = 300,
) -> str:
    """Run a program at a terminal of its own.

    Args:
        command: the program and its arguments.
        env: its environment.
        cwd: its folder.
        columns: how wide the terminal is.
        keys: what is typed, each when the text before it has been shown since the last.
        until: ends the program when what has been shown is enough; else it runs to its end.
        seconds: give up after so long.

    Returns:
        All that was shown, escape sequences included.
    """
    process, terminal = pty.fork()
    if process == 0:
        os.chdir(cwd)
        os.execvpe(command[0], list(command), dict(env))
    ioctl(terminal, TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    shown, seen, pending, end = b"", 0, list(keys), time.monotonic() + seconds
    try:
        while time.monotonic() < end:
            if pending and (at := shown.find(pending[0][0].encode(), seen)) >= 0:
                seen = at + len(pending[0][0].encode())
                os.write(terminal, pending.pop(0)[1])
            if not pending and until(shown.decode("utf-8", "replace")):
                break
            if select.select([terminal], [], [], 0.2)[0]:
                try:
                    part = os.read(terminal, 65536)
                except OSError:  # Linux says so when the program has ended
                    break
                if not part:
                    break
                shown += part
    finally:
        os.close(terminal)
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
    return shown.decode("utf-8", "replace")


def command_in(folder: Path, python: str, root: Path) -> Path:
    """An ``extractor`` command that runs the checkout; its folder goes into PATH."""
    path = folder / "extractor"
    path.write_text(f'#!/bin/sh\nPYTHONPATH="{root}" exec "{python}" -m extractor "$@"\n', encoding="utf-8")
    path.chmod(0o755)
    return folder
