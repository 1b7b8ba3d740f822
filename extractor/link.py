"""Linking: each number of a sentence to the metric it measures and to what is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex

from extractor.base_rates import base_rate
from extractor.carried import bracketed, carry, is_plan_of, made_of, named_in_brackets, pointed_back
from extractor.claims import Claim
from extractor.clauses import LONGEST_PHRASE, Clause, clauses_of
from extractor.coordination import split_coordination
from extractor.counted import phrase_after
from extractor.distribute import distribute
from extractor.groups import after_residue, before_each, groups_of
from extractor.indicators import sum_up
from extractor.making import make_claim
from extractor.mentions import Quantity, Sentence
from extractor.phrases import Phrase, catalogue_term, of_named_owner, phrase_before
from extractor.predicates import read_predicate
from extractor.scan import Scan
from extractor.settle import name_plans, read_index_rates, share_rate_units, tell_apart
from extractor.statements import Predicate
from extractor.stretches import DOWN
from extractor.things import GOAL_AFTER, STANDING_AFTER, right_phrase, sized_things, within_set
from extractor.topics import compose_topics
from extractor.wholes import name_wholes

_HAN = regex.compile(r"\p{Han}")


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
    tell_apart(scan, claims)
    share_rate_units(claims)
    read_index_rates(claims)
    name_plans(scan, claims)
    name_wholes(scan, sentence, claims, earlier)
    compose_topics(scan, sentence, claims)
    return claims


def _link_group(
    scan: Scan, sentence: Sentence, clause: Clause, group: list[Quantity], lo: int, claims: list[Claim], earlier: Sequence[Claim]
) -> list[Claim]:
    first = group[0]
    lo = max(after_residue(scan, clause, group, lo), first.start - LONGEST_PHRASE)
    if first.parts:
        return _link_ratio(scan, sentence, first, lo, claims)
    of_base = base_rate(scan, sentence, clause, group, claims)
    if of_base is not None:
        return [of_base]
    predicate = read_predicate(scan, lo, max(lo, before_each(scan, first)), first)
    lowest = lo if predicate.phrase_start is None else predicate.phrase_start
    phrase = phrase_before(scan, lowest, max(lowest, predicate.phrase_end))
    if clause.host is not None:
        is_alone = not phrase.spans and lo == clause.start
        predicate, phrase = (bracketed if is_alone else named_in_brackets)(scan, clause, clause.host, predicate, phrase, claims)
        if is_alone and _is_grade(scan, first, predicate, phrase):
            return []
    whole = sum_up(scan, sentence, clause, group, predicate, phrase, claims) or _planned(
        scan, sentence, group, lo, claims, earlier
    )
    if whole:
        return whole
    predicate, phrase = carry(scan, lo, first, predicate, phrase, claims)
    predicate, phrase = within_set(scan, predicate, pointed_back(scan, of_named_owner(scan, phrase), claims or earlier))
    sized = sized_things(scan, first, lo, claims) if predicate.measure == "level" else None
    if sized is not None:
        return [make_claim(scan, sentence, quantity, predicate, Phrase(sized, phrase.subject)) for quantity in group]
    if (
        first.family == "percent"
        and predicate.measure in ("level", "share")
        and not phrase.spans
        and scan.text[first.end : first.end + 1] == "的"
        and not STANDING_AFTER.match(scan.text, first.end)
    ):
        goal = GOAL_AFTER.match(scan.text, first.end)
        if goal is not None and claims:
            predicate = replace(predicate, measure=claims[-1].measure)
        part = Phrase(()) if goal is not None else phrase_after(scan, group[-1].end, _next_number(clause, group[-1]))
        turn = (
            next((c for c in scan.cues.touching(part.spans[-1][1], part.spans[-1][1] + 1) if c.kind == "change"), None)
            if part.spans
            else None
        )
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
        led = scan.cues.ending_at(phrase.spans[-1][0], lo)
        if claims and (led is not None and led.kind == "level" or scan.text.endswith("达到", lo, phrase.spans[-1][0])):
            phrase = Phrase((), phrase.subject)  # 31个,达到⟦开工总数⟧的47%: the whole; whose share it is was said before
    consisting = made_of(scan, clause, lo, first, predicate, phrase, claims)
    if consisting is not None:
        predicate, phrase = consisting
    else:
        phrase = right_phrase(scan, clause, group[-1], phrase, predicate, first) or phrase
    return distribute(scan, sentence, group, predicate, phrase, lo, claims, earlier)


def _planned(
    scan: Scan, sentence: Sentence, group: list[Quantity], lo: int, claims: list[Claim], earlier: Sequence[Claim]
) -> list[Claim]:
    """完成年度任务⟦5亿元⟧的37%: what was to be done, a target of the metric said before."""
    if not claims or not is_plan_of(scan, group[0]):
        return []
    bare = Predicate("level", 1, lo, "link.level.bare")
    planned = distribute(scan, sentence, group, bare, Phrase(()), lo, claims, earlier)
    for claim in planned:
        claim.status = "target"
    return planned


def _is_grade(scan: Scan, quantity: Quantity, predicate: Predicate, phrase: Phrase) -> bool:
    """``动力煤(5500大卡)``: what sort it is, no figure of it."""
    is_amount = predicate.measure == "level" and quantity.family != "percent"
    return is_amount and bool(phrase.spans) and catalogue_term(scan, *phrase.spans[-1]) is None


def _next_number(clause: Clause, last: Quantity) -> int:
    """How far what follows a number may reach: to the next number of its clause."""
    later = (q.start for q in clause.quantities if q.start >= last.end)
    return min(next(later, clause.end), clause.end, last.end + LONGEST_PHRASE)


_PART = regex.compile(r"[0-9.]+")
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
    for i, (value, match) in enumerate(zip(quantity.parts, _PART.finditer(scan.text, quantity.number_start), strict=False)):
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
