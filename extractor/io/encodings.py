"""From bytes to text: UTF-8 first, then the two encodings that Chinese pages were kept in before it.

A guess is taken only where the result reads like Chinese: nearly any bytes decode as GB 18030. What a page declares is a hint.
"""

from __future__ import annotations

import codecs
from itertools import islice

import regex

# Frequent characters of releases in both scripts. Misread bytes give characters spread over thousands, of which
# few are here; real prose has every third here.
_FREQUENT = frozenset(
    "的一是在了不和有大人中上为这个年月日国地市区县省工业产值增长同比亿元万额企业发展投资项目建设经济全完成实现总比下降新高"
    "技术城乡镇村民生服务提升推进政府会改革创第二三四五六七八九十百分点家达到出口进与及其以对从主要水平质量重社保就农林水"
    "电交通路开合作加快速度规模管理行动计划目标单位收入支占率居前列际海关科教育文化安环境能源力量生活消费品售"
    "為這個國區縣業產值長億萬額發資項設經濟實現總與對從質環費動計劃單開關達進鄉鎮點務會創術"
    "，。、；：“”《》（）"
)
_LEAST_FREQUENT = 0.2
_LEAST_FREQUENT_DECLARED = 0.08
"""Enough where the page itself names the encoding."""
_SAMPLE = 20_000
"""Characters outside ASCII that are looked at to judge a reading."""
_BROKEN = 1 / 1000
"""A text may hold fewer broken characters than this share of it; they become U+FFFD."""
_BROKEN_WIDE = 1 / 20
"""And no larger share of its characters outside ASCII: a page of scripts with little text must not pass for UTF-8."""
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
)
_NULS_OF_TEXT = 1 / 1000
_DECLARED = regex.compile(rb"<[^<>]{0,200}?\b(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_-]{3,20})")
_DECLARED_WITHIN = 4096
_CHINESE = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5hkscs", "big5hkscs": "big5hkscs"}


class NotText(ValueError):
    """Bytes that are no text we can read. The message names fault and remedy."""


def decode(data: bytes, encoding: str | None = None) -> str:
    """Decode a file's bytes without translating line ends.

    Args:
        data: the whole content.
        encoding: what the caller knows; without it UTF-8, then GB 18030 or Big5, whichever reads like Chinese.

    Raises:
        NotText: the bytes are binary, or in no encoding that fits.
    """
    return _decode_as(data, encoding or recognise(data), is_guess=not encoding)


def decode_page(data: bytes, encoding: str | None = None) -> str:
    """Decode a page: as ``decode``, but what the page declares weighs where the bytes leave it open.

    Raises:
        NotText: as ``decode``.
    """
    return _decode_as(data, encoding or recognise(data, hint=_declared(data)), is_guess=not encoding)


def recognise(data: bytes, *, hint: str | None = None, is_whole: bool = True) -> str:
    """The encoding of bytes, by the name Python has for it.

    Args:
        data: the content, or its beginning.
        hint: what somebody says it is.
        is_whole: False where the last character may be cut in two.

    Raises:
        NotText: the bytes are binary, or in no encoding that fits.
    """
    kind = next((name for magic, name in _MAGIC if data.startswith(magic)), None)
    if kind:
        raise NotText(f"this is {kind}, not text; take the text out of it first")
    marked = next((name for bom, name in _BOMS if data.startswith(bom)), None)
    if marked:
        return marked
    if data.count(0) > len(data) * _NULS_OF_TEXT:
        raise NotText("binary data (it holds NUL bytes); give a text file, or name its encoding with --encoding")
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data, is_whole)
        return "utf-8"
    except UnicodeDecodeError as error:
        return _guess(data, error.start, hint, is_whole)


def is_sound(text: str) -> bool:
    """Are so few characters of a text broken (U+FFFD) that it can be read?"""
    broken = text.count("\ufffd")
    if not broken:
        return True
    wide = len(text) - len(text.encode("ascii", "ignore"))
    return broken < len(text) * _BROKEN and broken <= wide * _BROKEN_WIDE


def _declared(data: bytes) -> str | None:
    match = _DECLARED.search(data[:_DECLARED_WITHIN])
    return match[1].decode("ascii").lower() if match else None


def _decode_as(data: bytes, encoding: str, *, is_guess: bool) -> str:
    """Decode with a few broken characters allowed; of an encoding that the caller named the first broken byte is told."""
    name = "utf-8-sig" if encoding.lower().replace("_", "-") in ("utf-8", "utf8") else encoding
    try:
        return data.decode(name)
    except LookupError:
        raise NotText(f"{encoding!r} is no encoding that Python knows; try utf-8, gb18030 or big5") from None
    except UnicodeDecodeError as error:
        text = data.decode(name, "replace")
        if is_sound(text):
            return text
        raise NotText(
            f"not {encoding}: byte {error.start} does not fit; "
            + ("save it as UTF-8" if is_guess else "name another with --encoding, or convert the file to UTF-8")
        ) from None


def _guess(data: bytes, bad_byte: int, hint: str | None, is_whole: bool) -> str:
    declared = _CHINESE.get((hint or "").replace("_", "-"))
    best, best_likeness = "", 0.0
    for name in ("utf-8", "gb18030", "big5hkscs"):
        text = codecs.getincrementaldecoder(name)("replace").decode(data, is_whole)
        if not is_sound(text):
            continue
        if name == "utf-8":  # that nearly all bytes fit is no accident
            return name
        likeness = _likeness(text)
        least = _LEAST_FREQUENT_DECLARED if name == declared else _LEAST_FREQUENT
        if likeness >= least and likeness > best_likeness:
            best, best_likeness = name, likeness
    if best:
        return best
    raise NotText(
        f"unknown encoding: not UTF-8 (byte {bad_byte} does not fit), and neither GB 18030 nor Big5 makes Chinese of it; "
        "convert it (iconv -f OLD -t UTF-8), or name it with --encoding"
    )


def _likeness(text: str) -> float:
    """The share of frequent characters among those outside ASCII."""
    wide = list(islice((char for char in text if ord(char) > 0x7F), _SAMPLE))
    return sum(char in _FREQUENT for char in wide) / len(wide) if wide else 0.0
