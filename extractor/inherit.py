"""Filling what a sentence leaves unsaid: subject, period and status carried from context. Every fill is marked."""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import regex

from extractor.claims import Claim
from extractor.coreference import Home, resolve_back_reference, resolve_relative
from extractor.cues import CueFinder
from extractor.mentions import Cue, Entity, Period
from extractor.scan import Scan, Track, mask

REACH = 2000
"""How far back, in characters, a word in the same sentence can act; no sentence of a release is longer."""

_SUBJECT_TYPES = frozenset({"ORG", "PARK", "PLACE"})
_REPORTED = regex.compile(r"(?:数据)?(?:统计|显示|发布|公布|介绍|表示|获悉|消息|披露|了解|召开|举行|印发|报道|通报|透露|认为|指出|预计|预测|电)")


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose figure: name, type and code, where it was said, and whether it opens its sentence."""

    name: str
    type: str | None
    code: str | None
    start: int
    end: int
    opens: bool = False


# ---------------------------------------------------------------- subject
def fill_subjects(scan: Scan, claims: Sequence[Claim], home: Home) -> None:
    """Give each claim the body or place it speaks of.

    In this order: the name right before its metric; the last name in subject position of its sentence (a place does
    not reach past a semicolon); the name that an earlier sentence of the paragraph opened with; the article's home.
    """
    mentions = Track(_subject_mentions(scan, home, mask(len(scan.text), _spans(claims, "reference", "comparison"))))
    openings = Track([s for s in mentions if s.opens])
    default = home_subject(scan, home, mentions)
    for claim in claims:
        own = claim.evidence.pop("subject", None)
        chosen = _at(scan, own[0], home) if own else None
        chosen = chosen or _in_sentence(scan, mentions, claim) or _in_paragraph(openings, claim)
        if chosen is None:
            claim.subject, claim.subject_type, claim.subject_code = default
            claim.inherited.add("subject")
            continue
        claim.subject, claim.subject_type, claim.subject_code = chosen.name, chosen.type, chosen.code
        claim.note("subject", chosen.start, chosen.end)
        if chosen.start < claim.sentence.start:
            claim.inherited.add("subject")


def _in_sentence(scan: Scan, mentions: Track[Subject], claim: Claim) -> Subject | None:
    at = claim.quantity.start
    lowest = max(claim.sentence.start, at - REACH)
    border = scan.text.rfind(";", lowest, at)
    return next((s for s in reversed(mentions.within(lowest, at)) if s.opens or s.start > border), None)


def _in_paragraph(openings: Track[Subject], claim: Claim) -> Subject | None:
    return openings.last_within(claim.sentence.block.start, claim.sentence.start)


def home_subject(scan: Scan, home: Home, mentions: Sequence[Subject]) -> tuple[str | None, str | None, str | None]:
    """Whose figures an article gives where nobody is named: its own relative word (全省), the body or place it is about, else the country."""
    words = Counter(scan.text[m.start : m.end] for m in mentions if scan.text[m.start] in "全我" and scan.text[m.start + 1] in "省市区县州旗盟")
    if words:
        word = words.most_common(1)[0][0]
        resolved = resolve_relative(word, home)
        return (resolved[0], "PLACE", resolved[1]) if resolved is not None else (word, None, None)
    if home.body is not None:
        return home.body, home.body_type, None
    if home.place is not None:
        return home.place, "PLACE", home.code
    for word in scan.relatives:
        said = scan.text[word.start : word.end]
        if said[0] in "全我本" and said[1] in "省市区县州旗盟镇":
            return said, None, None
    return "全国", "PLACE", None


def _spans(claims: Sequence[Claim], *names: str) -> list[tuple[int, int]]:
    return [span for claim in claims for name in names for span in claim.evidence.get(name, ())]


def _subject_mentions(scan: Scan, home: Home, taken: bytearray) -> list[Subject]:
    """Bodies, parks, places and relative words that stand where a subject stands: at the start of a clause, or after its time."""
    openings = {s.start for s in scan.sentences}
    found: list[Subject] = []
    for entity in scan.entities:
        if entity.type in _SUBJECT_TYPES and _is_free(scan, entity.start, entity.end, taken) and not _is_reporter(scan, entity):
            found.append(Subject(subject_name(scan, entity), entity.type, entity.code, entity.start, entity.end, _opens(scan, entity.start, openings)))
    for word in scan.relatives:
        if _is_free(scan, word.start, word.end, taken):
            found.append(replace(_relative(scan, word.start, word.end, home), opens=_opens(scan, word.start, openings)))
    return sorted(found, key=lambda s: s.start)


def _is_free(scan: Scan, start: int, end: int, taken: bytearray) -> bool:
    text = scan.text
    if taken[start] or text[end : end + 1] in "”’」》":
        return False
    if any(m.start < end and start < m.end for m in scan.metrics.touching(start, end)):
        return False
    before = start
    while period := scan.periods.ending_at(before, 0):
        before = period.start
    lead = text[max(0, before - 1) : before]
    return before == 0 or lead in ",;:。!?\n\u3000 (—·" or text[max(0, before - 2) : before] in ("其中", "同时", "截至", "目前", "而且", "此外") or lead == "日"


def _opens(scan: Scan, start: int, openings: set[int]) -> bool:
    """Does a name open its sentence, a time or a blank before it allowed?"""
    at = start
    while at not in openings:
        period = scan.periods.ending_at(at, 0)
        if period is not None:
            at = period.start
        elif at > 0 and scan.text[at - 1] in " ,\u3000—":
            at -= 1
        elif at > 1 and scan.text[at - 2 : at] in ("截至", "其中", "初步", "据悉"):
            at -= 2
        else:
            return False
    return True


def _is_reporter(scan: Scan, entity: Entity) -> bool:
    """国家统计局公布, 某公司表示: who says it, not whose figure it is."""
    return entity.type != "PLACE" and _REPORTED.match(scan.text, entity.end) is not None


def subject_name(scan: Scan, entity: Entity) -> str:
    """The full name of a body said in short; a place as written where its official name is of another kind (新疆)."""
    written = scan.text[entity.start : entity.end]
    if entity.type == "PLACE" and entity.name.startswith(written) and len(entity.name) > len(written) + 1:
        return written
    return entity.name


def _relative(scan: Scan, start: int, end: int, home: Home) -> Subject:
    word = scan.text[start:end]
    resolved = resolve_relative(word, home)
    if resolved is None and (back := resolve_back_reference(word, start, scan.entities)) is not None:
        return Subject(back.name, back.type, back.code, start, end)
    if resolved is None:
        return Subject(word, None, None, start, end)
    return Subject(resolved[0], "PLACE", resolved[1], start, end)


def _at(scan: Scan, span: tuple[int, int], home: Home) -> Subject | None:
    for entity in scan.entities.touching(*span):
        if (entity.start, entity.end) == tuple(span):
            return None if _is_reporter(scan, entity) else Subject(subject_name(scan, entity), entity.type, entity.code, *span)
    for word in scan.relatives.touching(*span):
        if (word.start, word.end) == tuple(span):
            return _relative(scan, *span, home)
    back = resolve_back_reference(scan.text[slice(*span)], span[0], scan.entities)
    if back is not None:
        return Subject(back.name, back.type, back.code, *span)
    return Subject(scan.text[slice(*span)], None, None, *span)


# ---------------------------------------------------------------- period
def fill_periods(scan: Scan, claims: Sequence[Claim], published: date | None) -> None:
    """Give each claim the last period said before it that is no basis of comparison: in its sentence, its paragraph, the article's lead."""
    bases = mask(len(scan.text), _spans(claims, "reference", "comparison"))
    usable = Track([p for p in scan.periods if p.first is not None and not _is_basis(scan, p, bases)])
    lead = _lead_period(scan, usable)
    for claim in claims:
        if claim.period is None:
            _fill_period(scan, claim, usable, lead, published)
        _to_point(scan, claim)
        _to_since(claim)


def _fill_period(scan: Scan, claim: Claim, usable: Track[Period], lead: Period | None, published: date | None) -> None:
    own = usable.last_within(claim.sentence.start, claim.quantity.start)
    if own is not None:
        claim.period = own
        claim.note("period", own.start, own.end)
        return
    carried = usable.last_within(claim.sentence.block.start, claim.sentence.start)
    if carried is None:
        carried = _section_period(scan, usable, claim)
    if carried is None and lead is not None and lead.start < claim.quantity.start:
        carried = lead
    if carried is None or claim.status == "target" and published is not None and carried.last < published:
        carried = _home_year(published, claim) or carried
    if carried is not None and claim.status == "target" and carried.kind in ("quarter", "half", "month", "span"):
        carried = _year_of(carried)
    if carried is not None:
        claim.period, claim.is_period_inherited = carried, True
        claim.inherited.add("period")


def _section_period(scan: Scan, usable: Track[Period], claim: Claim) -> Period | None:
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
            return opening
    return None


def _year_of(period: Period) -> Period:
    """A plan said beside a quarter's figures is for the year."""
    return replace(period, first=date(period.first.year, 1, 1), last=date(period.first.year, 12, 31), kind="year")


def _home_year(published: date | None, claim: Claim) -> Period | None:
    """A report of January to March speaks of the year before; its aims are for the year that has begun."""
    if published is None or published.month > 3:
        return None
    year = published.year if claim.status == "target" else published.year - 1
    return Period(0, 0, date(year, 1, 1), date(year, 12, 31), "year", True, "period.inherited.home_year")


_BASIS_AFTER = regex.compile(r"(?:相比|计划|目标|预期|的(?:水平|[0-9])|同期)|以来(?:的)?(?:企稳|新)")
_BASIS_BEFORE = regex.compile(r"(?:比|较|与|同|和|创|创下|是|自|延续|延续了|相当于|恢复到|恢复至)$")


def _is_basis(scan: Scan, period: Period, bases: bytearray) -> bool:
    """Is a period what something is compared with, rather than when it happened?"""
    if period.kind == "same" or bases[period.start] or _BASIS_AFTER.match(scan.text, period.end):
        return True
    return _BASIS_BEFORE.search(scan.text, max(0, period.start - 4), period.start) is not None


def _lead_period(scan: Scan, usable: Track[Period]) -> Period | None:
    """What the article as a whole reports on: a period of its title, or one that opens its first lines."""
    blocks = [b for b in scan.blocks if b.kind in ("title", "heading", "body")]
    for block in blocks[:3]:
        limit = block.end if block.kind != "body" else min(block.end, block.start + 60)
        for period in usable:
            dated = scan.text[period.start : period.start + 4].isdigit() or scan.text[period.start - 1 : period.start] in ("", ",", "。", ":", "\n", " ", "\u3000", "—", ";")
            if dated and block.start <= period.start < limit and period.kind not in ("day", "point") and scan.text[period.start - 1 : period.start] not in ("于", "自", "从"):
                return period
    return None


_STOCK = regex.compile(r"余额|存栏|用户数|在校生")


def _to_point(scan: Scan, claim: Claim) -> None:
    """A stock is counted on the last day of its period; what was reached over several years belongs to the last of them."""
    period = claim.period
    if period is None or period.first is None or period.last is None or period.first == period.last:
        return
    words = "".join(scan.text[a:b] for a, b in claim.metric_spans)
    if _STOCK.search(words) and claim.measure in ("level", "growth", "difference", "share"):
        claim.period = replace(period, first=period.last)
    elif claim.is_reached and (period.last - period.first).days > 700 and period.kind in ("span", "plan", "year"):
        claim.period = replace(period, first=date(period.last.year, 1, 1))


def _to_since(claim: Claim) -> None:
    """A change over a whole plan or several years, its basis unsaid, is measured from the start of that time."""
    period = claim.period
    if claim.measure not in ("growth", "difference") or "comparison" not in claim.inherited or period is None or claim.is_period_inherited:
        return
    if period.first is not None and period.last is not None and (period.last - period.first).days > 700:
        claim.comparison = "since"


# ---------------------------------------------------------------- status
def fill_status(scan: Scan, claims: Sequence[Claim], cues: CueFinder) -> None:
    """Target, forecast or actual: the last status cue whose reach covers the number; ``section`` reaches to the paragraph's end."""
    said = Track([cue for cue in scan.cues if cue.kind == "status"])
    for claim in claims:
        sentence = claim.sentence
        best = None
        for cue in said.within(max(sentence.start, claim.quantity.start - REACH), claim.quantity.number_start):
            reach = cues.rules[cue.rule].reach
            if best is not None and cue.rule.endswith("_future"):
                continue
            if reach == "clause" and regex.search(r"[,;,;]", scan.text[cue.end : claim.quantity.start]):
                continue
            best = cue
        if best is None:
            best = _section_cue(said, claim, cues)
        if best is not None and best.value == "forecast" and claim.measure == "rank" and best.end < claim.anchor - 12:
            best = None
        if best is not None and best.value != "actual":
            claim.status = best.value
            claim.note("status", best.start, best.end)
            if best.start < sentence.start:
                claim.inherited.add("status")
    if _is_plan(scan, claims, cues):
        for claim in claims:
            claim.status = "target"
            claim.inherited.add("status")


def _is_plan(scan: Scan, claims: Sequence[Claim], cues: CueFinder) -> bool:
    """A list of tasks: nothing but counts, each sentence beginning with what is to be done, and no word of anything achieved.

    Work reports list the tasks of the coming year so, without a word such as 计划.
    """
    if len(claims) < 6 or any(c.measure != "level" or c.status != "actual" or c.is_reached or c.unit == "%" for c in claims):
        return False
    if any(p.first is not None and p.kind != "day" for p in scan.periods) or _ACHIEVED.search(scan.text):
        return False
    said = {c.sentence.start for c in claims}
    opening = [s for s in scan.sentences if s.start in said]
    acting = sum(1 for s in opening if any(c.kind in ("lead", "keep", "change") for c in scan.cues.within(s.start, min(s.end, s.start + 8))) or scan.text[s.start] in "为向")
    return acting * 2 > len(opening)


_ACHIEVED = regex.compile(r"已|了|达到?[0-9]|提高到|增长|(?<!城乡|安|宜|定)居(?!民|住|家|委)|连续|再创|同比|完成率|获|成功|投用|首次|突破|共有|现有")


def _section_cue(said: Track[Cue], claim: Claim, cues: CueFinder) -> Cue | None:
    start = claim.sentence.start
    nearby = said.within(max(claim.sentence.block.start, start - REACH), start)
    return next((cue for cue in reversed(nearby) if cues.rules[cue.rule].reach == "section" or cue.value == "actual"), None)
