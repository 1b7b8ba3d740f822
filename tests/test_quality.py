"""The gate: figures on samples/ do not fall below what was reached. Floors only rise."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from extractor.evaluate import evaluate
from extractor.evaluate_gold import load_gold
from extractor.parts import shared

FLOORS_FILE = Path(__file__).with_name("floors.json")
FLOORS = json.loads(FLOORS_FILE.read_text())
"""Pinned; ``pytest tests/test_quality.py --set-floors`` raises them to what is measured, ``--lower-floors`` beside it lowers them."""
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
def test_figure_is_not_below_its_floor(figures, name, request):
    floor = FLOORS[name]
    if request.config.getoption("--set-floors"):
        floor = moved(floor, figures[name], may_lower=request.config.getoption("--lower-floors"))
        FLOORS_FILE.write_text(json.dumps(json.loads(FLOORS_FILE.read_text()) | {name: floor}, indent=2, sort_keys=True) + "\n")
    assert figures[name] >= floor


def moved(floor: float, figure: float, *, may_lower: bool) -> float:
    """The floor for a figure: half a point below it, never lower than before unless that is asked for."""
    reached = math.floor(figure * 200 - 1) / 200
    return reached if may_lower else max(floor, reached)


def test_floors_only_rise():
    assert moved(0.9, 0.962, may_lower=False) == 0.955
    assert moved(0.96, 0.95, may_lower=False) == 0.96
    assert moved(0.96, 0.95, may_lower=True) == 0.945


@pytest.mark.parametrize("name", CEILINGS)
def test_count_is_not_above_its_ceiling(figures, name):
    assert figures[name] <= CEILINGS[name]
