"""Writing extractions as JSON Lines: to a stream as they come, or to a file that appears whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from extractor.records import Extraction

SUFFIXES = (".jsonl", ".ndjson")


class SinkError(OSError):
    """A sink that can't be written. The message names it and the remedy."""


class Sink(Protocol):
    """Anything that takes extractions one by one."""

    def write(self, extraction: Extraction) -> None:
        """Take one extraction."""


class JsonLines:
    """One extraction a line, UTF-8 whatever the locale."""

    def __init__(self, stream: IO[bytes], *, is_live: bool = False) -> None:
        self._stream = stream
        self._is_live = is_live

    def write(self, extraction: Extraction) -> None:
        """Write one line; to a live stream at once, so that a reader at the other end need not wait."""
        self._stream.write(extraction.model_dump_json().encode("utf-8") + b"\n")
        if self._is_live:
            self._stream.flush()


def check_sink(path: Path) -> None:
    """Find out before the work begins whether a sink can be written.

    Raises:
        SinkError: it can't, or its suffix is of no known format.
    """
    folder = path.parent
    if path.suffix.lower() not in SUFFIXES:
        raise SinkError(f"{path}: the sink must be a .jsonl file; other formats are made from that")
    if path.is_dir():
        raise SinkError(f"{path}: this is a folder; give the name of a file in it")
    if not folder.is_dir():
        raise SinkError(f"{path}: there is no folder {folder}; make it first (mkdir -p {folder})")
    if not os.access(folder, os.W_OK | os.X_OK) or (path.exists() and not os.access(path, os.W_OK)):
        raise SinkError(f"{path}: no permission to write here; choose another place")


@contextmanager
def atomic_file(path: Path) -> Iterator[IO[bytes]]:
    """A file beside ``path`` that takes its name when all went well, and vanishes when not.

    Raises:
        SinkError: the disk is full, the folder has gone, ….
    """
    temporary = None
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:100]}.", suffix=".tmp")
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, _mode(path))
        os.replace(temporary, path)
        temporary = None
    except BrokenPipeError:
        raise  # of another stream: this one is a file
    except OSError as error:
        raise SinkError(f"{path}: {(error.strerror or str(error)).lower()}; nothing was written, choose another place") from error
    finally:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)


def _mode(path: Path) -> int:
    """The mode of the file that is replaced, else what the user's umask gives: mkstemp's own is for secrets."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
