"""Does the confidence hold what it says? Of the facts given 0.9, nine in ten should be right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from extractor.evaluate import pair
from extractor.evaluate_agreement import CORE, FIELDS
from extractor.evaluate_gold import Gold
from extractor.records import Extraction

BINS = 10
SURE = 0.95


def measure_reliability(golds: Sequence[Gold], extractions: Mapping[str, Extraction]) -> dict[str, Any]:
    """Confidence against rightness: a fact is right if value, unit, measure, metric and status agree with the gold.

    Returns:
        ``bins``: for each tenth of the scale that holds facts, how many, their mean confidence and the share right;
        ``expected_calibration_error``: the mean gap of the two, weighted by facts; and what is given 0.95 or more.
    """
    judged = [one for gold in golds if gold.id in extractions for one in _judged(gold, extractions[gold.id])]
    bins = []
    gap = 0.0
    for number in range(BINS):
        inside = [(c, r) for c, r in judged if min(int(c * BINS), BINS - 1) == number]
        if inside:
            mean, right = sum(c for c, _ in inside) / len(inside), sum(r for _, r in inside) / len(inside)
            gap += abs(mean - right) * len(inside) / len(judged)
            bins.append({"from": number / BINS, "facts": len(inside), "confidence": round(mean, 4), "right": round(right, 4)})
    sure = [r for c, r in judged if c >= SURE]
    return {
        "facts": len(judged),
        "expected_calibration_error": round(gap, 4),
        "sure_share": round(len(sure) / len(judged), 4) if judged else None,
        "sure_right": round(sum(sure) / len(sure), 4) if sure else None,
        "bins": bins,
    }


def _judged(gold: Gold, extraction: Extraction) -> list[tuple[float, bool]]:
    pairs = {j: i for i, j in pair(gold.facts, extraction.facts)}
    return [
        (fact.confidence, j in pairs and all(FIELDS[name](gold.facts[pairs[j]], fact) for name in CORE))
        for j, fact in enumerate(extraction.facts)
    ]
