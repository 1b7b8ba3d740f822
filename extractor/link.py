"""Linking: each number of a sentence to the metric it measures and to what is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import regex

from extractor.claims import Claim
from extractor.clauses import Clause, clauses_of
from extractor.mentions import Quantity, Sentence
from extractor.numbers import DIGITS
from extractor.phrases import Phrase, catalogue_term, phrase_after, phrase_before, split_coordination
from extractor.predicates import AREA, Predicate, read_predicate
from extractor.scan import Scan

LONGEST_PHRASE = 300
"""No metric of a release is named in more characters than this; it bounds the work on text without punctuation."""

_COUNTED = frozenset({"count", "people", "number", "time", "age", "length", "area", "mass", "money", "energy", "power", "volume"})
_LIST_JOIN = regex.compile(r"\s*(?:、|和|及|与|以及|、和)?\s*(?:约|近|超过?)?\s*")


def link(scan: Scan) -> list[Claim]:
    """All claims of an article, in order of their numbers."""
    claims: list[Claim] = []
    for sentence in scan.sentences:
        if scan.quantities.within(sentence.start, sentence.end):
            claims += _link_sentence(scan, sentence, claims)
    claims.sort(key=lambda claim: (claim.quantity.start, claim.metric_spans))
    return claims


def _link_sentence(scan: Scan, sentence: Sentence, earlier: Sequence[Claim]) -> list[Claim]:
    claims: list[Claim] = []
    for clause in clauses_of(scan, sentence):
        for group, lo in _groups(scan, clause):
            claims += _link_group(scan, sentence, clause, group, lo, claims, earlier)
    return claims


def _groups(scan: Scan, clause: Clause) -> list[tuple[list[Quantity], int]]:
    """Numbers that stand in one list (30%、253%和78%), each list with the start of its own words."""
    groups: list[tuple[list[Quantity], int]] = []
    lo = clause.start
    for quantity in clause.quantities:
        if _is_idle(scan, quantity, lo) or _is_threshold(scan, quantity) or _is_stray(scan, quantity):
            continue
        if groups and _is_listed(scan, groups[-1][0][-1], quantity):
            groups[-1][0].append(quantity)
        else:
            groups.append(([quantity], lo))
        lo = quantity.end
    return [(_share_unit(scan, group), start) for group, start in groups]


def _is_listed(scan: Scan, left: Quantity, right: Quantity) -> bool:
    between = scan.text[left.end : right.start]
    if not between or between.strip() == "" or left.parts or right.parts:
        return False
    if not _LIST_JOIN.fullmatch(between) and not _is_verb_join(scan, left, right):
        return False
    return left.family == right.family or left.family == "number" or left.family == "count" and right.family in ("point", "percent")


def _is_verb_join(scan: Scan, left: Quantity, right: Quantity) -> bool:
    """``分别增长14.7%、下降2.9%``: a verb of its own in a list that 分别 opened."""
    cues = scan.cues.within(left.end, right.start)
    if len(cues) != 1 or cues[0].kind != "change" or left.family != right.family:
        return False
    rest = scan.text[left.end : cues[0].start] + scan.text[cues[0].end : right.start]
    opened = any(c.kind == "distribute" for c in scan.cues.within(max(0, left.start - 30), left.start))
    return opened and _LIST_JOIN.fullmatch(rest) is not None


def _share_unit(scan: Scan, group: list[Quantity]) -> list[Quantity]:
    """``0.9个和2个百分点``: the last number's unit holds for those that have none or only 个."""
    last = group[-1]
    lacking = ("number", "count") if last.family in ("point", "percent") else ("number",)
    return [replace(q, unit=last.unit, unit_code=last.unit_code, family=last.family) if q.family in lacking else q for q in group]


# ---------------------------------------------------------------- one group of numbers
def _link_group(
    scan: Scan, sentence: Sentence, clause: Clause, group: list[Quantity], lo: int, claims: list[Claim], earlier: Sequence[Claim]
) -> list[Claim]:
    first = group[0]
    lo = max(_after_residue(scan, clause, group, lo), first.start - LONGEST_PHRASE)
    if first.parts:
        return _link_ratio(scan, sentence, clause, first, lo)
    predicate = read_predicate(scan, lo, first.start, first, clause_start=clause.start)
    lowest = lo if predicate.phrase_start is None else predicate.phrase_start
    phrase = phrase_before(scan, lowest, max(lowest, _before_each(scan, first, predicate.phrase_end)))
    if clause.host is not None and not phrase.spans and lo == clause.start:
        bracketed = _bracketed(scan, clause, predicate, claims)
        predicate, phrase = bracketed
    predicate, phrase = _carry(scan, clause, lo, first, predicate, phrase, claims)
    if first.family == "percent" and predicate.measure == "level" and not phrase.spans and scan.text[first.end : first.end + 1] == "的":
        part = phrase_after(scan, group[-1].end, min(clause.end, group[-1].end + LONGEST_PHRASE))
        if part.spans:
            predicate, phrase = replace(predicate, measure="share", reference=part.spans[-1]), part
    right = _right_phrase(scan, clause, group[-1], phrase, predicate, first)
    if right is not None:
        phrase = right
    made = _distribute(scan, sentence, group, predicate, phrase, lo, claims, earlier)
    return made


def _before_each(scan: Scan, quantity: Quantity, end: int) -> int:
    """每吨 of ``均价每吨55元`` is in the unit (元/吨), not in the name."""
    if quantity.unit is None or "/" not in quantity.unit:
        return end
    match = regex.compile(r"每[\p{Han}]{1,3}$").search(scan.text, max(0, end - 4), end)
    return match.start() if match else end


def _after_residue(scan: Scan, clause: Clause, group: list[Quantity], lo: int) -> int:
    """What is left of the noun that the last number counted (540款⟦特许药械、⟧39家…) does not belong to this one."""
    text = scan.text
    hi = group[0].start
    if lo == clause.start or lo >= hi or text[lo] in "、和,及以并且(":
        return lo
    if text[hi - 1] in "的和及与":
        return hi
    cut = text.find("、", lo, hi)
    if cut < 0:
        return lo
    return cut if regex.match(r"(?:比|较|同比|环比|占|居|位|总量|增|降|高|低|快)", text[cut + 1 : hi]) or cut + 1 < hi else cut + 1


_THRESHOLD_AFTER = regex.compile(r"(?:的)?(?!的?(?:增|速|目标|水平|幅|任务|比例))[\p{Han}A-Za-z]")


def _is_threshold(scan: Scan, quantity: Quantity) -> bool:
    """300兆瓦以上机组: a bound before a noun defines a class and is no figure."""
    if quantity.bound not in ("at_least", "at_most") or quantity.end == quantity.number_end or quantity.family in ("percent", "count", "people", "rank"):
        return False
    return _THRESHOLD_AFTER.match(scan.text, quantity.end) is not None


def _is_stray(scan: Scan, quantity: Quantity) -> bool:
    """Bare digits before a word of no known unit (7方面) say nothing that a table would hold; nor does a person's age."""
    if quantity.family == "age":
        return regex.search(r"寿命|年龄", scan.text[max(0, quantity.start - 12) : quantity.start]) is None
    if quantity.family != "number":
        return False
    plain = scan.text[quantity.number_start : quantity.number_end].isdigit()
    return plain and regex.match(r"[\p{Han}A-Za-z]", scan.text[quantity.end : quantity.end + 1]) is not None


def _carry(scan: Scan, clause: Clause, lo: int, first: Quantity, predicate: Predicate, phrase: Phrase, claims: list[Claim]) -> tuple[Predicate, Phrase]:
    """What the number before said may hold for this one: 由21%上升到52%, 德国的5倍、日本的4倍, 增加甲26万亩、乙16万亩."""
    last = claims[-1] if claims and claims[-1].quantity.end <= first.start else None
    if last is None or last.sentence.end < first.end:
        return predicate, phrase
    near = not regex.search(r"[;。]", scan.text[last.quantity.end : first.start])
    bare = not phrase.spans or phrase.is_generic
    if predicate.measure == "level" and first.family == "percent" and bare and near:
        kept = last.measure if last.measure in ("share", "contribution", "completion") else _noun_measure(scan, last)
        if kept is not None and (predicate.is_to or last.measure not in ("completion",)):
            return replace(predicate, measure=kept, reference=_span(last, "reference") if kept == last.measure else None), phrase
    if not scan.text[last.quantity.end : first.start].startswith(("、", ",")) or lo < last.quantity.end - 1:
        return predicate, phrase
    listed = scan.text[last.quantity.end] == "、" or last.measure in ("share", "multiple")
    owned = scan.text[first.start - 1] == "的"
    if listed and owned and phrase.spans and (last.measure, first.family) in (("share", "percent"), ("multiple", "times")) and predicate.measure in ("level", "multiple"):
        return replace(predicate, measure=last.measure, reference=phrase.spans[-1], phrase_end=lo), Phrase(())
    led = last.measure == "difference" and last.quantity.family == first.family and "verb first" in last.doubts
    if led and predicate.measure == "level" and scan.text[last.quantity.end] == "、" and phrase.spans:
        sign = -1 if last.value is not None and last.value < 0 else 1
        return replace(predicate, measure="difference", sign=sign), phrase
    return predicate, phrase


def _noun_measure(scan: Scan, claim: Claim) -> str | None:
    """A level of a metric that is itself a share (外贸比重) is a share."""
    words = "".join(scan.text[a:b] for a, b in claim.metric_spans)
    if claim.measure == "difference" and (words.endswith(("比重", "占比", "份额")) or "share said" in claim.doubts):
        return "share"
    return "contribution" if claim.measure == "difference" and words.endswith("贡献率") and claim.catalogue is None else None


def _span(claim: Claim, name: str) -> tuple[int, int] | None:
    spans = claim.evidence.get(name)
    return spans[0] if spans else None


def _is_idle(scan: Scan, quantity: Quantity, lo: int) -> bool:
    """A small Chinese count (三大集群, 五个方面) introduces a list and is no figure, unless something new is counted."""
    text = scan.text
    start = text[quantity.number_start : quantity.number_start + 1]
    if start not in DIGITS and start != "十" or quantity.family not in ("count", "people", "number", "time", "index", "age"):
        return False
    if quantity.value is None or quantity.value > 10:
        return False
    return not any(cue.kind == "keep" and cue.end == quantity.start for cue in scan.cues.touching(max(lo, quantity.start - 6), quantity.start))


def _bracketed(scan: Scan, clause: Clause, predicate: Predicate, claims: list[Claim]) -> tuple[Predicate, Phrase]:
    """A number alone in brackets speaks of what stands before the bracket."""
    host = clause.host
    at = clause.start - 1
    inner = [q for q in host.quantities if q.end <= at]
    lo = inner[-1].end if inner else host.start
    closed = max(scan.text.rfind(")", lo, at), scan.text.rfind("）", lo, at))
    lo = closed + 1 if closed >= 0 else lo
    if inner and lo >= at - 1 and claims:
        return predicate, Phrase(())
    area = next((m for m in AREA.finditer(scan.text, lo, at) if m.end() == at), None)
    if area is not None and claims and predicate.measure == "level":
        return replace(predicate, measure=claims[-1].measure), Phrase((), (area.start(), area.end()))
    phrase = phrase_before(scan, lo, at)
    level = next((c for c in reversed(scan.cues.within(lo, at)) if c.kind == "level" and c.end < at), None)
    if level is not None and phrase.spans and level.start >= phrase.spans[-1][0]:
        phrase = phrase_before(scan, level.end, at)
    return predicate, phrase


_GOAL_AFTER = regex.compile(r"(?:的)?(?:年度|全年)?(?:目标|任务)")


def _right_phrase(scan: Scan, clause: Clause, last: Quantity, phrase: Phrase, predicate: Predicate, first: Quantity) -> Phrase | None:
    """The counted thing may follow its number: ``新增2家⟦省级新型研发机构⟧``."""
    if first.family not in _COUNTED or predicate.measure != "level":
        return None
    if regex.match(r"(?:的)?(?:新台阶|大关|台阶|关口|门槛)", scan.text[last.end : last.end + 4]):
        return None
    later = next(iter(scan.quantities.within(last.end, clause.end)), None)
    hi = min(later.start if later is not None else clause.end, last.end + LONGEST_PHRASE)
    if _GOAL_AFTER.match(scan.text, last.end):
        return Phrase((), phrase.subject)
    after = phrase_after(scan, last.end, hi)
    if not after.spans or first.family not in ("count", "people", "number") and scan.text[last.end : last.end + 1] != "的" and phrase.spans:
        return None
    if not phrase.spans or phrase.is_generic and first.family in ("count", "people"):
        lead = _keep_before(scan, first)
        return Phrase((*lead, *after.spans), phrase.subject)
    start, end = phrase.spans[-1]
    word = next((c for c in reversed(scan.cues.touching(start, end)) if c.end == end and c.kind in ("lead", "keep", "adverb")), None)
    if word is not None and word.start <= start:
        return Phrase((((start, end),) if word.kind == "keep" else ()) + after.spans, phrase.subject)
    if word is not None and word.kind in ("lead", "keep") or scan.text[end - 1] in "在为对由从向使将把等以的有" or scan.text[max(end, first.start - 1) : first.start] in ("等", "的", "在", "为", "有"):
        keep = ((word.start, word.end),) if word is not None and word.kind == "keep" else ()
        return Phrase(keep + after.spans, phrase.subject)
    return None


def _keep_before(scan: Scan, quantity: Quantity) -> tuple[tuple[int, int], ...]:
    """新增 and the like right before the number belong to the metric."""
    cue = next((c for c in reversed(scan.cues.touching(max(0, quantity.start - 6), quantity.start)) if c.kind == "keep" and c.end == quantity.start), None)
    return ((cue.start, cue.end),) if cue is not None else ()


# ---------------------------------------------------------------- which metric each number of the group takes
def _distribute(
    scan: Scan, sentence: Sentence, group: list[Quantity], predicate: Predicate, phrase: Phrase, lo: int, claims: list[Claim], earlier: Sequence[Claim]
) -> list[Claim]:
    parts = split_coordination(scan, phrase) if phrase.spans else []
    cues = scan.cues.within(lo, group[0].start)
    is_each = any(cue.kind == "all" for cue in cues) and len(group) == 1
    is_bare = not phrase.spans or phrase.is_generic
    if len(group) > 1:
        signs = [predicate.sign, *(_own_sign(scan, a, b, predicate.sign) for a, b in zip(group, group[1:], strict=False))]
        each = [replace(predicate, sign=sign) for sign in signs]
        if len(parts) == len(group):
            return [_claim(scan, sentence, q, e, p) for q, e, p in zip(group, each, parts, strict=True)]
        recent = _recent(claims, len(group)) if is_bare else []
        if recent:
            return [_same_metric(scan, sentence, q, e, phrase, c) for q, e, c in zip(group, each, recent, strict=True)]
        if is_bare and (dated := _listed_periods(scan, lo, group)):
            source = _metric_source(scan, sentence, lo, claims, earlier)
            if source is not None:
                made = [_same_metric(scan, sentence, q, predicate, phrase, source) for q in group]
                for claim, period in zip(made, dated, strict=True):
                    claim.evidence["period"] = [(period.start, period.end)]
                    claim.period = period
                return made
        subjects = _listed_subjects(scan, lo, predicate.phrase_end)
        if len(subjects) == len(group):
            return [_claim(scan, sentence, q, predicate, replace(phrase, subject=s)) for q, s in zip(group, subjects, strict=True)]
    elif is_each:
        if len(parts) > 1:
            return [_claim(scan, sentence, group[0], predicate, p) for p in parts]
        recent = _recent(claims, 2) if is_bare else []
        if recent:
            return [_same_metric(scan, sentence, group[0], predicate, phrase, c) for c in recent]
    if len(group) == 1 and len(parts) > 1 and _all_industries(scan, phrase, parts):
        return [_claim(scan, sentence, group[0], predicate, p) for p in parts]
    if is_bare:
        source = _metric_source(scan, sentence, lo, claims, earlier)
        if source is None:
            return []
        return [_same_metric(scan, sentence, q, predicate, phrase, source) for q in group]
    phrase = _part_of(scan, group[0], phrase, predicate, claims)
    return [_claim(scan, sentence, q, predicate, phrase, is_doubtful=len(group) > 1) for q in group]


def _part_of(scan: Scan, quantity: Quantity, phrase: Phrase, predicate: Predicate, claims: list[Claim]) -> Phrase:
    """``其中,城镇为30.4%,农村为33.5%``: a part named alone takes the metric of the whole."""
    whole = next((c for c in reversed(claims) if c.catalogue is not None), None)
    if whole is None or quantity.family != "percent" or predicate.measure not in ("level", "growth") or len(phrase.spans) != 1 or phrase.text:
        return phrase
    start, end = phrase.spans[0]
    marked = any(c.kind == "of_which" for c in scan.cues.within(whole.quantity.end if whole is claims[-1] else whole.sentence.start, start))
    if not marked or end - start > 12 or whole.measure != predicate.measure or scan.metrics.within(start, end) or not whole.catalogue.takes_breakdown:
        return phrase
    return replace(phrase, spans=(phrase.spans[0], (whole.catalogue.start, whole.catalogue.end)))


def _own_sign(scan: Scan, left: Quantity, right: Quantity, sign: int) -> int:
    """A verb of its own inside a list (增长14.7%、⟦下降⟧2.9%) sets the direction."""
    cue = next((c for c in scan.cues.within(left.end, right.start) if c.kind == "change"), None)
    return sign if cue is None else (-1 if cue.value in ("down", "gap_down") else 1)


def _all_industries(scan: Scan, phrase: Phrase, parts: list[Phrase]) -> bool:
    """``装备制造业、食品加工业产值增长超20%`` states it of each of the industries."""
    words = scan.text[phrase.spans[-1][0] : phrase.spans[-1][1]]
    named = [any(e.type == "INDUSTRY" and e.start == p.spans[0][0] for e in scan.entities.touching(*p.spans[0])) for p in parts if p.spans]
    return "、" in words and len(named) == len(parts) and all(named) and all(len(p.spans) > 1 for p in parts[:-1])


def _recent(claims: list[Claim], count: int) -> list[Claim]:
    """The last ``count`` claims of the sentence with distinct metrics, back to the last rank."""
    found: list[Claim] = []
    for claim in reversed(claims[-12:]):
        if claim.measure == "rank":
            break
        if all(claim.metric_spans != other.metric_spans for other in found):
            found.append(claim)
        if len(found) == count:
            return found[::-1]
    return []


def _listed_periods(scan: Scan, lo: int, group: list[Quantity]) -> list:
    """``2015和2016年同期增速分别为…``: each year takes one number."""
    periods = scan.periods.within(lo, group[0].start)
    joined = all(regex.fullmatch(r"[、和及与]|年?[、和]", scan.text[a.end : b.start]) for a, b in zip(periods, periods[1:], strict=False))
    return list(periods) if len(periods) == len(group) and joined and all(p.first for p in periods) else []


def _listed_subjects(scan: Scan, lo: int, hi: int) -> list[tuple[int, int]]:
    """Names of places or bodies joined by 、 or 和 at the start of a clause: each takes one number."""
    names = [e for e in scan.entities.within(lo, hi) if e.type in ("PLACE", "PARK", "ORG")]
    joined = [
        (e.start, e.end) for i, e in enumerate(names)
        if i == 0 or regex.fullmatch(r"[、和及与]+", scan.text[names[i - 1].end : e.start])
    ]  # fmt: skip
    return joined if len(joined) == len(names) else []


def _in_method(scan: Scan, at: int) -> bool:
    """按不变价格计算, 扣除价格因素: how a figure was made, not what it is of."""
    return regex.search(r"(?:按|扣除|剔除|考虑)[^,;。]{0,8}$", scan.text[max(0, at - 10) : at]) is not None


def _metric_source(scan: Scan, sentence: Sentence, lo: int, claims: list[Claim], earlier: Sequence[Claim]) -> Claim | Phrase | None:
    """Where a number without a metric of its own takes it from: a term said since the last number, else the last number's."""
    since = claims[-1].quantity.end if claims else sentence.start
    term = next((m for m in reversed(scan.metrics.within(since, lo)) if not _in_method(scan, m.start)), None)
    if term is not None:
        return phrase_before(scan, since, term.end)
    if claims:
        return claims[-1]
    for claim in reversed(earlier[-3:]):
        if claim.sentence.block is sentence.block:
            return claim
    return None


# ---------------------------------------------------------------- claims
def _same_metric(scan: Scan, sentence: Sentence, quantity: Quantity, predicate: Predicate, phrase: Phrase, source: Claim | Phrase) -> Claim:
    """A claim on a metric said before; a head of its own (增速, 降幅) is added."""
    spans = source.spans if isinstance(source, Phrase) else source.metric_spans
    head: tuple[tuple[int, int], ...] = ()
    if phrase.is_generic and scan.text[slice(*phrase.spans[-1])] in _OWN_HEADS:
        return _claim(scan, sentence, quantity, predicate, _with_head(scan, spans, phrase, source))
    if phrase.is_generic and scan.text[slice(*phrase.spans[-1])] in ("增速", "增幅", "降幅", "涨幅", "增长率", "占比", "比重"):
        head = phrase.spans[-1:]
    claim = _claim(scan, sentence, quantity, predicate, Phrase((*spans, *head), phrase.subject or getattr(source, "subject", None) if isinstance(source, Phrase) else phrase.subject))
    if isinstance(source, Claim):
        if source.metric_text and not source.metric_spans:
            claim.metric_text = source.metric_text
        if claim.subject is None and source.sentence is sentence and phrase.subject is None:
            claim.evidence.setdefault("subject", source.evidence.get("subject", []))
        if source.sentence is not sentence:
            claim.inherited.add("metric")
            claim.doubts.add("metric from an earlier sentence")
    claim.doubts.add("metric not repeated")
    return claim


_OWN_HEADS = frozenset({"产量", "面积", "价格", "数量", "均价", "金额", "余额", "成交量", "成交额", "总产量", "总收入", "产值规模"})


def _with_head(scan: Scan, spans: tuple[tuple[int, int], ...], phrase: Phrase, source: Claim | Phrase) -> Phrase:
    """``棚室果蔬播种面积18.9万亩,⟦产量⟧43万吨``: the part of the metric before, with a head of its own."""
    term = catalogue_term(scan, *spans[-1]) if spans else None
    if term is not None and term.start > spans[-1][0]:
        spans = (*spans[:-1], (spans[-1][0], term.start))
    subject = phrase.subject or (source.subject if isinstance(source, Phrase) else None)
    return Phrase((*spans, *phrase.spans), subject)


def _claim(scan: Scan, sentence: Sentence, quantity: Quantity, predicate: Predicate, phrase: Phrase, *, is_doubtful: bool = False) -> Claim:
    value, value_max, unit, code = _signed(quantity, predicate)
    reference = "".join(scan.text[slice(*predicate.reference)].split()) if predicate.reference else None
    comparison = predicate.comparison
    inherited = set()
    if predicate.measure in ("growth", "difference") and comparison is None:
        comparison = "yoy"
        inherited.add("comparison")
    spans = phrase.spans
    subject = phrase.subject
    if subject is not None and predicate.reference is not None and subject[0] < predicate.reference[1] and predicate.reference[0] < subject[1]:
        subject = None
    if predicate.rate_noun and predicate.measure in ("difference", "rank") and spans and predicate.rate_noun[0] >= spans[-1][1]:
        spans = (*spans, predicate.rate_noun)
    claim = Claim(
        quantity=quantity, sentence=sentence, measure=predicate.measure, value=value, value_max=value_max, unit=unit, unit_code=code,
        bound=quantity.bound, rule=predicate.rule, anchor=min([quantity.start, *(s for s, _ in spans)]), metric_spans=spans,
        comparison=comparison if predicate.measure in ("growth", "difference") else None, reference=reference, inherited=inherited,
    )  # fmt: skip
    claim.evidence = {k: list(v) for k, v in predicate.evidence.items()}
    claim.evidence["metric"] = list(spans)
    claim.metric_text = phrase.text
    claim.is_reached = predicate.is_to or predicate.measure == "rank"
    if subject is not None:
        claim.evidence["subject"] = [subject]
    if predicate.measure == "difference" and predicate.phrase_end == quantity.start and predicate.rule.startswith("cue.change"):
        claim.doubts.add("verb first")
    if regex.match(r"(?:的)?(?:年度|全年)?(?:目标|任务)", scan.text[quantity.end : quantity.end + 5]):
        claim.status = "target"
    if is_doubtful:
        claim.doubts.add("numbers and metrics do not match in number")
    term = catalogue_term(scan, *spans[-1]) if spans else None
    if term is None and spans and predicate.rate_noun in spans and len(spans) > 1:
        term = catalogue_term(scan, *spans[-2])
    claim.catalogue = term
    if claim.unit is None and quantity.family == "number" and _is_money(scan, claim):
        claim.unit, claim.unit_code = "元", "CNY"
    return claim


def _is_money(scan: Scan, claim: Claim) -> bool:
    """亿 alone with a metric of money means yuan."""
    number = scan.text[claim.quantity.number_start : claim.quantity.number_end]
    if not regex.search(r"[万亿]", number):
        return False
    if claim.catalogue is not None:
        return claim.catalogue.unit == "money"
    words = "".join(scan.text[a:b] for a, b in claim.metric_spans)
    return regex.search(r"(?:额|收入|产值|投资|生产总值|GDP|税收|利润|余额|支出|资金|贷款|存款|市值|营收|总值)$", words) is not None


def _signed(quantity: Quantity, predicate: Predicate) -> tuple[Decimal | None, Decimal | None, str | None, str | None]:
    """Value and unit as the measure wants them: growth in %, sign by direction, ranks in 位."""
    value, value_max, unit, code = quantity.value, quantity.value_max, quantity.unit, quantity.unit_code
    if predicate.measure == "growth" and quantity.family == "times":
        value = value * 100 if value is not None else None
        value_max = value_max * 100 if value_max is not None else None
        unit, code = "%", "%"
    if predicate.measure == "rank" or predicate.measure == "difference" and predicate.rule.startswith("cue.change.places"):
        unit, code = "位", None
    if predicate.measure in ("growth", "difference", "contribution") and predicate.sign < 0 and value is not None and value > 0:
        value, value_max = -value, (-value_max if value_max is not None else None)
    return value, value_max, unit, code


_THREE_INDUSTRIES = ("第一产业", "第二产业", "第三产业")


def _link_ratio(scan: Scan, sentence: Sentence, clause: Clause, quantity: Quantity, lo: int) -> list[Claim]:
    """``3.2:36.1:60.7``: a share for each part, in order."""
    predicate = read_predicate(scan, lo, quantity.start, quantity, clause_start=clause.start)
    phrase = phrase_before(scan, lo, predicate.phrase_end)
    parts = split_coordination(scan, phrase) if phrase.spans else []
    words = "".join(scan.text[a:b] for a, b in phrase.spans)
    names: Sequence[str] | None = None
    if len(quantity.parts) == 3 and regex.search(r"[三一二]次?产|产业结构", words):
        names = _THREE_INDUSTRIES
    elif len(parts) != len(quantity.parts):
        return []
    made = []
    at = quantity.number_start
    for i, value in enumerate(quantity.parts):
        match = regex.compile(r"[0-9.]+").search(scan.text, at)
        at = match.end()
        part = replace(quantity, start=match.start(), end=match.end(), number_start=match.start(), number_end=match.end(), value=value, unit_code="%", parts=())
        claim = _claim(scan, sentence, part, predicate, phrase if names else parts[i])
        if names:
            claim.metric_text = names[i]
            claim.catalogue = None
        made.append(claim)
    return made
