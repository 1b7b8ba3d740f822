"""The folder of a run: its journal, what it set aside, its report; one run at a time."""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from extractor.batch.journal import Journal
from extractor.escapes import escaped
from extractor.sinks import SinkError, is_database
from extractor.sinks.atomic import atomic_file


class RunError(ValueError):
    """A run that can't start, or can't go on. The message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Folder:
    """The files of a run.

    Attributes:
        path: the folder.
        is_kept: whether it stays when all is done: what has no sink that could be resumed has none to keep.
    """

    path: Path
    is_kept: bool = True

    @property
    def journal(self) -> Path:
        """What is done."""
        return self.path / "journal.sqlite"

    @property
    def part(self) -> Path:
        """Extractions on their way into a file."""
        return self.path / "part.jsonl"

    @property
    def failed(self) -> Path:
        """Inputs and rows that were set aside, with reasons."""
        return self.path / "failed.jsonl"

    @property
    def report(self) -> Path:
        """The run's account."""
        return self.path / "report.json"


def folder_of(sink: str) -> Path | None:
    """Where the run into a sink keeps its files unless the caller says otherwise: beside the sink.

    ``facts.jsonl.run``, ``facts.db.run``; for a server ``extractor-NAME.run`` here; nothing for a stream or ``null:``.
    """
    if sink in ("-", "null:"):
        return None
    if not is_database(sink):
        return Path(f"{sink}.run")
    parts = urlsplit(sink)
    name = unquote(parts.path.removeprefix("/"))
    if parts.scheme.startswith(("sqlite", "duckdb")):
        return Path(f"{name}.run")
    return Path(f"extractor-{re.sub(r'[^0-9A-Za-z_.-]', '_', name) or 'database'}.run")


@contextmanager
def open_folder(path: Path | None) -> Iterator[Folder]:
    """The folder, locked for this run. Without a path one that is gone afterwards.

    Raises:
        RunError: another run is using it.
        SinkError: it can't be made.
    """
    if path is None:
        with tempfile.TemporaryDirectory(prefix="extractor-run-") as name:
            yield Folder(Path(name), is_kept=False)
        return
    if not path.parent.is_dir():
        raise SinkError(
            f"{path}: there is no folder {path.parent}; make it first (mkdir -p {path.parent}), or choose another place"
        )
    try:
        path.mkdir(exist_ok=True)
        lock = (path / "lock").open("w")
    except OSError as error:
        words = (error.strerror or str(error)).lower()
        raise SinkError(f"{path}: {words}; the run keeps its journal there: choose another place with --run-dir") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise RunError(f"{path}: another run is writing to this sink; wait for it, or stop it") from None
        yield Folder(path)


def set_aside(folder: Folder) -> Path | None:
    """Make room for a new run: an unfinished one is moved aside, one that is finished, or has done nothing, gives way.

    Returns:
        Where the unfinished run went.
    """
    old = None
    if folder.journal.exists() and not _is_complete(folder) and _has_begun(folder):
        old = folder.path.with_name(f"{folder.path.name}.old")
        shutil.rmtree(old, ignore_errors=True)
        shutil.copytree(folder.path, old, ignore=shutil.ignore_patterns("lock"))
    folder.journal.unlink(missing_ok=True)  # first: what is left without it is no run that a kill could make us set aside
    for file in folder.path.iterdir():
        if file.name != "lock" and file.is_file():
            file.unlink()
    return old


def _has_begun(folder: Folder) -> bool:
    try:
        with closing(Journal(folder.journal, is_writable=False)) as journal:
            return not journal.is_empty()
    except sqlite3.Error:  # what can't be read is not thrown away
        return True


def _is_complete(folder: Folder) -> bool:
    try:
        return bool(json.loads(folder.report.read_text(encoding="utf-8"))["is_complete"])
    except (OSError, ValueError, KeyError, TypeError):
        return False


def write_failed(folder: Folder, failures: Iterable[dict[str, Any]]) -> None:
    """Write the dead letters, one JSON object a line; no file where there are none."""
    with atomic_file(folder.failed, encoding="utf-8") as file:
        for failure in failures:
            file.write(escaped(json.dumps(failure, ensure_ascii=False)) + "\n")
    if os.path.getsize(folder.failed) == 0:
        folder.failed.unlink()
