"""Measuring entities, and whether every numeral is accounted for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from extractor.evaluate import NUMERAL, rates
from extractor.evaluate_gold import Gold
from extractor.records import Entity, Extraction

Span = tuple[int, int]
_UNREAD = ("boilerplate", "byline")


def in_context(text: str, start: int, end: int, width: int) -> str:
    """The span in ⟦⟧ with what stands around it, on one line."""
    return f"{text[max(0, start - width) : start]}⟦{text[start:end]}⟧{text[end : end + width]}".replace("\r", "").replace(
        "\n", "⏎"
    )


def measure_entities(golds: Sequence[Gold], extractions: Mapping[str, Extraction]) -> tuple[dict[str, Any] | None, list[str]]:
    """Precision and recall by type over the documents with annotated entities; None where there are none.

    A mention is right with its exact span and type. ``period_resolved``: of the right periods that have dates in the
    gold, the share whose dates are right.
    """
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    resolved = [0, 0]
    cases: list[str] = []
    annotated = [gold for gold in golds if gold.entities is not None]
    for gold in annotated:
        cases += _compare(gold, extractions.get(gold.id), counts, resolved)
    if not annotated:
        return None, []
    total = [sum(count[i] for count in counts.values()) for i in range(3)]
    figures: dict[str, Any] = {kind: rates(*count) for kind, count in sorted(counts.items())}
    figures["all"] = rates(*total) | {"gold": total[1]}
    figures["period_resolved"] = round(resolved[0] / resolved[1], 4) if resolved[1] else None
    return figures, cases


def _compare(gold: Gold, extraction: Extraction | None, counts: dict[str, list[int]], resolved: list[int]) -> list[str]:
    found: dict[tuple[int, int, str], Entity] = {(e.start, e.end, e.type): e for e in (extraction.entities if extraction else ())}
    expected = {(e.start, e.end, e.type): e for e in gold.entities or ()}
    cases = []
    for key, entity in expected.items():
        mention = found.get(key)
        counts[key[2]][0] += mention is not None
        counts[key[2]][1] += 1
        if mention is None:
            cases.append(f"[{gold.id}] missed {key[2]}: {in_context(gold.text, key[0], key[1], 12)}")
        elif key[2] == "PERIOD" and entity.periods:
            got = (mention.period.start, mention.period.end) if mention.period else None
            resolved[0] += got in entity.periods
            resolved[1] += 1
    for key in found:
        counts[key[2]][2] += 1
        if key not in expected:
            cases.append(f"[{gold.id}] wrong {key[2]}: {in_context(gold.text, key[0], key[1], 12)}")
    return cases


def measure_ledger(golds: Sequence[Gold], extractions: Mapping[str, Extraction]) -> tuple[dict[str, int], list[str]]:
    """Numerals outside boilerplate and byline that are in no fact and not skipped; gold facts that boilerplate hides."""
    total = hidden = 0
    cases: list[str] = []
    for gold in golds:
        extraction = extractions.get(gold.id)
        spans, dull = _accounted(extraction) if extraction else ([], [])
        facts = [fact.span for fact in gold.facts if fact.span]
        for match in NUMERAL.finditer(gold.text):
            start, end = match.span()
            if any(a <= start < b for a, b in dull):
                hidden += any(a < end and start < b for a, b in facts)
                continue
            total += 1
            if not any(a < end and start < b for a, b in spans):
                cases.append(f"[{gold.id}] {in_context(gold.text, start, end, 14)}")
    return {"numerals": total, "unaccounted": len(cases), "gold_facts_hidden_in_boilerplate": hidden}, cases


def _accounted(extraction: Extraction) -> tuple[list[Span], list[Span]]:
    """The spans of facts and skipped numerals, and those of blocks in which numerals need not be accounted for."""
    spans = [(fact.start, fact.end) for fact in extraction.facts] + [(item.start, item.end) for item in extraction.skipped]
    return spans, [(block.start, block.end) for block in extraction.article.blocks if block.kind in _UNREAD]
