"""From claims and mentions to the records of the contract: names, ids, evidence in the article's own offsets."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence

from extractor import records
from extractor.claims import Claim
from extractor.clean import Clean, simplified
from extractor.mentions import Entity, Period
from extractor.scan import Scan

UNRATED = 0.5
"""Until the facts of the whole article are there to rate."""


def stable_id(prefix: str, *parts: object) -> str:
    """A short id from content: the same parts give the same id in every run and on every machine."""
    joined = "\x1f".join("" if part is None else str(part) for part in parts)
    return f"{prefix}_{hashlib.sha256(joined.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


def entity_id(kind: str, name: str, code: str | None) -> str:
    """The id of the thing itself, the same in every article."""
    return stable_id("n", kind, name, code)


def build_entities(clean: Clean, scan: Scan, article_id: str) -> list[records.Entity]:
    """Named entities and periods as records, by start."""
    made = [_entity(clean, article_id, e.type, e.name, e.code, e, None) for e in scan.entities]
    for period in scan.periods:
        name = clean.original(period.start, period.end)
        made.append(_entity(clean, article_id, "PERIOD", name, None, period, _range(clean, period, is_inherited=False)))
    return sorted(made, key=lambda e: (e.start, e.end))


def _entity(
    clean: Clean,
    article_id: str,
    kind: str,
    name: str,
    code: str | None,
    span: Entity | Period,
    period: records.PeriodRange | None,
) -> records.Entity:
    start, end = clean.span(span.start, span.end)
    identity = (name if period is None else f"{period.start}/{period.end}") if kind == "PERIOD" else name
    return records.Entity(id=stable_id("m", article_id, start, end, kind), entity_id=entity_id(kind, identity, code), type=kind,
                          text=clean.raw[start:end], name=name, code=code, period=period, start=start, end=end)  # fmt: skip


def _range(clean: Clean, period: Period | None, *, is_inherited: bool) -> records.PeriodRange | None:
    if period is None or period.first is None or period.last is None:
        return None
    text = None if is_inherited else clean.original(period.start, period.end)
    return records.PeriodRange(start=period.first.isoformat(), end=period.last.isoformat(), text=text)


def build_facts(clean: Clean, scan: Scan, claims: Sequence[Claim], article_id: str) -> list[records.Fact]:
    """Facts by start. Claims whose number could not be read are left to the ledger."""
    facts: list[records.Fact] = []
    first_said: dict[tuple[object, ...], str] = {}
    said: Counter[tuple[int, int]] = Counter()
    for claim in claims:
        if claim.value is None or not metric_text(clean, claim):
            continue
        span = (claim.quantity.start, claim.quantity.end)
        fact = _fact(clean, scan, claim, article_id, said[span])
        said[span] += 1
        key = (
            fact.subject,
            fact.metric_id or fact.metric,
            fact.breakdown,
            fact.measure,
            fact.value,
            fact.unit,
            fact.comparison,
            fact.status,
        )
        if key in first_said:
            fact = fact.model_copy(update={"repeats": first_said[key]})
        else:
            first_said[key] = fact.id
        facts.append(fact)
    return sorted(facts, key=lambda f: (f.start, f.end))


def metric_text(clean: Clean, claim: Claim) -> str:
    """The metric's name in the text's own words, its pieces joined."""
    if claim.metric_text is not None:
        return claim.metric_text
    return "".join("".join(clean.original(a, b).split()) for a, b in claim.metric_spans)


def _fact(clean: Clean, scan: Scan, claim: Claim, article_id: str, nth: int) -> records.Fact:
    quantity = claim.quantity
    start, end = clean.span(quantity.start, quantity.end)
    sentence = clean.span(claim.sentence.start, claim.sentence.end)
    metric = metric_text(clean, claim)
    metric_id, breakdown = _catalogue(clean, scan, claim, metric)
    subject_id = (
        entity_id(claim.subject_type, claim.subject, claim.subject_code) if claim.subject and claim.subject_type else None
    )
    return records.Fact(
        id=stable_id("f", article_id, start, end, metric, claim.measure, nth),
        subject=claim.subject, subject_id=subject_id, subject_code=claim.subject_code,
        metric=metric, metric_id=metric_id, breakdown=breakdown, measure=claim.measure,
        value=claim.value, value_max=claim.value_max, unit=claim.unit, unit_code=claim.unit_code, bound=claim.bound,
        comparison=claim.comparison, reference=claim.reference, status=claim.status,
        period=_range(clean, claim.period, is_inherited=claim.is_period_inherited),
        quote=clean.raw[start:end], start=start, end=end, sentence_start=sentence[0], sentence_end=sentence[1],
        evidence={name: [clean.span(a, b) for a, b in spans] for name, spans in sorted(claim.evidence.items()) if spans},
        inherited=sorted(claim.inherited), rule=claim.rule, confidence=UNRATED,
    )  # fmt: skip


def _catalogue(clean: Clean, scan: Scan, claim: Claim, metric: str) -> tuple[str | None, str | None]:
    """The catalogue's id, and the part of it that is meant where the name composes the two."""
    term = claim.catalogue
    if term is None or claim.metric_text is not None:
        return _composed(scan, simplified(metric))
    before = "".join(clean.original(a, min(b, term.start)) for a, b in claim.metric_spans if a < term.start)
    if not before:
        return term.id, None
    if before[-1].isdigit():
        return None, None
    if before in _NO_PART:
        return term.id, None
    if before[-1] in "、和与及":
        return None, None  # 签约、开工项目: the two together are not what the catalogue calls the second
    return (term.id, before) if term.takes_breakdown else (None, None)


_NO_PART = frozenset({"总", "实际", "累计", "完成", "已完成", "全年", "平均"})
"""⟦总⟧注册资金: a word before the term that names no part of it."""


def _composed(scan: Scan, metric: str) -> tuple[str | None, str | None]:
    """The catalogue's term for a name that was put together from pieces: the whole of it, else its end with the rest as part."""
    if scan.catalogue is None:
        return None, None
    for at in range(len(metric) - 1):
        if at > 0 and metric[at - 1].isdigit():
            continue  # 30亿元以上项目 are not the catalogue's 亿元以上项目, here and above
        hit = scan.catalogue.automaton.get(metric[at:], None)
        if hit is not None:
            rule = hit[1]
            return (rule.id, metric[:at] or None) if at == 0 or rule.breakdown else (None, None)
    return None, None
