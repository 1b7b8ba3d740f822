"""Which file is read how: by its suffix, with or without one of compression on top."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

Shape = Literal["text", "page", "lines", "csv", "tsv", "parquet", "warc"]
Packing = Literal["", "gz", "zst"]

_SHAPES: dict[str, Shape] = {
    "": "text",
    ".txt": "text",
    ".html": "page",
    ".htm": "page",
    ".shtml": "page",
    ".jsonl": "lines",
    ".ndjson": "lines",
    ".csv": "csv",
    ".tsv": "tsv",
    ".parquet": "parquet",
    ".warc": "warc",
}
_PACKINGS: dict[str, Packing] = {".gz": "gz", ".zst": "zst"}
_PACKED: tuple[Shape, ...] = ("lines", "csv", "tsv", "warc")
KNOWN = (
    ".txt, .html, .htm, .shtml, .jsonl, .ndjson, .csv, .tsv, .parquet or .warc (.jsonl, .csv, .tsv and .warc also as .gz or .zst)"
)


@dataclass(frozen=True, slots=True)
class Format:
    """How to read a file.

    Attributes:
        shape: what is in it.
        packing: its compression, empty where there is none.
        stem: its name without the suffixes that say so.
    """

    shape: Shape
    packing: Packing
    stem: str


def format_of(name: str) -> Format | None:
    """The format that a file's name tells, None where its suffix is none that is read."""
    path = PurePath(name)
    packing = _PACKINGS.get(path.suffix.lower(), "")
    if packing:
        path = PurePath(path.stem)
    shape = _SHAPES.get(path.suffix.lower())
    if shape is None or (packing and (shape not in _PACKED or not path.suffix)):
        return None
    return Format(shape, packing, path.stem)


def unknown(name: str) -> str:
    """The message for a file of another suffix."""
    return f"{''.join(PurePath(name).suffixes[-2:])} files are not read; give {KNOWN}, or pass text with -"
