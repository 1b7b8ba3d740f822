"""What became of one input."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from extractor.io.inputs import shortened

OutcomeKind = Literal["extracted", "duplicate", "unchanged", "failed"]


@dataclass(slots=True)
class Outcome:
    """One input after a worker saw it, and after the run decided on it.

    Attributes:
        address: where the input is.
        fingerprint: of the input as it was found; empty where it could not be read.
        kind: what became of it. A worker's ``duplicate`` is a finding that the run confirms.
        size: bytes of its source, for the progress bar.
        reason, message: why it failed.
        article_id: of the article, the caller's or made from URL and text.
        text_key: equal for equal texts, white space left out.
        line: the extraction as a JSON line.
        copy_line: the record of it as a copy, with ``duplicate_of`` still open; see ``duplicates``.
        facts: how many.
        is_undated: whether it has facts, and no date of publication to date them by.
        skipped: numerals in no fact, by reason.
        sketch: what near duplicates are found by.
    """

    address: str
    fingerprint: bytes
    kind: OutcomeKind
    size: int = 0
    reason: str | None = None
    message: str | None = None
    article_id: str | None = None
    text_key: bytes = b""
    line: bytes = b""
    copy_line: bytes = b""
    facts: int = 0
    is_undated: bool = False
    skipped: dict[str, int] = field(default_factory=dict)
    sketch: Sketch | None = None

    def fail(self, reason: str, message: str) -> Outcome:
        """The same input, failed."""
        return Outcome(self.address, self.fingerprint, "failed", self.size, reason, shortened(message), self.article_id)


@dataclass(frozen=True, slots=True)
class Sketch:
    """A text as near duplicates are found by.

    Attributes:
        signature: its MinHash.
        numerals: all its numerals, sorted: a text that says another number is no copy.
    """

    signature: bytes
    numerals: tuple[str, ...]
