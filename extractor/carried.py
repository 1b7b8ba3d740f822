"""What stands around a number and decides for it: the number before, the bracket it is in, the verb of origin after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex

from extractor.claims import Claim
from extractor.clauses import Clause
from extractor.counted import phrase_after
from extractor.mentions import Quantity
from extractor.phrases import Phrase, catalogue_term, phrase_before
from extractor.scan import Scan
from extractor.statements import Predicate, read_share
from extractor.stretches import AREA
from extractor.trimming import trim_phrase

_STOP = regex.compile("[;。]")
_OPENED = regex.compile(r"(?:占到?|完成)(?P<whole>[^,;。]{0,14})$")


def carry(
    scan: Scan, lo: int, first: Quantity, predicate: Predicate, phrase: Phrase, claims: list[Claim]
) -> tuple[Predicate, Phrase]:
    """What the number before said may hold for this one: 由18%提高到35%, 甲国的3倍、乙国的2倍, 增加甲7万亩、乙4万亩."""
    last = claims[-1] if claims and claims[-1].quantity.end <= first.start else None
    if last is None or last.sentence.end < first.end:
        return predicate, phrase
    near = _STOP.search(scan.text, last.quantity.end, first.start) is None
    bare = not phrase.spans or phrase.is_generic
    if predicate.measure == "level" and first.family == "percent" and bare and near:
        kept = last.measure if last.measure in ("share", "contribution", "completion") else _noun_measure(scan, last)
        if kept is not None and (predicate.is_to or last.measure not in ("completion",)):
            return replace(predicate, measure=kept, reference=_span(last, "reference") if kept == last.measure else None), phrase
    if first.family == "percent" and _OF_TASK.fullmatch(scan.text, last.quantity.end, first.start):
        opened = _OPENED.search(scan.text, max(0, last.quantity.start - 16), last.quantity.start)
        if opened is not None:
            whole = (opened.start("whole"), first.start - 1)
            return replace(predicate, measure="completion", reference=whole, evidence={"reference": [whole]}), Phrase(())
    if first.family == "percent" and scan.text[last.quantity.end : first.start] == "的":
        plan = _PLANNED.search(scan.text, max(0, last.quantity.start - 16), last.quantity.start)
        if plan is not None:
            whole = plan.span("plan")
            return replace(predicate, measure="completion", reference=whole, evidence={"reference": [whole]}), Phrase(())
    if last.measure == first.family == "rank" and _TO_RANK.match(scan.text, last.quantity.end, first.start):
        reference = (
            predicate.reference
            if predicate.reference and not scan.periods.touching(*predicate.reference)
            else _span(last, "reference")
        )
        return replace(predicate, reference=reference), Phrase(())
    if not scan.text[last.quantity.end : first.start].startswith(("、", ",")) or lo < last.quantity.end - 1:
        return predicate, phrase
    listed = scan.text[last.quantity.end] == "、" or last.measure in ("share", "multiple")
    owned = scan.text[first.start - 1] == "的"
    if (
        listed
        and owned
        and (owner := phrase.spans[-1] if phrase.spans else phrase.subject) is not None
        and (last.measure, first.family) in (("share", "percent"), ("multiple", "times"))
        and predicate.measure in ("level", "multiple")
    ):
        return replace(predicate, measure=last.measure, reference=owner, phrase_end=lo), Phrase(())
    if (
        last.measure == first.family == "rank"
        and predicate.rule.startswith("number.rank")
        and scan.text[last.quantity.end] == "、"
        and ("measure" not in predicate.evidence or predicate.reference is None and phrase.spans and not phrase.is_generic)
    ):
        verb = predicate.evidence.get("measure", [(first.start, first.start)])[0][0]
        if verb > lo + 2 and catalogue_term(scan, lo + 1, verb) is None:
            return replace(predicate, reference=(lo + 1, verb)), Phrase(())
    led = last.measure == "difference" and last.quantity.family == first.family and "verb first" in last.doubts
    if led and predicate.measure == "level" and scan.text[last.quantity.end] == "、" and phrase.spans:
        sign = -1 if last.value is not None and last.value < 0 else 1
        return replace(predicate, measure="difference", sign=sign, rule=last.rule, phrase_end=first.start), phrase
    return predicate, phrase


_BACK = regex.compile(
    r"(?:上述|以上|这些|该批|前述)(?:[重大点]{2})?"
    r"(?P<things>项目|工程|企业|园区|机构|基金|平台)(?:现?已|均|共)*"
)


def pointed_back(scan: Scan, phrase: Phrase, earlier: Sequence[Claim]) -> Phrase:
    """``12个重点项目开工。⟦上述项目⟧完成投资…``: the things counted before are meant, by their name."""
    back = _BACK.match(scan.text, *phrase.spans[0]) if phrase.spans else None
    if back is None or back.end() >= phrase.spans[0][1]:
        return phrase
    things = ("项目", "工程") if back["things"] in ("项目", "工程") else (back["things"],)
    counts = (c for c in reversed(earlier[-6:]) if c.quantity.family == "count" and c.measure == "level" and c.metric_spans)
    counted = next((c for c in counts if scan.text[slice(*c.metric_spans[-1])].endswith(things)), None)
    rest = trim_phrase(scan, back.end(), phrase.spans[0][1])
    return phrase if counted is None else replace(phrase, spans=(*counted.metric_spans[-1:], rest, *phrase.spans[1:]))


_PLANNED = regex.compile(r"(?:完成|占|为|达到?|实现)(?P<plan>(?:年度|全年|年初|省定|市定|年)*(?:目标任务|目标|任务|计划)数?)$")


def is_plan_of(scan: Scan, quantity: Quantity) -> bool:
    """完成年度目标任务⟦5亿元⟧的37%: what was to be done, of the metric said before."""
    planned = _PLANNED.search(scan.text, max(0, quantity.start - 16), quantity.start) is not None
    return planned and _SHARE_AFTER.match(scan.text, quantity.end) is not None


_SHARE_AFTER = regex.compile(r"的[0-9.]+%")
_TO_RANK = regex.compile(r"[^,;。、]{0,8}(?:到|至|为)[^,;。、]{0,12}$")


_OF_TASK = regex.compile(r"的?(?:年度|全年|年)?(?:目标任务|任务|目标|计划)[数量]?的")


def _noun_measure(scan: Scan, claim: Claim) -> str | None:
    """A level of a metric that is itself a share (外贸比重) is a share."""
    words = "".join(scan.text[a:b] for a, b in claim.metric_spans)
    if claim.measure == "difference" and (words.endswith(("比重", "占比", "份额")) or "share said" in claim.doubts):
        return "share"
    return "contribution" if claim.measure == "difference" and words.endswith("贡献率") and claim.catalogue is None else None


def _span(claim: Claim, name: str) -> tuple[int, int] | None:
    spans = claim.evidence.get(name)
    return spans[0] if spans else None


def bracketed(
    scan: Scan, clause: Clause, host: Clause, predicate: Predicate, phrase: Phrase, claims: list[Claim]
) -> tuple[Predicate, Phrase]:
    """A number alone in brackets speaks of what stands before the bracket."""
    at = clause.start - 1
    inner = [q for q in host.quantities if q.end <= at]
    lo = inner[-1].end if inner else host.start
    closed = max(scan.text.rfind(")", lo, at), scan.text.rfind("）", lo, at))
    lo = closed + 1 if closed >= 0 else lo
    if (
        claims
        and claims[-1].measure == "growth"
        and claims[-1].quantity.end >= host.start
        and predicate.rule == "link.level.bare"
        and clause.quantities[0].family == "percent"
    ):
        predicate = replace(predicate, measure="growth")
    elif (
        predicate.rule == "link.level.bare"
        and clause.quantities[0].family == "percent"
        and any(c.kind == "rate" for c in scan.cues.within(lo, at))
    ):
        predicate = replace(predicate, measure="growth")
    if (
        claims
        and claims[-1].measure == "growth"
        and claims[-1].quantity.end == at
        and predicate.measure == "level"
        and clause.quantities[0].family not in ("percent", "point", "rank")
    ):
        return replace(predicate, measure="difference", sign=-1 if (claims[-1].value or 0) < 0 else 1), Phrase(())
    if inner and lo >= at - 1 and claims:
        return predicate, Phrase((), phrase.subject)
    opened = next((c for c in scan.cues.within(lo, at) if c.kind == "share" and c.value == "verb"), None)
    if opened is not None and predicate.measure == "level" and clause.quantities[0].family == "percent":
        shared = read_share(scan, lo, at, list(scan.cues.within(lo, at)))
        if shared is not None:
            return shared, phrase_before(scan, lo, shared.phrase_end)
    area = next((m for m in AREA.finditer(scan.text, lo, at) if m.end() == at), None)
    if area is not None and claims and predicate.measure == "level":
        return replace(predicate, measure=claims[-1].measure), Phrase((), (area.start(), area.end()))
    phrase = phrase_before(scan, lo, at)
    goes_on = claims and claims[-1].measure == "share"
    if goes_on and predicate.rule == "link.level.bare" and clause.quantities[0].family == "percent" and phrase.spans:
        predicate = replace(predicate, measure="share", reference=_span(claims[-1], "reference"))
    level = next((c for c in reversed(scan.cues.within(lo, at)) if c.kind == "level" and c.end < at), None)
    if level is not None and phrase.spans and level.start >= phrase.spans[-1][0]:
        phrase = phrase_before(scan, level.end, at)
    return predicate, phrase


def _set_before(scan: Scan, at: int) -> tuple[int, int] | None:
    """``⟦新增订单⟧中,``: the set that the clause before names."""
    said = _SET_BEFORE.search(scan.text, max(0, at - 24), at)
    span = trim_phrase(scan, *said.span("set")) if said is not None else None
    return span if span is not None and span[0] < span[1] else None


_SET_BEFORE = regex.compile(r"(?<![\p{Han}])(?P<set>[^,;。:、其在中]{2,16})中,$")


def named_in_brackets(
    _scan: Scan, clause: Clause, _host: Clause, predicate: Predicate, phrase: Phrase, claims: list[Claim]
) -> tuple[Predicate, Phrase]:
    """``制造业占工业的41%(⟦采矿业38%⟧)``: a part named in the brackets right behind a share has its share of the same whole."""
    last = claims[-1] if claims else None
    whole = last.evidence.get("reference") if last is not None and last.measure == "share" else None
    near = last is not None and last.quantity.end == clause.start - 1
    is_share = near and predicate.rule == "link.level.bare" and clause.quantities[0].family == "percent"
    return (replace(predicate, measure="share", reference=whole[0]) if is_share and whole else predicate), phrase


_MADE_OF = regex.compile(
    r"(?:左右|以上)?(?:都|均|全部|主要)?(?P<verb>来自于?|来源于|出自|集中在|集中于|分布在|投向|用于|为|是|属于?)(?!了)"
)


def made_of(
    scan: Scan, clause: Clause, lo: int, first: Quantity, predicate: Predicate, phrase: Phrase, claims: list[Claim]
) -> tuple[Predicate, Phrase] | None:
    """``新增订单中,超过80%来自外商``, ``其中约80%为女工``: the part follows its share, the whole stands before it."""
    verb = _MADE_OF.match(scan.text, first.end) if first.family == "percent" and predicate.measure == "level" else None
    if verb is None:
        return None
    whole = phrase.spans[-1] if phrase.spans else _set_before(scan, clause.start)
    if verb["verb"] in ("为", "是", "属", "属于") or whole is None:
        if not any(c.kind == "of_which" for c in scan.cues.within(lo, first.start)):
            return None
        whole = claims[-1].metric_spans[-1] if claims and claims[-1].metric_spans else None
    part = phrase_after(scan, verb.end(), clause.end)
    if not part.spans or scan.quantities.within(verb.end(), part.spans[-1][1]):
        return None
    evidence = {"measure": [verb.span("verb")], "reference": [whole] if whole else []}
    return replace(predicate, measure="share", reference=whole, evidence=evidence, rule="link.share.made_of"), replace(
        part, subject=phrase.subject
    )
