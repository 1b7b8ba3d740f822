"""Kinds of statement: how a share, a contribution, a completion, a change, a standing and a level are said."""

from __future__ import annotations

from dataclasses import dataclass, field

import regex

from extractor.comparisons import find_basis, other_side
from extractor.mentions import Cue
from extractor.scan import Scan
from extractor.stretches import DOWN, FILLER, Span, area_before, before_adverbs, is_to, is_to_after, last_cue, trim, verb_ending


@dataclass(frozen=True, slots=True)
class Predicate:
    """The reading of one number's left side.

    Attributes:
        measure: one of the contract's measures.
        sign: −1 where the direction is down.
        phrase_end: where the metric's name must end at the latest.
        comparison, reference: as in the contract; None where not said.
        phrase_start: where the metric's name must begin at the earliest, where that is not the clause's start.
        is_to: the number is what was reached (提高到), not by how much.
    """

    measure: str
    sign: int
    phrase_end: int
    rule: str
    comparison: str | None = None
    reference: Span | None = None
    rate_noun: Span | None = None
    is_to: bool = False
    phrase_start: int | None = None
    evidence: dict[str, list[Span]] = field(default_factory=dict)


def read_contribution(scan: Scan, lo: int, hi: int, cues: list[Cue]) -> Predicate | None:
    """对经济增长贡献率达52%, 拉动工业增长1.7个百分点; None where nothing of the kind is said."""
    cue = last_cue(cues, "contribution")
    if cue is None:
        return None
    text = scan.text
    if (
        cue.value == "rate"
        and any(c.kind == "change" and c.start >= cue.end and not is_to_after(scan, c) for c in cues)
        or _in_term(scan, cue)
    ):
        return None
    if cue.value == "rate":
        to = regex.search(r"对(?P<whole>[^,;。:对]{1,20}?)(?:的|综合|累计)*$", text[lo : cue.start])
        reference = (lo + to.start("whole"), lo + to.end("whole")) if to else None
        end = lo + to.start() if to else cue.start
        sign = 1
    else:
        end = cue.start
        change = next((c for c in cues if c.kind in ("change", "rate") and c.start >= cue.end), None)
        stop = change.start if change else hi
        reference = trim(text, cue.end, stop)
        if reference[1] - reference[0] < 2 or reference[1] - reference[0] > 20:
            reference = None
        if change is None and not regex.search(r"影响|拉动|贡献", text[cue.start : cue.end]):
            return None
        sign = (
            -1
            if change is not None
            and change.value in DOWN
            or cue.value == "pull"
            and text[cue.start : cue.end] in ("拉低", "下拉")
            else 1
        )
    evidence = {"measure": [(cue.start, cue.end)]}
    if reference:
        evidence["reference"] = [reference]
    return Predicate("contribution", sign, before_adverbs(scan, lo, end), cue.rule, None, reference, evidence=evidence)


def _in_term(scan: Scan, cue: Cue) -> bool:
    """科技进步贡献率 is a metric of its own, no contribution of 科技进步."""
    return any(m.start < cue.start and m.end >= cue.end for m in scan.metrics.touching(cue.start, cue.end))


_PLAN_BEFORE = regex.compile(r"(?:超额)?(?:完成|占到?|达到?|为|实现|仅完成|已完成)(?:了|到)?(?P<whole>[^,;。:、完成占]{0,16})$")


_PLANNED = regex.compile(r"(?P<plan>(?:年度|全年|年)(?:投资)?(?:计划|目标任务|目标|任务))(?:投资)?$")
"""⟦年度计划⟧投资完成率: the plan stands inside the name of the rate."""


_BARE_PLAN = regex.compile(r"(?:完成|占)了?(?P<plan>计划)的(?:约|近|超过?)?$")
"""完成⟦计划⟧的36%: said so shortly, the word is elsewhere no plan (计划的投资)."""


def read_completion(scan: Scan, lo: int, hi: int, cues: list[Cue]) -> Predicate | None:
    """完成年度计划的61.5%, 投资完成率72.8%; None where no plan is spoken of."""
    text = scan.text
    noun = next((c for c in reversed(cues) if c.kind == "completion" and c.value == "noun"), None)
    if noun is not None:
        plan = next((c for c in cues if c.kind == "completion" and c.value == "plan" and c.end <= noun.start), None)
        planned = _PLANNED.search(text, lo, noun.start) if plan is None else None
        reference = (plan.start, plan.end) if plan else planned.span("plan") if planned else None
        end = before_adverbs(scan, lo, plan.start) if plan and plan.end == noun.start else noun.end
        return Predicate("completion", 1, end, noun.rule, None, reference, evidence={"measure": [(noun.start, noun.end)]})
    bare = _BARE_PLAN.search(text, lo, hi)
    if bare is not None:
        span = bare.span("plan")
        return Predicate("completion", 1, before_adverbs(scan, lo, bare.start()), "cue.completion.whole", None, span,
                         evidence={"measure": [bare.span()], "reference": [span]})  # fmt: skip
    plan = next((c for c in reversed(cues) if c.kind == "completion" and c.value == "plan"), None)
    if plan is None or not regex.fullmatch(
        r"(?:数|总数|总额|投资|额|量|指标|开工数|开工|新开工|竣工|任务|目标)?的?(?:比重|比例)?(?:为|达到?)?(?:\s)*",
        text[plan.end : hi],
    ):
        return None
    verb = _PLAN_BEFORE.search(text[lo : plan.start])
    if verb is None:
        return None
    reference = (lo + verb.start("whole"), plan.end + (len(text[plan.end : hi].split("的")[0])))
    return Predicate(
        "completion",
        1,
        before_adverbs(scan, lo, lo + verb.start()),
        plan.rule,
        None,
        reference,
        evidence={"measure": [(plan.start, plan.end)], "reference": [reference]},
    )


def read_share(scan: Scan, lo: int, hi: int, cues: list[Cue]) -> Predicate | None:
    """占进出口总值的48.6%, 占比达52.7%; None where nothing of the kind is said."""
    text = scan.text
    cue = last_cue(cues, "share")
    if cue is None:
        return None
    change = next((c for c in reversed(cues) if c.kind == "change" and c.start >= cue.end), None)
    if change is not None and not is_to_after(scan, change):
        return None
    verb = next((c for c in reversed(cues) if c.kind == "share" and c.value == "verb"), None)
    noun = next((c for c in reversed(cues) if c.kind == "share" and c.value == "noun"), None)
    if verb is None and noun is not None:
        in_whole = regex.search(r"在(?P<whole>[^,;。:在]{2,16}?)中的?$", text[lo : noun.start])
        in_term = regex.compile(r"占(?!比)(?P<whole>[^,;。:占]{2,20}?)的?$").search(text, lo, noun.start)
        reference = (lo + in_whole.start("whole"), lo + in_whole.end("whole")) if in_whole else None
        reference = reference or (in_term.span("whole") if in_term else None)
        end = lo + in_whole.start() if in_whole else noun.start
        return Predicate(
            "share", 1, before_adverbs(scan, lo, end), noun.rule, None, reference, evidence={"measure": [(noun.start, noun.end)]}
        )
    if verb is None:
        return None
    whole = regex.compile(r"(?P<whole>[^,;。:]{2,16}?)(?:总[量数]|之)?中,?(?=[^,;。:]{2,16}$)").search(text, lo, verb.start)
    if whole is not None and hi - verb.end <= 4:
        span = whole.span("whole")
        return Predicate("share", 1, before_adverbs(scan, lo, verb.start), verb.rule, None, span, phrase_start=whole.end(),
                         evidence={"measure": [(verb.start, verb.end)], "reference": [span]})  # fmt: skip
    stop = noun.start if noun is not None and noun.start >= verb.end else _share_stop(scan, verb.end, hi)
    reference = trim(text, verb.end, stop)
    evidence = {"measure": [(verb.start, verb.end)]}
    if reference[1] > reference[0]:
        evidence["reference"] = [reference]
    return Predicate(
        "share",
        1,
        before_adverbs(scan, lo, verb.start),
        verb.rule,
        None,
        reference if reference[1] > reference[0] else None,
        evidence=evidence,
    )


def _share_stop(scan: Scan, start: int, hi: int) -> int:
    """The whole of a share ends at 的, or at the verb that leads to the number."""
    text = scan.text
    end = hi
    for cue in reversed(scan.cues.within(start, hi)):
        if cue.kind in ("level", "change") and FILLER.fullmatch(text, cue.end, hi):
            end = cue.start
    return end


def read_change(scan: Scan, lo: int, hi: int, cues: list[Cue], change: Cue | None, measure: str) -> Predicate:
    """A change by so much; finds its basis and where the metric's name ends."""
    sign = -1 if change is not None and change.value in DOWN else 1
    at = change.start if change is not None else hi
    rate = next((c for c in cues if c.kind == "rate" and c.start <= at), None)
    if measure == "growth" and change is not None and change.kind == "rate":
        later = next((c for c in reversed(cues) if c.kind == "change" and c.start >= change.end), None)
        sign = -1 if later is not None and later.value in DOWN else sign
    comparison, reference, basis_start, spans = find_basis(scan, lo, at)
    share = (
        next((c for c in cues if c.kind == "share" and c.value == "verb" and c.end < at), None)
        if measure == "difference"
        else None
    )
    at = min(at, share.start) if share is not None else at
    if (
        measure == "difference"
        and change is not None
        and change.value.startswith("places")
        and (area := area_before(scan, lo, at)) is not None
    ):
        reference, at = area, area[0]
    end = min([at, *([basis_start] if basis_start is not None else []), *([rate.start] if rate is not None else [])])
    evidence: dict[str, list[Span]] = {}
    if change is not None:
        evidence["measure"] = [(change.start, change.end)]
    if spans:
        evidence["comparison"] = spans
    if reference:
        evidence["reference"] = [reference]
    rule = change.rule if change is not None else "link.growth.bare"
    return Predicate(
        measure,
        sign,
        before_adverbs(scan, lo, end),
        rule,
        comparison,
        reference,
        (rate.start, rate.end) if rate else None,
        evidence=evidence,
    )


def read_standing(scan: Scan, lo: int, hi: int, cues: list[Cue], standing: Cue, measure: str) -> Predicate:
    """高于全国0.6个百分点: the other side follows the verb."""
    sign = -1 if standing.value == "down" else 1
    comparison, reference = other_side(scan, standing.end, hi)
    rate = next((c for c in cues if c.kind == "rate" and c.start < standing.start), None)
    end = rate.start if rate is not None else standing.start
    if comparison is None:
        stood = before_adverbs(scan, lo, standing.start)
        comparison, reference, basis_start, _ = find_basis(scan, lo, stood)
        if basis_start is not None:
            end, rate = basis_start, rate if rate is not None and rate.start < basis_start else None
    evidence = {"measure": [(standing.start, standing.end)], "comparison": [(standing.start, hi)]}
    if reference:
        evidence["reference"] = [reference]
    return Predicate(
        measure,
        sign,
        before_adverbs(scan, lo, end),
        standing.rule,
        comparison,
        reference,
        (rate.start, rate.end) if rate else None,
        evidence=evidence,
    )


_FROM = regex.compile(r"(?:从|由)[^,;。:从由]{1,16}$")
_TO_AFTER = regex.compile(
    r"^[^;。]{2,22}?(?:提高|增加|增长|上升|下降|降低|减少|跃升|发展|扩大|攀升|上涨|变化|调整|[增降升减扩跃缩])(?:到|至|为)"
)


def read_level(scan: Scan, lo: int, hi: int, measure: str = "level") -> Predicate:
    """The metric's own value: strip the verbs that lead to it."""
    end = hi
    reached = False
    used: list[Span] = []
    while (cue := verb_ending(scan, lo, end)) is not None:
        reached = reached or is_to(scan, cue)
        used.append((cue.start, cue.end))
        end = cue.start
    stretch = before_adverbs(scan, lo, end)
    opened = _FROM.search(scan.text, lo, stretch) if measure == "level" and _TO_AFTER.search(scan.text, hi, hi + 30) else None
    if opened is not None and opened.start() > lo:
        stretch = before_adverbs(scan, lo, opened.start())
    basis = find_basis(scan, lo, stretch) if reached or measure != "level" else (None, None, None, [])
    if basis[2] is not None and basis[2] < stretch:
        stretch = before_adverbs(scan, lo, basis[2])
    rule = f"link.{measure}.{'verb' if used else 'bare'}"
    return Predicate(measure, 1, stretch, rule, basis[0] if measure != "level" else None, None, None, reached)
