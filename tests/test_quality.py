"""The gate: figures on samples/ do not fall below what was reached. Floors only rise."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.evaluate import evaluate
from extractor.evaluate_gold import load_gold
from extractor.parts import shared

FLOORS = {
    "detect F1": 0.985,
    "core F1": 0.94,
    "full F1": 0.87,
    "entities F1": 0.92,
    "periods resolved": 0.95,
}
CEILINGS = {
    "quotes not at their offsets": 0,
    "numerals unaccounted for": 0,
    "gold facts hidden in boilerplate": 0,
}

SAMPLES = Path(__file__).resolve().parent.parent / "samples"


@pytest.fixture(scope="module")
def figures():
    golds = load_gold(SAMPLES)
    assert len(golds) >= 15
    report = evaluate(
        golds, [shared().extract(gold.text, published=gold.published, title=gold.title, id=gold.id) for gold in golds]
    )
    return {
        "detect F1": report.facts["detect"]["f1"],
        "core F1": report.facts["core"]["f1"],
        "full F1": report.facts["full"]["f1"],
        "entities F1": report.entities["all"]["f1"],
        "periods resolved": report.entities["period_resolved"],
        "quotes not at their offsets": report.facts["quotes_not_at_their_offsets"],
        "numerals unaccounted for": report.ledger["unaccounted"],
        "gold facts hidden in boilerplate": report.ledger["gold_facts_hidden_in_boilerplate"],
    }


@pytest.mark.parametrize("name", FLOORS)
def test_figure_is_not_below_its_floor(figures, name):
    assert figures[name] >= FLOORS[name]


@pytest.mark.parametrize("name", CEILINGS)
def test_count_is_not_above_its_ceiling(figures, name):
    assert figures[name] <= CEILINGS[name]
