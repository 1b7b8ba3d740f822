"""Small questions about the words before a number: the last cue, where a name can end, the set a rank is taken in."""

from __future__ import annotations

import regex

from extractor.mentions import Cue, Quantity
from extractor.scan import Scan

Span = tuple[int, int]

AREA = regex.compile(
    r"(?:全|本|我|该)[国省市区县州旗盟镇球]|(?:[一二三四五六七八九十]{1,3}|[0-9]{1,3})个?(?:县市区|县市|区县|市州|设区市|省份|省市|县区|城市)|世界|全球|国内|省内|国际|全行业|同行业|行业内|(?:全国|全省|全市)?(?:同类|同级|[A-D]类)[\p{Han}]{1,6}"
    r"|(?:中|西|东|北|南)部(?:地区|六省|省份)?|东北(?:地区)?|沿海|内陆|周边|亚洲|欧洲"
)
DOWN = ("down", "gap_down", "places_down")
FILLER = regex.compile(
    r"(?:了|的|又|再|均|都|也|仍|还|为|达到?|至|到|约|近|超过?|仅|一直|继续|连续|双双|分别|各|、|,|\s|已|将|要|率先|首次|历史性|地|大幅|明显|小幅|略微?|有所|微|净|共|累计|同比|环比)*+"
)


def last_cue(cues: list[Cue], *kinds: str) -> Cue | None:
    """The last of the cues that is of one of the kinds."""
    return next((cue for cue in reversed(cues) if cue.kind in kinds), None)


def is_to(scan: Scan, level: Cue) -> bool:
    """Does a verb of level say what was reached (提高到, 降至)?"""
    word = scan.text[level.start : level.end]
    return word.endswith(("到", "至")) and len(word) > 1 and word != "达到"


def is_to_after(scan: Scan, change: Cue) -> bool:
    """Does 到 or 至 follow a verb of change?"""
    return scan.text[change.end : change.end + 1] in ("到", "至")


def word_between(scan: Scan, start: int, hi: int) -> bool:
    """Does anything but particles stand between a verb and its number?"""
    return FILLER.fullmatch(scan.text, start, hi) is None


def is_spoken(scan: Scan, start: int, end: int) -> bool:
    """Do at least two characters stand in the stretch, particles aside?"""
    start, end = trim(scan.text, start, end)
    return end - start >= 2


def is_bound_word(quantity: Quantity, cue: Cue) -> bool:
    """A bound word such as 超过 is part of the number, not a comparison."""
    return cue.start >= quantity.start


def trim(text: str, start: int, end: int) -> Span:
    """The stretch without particles and commas at its ends."""
    while start < end and text[start] in " 了的到约、,":
        start += 1
    while end > start and text[end - 1] in " 的、,之约近":
        end -= 1
    return start, end


def verb_ending(scan: Scan, lo: int, end: int) -> Cue | None:
    """The verb of level that ends at ``end``, particles between allowed."""
    bare = end
    while bare > lo and scan.text[bare - 1] in "了约近超 已":
        bare -= 1
    # 达到了 is a verb as a whole, before it is 达到 with a particle
    return next((cue for at in dict.fromkeys((end, bare)) if (cue := _leading_verb(scan, lo, at)) is not None), None)


_LEADING = frozenset({"level", "distribute", "all", "adverb", "status"})


def _leading_verb(scan: Scan, lo: int, end: int) -> Cue | None:
    for cue in reversed(scan.cues.touching(max(lo, end - 6), end)):
        reached = cue.kind == "change" and scan.text[cue.end : cue.end + 1] in ("到", "至")
        if cue.end == end and cue.start >= lo and (cue.kind in _LEADING or reached) and not is_named(scan, cue):
            return cue
    return None


def is_named(scan: Scan, cue: Cue) -> bool:
    """Is a word of status the whole of a metric's name (计划投资)?"""
    return cue.kind == "status" and any(
        m.start <= cue.start and cue.end <= m.end for m in scan.metrics.touching(cue.start, cue.end)
    )


def before_adverbs(scan: Scan, lo: int, end: int) -> int:
    """Step back over adverbs, basis words, distribution words and periods that stand before ``end``."""
    text = scan.text
    while end > lo:
        if text[end - 1] in " 、,了的:\u201c":
            end -= 1
            continue
        cue = next(
            (
                c
                for c in reversed(scan.cues.touching(max(lo, end - 8), end))
                if c.end == end and c.start >= lo and c.kind in _LOOSE and not is_named(scan, c)
            ),
            None,
        )
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


def area_before(scan: Scan, lo: int, end: int, *, at_end: bool = True) -> Span | None:
    """The set that a rank is taken in, where it ends at ``end``: 全省, 中部, 全国高新区, a named place."""
    text = scan.text
    start, end = trim(text, lo, end)
    best: Span | None = None
    for match in AREA.finditer(text, start, end):
        if (
            match.end() == end
            or not at_end
            and end - match.end() <= 8
            and regex.fullmatch(r"[\p{Han}“”]+", text[match.end() : end])
        ):
            best = (match.start(), end)
            break
    if best is None:
        entity = next((e for e in reversed(scan.entities.within(start, end)) if e.type == "PLACE" and e.end == end), None)
        best = (entity.start, entity.end) if entity is not None else None
    return best


def is_closed_off(text: str, end: int, at: int) -> bool:
    """Did the bracket that a name stands in close before ``at``?"""
    closing = text.find(")", end, at)
    return closing >= 0 and text.find("(", end, closing) < 0
