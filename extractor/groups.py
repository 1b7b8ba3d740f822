"""Numbers that stand in one list (18%、22%和9%), and numbers that are no figures at all."""

from __future__ import annotations

from dataclasses import replace

import regex

from extractor.clauses import Clause
from extractor.counted import list_marks
from extractor.mentions import Quantity
from extractor.numbers import DIGITS
from extractor.scan import Scan
from extractor.stretches import AREA

_LIST_JOIN = regex.compile(r"\s*(?:、|和|及|与|以及|、和)?\s*(?:约|近|超过?)?\s*")


def groups_of(scan: Scan, clause: Clause) -> list[tuple[list[Quantity], int]]:
    """Numbers that stand in one list (18%、22%和9%), each list with the start of its own words."""
    groups: list[tuple[list[Quantity], int]] = []
    lo = clause.start
    for quantity in clause.quantities:
        if (
            _heads_list(scan, clause, quantity)
            or _is_idle(scan, quantity, lo)
            or _is_threshold(scan, quantity)
            or _is_stray(scan, quantity)
        ):
            continue
        if groups and _is_listed(scan, groups[-1][0][-1], quantity):
            groups[-1][0].append(quantity)
        else:
            groups.append(([quantity], lo))
        lo = quantity.end
    return [(_share_unit(group), start) for group, start in groups]


def _heads_list(scan: Scan, clause: Clause, quantity: Quantity) -> bool:
    """``某区域12个城市:`` on a line of its own says whose figures follow."""
    line = scan.text[clause.end : clause.end + 2]
    if not line.startswith(":") or line[1:].strip() or quantity.family != "count" or clause.depth:
        return False
    return not any(c.kind in ("level", "lead", "keep", "rank") for c in scan.cues.within(clause.start, quantity.start))


def _is_listed(scan: Scan, left: Quantity, right: Quantity) -> bool:
    between = scan.text[left.end : before_each(scan, right)]
    if not between or between.strip() == "" or left.parts or right.parts:
        return False
    if side_between(scan, left, right) is not None:
        return True
    if not _LIST_JOIN.fullmatch(between) and not _is_verb_join(scan, left, right):
        return False
    if (left.family, right.family) in (("percent", "times"), ("times", "percent")):
        return any(c.kind == "change" for c in scan.cues.within(max(0, left.start - 8), left.start))
    return (
        left.family == right.family
        or left.family == "number"
        or left.family == "count"
        and right.family in ("point", "percent")
        or not _RELATIVE_FAMILIES & {left.family, right.family}
        and _is_opened(scan, left)
    )


_RELATIVE_FAMILIES = frozenset({"percent", "point", "times", "fold", "rank", "ratio"})
"""Their measure is read from words of their own; amounts of any kind may share 分别 (耕地和存粮分别为3万亩和2万吨)."""


def side_between(scan: Scan, left: Quantity, right: Quantity) -> tuple[int, int] | None:
    """``高于全国0.5、⟦全省⟧1.2个百分点``: what the second number is held against."""
    if (
        right.family != "point"
        or left.family not in ("number", "point")
        or _STANDING.search(scan.text, max(0, left.start - 14), left.start) is None
    ):
        return None
    joined = _LIST_JOIN.match(scan.text, left.end, right.start)
    area = AREA.match(scan.text, joined.end(), right.start) if joined is not None and joined.end() > left.end else None
    return area.span() if area is not None and _AVERAGE.fullmatch(scan.text, area.end(), right.start) is not None else None


_STANDING = regex.compile(r"(?:[高低快慢好优强]于|高出|低出|领先)[^,;。0-9]{1,10}$")
_AVERAGE = regex.compile(r"(?:平均)?(?:水平|增速)?(?:分别)?")


def _is_opened(scan: Scan, left: Quantity) -> bool:
    """Did 分别 open the list?"""
    return any(c.kind == "distribute" for c in scan.cues.within(max(0, left.start - 30), left.start))


def _is_verb_join(scan: Scan, left: Quantity, right: Quantity) -> bool:
    """``分别增长14.7%、下降2.9%``: a verb of its own in a list that 分别 opened."""
    cues = scan.cues.within(left.end, right.start)
    if len(cues) != 1 or cues[0].kind != "change" or left.family != right.family:
        return False
    rest = scan.text[left.end : cues[0].start] + scan.text[cues[0].end : right.start]
    return _is_opened(scan, left) and _LIST_JOIN.fullmatch(rest) is not None


def _share_unit(group: list[Quantity]) -> list[Quantity]:
    """``0.4个和1.5个百分点``: the last number's unit holds for those that have none or only 个."""
    last = group[-1]
    lacking = ("number", "count") if last.family in ("point", "percent") else ("number",)
    return [replace(q, unit=last.unit, unit_code=last.unit_code, family=last.family) if q.family in lacking else q for q in group]


_EACH = regex.compile(r"每[\p{Han}]{1,3}$")


def before_each(scan: Scan, quantity: Quantity) -> int:
    """Where the number's own words end: 每吨 of ``均价每吨55元`` is in the unit (元/吨), no word of the sentence."""
    if quantity.unit is None or "/" not in quantity.unit:
        return quantity.start
    match = _EACH.search(scan.text, max(0, quantity.start - 4), quantity.start)
    return match.start() if match else quantity.start


def after_residue(scan: Scan, clause: Clause, group: list[Quantity], lo: int) -> int:
    """What is left of the noun that the last number counted (12款⟦新药、⟧8家…) does not belong to this one."""
    text = scan.text
    hi = group[0].start
    if lo == clause.start or lo >= hi or text[lo] in "、和,及以并且(":
        return lo
    if text[hi - 1] in "的和及与" or _counts_on(scan, clause, group, lo):
        return hi
    cut = next(list_marks(text, lo, hi), -1)
    if cut < 0:
        return lo
    return (
        cut if regex.match(r"(?:比|较|同比|环比|占|居|位|总量|增|降|高|低|快)", text[cut + 1 : hi]) or cut + 1 < hi else cut + 1
    )


def _counts_on(scan: Scan, clause: Clause, group: list[Quantity], lo: int) -> bool:
    """``到12个国家⟦46个城市⟧``: a count right behind the thing that the one before counted has a thing of its own."""
    before = next((q for q in clause.quantities if q.end == lo), None)
    count, last = group[0], group[-1]
    if before is None or {before.family, count.family} - {"count", "people"} or count.start - lo > 8:
        return False
    is_noun = regex.fullmatch(r"\p{Han}+", scan.text[lo : count.start]) is not None and not scan.cues.within(lo, count.start)
    return is_noun and regex.match(r"\p{Han}", scan.text[last.end : last.end + 1]) is not None


_THRESHOLD_AFTER = regex.compile(r"(?:的)?(?!的?(?:增|速|目标|水平|幅|任务|比例))[\p{Han}A-Za-z]")


_COUNTED_CLASS = regex.compile(
    r"的(?:企业|行业|产业|项目|园区|县|县区|区县|乡镇|镇|村|单位|品种|产品|城市|省份)(?:数量?)?(?:有|达到?|为|共|仅|只有)?[0-9]"
)
"""增长超过15%⟦的企业有9家⟧: the rate says which of them are counted."""
_CLASS_AFTER = regex.compile(r"的(?:企业|项目|产业|园区|县|镇|村|单位|集群|品牌|公司)")


def _is_threshold(scan: Scan, quantity: Quantity) -> bool:
    """600兆瓦以上机组, 超亿元的企业, 投资(500万元以上): a bound that defines a class is no figure."""
    text = scan.text
    if quantity.bound == "at_least" and quantity.family == "money" and _CLASS_AFTER.match(text, quantity.end):
        return True
    if quantity.family == "percent" and quantity.bound in ("at_least", "at_most") and _COUNTED_CLASS.match(text, quantity.end):
        return True
    if quantity.family == "money" and (_is_size_class(scan, quantity) or _opens_sizes(scan, quantity)):
        return True
    if (
        quantity.bound is not None
        and text[quantity.start - 1 : quantity.start] == "("
        and text[quantity.end : quantity.end + 1] == ")"
    ):
        return quantity.end > quantity.number_end and quantity.family != "percent"
    if (
        quantity.bound not in ("at_least", "at_most")
        or quantity.end == quantity.number_end
        or quantity.family in ("percent", "count", "people", "rank")
    ):
        return False
    return _THRESHOLD_AFTER.match(text, quantity.end) is not None


_SIZED = regex.compile(
    r"(?P<things>(?:以上|以下|及以上)?的?(?:[\p{Han}]{0,4})(?:企业|项目|园区|产业|集群|公司|产品|单位|工程|地块|大户|村|镇|县))?(?:有|达到?|为|共|数|已|只有|仅|新增|净增|增加)*$"
)


def size_class_of(scan: Scan, count: Quantity, lo: int) -> tuple[int, int] | None:
    """``2亿元至8亿元⟦企业⟧21家``, ``超60亿元3家``: the size that the counted things are of, with its bound words."""
    near = [q for q in scan.quantities.within(lo, count.start) if q.family == "money"]
    if not near or not _is_size_class(scan, near[-1], count):
        return None
    first = near[-2] if len(near) > 1 and _or_next(scan, near[-2]) == near[-1] else near[-1]
    return first.start, near[-1].end


def _or_next(scan: Scan, size: Quantity) -> Quantity | None:
    """``20亿元或3亿美元``: the other way in which a size is said."""
    if scan.text[size.end : size.end + 1] != "或":
        return None
    return next(
        (q for q in scan.quantities.within(size.end, size.end + 20) if q.start == size.end + 1 and q.family == "money"), None
    )


def _opens_sizes(scan: Scan, size: Quantity) -> bool:
    """``⟦8亿元以上⟧、20亿元以上的项目``: sizes in a list that ends in what is of these sizes."""
    if size.bound != "at_least" or scan.text[size.end : size.end + 1] not in ("、", "和", "及"):
        return False
    other = next(iter(scan.quantities.within(size.end + 1, size.end + 20)), None)
    return (
        other is not None
        and other.start == size.end + 1
        and other.bound == "at_least"
        and (_is_threshold(scan, other) or _opens_sizes(scan, other))
    )


def _is_size_class(scan: Scan, size: Quantity, count: Quantity | None = None) -> bool:
    """An amount between which and a count nothing stands but the things counted: 超8亿元的3家, 2亿元项目1个."""
    other = _or_next(scan, size)
    if other is not None:
        return _is_size_class(scan, other, count)
    count = count or next(iter(scan.quantities.within(size.end, size.end + 20)), None)
    if count is None or count.family not in ("count", "people") or scan.text[size.end : count.start].count(",") > 0:
        return False
    sized = _SIZED.match(scan.text, size.end, count.start)
    if size.bound in ("at_least", "at_most") or size.value_max is not None:
        return sized is not None
    return sized is not None and sized["things"] is not None and sized.end("things") == count.start and count.unit in _ITEMS


_ITEMS = frozenset("个家宗户")
_DURATION = regex.compile(
    r"(?:期|时间|时长|小时数|天数|日数|年限|寿命|周期|压缩|缩短|缩减|减少|增加|延长|时效|平均|工时|日照|历时|耗时|为期|提速)[^,;。]{0,14}$"
)


def _is_stray(scan: Scan, quantity: Quantity) -> bool:
    """Bare digits before a word of no known unit (7方面) say nothing that a table would hold; nor does a person's age."""
    if quantity.unit == "级" and regex.search("[百千万亿]", scan.text[quantity.number_start : quantity.number_end]):
        return True  # 20亿级项目: a class by size
    if quantity.family == "age":
        return regex.search(r"寿命|年龄", scan.text[max(0, quantity.start - 12) : quantity.start]) is None
    if quantity.family == "time":
        return _DURATION.search(scan.text, max(0, quantity.start - 18), quantity.start) is None
    if quantity.family != "number":
        return False
    if regex.search("[0-9]:$", scan.text[max(0, quantity.start - 2) : quantity.start]):
        return True  # 2.1:1 is one ratio, said by its first number
    plain = scan.text[quantity.number_start : quantity.number_end].isdigit()
    if _DIVISION.match(scan.text, quantity.end) and _DIVIDED.search(scan.text, max(0, quantity.start - 40), quantity.start):
        return False
    if plain and _RANGE_AFTER.match(scan.text, quantity.end):
        return True
    return plain and regex.match(r"[\p{Han}A-Za-z]", scan.text[quantity.end : quantity.end + 1]) is not None


_TOP_CLASS = regex.compile(r"的(?!好?成绩|佳绩|位置|水平|目标|行列|名次|位次|排名)[\p{Han}]{2}")
"""列前5名⟦的企业⟧: a class, not a position that is held."""
_RANGE_AFTER = regex.compile(r"(?:-|—{1,2}|~|～|至)[0-9]")
"""3-5年内: the lower end of a span of time that is no figure."""
_DIVIDED = regex.compile(r"辖(?!区)[^。;]*$")
_DIVISION = regex.compile(r"(?:镇|乡|街道|村|社区|县|区|市|旗|苏木|居委会)(?![\p{Han}])")
"""``辖⟦6镇⟧、⟦2乡⟧``: divisions are counted without a classifier."""


_LISTED_AFTER = regex.compile(r"(?:方面|重点任务|主要任务|重点工作|具体措施|政策措施|重点行动|重大行动|基本原则|工作要求)")


def _is_idle(scan: Scan, quantity: Quantity, lo: int) -> bool:
    """A small Chinese count (四大板块, 六个方面) introduces a list and is no figure, unless something new is counted."""
    text = scan.text
    start = text[quantity.number_start : quantity.number_start + 1]
    if (start in DIGITS or start == "十") and _LISTED_AFTER.match(text, quantity.end) and quantity.family in ("count", "number"):
        return True
    if quantity.family == "rank" and scan.text[quantity.number_start] == "前" and _TOP_CLASS.match(text, quantity.end):
        return True
    if start not in DIGITS and start != "十" or quantity.family not in ("count", "people", "number", "time", "index", "age"):
        return False
    if quantity.value is None or quantity.value > 10:
        return False
    return not any(
        cue.kind == "keep" and cue.end == quantity.start
        for cue in scan.cues.touching(max(lo, quantity.start - 6), quantity.start)
    )
