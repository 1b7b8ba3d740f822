"""Facts in the words of a person: 1.6亿元 for 160000000, 2023-01..07 for two dates."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractor.records import Fact, Measure, PeriodRange

STYLES: dict[Measure, str] = {
    "level": "cyan", "growth": "green", "difference": "yellow", "share": "magenta", "contribution": "bright_magenta",
    "completion": "bright_blue", "rank": "bright_red", "multiple": "bright_yellow",
}  # fmt: skip
"""The colour of each measure, the same in the text and in the table."""

_BOUNDS = {"about": "≈", "at_least": "≥", "at_most": "≤", "nearly": "≲"}
_SCALES = ((Decimal(10) ** 12, "万亿"), (Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, "万"))
_FAR = 28
_OF_NUMBERS = frozenset("0123456789０１２３４５６７８９.．,%％")


def number(value: Decimal) -> str:
    """``160000000`` → ``1.6亿``, exact: a number that 万 or 亿 would make longer stays as it is.

    Examples:
        >>> number(Decimal(160000000)), number(Decimal("12.50"))
        ('1.6亿', '12.5')
    """
    full = plain(value)
    for scale, name in _SCALES:
        if abs(value) >= scale:
            short = plain(value / scale) + name
            return short if len(short) <= len(full) + 2 else full
    return full


def plain(value: Decimal) -> str:
    """All digits, no exponent, no zeros at the end."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def value_text(fact: Fact) -> str:
    """Value, upper end and unit with the bound's sign: ``≥1.6亿元``, ``5~6%``; a growth shows its sign."""
    sign = "+" if fact.measure in ("growth", "difference") and fact.value > 0 else ""
    upper = f"~{number(fact.value_max)}" if fact.value_max is not None else ""
    return f"{_BOUNDS.get(fact.bound or '', '')}{sign}{number(fact.value)}{upper}{fact.unit or ''}"


def period_text(period: PeriodRange | None) -> str:
    """``2023``, ``2023-H1``, ``2023-Q3``, ``2023-06``, ``2023-06-30``, ``2023-01..2023-07``, ``2021..2025``.

    Examples:
        >>> from extractor.records import PeriodRange
        >>> period_text(PeriodRange(start="2023-01-01", end="2023-06-30"))
        '2023-H1'
    """
    if period is None:
        return ""
    first, last = date.fromisoformat(period.start), date.fromisoformat(period.end)
    if first == last:
        return period.start
    if first.day != 1 or last.day != calendar.monthrange(last.year, last.month)[1]:
        return f"{period.start}..{period.end}"
    if (first.month, last.month) == (1, 12):
        return f"{first.year}" if first.year == last.year else f"{first.year}..{last.year}"
    if first.year == last.year and (short := _part_of_year(first.month, last.month)):
        return f"{first.year}-{short}"
    return f"{period.start[:7]}..{period.end[:7]}"


def _part_of_year(first: int, last: int) -> str | None:
    if first == last:
        return f"{first:02}"
    if (first, last) in ((1, 6), (7, 12)):
        return "H1" if first == 1 else "H2"
    return f"Q{last // 3}" if last - first == 2 and last % 3 == 0 else None


def quoted(text: str, start: int, end: int, *, around: int = 0) -> str:
    """A span of the article on one line, long ones shortened in the middle; ``around`` characters of context, the span in ⟦⟧.

    Examples:
        >>> quoted("全年完成投资52.4亿元,增长12.6%。", 6, 12, around=6)
        '全年完成投资⟦52.4亿元⟧,增长12.6%'
    """
    body = text[start:end]
    if len(body) > 2 * _FAR + 1:
        body = f"{body[:_FAR]}…{body[-_FAR:]}"
    if around:
        first, last = whole_numbers(text, max(0, start - around), min(len(text), end + around))
        body = f"{text[first:start]}⟦{body}⟧{text[end:last]}"
    return one_line(body)


def whole_numbers(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch widened where its borders would cut a number: 386.5 must not read as 6.5."""
    while 0 < start < len(text) and text[start] in _OF_NUMBERS and text[start - 1] in _OF_NUMBERS:
        start -= 1
    while 0 < end < len(text) and text[end - 1] in _OF_NUMBERS and text[end] in _OF_NUMBERS:
        end += 1
    return start, end


def one_line(text: str) -> str:
    """Control characters out: a line end shows as ⏎, an escape sequence can't reach the terminal."""
    return "".join("⏎" if c == "\n" else "" if c == "\r" else c if c.isprintable() else " " for c in text)


def on_screen(text: str) -> str:
    """The article for the terminal, one character for one so that spans stay right; control characters become blanks."""
    return "".join(c if c == "\n" or c.isprintable() else " " for c in text)


def spans_text(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Evidence spans as quotations."""
    return " + ".join(f"“{quoted(text, start, end)}”" for start, end in spans)
