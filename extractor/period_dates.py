"""Calendar arithmetic: numerals of dates, stretches of time, five-year plans, public holidays. No text, no rules."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

_HAN = {char: value for value, char in enumerate("零一二三四五六七八九")}
_HAN |= {"〇": 0, "○": 0, "O": 0, "两": 2, "首": 1, "元": 1}

PLAN_EPOCH = 1951
"""The n-th five-year plan begins in 1951 + 5n; the first two came before the gap of 1963-1965."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of time, both ends inclusive; None where it can't be settled."""

    first: date | None
    last: date | None
    kind: str

    @property
    def is_known(self) -> bool:
        """Are both ends settled?"""
        return self.first is not None and self.last is not None

    def at_last(self) -> Stretch:
        """The last day alone: the point that 末, 底 and 截至 mean."""
        return replace(self, first=self.last, kind="point")

    def at_first(self) -> Stretch:
        """The first day alone: 初."""
        return replace(self, last=self.first, kind="point")

    def moved(self, years: int) -> Stretch:
        """The same stretch ``years`` later; the end of February stays the end of February."""
        if self.first is None or self.last is None:
            return self
        return replace(self, first=_move(self.first, years), last=_move(self.last, years))


UNKNOWN = Stretch(None, None, "span")


def _move(day: date, years: int) -> date:
    year = min(max(day.year + years, 1), 9999)
    size = calendar.monthrange(day.year, day.month)[1]
    is_month_end = day.day == size
    new_size = calendar.monthrange(year, day.month)[1]
    return date(year, day.month, new_size if is_month_end else min(day.day, new_size))


def read_number(text: str) -> int:
    """``12``, ``十二``, ``二十三``, ``二〇二三``, ``两``, ``首`` → int."""
    if text.isdigit() and text.isascii():
        return int(text)
    if "十" not in text:
        return int("".join(str(_HAN[char]) for char in text))
    tens, _, ones = text.partition("十")
    return (_HAN[tens] if tens else 1) * 10 + (_HAN[ones] if ones else 0)


def day(year: int, month: int, number: int) -> Stretch:
    """One day; unknown where the calendar has no such day."""
    try:
        one = date(year, month, number)
    except ValueError:
        return Stretch(None, None, "day")
    return Stretch(one, one, "day")


def months(year: int, first: int, last: int, kind: str = "span", last_year: int | None = None) -> Stretch:
    """From the first day of month ``first`` to the last day of month ``last``."""
    end = year if last_year is None else last_year
    if not (1 <= year <= 9999 and 1 <= end <= 9999 and 1 <= first <= 12 and 1 <= last <= 12) or (end, last) < (year, first):
        return Stretch(None, None, kind)
    return Stretch(date(year, first, 1), date(end, last, calendar.monthrange(end, last)[1]), kind)


def month(year: int, number: int) -> Stretch:
    """A calendar month; ``number`` may run over either end of the year."""
    year, zero_based = year + (number - 1) // 12, (number - 1) % 12
    return months(year, zero_based + 1, zero_based + 1, "month")


def quarter(year: int, number: int) -> Stretch:
    """A quarter; ``number`` may run over either end of the year."""
    year, zero_based = year + (number - 1) // 4, (number - 1) % 4
    return months(year, zero_based * 3 + 1, zero_based * 3 + 3, "quarter")


def half(year: int, number: int) -> Stretch:
    """The first or second half of a year."""
    return months(year, 1, 6, "half") if number == 1 else months(year, 7, 12, "half")


def years(first: int, last: int, kind: str = "span") -> Stretch:
    """Whole years; a single one is of kind ``year``."""
    if first == last and kind == "span":
        kind = "year"
    return months(first, 1, 12, kind, last)


def third_of_month(year: int, number: int, thirds: str) -> Stretch:
    """上旬, 中旬, 下旬: days 1-10, 11-20, 21 to the end; 上中旬 is both."""
    whole = month(year, number)
    if whole.first is None or whole.last is None:
        return UNKNOWN
    days = {"上": (1, 10), "中": (11, 20), "下": (21, whole.last.day)}
    start, end = days[thirds[0]][0], days[thirds[-1]][1]
    return Stretch(whole.first.replace(day=start), whole.first.replace(day=end), "span")


def week(of: date, offset: int) -> Stretch:
    """Monday to Sunday of the week ``offset`` weeks from that of ``of``."""
    monday = of - timedelta(days=of.weekday()) + timedelta(weeks=offset)
    return Stretch(monday, monday + timedelta(days=6), "span")


def plan(number: int) -> Stretch:
    """The ``number``-th five-year plan: “十四五” (14) → 2021 to 2025."""
    first = {1: 1953, 2: 1958}.get(number, PLAN_EPOCH + 5 * number)
    return years(first, first + 4, "plan")


@lru_cache(maxsize=256)
def holiday(name: str, year: int) -> Stretch:
    """The public holiday as the State Council set it for that year, adjoining rest days included.

    The dates come from the package ``chinesecalendar`` (2004 onwards); without it, or outside its years, unknown.

    Args:
        name: the library's name of the holiday: ``Spring Festival``, ``National Day``, …
        year: the year that it is celebrated in.
    """
    try:
        from chinese_calendar.constants import holidays
    except ImportError:
        return UNKNOWN
    # New Year's rest days may begin in the old year; a feast that falls into another holiday takes the whole of it
    own = sorted(d for d, what in holidays.items() if what == name and date(year - 1, 12, 20) <= d <= date(year, 12, 20))
    if not own:
        return UNKNOWN
    first, last = own[0], own[-1]
    while first - timedelta(days=1) in holidays:
        first -= timedelta(days=1)
    while last + timedelta(days=1) in holidays:
        last += timedelta(days=1)
    return Stretch(first, last, "span")
