"""How sure a fact is: the chance that value, unit, measure, metric and status are right, from what made its reading uncertain.

A logistic model of few yes-or-no marks. The weights were fitted on 2,371 facts of 143 annotated documents
(``benchmarks/fit_confidence.py``, 2026-11-25); left out one document at a time, the expected calibration error was
0.012, and of the facts at 0.95 or more (63 in 100 of all) 98 in 100 were right.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import regex

from extractor.records import Check, Fact

INTERCEPT = 2.43
WEIGHTS: dict[str, float] = {
    "known metric": 1.06,
    "short name": -1.62,
    "odd character in the name": -0.95,
    "name shared with a number before": -0.34,
    "name from an earlier sentence": -1.85,
    "name in pieces": 0.34,
    "rare measure": -0.41,
    "growth": 0.43,
    "unknown metric, no verb": -0.37,
    "no unit": -0.54,
}
CONTRADICTED = -1.0
"""Added to the log-odds where the article's arithmetic contradicts a fact; by decision, contradictions are too rare to fit."""
_ODD = regex.compile(r"[的了等在被把与、“”()（）:：0-9]|^.$")


def rate(facts: Sequence[Fact], checks: Sequence[Check]) -> list[Fact]:
    """The facts of one article, by start, each with its confidence; a contradiction lowers it."""
    doubted = {fact for check in checks if check.verdict == "contradiction" for fact in check.facts}
    rated = []
    for fact, said in zip(facts, marks_of(facts), strict=True):
        odds = INTERCEPT + sum(WEIGHTS[name] for name, holds in said.items() if holds)
        odds += CONTRADICTED if fact.id in doubted else 0.0
        chance = round(min(max(1 / (1 + math.exp(-odds)), 0.01), 0.99), 2)
        rated.append(fact.model_copy(update={"confidence": chance}))
    return rated


def marks_of(facts: Sequence[Fact]) -> Iterator[dict[str, bool]]:
    """For each fact of one article, by start, the marks that raise or lower its confidence."""
    said: set[tuple[tuple[int, int], ...]] = set()
    for fact in facts:
        spans = tuple(fact.evidence.get("metric", ()))
        yield _marks(fact, is_shared=spans in said)
        said.add(spans)


def _marks(fact: Fact, *, is_shared: bool) -> dict[str, bool]:
    known = fact.metric_id is not None
    return {
        "known metric": known,
        "short name": len(fact.metric) < 3,
        "odd character in the name": _ODD.search(fact.metric) is not None,
        "name shared with a number before": is_shared,
        "name from an earlier sentence": "metric" in fact.inherited,
        "name in pieces": len(fact.evidence.get("metric", ())) > 1,
        "rare measure": fact.measure in ("completion", "multiple", "contribution"),
        "growth": fact.measure == "growth",
        "unknown metric, no verb": not known and fact.rule == "link.level.bare",
        "no unit": fact.unit in (None, "倍"),
    }
