"""Lines of a stream of bytes, with a bound on each: an endless line costs neither memory nor the night."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from extractor.io.limits import ReadingLimits


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank: its number from 1, its bytes, and whether they are all of it."""

    number: int
    data: bytes
    is_whole: bool


class Endless(Exception):
    """The rest of the file holds no line that could be read; ``number`` is where it was given up."""

    def __init__(self, number: int, skipped: int) -> None:
        super().__init__(
            f"{skipped:,} bytes without an article, the rest of the file is not read; look at what is in it (--limit line=N and --limit blank=N allow more)"
        )
        self.number = number


def bounded_lines(file: IO[bytes], limit: int, *, first: bytes = b"", limits: ReadingLimits = ReadingLimits()) -> Iterator[Line]:
    """The lines of a file that are not blank.

    Args:
        file: read from where it stands.
        limit: bytes; of a longer line only this much is kept.
        first: what was already read of the first line.
        limits: where the rest is given up.

    Raises:
        Endless: the rest is given up.
    """
    number, skipped = 0, 0
    line = first or file.readline(limit + 1)
    while line:
        number += 1
        is_whole = len(line) <= limit or line.endswith(b"\n")
        is_blank = is_whole and not line.strip(b" \t\r\n\xef\xbb\xbf")
        skipped = skipped + len(line) if is_blank else 0
        if not is_whole:
            skipped = _skip(file, limit, limits.line - len(line))
        if not is_blank:
            yield Line(number, line[:limit], is_whole)
        if skipped >= (min(limits.line, limits.blank) if is_blank else limits.line) - len(line):
            raise Endless(number, skipped)
        skipped = skipped if is_blank else 0
        line = file.readline(limit + 1)


def _skip(file: IO[bytes], limit: int, most: int) -> int:
    """Read to the end of the line, or ``most`` bytes; how many were read."""
    skipped = 0
    while skipped < most:
        rest = file.readline(limit + 1)
        skipped += len(rest)
        if not rest or rest.endswith(b"\n"):
            return min(skipped, most - 1)
    return skipped
