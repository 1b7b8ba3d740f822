"""From files that an engine found to articles, on the executors: by the local run's readers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Literal
from urllib.parse import unquote

import pyarrow as pa
import regex

from extractor.engines.reading import MAX_INPUTS, articles_batch, prepared
from extractor.io.inputs import ArticleInput, Failure, Kind, Options, RawInput

FOUND = pa.schema(
    [
        pa.field("path", pa.string(), nullable=False, metadata={"comment": "as the engine names the file"}),
        pa.field("kind", pa.string(), nullable=False, metadata={"comment": "text, page, line, or file: to be opened here"}),
        pa.field("number", pa.int64(), metadata={"comment": "of a line, from 1"}),
        pa.field("payload", pa.binary(), metadata={"comment": "the bytes; null where they are too many, and of a file"}),
    ]
)
"""What an engine finds: bytes that it has read, or the name of a file that the executor reads."""

_NUMBER = regex.compile(r"^(.*):(\d+)$", regex.DOTALL)


@dataclass(frozen=True, slots=True)
class Roots:
    """What the caller named, as the engine resolves it: path to its place among the sources.

    Attributes:
        folders: searched through.
        files: named one by one.
        leave_out: a folder that holds no inputs: where this very run writes to.
    """

    folders: dict[str, int] = field(default_factory=dict)
    files: dict[str, int] = field(default_factory=dict)
    leave_out: str | None = None

    def locate(self, path: str) -> tuple[int, str]:
        """The place of the first source that holds a file, and the file's path inside it."""
        pure = PurePosixPath(path)
        held = [(self.folders[str(above)], pure.relative_to(above)) for above in pure.parents if str(above) in self.folders]
        if path in self.files:
            held.append((self.files[path], PurePosixPath(pure.name)))
        source, inside = min(held, default=(0, pure))
        return source, str(inside)


def plain_path(path: str) -> str:
    """A file's name as people write it: ``/data/a b.txt`` of ``file:/data/a%20b.txt``; other schemes keep theirs."""
    path = unquote(path)
    return "/" + path.removeprefix("file:").lstrip("/") if path.startswith("file:") else path


def place_of(address: str, roots: Roots) -> str:
    """A string that sorts as the local run comes by the inputs: by source, then by the names of folders, then by line."""
    match = _NUMBER.match(address)
    path, number = (match[1], int(match[2])) if match else (address, 0)
    source, inside = roots.locate(path)
    folders = inside.replace("/", "\x01")
    return f"{source:06d}\x01{folders}\x01{number:015d}"


def read_found(batches: Iterable[pa.RecordBatch], *, roots: Roots, options: Options) -> Iterator[pa.RecordBatch]:
    """The articles of what an engine found, and the failures: batches of ``ARTICLES_READ``, each of at most ``MAX_INPUTS`` rows."""
    kept: list[ArticleInput | Failure] = []
    for batch in batches:
        for path, kind, number, payload in zip(*(batch.column(name).to_pylist() for name in FOUND.names), strict=True):
            for one in _inputs(plain_path(path), kind, number, payload, roots, options):
                kept.append(one if isinstance(one, Failure) else prepared(one, options))
                if len(kept) == MAX_INPUTS:
                    yield articles_batch(kept)
                    kept = []
    if kept:
        yield articles_batch(kept)


def _inputs(
    path: str, kind: Kind | Literal["file"], number: int | None, payload: bytes | None, roots: Roots, options: Options
) -> Iterator[RawInput | Failure]:
    if roots.leave_out is not None and path.startswith(roots.leave_out + "/"):
        return
    if kind == "file":
        from extractor.engines.opening import open_inputs

        yield from open_inputs(path, options)
        return
    address = path if number is None else f"{path}:{number}"
    if payload is None or len(payload) > options.max_bytes:
        from extractor.io.faults import too_long

        yield Failure(address, too_long(f"more than {options.max_bytes:,} bytes", options.max_chars), "too_long")
    elif kind == "line":
        if payload.strip(b" \t\r\n\xef\xbb\xbf"):
            yield RawInput(address, "line", payload, size=len(payload))
    else:
        inside = PurePosixPath(roots.locate(path)[1])
        yield RawInput(address, kind, payload, id=str(inside.with_suffix("")), size=len(payload))
