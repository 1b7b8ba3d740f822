"""What a page says about its article: source, authors, place and date, weighed against one another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import regex

from extractor.block_rules import Said

_AND = regex.compile(r"[\s、,/;]+")
_HANZI = {char: str(value) for value, char in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """Source, authors, place and date as the page gives them."""

    source: str | None
    authors: tuple[str, ...]
    dateline: str | None
    published: date | None


def weigh(said: Sequence[Said], published: date | None) -> FrontMatter:
    """Choose among what the parts of a page say: the higher weight, then the earlier.

    Args:
        said: in the order of the page, the address last.
        published: the caller's date, which outweighs all; it also lends its year to a day without one.
    """
    ranked = sorted(said, key=lambda one: -one.weight)
    authors: dict[str, None] = {}
    for one in said:
        if one.field == "authors":
            authors.update(dict.fromkeys(name for name in _AND.split(str(one.value)) if name))
    return FrontMatter(
        source=_first(ranked, "source"),
        authors=tuple(authors),
        dateline=_first(ranked, "place"),
        published=published or _date(ranked),
    )


def _first(ranked: Iterable[Said], field: str) -> str | None:
    return next((str(one.value) for one in ranked if one.field == field), None)


def _date(ranked: Sequence[Said]) -> date | None:
    """The first whole date; else a day and month with a year that the page gives elsewhere."""
    dates = [one.value for one in ranked if not isinstance(one.value, str)]
    for year, month, day in dates:
        if year is not None and (found := _valid(year, month, day)):
            return found
    elsewhere = _first(ranked, "year")
    for _, month, day in dates:
        if elsewhere and (found := _valid(int(elsewhere), month, day)):
            return found
    return None


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_HANZI_DATE = regex.compile(r"([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日")


def read_hanzi_date(line: str) -> Said | None:
    """The date under an official document, written in Chinese numerals: 二〇二三年八月十七日."""
    match = _HANZI_DATE.fullmatch(line.strip())
    if not match:
        return None
    year = int("".join(_HANZI[char] for char in match[1]))
    return Said("date", (year, _small(match[2]), _small(match[3])), 1)


def _small(numeral: str) -> int:
    tens, ten, ones = numeral.rpartition("十")
    value = int(_HANZI[ones]) if ones else 0
    return value + (10 * (int(_HANZI[tens]) if tens else 1) if ten else 0)
