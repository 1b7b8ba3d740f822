"""Where a number without a metric of its own takes it from: a term just said, or a number before it."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractor.claims import Claim
from extractor.mentions import Quantity, Sentence
from extractor.phrases import Phrase, phrase_before
from extractor.scan import Scan
from extractor.statements import Predicate
from extractor.stretches import Span, is_closed_off


def _in_method(scan: Scan, at: int) -> bool:
    """按不变价格计算, 扣除价格因素: how a figure was made, not what it is of."""
    return regex.search(r"(?:按|扣除|剔除|考虑)[^,;。]{0,8}$", scan.text[max(0, at - 10) : at]) is not None


def _goes_on(scan: Scan, claim: Claim) -> bool:
    """What a bracket added about somebody else, or a rate of completion, is not what the sentence goes on with."""
    rate = claim.measure == "completion" and bool(claim.metric_spans) and scan.text[claim.metric_spans[-1][1] - 1] == "率"
    is_set = claim.quantity.family == "count" and bool(claim.metric_spans) and scan.text[claim.metric_spans[-1][1]] in "中内"
    return not rate and not is_set and scan.text[claim.quantity.end : claim.quantity.end + 1] != ")"


def of_same_unit(
    quantity: Quantity, predicate: Predicate, source: Claim | Phrase | None, claims: list[Claim]
) -> Claim | Phrase | None:
    """``开行2100列、运货3万箱,到达12国,累计突破2万列``: a total is of what was counted in its unit."""
    if not isinstance(source, Claim) or quantity.unit in (None, source.quantity.unit, "%"):
        return source
    from_rate = predicate.measure == "difference" and source.quantity.unit == "%" and source.measure == "level"
    if predicate.measure != "level" and not from_rate:
        return source
    if source.measure == "growth" and source.catalogue is not None and source.catalogue.unit == quantity.family:
        return source  # 税收增长5%、达到13亿元
    return next((c for c in reversed(claims[-8:]) if c.measure == "level" and c.quantity.unit == quantity.unit), source)


def metric_source(
    scan: Scan, sentence: Sentence, lo: int, claims: list[Claim], earlier: Sequence[Claim], quantity: Quantity
) -> Claim | Phrase | None:
    """Where a number without a metric of its own takes it from: a term said since the last number, else the last number's."""
    since = claims[-1].quantity.end if claims else sentence.start
    term = next(
        (
            m
            for m in reversed(scan.metrics.within(since, lo))
            if not _in_method(scan, m.start) and scan.text.count("(", since, m.start) <= scan.text.count(")", since, m.start)
        ),
        None,
    )
    if term is not None:
        border = max(scan.text.rfind(mark, since, term.start) + 1 for mark in ",;:")
        return phrase_before(scan, max(since, border), term.end)
    if claims:
        own = (c for c in reversed(claims[-6:]) if _goes_on(scan, c) and not is_closed_off(scan.text, c.end, lo))
        return next(own, claims[-1])
    near = next((c for c in reversed(earlier[-3:]) if c.sentence.block is sentence.block), None)
    return near or _of_same_classifier(quantity, earlier)


def _of_same_classifier(quantity: Quantity, earlier: Sequence[Claim]) -> Claim | None:
    """A paragraph that opens with a bare count (``甲地以6万家居首``) counts what the ones before counted in its unit."""
    if quantity.family != "count":
        return None
    return next((c for c in reversed(earlier[-12:]) if c.measure == "level" and c.quantity.unit == quantity.unit), None)


def _of_what(claim: Claim) -> tuple[tuple[Span, ...], str | None, tuple[Span, ...]]:
    """Metric and body: the same metric of two bodies counts twice."""
    return claim.metric_spans, claim.metric_text, tuple(claim.evidence.get("subject") or ())


def recent_claims(claims: list[Claim], count: int) -> list[Claim]:
    """The last ``count`` claims of the sentence with distinct metrics, back to the last rank."""
    found: list[Claim] = []
    for claim in reversed(claims[-12:]):
        if claim.measure == "rank":
            break
        if all(_of_what(claim) != _of_what(other) for other in found):
            found.append(claim)
        if len(found) == count:
            return found[::-1]
    return []
