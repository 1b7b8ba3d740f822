"""What stands between a metric and its number: which kind of statement it is, its direction, basis and reference."""

from __future__ import annotations

from dataclasses import dataclass, field

import regex

from extractor.mentions import Cue, Quantity
from extractor.scan import Scan

Span = tuple[int, int]


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


AREA = regex.compile(
    r"(?:全|本|我|该)[国省市区县州旗盟镇球]|世界|全球|国内|省内|国际|全行业|同行业|行业内|(?:全国|全省|全市)?(?:同类|同级|[A-D]类)[\p{Han}]{1,6}"
    r"|(?:中|西|东|北|南)部(?:地区|六省|省份)?|东北(?:地区)?|沿海|内陆|周边|亚洲|欧洲"
)
_DOWN_WORDS = ("down", "gap_down", "places_down")
_FILLER = regex.compile(r"(?:了|的|又|再|均|都|也|仍|还|为|达到?|至|到|约|近|超过?|仅|一直|继续|连续|双双|分别|各|、|,|\s|已|将|要|率先|首次|历史性|地|大幅|明显|小幅|略微?|有所|微|净|共|累计|同比|环比)*+")


def read_predicate(scan: Scan, lo: int, hi: int, quantity: Quantity, *, clause_start: int) -> Predicate:
    """Read the stretch ``[lo, hi)`` that ends where the number begins.

    Args:
        scan: the article's mentions.
        lo: the end of the previous number of the clause, or the clause's start.
        hi: the start of the number with its bound.
        quantity: the number.
        clause_start: where the clause begins; a basis said before a previous number still holds.
    """
    cues = [cue for cue in scan.cues.within(lo, hi) if cue.kind != "none"]
    if quantity.unit in (None, "位", "名") and quantity.family in ("people", "number") and regex.search(r"(?:排名|位列|排在|位居|名列|排)第?$", text_before(scan, lo, hi)):
        return _rank(scan, lo, hi, quantity, cues)
    reader = {
        "rank": _rank, "percent": _percent, "point": _point, "fold": _growth_only, "times": _times, "ratio": _ratio,
    }.get(quantity.family, _amount)  # fmt: skip
    return reader(scan, lo, hi, quantity, cues)


def text_before(scan: Scan, lo: int, hi: int) -> str:
    """The last few characters before the number."""
    return scan.text[max(lo, hi - 6) : hi]


# ---------------------------------------------------------------- by the family of the number
def _percent(scan: Scan, lo: int, hi: int, quantity: Quantity, cues: list[Cue]) -> Predicate:
    for special in (_contribution, _completion, _share):
        found = special(scan, lo, hi, cues)
        if found is not None:
            return found
    change = _last(cues, "change", "rate")
    level = _last(cues, "level")
    if change is not None and not (level is not None and level.start >= change.end and level.value == "verb" and change.kind == "change" and _is_to(scan, level)):
        return _growth(scan, lo, hi, cues, change)
    standing = _last(cues, "compare")
    if standing is not None:
        return _standing(scan, lo, hi, cues, standing, "difference")
    if _RATE_AFTER.match(scan.text, quantity.end):
        return _change(scan, lo, hi, cues, None, "growth")
    return _level(scan, lo, hi, cues)


_BEYOND = regex.compile(r"(?:超过|超出|超)(?P<side>[^,;。:超]{2,14})$")
_RATE_AFTER = regex.compile(r"的(?:年均|平均)?(?:增速|增幅|速度|幅度|增长率|增长速度)")


def _point(scan: Scan, lo: int, hi: int, quantity: Quantity, cues: list[Cue]) -> Predicate:
    found = _contribution(scan, lo, hi, cues)
    if found is not None:
        return found
    standing = _last(cues, "compare")
    change = _last(cues, "change")
    beyond = _BEYOND.search(scan.text, lo, hi)
    if change is None and standing is None and beyond is not None:
        comparison, reference = _other_side(scan, beyond.start("side"), hi)
        return Predicate("difference", 1, beyond.start(), "cue.change.standing", comparison, reference,
                         evidence={"comparison": [(beyond.start(), hi)], "reference": [reference] if reference else []})  # fmt: skip
    if standing is not None and (change is None or standing.start > change.start or change.value.startswith("gap")):
        return _standing(scan, lo, hi, cues, standing, "difference")
    change = change or _last(cues, "rate")
    if change is None:
        return _level(scan, lo, hi, cues, measure="difference")
    return _change(scan, lo, hi, cues, change, "difference")


def _growth_only(scan: Scan, lo: int, hi: int, quantity: Quantity, cues: list[Cue]) -> Predicate:
    """翻一番: the number is its own verb."""
    return _change(scan, lo, hi, cues, None, "growth")


def _times(scan: Scan, lo: int, hi: int, quantity: Quantity, cues: list[Cue]) -> Predicate:
    change = _last(cues, "change", "rate")
    multiple = _last(cues, "multiple")
    text = scan.text
    if change is not None and not (multiple is not None and multiple.start > change.start and text[hi - 1] == "的"):
        return _growth(scan, lo, hi, cues, change)
    if multiple is not None:
        reference = (multiple.end, hi - 1 if text[hi - 1] == "的" else hi)
        evidence = {"reference": [reference]} if reference[1] > reference[0] else {}
        return Predicate("multiple", 1, multiple.start, multiple.rule, None, reference if evidence else None, evidence=evidence)
    return _level(scan, lo, hi, cues, measure="multiple")


def _ratio(scan: Scan, lo: int, hi: int, quantity: Quantity, cues: list[Cue]) -> Predicate:
    found = _level(scan, lo, hi, cues, measure="share")
    return found


def _amount(scan: Scan, lo: int, hi: int, quantity: Quantity, cues: list[Cue]) -> Predicate:
    """Money, counts, physical amounts: a level, or a change in the metric's own unit."""
    change = _last(cues, "change")
    if change is not None and change.value.startswith("places"):
        return _change(scan, lo, hi, cues, change, "difference")
    if change is not None and quantity.family in ("count", "people") and scan.text[change.start : change.end].startswith("提"):
        change = None
    if change is not None and not _word_between(scan, change.end, hi) and "的" not in scan.text[change.end : hi]:
        return _change(scan, lo, hi, cues, change, "difference")
    if change is not None and change.kind == "change" and scan.text[change.start : change.end] in _AMOUNT_VERBS and not scan.text[lo : change.start].strip(" 、,和及并") and not _is_to_after(scan, change, hi):
        return Predicate("difference", -1 if change.value == "down" else 1, hi, change.rule, None, None, evidence={"measure": [(change.start, change.end)]})
    standing = _last(cues, "compare")
    if standing is not None and not _bound_word(quantity, standing) and _spoken(scan, standing.end, hi):
        return _standing(scan, lo, hi, cues, standing, "difference")
    return _level(scan, lo, hi, cues)


_AMOUNT_VERBS = frozenset({"增加", "减少", "调减", "调增", "压减", "核减", "压缩", "缩减", "多增", "少增"})


def _rank(scan: Scan, lo: int, hi: int, quantity: Quantity, cues: list[Cue]) -> Predicate:
    verb = next((cue for cue in reversed(cues) if cue.kind == "rank" and cue.end <= hi), None)
    text = scan.text
    # 位居 and 排名 may stand in a row (排名位居): the population follows the last, the metric ends before the first
    first = verb
    while first is not None and (before := scan.cues.ending_at(first.start, lo)) is not None and before.kind == "rank":
        first = before
    end = hi
    while end > lo and text[end - 1] in "的之 ":
        end -= 1
    start = verb.end if verb is not None else None
    area = _area_before(scan, lo if start is None else start, end, at_end=start is None)
    evidence: dict[str, list[Span]] = {}
    if area is not None:
        evidence["reference"] = [area]
    if verb is None:
        phrase_end = _before_adverbs(scan, lo, area[0] if area else hi)
        return Predicate("rank", 1, phrase_end, quantity.rule, None, area, evidence=evidence)
    evidence["measure"] = [(verb.start, verb.end)]
    if area is None and _spoken(scan, verb.end, end):
        area = _trim(text, verb.end, end)
        evidence["reference"] = [area]
    phrase_end = _before_adverbs(scan, lo, first.start)
    if area is None:
        area = _area_before(scan, lo, phrase_end, at_end=True)
        if area is not None:
            evidence["reference"] = [area]
            phrase_end = area[0]
        elif inside := regex.compile(r"在(?P<area>(?:全|我|本)[国省市区县州])").search(text, lo, phrase_end):
            area = inside.span("area")
            evidence["reference"] = [area]
    return Predicate("rank", 1, phrase_end, quantity.rule, None, area, evidence=evidence)


# ---------------------------------------------------------------- kinds of statement
def _contribution(scan: Scan, lo: int, hi: int, cues: list[Cue]) -> Predicate | None:
    cue = _last(cues, "contribution")
    if cue is None:
        return None
    text = scan.text
    if cue.value == "rate" and any(c.kind == "change" and c.start >= cue.end and not _is_to_after(scan, c, hi) for c in cues) or _in_term(scan, cue, hi):
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
        reference = _trim(text, cue.end, stop)
        if reference[1] - reference[0] < 2 or reference[1] - reference[0] > 20:
            reference = None
        if change is None and not regex.search(r"影响|拉动|贡献", text[cue.start : cue.end]):
            return None
        sign = -1 if change is not None and change.value in _DOWN_WORDS or cue.value == "pull" and text[cue.start : cue.end] in ("拉低", "下拉") else 1
    evidence = {"measure": [(cue.start, cue.end)]}
    if reference:
        evidence["reference"] = [reference]
    return Predicate("contribution", sign, _before_adverbs(scan, lo, end), cue.rule, None, reference, evidence=evidence)


def _in_term(scan: Scan, cue: Cue, hi: int) -> bool:
    """科技进步贡献率 is a metric of its own, no contribution of 科技进步."""
    return any(m.start < cue.start and m.end >= cue.end for m in scan.metrics.touching(cue.start, cue.end))


_PLAN_BEFORE = regex.compile(r"(?:超额)?(?:完成|占到?|达到?|为|实现|仅完成|已完成)(?:了|到)?(?P<whole>[^,;。:、完成占]{0,16})$")


def _completion(scan: Scan, lo: int, hi: int, cues: list[Cue]) -> Predicate | None:
    text = scan.text
    noun = next((c for c in reversed(cues) if c.kind == "completion" and c.value == "noun"), None)
    if noun is not None:
        plan = next((c for c in cues if c.kind == "completion" and c.value == "plan" and c.end <= noun.start), None)
        reference = (plan.start, plan.end) if plan else None
        return Predicate("completion", 1, noun.end, noun.rule, None, reference, evidence={"measure": [(noun.start, noun.end)]})
    plan = next((c for c in reversed(cues) if c.kind == "completion" and c.value == "plan"), None)
    if plan is None or not regex.fullmatch(r"(?:数|总数|总额|投资|额|量|指标|开工数|任务|目标)?的?(?:比重|比例)?(?:为|达到?)?(?:\s)*", text[plan.end : hi]):
        return None
    if not text[plan.end : hi].startswith(("的", "数的", "总", "投资的", "额", "量", "指标", "开工", "任务的", "目标的")):
        return None
    verb = _PLAN_BEFORE.search(text[lo : plan.start])
    if verb is None:
        return None
    reference = (lo + verb.start("whole"), plan.end + (len(text[plan.end : hi].split("的")[0])))
    return Predicate("completion", 1, _before_adverbs(scan, lo, lo + verb.start()), plan.rule, None, reference,
                     evidence={"measure": [(plan.start, plan.end)], "reference": [reference]})


def _share(scan: Scan, lo: int, hi: int, cues: list[Cue]) -> Predicate | None:
    text = scan.text
    cue = _last(cues, "share")
    if cue is None:
        return None
    change = next((c for c in reversed(cues) if c.kind == "change" and c.start >= cue.end), None)
    if change is not None and not _is_to_after(scan, change, hi):
        return None
    verb = next((c for c in reversed(cues) if c.kind == "share" and c.value == "verb"), None)
    noun = next((c for c in reversed(cues) if c.kind == "share" and c.value == "noun"), None)
    if verb is None and noun is not None:
        in_whole = regex.search(r"在(?P<whole>[^,;。:在]{2,16}?)中的?$", text[lo : noun.start])
        reference = (lo + in_whole.start("whole"), lo + in_whole.end("whole")) if in_whole else None
        end = lo + in_whole.start() if in_whole else noun.start
        return Predicate("share", 1, _before_adverbs(scan, lo, end), noun.rule, None, reference, evidence={"measure": [(noun.start, noun.end)]})
    if verb is None:
        return None
    whole = regex.compile(r"(?P<whole>[^,;。:]{2,16}?)(?:总[量数]|之)?中,?(?=[^,;。:]{2,16}$)").search(text, lo, verb.start)
    if whole is not None and hi - verb.end <= 4:
        span = whole.span("whole")
        return Predicate("share", 1, _before_adverbs(scan, lo, verb.start), verb.rule, None, span, phrase_start=whole.end(),
                         evidence={"measure": [(verb.start, verb.end)], "reference": [span]})  # fmt: skip
    stop = noun.start if noun is not None and noun.start >= verb.end else _share_stop(scan, verb.end, hi)
    reference = _trim(text, verb.end, stop)
    evidence = {"measure": [(verb.start, verb.end)]}
    if reference[1] > reference[0]:
        evidence["reference"] = [reference]
    return Predicate("share", 1, _before_adverbs(scan, lo, verb.start), verb.rule, None, reference if reference[1] > reference[0] else None, evidence=evidence)


def _share_stop(scan: Scan, start: int, hi: int) -> int:
    """The whole of a share ends at 的, or at the verb that leads to the number."""
    text = scan.text
    end = hi
    for cue in reversed(scan.cues.within(start, hi)):
        if cue.kind in ("level", "change") and _FILLER.fullmatch(text, cue.end, hi):
            end = cue.start
    return end


def _growth(scan: Scan, lo: int, hi: int, cues: list[Cue], change: Cue) -> Predicate:
    return _change(scan, lo, hi, cues, change, "growth")


def _change(scan: Scan, lo: int, hi: int, cues: list[Cue], change: Cue | None, measure: str) -> Predicate:
    """A change by so much; finds its basis and where the metric's name ends."""
    sign = -1 if change is not None and change.value in _DOWN_WORDS else 1
    at = change.start if change is not None else hi
    rate = next((c for c in cues if c.kind == "rate" and c.start <= at), None)
    if measure == "growth" and change is not None and change.kind == "rate":
        later = next((c for c in reversed(cues) if c.kind == "change" and c.start >= change.end), None)
        sign = -1 if later is not None and later.value in _DOWN_WORDS else sign
    comparison, reference, basis_start, spans = _basis(scan, lo, at)
    share = next((c for c in cues if c.kind == "share" and c.value == "verb" and c.end < at), None) if measure == "difference" else None
    at = min(at, share.start) if share is not None else at
    if measure == "difference" and change is not None and change.value.startswith("places") and (area := _area_before(scan, lo, at)) is not None:
        reference, at = area, area[0]
    end = min([at, *( [basis_start] if basis_start is not None else [] ), *([rate.start] if rate is not None else [])])
    evidence: dict[str, list[Span]] = {}
    if change is not None:
        evidence["measure"] = [(change.start, change.end)]
    if spans:
        evidence["comparison"] = spans
    if reference:
        evidence["reference"] = [reference]
    rule = change.rule if change is not None else "link.growth.bare"
    return Predicate(measure, sign, _before_adverbs(scan, lo, end), rule, comparison, reference,
                     (rate.start, rate.end) if rate else None, evidence=evidence)


def _standing(scan: Scan, lo: int, hi: int, cues: list[Cue], standing: Cue, measure: str) -> Predicate:
    """高于全国0.9个百分点: the other side follows the verb."""
    sign = -1 if standing.value == "down" else 1
    comparison, reference = _other_side(scan, standing.end, hi)
    rate = next((c for c in cues if c.kind == "rate" and c.start < standing.start), None)
    end = rate.start if rate is not None else standing.start
    evidence = {"measure": [(standing.start, standing.end)], "comparison": [(standing.start, hi)]}
    if reference:
        evidence["reference"] = [reference]
    return Predicate(measure, sign, _before_adverbs(scan, lo, end), standing.rule, comparison, reference,
                     (rate.start, rate.end) if rate else None, evidence=evidence)


def _level(scan: Scan, lo: int, hi: int, cues: list[Cue], measure: str = "level") -> Predicate:
    """The metric's own value: strip the verbs that lead to it."""
    end = hi
    is_to = False
    used: list[Span] = []
    while (cue := _verb_ending(scan, lo, end)) is not None:
        is_to = is_to or _is_to(scan, cue)
        used.append((cue.start, cue.end))
        end = cue.start
    stretch = _before_adverbs(scan, lo, end)
    basis = _basis(scan, lo, stretch) if is_to or measure != "level" else (None, None, None, [])
    if basis[2] is not None and basis[2] < stretch:
        stretch = _before_adverbs(scan, lo, basis[2])
    rule = f"link.{measure}.{'verb' if used else 'bare'}"
    return Predicate(measure, 1, stretch, rule, basis[0] if measure != "level" else None, None, None, is_to)


# ---------------------------------------------------------------- basis and other side
_AGAINST = regex.compile(r"(?:比|较|与|和|跟|相比于?|相较于?|对比)$")


def _basis(scan: Scan, lo: int, hi: int) -> tuple[str | None, Span | None, int | None, list[Span]]:
    """What a change before ``hi`` is measured against: comparison, reference, start of the phrase, evidence."""
    text = scan.text
    word = next((c for c in reversed(scan.cues.within(lo, hi)) if c.kind == "basis" and not _in_period(scan, c)), None)
    against = regex.search(r"(?:(?<![同环占对百])比|较|相比于?|相较于?|与(?=[^,;。]{1,14}相比))(?P<what>[^,;。:比较]{1,18}?)(?:相比)?(?:,)?$", _window(text, lo, hi, word))
    if against is not None:
        base = max(lo, hi - 40)
        start = base + against.start("what")
        end = base + against.end("what")
        comparison, reference = _other_side(scan, start, end)
        if comparison is not None:
            return comparison, reference, base + against.start(), [(base + against.start(), end)]
    if word is None:
        return None, None, None, []
    return word.value, None, word.start, [(word.start, word.end)]


def _in_period(scan: Scan, cue: Cue) -> bool:
    """同期 of 2016年同期 belongs to the period."""
    return any(p.start < cue.start and cue.end <= p.end for p in scan.periods.touching(cue.start, cue.end))


def _window(text: str, lo: int, hi: int, word: Cue | None) -> str:
    return text[max(lo, hi - 40) : hi]


def _other_side(scan: Scan, start: int, end: int) -> tuple[str | None, Span | None]:
    """Name the comparison that the words ``[start, end)`` stand for: a period, a plan, another place."""
    text = scan.text
    start, end = _trim(text, start, end)
    words = text[start:end]
    fixed = {"上年": "yoy", "去年": "yoy", "上年同期": "yoy", "去年同期": "yoy", "同期": "yoy", "上月": "mom", "上个月": "mom", "上季度": "qoq",
             "年初": "ytd", "上年末": "ytd", "去年末": "ytd", "上年底": "ytd", "去年底": "ytd"}  # fmt: skip
    plain = regex.sub(r"(?:增速|水平|增幅|涨幅|降幅|同比|数|有?所)+$", "", words)
    if plain in fixed:
        return fixed[plain], None
    periods = scan.periods.within(start, end)
    if periods:
        return _period_side(text, periods[0].kind, start, end)
    if regex.search(r"目标|计划|预期|预算", words):
        return "target", (start, end)
    if regex.search(r"一季度|二季度|三季度|四季度", words):
        return "qoq", None
    if regex.search(r"[月]", words) and regex.fullmatch(r"\d{1,2}(?:[-—至]\d{1,2})?月份?", plain):
        return "mom", None
    if words and not regex.search(r"[0-9]", words):
        return "peer", (start, end)
    return None, None


def _period_side(text: str, kind: str, start: int, end: int) -> tuple[str | None, Span | None]:
    words = regex.sub(r"(?:增速|增幅|涨幅|水平)+$", "", text[start:end])
    if regex.search(r"全年|“十|五”", words) or regex.match(r"[12][0-9]{3}年(?!末|底|年末|年底)", words):
        return "since", (start, start + len(words))
    if regex.search(r"(?:年初|[上去]年年?[末底]|[12][0-9]{3}年年?[末底])$", words):
        return "ytd", None
    if regex.search(r"[上去]年|同期", words):
        return "yoy", None
    if "季" in words:
        return "qoq", None
    if regex.search(r"月", words):
        return "mom", None
    return "since", (start, start + len(words))


# ---------------------------------------------------------------- small helpers
def _last(cues: list[Cue], *kinds: str) -> Cue | None:
    return next((cue for cue in reversed(cues) if cue.kind in kinds), None)


def _is_to(scan: Scan, level: Cue) -> bool:
    return scan.text[level.start : level.end].endswith(("到", "至")) and level.end - level.start > 1


def _is_to_after(scan: Scan, change: Cue, hi: int) -> bool:
    return scan.text[change.end : change.end + 1] in ("到", "至")


def _word_between(scan: Scan, start: int, hi: int) -> bool:
    """Does anything but particles stand between a verb and its number?"""
    return _FILLER.fullmatch(scan.text, start, hi) is None


def _spoken(scan: Scan, start: int, end: int) -> bool:
    start, end = _trim(scan.text, start, end)
    return end - start >= 2


def _bound_word(quantity: Quantity, cue: Cue) -> bool:
    """A bound word such as 超过 is part of the number, not a comparison."""
    return cue.start >= quantity.start


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in " 了的到约、,":
        start += 1
    while end > start and text[end - 1] in " 的、,之约近":
        end -= 1
    return start, end


def _verb_ending(scan: Scan, lo: int, end: int) -> Cue | None:
    """The verb of level that ends at ``end``, particles between allowed."""
    text = scan.text
    while end > lo and text[end - 1] in "了约近超 已":
        end -= 1
    for cue in reversed(scan.cues.touching(max(lo, end - 6), end)):
        if cue.end == end and cue.start >= lo and (cue.kind in ("level", "distribute", "all", "adverb", "status") or cue.kind == "change" and text[cue.end : cue.end + 1] in "到至"):
            return cue
    return None


def _before_adverbs(scan: Scan, lo: int, end: int) -> int:
    """Step back over adverbs, basis words, distribution words and periods that stand before ``end``."""
    text = scan.text
    while end > lo:
        if text[end - 1] in " 、,了的:\u201c":
            end -= 1
            continue
        cue = next((c for c in reversed(scan.cues.touching(max(lo, end - 8), end)) if c.end == end and c.start >= lo and c.kind in _LOOSE), None)
        period = scan.periods.ending_at(end, lo)
        streak = scan.pseudo.ending_at(end, lo)
        if period is not None:
            end = period.start
        elif cue is not None:
            end = cue.start
        elif streak is not None and streak.reason == "streak":
            end = streak.start
        else:
            break
    return end


_LOOSE = frozenset({"adverb", "distribute", "all", "basis", "status", "connector"})


def _area_before(scan: Scan, lo: int, end: int, *, at_end: bool = True) -> Span | None:
    """The set that a rank is taken in, where it ends at ``end``: 全省, 中部, 全国高新区, a named place."""
    text = scan.text
    start, end = _trim(text, lo, end)
    best: Span | None = None
    for match in AREA.finditer(text, start, end):
        if match.end() == end or not at_end and end - match.end() <= 8 and regex.fullmatch(r"[\p{Han}“”]+", text[match.end() : end]):
            best = (match.start(), end)
            break
    if best is None:
        entity = next((e for e in reversed(scan.entities.within(start, end)) if e.type == "PLACE" and e.end == end), None)
        best = (entity.start, entity.end) if entity is not None else None
    return best
