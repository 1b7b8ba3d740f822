"""Reading what is more than digits and unit: ranks, fractions, 成, 番, ratios. Each reader gives value, unit, family, parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TypeAlias

import regex

from extractor.numbers import DIGITS, read_arabic, read_hanzi

Reading: TypeAlias = "tuple[Decimal, str, str, tuple[Decimal, ...]]"
"""Value, unit, family, parts."""


def _number(text: str) -> Decimal | None:
    return read_arabic(text) if text[:1].isdigit() and text[:1] not in DIGITS else read_hanzi(text)


_NUMBER = regex.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?|[零〇一二两三四五六七八九十百千万亿]+(?:点[零〇一二三四五六七八九]+)?")


def _read_rank(text: str) -> Reading | None:
    match = _NUMBER.search(text)
    value = _number(match[0]) if match else None
    return None if value is None else (value, "位", "rank", ())


def _read_first(_text: str) -> Reading:
    return Decimal(1), "位", "rank", ()


def _read_percent(text: str) -> Reading | None:
    value = _number(text[text.index("之") + 1 :])
    if value is None:
        return None
    return (value, "%", "percent", ()) if text.startswith("百") else (value, "‰", "percent", ())


def _percent_of(top: Decimal | None, bottom: Decimal | None) -> Reading | None:
    if not bottom or top is None:
        return None
    share = top * 100 / bottom
    return (share.quantize(Decimal("0.000001")) if share != share.to_integral_value() else share), "%", "percent", ()


def _read_fraction(text: str) -> Reading | None:
    bottom, _, top = text.partition("分之")
    return _percent_of(_number(top), _number(bottom))


def _read_slash(text: str) -> Reading | None:
    top, _, bottom = text.partition("/")
    return _percent_of(_number(top), _number(bottom))


def _read_tenths(text: str) -> Reading | None:
    whole, _, rest = text.partition("成")
    value = _number(whole)
    if value is None:
        return None
    extra = Decimal(5) if rest == "半" else (_number(rest) or Decimal(0)) if rest else Decimal(0)
    return value * 10 + extra, "%", "percent", ()


def _read_half(_text: str) -> Reading:
    return Decimal(50), "%", "percent", ()


def _read_fold(text: str) -> Reading | None:
    match = _NUMBER.search(text)
    times = _number(match[0]) if match else Decimal(1)
    return None if times is None or times > 20 else (Decimal(100) * (2 ** int(times) - 1), "%", "fold", ())


def _read_ratio(text: str) -> Reading:
    parts = tuple(Decimal(p) for p in regex.split("[:比]", text))
    return parts[0], "%", "ratio", parts


READERS: Mapping[str, Callable[[str], Reading | None]] = {
    "rank": _read_rank, "top": _read_rank, "first": _read_first, "percent": _read_percent, "fraction": _read_fraction,
    "slash": _read_slash, "tenths": _read_tenths, "half": _read_half, "fold": _read_fold, "ratio": _read_ratio,
}  # fmt: skip
