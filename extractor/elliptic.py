"""Parts of a whole named alone: the metric, its head or its word of price is said once, for the whole or for the first part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex

from extractor.claims import Claim
from extractor.clause_before import shared_head
from extractor.mentions import Metric, Quantity, Sentence
from extractor.phrases import Phrase, catalogue_term
from extractor.scan import Scan
from extractor.statements import Predicate


def opened_whole(scan: Scan, sentence: Sentence, earlier: Sequence[Claim]) -> list[Claim]:
    """``…。其中,高速公路…``: a sentence that opens with 其中 speaks of parts of what the one before measured."""
    opens = any(c.kind == "of_which" and c.start == sentence.start for c in scan.cues.within(sentence.start, sentence.start + 3))
    if not opens or not earlier or earlier[-1].sentence.block is not sentence.block:
        return []
    return [c for c in earlier[-8:] if c.sentence is earlier[-1].sentence]


def part_of(scan: Scan, quantity: Quantity, phrase: Phrase, predicate: Predicate, claims: list[Claim]) -> Phrase:
    """``其中,城镇为30.4%,农村为33.5%``: a part named alone takes the metric of the whole."""
    elliptic = _elliptic_part(scan, quantity, phrase, claims) or _priced(scan, quantity, phrase, claims)
    if elliptic is not None:
        return elliptic
    known = [c for c in claims if c.catalogue is not None]
    whole = next((c for c in reversed(known) if c.measure == predicate.measure), known[-1] if known else None)
    term = whole.catalogue if whole is not None else None
    if (
        whole is None
        or term is None
        or quantity.family != "percent"
        and (quantity.unit != whole.unit or quantity.family in ("count", "people"))
        or predicate.measure not in ("level", "growth")
        or len(phrase.spans) != 1
        or phrase.text
    ):
        return phrase
    start, end = phrase.spans[0]
    opened = next(
        (c for c in reversed(scan.cues.within(max(whole.sentence.start, start - 200), start)) if c.kind == "of_which"), None
    )
    is_maker = predicate.measure == "level" and _MAKERS.search(scan.text, start, end) is not None
    is_maker = is_maker or predicate.measure == "level" and _is_parallel(scan, phrase.spans[0], claims)
    is_open = opened is not None and opened.start >= claims[0].quantity.end and ";" not in scan.text[opened.end : start]
    if (
        not is_open
        and not is_maker
        or end - start > 12
        or scan.text[end - 1] in "数量额率值价"
        or whole.measure != predicate.measure
        or any(m.unit not in ("count", "people") for m in scan.metrics.within(start, end))
        or not (term.takes_breakdown or predicate.measure == "level")
        or scan.text[end - 2 : end] == scan.text[term.end - 2 : term.end]
    ):
        return phrase
    if quantity.family == "percent":
        return replace(phrase, spans=(phrase.spans[0], (_after_overlap(scan, phrase.spans[0], term), term.end)))
    rest = _after_overlap(scan, phrase.spans[0], term)
    is_said_whole = rest > term.start or len(whole.metric_spans) > 1 and whole.metric_spans[-1][0] == term.start
    head = (rest, term.end) if is_said_whole else shared_head(scan, whole)
    if head is None and is_maker:
        head = whole.metric_spans[-1]
    return replace(phrase, spans=(phrase.spans[0], head)) if head is not None else phrase


_MAKERS = regex.compile(r"(?:企业|公司|集团|单位|农场|林场|园区|开发区|合作社|大户|厂)$")
"""其中,国有农场完成2.1万吨: who made a part of what was measured, never what was made."""


def _is_parallel(scan: Scan, part: tuple[int, int], claims: list[Claim]) -> bool:
    """``其中,沿海港口完成…;⟦内河港口⟧完成…``: named as the part before it was."""
    before = next((c for c in reversed(claims) if c.measure == "level" and c.metric_spans), None)
    if before is None or len(before.metric_spans) < 2:
        return False
    size = 2 if part[1] - part[0] >= 4 else 1
    return scan.text[part[1] - size : part[1]] == scan.text[before.metric_spans[0][1] - size : before.metric_spans[0][1]]


def _after_overlap(scan: Scan, part: tuple[int, int], term: Metric) -> int:
    """公立医院 before 医院病床使用率 says 医院 already: where the rest of the term begins."""
    words = scan.text[slice(*part)]
    sizes = range(min(len(words), term.end - term.start - 1), 0, -1)
    return term.start + next((n for n in sizes if words.endswith(scan.text[term.start : term.start + n])), 0)


def _elliptic_part(scan: Scan, quantity: Quantity, phrase: Phrase, claims: list[Claim]) -> Phrase | None:
    """``采矿业增加值增长4.3%,制造业增长9.7%``: an industry or a partner alone takes the head noun of the metric said before."""
    if (
        not claims
        or quantity.family not in ("percent", "times")
        or not phrase.spans
        or phrase.text
        or not claims[-1].metric_spans
    ):
        return None
    start, end = phrase.spans[0]
    partner = scan.text[start] == "对" and catalogue_term(scan, *phrase.spans[-1]) is None
    industry = len(phrase.spans) == 1 and any(
        e.type == "INDUSTRY" and (e.start, e.end) == (start, end) for e in scan.entities.touching(start, end)
    )
    whole = next((c for c in reversed(claims) if c.measure in ("growth", "level") and c.metric_spans), claims[-1])
    last = whole.metric_spans[-1]
    head = next((c for c in scan.cues.within(*last) if c.kind == "head" and c.end == last[1] and c.end - c.start > 1), None)
    if not (industry or partner) or head is None or whole.measure not in ("growth", "level"):
        return None
    return replace(phrase, spans=(*phrase.spans, (head.start, head.end)))


def _priced(scan: Scan, quantity: Quantity, phrase: Phrase, claims: list[Claim]) -> Phrase | None:
    """``大豆价格3.1元/斤,玉米1.4元/斤``: a thing alone before an amount per unit takes the word of price said before."""
    if quantity.family != "rate" or len(phrase.spans) != 1 or phrase.text or "价" in scan.text[slice(*phrase.spans[0])]:
        return None
    before = next((c for c in reversed(claims) if c.quantity.unit == quantity.unit and c.measure == "level"), None)
    if before is None or not before.metric_spans or catalogue_term(scan, *phrase.spans[0]) is not None:
        return None
    price = _PRICE.search(scan.text, *before.metric_spans[-1])
    return replace(phrase, spans=(*phrase.spans, price.span())) if price is not None else None


_PRICE = regex.compile(r"(?:平均|零售|批发|收购|出厂|出口|进口|市场)*(?:价格|均价|价)$")
