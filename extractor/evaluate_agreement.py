"""When a fact agrees with its gold, field by field."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractor.evaluate_gold import GoldFact
    from extractor.records import Fact

LEAST_ALIKE = 0.75
"""How alike a metric must be to its gold: twice the longest common subsequence over both lengths."""
LEAST_PART = 0.6
"""A name may be part of the gold's, or the gold's of it, if it is at least this share of the longer one."""

_DROPPED = re.compile("[\\s的“”\"'‘’《-』()（）、,，]|^(?:实现|完成|累计|达到|达|全年|共|共有|全社会)+")
_TAIL = re.compile("(?:同比)?(?:增速|增幅|增长率|涨幅|降幅|增长|累计增速)$")
_UNITS = {"％": "%", "个百分点": "百分点", "人民币": "元", "人民币元": "元"}


def normal(name: str | None, *, drops_tail: bool = False) -> str:
    """A name without marks and leading verbs; with ``drops_tail`` also without growth words at its end."""
    bare = _DROPPED.sub("", name or "")
    return (_TAIL.sub("", bare) or bare) if drops_tail else bare


@lru_cache(maxsize=200_000)
def _common(one: str, other: str) -> int:
    """Length of the longest common subsequence."""
    row = [0] * (len(other) + 1)
    for char in one:
        diagonal = 0
        for at, mate in enumerate(other, 1):
            diagonal, row[at] = row[at], (diagonal + 1 if char == mate else max(row[at], row[at - 1]))
    return row[-1]


def alikeness(gold: str | None, metric: str | None) -> float:
    """How alike a metric is to the nearest of the gold's alternatives, 0 to 1."""
    other = normal(metric, drops_tail=True)
    return max(_alike(normal(one, drops_tail=True), other) for one in (gold or "").split("|"))


def _alike(one: str, other: str) -> float:
    return 2 * _common(one, other) / (len(one) + len(other)) if one and other else 0.0


def _metric(gold: GoldFact, fact: Fact) -> bool:
    own = alikeness(gold.metric, fact.metric)
    return own >= LEAST_ALIKE and all(alikeness(rival, fact.metric) <= own for rival in gold.rivals)


def _name(gold: str | None, name: str | None) -> bool:
    if gold is None:
        return name is None
    own = normal(name)
    return any(_is_name(normal(one), own) for one in gold.split("|"))


def _is_name(gold: str, own: str) -> bool:
    if gold == own:
        return True
    shorter, longer = sorted((len(gold), len(own)))
    return (gold in own or own in gold) and shorter >= max(2, LEAST_PART * longer)


def _is_close(one: float | None, other: Decimal | None) -> bool:
    if one is None or other is None:
        return one is None and other is None
    a, b = float(one), float(other)
    return abs(a - b) <= 1e-5 * max(abs(a), abs(b), 1e-9)


def _value(gold: GoldFact, fact: Fact) -> bool:
    """Value, upper end and unit; a unit that the gold leaves open is not asked for."""
    is_rank = gold.measure == "rank" and fact.unit in ("位", "名")
    is_unit = gold.unit is None or _UNITS.get(gold.unit, gold.unit) == _UNITS.get(fact.unit or "", fact.unit) or is_rank
    return is_unit and _is_close(gold.value, fact.value) and _is_close(gold.value_max, fact.value_max)


def _period(gold: GoldFact, fact: Fact) -> bool:
    got = (fact.period.start, fact.period.end) if fact.period else None
    return not gold.periods or got in gold.periods


FIELDS: Mapping[str, Callable[[GoldFact, Fact], bool]] = {
    "value": _value,
    "measure": lambda gold, fact: gold.measure == fact.measure,
    "metric": _metric,
    "status": lambda gold, fact: gold.status == fact.status,
    "subject": lambda gold, fact: not gold.subject or _name(gold.subject, fact.subject),
    "period": _period,
    "comparison": lambda gold, fact: gold.comparison == fact.comparison,
    "bound": lambda gold, fact: gold.bound == fact.bound,
    "reference": lambda gold, fact: _name(gold.reference, fact.reference),
}
CORE = ("value", "measure", "metric", "status")
TRIVIAL: Mapping[str, str | None] = {"measure": "level", "status": "actual", "comparison": None, "bound": None, "reference": None}
"""What a field says most of the time: where both sides say it, agreement proves little."""
