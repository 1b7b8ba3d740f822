"""What the base of a comparison had itself, in brackets behind it: 比上月(⟦0.7%⟧)回落, 高于全省(⟦4.1%⟧)."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractor.claims import Claim
from extractor.clauses import Clause
from extractor.making import make_claim
from extractor.mentions import Quantity, Sentence
from extractor.phrases import Phrase
from extractor.scan import Scan
from extractor.statements import Predicate
from extractor.stretches import AREA

_BASE = regex.compile(
    r"(?:(?<![同环占对百可])比(?![例重率值价赛如])|较|相比|[高低快慢好优多少强]于|高出|低出|领先)(?P<base>[^,;。()比较]{1,16})$"
)
_LEVEL = regex.compile(r"(?:平均)?(?:水平|增速|增幅|涨幅|降幅|平均)?")


def base_rate(scan: Scan, sentence: Sentence, clause: Clause, group: Sequence[Quantity], claims: Sequence[Claim]) -> Claim | None:
    """The claim of a rate alone in brackets behind the base of a comparison: the metric said before, at that time or of that place.

    Returns:
        None where the brackets are no such thing.
    """
    at, rate = clause.start - 1, group[0]
    alone = clause.host is not None and len(group) == 1 and (rate.start, rate.end) == (clause.start, clause.end)
    source = next((c for c in reversed(claims) if c.quantity.family == "percent" and c.metric_spans), None)
    said = _BASE.search(scan.text, max(sentence.start, at - 20), at) if alone and rate.family == "percent" else None
    if said is None or source is None or source.measure not in ("growth", "level", "share"):
        return None
    base = said.span("base")
    period = next((p for p in scan.periods.within(*base) if p.kind == "same" or p.first is not None), None)
    area = AREA.match(scan.text, *base)
    place = area.span() if area else next(((e.start, e.end) for e in scan.entities.within(*base) if e.start == base[0]), None)
    if period is None and (place is None or _LEVEL.fullmatch(scan.text, place[1], base[1]) is None):
        return None
    phrase = Phrase(source.metric_spans, None if period else place)
    reference = source.evidence["reference"][0] if source.measure == "share" and source.evidence.get("reference") else None
    claim = make_claim(scan, sentence, rate, Predicate(source.measure, 1, at, source.rule, None, reference), phrase)
    claim.metric_text = source.metric_text
    if period is not None:
        claim.period = period if period.kind != "same" else None
        claim.note("period", period.start, period.end)
    return claim
