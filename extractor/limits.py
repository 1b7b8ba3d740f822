"""How much text is read at most, so that no article can take time or memory without end."""

from __future__ import annotations

from dataclasses import dataclass

MAX_CHARS = 1_000_000
"""The longest article that is read unless the caller says otherwise: several times a long statistical report."""

MAX_SENTENCE = 2_000
"""The longest sentence that is read as one: several times the longest of real releases (357 characters in 69 of them)."""


class TooLong(ValueError):
    """A text beyond the limit. The message says how long it is and what to do."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What bounds the work on one text: time and memory grow with its length, and no faster.

    Attributes:
        max_chars: longer texts are refused (``TooLong``). A text of nothing but figures takes about 0.1 ms and 2.5 KB a character.
        max_sentence: a sentence of more characters (a scraped list, a text without full stops) is read in pieces, cut
            between clauses where it can be: each number of a sentence is held against its other numbers.

    Raises:
        ValueError: a limit is less than 1.

    Examples:
        >>> from extractor import Extractor, Limits
        >>> extractor = Extractor(limits=Limits(max_chars=20))
        >>> extractor.extract("全县新增企业17家。" * 3)
        Traceback (most recent call last):
        extractor.limits.TooLong: the text has 30 characters, the limit is 20; split it, or raise the limit: Extractor(limits=Limits(max_chars=30))
    """

    max_chars: int = MAX_CHARS
    max_sentence: int = MAX_SENTENCE

    def __post_init__(self) -> None:
        wrong = next((name for name in ("max_chars", "max_sentence") if getattr(self, name) < 1), None)
        if wrong:
            raise ValueError(f"{wrong} must be at least 1, it is {getattr(self, wrong)}")

    def refuse(self, text: str) -> None:
        """Raise ``TooLong`` for a text beyond the limit."""
        if len(text) > self.max_chars:
            said = f"the text has {len(text):,} characters, the limit is {self.max_chars:,}"
            raise TooLong(f"{said}; split it, or raise the limit: Extractor(limits=Limits(max_chars={len(text)}))")
