r"""Normalisation that never loses a character's place.

Everything after this module works on one spelling of the text: half-width letters, digits and punctuation, plain
blanks, ``\n`` line ends, ``-`` for the dashes that join numbers, no zero-width characters, no blank between a
digit and the Chinese character it belongs to. Offsets of the clean text map back to the text as it was given.
"""

from __future__ import annotations

import unicodedata
from array import array
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import regex

# One character for one: full-width ASCII, odd blanks, odd dashes, odd line ends, NUL and lone surrogates.
_ONE_TO_ONE: dict[int, int | str] = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_ONE_TO_ONE |= dict.fromkeys([0x00A0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " ")
_ONE_TO_ONE |= dict.fromkeys([0x2010, 0x2011, 0x2012, 0x2013, 0x2212, 0xFE63], "-")
_ONE_TO_ONE |= dict.fromkeys([0x000B, 0x000C, 0x0085, 0x2028, 0x2029], "\n")
_ONE_TO_ONE |= {0x0000: "\ufffd", 0xFE6A: "%", 0x201F: "\u201c", 0x301D: "\u201c", 0x301E: "\u201d", 0x2236: ":", 0xFE30: ":"}

# One character for one: small and half-width forms of Chinese punctuation; radicals and compatibility ideographs,
# which text taken from PDF has in place of the common characters.
_ONE_TO_ONE |= {0xFF61: "。", 0xFF64: "、", 0xFF62: "「", 0xFF63: "」", 0x301C: "~"}
_ONE_TO_ONE |= {
    0xFE50: ",",
    0xFE51: "、",
    0xFE52: ".",
    0xFE54: ";",
    0xFE55: ":",
    0xFE56: "?",
    0xFE57: "!",
    0xFE59: "(",
    0xFE5A: ")",
    0xFE62: "+",
}
_ONE_TO_ONE |= {
    code: even
    for code in (*range(0x2E80, 0x2FE0), *range(0xF900, 0xFB00))
    if len(even := unicodedata.normalize("NFKC", chr(code))) == 1 and even != chr(code)
}

_INVISIBLE = (
    "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef"
)
# The blank of a headline stays, for it parts two statements: 出口增长8% 达到585万元, 外贸开门红 1月出口增长5%.
_DROPPED = regex.compile(
    rf"(?:(?<=[0-9.])[{_INVISIBLE}]* [{_INVISIBLE}]*(?=[\p{{Han}}%])"
    rf"|(?<=%)[{_INVISIBLE}]* [{_INVISIBLE}]*(?=左右|上下|以[上下内]|[的和至到])"
    rf"|(?<=[年月日至到从于在自第])[{_INVISIBLE}]* [{_INVISIBLE}]*(?=[0-9])"
    rf"|(?<=\p{{Han}})[{_INVISIBLE}]* [{_INVISIBLE}]*(?=[0-9])(?![0-9]{{1,4}}[-—~至到0-9]{{0,6}}[年月]))"
    rf"|[{_INVISIBLE}]+"
    r"|(?<=[0-9]) (?=\.[0-9])"
    r"|\r(?=\n)"
)
# Arabic, Devanagari, mathematical bold …: no article counts in them, but a numeral in disguise is still a numeral.
_OTHER_DIGIT = regex.compile(r"[\p{Nd}--[0-9]]", regex.V1)
# The Chinese zero, or the circle that stands for it, among Arabic digits: 5〇〇万元, 2〇23年, 〇.6%.
_ZERO = regex.compile(r"(?<=[0-9]|[0-9]\.)[〇○]++(?=[0-9.,%‰\p{Han}])|〇(?=\.[0-9])")
# The numerals of contracts and fines, which no stroke turns into another: 罚款壹佰贰拾万元. One alone is a name (壹基金, 陆家嘴).
_CAPITALS = dict(zip(map(ord, "壹贰叁肆伍陆柒捌玖拾佰仟"), "一二三四五六七八九十百千", strict=True))
_CAPITAL = "零壹贰叁肆伍陆柒捌玖拾佰仟万亿"
_CAPITAL_NUMBER = regex.compile(rf"(?<![{_CAPITAL}])[壹贰叁肆伍陆柒捌玖][{_CAPITAL}]++(?=[元圆亩户家个人吨次])")
_SURROGATE = regex.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Clean:
    """A text in one spelling, and the way back.

    Attributes:
        raw: the text as given (NUL and lone surrogates replaced one for one by U+FFFD).
        text: the clean text.
        offsets: for each character of ``text``, its offset in ``raw``; None where the two run in step.
    """

    raw: str
    text: str
    offsets: array[int] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The half-open span of ``raw`` that the span ``[start, end)`` of ``text`` was made from."""
        if self.offsets is None:
            return start, end
        if start >= end:
            at = self.offsets[start] if start < len(self.offsets) else len(self.raw)
            return at, at
        return self.offsets[start], self.offsets[end - 1] + 1

    def original(self, start: int, end: int) -> str:
        """The characters of ``raw`` behind ``text[start:end]``, without those that cleaning dropped."""
        if self.offsets is None:
            return self.raw[start:end]
        return "".join(self.raw[at] for at in self.offsets[start:end])


_TRADITIONAL = regex.compile(
    "[萬億產業總額長與為較達區縣經濟國發個點幾從東車電話們會這機關應實現進運農資財價際務處開辦設級結構績獲獎優質術學醫療衛環節減穩續據顯計創導領項佔]"
)
_FEWEST = 3
"""Fewer traditional characters than this are a name or a quotation in a simplified text, which conversion could spoil (乾县)."""


def simplified(text: str) -> str:
    """A text in traditional characters in simplified ones, character for character (OpenCC's t2s); any other text as it is."""
    if len(_TRADITIONAL.findall(text)) < _FEWEST:
        return text
    convert = _converter()
    converted = convert(text)
    return converted if len(converted) == len(text) else "".join(one if len(one := convert(c)) == 1 else c for c in text)


@lru_cache(maxsize=1)
def _converter() -> Callable[[str], str]:
    import opencc  # loaded when first needed: most batches never meet a traditional text

    return opencc.OpenCC("t2s").convert


def storable(raw: str) -> str:
    """A text with NUL and lone surrogates, which neither JSON nor a database takes, replaced one for one by U+FFFD."""
    return _SURROGATE.sub("\ufffd", raw).replace("\x00", "\ufffd")


def clean(raw: str) -> Clean:
    """Bring a text into one spelling, keeping the way back to every character.

    Args:
        raw: any text; it may be empty.

    Returns:
        The clean text with its map; never raises for any string.
    """
    raw = storable(raw)
    even = _OTHER_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0], digit[0])), simplified(raw.translate(_ONE_TO_ONE)))
    even = _ZERO.sub(lambda zeros: "0" * len(zeros[0]), even)
    even = _CAPITAL_NUMBER.sub(lambda number: number[0].translate(_CAPITALS), even)
    kept = []
    last = 0
    for match in _DROPPED.finditer(even):
        kept.append((last, match.start()))
        last = match.end()
    if not kept:
        return Clean(raw, even.replace("\r", "\n"), None)
    kept.append((last, len(even)))
    offsets = array("l")
    for start, end in kept:
        offsets.extend(range(start, end))
    text = "".join(even[start:end] for start, end in kept)
    return Clean(raw, text.replace("\r", "\n"), offsets)
