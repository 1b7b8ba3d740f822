"""The libraries that formats of files need, each in an extra of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from extractor.extras import missing
from extractor.io.faults import NoLibrary
from extractor.io.find import Found, find
from extractor.io.inputs import Failure, printable


class _Need(NamedTuple):
    what: str
    extra: str
    module: str


_NEEDS = {
    "page": _Need("reading HTML needs", "html", "trafilatura"),
    "parquet": _Need("reading Parquet needs", "arrow", "pyarrow"),
    "warc": _Need("reading WARC needs", "warc", "warcio"),
    "zst": _Need("reading .zst needs", "zst", "zstandard"),
}
"""By the shape or the packing of a file."""


def library(name: str) -> Any:
    """The library that reads a shape or a packing.

    Raises:
        NoLibrary: it is not installed.
    """
    need = _NEEDS[name]
    try:
        return import_module(need.module)
    except ImportError as error:
        raise NoLibrary(missing(need.what, need.extra, error)) from None


def first_unreadable(sources: Iterable[str], leave_out: Sequence[Path] = ()) -> Failure | None:
    """The first file of the sources whose library is not installed.

    Folders are walked only where some library is missing: whoever has them all pays nothing.
    """
    lacking = {name for name, need in _NEEDS.items() if find_spec(need.module) is None}
    for found in find(sources, leave_out) if lacking else ():
        if isinstance(found, Found) and (needed := lacking & {found.format.shape, found.format.packing}):
            try:
                library(needed.pop())
            except NoLibrary as error:
                return Failure(printable(found.path), str(error), "no_library", found.size)
    return None
