"""What is no part of a name at its ends: adverbs, light verbs, particles, marks and times."""

from __future__ import annotations

import regex

from extractor.scan import Scan
from extractor.stretches import Span, is_named

_EDGE_LEFT = ' 的了、,;:·—-)]"”’」》等和与及以从\ufffd'


_EDGE_RIGHT = ' 的了、,;:·—-(["“‘「《也由从以'


_LASTED = regex.compile(r"(?:[一二两三四五六七八九十]{1,2}|[0-9]{1,2})(?:年|个月)(?:来|间|内|时间)?$")
_KEPT = "新增"
"""可⟦新增⟧就业: of a cue only the verb that is part of the metric stays."""
BARE_THINGS = frozenset({"项目", "企业", "工程", "合同", "协议"})
"""Without their verb these say too little: ⟦开复工⟧项目, ⟦签约⟧项目."""
TURN = regex.compile(
    r"(?:均|都|仍|也)?(?:取得|实现|保持|呈现|延续|继续)?(?:了)?(?:较快|快速|平稳|稳定|大幅|持续|较大|稳步|小幅|明显|高速|强劲|稳中有)(?:的)?(?:增长|上升|下降|回落|回升|提高|提升|升|进)$"
)
"""水泥产量⟦保持平稳增长⟧,同比增长…: what the clause before says of its metric."""
_ALREADY = regex.compile(
    r"(?:现已|目前已|已经|已|现)(?:(?:完成|实现)(?=\p{Han}{2})|(?=建成|开工|竣工|签约|落户|累计|投入|达))|(?:该|这一|此|上述|这些)(?=增速|增幅|涨幅|降幅|指标|比例|比重|占比|数量|规模|总量)|(?:该|本|此)(?:项目|工程)(?=[\p{Han}]{2})|(?:虽|虽然|尽管|但|不过)(?=[\p{Han}])"
)


def trim_phrase(scan: Scan, start: int, end: int) -> Span:
    """Take adverbs, light verbs and punctuation off both ends."""
    text = scan.text
    changed = True
    while changed and start < end:
        changed = False
        while start < end and (opened := _ALREADY.match(text, start, end)) is not None:
            start, changed = opened.end(), True
        while start < end and (
            text[start] in _EDGE_LEFT
            and text[start : start + 2] not in ("从业", "从教", "从事")
            or text[start] == "在"
            and text[start + 1 : start + 2] not in tuple("校园学岗建职训册库营研产架手编")
        ):
            start, changed = start + 1, True
        while end > start and text[end - 1] in _EDGE_RIGHT:
            end, changed = end - 1, True
        if end - start > 2 and text[end - 1] == "中" and "在" in text[max(0, start - 4) : start]:
            end, changed = end - 1, True  # 在综合评价中
        for cue in scan.cues.within(start, end):
            if cue.start != start:
                break
            if (
                cue.kind in ("adverb", "connector", "of_which", "basis", "all", "distribute", "status")
                and (cue.end < end - 1 or text[cue.end : end] not in ("率", "量", "额", "数"))
                or cue.kind == "lead"
                and cue.end < end - 1
                and text[cue.end] not in "率量额数面"
                and not (cue.value == "weak" and _is_generic_head(scan, cue.end, end))
                and text[cue.end : end] not in BARE_THINGS
                and not in_relative_clause(scan, cue.end, end)
                and not _opens_kinds(scan, cue.end, end)
                and not (cue.value == "weak" and text.endswith("人数", cue.end, end))
            ):
                if (
                    not inside_term(scan, cue.start, cue.end, end)
                    and not is_named(scan, cue)
                    and not (_MEAN.match(text, cue.start, cue.end) and cue.end < end)
                ):
                    kept = len(_KEPT) if cue.kind == "status" and text.endswith(_KEPT, cue.start, cue.end) else 0
                    start, changed = cue.end - kept, cue.end - kept > start
                    break
        tail = next((c for c in reversed(scan.cues.touching(max(start, end - 8), end)) if c.end == end and c.start > start), None)
        if (
            tail is not None
            and tail.kind in ("adverb", "basis", "all", "distribute", "level", "connector")
            and not _ends_term(scan, tail.start, end)
        ):
            end, changed = tail.start, True
        lasted = _LASTED.search(text, start, end)
        lasted = lasted or TURN.search(text, start, end)
        if lasted is not None and lasted.start() > start:
            end, changed = lasted.start(), True
        mark = scan.pseudo.ending_at(end, start)
        if mark is not None and mark.reason == "list_marker":
            end, changed = mark.start, True
        period = scan.periods.ending_at(end, start)
        if period is not None and period.start >= start and end > start:
            end, changed = period.start, True
    return start, end


def _opens_kinds(scan: Scan, at: int, end: int) -> bool:
    """``签约⟦、在谈、意向项目⟧``: the first of several kinds of a thing; of several verbs (引进、培育企业) each may go."""
    verbs = (c for c in scan.cues.within(at, end) if c.start == at + 1)
    return scan.text[at] == "、" and not any(c.kind == "lead" for c in verbs)


def in_relative_clause(scan: Scan, start: int, end: int) -> bool:
    """``完成⟦选址的学校⟧有4所``: what has a verb behind it leaves the verb before it to its own clause."""
    return _RELATIVE.fullmatch(scan.text, start, end) is not None and scan.text[end : end + 1] in ("有", "共", "达", "已")


_RELATIVE = regex.compile(
    r"[^的,;、]{1,12}的(?:项目|企业|工程|单位|园区|开发区|机构|学校|医院|公司|产品|地块|小区|[县市区镇乡村户])"
)


def _is_generic_head(scan: Scan, start: int, end: int) -> bool:
    """⟦采购⟧规模, ⟦签约⟧金额: without the verb the head would say nothing."""
    return any(
        c.kind == "head" and c.value == "generic" and (c.start, c.end) == (start, end) for c in scan.cues.within(start, end)
    )


_MEAN = regex.compile("平均|年均")
"""``⟦年均⟧气温``: before a noun it says which value of the metric is meant; before a verb of change it is a basis."""


def _ends_term(scan: Scan, start: int, end: int) -> bool:
    """Is the word the end of a catalogue term (总量 of 经济总量)?"""
    return any(m.start < start and m.end >= end for m in scan.metrics.touching(start, end))


def inside_term(scan: Scan, start: int, end: int, hi: int) -> bool:
    """A catalogue term that begins before the verb's end and goes beyond it (投入强度) keeps the verb."""
    return any(m.start <= start and m.end > end and m.end <= hi for m in scan.metrics.touching(start, end)) or any(
        e.type == "INDUSTRY" and e.start <= start and e.end > end for e in scan.entities.touching(start, end)
    )
