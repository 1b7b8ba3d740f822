"""The rules of numbers: units, bounds, forms; and how they are compiled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import regex

from extractor.pattern_store import compile_pattern
from extractor.patterns import words_pattern
from extractor.rules_base import Rule, Strict, expand


class UnitName(Strict):
    """One canonical unit: its code, other names, and the factor of a name that is a multiple of ``canonical``."""

    code: str | None = None
    names: list[str] = []
    scale: int = 1
    canonical: str | None = None


class UnitRule(Rule):
    """Units of one family."""

    unit_family: str
    units: dict[str, UnitName]
    not_before: list[str] = []


class BoundRule(Rule):
    """Words that make a number a bound.

    Attributes:
        weak: words that yield to a word after the number.
        comparing: words that make no bound of a number that is a goal itself: one of ``goals`` follows it (低于5%的预期目标).
    """

    bound: Literal["about", "at_least", "at_most", "nearly"]
    place: Literal["before", "inside", "after"]
    words: list[str]
    weak: list[str] = []
    comparing: list[str] = []
    goals: list[str] = []
    not_after: list[str] = []


class FormRule(Rule):
    """A way of writing a number that is more than digits and unit; ``form`` names the reading."""

    form: Literal["rank", "top", "first", "percent", "fraction", "slash", "tenths", "half", "fold", "ratio"]
    pattern: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as the parser needs it."""

    name: str
    code: str | None
    family: str
    scale: int
    rule: str


@dataclass(frozen=True, slots=True)
class BoundWord:
    """A bound word as the parser needs it."""

    word: str
    bound: str
    is_weak: bool
    not_after: str
    unless: regex.Pattern[str] | None
    rule: str


@dataclass(frozen=True, slots=True)
class QuantityFinder:
    """Compiled unit, bound and form rules.

    Attributes:
        patterns: one for each form, and last that of a plain number with its unit; where two match at one place the earlier counts.
        units, guards: what a unit's name means, and what must not follow it.
        before, after: bound words by their last character, and those that follow a number.
        inside: characters such as 多 and 余 that stand within a number, by the rule ``inside_rule``.
    """

    patterns: tuple[regex.Pattern[str], ...]
    units: Mapping[str, Unit]
    guards: Mapping[str, tuple[str, ...]]
    forms: tuple[FormRule, ...]
    before: Mapping[str, tuple[BoundWord, ...]]
    after: tuple[BoundWord, ...]
    inside: str
    inside_rule: str


_ATOM = (
    r"(?=[-+0-9]|{hanzi_number})"  # what begins by looking back is tried everywhere, unless it says what comes first
    r"(?P<sign>(?<![0-9A-Za-z%)\p{Han}])[-+](?=[0-9])|(?<=[为达长降率至到是幅比重和及与])-(?=[0-9]))?"
    r"(?:(?P<digits>{digits})(?:(?P<more>[{inside}])?(?P<scale>{scale}))?(?:零?(?P<digits2>{digits})(?P<scale2>{scale}))?(?P<more2>[{inside}](?!功能|元化|层|式))?"
    r"|(?P<hanzi>{hanzi_number})(?P<hanzimore>[{inside}])?(?P<hanziscale>{scale})?)"
    r"(?:(?P<unit>{units})(?:/(?P<perscale>百|千(?!瓦|克|米)|万|亿)?(?P<per>{units}|人口))?)?"
)


def compile_quantities(
    units: Sequence[UnitRule], bounds: Sequence[BoundRule], forms: Sequence[FormRule], fragments: Mapping[str, str]
) -> QuantityFinder:
    """Merge all rules into one pattern and its look-up tables."""
    table: dict[str, Unit] = {}
    guards: dict[str, tuple[str, ...]] = {}
    for group in units:
        for canonical, unit in group.units.items():
            for name in [canonical, *unit.names]:
                table[name] = Unit(unit.canonical or canonical, unit.code, group.unit_family, unit.scale, group.id)
                guards[name] = tuple(group.not_before)
    inside = next(rule for rule in bounds if rule.place == "inside")
    pieces = dict(fragments) | {"units": words_pattern(table)}
    atom = expand(_ATOM.replace("[{inside}]", f"[{''.join(inside.words)}]"), pieces)
    before: dict[str, list[BoundWord]] = {}
    for rule in bounds:
        if rule.place == "before":
            for word in _bound_words(rule):
                before.setdefault(word.word[-1], []).append(word)
    return QuantityFinder(
        patterns=(*(compile_pattern(expand(rule.pattern, pieces)) for rule in forms), compile_pattern(atom)),
        units=table,
        guards=guards,
        forms=tuple(forms),
        before={k: tuple(sorted(v, key=lambda w: -len(w.word))) for k, v in before.items()},
        after=tuple(sorted((w for r in bounds if r.place == "after" for w in _bound_words(r)), key=lambda w: -len(w.word))),
        inside="".join(inside.words),
        inside_rule=inside.id,
    )


def _bound_words(rule: BoundRule) -> list[BoundWord]:
    goal = compile_pattern(rf"的?\p{{Han}}{{0,4}}?{words_pattern(rule.goals)}") if rule.goals else None
    not_after = "".join(rule.not_after)
    return [
        BoundWord(w, rule.bound, w in rule.weak, not_after, goal if w in rule.comparing else None, rule.id) for w in rule.words
    ]
