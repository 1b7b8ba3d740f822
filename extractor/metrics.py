"""The metric catalogue: known terms in the text, with id and unit family."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import ahocorasick

from extractor.clean import clean
from extractor.mentions import Metric
from extractor.rules_base import Rule
from extractor.words import leftmost_longest

UnitFamily = Literal[
    "money", "count", "mass", "area", "volume", "length", "energy", "power", "percent", "index", "price", "people",
    "time", "ratio", "rate", "data", "temperature",
]  # fmt: skip


class MetricRule(Rule):
    """One metric: NBS name in both languages, the family its level is measured in, which direction is better.

    ``breakdown`` says whether a part (an industry, a partner, a kind of enterprise) may stand before the term.
    """

    domain: str
    name: str
    english: str
    aliases: list[str]
    unit: UnitFamily
    better: Literal["higher", "lower", "neutral"]
    kind: Literal["flow", "stock", "rate", "index", "price"]
    breakdown: bool


@dataclass(frozen=True, slots=True)
class MetricFinder:
    """All names and aliases in one automaton."""

    automaton: ahocorasick.Automaton
    rules: dict[str, MetricRule]


def compile_metrics(rules: Sequence[MetricRule]) -> MetricFinder:
    """One automaton over the clean spelling of all names and aliases."""
    automaton = ahocorasick.Automaton()
    for rule in rules:
        for name in dict.fromkeys([rule.name, *rule.aliases]):
            word = clean(name).text
            automaton.add_word(word, (len(word), rule))
    automaton.make_automaton()
    return MetricFinder(automaton, {rule.id: rule for rule in rules})


def find_metrics(text: str, finder: MetricFinder, spans: Iterable[tuple[int, int]] | None = None) -> list[Metric]:
    """Catalogue terms by start, of the whole text or of some stretches; of overlapping ones the longest that starts first."""
    return [
        Metric(start, end, rule.id, rule.unit, rule.kind, rule.breakdown)
        for first, last in ([(0, len(text))] if spans is None else spans)
        for start, end, rule in leftmost_longest(text, finder.automaton, first, last)
    ]
