"""What every sink does."""

from __future__ import annotations

import errno
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from extractor.sinks.rows import Row
from extractor.sinks.schema import Table


class SinkError(OSError):
    """A sink that can't be written. The message names it, the fault and the remedy."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that a sink would not take; the rest went in.

    Attributes:
        article_id: of which article.
        table: of which table.
        row: the row's key, as text.
        message: the sink's own words.

    Examples:
        >>> refusal = Refusal("a", "facts", "f_1", "value out of range")
        >>> print(f"{refusal.article_id} ({refusal.table} {refusal.row}): {refusal.message}")
        a (facts f_1): value out of range
    """

    article_id: str
    table: str
    row: str
    message: str


def say_file(path: object, error: OSError) -> SinkError:
    """A fault of the file system in our words, with the remedy."""
    if isinstance(error, SinkError):
        return error
    is_full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    remedy = "free some space, then go on with --resume" if is_full else "choose another place"
    return SinkError(f"{path}: {(error.strerror or str(error)).lower()}; {remedy}")


def refuse(article_id: str, table: Table, row: Row, error: object) -> Refusal:
    """What is reported of a row that can't be taken."""
    key = ", ".join(str(row[table.names.index(name)]) for name in table.key)
    return Refusal(article_id, table.name, key, " ".join(str(error).split()))


class Sink(Protocol):
    """Takes extractions as JSON lines, as ``Extraction.model_dump_json`` writes them (with or without the line's end)."""

    position: int
    """How far a file has come, in bytes: what a resumed run cuts it back to. Databases keep 0."""

    def write(self, lines: Sequence[bytes]) -> list[Refusal]:
        """Take extractions, all durable when this returns. Writing one again changes nothing; a newer one of an article replaces it.

        Raises:
            SinkError: nothing of these was written.
        """

    def finish(self) -> list[Refusal]:
        """All is written: give the outcome its name."""

    def close(self) -> None:
        """Let go, finished or not. What is written stays for a resumed run."""
