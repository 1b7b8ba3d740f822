"""Target, forecast or actual: cues and how far they reach, and lists of tasks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import regex

from extractor.claims import Claim
from extractor.cues import CueFinder
from extractor.mentions import Cue, Period
from extractor.scan import Scan, Track
from extractor.subjects import REACH

HEADING = 30
"""Longer blocks, in characters, are no heading that announces plans."""


def fill_status(scan: Scan, claims: Sequence[Claim], cues: CueFinder, published: date | None) -> None:
    """Target, forecast or actual: the last status cue whose reach covers the number; ``section`` reaches to the paragraph's end."""
    plans = _plan_sections(scan)
    said = Track([cue for cue in scan.cues if cue.kind == "status"])
    for claim in claims:
        if is_origin(scan, claim):
            continue  # where a target starts from has been reached
        sentence = claim.sentence
        best = None
        for cue in said.within(max(sentence.start, claim.quantity.start - REACH), claim.quantity.number_start):
            reach = cues.rules[cue.rule].reach
            if best is not None and cue.rule.endswith("_future") or _is_spent(scan, cue, claim.quantity.start):
                continue
            if reach == "clause" and regex.search(r"[,;,;]", scan.text[cue.end : claim.quantity.start]):
                continue
            best = cue
        if best is None:
            best = _section_cue(scan, said, claim, cues)
        if best is None and _in_plan(scan, plans, claim, published):
            claim.status = "target"
            claim.inherited.add("status")
        if best is not None and best.value == "forecast" and claim.measure == "rank" and best.end < claim.anchor - 12:
            best = None
        if best is not None and best.value == "forecast" and (claim.status == "target" or _is_outlay(scan, claim, best)):
            best = None
        if (
            best is not None
            and claim.measure == "completion"
            and best.rule.endswith(("target_clause", "planned_amount"))
            or best is not None
            and claim.comparison == "target"
        ):
            best = None
        if best is not None and best.value != "actual":
            claim.status = best.value
            claim.note("status", best.start, best.end)
            if best.start < sentence.start:
                claim.inherited.add("status")
    _carry_goal_back(scan, claims)
    if _is_plan(scan, claims):
        for claim in claims:
            claim.status = "target"
            claim.inherited.add("status")


def is_origin(scan: Scan, claim: Claim) -> bool:
    """由目前的⟦3万家⟧扩至5万家: the number that a change sets out from."""
    start, end = claim.quantity.start, claim.quantity.end
    opened = _FROM.search(scan.text, max(claim.sentence.start, start - 20), start)
    return opened is not None and _TO.match(scan.text, end, min(end + 14, len(scan.text))) is not None


_FROM = regex.compile(r"(?:由|从)[^,;。由从]{0,14}$")
_TO = regex.compile(r"[^,;。0-9]{0,8}(?:到|至|为)[^,;。]{0,4}[0-9一二三四五六七八九十百千万亿两]")


def _is_outlay(scan: Scan, claim: Claim, cue: Cue) -> bool:
    """What a project costs is settled, whatever it will yield (建成后可实现产值…,其中甲项目投资4亿元)."""
    is_yield = scan.text[cue.start : cue.end].endswith(("后", "可实现", "可新增", "可带动"))
    return (
        is_yield
        and bool(claim.metric_spans)
        and scan.text[slice(*claim.metric_spans[-1])].endswith(("投资", "投资额", "总投资额"))
    )


def _is_spent(scan: Scan, cue: Cue, at: int) -> bool:
    """Has a word of aim or forecast done its work before ``at``?

    A goal that closes its clause (提前实现了…的预期目标;) speaks of the numbers before it; a forecast whose clause
    ends in a semicolon without a number (预计年内开工;) does not reach beyond.
    """
    if cue.value == "actual":
        return False
    text = scan.text
    if (
        "计划" in text[cue.start : cue.end]
        and _OF_PLAN.search(text, max(0, cue.start - 10), cue.start)
        and _RATE_AFTER.match(text, cue.end)
    ):
        return True
    if text[cue.start : cue.end] == "争取" and _WON.match(text, cue.end):
        return True
    if "目标" in text[cue.start : cue.end] and _MEASURED_BY.search(text, max(0, cue.start - 12), cue.start):
        return True
    if (
        text[cue.end : cue.end + 1] in _CLOSING
        and text[cue.start - 1 : cue.start] in ("的", "定", "了", "成")
        and "目标" in text[cue.start : cue.end]
    ):
        return True
    closed = text.find(";", cue.end, at)
    return closed >= 0 and (not scan.quantities.within(cue.end, closed) or _is_said_again(scan, cue, at))


def _is_said_again(scan: Scan, cue: Cue, at: int) -> bool:
    """``…,预计增长8%;⟦产值5亿元⟧,预计增长9%``: a forecast that each part of a sentence makes for itself."""
    word, stop = scan.text[cue.start : cue.end], scan.text.find("。", at)
    return cue.value == "forecast" and scan.text.find(word, at, len(scan.text) if stop < 0 else stop) >= 0


_WON = regex.compile(r"到|了|(?:国家|中央|上级|省级|市级|各级|各类|专项|政策|项目|债券|财政|超长期|预算内)+(?!达|实现|完成)")
"""争取中央资金3亿元: what was obtained, no aim."""
_MEASURED_BY = regex.compile(r"(?:[比较距]|高于|低于|超过|超出|好于|优于|超额完成|完成了?)[^,;。:]{0,8}$")
"""比全年预期目标高1.2个百分点: the goal is what the figure is measured by."""
_OF_PLAN = regex.compile(r"(?:完成|占)[^,;。:]{0,6}$")
_RATE_AFTER = regex.compile(r"[^,;。0-9]{0,4}[0-9.]+%")
"""完成县计划108%: what a completion is measured by, no aim."""
_CLOSING = (",", ";", "。", ")", "、", "")


_GOAL_AFTER = regex.compile(r"的(?:年度|全年|年初|预期|约束性|主要|调控)*(?:目标|任务|指标)|(?:年度|全年|年初|预期|约束性)*目标")
_TASK_AFTER = regex.compile(r"(?:年度|全年|年初)?任务")


def _carry_goal_back(scan: Scan, claims: Sequence[Claim]) -> None:
    """``水耗下降6%、排放压减4%的约束性指标``: the goal that closes a list holds for all of it."""
    is_goal = False
    later: Claim | None = None
    for claim in reversed(claims):
        listed = later is not None and later.sentence is claim.sentence and later.measure == claim.measure
        listed = listed and scan.text[claim.end : claim.end + 1] == "、"
        is_goal = _is_goal(scan, claim) or is_goal and listed
        if is_goal and claim.status == "actual" and claim.measure in ("level", "growth"):
            claim.status = "target"
        later = claim


def _is_goal(scan: Scan, claim: Claim) -> bool:
    """90亿元目标任务, 4%的约束性指标; a count of tasks (38项任务) is none."""
    is_count = claim.quantity.family == "count"
    return (
        _GOAL_AFTER.match(scan.text, claim.end) is not None
        or not is_count
        and _TASK_AFTER.match(scan.text, claim.end) is not None
    )


def _plan_sections(scan: Scan) -> list[tuple[int, int]]:
    """Stretches under a heading such as 工作安排, up to one such as 工作回顾 or the article's end."""
    found: list[tuple[int, int]] = []
    opened: int | None = None
    for block in scan.blocks:
        if block.kind not in ("heading", "title", "body") or block.end - block.start > HEADING:
            continue
        cue = next((c for c in scan.cues.within(block.start, block.end) if c.kind == "section"), None)
        if cue is None:
            continue
        if opened is not None:
            found.append((opened, block.start))
        opened = block.end if cue.value == "target" else None
    if opened is not None:
        found.append((opened, len(scan.text)))
    return found


def _in_plan(scan: Scan, plans: list[tuple[int, int]], claim: Claim, published: date | None) -> bool:
    """Is a number under a plan's heading a task of the plan, and not a look back (去年建成…)?"""
    at = claim.quantity.start
    if not any(start <= at < end for start, end in plans) or claim.measure == "completion":
        return False
    period = scan.periods.last_within(claim.sentence.start, at)
    return not (period is not None and period.last is not None and published is not None and period.last < published)


def _is_plan(scan: Scan, claims: Sequence[Claim]) -> bool:
    """A list of tasks: nothing but counts, each sentence beginning with what is to be done, and no word of anything achieved.

    Work reports list the tasks of the coming year so, without a word such as 计划.
    """
    if len(claims) < 6 or any(c.measure != "level" or c.status != "actual" or c.is_reached or c.unit == "%" for c in claims):
        return False
    if any(p.first is not None and p.kind != "day" for p in scan.periods) or _ACHIEVED.search(scan.text):
        return False
    said = {c.sentence.start for c in claims}
    opening = [s for s in scan.sentences if s.start in said]
    acting = sum(
        1
        for s in opening
        if any(c.kind in ("lead", "keep", "change") for c in scan.cues.within(s.start, min(s.end, s.start + 8)))
        or scan.text[s.start] in "为向"
    )
    return acting * 2 > len(opening)


_ACHIEVED = regex.compile(
    r"已|了|达到?[0-9]|提高到|增长|(?<!城乡|安|宜|定)居(?!民|住|家|委)|连续|再创|同比|完成率|获|成功|投用|首次|突破|共有|现有"
)


def _section_cue(scan: Scan, said: Track[Cue], claim: Claim, cues: CueFinder) -> Cue | None:
    start = claim.sentence.start
    nearby = said.within(max(claim.sentence.block.start, start - REACH), start)
    reaching = (c for c in reversed(nearby) if cues.rules[c.rule].reach == "section" or c.value == "actual")
    return next((c for c in reaching if not _is_spent(scan, c, claim.quantity.start)), None)


def go_on_with_plan(scan: Scan, claims: Sequence[Claim], published: date | None) -> None:
    """``2024年力争增长6.5%。新签约项目30个``, said early in 2024: what a paragraph adds to its aims for a year to come is aimed at."""
    if published is None:
        return
    aims: dict[int, Period] = {}
    for claim in claims:
        period, block = claim.period, claim.sentence.block.start
        if period is None or period.first is None or period.last is None or (period.last - published).days < _AHEAD:
            continue
        if claim.status == "target":
            aims[block] = period
        elif claim.status == "actual" and (aim := aims.get(block)) is not None:
            said = scan.text[max(claim.sentence.start, claim.quantity.start - REACH) : claim.quantity.start]
            if (aim.first, aim.last) == (period.first, period.last) and not _REACHED.search(said):
                claim.status = "target"
                claim.inherited.add("status")


_AHEAD = 180
"""So many days before its end a year's figures are no results yet."""
_REACHED = regex.compile(r"已|目前|现有|累计|截至|同比|了|上年|去年")
