"""When it was: the period said in the sentence, carried from paragraph, section or lead. Every fill is marked."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from datetime import date

import regex

from extractor.claims import Claim
from extractor.mentions import Period
from extractor.period_fit import fit_period, to_year_before, year_of
from extractor.scan import Scan, Track, mask
from extractor.statuses import is_origin
from extractor.subjects import REACH, spans_of


def fill_periods(scan: Scan, claims: Sequence[Claim], published: date | None) -> None:
    """Give each claim the last period said before it that is no basis of comparison: in its sentence, its paragraph, the article's lead."""
    bases = mask(len(scan.text), spans_of(claims, "reference", "comparison"))
    usable = Track([p for p in scan.periods if p.first is not None and not _is_basis(scan, p, bases)])
    topics = Track([p for p in usable if p.kind not in ("day", "point") and _opens_sentence(scan, p)])
    lead = _lead_period(scan, usable, topics)
    for claim in claims:
        if claim.period is None:
            _fill_period(scan, claim, usable, topics, lead, published)
            to_year_before(scan, claim)
        if (
            claim.status == "actual"
            and published is not None
            and not claim.is_period_inherited
            and _begins_after(claim.period, published)
        ):
            if is_origin(scan, claim):
                claim.period = None  # the time is that of the goal, not of where it starts from
                claim.evidence.pop("period", None)
            else:
                claim.status = "target"  # what has not begun cannot have happened
        fit_period(scan, claim)


def _owned(scan: Scan, claim: Claim) -> Period | None:
    """由2013年⟦的⟧746万人减少到…: a time that owns the number, unless the number is measured against it."""
    at = claim.quantity.start - 1
    while at > 0 and claim.measure == "share" and scan.text[at] in ":0123456789.":
        at -= 1  # the parts of a ratio share its time
    if claim.measure == "multiple" or at < 1 or scan.text[at] != "的":
        return None
    period = scan.periods.ending_at(at, max(0, at - 16))
    taken = claim.evidence.get("reference", []) + claim.evidence.get("comparison", [])
    if period is None or period.first is None or period.kind == "same" or any(a <= period.start < b for a, b in taken):
        return None
    return period


def _begins_after(period: Period | None, day: date) -> bool:
    return period is not None and period.first is not None and period.first > day


def _ends_before(period: Period, day: date) -> bool:
    return period.last is not None and period.last < day


def _opens_sentence(scan: Scan, period: Period) -> bool:
    """Does a time stand before all numbers of its sentence, at the head of a clause: the time that a paragraph goes on with?"""
    at = bisect.bisect_right(scan.sentences, period.start, key=lambda s: s.start) - 1
    if at < 0:  # in a byline, which has none
        return False
    sentence = scan.sentences[at]
    if not sentence.start <= period.start < min(sentence.end, sentence.start + _HEAD) or _has_figures(
        scan, sentence.start, period.start
    ):
        return False
    return (
        period.start == sentence.start or scan.text[period.start - 1] in ",。:;、 \u3000\n(" or period.start - sentence.start <= 6
    )


_HEAD = 200
"""How far into its sentence, in characters, a time can stand and still open it."""


def _has_figures(scan: Scan, start: int, end: int) -> bool:
    """Numbers in digits; a word such as 三个 of a slogan says nothing."""
    return any(scan.text[q.number_start].isascii() for q in scan.quantities.within(start, end))


def _is_lapse(scan: Scan, period: Period) -> bool:
    """十年提高6个百分点, 五年累计增长36%: how long something took."""
    return _LAPSE.fullmatch(scan.text, period.start, period.end) is not None


_LAPSE = regex.compile(r"(?:[一二两三四五六七八九十]{1,3}|[0-9]{1,2})年(?:来|间)?")


def _fill_period(
    scan: Scan, claim: Claim, usable: Track[Period], topics: Track[Period], lead: Period | None, published: date | None
) -> None:
    own = _owned(scan, claim) or _in_sentence(scan, claim, usable)
    if own is not None:
        claim.period = own
        claim.note("period", own.start, own.end)
        return
    block = claim.sentence.block
    carried = topics.last_within(block.start, claim.sentence.start) or usable.last_within(block.start, claim.sentence.start)
    if carried is None:
        carried = _section_period(scan, usable, topics, claim) or _heading_period(scan, usable, block.start)
    if carried is None and lead is not None and lead.start < claim.quantity.start:
        carried = lead
    if carried is None:
        carried = _announced(topics, claim)
    if carried is None or claim.status == "target" and published is not None and _ends_before(carried, published):
        carried = _home_year(published, claim) or carried
    if claim.comparison == "annual_average" and carried is not None and carried.kind != "plan":
        carried = next(
            (p for p in reversed(usable.within(max(0, claim.quantity.start - REACH), claim.quantity.start)) if _is_long(p)),
            carried,
        )
    if carried is not None and claim.status == "target" and carried.kind in ("quarter", "half", "month", "span"):
        carried = year_of(carried)
    if carried is not None:
        claim.period, claim.is_period_inherited = carried, True
        claim.inherited.add("period")


def _is_long(period: Period) -> bool:
    """More than two years: what an annual average is taken over."""
    return period.first is not None and period.last is not None and (period.last - period.first).days > 700


def _in_sentence(scan: Scan, claim: Claim, usable: Track[Period]) -> Period | None:
    """The last time said in the sentence; how long a change took holds for that change alone, an aside up to its semicolon."""
    for period in reversed(usable.within(max(claim.sentence.start, claim.quantity.start - REACH), claim.quantity.start)):
        between = scan.text[period.end : claim.quantity.start]
        if _is_lapse(scan, period) and regex.search("[,;、]", between):
            continue
        if scan.text[period.start - 1 : period.start] in ("由", "从") and scan.quantities.within(
            period.end, claim.quantity.start
        ):
            continue  # 由2019年的12亿元发展到⟦36亿元⟧: the time is that of the beginning
        if ";" in between and _is_aside(scan, period, usable, claim.sentence.start):
            continue
        return period
    return None


_ASIDE_BEFORE = regex.compile(r"其中[,:]?$")
_ASIDE_AFTER = regex.compile(r"份?(?:当月|单月)")


def _is_aside(scan: Scan, period: Period, usable: Track[Period], opening: int) -> bool:
    """一季度增长6.8%,其中3月份增长7.9%;…: the month of one figure, after which the sentence goes back to its own time."""
    if not _has_figures(scan, opening, period.start):
        return False
    before = scan.text[max(opening, period.start - 3) : period.start]
    if _ASIDE_BEFORE.search(before) or _ASIDE_AFTER.match(scan.text, period.end):
        return True
    return before.endswith(",") and any(_is_part(period, whole) for whole in usable.within(opening, period.start))


def _is_part(period: Period, whole: Period) -> bool:
    """Does a time lie in a longer one?"""
    if period.first is None or period.last is None or whole.first is None or whole.last is None:
        return False
    return whole.first <= period.first and period.last <= whole.last and (whole.first, whole.last) != (period.first, period.last)


def _section_period(scan: Scan, usable: Track[Period], topics: Track[Period], claim: Claim) -> Period | None:
    """Where each line is a block of its own, the line before that opened with a time sets it for those after."""
    block = claim.sentence.block
    if block.end - block.start > 90:
        return None
    at = bisect.bisect_left(scan.blocks, block.start, key=lambda b: b.start)
    for before in reversed(scan.blocks[max(0, at - 12) : at]):
        if before.kind in ("heading", "title") or before.end - before.start > 120:
            return None
        opening = next(iter(usable.within(before.start, min(before.end, before.start + 20))), None)
        if opening is not None and opening.start < before.start + 8 and opening.kind not in ("day", "point"):
            return _narrower(scan, topics, before.start, before.end) or opening
    return None


def _heading_period(scan: Scan, usable: Track[Period], at: int) -> Period | None:
    """The year that the last heading names: 二、2025年工作安排."""
    heading = scan.headings.last_within(0, at)
    if heading is None:
        return None
    return next((p for p in usable.within(heading.start, heading.end) if p.kind == "year"), None)


def _announced(topics: Track[Period], claim: Claim) -> Period | None:
    """``客流量增长16%。今年前5个月,…``: the time of a summary that opens a paragraph is said by the sentence after it."""
    sentence, block = claim.sentence, claim.sentence.block
    if sentence.start - block.start > 3 or claim.measure not in ("growth", "difference"):
        return None
    following = topics.within(sentence.end, min(block.end, sentence.end + 24))
    return next((p for p in following if p.start <= sentence.end + 2 and p.kind != "year"), None)


def _home_year(published: date | None, claim: Claim) -> Period | None:
    """A report of January to March speaks of the year before; its aims are for the year that has begun."""
    if published is None or published.month > 3:
        return None
    year = published.year if claim.status == "target" else published.year - 1
    return Period(0, 0, date(year, 1, 1), date(year, 12, 31), "year", True, "period.inherited.home_year")


_BASIS_AFTER = regex.compile(
    r"(?:相比|(?:计划|目标|预期)(?=[^\p{Han}]|[的数值任进相]|$)|的(?:水平|[0-9第]|[全国省市]{1,2}第)|同期)|以来(?:的)?(?:企稳|新)"
)


_FOUNDED = regex.compile(r"(?:成立|创建|始建|修建|建成|组建|诞生|注册|落户|创办|设立|启动|开工|投产|竣工)于$")
_BASIS_BEFORE = regex.compile(
    r"(?:比|较|与|同|和|创|创下|(?<!特别|尤其|主要|正)是|自|延续|延续了|相当于|恢复到|恢复至|扭转了?|一改)$"
)


def _is_basis(scan: Scan, period: Period, bases: bytearray) -> bool:
    """Is a period what something is compared with, rather than when it happened?"""
    if period.kind == "same" or bases[period.start] or _BASIS_AFTER.match(scan.text, period.end):
        return True
    if period.kind == "day" and scan.text.endswith("记者", 0, period.start):
        return True  # 记者6日从…获悉: when it was told
    if _FOUNDED.search(scan.text, max(0, period.start - 4), period.start) is not None:
        return True  # 成立于2016年 dates the company, not its figures
    return _BASIS_BEFORE.search(scan.text, max(0, period.start - 4), period.start) is not None


def _lead_period(scan: Scan, usable: Track[Period], topics: Track[Period]) -> Period | None:
    """What the article as a whole reports on: a period of its title, or one that opens its first lines."""
    blocks = [b for b in scan.blocks if b.kind in ("title", "heading", "body")]
    for block in blocks[:3]:
        limit = block.end if block.kind != "body" else min(block.end, block.start + 60)
        if block.kind == "body" and (narrow := _narrower(scan, topics, block.start, block.end)) is not None:
            return narrow
        for period in usable:
            dated = scan.text[period.start : period.start + 4].isdigit() or scan.text[period.start - 1 : period.start] in (
                "",
                ",",
                "。",
                ":",
                "\n",
                " ",
                "\u3000",
                "—",
                ";",
            )
            if (
                dated
                and not _is_report_year(scan, period)
                and (block.kind != "body" or not _has_figures(scan, block.start, period.start))
                and block.start <= period.start < limit
                and period.kind not in ("day", "point")
                and scan.text[period.start - 1 : period.start] not in ("于", "自", "从")
            ):
                return period
    return None


def _narrower(scan: Scan, topics: Track[Period], start: int, end: int) -> Period | None:
    """``今年以来…,上半年…``: of two times that open the lead the one that has ended says what is reported on."""
    opening = [p for p in topics.within(start, end) if not _is_report_year(scan, p)]
    since = bool(opening) and scan.text[opening[0].start : opening[0].end].endswith("以来")
    return next((p for p in opening[1:] if p.kind in ("quarter", "half", "month", "span")), None) if since else None


def _is_report_year(scan: Scan, period: Period) -> bool:
    """2009年省政府工作报告 speaks of the year before and of what is to be done in its own."""
    return period.kind == "year" and _REPORT_AFTER.match(scan.text, period.end) is not None


_REPORT_AFTER = regex.compile(r"[\p{Han}()]{0,16}(?:政府)?工作报告")
