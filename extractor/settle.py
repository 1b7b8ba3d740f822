"""What only the whole sentence settles: units of rates, plans that a completion is of, one noun after two verbs."""

from __future__ import annotations

import regex

from extractor.claims import Claim
from extractor.mentions import Cue
from extractor.scan import Scan
from extractor.stretches import Span


def share_rate_units(claims: list[Claim]) -> None:
    """``亩产每亩512公斤,较上年增加18公斤``: a change of a rate is in the rate's unit."""
    rates: dict[tuple[Span, ...], Claim] = {}
    for claim in claims:
        if claim.measure == "level" and claim.unit and "/" in claim.unit:
            rates[claim.metric_spans] = claim
        rate = rates.get(claim.metric_spans)
        if rate is not None and rate.unit and claim.measure == "difference" and rate.unit.split("/")[0] == claim.unit:
            claim.unit, claim.unit_code = rate.unit, rate.unit_code


def read_index_rates(claims: list[Claim]) -> None:
    """``价格指数控制在⟦3%⟧以内``: so low a figure of an index in percent is by how much it changes, not where it stands."""
    for claim in claims:
        is_index = claim.catalogue is not None and claim.catalogue.kind == "index"
        if is_index and claim.measure == "level" and claim.unit == "%" and claim.value is not None and abs(claim.value) < _LOW:
            claim.measure, claim.comparison = "growth", "yoy"
            claim.inherited.add("comparison")


_LOW = 30
"""Price indices in percent are near 100."""


def name_plans(scan: Scan, claims: list[Claim]) -> None:
    """``年度计划投资36亿元,…,完成率41%``: the plan said before is what the rate is of."""
    plan: Span | None = None
    for claim in claims:
        if claim.measure == "level" and len(claim.metric_spans) > 0:
            named = _PLANNED.search(scan.text, *claim.metric_spans[-1])
            plan = named.span() if named is not None else plan
        if claim.measure == "completion" and claim.reference is None and plan is not None:
            claim.reference = scan.text[slice(*plan)]
            claim.note("reference", *plan)


_PLANNED = regex.compile(r"(?:年度|全年|年)?(?:计划(?:完成)?(?:总)?投资|投资计划|目标任务|计划任务)$")


def tell_apart(scan: Scan, claims: list[Claim]) -> None:
    """``采购钢材甲吨,销售钢材乙吨``: where one noun stands after two verbs, each verb belongs to its metric."""
    led: dict[str, dict[tuple[Span, ...], Cue]] = {}
    for claim in claims:
        if claim.measure != "level" or len(claim.metric_spans) != 1 or claim.inherited & {"metric"}:
            continue
        verb = scan.cues.ending_at(claim.metric_spans[0][0], claim.sentence.start)
        if verb is not None and verb.kind == "lead" and verb.value == "weak":
            led.setdefault(scan.text[slice(*claim.metric_spans[0])], {})[claim.metric_spans] = verb
    verbs: dict[tuple[Span, ...], Cue] = {}
    for by_span in led.values():
        if len({scan.text[v.start : v.end] for v in by_span.values()}) > 1:
            verbs |= by_span
    for claim in claims:
        verb = verbs.get(claim.metric_spans)
        if verb is not None:
            claim.metric_spans = ((verb.start, claim.metric_spans[0][1]),)
            claim.evidence["metric"] = list(claim.metric_spans)
