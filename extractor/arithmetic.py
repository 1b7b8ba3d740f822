"""Stated figures as intervals: what was written is right to half of its last digit, and arithmetic must allow for that."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import regex

if TYPE_CHECKING:
    from extractor.records import Fact, Verdict

_NUMBER = regex.compile(r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?")
_HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Interval:
    """All values that a stated or computed figure may have, both ends included."""

    low: Decimal
    high: Decimal

    @property
    def width(self) -> Decimal:
        """How much is left open."""
        return self.high - self.low

    @property
    def middle(self) -> Decimal:
        """The figure itself."""
        return (self.low + self.high) / 2

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return Interval(self.low - other.high, self.high - other.low)

    def percent_of(self, whole: Interval) -> Interval | None:
        """This as a percentage of ``whole``; None where the whole is not surely above zero."""
        if whole.low <= 0:
            return None
        ends = [a * 100 / b for a in (self.low, self.high) for b in (whole.low, whole.high)]
        return Interval(min(ends), max(ends))


def stated(fact: Fact) -> Interval | None:
    """The figure of a fact to half of its last written digit: ``1.6亿元`` is 1.55 to 1.65 hundred million.

    None where it is bounded (超1.6亿元), a range, or not written in digits: such a figure proves nothing exactly.
    """
    if fact.bound is not None or fact.value_max is not None:
        return None
    half = half_digit(fact.quote, abs(fact.value))
    return Interval(fact.value - half, fact.value + half) if half is not None else None


def half_digit(quote: str, value: Decimal) -> Decimal | None:
    """Half of the last digit of the number written in ``quote``, at the scale of ``value``."""
    match = _NUMBER.search(unicodedata.normalize("NFKC", quote))
    if match is None:
        return None
    written = Decimal(match.group().replace(",", ""))
    if written == 0 or value == 0:
        return None
    digits = match.group().partition(".")[2]
    return _HALF.scaleb(-len(digits)) * (value / written)


def total(parts: Sequence[Interval]) -> Interval:
    """The sum of at least one interval."""
    summed = parts[0]
    for part in parts[1:]:
        summed = summed + part
    return summed


def judge(said: Interval, computed: Interval) -> Verdict:
    """``ok`` where both can be true, ``rounding`` where they miss each other by no more than they leave open, else ``contradiction``."""
    gap = max(said.low - computed.high, computed.low - said.high)
    if gap <= 0:
        return "ok"
    return "rounding" if gap <= max(said.width, computed.width) else "contradiction"
