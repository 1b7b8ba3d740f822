"""Filling what a sentence leaves unsaid: subject, period and status carried from context. Every fill is marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import regex

from extractor.claims import Claim
from extractor.coreference import Home, resolve_back_reference, resolve_relative
from extractor.cues import CueFinder
from extractor.mentions import Block, Entity, Period
from extractor.scan import Scan

_SUBJECT_TYPES = frozenset({"ORG", "PARK", "PLACE"})
_AGAINST = regex.compile(r"(?:比|较|与|和|跟|于|高出|超过|同|占|居|列|名列|位居|排名|在|向|对|从|赴|到|至|由|据|按|经)(?:于|了)?$")
_REPORTED = regex.compile(r"(?:数据)?(?:统计|显示|发布|公布|介绍|表示|获悉|消息|披露|了解|召开|举行|印发|报道|通报|透露|认为|指出|预计|预测|电)")


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose figure: name, type and code, and where it was said."""

    name: str
    type: str | None
    code: str | None
    start: int
    end: int


# ---------------------------------------------------------------- subject
def fill_subjects(scan: Scan, claims: Sequence[Claim], home: Home, name_of: dict[int, str]) -> None:
    """Give each claim the last body or place named before it in its sentence, its paragraph, or the article's home."""
    taken = _reference_spans(claims)
    topic: Subject | None = None
    block: Block | None = None
    pointer = 0
    mentions = _subject_mentions(scan, home, taken)
    for claim in sorted(claims, key=lambda c: c.anchor):
        if claim.sentence.block is not block:
            block, topic = claim.sentence.block, None
            pointer = next((i for i, s in enumerate(mentions) if s.start >= block.start), len(mentions))
        limit = claim.quantity.start
        while pointer < len(mentions) and mentions[pointer].start < limit:
            if mentions[pointer].start >= block.start:
                topic = mentions[pointer]
            pointer += 1
        own = claim.evidence.get("subject")
        subject = _at(scan, own[0], home) if own else None
        chosen = subject or topic
        if chosen is None:
            _take_home(claim, home)
            continue
        claim.subject, claim.subject_type, claim.subject_code = chosen.name, chosen.type, chosen.code
        claim.evidence["subject"] = [(chosen.start, chosen.end)]
        if chosen.start < claim.sentence.start:
            claim.inherited.add("subject")


def _take_home(claim: Claim, home: Home) -> None:
    claim.evidence.pop("subject", None)
    claim.inherited.add("subject")
    claim.subject, claim.subject_type, claim.subject_code = home_subject(home)


def home_subject(home: Home) -> tuple[str | None, str | None, str | None]:
    """The issuing place or body as a subject."""
    if home.body is not None:
        return home.body, home.body_type, None
    return home.place, "PLACE" if home.place else None, home.code


def _reference_spans(claims: Sequence[Claim]) -> list[tuple[int, int]]:
    return [span for claim in claims for span in (*claim.evidence.get("reference", ()), *claim.evidence.get("comparison", ()))]


def _subject_mentions(scan: Scan, home: Home, taken: list[tuple[int, int]]) -> list[Subject]:
    """Everything that can be a subject, in order: bodies, parks and places in subject position, and relative words."""
    found: list[Subject] = []
    for entity in scan.entities:
        if entity.type in _SUBJECT_TYPES and not any(a <= entity.start < b for a, b in taken) and _is_subject_place(scan, entity):
            found.append(Subject(entity.name, entity.type, entity.code, entity.start, entity.end))
    for word in scan.relatives:
        if any(a <= word.start < b for a, b in taken) or _AGAINST.search(scan.text, max(0, word.start - 3), word.start):
            continue
        found.append(_relative(scan, word.start, word.end, home))
    return sorted(found, key=lambda s: s.start)


def _is_subject_place(scan: Scan, entity: Entity) -> bool:
    text = scan.text
    if _AGAINST.search(text, max(0, entity.start - 3), entity.start) and not text[max(0, entity.start - 1) : entity.start] == "在":
        return False
    if entity.type != "PLACE" and _REPORTED.match(text, entity.end):
        return False
    following = text[entity.end : entity.end + 1]
    inside_term = any(m.start < entity.end and entity.start < m.end for m in scan.metrics.touching(entity.start, entity.end))
    return not inside_term and following not in "”’」》"


def _relative(scan: Scan, start: int, end: int, home: Home) -> Subject:
    word = scan.text[start:end]
    resolved = resolve_relative(word, home)
    if resolved is None:
        return Subject(word, None, None, start, end)
    return Subject(resolved[0], "PLACE", resolved[1], start, end)


def _at(scan: Scan, span: tuple[int, int], home: Home) -> Subject | None:
    for entity in scan.entities.touching(*span):
        if (entity.start, entity.end) == tuple(span):
            return Subject(entity.name, entity.type, entity.code, *span)
    for word in scan.relatives.touching(*span):
        if (word.start, word.end) == tuple(span):
            return _relative(scan, *span, home)
    back = resolve_back_reference(scan.text[slice(*span)], span[0], scan.entities)
    if back is not None:
        return Subject(back.name, back.type, back.code, *span)
    return Subject(scan.text[slice(*span)], None, None, *span)


# ---------------------------------------------------------------- period
def fill_periods(scan: Scan, claims: Sequence[Claim], published: date | None) -> None:
    """Give each claim the last period said before it that is no basis of comparison, within sentence, paragraph, article."""
    bases = _reference_spans(claims)
    usable = [p for p in scan.periods if p.first is not None and not _is_basis(scan, p, bases)]
    default = _default_period(scan, usable)
    for claim in claims:
        if claim.period is not None:
            continue
        own = _nearest(usable, claim.sentence.start, claim.quantity.start, claim)
        if own is None:
            own = _after(usable, claim)
        if own is not None:
            claim.period = own
            claim.note("period", own.start, own.end)
            continue
        carried = _nearest(usable, claim.sentence.block.start, claim.sentence.start, claim) or default
        if carried is not None:
            claim.period, claim.is_period_inherited = carried, True
            claim.inherited.add("period")
    for claim in claims:
        _to_point(scan, claim)
        _to_since(claim)


def _is_basis(scan: Scan, period: Period, bases: list[tuple[int, int]]) -> bool:
    text = scan.text
    if any(a <= period.start < b for a, b in bases) or period.kind == "same":
        return True
    before = text[max(0, period.start - 2) : period.start]
    return before.endswith(("比", "较", "于", "是", "与", "为")) and text[period.end : period.end + 1] in ("的", "增", "下", "提", "上", "减", "高", "低", "多", "同", "有", "加", "回", "净", "翻") and not before.endswith("为")


def _nearest(usable: list[Period], lo: int, hi: int, claim: Claim) -> Period | None:
    found = None
    for period in usable:
        if period.start >= hi:
            break
        if period.start >= lo and (claim.quantity.start - period.end > -1):
            found = period
    return found


def _after(usable: list[Period], claim: Claim) -> Period | None:
    return None


def _default_period(scan: Scan, usable: list[Period]) -> Period | None:
    """The article's period: the first that is more than a day, from title or lead."""
    for period in usable:
        if period.kind not in ("day", "point"):
            return period
    return None


def _to_since(claim: Claim) -> None:
    """A change over a whole plan or several years, its basis unsaid, is measured from the start of that time."""
    period = claim.period
    if claim.measure != "growth" or "comparison" not in claim.inherited or period is None or claim.is_period_inherited:
        return
    if period.first is not None and period.last is not None and (period.last - period.first).days > 700:
        claim.comparison = "since"


_STOCK = regex.compile(r"余额|存栏|用户数|在校生")


def _to_point(scan: Scan, claim: Claim) -> None:
    """A stock is counted on the last day of its period."""
    period = claim.period
    if period is None or period.first == period.last or period.kind == "point" or claim.measure not in ("level", "growth", "difference", "share"):
        return
    words = "".join(scan.text[a:b] for a, b in claim.metric_spans)
    if _STOCK.search(words):
        claim.period = replace(period, first=period.last)


# ---------------------------------------------------------------- status
def fill_status(scan: Scan, claims: Sequence[Claim], cues: CueFinder) -> None:
    """Target, forecast or actual: the last status cue whose reach covers the number; ``section`` reaches to the paragraph's end."""
    for claim in claims:
        sentence = claim.sentence
        best = None
        for cue in scan.cues.within(sentence.start, claim.quantity.number_start):
            if cue.kind != "status":
                continue
            reach = cues.rules[cue.rule].reach
            if reach == "clause" and regex.search(r"[,;,;]", scan.text[cue.end : claim.quantity.start]):
                continue
            best = cue
        if best is None:
            best = _section_cue(scan, claim, cues)
        if best is not None and best.value == "forecast" and claim.measure == "rank" and best.end < claim.anchor - 12:
            best = None
        if best is not None and best.value != "actual":
            claim.status = best.value
            claim.note("status", best.start, best.end)
            if best.start < sentence.start:
                claim.inherited.add("status")


def _section_cue(scan: Scan, claim: Claim, cues: CueFinder):
    block = claim.sentence.block
    found = None
    for cue in scan.cues.within(block.start, claim.sentence.start):
        if cue.kind == "status" and (cues.rules[cue.rule].reach == "section" or cue.value == "actual"):
            found = cue
    return found
