"""Things counted: their name after the number, their size before it, the set they are of."""

from __future__ import annotations

from dataclasses import replace

import regex

from extractor.claims import Claim
from extractor.clauses import LONGEST_PHRASE, Clause
from extractor.counted import phrase_after, read_level_end
from extractor.groups import size_class_of
from extractor.mentions import Cue, Quantity
from extractor.phrases import Phrase, catalogue_term
from extractor.scan import Scan
from extractor.statements import Predicate
from extractor.stretches import Span
from extractor.trimming import BARE_THINGS

_COUNTED = frozenset({"count", "people", "number", "time", "age", "length", "area", "mass", "money", "energy", "power", "volume"})


_THINGS = regex.compile(r"(?:企业|项目|园区|产业|集群|公司|产品|单位|工程|地块|大户)$")


def sized_things(scan: Scan, count: Quantity, lo: int, claims: list[Claim]) -> tuple[Span, ...] | None:
    """``年产值超60亿元企业3家,超20亿元7家``: what is counted is named by its size; the things may be said only once."""
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


GOAL_AFTER = regex.compile(r"的?(?:年度|全年|年初|预期|调控|约束性|控制|规划)*(?:目标|任务|指标)")


_MADE = frozenset({"mass", "volume", "power", "energy"})
_PLANT = regex.compile(
    r"(?:技改|技术改造|扩能|改扩建|扩建)等?(?:项目|工程)?"
    r"|(?:新建|建设|生产|升级|深加工|综合利用|一体化|[一二三四]期)*等?(?:项目|工程|生产线|生产基地|基地|装置)"
)


def _capacity(scan: Scan, first: Quantity, phrase: Phrase, after: Phrase) -> Phrase | None:
    """``年产3万吨⟦铸件⟧项目``, ``某实业6万吨⟦磷肥⟧技改项目``: what a plant makes is measured, not the plant; None elsewhere."""
    start, end = after.spans[-1]
    plant = _PLANT.search(scan.text, start, end)
    verb = _capacity_verb(scan, first)
    if verb is None and (plant is None or phrase.spans and catalogue_term(scan, *phrase.spans[-1]) is not None):
        return None
    cuts = [m.start() for m in regex.compile("[、及和]").finditer(scan.text, start + 1, end)]
    end = min([end, *cuts, *([plant.start()] if plant is not None else [])])
    if end - start < 2:
        return None
    lead = ((verb.start, verb.end),) if verb is not None else ()
    owner = next(((a, b) for a, b in phrase.spans[:1] if verb is None and b - a <= 10), None)
    return Phrase((*lead, (start, end)), phrase.subject or owner)


def _capacity_verb(scan: Scan, first: Quantity) -> Cue | None:
    cue = scan.cues.ending_at(first.start, max(0, first.start - 4))
    return cue if cue is not None and cue.kind == "keep" else None


STANDING_AFTER = regex.compile(
    r"的(?:较|历史|历年|近年|同期|合理|最|正常|这一|新|相对)*[高低快慢好优新常]?(?:水平|高位|低位|区间|高点|低点|点位|位置)"
)
"""达到5.6%⟦的较高水平⟧: how high it is, no part of a whole."""


_AGED = regex.compile(
    r"(?:使用|建成|投用|运行|服役)(?:年限|时间)?(?:超过?|满|达|已)?[0-9一二三四五六七八九十]{1,3}年(?:以上|左右)?的"
)
"""13台⟦使用15年以上的⟧电梯: how old the things are stands before what they are."""
_MILESTONE = regex.compile(r"(?:的)?(?:新台阶|大关|台阶|关口|门槛)")


def right_phrase(
    scan: Scan, clause: Clause, last: Quantity, phrase: Phrase, predicate: Predicate, first: Quantity
) -> Phrase | None:
    """The counted thing may follow its number: ``新增3家⟦省级工业设计中心⟧``."""
    if first.family not in _COUNTED or predicate.measure != "level":
        return None
    if _MILESTONE.match(scan.text, last.end):
        return None
    later = next(iter(scan.quantities.within(last.end, clause.end)), None)
    hi = min(later.start if later is not None else clause.end, last.end + LONGEST_PHRASE)
    if GOAL_AFTER.match(scan.text, last.end):
        return None if phrase.spans and catalogue_term(scan, *phrase.spans[-1]) else Phrase((), phrase.subject)
    aged = _AGED.match(scan.text, last.end, clause.end)
    if aged is not None:
        return Phrase(phrase_after(scan, aged.end(), clause.end).spans, phrase.subject)
    after = phrase_after(scan, last.end, hi, is_next=later is not None and hi == later.start)
    if after.spans and first.family in _MADE:
        if scan.text[last.end] == "的" and _capacity_verb(scan, first) is not None:
            return None  # 年产3万吨的厂区: the plant follows, not what it makes
        if scan.text[last.end] != "的" and (made := _capacity(scan, first, phrase, after)) is not None:
            return made
    if (
        not after.spans
        or first.family not in ("count", "people", "number")
        and scan.text[last.end : last.end + 1] != "的"
        and phrase.spans
    ):
        return None
    if not phrase.spans or phrase.is_generic and first.family in ("count", "people"):
        lead = _keep_before(scan, first, after.spans[-1])
        return Phrase((*lead, *after.spans), phrase.subject)
    start, end = phrase.spans[-1]
    if len(phrase.spans) == 1 and _WHERE.fullmatch(scan.text, start, end) or _ABROAD.match(scan.text, *after.spans[-1]):
        return Phrase(after.spans, phrase.subject)
    if _SET_BEFORE.search(scan.text, start, end) and catalogue_term(scan, start, end) is None:
        return Phrase(after.spans, phrase.subject)
    word = next(
        (c for c in reversed(scan.cues.touching(start, end)) if c.end == end and c.kind in ("lead", "keep", "act", "adverb")),
        None,
    )
    if word is not None and word.start <= start:
        return Phrase((((start, end),) if word.kind == "keep" else ()) + after.spans, phrase.subject)
    if (
        word is not None
        and word.kind in ("lead", "keep")
        or scan.text[end - 1] in "在为对替给由从向使将把等以的有与同跟"
        or scan.text[max(end, first.start - 1) : first.start] in _BEFORE_THINGS
        or _is_role(scan, end)
    ):
        keep = ((word.start, word.end),) if word is not None and word.kind == "keep" else ()
        return Phrase(keep + after.spans, phrase.subject)
    return None


_WHERE = regex.compile("园区|开发区|高新区|经开区|新区|片区|辖区|基地|公司|集团|企业|学校|医院|当地|[国省市县区境]内|平台|中心")
"""⟦园区⟧16家企业: where or whose they are, not what is counted."""
_ABROAD = regex.compile("国家|国(?=[,。;、]|$)")
"""产品出口12个⟦国家⟧: what was done there is no name of them."""
_BEFORE_THINGS = frozenset("等的在为有、")
"""Right before a count these part it from what was said: it counts what follows."""


def _is_role(scan: Scan, end: int) -> bool:
    """``以甲园区为骨干、12个⟦工业小区⟧为支撑``: what something serves as says nothing of the count after it."""
    cue = scan.cues.ending_at(end, max(0, end - 4))
    return cue is not None and cue.kind == "role"


_SET_BEFORE = regex.compile(r"(?:中|内|等(?:[一二三四五六七八九十]|[0-9]{1,2})(?:大类|大|类|个|方面|领域)+|之中|里)$")
"""``16个乡镇中⟦14个乡镇⟧``: what stands before is the set that is counted in, not what is counted."""


def within_set(scan: Scan, predicate: Predicate, phrase: Phrase) -> tuple[Predicate, Phrase]:
    """``在全国86个试点市中居第七位``: what stands before a rank is the set, the metric was said before."""
    if predicate.measure != "rank" or len(phrase.spans) != 1 or scan.text[phrase.spans[0][1] - 1] not in "中内":
        return predicate, phrase
    start, end = phrase.spans[0]
    if catalogue_term(scan, start, end) is not None:
        return predicate, phrase
    reference = predicate.reference or ((start, end - 1) if end - start > 2 else None)
    return replace(predicate, reference=reference), Phrase((), phrase.subject)


def _keep_before(scan: Scan, quantity: Quantity, after: Span) -> tuple[tuple[int, int], ...]:
    """新增 and the like right before the number belong to the metric."""
    says_little = scan.text[slice(*after)] in BARE_THINGS
    cue = next(
        (
            c
            for c in reversed(scan.cues.touching(max(0, quantity.start - 6), quantity.start))
            if (c.kind == "keep" or c.kind == "lead" and c.value == "weak" and says_little) and c.end == quantity.start
        ),
        None,
    )
    return ((cue.start, cue.end),) if cue is not None else ()
