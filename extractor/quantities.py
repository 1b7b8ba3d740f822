"""Finding quantities: numbers with their unit and bound, in every way a release writes them."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from decimal import Decimal

import regex

from extractor.mentions import Quantity
from extractor.numbers import DIGITS, read_arabic, read_hanzi, read_scale
from extractor.patterns import Leftmost
from extractor.quantity_forms import READERS
from extractor.quantity_rules import BoundWord, FormRule, QuantityFinder


def find_quantities(text: str, finder: QuantityFinder, *, blocked: Sequence[tuple[int, int]] = ()) -> list[Quantity]:
    """All quantities of a clean text.

    Args:
        text: clean text (see ``clean``).
        finder: the compiled rules.
        blocked: spans, ordered, that are no quantities (periods, names, list marks).

    Returns:
        Quantities by start; they do not overlap.
    """
    starts = [start for start, _ in blocked]
    search = Leftmost(finder.patterns, text)
    found: list[Quantity] = []
    at = 0
    while next_one := search.find(at):
        number, match = next_one
        form = finder.forms[number] if number < len(finder.forms) else None
        start, end = match.span()
        hit = _overlap(starts, blocked, start, end)
        if hit is not None and hit[0] > start and form is None and match["digits"] and hit[0] > match.end("digits"):
            hit = None
        if hit is not None:
            at = max(hit[1], start + 1)
            continue
        quantity = _form(text, match, form, finder) if form else _atom(text, match, finder)
        at = max(end, start + 1) if quantity is None else max(quantity.end, start + 1)
        if quantity is not None:
            found.append(quantity)
    return _join_ranges(text, found)


def _overlap(starts: list[int], blocked: Sequence[tuple[int, int]], start: int, end: int) -> tuple[int, int] | None:
    i = bisect.bisect_left(starts, end) - 1
    return blocked[i] if i >= 0 and blocked[i][1] > start else None


def _form(text: str, match: regex.Match[str], rule: FormRule, finder: QuantityFinder) -> Quantity | None:
    """A number written in words or as a rank, a fraction, a ratio."""
    read = READERS[rule.form](match.group())
    if read is None:
        return None
    value, unit, family, parts = read
    bound = "at_most" if rule.form == "top" else None
    start, end = match.span()
    code = "%" if unit == "%" else None
    outer_start, outer_end, said = (
        _bound(text, start, end, finder) if rule.form not in ("rank", "top", "first", "ratio") else (start, end, None)
    )
    if rule.form == "half" and match.group() == "过半":
        said = "at_least"
    return Quantity(outer_start, outer_end, start, end, value, None, unit, code, family, bound or said, rule.id, parts)


def _atom(text: str, match: regex.Match[str], finder: QuantityFinder) -> Quantity | None:
    """Digits or a Chinese numeral with a scale and a unit."""
    end = match.end()
    unit_name = match["unit"]
    if unit_name and text.startswith(finder.guards[unit_name], end) and not match["per"]:
        unit_name, end = _shorter_unit(text, match, finder)
    value = _value(match)
    if match["hanzi"] is not None and not _is_number(text, match, unit_name):
        return None
    unit = finder.units.get(unit_name or "")
    start = match.start()
    if value is not None and unit is not None:
        value *= unit.scale
    if value is not None and match["sign"] == "-":
        value = -value
    name, code, family = (unit.name, unit.code, unit.family) if unit else (None, None, "number")
    if match["per"] and unit_name == match["unit"]:
        per = finder.units[match["per"]].name if match["per"] in finder.units else match["per"]
        name, code, family = f"{name}/{match['perscale'] or ''}{per}", None, "rate"
    elif unit and text[max(0, start - 6) : start] and (each := _each(text, start, finder)):
        name, code, family = f"{name}/{each}", None, "rate"
    outer_start, outer_end, bound = _bound(text, start, end, finder)
    if match["more"] or match["more2"] or match["hanzimore"]:
        bound = bound or "at_least"
    return Quantity(
        outer_start, outer_end, start, end, value, None, name, code, family, bound, unit.rule if unit else "number.plain"
    )


def _shorter_unit(text: str, match: regex.Match[str], finder: QuantityFinder) -> tuple[str | None, int]:
    """Where the longest unit is the beginning of another word, a shorter one may still be right (台|套房)."""
    name = match["unit"]
    at = match.start("unit")
    for size in range(len(name) - 1, 0, -1):
        short = name[:size]
        if short in finder.units and not text.startswith(finder.guards[short], at + size):
            return short, at + size
    return None, at


def _value(match: regex.Match[str]) -> Decimal | None:
    if match["digits"] is not None:
        value = read_arabic(match["digits"])
        if value is None:
            return None
        value *= read_scale(match["scale"] or "")
        if match["digits2"]:
            rest = read_arabic(match["digits2"])
            value = None if rest is None else value + rest * read_scale(match["scale2"])
        return value
    value = read_hanzi(match["hanzi"])
    return None if value is None else value * read_scale(match["hanziscale"] or "")


_HAN = regex.compile(r"\p{Han}")
_LEVEL_WORD = regex.compile(r"级|强|佳|优|吨级|元级|大|企|产业|园区|项目|能级")


def _is_number(text: str, match: regex.Match[str], unit: str | None) -> bool:
    """Is a run of Chinese numerals a number here, and no part of a word (千方百计, 统一, 万亿级)?"""
    hanzi = match["hanzi"]
    if hanzi == "一" or unit is None and (len(hanzi) < 3 or all(c in DIGITS for c in hanzi)):
        return bool(
            unit is None
            and hanzi in _BARE_SCALES
            and _after_bound(text, match.start())
            and not _LEVEL_WORD.match(text, match.end())
        )
    if hanzi == "十":
        return True
    if all(c in "十百千万亿" for c in hanzi):
        return _after_bound(text, match.start()) and text[match.end() : match.end() + 1] not in "级强"
    return text[match.end() : match.end() + 1] != "级"


_BARE_SCALES = {"万亿", "千亿", "百亿", "十亿", "亿", "千万", "百万"}


_BOUND_BEFORE = regex.compile(
    r"(?:突破|超过?|近|过|上|达到?|不足|不到|迈向|逾|破|约|跨越|迈上|迈入|越过|迈过|接近|冲刺|站上)了?$"
)


def _after_bound(text: str, start: int) -> bool:
    return _BOUND_BEFORE.search(text, max(0, start - 5), start) is not None


_EACH = regex.compile(r"每(?P<unit>[\p{Han}]{1,3}?)(?:约|为|均价|达|近|超|[0-9.]+[-—~～至到])*$")


def _each(text: str, start: int, finder: QuantityFinder) -> str | None:
    """``每公斤20元``: the unit that the price is for."""
    match = _EACH.search(text, max(0, start - 7), start)
    if match is None or match["unit"] not in finder.units:
        return None
    return finder.units[match["unit"]].name


def _bound(text: str, start: int, end: int, finder: QuantityFinder) -> tuple[int, int, str | None]:
    """The span with its bound words, and what they say; a word after the number outweighs a weak one before it."""
    before = _word_before(text, start, finder)
    after = next((w for w in finder.after if text.startswith(w.word, end)), None)
    if after is not None and after.word == "内" and _HAN.match(text, end + 1):
        after = None  # 7594户内资企业
    past = end + len(after.word) if after else end
    if before is None:
        return start, past, after.bound if after else None
    first = start - len(before.word)
    if before.unless is not None and before.unless.match(text, past):
        return first, past, after.bound if after else None
    if after is not None and before.is_weak:
        return first, past, after.bound
    if before.is_weak and before.word == "控制在":
        return start, end, None
    return first, past, before.bound


def _word_before(text: str, start: int, finder: QuantityFinder) -> BoundWord | None:
    if start == 0:
        return None
    for word in finder.before.get(text[start - 1], ()):
        at = start - len(word.word)
        if at >= 0 and text.startswith(word.word, at) and not (len(word.word) == 1 and at > 0 and text[at - 1] in word.not_after):
            return word
    return None


_TO = regex.compile(r"\s?(?:-|—{1,2}|~|～|至|到)\s?")


def _join_ranges(text: str, found: list[Quantity]) -> list[Quantity]:
    """``5%至6%``, ``3-5个``: two numbers that are one range."""
    joined: list[Quantity] = []
    for quantity in found:
        low = joined[-1] if joined else None
        if low is not None and (value := _lower_end(text, low, quantity)) is not None:
            joined[-1] = _range(low, quantity, value)
        else:
            joined.append(quantity)
    return joined


def _lower_end(text: str, low: Quantity, high: Quantity) -> Decimal | None:
    """The lower end where two numbers are a range; None where they are none."""
    if low.value_max is not None or low.value is None or high.value is None or low.parts or high.parts:
        return None
    if not _TO.fullmatch(text, low.number_end, high.start):
        return None
    same = low.unit == high.unit and low.family != "rank"
    if high.unit is None or not (same or low.unit is None):
        return None
    value = low.value * _lent_scale(text, low, high) if low.unit is None else low.value
    return value if value < high.value else None


def _lent_scale(text: str, low: Quantity, high: Quantity) -> int:
    """A lower end without a unit takes the scale of the upper one (``3至5万亩``)."""
    match = regex.search(r"(万亿|千亿|百亿|亿|千万|百万|万|千)", text[high.number_start : high.number_end])
    own = regex.search(r"[百千万亿]", text[low.number_start : low.number_end])
    return read_scale(match[1]) if match and not own else 1


def _range(low: Quantity, high: Quantity, value: Decimal) -> Quantity:
    return Quantity(low.start, high.end, low.number_start, high.number_end, value, high.value, high.unit, high.unit_code,
                    high.family, high.bound or low.bound, high.rule)  # fmt: skip
