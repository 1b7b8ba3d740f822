"""Heads that are always somebody's: ``食品业实现产值甲亿元、利润乙亿元``, ``技改项目31个,总投资丙亿元``.

A head said alone belongs to the industry, class or things that its part of the sentence speaks of; the linker has
read each number's own words, here the part is put before the head.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator

import regex

from extractor.claims import Claim
from extractor.mentions import Sentence
from extractor.phrases import catalogue_term, phrase_before
from extractor.scan import Scan
from extractor.stretches import Span, is_closed_off

_CLASS = regex.compile(r"(?:业|产业|行业|企业|领域|集群|煤矿|机构|学校|教育|工厂|车间|板块|经济|公司|项目|基金|园区|单位|店)$")
_COUNTED = regex.compile(
    r"[^,;。]*?(?:企业|项目|学校|机构|基金|园区|产业|行业|公司|单位|工厂|车间|店|教育|煤矿)(?=$|已|均|全部|开工|建成|投产)"
)
_LONGEST = 24
_FAR = 12
"""How many claims back a topic is looked for."""
_REACH = 300
"""How many characters from the head of its part of the sentence an industry reaches."""


def compose_topics(scan: Scan, sentence: Sentence, claims: list[Claim]) -> None:
    """Put the topic of its part of the sentence before each head that was said alone; claims on the same words follow."""
    composed: dict[tuple[Span, ...], tuple[Span, ...]] = {}
    ordered = sorted(claims, key=lambda c: c.start)
    for start, end in _parts(scan, sentence):
        members = _within(ordered, start, end)
        for n, claim in enumerate(members):
            spans = claim.metric_spans
            if spans in composed or not _is_bare(scan, claim):
                continue
            topic = _from_claims(scan, members[max(0, n - _FAR) : n], claim, composed) or _from_industry(
                scan, start, members[:1] if n else [], claim
            )
            if topic is not None:
                composed[spans] = (topic, *spans)
    for claim in claims:
        if claim.metric_spans in composed:
            claim.metric_spans = composed[claim.metric_spans]
            claim.evidence["metric"] = list(claim.metric_spans)


def _within(claims: list[Claim], start: int, end: int) -> list[Claim]:
    lo = bisect.bisect_left(claims, start, key=lambda c: c.start)
    return claims[lo : bisect.bisect_left(claims, end, key=lambda c: c.start)]


def _parts(scan: Scan, sentence: Sentence) -> Iterator[Span]:
    """A sentence from semicolon to semicolon."""
    start = sentence.start
    for at in range(sentence.start, sentence.end):
        if scan.text[at] in ";。":
            yield start, at + 1
            start = at + 1
    if start < sentence.end:
        yield start, sentence.end


def _is_bare(scan: Scan, claim: Claim) -> bool:
    """Is the metric one head that is always somebody's, with nothing before it and no body named for it?"""
    if (
        len(claim.metric_spans) != 1
        or claim.metric_text is not None
        or "metric" in claim.inherited
        or "subject" in claim.evidence
    ):
        return False
    span = claim.metric_spans[0]
    return any(c.kind == "owned" and (c.start, c.end) == span for c in scan.cues.within(*span))


def _from_claims(
    scan: Scan, before: list[Claim], claim: Claim, composed: dict[tuple[Span, ...], tuple[Span, ...]]
) -> Span | None:
    """The part before the head of the metric said last, or the things counted right before."""
    for earlier in reversed(before):
        in_bracket = is_closed_off(scan.text, earlier.end, claim.start)
        if not earlier.metric_spans or earlier.metric_spans == claim.metric_spans or in_bracket:
            continue
        if _interrupted(scan, earlier, claim):
            return None
        if earlier.metric_spans in composed:
            return composed[earlier.metric_spans][0]
        first, last = earlier.metric_spans[0], earlier.metric_spans[-1]
        if earlier.measure == "level" and earlier.quantity.family == "count":
            counted = _COUNTED.match(scan.text, *first)
            return counted.span() if counted is not None and counted.end() - first[0] <= _LONGEST else None
        if any(c.kind == "owned" and c.end == last[1] and c.start > last[0] for c in scan.cues.within(*last)):
            head = next(c for c in scan.cues.within(*last) if c.kind == "owned" and c.end == last[1] and c.start > last[0])
            part = (last[0], head.start) if len(earlier.metric_spans) == 1 else first
        elif len(earlier.metric_spans) == 2 and any(
            c.kind == "owned" and (c.start, c.end) == last for c in scan.cues.within(*last)
        ):
            part = first
        else:
            return None
        is_class = _CLASS.search(scan.text, *part) is not None and part[1] - part[0] <= _LONGEST
        return part if is_class and catalogue_term(scan, *part) is None else None
    return None


def _interrupted(scan: Scan, earlier: Claim, claim: Claim) -> bool:
    """Does another body, time or industry come between the two?"""
    lo, hi = earlier.end, claim.metric_spans[0][0]
    if hi < lo:
        return True
    return bool(scan.relatives.within(lo, hi) or scan.entities.within(lo, hi) or scan.periods.within(lo, hi))


def _from_industry(scan: Scan, start: int, before: list[Claim], claim: Claim) -> Span | None:
    """An industry named at the head of the part, before any number: ``家具业转型提速,销售收入增长9%``."""
    hi = before[0].anchor if before else claim.metric_spans[0][0]
    if claim.metric_spans[0][0] - start > _REACH:
        return None
    opening = [e for e in scan.entities.within(start, hi) if e.type == "INDUSTRY"]
    if (
        len(opening) != 1
        or scan.text[opening[0].start - 1] in "对向为以和、及与是入"
        or scan.text[opening[0].end] in "、和及与的"
    ):
        return None
    if any(
        e.type in ("ORG", "PARK", "PLACE") and e.start > opening[0].start
        for e in scan.entities.within(start, claim.metric_spans[0][0])
    ):
        return None
    if opening[0].start - start > 14:
        return None
    named = phrase_before(scan, start, opening[0].end).spans[-1:]
    whole = bool(named) and named[0][1] == opening[0].end and named[0][1] - named[0][0] <= 12
    return named[0] if whole else (opening[0].start, opening[0].end)
