"""Finding the files behind what a caller names: files, folders, patterns, standard input. One at a time, in order of name."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

import regex

from extractor.io.faults import failure_of
from extractor.io.formats import Format, format_of, unknown
from extractor.io.inputs import Failure, printable

STDIN = "-"
_MAGIC = frozenset("*?[")
_ADDRESS = regex.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_Parts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read.

    Attributes:
        path: where it is; None stands for standard input.
        format: how to read it.
        name: what the article in it is called, where it holds just one: the file's path in its folder without suffix.
        size: bytes.
    """

    path: Path | None
    format: Format
    name: str | None = None
    size: int = 0


def find(sources: Iterable[str], leave_out: Sequence[Path] = ()) -> Iterator[Found | Failure]:
    """The files behind the sources, in their order; inside a folder in order of name.

    Args:
        sources: files, folders (searched through), patterns such as ``data/**/*.html``, or ``-`` for standard input.
        leave_out: files and folders that are no inputs: where this very run writes to.
    """
    outside = _Outside(leave_out)
    for source in sources:
        try:
            yield from _find_one(source, outside)
        except OSError as error:  # a folder above it is closed to us
            yield failure_of(error, source)


def _find_one(source: str, outside: _Outside) -> Iterator[Found | Failure]:
    path = Path(source)
    if source == STDIN:
        yield Found(None, Format("text", "", ""))
    elif _ADDRESS.match(source) and not os.path.lexists(path):
        yield Failure(printable(source), _no_file(source), "missing")
    elif path.is_dir():
        yield from _or_none(
            _walk(path, outside, _all),
            source,
            "no .txt, .html, .jsonl, .csv, .parquet or .warc file in this folder; name the folder that holds the articles",
        )
    elif not os.path.lexists(path) and _MAGIC & set(source):
        yield from _or_none(_matching(path, outside), source, "no file that is read fits this pattern; check it, and quote it")
    elif outside.holds(path):
        yield Failure(printable(source), "this is where the run writes to; leave it out, or write elsewhere", "refused")
    else:
        yield _file(path, path, is_named=True) or Failure(printable(source), unknown(path.name), "format")


def is_web(source: str) -> bool:
    """Is a source the address of a page?"""
    return source.lower().startswith(("http://", "https://", "ftp://"))


def _no_file(address: str) -> str:
    """What to do with an address: nothing is fetched here."""
    if is_web(address):
        return "this is an address, and pages are not fetched; save it first (curl -L -o page.html ADDRESS) and give the file"
    return "this is no file but an address; articles are read from files (on a cluster, --engine spark, from its storage too)"


def _or_none(found: Iterator[Found | Failure], source: str, message: str) -> Iterator[Found | Failure]:
    is_empty = True
    for one in found:
        is_empty = False
        yield one
    if is_empty:
        yield Failure(printable(source), message, "missing")


class _Outside:
    """What is no input. The names are compared first: asking the system where a path leads is slow."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._real = {os.path.realpath(path) for path in paths}
        self._names = {os.path.basename(path) for path in self._real}

    def holds(self, path: Path | os.DirEntry[str]) -> bool:
        is_link = path.is_symlink()
        return bool(self._real) and (is_link or path.name in self._names) and os.path.realpath(path) in self._real


def _file(path: Path, inside: Path, *, is_named: bool = False) -> Found | Failure | None:
    """A file as an input, None where its suffix is none that is read."""
    form = format_of(path.name)
    if form is None or (not is_named and not path.suffix and path.name.startswith("_")):  # _SUCCESS beside Parquet files
        return None
    try:
        status = path.stat()
    except OSError as error:
        return _link_fault(path) if path.is_symlink() else failure_of(error, path)
    if not is_named and not stat.S_ISREG(status.st_mode):
        return Failure(printable(path), "this is no file but a pipe or a device; leave it out", "unreadable")
    name = printable(inside.parent.joinpath(form.stem).as_posix()) if form.shape in ("text", "page") else None
    return Found(path, form, form.stem if is_named and name else name, status.st_size)


def _link_fault(path: Path) -> Failure:
    target = printable(os.readlink(path))
    try:
        path.resolve(strict=True)
    except FileNotFoundError:
        return Failure(printable(path), f"this link leads to {target}, which is not there; mend or delete the link", "missing")
    except (OSError, RuntimeError):
        pass
    return Failure(printable(path), f"this link leads to {target} and back to itself; delete it", "unreadable")


# ---------------------------------------------------------------- folders
_Wanted = Callable[[_Parts, bool], bool]
"""Is a path inside a folder wanted? Told its parts and whether it is a folder, of which something inside may be wanted."""


def _all(parts: _Parts, _is_folder: bool) -> bool:
    return not parts[-1].startswith(".")


def _walk(root: Path, outside: _Outside, wanted: _Wanted) -> Iterator[Found | Failure]:
    """The files in a folder that are wanted. Links to folders are followed unless they lead back to a folder they are in."""
    if outside.holds(root):
        return
    opened: list[tuple[str, _Parts, Iterator[os.DirEntry[str]]]] = []
    fault = _enter(root, (), opened)
    if fault is not None:
        yield fault
    while opened:
        _, above, entries = opened[-1]
        entry = next(entries, None)
        if entry is None:
            opened.pop()
            continue
        parts = (*above, entry.name)
        is_folder = _is_folder(entry)
        if not wanted(parts, is_folder) or outside.holds(entry):
            continue
        one = _enter(Path(entry.path), parts, opened) if is_folder else _file(Path(entry.path), Path(*parts))
        if one is not None:
            yield one


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself
        return False


def _enter(folder: Path, parts: _Parts, opened: list[tuple[str, _Parts, Iterator[os.DirEntry[str]]]]) -> Failure | None:
    """Open a folder, on top of those it is in."""
    real = os.path.realpath(folder)
    above = next((other for other, _, _ in opened if other == real), None)
    if above is not None:
        return Failure(printable(folder), f"this link leads back to {printable(above)}, which it is in; delete it", "unreadable")
    try:
        with os.scandir(folder) as entries:
            opened.append((real, parts, iter(sorted(entries, key=lambda entry: entry.name))))
    except OSError as error:
        return failure_of(error, folder)
    return None


# ---------------------------------------------------------------- patterns
def _matching(pattern: Path, outside: _Outside) -> Iterator[Found | Failure]:
    """The files that a pattern fits, and all in the folders it fits."""
    fixed = next(at for at, part in enumerate(pattern.parts) if _MAGIC & set(part))
    root, wanted = Path(*pattern.parts[:fixed]), pattern.parts[fixed:]

    def fits(parts: _Parts, is_folder: bool) -> bool:
        if any(part.startswith(".") and not wanted[min(at, len(wanted) - 1)].startswith(".") for at, part in enumerate(parts)):
            return False
        return any(_fits(parts[:size], wanted) for size in range(1, len(parts) + 1)) or (is_folder and _leads(parts, wanted))

    return _walk(root, outside, fits) if root.is_dir() else iter(())


def _fits(parts: _Parts, pattern: _Parts) -> bool:
    """Does a pattern fit a path? ``**`` stands for any number of folders."""
    if not pattern:
        return not parts
    if pattern[0] == "**":
        return _fits(parts, pattern[1:]) or (bool(parts) and _fits(parts[1:], pattern))
    return bool(parts) and fnmatchcase(parts[0], pattern[0]) and _fits(parts[1:], pattern[1:])


def _leads(parts: _Parts, pattern: _Parts) -> bool:
    """Can something in a folder fit a pattern?"""
    for part, wanted in zip(parts, pattern, strict=False):
        if wanted == "**":
            return True
        if not fnmatchcase(part, wanted):
            return False
    return len(parts) < len(pattern)
