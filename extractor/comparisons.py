"""What a change is measured against: the year before, the month before, a named time, a plan, another place."""

from __future__ import annotations

import regex

from extractor.mentions import Cue
from extractor.scan import Scan
from extractor.stretches import Span, trim

_AGAINST = regex.compile(r"(?:比|较|与|和|跟|相比于?|相较于?|对比)$")

_AGAINST_WHAT = regex.compile(
    r"(?:(?<![同环占对百可])比(?![例重率值价赛如])|较|相比于?|相较于?|与(?=[^,;。]{1,14}相比))(?P<what>[^,;。:比较]{1,18}?)(?:相比)?(?:,)?$"
)


def find_basis(scan: Scan, lo: int, hi: int) -> tuple[str | None, Span | None, int | None, list[Span]]:
    """What a change before ``hi`` is measured against: comparison, reference, start of the phrase, evidence."""
    text = scan.text
    lapse = _LAPSE.search(text, max(lo, hi - 8), hi)
    if lapse is not None:
        return "since", lapse.span("lapse"), lapse.start(), [lapse.span("lapse")]
    word = next((c for c in reversed(scan.cues.within(lo, hi)) if c.kind == "basis" and not _in_period(scan, c)), None)
    against = _AGAINST_WHAT.search(text[max(lo, hi - 40) : hi])
    if against is not None:
        base = max(lo, hi - 40)
        start = base + against.start("what")
        end = base + against.end("what")
        comparison, reference = other_side(scan, start, end)
        if comparison is not None:
            return comparison, reference, base + against.start(), [(base + against.start(), end)]
    if word is None:
        return None, None, None, []
    return word.value, None, word.start, [(word.start, word.end)]


_LAPSE = regex.compile(
    r"(?<![0-9近前续第每来去一二三四五六七八九十])(?P<lapse>(?:[一二两三四五六七八九十]{1,3}|[0-9]{1,2})年)(?:间|共|内|累计|又)?$"
)
"""毛入学率⟦十年⟧提高6个百分点: measured from the start of that time."""


def _in_period(scan: Scan, cue: Cue) -> bool:
    """同期 of 2016年同期 belongs to the period."""
    return any(p.start < cue.start and cue.end <= p.end for p in scan.periods.touching(cue.start, cue.end))


def other_side(scan: Scan, start: int, end: int) -> tuple[str | None, Span | None]:
    """Name the comparison that the words ``[start, end)`` stand for: a period, a plan, another place."""
    text = scan.text
    start, end = trim(text, start, end)
    if text[start:end].endswith(")"):  # 比全省平均(4.1%)高: what the base had is said apart
        start, end = trim(text, start, max(start, text.rfind("(", start, end)))
    words = text[start:end]
    fixed = {"上年": "yoy", "去年": "yoy", "上年同期": "yoy", "去年同期": "yoy", "同期": "yoy", "上月": "mom", "上个月": "mom", "上季度": "qoq",
             "年初": "ytd", "上年末": "ytd", "去年末": "ytd", "上年底": "ytd", "去年底": "ytd"}  # fmt: skip
    plain = regex.sub(r"(?:增速|水平|增幅|涨幅|降幅|同比|数|有?所)+$", "", words)
    if plain in fixed:
        return fixed[plain], None
    if regex.search(r"目标|计划|预期|预算|进度|任务|考核", words):
        return "target", (start, end)
    periods = scan.periods.within(start, end)
    if periods:
        return _period_side(text, start, end)
    if regex.search(r"一季度|二季度|三季度|四季度", words):
        return "qoq", None
    if regex.search(r"[月]", words) and regex.fullmatch(r"\d{1,2}(?:[-—至]\d{1,2})?月份?", plain):
        return "mom", None
    if words and not regex.search(r"[0-9]", words):
        return "peer", (start, end)
    return None, None


def _period_side(text: str, start: int, end: int) -> tuple[str | None, Span | None]:
    words = regex.sub(r"(?:增速|增幅|涨幅|水平)+$", "", text[start:end])
    if regex.search(r"全年|“十|五”", words) or regex.match(r"[12][0-9]{3}年(?!末|底|年末|年底)", words):
        return "since", (start, start + len(words))
    if regex.search(r"(?:年初|[上去]年年?[末底]|[12][0-9]{3}年年?[末底])$", words):
        return "ytd", None
    if regex.search(r"[上去]年|同期", words):
        return "yoy", None
    if "季" in words or regex.fullmatch(r"(?:今年)?上半年", words):
        return "qoq", None
    if regex.search(r"月", words):
        return "mom", None
    return "since", (start, start + len(words))
