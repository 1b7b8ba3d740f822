"""The ledger: every numeral outside boilerplate is in a fact, or here with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import regex

from extractor import records
from extractor.clean import Clean
from extractor.mentions import Quantity
from extractor.scan import Scan

_RUN = regex.compile(r"[0-9]+")
_DIGITS = regex.compile(r"[0-9]+(?:[.,][0-9]+)*")


def keep_ledger(clean: Clean, scan: Scan, facts: Sequence[records.Fact]) -> list[records.Skipped]:
    """Account for all numerals that no fact took.

    A numeral is a run of digits, or a Chinese numeral that the quantity parser read. The reason comes from what
    covers it: a rule for pseudo-quantities, a period, an entity; what is left is ``unbound`` where it is a quantity.
    """
    taken = bytearray(len(clean.raw))
    for fact in facts:
        taken[fact.start : fact.end] = b"\1" * (fact.end - fact.start)
    found: list[records.Skipped] = []
    for start, end, reason, quantity in _candidates(scan):
        first, last = clean.span(start, end)
        if taken.find(1, first, last) >= 0:
            continue
        value = quantity.value if quantity else None
        unit = quantity.unit if quantity else None
        found.append(records.Skipped(quote=clean.raw[first:last], start=first, end=last, reason=reason, value=value, unit=unit))
        taken[first:last] = b"\1" * (last - first)
    return sorted(found, key=lambda s: (s.start, s.end))


def _candidates(scan: Scan) -> Iterable[tuple[int, int, str, Quantity | None]]:
    """Every numeral with its reason, the surest reading first."""
    for block in scan.blocks:
        if block.kind in ("boilerplate", "byline"):
            continue
        lo, hi = block.start, block.end
        for pseudo in scan.pseudo.within(lo, hi):
            if _DIGITS.search(scan.text, pseudo.start, pseudo.end):
                yield pseudo.start, pseudo.end, pseudo.reason, None
        for period in scan.periods.within(lo, hi):
            if _DIGITS.search(scan.text, period.start, period.end):
                yield period.start, period.end, "date", None
        for quantity in scan.quantities.within(lo, hi):
            reason = _reason(scan, quantity)
            yield quantity.start, quantity.end, reason, quantity
        # whole numbers first; then what is left of one that something else took a part of
        for match in (*_DIGITS.finditer(scan.text, lo, hi), *_RUN.finditer(scan.text, lo, hi)):
            named = any(e.type != "PERIOD" for e in scan.entities.touching(*match.span()))
            yield match.start(), match.end(), "name" if named else "other", None


def _reason(scan: Scan, quantity: Quantity) -> str:
    if quantity.value is None:
        return "unreadable"
    if any(e.start <= quantity.start and quantity.end <= e.end for e in scan.entities.touching(quantity.start, quantity.end)):
        return "name"
    if quantity.family == "age":
        return "age"
    first = scan.text[quantity.number_start]
    if quantity.family in ("count", "people") and first in "一二三四五六七八九十两" and quantity.value <= 10:
        return "other"
    return "unbound"
