"""Linking: each number of a sentence to the metric it measures and to what is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex

from extractor.claims import Claim
from extractor.clauses import Clause, clauses_of
from extractor.coordination import split_coordination
from extractor.counted import phrase_after, read_level_end
from extractor.distribute import distribute
from extractor.groups import after_residue, before_each, groups_of, size_class_of
from extractor.making import make_claim
from extractor.mentions import Cue, Quantity, Sentence
from extractor.phrases import Phrase, catalogue_term, of_project, phrase_before
from extractor.predicates import read_predicate
from extractor.scan import Scan
from extractor.statements import Predicate, read_share
from extractor.stretches import AREA, DOWN, Span
from extractor.topics import compose_topics

_HAN = regex.compile(r"\p{Han}")
LONGEST_PHRASE = 300


"""No metric of a release is named in more characters than this; it bounds the work on text without punctuation."""


_COUNTED = frozenset({"count", "people", "number", "time", "age", "length", "area", "mass", "money", "energy", "power", "volume"})


def link(scan: Scan) -> list[Claim]:
    """All claims of an article, in order of their numbers."""
    claims: list[Claim] = []
    if _HAN.search(scan.text) is None:
        return claims
    for sentence in scan.sentences:
        if scan.quantities.within(sentence.start, sentence.end):
            claims += _link_sentence(scan, sentence, claims)
    claims.sort(key=lambda claim: (claim.quantity.start, claim.metric_spans))
    return claims


def _link_sentence(scan: Scan, sentence: Sentence, earlier: Sequence[Claim]) -> list[Claim]:
    claims: list[Claim] = []
    for clause in clauses_of(scan, sentence):
        for group, lo in groups_of(scan, clause):
            claims += _link_group(scan, sentence, clause, group, lo, claims, earlier)
    _tell_apart(scan, claims)
    _share_rate_units(claims)
    _name_plans(scan, claims)
    compose_topics(scan, sentence, claims)
    return claims


def _share_rate_units(claims: list[Claim]) -> None:
    """``单产每公顷4582公斤,比上年增加94公斤``: a change of a rate is in the rate's unit."""
    rates: dict[tuple[Span, ...], Claim] = {}
    for claim in claims:
        if claim.measure == "level" and claim.unit and "/" in claim.unit:
            rates[claim.metric_spans] = claim
        rate = rates.get(claim.metric_spans)
        if rate is not None and rate.unit and claim.measure == "difference" and rate.unit.split("/")[0] == claim.unit:
            claim.unit, claim.unit_code = rate.unit, rate.unit_code


def _name_plans(scan: Scan, claims: list[Claim]) -> None:
    """``年度计划投资22亿元,…,完成率27.7%``: the plan said before is what the rate is of."""
    plan: Span | None = None
    for claim in claims:
        if claim.measure == "level" and len(claim.metric_spans) > 0:
            named = _PLANNED.search(scan.text, *claim.metric_spans[-1])
            plan = named.span() if named is not None else plan
        if claim.measure == "completion" and claim.reference is None and plan is not None:
            claim.reference = scan.text[slice(*plan)]
            claim.note("reference", *plan)


_PLANNED = regex.compile(r"(?:年度|全年|年)?(?:计划(?:完成)?(?:总)?投资|投资计划|目标任务|计划任务)$")


def _tell_apart(scan: Scan, claims: list[Claim]) -> None:
    """``生产原煤甲吨,销售原煤乙吨``: where one noun stands after two verbs, each verb belongs to its metric."""
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


def _link_group(
    scan: Scan, sentence: Sentence, clause: Clause, group: list[Quantity], lo: int, claims: list[Claim], earlier: Sequence[Claim]
) -> list[Claim]:
    first = group[0]
    lo = max(after_residue(scan, clause, group, lo), first.start - LONGEST_PHRASE)
    if first.parts:
        return _link_ratio(scan, sentence, first, lo, claims)
    predicate = read_predicate(scan, lo, first.start, first)
    lowest = lo if predicate.phrase_start is None else predicate.phrase_start
    phrase = phrase_before(scan, lowest, max(lowest, before_each(scan, first, predicate.phrase_end)))
    if clause.host is not None and not phrase.spans and lo == clause.start:
        predicate, phrase = _bracketed(scan, clause, predicate, phrase, claims)
        if (
            predicate.measure == "level"
            and first.family != "percent"
            and phrase.spans
            and catalogue_term(scan, *phrase.spans[-1]) is None
        ):
            return []  # 动力煤(5500大卡): a grade, no figure
    predicate, phrase = _carry(scan, clause, lo, first, predicate, phrase, claims)
    phrase = of_project(scan, phrase)
    sized = _sized_things(scan, first, lo, claims) if predicate.measure == "level" else None
    if sized is not None:
        return [make_claim(scan, sentence, quantity, predicate, Phrase(sized, phrase.subject)) for quantity in group]
    if (
        first.family == "percent"
        and predicate.measure in ("level", "share")
        and not phrase.spans
        and scan.text[first.end : first.end + 1] == "的"
    ):
        goal = _GOAL_AFTER.match(scan.text, first.end)
        if goal is not None and claims:
            predicate = replace(predicate, measure=claims[-1].measure)
        part = (
            Phrase(()) if goal is not None else phrase_after(scan, group[-1].end, min(clause.end, group[-1].end + LONGEST_PHRASE))
        )
        turn = next((c for c in scan.cues.touching(part.spans[-1][1], part.spans[-1][1] + 1) if c.kind == "change"), None) if part.spans else None
        if turn is not None and turn.start == part.spans[-1][1]:
            predicate, phrase = replace(predicate, measure="growth", sign=-1 if turn.value in DOWN else 1), part
        elif part.spans:
            predicate, phrase = replace(predicate, measure="share", reference=predicate.reference or part.spans[-1]), part
    elif (
        first.family == "percent"
        and predicate.measure == "level"
        and predicate.rule == "link.level.bare"
        and phrase.spans
        and scan.text[first.start - 1] == "的"
        and phrase.spans[-1][1] == first.start - 1
        and "按" not in scan.text[lo : first.start]
    ):
        predicate = replace(predicate, measure="share", reference=phrase.spans[-1])
    made_of = _made_of(scan, clause, lo, first, predicate, phrase, claims)
    if made_of is not None:
        predicate, phrase = made_of
    right = None if made_of is not None else _right_phrase(scan, clause, group[-1], phrase, predicate, first)
    if right is not None:
        phrase = right
    made = distribute(scan, sentence, group, predicate, phrase, lo, claims, earlier)
    return made


def _carry(
    scan: Scan, clause: Clause, lo: int, first: Quantity, predicate: Predicate, phrase: Phrase, claims: list[Claim]
) -> tuple[Predicate, Phrase]:
    """What the number before said may hold for this one: 由18%提高到35%, 甲国的3倍、乙国的2倍, 增加甲7万亩、乙4万亩."""
    last = claims[-1] if claims and claims[-1].quantity.end <= first.start else None
    if last is None or last.sentence.end < first.end:
        return predicate, phrase
    near = not regex.search(r"[;。]", scan.text[last.quantity.end : first.start])
    bare = not phrase.spans or phrase.is_generic
    if predicate.measure == "level" and first.family == "percent" and bare and near:
        kept = last.measure if last.measure in ("share", "contribution", "completion") else _noun_measure(scan, last)
        if kept is not None and (predicate.is_to or last.measure not in ("completion",)):
            return replace(predicate, measure=kept, reference=_span(last, "reference") if kept == last.measure else None), phrase
    if first.family == "percent" and _OF_TASK.fullmatch(scan.text, last.quantity.end, first.start):
        opened = regex.compile(r"(?:占到?|完成)(?P<whole>[^,;。]{0,14})$").search(scan.text, max(0, last.quantity.start - 16), last.quantity.start)
        if opened is not None:
            whole = (opened.start("whole"), first.start - 1)
            return replace(predicate, measure="completion", reference=whole, evidence={"reference": [whole]}), Phrase(())
    if last.measure == first.family == "rank" and _TO_RANK.match(scan.text, last.quantity.end, first.start):
        reference = predicate.reference if predicate.reference and not scan.periods.touching(*predicate.reference) else _span(last, "reference")
        return replace(predicate, reference=reference), Phrase(())
    if not scan.text[last.quantity.end : first.start].startswith(("、", ",")) or lo < last.quantity.end - 1:
        return predicate, phrase
    listed = scan.text[last.quantity.end] == "、" or last.measure in ("share", "multiple")
    owned = scan.text[first.start - 1] == "的"
    if (
        listed
        and owned
        and phrase.spans
        and (last.measure, first.family) in (("share", "percent"), ("multiple", "times"))
        and predicate.measure in ("level", "multiple")
    ):
        return replace(predicate, measure=last.measure, reference=phrase.spans[-1], phrase_end=lo), Phrase(())
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
        return replace(predicate, measure="difference", sign=sign), phrase
    return predicate, phrase


_TO_RANK = regex.compile(r"[^,;。、]{0,8}(?:到|至|为)[^,;。、]{0,12}$")
_OF_TASK = regex.compile(r"的?(?:年度|全年)?(?:目标任务|任务|目标|计划)[数量]?的")


def _noun_measure(scan: Scan, claim: Claim) -> str | None:
    """A level of a metric that is itself a share (外贸比重) is a share."""
    words = "".join(scan.text[a:b] for a, b in claim.metric_spans)
    if claim.measure == "difference" and (words.endswith(("比重", "占比", "份额")) or "share said" in claim.doubts):
        return "share"
    return "contribution" if claim.measure == "difference" and words.endswith("贡献率") and claim.catalogue is None else None


def _span(claim: Claim, name: str) -> tuple[int, int] | None:
    spans = claim.evidence.get(name)
    return spans[0] if spans else None


def _bracketed(scan: Scan, clause: Clause, predicate: Predicate, phrase: Phrase, claims: list[Claim]) -> tuple[Predicate, Phrase]:
    """A number alone in brackets speaks of what stands before the bracket."""
    host = clause.host
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
    elif predicate.rule == "link.level.bare" and clause.quantities[0].family == "percent" and any(c.kind == "rate" for c in scan.cues.within(lo, at)):
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
    level = next((c for c in reversed(scan.cues.within(lo, at)) if c.kind == "level" and c.end < at), None)
    if level is not None and phrase.spans and level.start >= phrase.spans[-1][0]:
        phrase = phrase_before(scan, level.end, at)
    return predicate, phrase


_THINGS = regex.compile(r"(?:企业|项目|园区|产业|集群|公司|产品|单位|工程|地块|大户)$")


def _sized_things(scan: Scan, count: Quantity, lo: int, claims: list[Claim]) -> tuple[Span, ...] | None:
    """``总投资超50亿元项目4个,超30亿元6个``: what is counted is named by its size; the things may be said only once."""
    size = size_class_of(scan, count, lo) if count.family in ("count", "people") else None
    if size is None:
        return None
    measured = next((m for m in reversed(scan.metrics.within(lo, size[0])) if m.end == size[0]), None)
    start = measured.start if measured is not None else size[0]
    end = read_level_end(scan, size[1], count.start)
    if end > size[1]:
        return ((start, end),)
    for claim in reversed(claims[-4:]):
        things = _THINGS.search(scan.text, *claim.metric_spans[-1]) if claim.metric_spans else None
        if things is not None:
            return ((start, size[1]), things.span())
    return ((start, size[1]),)


_MADE_OF = regex.compile(r"(?:左右|以上)?(?:都|均|全部|主要)?(?P<verb>来自于?|来源于|出自|集中在|集中于|分布在|投向|用于|为|是|属于?)(?!了)")


def _made_of(
    scan: Scan, clause: Clause, lo: int, first: Quantity, predicate: Predicate, phrase: Phrase, claims: list[Claim]
) -> tuple[Predicate, Phrase] | None:
    """``新增装机中,超过80%来自可再生能源``, ``其中约70%为本地劳动力``: the part follows its share, the whole stands before it."""
    verb = _MADE_OF.match(scan.text, first.end) if first.family == "percent" and predicate.measure == "level" else None
    if verb is None:
        return None
    whole = phrase.spans[-1] if phrase.spans else None
    if verb["verb"] in ("为", "是", "属", "属于") or whole is None:
        if not any(c.kind == "of_which" for c in scan.cues.within(lo, first.start)):
            return None
        whole = claims[-1].metric_spans[-1] if claims and claims[-1].metric_spans else None
    part = phrase_after(scan, verb.end(), clause.end)
    if not part.spans or scan.quantities.within(verb.end(), part.spans[-1][1]):
        return None
    evidence = {"measure": [verb.span("verb")], "reference": [whole] if whole else []}
    return replace(predicate, measure="share", reference=whole, evidence=evidence, rule="link.share.made_of"), replace(part, subject=phrase.subject)


_GOAL_AFTER = regex.compile(r"的?(?:年度|全年|年初|预期|调控|约束性|控制|规划)*(?:目标|任务|指标)")


def _right_phrase(
    scan: Scan, clause: Clause, last: Quantity, phrase: Phrase, predicate: Predicate, first: Quantity
) -> Phrase | None:
    """The counted thing may follow its number: ``新增3家⟦省级工业设计中心⟧``."""
    if first.family not in _COUNTED or predicate.measure != "level":
        return None
    if regex.match(r"(?:的)?(?:新台阶|大关|台阶|关口|门槛)", scan.text[last.end : last.end + 4]):
        return None
    later = next(iter(scan.quantities.within(last.end, clause.end)), None)
    hi = min(later.start if later is not None else clause.end, last.end + LONGEST_PHRASE)
    if _GOAL_AFTER.match(scan.text, last.end):
        return None if phrase.spans and catalogue_term(scan, *phrase.spans[-1]) else Phrase((), phrase.subject)
    after = phrase_after(scan, last.end, hi, is_next=later is not None and hi == later.start)
    if (
        not after.spans
        or first.family not in ("count", "people", "number")
        and scan.text[last.end : last.end + 1] != "的"
        and phrase.spans
    ):
        return None
    if not phrase.spans or phrase.is_generic and first.family in ("count", "people"):
        lead = _keep_before(scan, first)
        return Phrase((*lead, *after.spans), phrase.subject)
    start, end = phrase.spans[-1]
    if _SET_BEFORE.search(scan.text, start, end) and catalogue_term(scan, start, end) is None:
        return Phrase(after.spans, phrase.subject)
    word = next(
        (c for c in reversed(scan.cues.touching(start, end)) if c.end == end and c.kind in ("lead", "keep", "adverb")), None
    )
    if word is not None and word.start <= start:
        return Phrase((((start, end),) if word.kind == "keep" else ()) + after.spans, phrase.subject)
    if (
        word is not None
        and word.kind in ("lead", "keep")
        or scan.text[end - 1] in "在为对由从向使将把等以的有"
        or scan.text[max(end, first.start - 1) : first.start] in ("等", "的", "在", "为", "有")
    ):
        keep = ((word.start, word.end),) if word is not None and word.kind == "keep" else ()
        return Phrase(keep + after.spans, phrase.subject)
    return None


_SET_BEFORE = regex.compile(r"(?:中|内|等(?:[一二三四五六七八九十]|[0-9]{1,2})(?:大类|大|类|个|方面|领域)+|之中|里)$")
"""``13个重点园区中⟦12个园区⟧``: what stands before is the set that is counted in, not what is counted."""


def _keep_before(scan: Scan, quantity: Quantity) -> tuple[tuple[int, int], ...]:
    """新增 and the like right before the number belong to the metric."""
    cue = next(
        (
            c
            for c in reversed(scan.cues.touching(max(0, quantity.start - 6), quantity.start))
            if c.kind == "keep" and c.end == quantity.start
        ),
        None,
    )
    return ((cue.start, cue.end),) if cue is not None else ()


_THREE_INDUSTRIES = ("第一产业", "第二产业", "第三产业")


def _link_ratio(scan: Scan, sentence: Sentence, quantity: Quantity, lo: int, claims: list[Claim]) -> list[Claim]:
    """``3.2:36.1:60.7``: a share for each part, in order; a second ratio (由…调整为…) takes the names of the first."""
    predicate = read_predicate(scan, lo, quantity.start, quantity)
    phrase = phrase_before(scan, lo, predicate.phrase_end)
    parts = split_coordination(scan, phrase) if phrase.spans else []
    words = "".join(scan.text[a:b] for a, b in phrase.spans)
    names: Sequence[str] | None = None
    before = [c for c in claims[-len(quantity.parts) :] if c.measure == "share"]
    if not phrase.spans and len(before) == len(quantity.parts) and all(c.metric_text for c in before):
        names = [c.metric_text for c in before if c.metric_text]
        phrase = Phrase(before[0].metric_spans)
    elif len(quantity.parts) == 3 and regex.search(r"[三一二]次?产|产业结构", words):
        names = _THREE_INDUSTRIES
    elif len(parts) != len(quantity.parts):
        return []
    made = []
    at = quantity.number_start
    for i, value in enumerate(quantity.parts):
        match = regex.compile(r"[0-9.]+").search(scan.text, at)
        at = match.end()
        part = replace(
            quantity,
            start=match.start(),
            end=match.end(),
            number_start=match.start(),
            number_end=match.end(),
            value=value,
            unit_code="%",
            parts=(),
        )
        claim = make_claim(scan, sentence, part, predicate, phrase if names else parts[i])
        if names:
            claim.metric_text = names[i]
            claim.catalogue = None
        made.append(claim)
    return made
