"""The noun phrase that follows a count: 新增3家省级工业设计中心."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from extractor.phrases import QUOTED, Phrase, catalogue_term, in_quotes
from extractor.scan import Scan
from extractor.stretches import Span

_STOP_RIGHT = regex.compile(r"[,;:。!?\n)\]”」》(]")


_AND_OTHERS = regex.compile(r"(?<=\p{Han}{2})(?<![高平中初优对均同一二三])等(?=[\p{Han}]{2})(?!级|离子|方面|奖|额|量|号)")
"""``3个研究中心、8个实验室⟦等平台⟧``: what sums the list up was not counted."""


_AMONG = regex.compile(r"(?:之|当)?中[,、:]")
"""产值6亿元⟦中⟧,…: out of what was said."""
_NOUN_START = regex.compile(r"[\p{Han}A-Za-z0-9“《「]")


def phrase_after(scan: Scan, start: int, hi: int, *, is_next: bool = False) -> Phrase:
    """The noun phrase that follows a count: ``30余款⟦智能水表⟧``. ``hi`` is the clause's end, or with ``is_next`` the next number."""
    text = scan.text
    at = start + 1 if text[start : start + 1] in ("的", " ") else start
    if _AMONG.match(text, at):
        return Phrase(())
    if at >= hi or not _NOUN_START.match(text, at):
        return Phrase(())
    end = _right_end(scan, at, hi, is_next=is_next)
    at, end = trim_right(text, at, end)
    if end - at > 2 and text[end - 1] in "正负" and text.startswith("增长", end):
        end -= 1  # 9项指标⟦正⟧增长
    return Phrase(((at, end),)) if end - at >= 1 else Phrase(())


def _right_end(scan: Scan, at: int, hi: int, *, is_next: bool) -> int:
    """Up to punctuation outside quotes, or the first verb that is no part of a term."""
    text = scan.text
    end = at
    while end < hi:
        quoted = QUOTED.match(text, end)
        if quoted and quoted.end() <= hi:
            end = quoted.end()
            continue
        if _STOP_RIGHT.match(text, end):
            break
        end += 1
    state = _STATE.search(text, at + 2, end)
    end = end if state is None else state.start()
    listed = _AND_OTHERS.search(text, at, end)
    if listed is not None and "、" not in text[at : listed.start()] and not in_quotes(text, listed.start(), at, end):
        end = listed.start()
    for cue in scan.cues.within(at, end):
        if cue.start == at and cue.kind in ("lead", "head"):
            continue
        if cue.start == at and cue.kind == "status" and cue.value == "forecast":
            return at  # 超10万台⟦无悬念⟧
        if (
            cue.kind in ("change", "level", "rank", "share", "compare", "basis", "distribute", "all", "rate", "role")
            or cue.kind == "lead"
            and cue.value == "strong"
            or cue.kind in ("lead", "keep")
            and _CLASS_END.search(text, at, cue.start)
            or cue.kind in ("adverb", "status")
            and cue.start > at
            or cue.kind == "connector"
            and text.startswith("包", cue.start)
        ):
            inside = any(
                m.start < cue.end and cue.start < m.end and m.end <= end for m in scan.metrics.touching(cue.start, cue.end)
            )
            named = any(e.start < cue.end and cue.start < e.end for e in scan.entities.touching(cue.start, cue.end))
            if not inside and not named and not in_quotes(text, cue.start, at, end) and cue.end - cue.start > 1:
                if cue.kind == "change" and cue.end == end and text[cue.start - 2 : cue.start] == "实现":
                    break  # 8个乡镇⟦税收实现增长⟧: what they did is what they are counted for
                owner = _OWNER.search(text, at, cue.start) if cue.kind in ("change", "level") else None
                return owner.start() if owner is not None else _before_term(scan, at, cue.start)
    return _before_next(scan, at, end) if is_next and end == hi else end


_STATE = regex.compile(r"(?:进展|推进|运行|运转|开局)(?:顺利|良好|有序|正常|平稳|加快)")
"""``38个续建项目⟦进展顺利⟧``: how they fare is no part of what they are."""


def _before_next(scan: Scan, at: int, end: int) -> int:
    """Where another number follows at once, its own verb and metric are not part of this phrase."""
    text = scan.text
    joins = list(list_marks(text, at, end))
    if joins:
        return joins[-1] if text[end - 1] == "、" else joins[0]
    if "的" in text[at:end]:
        return at + text[at:end].index("的")
    share = next((c for c in scan.cues.within(at, end) if c.kind == "share" and c.value == "verb" and c.start > at + 1), None)
    if share is not None:
        return _before_term(scan, at, share.start)
    end = read_level_end(scan, at, end)
    lead = next((c for c in reversed(scan.cues.within(at, end)) if c.kind in ("lead", "keep") and c.start > at), None)
    if lead is not None:
        return lead.start
    return _before_term(scan, at, end)


def list_marks(text: str, start: int, end: int) -> Iterator[int]:
    """Where the names of a list part; the mark between two levels of government (市、县重点项目) parts nothing."""
    return (m.start() for m in _JOINT.finditer(text, start, end))


_JOINT = regex.compile(r"、(?!(?<=[国省市州县区]、)[省市州县区镇乡](?:级|重点|重大|属|管|直|两级|三级))")

_CLASS = regex.compile(
    r"(?:企业|项目|园区|开发区|高新区|产业园|断面|县(?![级属管直乡镇]|重[点大])|市(?![政场域民级属管直县州]|重[点大])|区(?![级属管直]|重[点大])|镇|村|省份|单位|机构|学校|公司|集群|行业)(?=[\p{Han}])(?!场|域)"
)

_OWNER = regex.compile(
    r"(?<=商品|产品|企业|城市|行业|地区|乡镇|国家|省份|学校|医院|项目|园区|公司|机构|品种|省|市|县|区|镇|村|州)的(?=\p{Han}{2})"
)
"""``9类商品⟦的⟧价格出现下跌``: they were counted, what is theirs only did something."""
_THINGS = regex.compile(r"(?:企业|项目|园区|开发区|机构|学校|公司)(?=[\p{Han}]{2})")
_CLASS_END = regex.compile(
    r"(?:企业|项目|工程|园区|开发区|高新区|产业园|省份|单位|机构|学校|公司|集群|行业|人员|小区|社区|家庭|乡镇|站点)$"
)


def _before_term(scan: Scan, at: int, end: int) -> int:
    """``53个重点项目⟦完成投资⟧…``: the metric of the next number, with its verb and what it is a part of, is not counted."""
    term = catalogue_term(scan, at, end)
    if term is None or term.unit in ("count", "people") or _CLASS_END.search(scan.text, at, end):
        return end
    things = _THINGS.search(scan.text, term.start, term.end)
    if things is not None:
        return things.end()  # ⟦重点项目⟧完成投资 is one term of the catalogue
    if term.start == at:
        shorter = scan.shorter_term(at, end)
        return shorter.start if shorter is not None else end
    lead = scan.cues.ending_at(term.start, at)
    end = lead.start if lead is not None and lead.kind in ("lead", "keep") else term.start
    last = None
    for last in _CLASS.finditer(scan.text, at, end):
        pass
    return last.end() if last is not None and end - last.end() >= 2 else end


def read_level_end(scan: Scan, lo: int, end: int) -> int:
    """Step back over the verbs that lead to the next number."""
    while cue := next(
        (
            c
            for c in reversed(scan.cues.touching(max(lo, end - 6), end))
            if c.end == end and c.start >= lo and c.kind in ("level", "rank", "share", "adverb", "change", "distribute", "all")
        ),
        None,
    ):
        end = cue.start
    return end


def trim_right(text: str, start: int, end: int) -> Span:
    """Take the joining marks off the end of a phrase that follows its number."""
    while end > start and (
        text[end - 1] in " 、和及与以并而等的已均共将"
        or text[end - 1] == "中"
        and end - start > 2
        and text[end - 2] in "目业个类家区县市面)）库点"
    ):
        end -= 1
    return start, end
