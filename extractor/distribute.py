"""Which metric each number of a list takes: 分别, 均, parts of a whole, a metric said before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

import regex

from extractor.claims import Claim
from extractor.clause_before import (
    clause_before,
    head_for,
    industries_before,
    listed_names,
    named_before,
    superlative,
    taken_up,
    turned,
)
from extractor.coordination import LISTED, split_coordination
from extractor.elliptic import opened_whole, part_of
from extractor.groups import side_between
from extractor.making import OWN_HEADS, make_claim, same_metric
from extractor.mentions import Period, Quantity, Sentence
from extractor.metric_source import metric_source, of_same_unit, recent_claims
from extractor.phrases import Phrase, catalogue_term
from extractor.scan import Scan
from extractor.statements import Predicate


def distribute(  # noqa: C901 - the ways to share numbers out, each tried where those before it do not fit
    scan: Scan,
    sentence: Sentence,
    group: list[Quantity],
    predicate: Predicate,
    phrase: Phrase,
    lo: int,
    claims: list[Claim],
    earlier: Sequence[Claim],
) -> list[Claim]:
    """Give each number of a group its metric: from a list of names, from the numbers said before, or from the clause before."""
    parts = split_coordination(scan, phrase) if phrase.spans else []
    cues = scan.cues.within(lo, group[0].start)
    is_each = any(cue.kind == "all" for cue in cues) and len(group) == 1
    is_bare = not phrase.spans or phrase.is_generic or _repeats_head(scan, phrase, claims)
    each = [predicate] * len(group)
    if len(group) > 1:
        signs = [predicate.sign, *(_own_sign(scan, a, b, predicate.sign) for a, b in pairwise(group))]
        each = [replace(predicate, sign=sign) for sign in signs]
        each = _own_references(scan, group, each)
        if len(parts) != len(group) and phrase.spans:
            parts = split_coordination(scan, phrase, LISTED)
        if len(parts) == len(group):
            parts = [part_of(scan, q, p, e, claims) for q, e, p in zip(group, each, parts, strict=True)]
            return [make_claim(scan, sentence, q, e, p) for q, e, p in zip(group, each, parts, strict=True)]
        if len(parts) <= 1 and (industries := industries_before(scan, sentence, lo, claims, len(group))):
            head = head_for(scan, claims) if is_bare else phrase.spans[-1:]
            named_parts = [Phrase((span, *head)) for span in industries]
            return [make_claim(scan, sentence, q, e, p) for q, e, p in zip(group, each, named_parts, strict=True)]
        has_own_sides = len({p.reference for p in each}) == len(each)
        recent = recent_claims(claims, len(group)) if is_bare and not has_own_sides else []
        amounts = predicate.measure == "level" and group[0].family != "percent"
        if recent and not (amounts and any(q.family != c.quantity.family for q, c in zip(group, recent, strict=True))):
            return [same_metric(scan, sentence, q, e, phrase, c) for q, e, c in zip(group, each, recent, strict=True)]
        if is_bare and (named := named_before(scan, sentence, lo, claims)):
            listed = split_coordination(scan, named)
            if len(listed) == len(group):
                return [make_claim(scan, sentence, q, e, p) for q, e, p in zip(group, each, listed, strict=True)]
        if len(parts) <= 1 and (dated := _listed_periods(scan, lo, group, claims)):
            source = metric_source(scan, sentence, lo, claims, earlier, group[0]) if is_bare else phrase
            if source is not None:
                made = [same_metric(scan, sentence, q, predicate, phrase if is_bare else Phrase(()), source) for q in group]
                for claim, period in zip(made, dated, strict=True):
                    claim.evidence["period"] = [(period.start, period.end)]
                    claim.period = period
                return made
        subjects = _listed_subjects(scan, lo, predicate.phrase_end)
        if len(subjects) != len(group) and (span := clause_before(scan, sentence, lo, claims)) is not None:
            subjects = listed_names(scan, *span)
        if len(subjects) == len(group):
            return [
                make_claim(scan, sentence, q, predicate, replace(phrase, subject=s)) for q, s in zip(group, subjects, strict=True)
            ]
    elif is_each:
        if len(parts) > 1:
            return [make_claim(scan, sentence, group[0], predicate, p) for p in parts]
        recent = recent_claims(claims, 2) if is_bare else []
        if recent:
            return [same_metric(scan, sentence, group[0], predicate, phrase, c) for c in recent]
    if (
        len(group) == 1
        and len(parts) > 1
        and not _is_one_class(scan, parts)
        and (
            _all_industries(scan, phrase, parts)
            or (predicate.measure in ("growth", "rank") or _MARK_AFTER.match(scan.text, group[0].end))
            and _all_known(scan, parts)
        )
    ):
        return [make_claim(scan, sentence, group[0], predicate, p) for p in _with_shared_prefix(scan, parts)]
    if is_bare and (ranked := superlative(scan, sentence, lo, claims)) is not None:
        named, measure = ranked
        predicate = (
            replace(predicate, measure=measure)
            if measure and predicate.measure == "level" and group[0].family == "percent"
            else predicate
        )
        return [make_claim(scan, sentence, q, predicate, named, is_doubtful=True) for q in group]
    if is_bare:
        is_turned = phrase.is_generic or predicate.measure == "growth"
        source = (turned(scan, sentence, lo, claims, phrase) if is_turned else None) or metric_source(
            scan, sentence, lo, claims, earlier, group[0]
        )
        if not (phrase.is_generic and scan.text[slice(*phrase.spans[-1])] in OWN_HEADS):
            source = taken_up(scan, sentence, lo, claims) or of_same_unit(group[0], predicate, source, claims)
        done = _DONE.search(scan.text, max(lo, group[0].start - 8), group[0].start)
        if (
            done is not None
            and not phrase.spans
            and group[0].family == "count"
            and isinstance(source, Claim)
            and source.quantity.family == "count"
        ):
            staged = _STAGE.search(scan.text, *source.metric_spans[-1]) if source.metric_spans else None
            things = source.metric_spans if staged is None else ()  # 封顶9所,已竣工3所: one stage beside another
            source = replace(source, metric_spans=(*things, done.span("verb")), metric_text=None)
        reached = _REACHES.search(scan.text, lo, group[0].start) if not phrase.spans else None
        if reached is not None and isinstance(source, Claim) and group[0].family in ("count", "people"):
            phrase, source = Phrase((reached.span("verb"),)), None  # 投资…,惠及…: whom it reaches is no part of it
        ranking = phrase.is_generic and scan.text[slice(*phrase.spans[-1])] in _RANKINGS
        if predicate.measure == "rank" and ranking and isinstance(source, Claim) and source.quantity.family == "count":
            source = None  # 6家园区…,排名第六: the ranking itself, not the count
        if source is None:
            return [make_claim(scan, sentence, q, predicate, phrase, is_doubtful=True) for q in group] if phrase.spans else []
        return [same_metric(scan, sentence, q, e, phrase, source) for q, e in zip(group, each, strict=True)]
    phrase = part_of(scan, group[0], phrase, predicate, [*opened_whole(scan, sentence, earlier), *claims])
    return [make_claim(scan, sentence, q, e, phrase, is_doubtful=len(group) > 1) for q, e in zip(group, each, strict=True)]


def _repeats_head(scan: Scan, phrase: Phrase, claims: list[Claim]) -> bool:
    """``规模以上工业增加值增长2.8%,其中9月份增加值增长5.9%``: the head alone means the metric said before."""
    if not claims or len(phrase.spans) != 1 or phrase.subject is not None or not claims[-1].metric_spans:
        return False
    words = scan.text[slice(*phrase.spans[0])]
    last = scan.text[slice(*claims[-1].metric_spans[-1])]
    if _PLANNED.match(last):
        return False
    if words == last:  # of a name put together: 重点项目|完成投资
        parts_of = scan.cues.within(claims[-1].end, phrase.spans[0][0])
        return len(claims[-1].metric_spans) > 1 and any(c.kind == "of_which" for c in parts_of)
    return (
        len(words) >= 2
        and last.endswith(words)
        and any(c.kind == "head" and (c.start, c.end) == phrase.spans[0] for c in scan.cues.within(*phrase.spans[0]))
        and not _is_other_head(scan, claims[-1].metric_spans[-1], len(words))
    )


def _is_other_head(scan: Scan, span: tuple[int, int], size: int) -> bool:
    """进出口 is no 出口, 净利润 no 利润; 总产值 is the 产值 said again."""
    start = span[1] - size - 1
    heads = scan.cues.within(max(span[0], start), span[1])
    return any(c.kind in ("head", "owned") and c.start == start and scan.text[start] != "总" for c in heads)


_PLANNED = regex.compile("计划|年度计划|预计|协议|合同|签约|拟")
"""计划投资…,完成投资…: what was done is not what was planned."""


def _own_references(scan: Scan, group: list[Quantity], each: list[Predicate]) -> list[Predicate]:
    """``分别快于全国、全省2.2、1.6个百分点``: as many other sides as numbers, one for each."""
    reference = each[0].reference
    if reference is None:
        return each
    text = scan.text
    between = [side_between(scan, a, b) for a, b in pairwise(group)]
    if between and all(between):
        sides = [reference, *(side for side in between if side is not None)]
        return [replace(p, reference=s, evidence=p.evidence | {"reference": [s]}) for p, s in zip(each, sides, strict=True)]
    cuts = [m.span() for m in regex.compile("[、和与及]").finditer(text, *reference)]
    borders = [reference[0], *(x for cut in cuts for x in cut), reference[1]]
    sides = [(a, b) for a, b in zip(borders[::2], borders[1::2], strict=True) if b > a]
    if len(sides) != len(each):
        return each
    return [replace(p, reference=side, evidence=p.evidence | {"reference": [side]}) for p, side in zip(each, sides, strict=True)]


def _own_sign(scan: Scan, left: Quantity, right: Quantity, sign: int) -> int:
    """A verb of its own inside a list (增长14.7%、⟦下降⟧2.9%) sets the direction."""
    cue = next((c for c in scan.cues.within(left.end, right.start) if c.kind == "change"), None)
    return sign if cue is None else (-1 if cue.value in ("down", "gap_down") else 1)


_REACHES = regex.compile(r"(?P<verb>惠及|覆盖|辐射|涉及|受益)(?:了|约|近|超过?)*$")
_RANKINGS = frozenset({"排名", "位次", "综合排名", "总分"})
_DONE = regex.compile(
    r"(?P<verb>已?(?:开工|开复工|复工|竣工|建成|投产|签约|落地|完工|通车|启动|入库|结案|办结|改扩建|改建|扩建|续建|新建|迁建))了?$"
)
_STAGE = regex.compile(r"(?:新建|改扩建|改建|扩建|续建|迁建|在建|开工|施工|封顶|装修|竣工|建成|投用|完工)$")
"""``水利项目31项,⟦已开工⟧26项``: what part of the things counted before has been done."""


def _all_industries(scan: Scan, phrase: Phrase, parts: list[Phrase]) -> bool:
    """``装备制造业、食品加工业产值增长超20%`` states it of each of the industries."""
    words = scan.text[phrase.spans[-1][0] : phrase.spans[-1][1]]
    named = [
        any(e.type == "INDUSTRY" and e.start == p.spans[0][0] for e in scan.entities.touching(*p.spans[0]))
        for p in parts
        if p.spans
    ]
    return "、" in words and len(named) == len(parts) and all(named) and all(len(p.spans) > 1 for p in parts[:-1])


_MARK_AFTER = regex.compile(r"(?:的)?[“”]?(?:新台阶|大关|台阶|关口)")


def _is_one_class(scan: Scan, parts: list[Phrase]) -> bool:
    """粮油、食品、饮料、烟酒类: the statistics have one figure for the class of all of them."""
    ends = [scan.text[part.spans[-1][1] - 1] for part in parts if part.spans]
    return len(ends) == len(parts) and ends[-1] == "类" and "类" not in ends[:-1]


def _all_known(scan: Scan, parts: list[Phrase]) -> bool:
    """``确保产值、利税增长8%以上`` says it of each: all parts are metrics of their own."""
    sizes = [part.spans[-1][1] - part.spans[-1][0] for part in parts if part.spans]
    if len(parts) > 2 and len(sizes) == len(parts) and max(sizes) <= 6:
        return True
    terms = [catalogue_term(scan, *part.spans[-1]) for part in parts if part.spans and part.text is None]
    if len(terms) != len(parts) or any(term is None for term in terms):
        return False
    return all(t is not None and t.start == p.spans[-1][0] for t, p in zip(terms[1:], parts[1:], strict=True))


def _with_shared_prefix(scan: Scan, parts: list[Phrase]) -> list[Phrase]:
    """``茶叶产量、单产、面积居全省第一``: what stands before the first part's term belongs to all."""
    first = parts[0].spans[-1]
    term = catalogue_term(scan, *first)
    if term is None or term.start == first[0]:
        return parts
    prefix = (first[0], term.start)
    return [parts[0], *(replace(p, spans=(prefix, *p.spans)) for p in parts[1:])]


def _listed_periods(scan: Scan, lo: int, group: list[Quantity], claims: list[Claim]) -> list[Period]:
    """``2018和2019年同期增速分别为…``: each year takes one number."""
    periods = scan.periods.within(lo, group[0].start)
    opened = scan.periods.ending_at(lo - 1, max(0, lo - 24)) if scan.text[lo - 1 : lo] == "," else None
    span = periods[0] if len(periods) == 1 else opened if not periods else None
    if span is not None and any(c.kind == "distribute" for c in scan.cues.within(span.end, group[0].start)):
        return _years_of(span, len(group))
    if not periods and any(c.kind == "distribute" for c in scan.cues.within(lo, group[0].start)):
        return _same_years(claims, len(group))
    joined = all(regex.fullmatch(r"[、和及与]|年?[、和]", scan.text[a.end : b.start]) for a, b in pairwise(periods))
    compared = bool(periods) and scan.text[periods[0].start - 1] in "比较与同"
    return list(periods) if len(periods) == len(group) and joined and not compared and all(p.first for p in periods) else []


def _same_years(claims: list[Claim], count: int) -> list[Period]:
    """``2021年至2023年,产值分别为…;⟦税收分别为…⟧``: the list before was of as many years."""
    dated = [c for c in claims if c.period is not None and c.period.kind == "year" and c.evidence.get("period")]
    last = [c for c in dated if c.evidence["period"] == dated[-1].evidence["period"]][-count:]
    years = [c.period for c in last if c.period is not None]
    return years if len({year.first for year in years}) == count else []


def _years_of(period: Period, count: int) -> list[Period]:
    """``2021年至2023年,产值分别为…``: as many years as numbers."""
    first, last = period.first, period.last
    if first is None or last is None or last.year - first.year + 1 != count or (first.month, last.month) != (1, 12):
        return []
    years = range(first.year, last.year + 1)
    return [replace(period, first=date(year, 1, 1), last=date(year, 12, 31), kind="year") for year in years]


def _listed_subjects(scan: Scan, lo: int, hi: int) -> list[tuple[int, int]]:
    """Names of places or bodies joined by 、 or 和 at the start of a clause: each takes one number."""
    names = [e for e in scan.entities.within(lo, hi) if e.type in ("PLACE", "PARK", "ORG")]
    joined = [
        (e.start, e.end) for i, e in enumerate(names)
        if i == 0 or regex.fullmatch(r"[、和及与]+", scan.text[names[i - 1].end : e.start])
    ]  # fmt: skip
    return joined if len(joined) == len(names) else []
