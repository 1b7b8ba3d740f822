"""One article's mentions, side by side, with quick access to those of a stretch of text."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar, overload

from extractor.mentions import Block, Cue, Entity, Metric, Period, Quantity, Sentence
from extractor.metrics import MetricFinder
from extractor.pseudo import Pseudo
from extractor.tables import Table


class Spanned(Protocol):
    """Anything with a span."""

    @property
    def start(self) -> int:
        """First character."""

    @property
    def end(self) -> int:
        """One past the last character."""


S = TypeVar("S", bound=Spanned, covariant=True)


class Track(Sequence[S]):
    """Mentions of one kind by start, none overlapping; ``within`` gives those of a stretch."""

    __slots__ = ("_items", "_starts")

    def __init__(self, items: Sequence[S]) -> None:
        self._items = tuple(items)
        self._starts = [item.start for item in items]

    def __len__(self) -> int:
        return len(self._items)

    @overload
    def __getitem__(self, index: int) -> S: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[S, ...]: ...
    def __getitem__(self, index: int | slice) -> S | tuple[S, ...]:
        return self._items[index]

    def within(self, start: int, end: int) -> tuple[S, ...]:
        """The items that lie whole inside ``[start, end)``."""
        first = bisect.bisect_left(self._starts, start)
        last = bisect.bisect_left(self._starts, end, first)
        while last > first and self._items[last - 1].end > end:
            last -= 1
        return self._items[first:last]

    def last_within(self, start: int, end: int) -> S | None:
        """The last item that begins inside ``[start, end)``; found by bisection."""
        at = bisect.bisect_left(self._starts, end) - 1
        return self._items[at] if at >= 0 and self._starts[at] >= start else None

    def touching(self, start: int, end: int) -> tuple[S, ...]:
        """The items that share a character with ``[start, end)``."""
        first = bisect.bisect_left(self._starts, start)
        if first and self._items[first - 1].end > start:
            first -= 1
        return self._items[first : bisect.bisect_left(self._starts, end, first)]

    def ending_at(self, end: int, least: int) -> S | None:
        """The last item that ends exactly at ``end`` and does not start before ``least``."""
        for item in reversed(self.within(least, end)):
            if item.end == end:
                return item
        return None


def mask(length: int, spans: Iterable[tuple[int, int]]) -> bytearray:
    """One byte a character, 1 where a span covers it: asking costs the same however many spans there are."""
    covered = bytearray(length)
    for start, end in spans:
        covered[start:end] = b"\1" * (end - start)
    return covered


@dataclass(frozen=True, slots=True)
class Scan:
    """All mentions of one clean text.

    Attributes:
        relatives: 全市, 我省 and the like: words for the place the release comes from.
    """

    text: str
    blocks: tuple[Block, ...]
    sentences: tuple[Sentence, ...]
    quantities: Track[Quantity]
    periods: Track[Period]
    entities: Track[Entity]
    metrics: Track[Metric]
    cues: Track[Cue]
    pseudo: Track[Pseudo]
    relatives: Track[Spanned] = field(default_factory=lambda: Track(()))
    catalogue: MetricFinder | None = None
    tables: tuple[Table, ...] = ()
    headings: Track[Block] = field(default_factory=lambda: Track(()))

    def shorter_term(self, start: int, end: int) -> Metric | None:
        """The longest catalogue term with parts that ends the stretch but does not fill it."""
        if self.catalogue is None:
            return None
        words = self.text[start:end]
        hits = [
            (size, rule)
            for at, (size, rule) in self.catalogue.automaton.iter(words)
            if at + 1 == len(words) and size < len(words) and rule.breakdown
        ]
        if not hits:
            return None
        size, rule = max(hits, key=lambda hit: hit[0])
        return Metric(end - size, end, rule.id, rule.unit, rule.kind, rule.breakdown)
