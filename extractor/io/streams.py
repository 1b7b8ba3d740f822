"""Opening a file to read its bytes, unpacked where it is compressed, and how far the file itself was read."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from extractor.io.faults import Bomb, Damaged
from extractor.io.formats import Packing
from extractor.io.limits import ReadingLimits
from extractor.io.needs import library

_STEP = 1 << 8
"""Bytes unpacked at once: four of zstd can stand for 128 KiB."""


@dataclass(slots=True)
class Stream:
    """Bytes to read, and the file they come from, None where it can't say how far it was read."""

    data: IO[bytes]
    file: IO[bytes] | None = None
    _at: int = 0

    def taken(self) -> int:
        """Bytes of the file read since the last call."""
        if self.file is None:
            return 0
        before, self._at = self._at, self.file.tell()
        return self._at - before


@contextmanager
def open_stream(path: Path, packing: Packing = "", limits: ReadingLimits = ReadingLimits()) -> Iterator[Stream]:
    """Open a file; ``Bomb`` is raised in reading where it unpacks to more than the limits allow.

    Raises:
        OSError: it can't be opened; while reading also ``EOFError`` and ``zlib.error``, see ``faults.READ_ERRORS``.
    """
    with path.open("rb") as file:
        if packing == "gz":
            with (
                gzip.GzipFile(fileobj=file, mode="rb") as unpacked,
                io.BufferedReader(_Bounded(unpacked.readinto1, file, limits), 1 << 17) as reader,
            ):
                yield Stream(reader, file)
        elif packing == "zst":
            with io.BufferedReader(_Bounded(_Zst(file).readinto, file, limits), 1 << 17) as reader:
                yield Stream(reader, file)
        else:
            yield Stream(file, file)


class _Bounded(io.RawIOBase):
    """What a file unpacks to, up to the bounds."""

    def __init__(self, readinto: Callable[[Any], int], file: IO[bytes], limits: ReadingLimits) -> None:
        self._readinto, self._file, self._limits = readinto, file, limits
        self._size = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        size = self._readinto(buffer)
        self._size += size
        if self._size > max(self._limits.unpacked, self._limits.unpacked_times * self._file.tell()):
            raise Bomb(f"unpacks to more than {self._limits.unpacked_times} times its size and {self._limits.unpacked:,} bytes")
        return size


class _Zst(io.RawIOBase):
    """Unpacks zstd frames one after the other; the library's own reader does not tell that a file was cut off."""

    def __init__(self, file: IO[bytes]) -> None:
        self._library = library("zst")
        self._file = file
        self._frame: Any = None
        self._packed = b""
        self._ready = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._ready:
            if not self._packed:
                self._packed = self._file.read(_STEP)
            if not self._packed:
                if self._frame is not None:
                    raise EOFError("zstd frame without end")
                return 0
            self._unpack()
        size = min(len(buffer), len(self._ready))
        buffer[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size

    def _unpack(self) -> None:
        if self._frame is None:
            self._frame = self._library.ZstdDecompressor().decompressobj()
        packed, self._packed = self._packed, b""
        try:
            self._ready = memoryview(self._frame.decompress(packed))
        except self._library.ZstdError as error:
            raise Damaged(str(error)) from None
        if self._frame.eof:
            self._packed, self._frame = self._frame.unused_data, None
