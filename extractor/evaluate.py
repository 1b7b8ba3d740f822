"""Measuring extractions against gold.

Facts are paired with gold by overlapping spans, one to one. ``detect`` counts the pairs; ``core`` those with value,
unit, measure, metric and status right; ``full`` those with every field right.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import regex

from extractor.evaluate_agreement import CORE, FIELDS, TRIVIAL, alikeness
from extractor.evaluate_gold import Gold, GoldFact
from extractor.records import Extraction, Fact

NUMERAL = regex.compile(r"[0-9０-９]+(?:[.,．，][0-9０-９]+)*")
"""A run of digits of any width: what the ledger must account for."""


@dataclass(frozen=True, slots=True)
class Case:
    """One disagreement: a gold fact, an extracted fact, or both, and the fields that are wrong."""

    document: str
    text: str
    gold: GoldFact | None
    fact: Fact | None
    wrong: tuple[str, ...]

    @property
    def span(self) -> tuple[int, int] | None:
        """Where it stands in the text; None for a gold fact whose quote is not there."""
        return (self.gold and self.gold.span) or (self.fact and (self.fact.start, self.fact.end)) or None


@dataclass(frozen=True, slots=True)
class Report:
    """All figures of an evaluation, in the shape of its JSON; ``cases`` are the disagreements, the worst first."""

    facts: Mapping[str, Any]
    entities: Mapping[str, Any] | None
    ledger: Mapping[str, Any]
    reliability: Mapping[str, Any]
    cases: Sequence[Case]
    entity_cases: Sequence[str]
    ledger_cases: Sequence[str]

    def as_json(self) -> dict[str, Any]:
        """The figures alone."""
        return {
            "facts": dict(self.facts),
            "entities": dict(self.entities) if self.entities is not None else None,
            "ledger": dict(self.ledger),
            "reliability": dict(self.reliability),
        }


def evaluate(golds: Sequence[Gold], extractions: Iterable[Extraction]) -> Report:
    """Compare extractions with gold.

    Args:
        golds: the annotated documents.
        extractions: found by their article's id; a document without one counts as found nothing.

    Returns:
        The figures and every disagreement.
    """
    from extractor.evaluate_ledger import measure_entities, measure_ledger
    from extractor.evaluate_reliability import measure_reliability

    by_id = {extraction.article.id: extraction for extraction in extractions}
    facts, cases = measure_facts(golds, by_id)
    entities, entity_cases = measure_entities(golds, by_id)
    ledger, ledger_cases = measure_ledger(golds, by_id)
    return Report(facts, entities, ledger, measure_reliability(golds, by_id), cases, entity_cases, ledger_cases)


def rates(right: int, gold: int, found: int) -> dict[str, float]:
    """Precision, recall and F1, to four places."""
    p, r = right / found if found else 0.0, right / gold if gold else 0.0
    return {"p": round(p, 4), "r": round(r, 4), "f1": round(2 * p * r / (p + r), 4) if p + r else 0.0}


def pair(gold: Sequence[GoldFact], facts: Sequence[Fact]) -> list[tuple[int, int]]:
    """Index pairs of facts that overlap, each used once; of several candidates those that agree best."""
    candidates = []
    for i, g in enumerate(gold):
        start, end = g.span or (0, 0)
        for j, f in enumerate(facts):
            if f.start < end and start < f.end:
                agreement = sum(agrees(g, f) for agrees in FIELDS.values()) + alikeness(g.metric, f.metric)
                candidates.append((-agreement, abs(f.start - start), i, j))
    pairs: list[tuple[int, int]] = []
    used_gold: set[int] = set()
    used_facts: set[int] = set()
    for _, _, i, j in sorted(candidates):
        if i not in used_gold and j not in used_facts:
            used_gold.add(i)
            used_facts.add(j)
            pairs.append((i, j))
    return pairs


@dataclass(slots=True)
class _Count:
    """Running totals over documents; ``matter`` holds right and asked where one side is not trivial."""

    gold: int = 0
    found: int = 0
    paired: int = 0
    core: int = 0
    full: int = 0
    misplaced: int = 0
    right: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FIELDS, 0))
    matter: dict[str, list[int]] = field(default_factory=lambda: {name: [0, 0] for name in TRIVIAL})

    def add(self, gold: GoldFact, fact: Fact) -> tuple[str, ...]:
        """Count one pair; the fields that are wrong."""
        wrong = tuple(name for name, agrees in FIELDS.items() if not agrees(gold, fact))
        for name in FIELDS:
            self.right[name] += name not in wrong
        for name, dull in TRIVIAL.items():
            if getattr(gold, name) != dull or getattr(fact, name) != dull:
                self.matter[name][0] += name not in wrong
                self.matter[name][1] += 1
        self.paired += 1
        self.core += not set(CORE) & set(wrong)
        self.full += not wrong
        return wrong


def measure_facts(golds: Sequence[Gold], extractions: Mapping[str, Extraction]) -> tuple[dict[str, Any], list[Case]]:
    """The figures on facts, and every disagreement: worst document first, there in the order of the text."""
    count = _Count()
    by_document: dict[str, float] = {}
    cases: list[Case] = []
    for gold in golds:
        found = extractions[gold.id].facts if gold.id in extractions else []
        core = count.core
        cases += _compare(gold, found, count)
        by_document[gold.id] = rates(count.core - core, len(gold.facts), len(found))["f1"] if gold.facts or found else 1.0
    cases.sort(key=lambda case: (by_document[case.document], case.document, case.span or (0, 0)))
    return _figures(count, by_document), cases


def _compare(gold: Gold, found: Sequence[Fact], count: _Count) -> list[Case]:
    pairs = pair(gold.facts, found)
    count.gold += len(gold.facts)
    count.found += len(found)
    count.misplaced += sum(gold.text[fact.start : fact.end] != fact.quote for fact in found)
    cases = []
    for i, j in pairs:
        wrong = count.add(gold.facts[i], found[j])
        if wrong:
            cases.append(Case(gold.id, gold.text, gold.facts[i], found[j], wrong))
    hit_gold, hit_facts = {i for i, _ in pairs}, {j for _, j in pairs}
    cases += [Case(gold.id, gold.text, fact, None, ("missed",)) for i, fact in enumerate(gold.facts) if i not in hit_gold]
    cases += [Case(gold.id, gold.text, None, fact, ("spurious",)) for j, fact in enumerate(found) if j not in hit_facts]
    return cases


def _figures(count: _Count, by_document: Mapping[str, float]) -> dict[str, Any]:
    n = count.paired
    return {
        "documents": len(by_document),
        "gold_facts": count.gold,
        "predicted_facts": count.found,
        "quotes_not_at_their_offsets": count.misplaced,
        "detect": rates(count.paired, count.gold, count.found),
        "core": rates(count.core, count.gold, count.found),
        "full": rates(count.full, count.gold, count.found),
        "field_accuracy_on_detected": {name: round(right / n, 4) if n else None for name, right in count.right.items()},
        "where_it_matters": {name: round(right / asked, 4) if asked else None for name, (right, asked) in count.matter.items()},
        "core_f1_by_document": dict(by_document),
    }
