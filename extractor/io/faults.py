"""What the system says when a file can't be read, told as a failure with its remedy."""

from __future__ import annotations

import gzip
import zlib

from extractor.io.inputs import Failure, printable

READ_ERRORS = (OSError, EOFError, zlib.error)
"""All that reading a file, compressed or not, can raise."""


class NoLibrary(OSError):
    """A format needs a library that is not installed. The message says which extra has it."""


class Damaged(OSError):
    """Compressed bytes that are none. The message says which kind was expected."""


class Bomb(OSError):
    """A file that unpacks to far more than articles do. The message says to how much."""


def failure_of(error: Exception, where: object) -> Failure:
    """The failure that an error of ``READ_ERRORS`` means for a file."""
    place = printable(where)
    if isinstance(error, NoLibrary):
        return Failure(place, str(error), "no_library")
    if isinstance(error, Bomb):
        remedy = (
            "what stands before was read; look at what is in it; where it is right, raise the limit with --limit unpacked=BYTES"
        )
        return Failure(place, f"the file {error}; {remedy}", "too_long")
    if isinstance(error, FileNotFoundError):
        return Failure(place, "no such file or folder; check the name, it may have been deleted meanwhile", "missing")
    if isinstance(error, EOFError):
        return Failure(place, "the file ends in the middle; what stands before was read, fetch the file again", "format")
    if isinstance(error, (Damaged, gzip.BadGzipFile, zlib.error)):
        return Failure(place, f"damaged compressed data ({error}); what stands before was read, fetch the file again", "format")
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return Failure(place, f"{said.lower()}; check the file and its permissions", "unreadable")


def too_long(size: str, max_chars: int) -> str:
    """The message for an article beyond the limit, ``size`` saying how large it is."""
    return f"{size} in one article, the limit is {max_chars:,} characters; split it, or raise the limit with --max-chars"
