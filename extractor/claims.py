"""A claim: what the linker has made of one number so far. The inheriting and building stages complete it."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from extractor.mentions import Metric, Period, Quantity, Sentence

SpanList = list[tuple[int, int]]


@dataclass(slots=True)
class Claim:
    """One statement in the making; spans are offsets into the clean text.

    Attributes:
        metric_spans: the pieces of the metric's name, in order; they may stand apart.
        anchor: where the statement begins (its metric or its number): subjects and periods before it may be its own.
        evidence: field → spans it was read from.
        is_reached: the number is where a development ended (提高到), or a standing (a rank).
        inherited: fields that the sentence does not state.
        doubts: what made the reading uncertain; each lowers the confidence.
    """

    quantity: Quantity
    sentence: Sentence
    measure: str
    value: Decimal | None
    value_max: Decimal | None
    unit: str | None
    unit_code: str | None
    bound: str | None
    rule: str
    anchor: int
    metric_spans: tuple[tuple[int, int], ...] = ()
    metric_text: str | None = None
    catalogue: Metric | None = None
    breakdown: str | None = None
    comparison: str | None = None
    reference: str | None = None
    status: str = "actual"
    subject: str | None = None
    subject_type: str | None = None
    subject_code: str | None = None
    period: Period | None = None
    is_period_inherited: bool = False
    is_reached: bool = False
    evidence: dict[str, SpanList] = field(default_factory=dict)
    inherited: set[str] = field(default_factory=set)
    doubts: set[str] = field(default_factory=set)

    @property
    def start(self) -> int:
        """Where the number with its bound begins."""
        return self.quantity.start

    @property
    def end(self) -> int:
        """Where the number with its bound ends."""
        return self.quantity.end

    def note(self, name: str, start: int, end: int) -> None:
        """Keep where a field was read."""
        if end > start:
            self.evidence.setdefault(name, []).append((start, end))
