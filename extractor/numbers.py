"""Reading numerals: Arabic, Chinese and mixed digits to exact decimals."""

from __future__ import annotations

from decimal import Decimal

MAX_DIGITS = 40
"""Longer digit runs are no figures of a release; reading them exactly would only cost time."""

DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}


def read_arabic(text: str) -> Decimal | None:
    """``1,925.6`` → Decimal('1925.6'); None where there are more than MAX_DIGITS digits."""
    plain = text.replace(",", "")
    return Decimal(plain) if len(plain) <= MAX_DIGITS else None


def read_scale(text: str) -> int:
    """``万亿`` → 10**12; the empty string → 1."""
    factor = 1
    for char in text:
        factor *= _SMALL.get(char) or _LARGE[char]
    return factor


def read_hanzi(text: str) -> Decimal | None:
    """A Chinese numeral: ``一千二百三十四万``, ``二〇二三``, ``三点六``, ``百亿`` (an unsaid one before it).

    Returns:
        The exact value, or None where the characters form no number.
    """
    whole, dot, fraction = text.partition("点")
    if len(text) > MAX_DIGITS or (dot and not fraction):
        return None
    value = _read_digits(whole) if all(c in DIGITS for c in whole) else _read_positional(whole)
    if value is None or not dot:
        return None if value is None else Decimal(value)
    if any(c not in DIGITS for c in fraction):
        return None
    return Decimal(f"{value}." + "".join(str(DIGITS[c]) for c in fraction))


def _read_digits(text: str) -> int | None:
    """Digit by digit: ``二〇二三``; a single digit is itself."""
    return int("".join(str(DIGITS[c]) for c in text)) if text else None


def _read_positional(text: str) -> int | None:
    """With place words: ``两千零五``, ``十二``, ``三万五`` (= 35000), ``万亿``, ``一亿二千万``."""
    groups: list[int] = []  # each closed by 万 or 亿, which also multiplies the smaller ones before it: 一万⟦亿⟧
    section = 0
    digit: int | None = None
    last_place = 0
    for char in text:
        if char in DIGITS:
            if digit not in (None, 0):
                return None
            digit = DIGITS[char]
        elif char in _SMALL:
            section += (1 if digit is None else digit) * _SMALL[char]
            digit, last_place = None, _SMALL[char]
        else:
            section += digit or 0
            while groups and groups[-1] < _LARGE[char]:
                section += groups.pop()
            groups.append((1 if section == 0 and digit is None else section) * _LARGE[char])
            section, digit, last_place = 0, None, _LARGE[char]
    if digit:
        # 三万五 says 35,000, but 三万零五 says 30,005
        shortened = len(text) >= 2 and text[-2] in "百千万亿" and last_place >= 100
        section += digit * (last_place // 10 if shortened else 1)
    return sum(groups) + section
