"""From bytes to text: UTF-8 first, then the two encodings that Chinese pages were kept in before it.

A guess is taken only where the result reads like Chinese: nearly any bytes decode as GB 18030.
"""

from __future__ import annotations

import codecs

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
_BOMS = (
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
)
_NULS_OF_TEXT = 1 / 1000


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
    kind = next((name for magic, name in _MAGIC if data.startswith(magic)), None)
    if kind:
        raise NotText(f"this is {kind}, not text; take the text out of it first")
    if encoding:
        return _decode_as(data, encoding)
    marked = next((name for bom, name in _BOMS if data.startswith(bom)), None)
    if marked:
        return _decode_as(data, marked)
    if data.count(0) > len(data) * _NULS_OF_TEXT:
        raise NotText("binary data (it holds NUL bytes); give a text file, or name its encoding with --encoding")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _guess(data, error.start)


def _decode_as(data: bytes, encoding: str) -> str:
    try:
        return data.decode("utf-8-sig" if encoding.lower().replace("_", "-") in ("utf-8", "utf8") else encoding)
    except LookupError:
        raise NotText(f"{encoding!r} is no encoding that Python knows; try utf-8, gb18030 or big5") from None
    except UnicodeDecodeError as error:
        raise NotText(
            f"not {encoding}: byte {error.start} does not fit; name another with --encoding, or convert the file to UTF-8"
        ) from None


def _guess(data: bytes, bad_byte: int) -> str:
    readings = []
    for name in ("gb18030", "big5hkscs"):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        readings.append((_likeness(text), text))
    best = max(readings, key=lambda r: r[0], default=(0.0, ""))
    if best[0] < _LEAST_FREQUENT:
        raise NotText(
            f"unknown encoding: not UTF-8 (byte {bad_byte} does not fit), and neither GB 18030 nor Big5 makes Chinese of it; "
            "convert it (iconv -f OLD -t UTF-8), or name it with --encoding"
        )
    return best[1]


def _likeness(text: str) -> float:
    """The share of frequent characters among those outside ASCII."""
    wide = [char for char in text if ord(char) > 0x7F]
    return sum(char in _FREQUENT for char in wide) / len(wide) if wide else 0.0
