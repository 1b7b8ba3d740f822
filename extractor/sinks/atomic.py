"""Files that appear whole or not at all."""

from __future__ import annotations

import fcntl
import io
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from glob import escape
from pathlib import Path
from typing import IO, Any

from extractor.sinks.base import SinkError, say_file


def check_place(path: Path) -> None:
    """Find out before the work begins whether a file can be written.

    Raises:
        SinkError: it can't; the message says why and what to do.
    """
    folder = path.parent
    if path.is_dir():
        raise SinkError(f"{path}: this is a folder; give the name of a file in it")
    if not folder.is_dir():
        raise SinkError(f"{path}: there is no folder {folder}; make it first (mkdir -p {folder})")
    if not os.access(folder, os.W_OK | os.X_OK) or (path.exists() and not os.access(path, os.W_OK)):
        raise SinkError(f"{path}: no permission to write here; choose another place")


@contextmanager
def atomic_file(path: Path, *, encoding: str | None = None) -> Iterator[IO[Any]]:
    """A file beside ``path`` that takes its name when all went well, and vanishes when not.

    Args:
        path: the name that it gets.
        encoding: for text; without it the file takes bytes.

    Raises:
        SinkError: the disk is full, the folder has gone, ….
    """
    temporary = None
    prefix = f".{path.name[:100]}."
    _clear_away(path.parent, prefix)
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=prefix, suffix=".tmp")
        with os.fdopen(handle, "wb") as file:
            with suppress(OSError):
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            text = io.TextIOWrapper(file, encoding=encoding, newline="") if encoding else None
            yield text or file
            if text:
                text.flush()
                text.detach()
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, _mode(path))
        os.replace(temporary, path)
        temporary = None
    except (BrokenPipeError, SinkError):
        raise
    except OSError as error:
        raise say_file(path, error) from error
    finally:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)


def _clear_away(folder: Path, prefix: str) -> None:
    """What killed writers left behind; those that live hold a lock."""
    for left in folder.glob(f"{escape(prefix)}*.tmp"):
        with suppress(OSError), left.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            left.unlink()


def _mode(path: Path) -> int:
    """The mode of the file that is replaced, else what the user's umask gives: mkstemp's own is for secrets."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
