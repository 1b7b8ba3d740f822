"""What stands between a metric and its number, read by the family of the number: percent, points, times, ranks, amounts."""

from __future__ import annotations

from dataclasses import replace

import regex

from extractor.comparisons import other_side
from extractor.mentions import Cue, Quantity
from extractor.phrases import WITHIN, phrase_before
from extractor.scan import Scan
from extractor.statements import Predicate, read_change, read_completion, read_contribution, read_level, read_share, read_standing
from extractor.stretches import (
    Span,
    area_before,
    before_adverbs,
    is_bound_word,
    is_spoken,
    is_to,
    is_to_after,
    last_cue,
    trim,
    word_between,
)


def read_predicate(scan: Scan, lo: int, hi: int, quantity: Quantity) -> Predicate:
    """Read the stretch ``[lo, hi)`` that ends where the number begins.

    Args:
        scan: the article's mentions.
        lo: the end of the previous number of the clause, or the clause's start.
        hi: the start of the number with its bound.
        quantity: the number.
    """
    cues = [cue for cue in scan.cues.within(lo, hi) if cue.kind != "none"]
    if (
        quantity.unit in (None, "位", "名")
        and quantity.family in ("people", "number")
        and regex.search(r"(?:排名|位列|排在|位居|名列|排)第?$", text_before(scan, lo, hi))
    ):
        return _rank(scan, lo, hi, quantity, cues)
    reader = {
        "rank": _rank, "percent": _percent, "point": _point, "fold": _growth_only, "times": _times, "ratio": _ratio,
    }.get(quantity.family, _amount)  # fmt: skip
    return reader(scan, lo, hi, quantity, cues)


def text_before(scan: Scan, lo: int, hi: int) -> str:
    """The last few characters before the number."""
    return scan.text[max(lo, hi - 6) : hi]


def _percent(scan: Scan, lo: int, hi: int, quantity: Quantity, cues: list[Cue]) -> Predicate:
    over = _OVER_PLAN.search(scan.text, lo, hi)
    if over is not None:
        plan = over.span("plan")
        measure = "difference" if over["plan"].endswith("进度") else "growth"
        return Predicate(measure, 1, before_adverbs(scan, lo, over.start()), "cue.change.standing", "target", plan,
                         evidence={"comparison": [over.span()], "reference": [plan]})  # fmt: skip
    for special in (read_contribution, read_completion, read_share):
        found = special(scan, lo, hi, cues)
        if found is not None:
            return found
    done = _DONE.search(scan.text, lo, hi)
    if done is not None:
        return Predicate("completion", 1, before_adverbs(scan, lo, done.start()), "link.completion.verb",
                         evidence={"measure": [done.span()]})  # fmt: skip
    change = last_cue(cues, "change", "rate")
    level = last_cue(cues, "level")
    if change is not None and not (
        level is not None
        and level.start >= change.end
        and level.value == "verb"
        and change.kind == "change"
        and is_to(scan, level)
    ):
        return read_change(scan, lo, hi, cues, change, "growth")
    standing = last_cue(cues, "compare")
    if standing is not None:
        return read_standing(scan, lo, hi, cues, standing, "difference")
    if _RATE_AFTER.match(scan.text, quantity.end) or scan.text[quantity.number_start] == "+":
        return read_change(scan, lo, hi, cues, None, "growth")
    return read_level(scan, lo, hi)


_OVER_PLAN = regex.compile(
    r"超(?:出|过|额完成)?(?P<plan>(?:年度|全年|年初|预期|同期|投资|[省市县区]定)*(?:目标任务|计划|目标|任务|序时进度|时间进度))(?:约|近)?$"
)
"""超年度计划⟦12%⟧: by how much more than planned was done; 超额完成年度计划⟦的⟧112% is all that was done."""
_DONE = regex.compile(r"(?:完成|已完成|完成了)(?:约|近|过|超|过了)?$")
_BEYOND = regex.compile(r"(?:超过|超出|超)(?P<side>[^,;。:超]{2,14})$")
_RATE_AFTER = regex.compile(r"的(?:年均|平均)?(?:增速|增幅|速度|幅度|增长率|增长速度)")


def _point(scan: Scan, lo: int, hi: int, _quantity: Quantity, cues: list[Cue]) -> Predicate:
    found = read_contribution(scan, lo, hi, cues)
    if found is not None:
        return found
    standing = last_cue(cues, "compare")
    change = last_cue(cues, "change")
    beyond = _BEYOND.search(scan.text, lo, hi)
    if change is None and standing is None and beyond is not None:
        comparison, reference = other_side(scan, beyond.start("side"), hi)
        return Predicate("difference", 1, beyond.start(), "cue.change.standing", comparison, reference,
                         evidence={"comparison": [(beyond.start(), hi)], "reference": [reference] if reference else []})  # fmt: skip
    if standing is not None and (change is None or standing.start > change.start or change.value.startswith("gap")):
        return read_standing(scan, lo, hi, cues, standing, "difference")
    change = change or last_cue(cues, "rate")
    if change is None:
        return read_level(scan, lo, hi, measure="difference")
    return read_change(scan, lo, hi, cues, change, "difference")


def _growth_only(scan: Scan, lo: int, hi: int, _quantity: Quantity, cues: list[Cue]) -> Predicate:
    """翻一番: the number is its own verb."""
    return read_change(scan, lo, hi, cues, None, "growth")


def _times(scan: Scan, lo: int, hi: int, _quantity: Quantity, cues: list[Cue]) -> Predicate:
    change = last_cue(cues, "change", "rate")
    multiple = last_cue(cues, "multiple")
    text = scan.text
    owned = (
        multiple is not None
        and text[hi - 1] == "的"
        and (multiple.start > change.start if change is not None and change.kind == "change" else True)
    )
    if change is not None and not owned:
        return read_change(scan, lo, hi, cues, change, "growth")
    to = _TIMES_OF.search(text, lo, hi) if multiple is None else None
    if to is not None:
        whole = to.span("whole")
        return Predicate("multiple", 1, before_adverbs(scan, lo, to.start()), "cue.multiple.verb", None, whole,
                         evidence={"reference": [whole]})  # fmt: skip
    if multiple is not None:
        reference = (multiple.end, hi - 1 if text[hi - 1] == "的" else hi)
        evidence = {"reference": [reference]} if reference[1] > reference[0] else {}
        return Predicate("multiple", 1, multiple.start, multiple.rule, None, reference if evidence else None, evidence=evidence)
    return read_level(scan, lo, hi, measure="multiple")


_TIMES_OF = regex.compile(r"(?:达到?|相当于|是|为)(?P<whole>[^,;。:、]{2,14})的$")
"""将⟦达到平日的⟧1.6倍: the verb may be hidden in a word of status."""


def _ratio(scan: Scan, lo: int, hi: int, _quantity: Quantity, _cues: list[Cue]) -> Predicate:
    return read_level(scan, lo, hi, measure="share")


def _amount(scan: Scan, lo: int, hi: int, quantity: Quantity, cues: list[Cue]) -> Predicate:
    """Money, counts, physical amounts: a level, or a change in the metric's own unit."""
    change = last_cue(cues, "change")
    if change is not None and (
        change.value.startswith("places")
        or _is_move(scan, change, quantity)
        or scan.text[quantity.number_end - 2 : quantity.number_end] in ("位次", "名次")
    ):
        return read_change(scan, lo, hi, cues, change, "difference")
    if change is not None and quantity.family in ("count", "people") and scan.text[change.start : change.end].startswith("提"):
        change = None
    if change is not None and scan.text[change.start : change.end] in _OUTPUT_VERBS and hi - change.end <= 4:
        cause = regex.compile(r"因[^,;。因]{1,14}$").search(scan.text, lo, change.start)
        found = read_change(scan, lo, hi, cues, change, "difference")
        return replace(found, phrase_end=cause.start()) if cause is not None else found
    if (
        change is not None
        and not is_to_after(scan, change)
        and not word_between(scan, change.end, hi)
        and "的" not in scan.text[change.end : hi]
    ):
        return read_change(scan, lo, hi, cues, change, "difference")
    if (
        change is not None
        and change.kind == "change"
        and scan.text[change.start : change.end] in _AMOUNT_VERBS
        and _opens(scan, lo, change.start)
        and not is_to_after(scan, change)
    ):
        return Predicate(
            "difference",
            -1 if change.value == "down" else 1,
            hi,
            change.rule,
            phrase_start=change.end,
            evidence={"measure": [(change.start, change.end)]},
        )
    standing = last_cue(cues, "compare")
    if standing is not None and not is_bound_word(quantity, standing) and is_spoken(scan, standing.end, hi):
        return read_standing(scan, lo, hi, cues, standing, "difference")
    return read_level(scan, lo, hi)


def _opens(scan: Scan, lo: int, at: int) -> bool:
    """Do only a subject, a time and those who gain by it stand before a verb: 全省⟦减少⟧玉米面积, 为企业⟦减少⟧支出?"""
    gained = _FOR.search(scan.text, lo, at)
    at = at if gained is None else gained.start()
    return not scan.text[lo:at].strip(" 、,和及并") or not phrase_before(scan, lo, at).spans


_FOR = regex.compile(r"(?:累计|共|已|可|将)*(?:为|给|替|帮助|帮)[\p{Han}]{2,8}?(?:累计|共)?$")
_OUTPUT_VERBS = frozenset({"增产", "减产", "增收", "减收", "增支", "减支", "增销"})
"""Verbs that name what changes themselves: 增产⟦油料⟧3万吨."""


def _is_move(scan: Scan, change: Cue, quantity: Quantity) -> bool:
    """都提升了9位: people are not raised by places."""
    bare = quantity.unit in ("位", "名") and change.kind == "change" and change.value in ("up", "down")
    return (
        bare
        and scan.text[change.start : change.end].rstrip("了") in _MOVES
        and not word_between(scan, change.end, quantity.start)
    )


_MOVES = frozenset({"提升", "上升", "跃升", "攀升", "下降", "回落", "下滑", "退步", "提高"})
_AMOUNT_VERBS = frozenset({"增加", "减少", "调减", "调增", "压减", "核减", "压缩", "缩减", "多增", "少增"})


_FROM_RANK = regex.compile(
    r"(?:从|由)(?P<when>[^,;。:从由第]{0,14}?)(?P<set>[全本我][国省市区县州旗球]|世界|全球|中部|西部|[\p{Han}]{2,4}(?=第))?的?$"
)


def _rank_before(scan: Scan, lo: int, quantity: Quantity, opened: regex.Match[str]) -> Predicate:
    """``名次由2019年的⟦第21位⟧前移到…``: where a rank has come from."""
    set_ = opened.span("set") if opened["set"] and not scan.periods.touching(*opened.span("set")) else None
    at = opened.start()
    inside = _IN_AREA.search(scan.text, lo, at)
    reference = set_ or (inside.span("set") if inside is not None else None)
    end = inside.start() if inside is not None else at
    return Predicate("rank", 1, before_adverbs(scan, lo, end), quantity.rule, None, reference,
                     evidence={"reference": [reference]} if reference else {})  # fmt: skip


_OVERTAKEN = regex.compile(r"(?:超过|超越|赶超|反超)[^,;。:、]{2,14}$")
"""甲类企业⟦超过乙类企业⟧成为…: who was left behind is no part of the name."""
_IN_AREA = regex.compile(r"在(?P<set>(?:全|我|本)[国省市区县州])")


def _rank(scan: Scan, lo: int, hi: int, quantity: Quantity, cues: list[Cue]) -> Predicate:
    text = scan.text
    opened = _FROM_RANK.search(text, lo, hi)
    if opened is not None:
        return _rank_before(scan, lo, quantity, opened)
    verb = next((cue for cue in reversed(cues) if cue.kind == "rank" and cue.end <= hi), None)
    end = hi
    while end > lo and text[end - 1] in "的之 ":
        end -= 1
    start = verb.end if verb is not None else None
    area = area_before(scan, lo if start is None else start, end, at_end=start is None)
    evidence: dict[str, list[Span]] = {}
    if area is not None:
        evidence["reference"] = [area]
    if verb is None:
        phrase_end = before_adverbs(scan, lo, area[0] if area else hi)
        return Predicate("rank", 1, phrase_end, quantity.rule, None, area, evidence=evidence)
    evidence["measure"] = [(verb.start, verb.end)]
    if area is None and is_spoken(scan, verb.end, end):
        area = trim(text, verb.end, end)
        evidence["reference"] = [area]
    # 位居 and 排名 may stand in a row (排名位居): the population follows the last, the metric ends before the first
    first = verb
    while (before := scan.cues.ending_at(first.start, lo)) is not None and before.kind == "rank":
        first = before
    overtaken = _OVERTAKEN.search(text, lo, first.start)
    phrase_end = before_adverbs(scan, lo, overtaken.start() if overtaken is not None else first.start)
    if area is None:
        area = area_before(scan, lo, phrase_end, at_end=True)
        if area is not None:
            evidence["reference"] = [area]
            phrase_end = area[0]
        elif inside := WITHIN.search(text, lo, phrase_end) or _IN_AREA.search(text, lo, phrase_end):
            area = inside.span("set")
            evidence["reference"] = [area]
    return Predicate("rank", 1, phrase_end, quantity.rule, None, area, evidence=evidence)
