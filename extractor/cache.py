"""Where things are kept that only save time: parsed rules, compiled patterns, jieba's dictionary.

A file here is whole or absent, whoever writes it at the same moment, and is believed only where nobody else could have written it.
What can't be read or written costs time, never an error.
"""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

KEPT = 24  # files of each kind; a file of rules edited fifty times leaves fifty behind it


def cache_folder() -> Path:
    """The user's own cache folder: ``EXTRACTOR_CACHE_DIR``, else ``XDG_CACHE_HOME``, else ``~/.cache``, each with ``extractor-zh`` inside.

    A user without a home, as in some containers, gets a folder of their own beside the temporary files.
    """
    base = os.environ.get("EXTRACTOR_CACHE_DIR") or os.environ.get("XDG_CACHE_HOME")
    if base:
        return Path(base) / "extractor-zh"
    try:
        return Path.home() / ".cache" / "extractor-zh"
    except RuntimeError:
        return Path(tempfile.gettempdir()) / f"extractor-zh-{os.getuid()}"


def own_folder() -> Path | None:
    """The cache folder, made where it is missing; None where it can't be made or is another user's."""
    folder = cache_folder()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder if _is_ours(folder.stat()) else None
    except OSError:
        return None


def read_cache(name: str) -> bytes | None:
    """What ``write_cache`` kept under this name; None where there is nothing, it is damaged, or others could have written it."""
    path = cache_folder() / name
    try:
        with path.open("rb") as file:
            if not (_is_ours(os.fstat(file.fileno())) and _is_ours(path.parent.stat())):
                return None
            digest, content = file.read(32), file.read()
    except OSError:
        return None
    return content if hashlib.sha256(content).digest() == digest else None


def write_cache(name: str, content: bytes) -> None:
    """Keep something under a name such as ``rules-1f2e``; the oldest of its kind (``rules-``) go where there are many."""
    folder = own_folder()
    if folder is None:
        return
    temporary = None
    try:
        handle, temporary = tempfile.mkstemp(dir=folder, prefix=f".{name}-")
        with os.fdopen(handle, "wb") as file:
            file.write(hashlib.sha256(content).digest() + content)
        os.replace(temporary, folder / name)
        temporary = None
        for old in sorted(folder.glob(name.partition("-")[0] + "-*"), key=lambda path: -path.stat().st_mtime)[KEPT:]:
            old.unlink(missing_ok=True)
    except OSError:  # a disk that is full must not be filled further
        if temporary is not None:
            with suppress(OSError):
                os.unlink(temporary)


def _is_ours(status: os.stat_result) -> bool:
    """Belongs to this user or to root, and no other may write; where there are no such users (Windows), always."""
    if not hasattr(os, "getuid"):
        return True
    return status.st_uid in (0, os.getuid()) and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
