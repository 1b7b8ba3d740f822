"""For those who want only a part: quantities, periods, entities of a text, each with offsets and normalised values."""

from __future__ import annotations

import warnings
from dataclasses import replace
from datetime import date
from functools import lru_cache

import regex

from extractor import entities, periods, quantities
from extractor.clean import Clean, clean
from extractor.mentions import Entity, Period, Quantity
from extractor.pipeline import Extractor
from extractor.pseudo import find_pseudo
from extractor.scan import Spanned


@lru_cache(maxsize=1)
def shared() -> Extractor:
    """The extractor with the shipped rules, built once a process."""
    return Extractor()


_FILE_NAME = regex.compile(
    r"(?:\S[^\n]{0,300})?[\w)）](?i:\.(?:txt|html?|shtml|jsonl|json|csv|tsv|parquet|warc|docx?|pdf)(?:\.gz|\.zst)?)"
)


def warn_of_file_name(text: str) -> None:
    """A whole text that is the name of a file would give nothing, and nothing would say why."""
    if isinstance(text, str) and _FILE_NAME.fullmatch(text):
        said = f"{text!r} looks like the name of a file, and extract takes the text that is in it"
        warnings.warn(f'{said}: Path({text!r}).read_text(encoding="utf-8")', stacklevel=3)


def find_quantities(text: str) -> list[Quantity]:
    """Numbers with unit and bound; dates and names with digits are left out.

    Args:
        text: any text.

    Returns:
        Quantities by start; spans are offsets into ``text``.

    Examples:
        >>> from extractor import find_quantities
        >>> [(q.start, q.end, int(q.value), q.unit, q.bound) for q in find_quantities("1至7月,产值超1.6亿元。")]
        [(7, 13, 160000000, '元', 'at_least')]
    """
    finders = shared().finders
    cleaned = clean(text)
    others: list[Spanned] = [*find_pseudo(cleaned.text, finders.skips), *periods.find_periods(cleaned.text, finders.periods)]
    blocked = sorted((one.start, one.end) for one in others)
    found = quantities.find_quantities(cleaned.text, finders.quantities, blocked=blocked)
    return [_placed(cleaned, quantity) for quantity in found]


def _placed(cleaned: Clean, quantity: Quantity) -> Quantity:
    start, end = cleaned.span(quantity.start, quantity.end)
    number_start, number_end = cleaned.span(quantity.number_start, quantity.number_end)
    return replace(quantity, start=start, end=end, number_start=number_start, number_end=number_end)


def find_periods(text: str, anchor: date | None = None) -> list[Period]:
    """Expressions of time, resolved to ISO dates against ``anchor`` (the publication date) and the text's own years.

    Args:
        text: any text.
        anchor: the day of publication, where known.

    Returns:
        Periods by start; spans are offsets into ``text``, and what can't be settled has no dates.

    Examples:
        >>> from datetime import date
        >>> from extractor import find_periods
        >>> [(p.kind, str(p.first), str(p.last)) for p in find_periods("去年全年和今年上半年", date(2024, 7, 20))]
        [('year', '2023-01-01', '2023-12-31'), ('half', '2024-01-01', '2024-06-30')]
    """
    cleaned = clean(text)
    found = periods.find_periods(cleaned.text, shared().finders.periods, published=anchor)
    return [replace(p, start=s, end=e) for p in found for s, e in [cleaned.span(p.start, p.end)]]


def find_entities(text: str) -> list[Entity]:
    """Bodies, companies, parks, places, people, industries, policies, with canonical names and division codes.

    Args:
        text: any text.

    Returns:
        Entities by start; spans are offsets into ``text``.

    Examples:
        >>> from extractor import find_entities
        >>> [(e.type, e.name, e.code) for e in find_entities("衡阳市统计局介绍,衡阳市装备制造业增长8%。")]
        [('GOV', '衡阳市统计局', None), ('PLACE', '衡阳市', '430400'), ('INDUSTRY', '装备制造业', None)]
    """
    finders = shared().finders
    cleaned = clean(text)
    found = entities.find_entities(cleaned.text, finders.entities, finders.gazetteer)
    return [replace(e, start=s, end=t) for e in found for s, t in [cleaned.span(e.start, e.end)]]
