"""What holds for every extraction of every text."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from itertools import pairwise

from extractor.clean import storable
from extractor.records import Extraction, Fact

UNREAD = ("boilerplate", "byline")
"""Blocks whose numerals need no account."""

_NUMERAL = re.compile(r"\d+")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def check(text: str, extraction: Extraction) -> None:
    """Assert all that the contract promises of any extraction of ``text``."""
    assert extraction.article.text == storable(text)
    assert len(extraction.article.text) == len(text)
    _spans(extraction)
    _blocks(extraction)
    _ids(extraction)
    for fact in extraction.facts:
        _fact(fact, extraction)
    _ledger(extraction)
    _json(extraction)


def _spans(extraction: Extraction) -> None:
    text = extraction.article.text
    for one in (*extraction.facts, *extraction.skipped):
        assert one.quote.strip(), one
        assert text[one.start : one.end] == one.quote, one
    for entity in extraction.entities:
        assert text[entity.start : entity.end] == entity.text != "", entity
        assert entity.period is None or _is_period(entity.period), entity
    starts = [fact.start for fact in extraction.facts]
    assert starts == sorted(starts)


def _blocks(extraction: Extraction) -> None:
    blocks, length = extraction.article.blocks, len(extraction.article.text)
    assert all(0 <= block.start < block.end <= length for block in blocks)
    assert all(before.end <= after.start for before, after in pairwise(blocks))
    readable = [block for block in blocks if block.kind not in UNREAD]
    for fact in extraction.facts:
        assert any(block.start <= fact.start and fact.end <= block.end for block in readable), fact


def _ids(extraction: Extraction) -> None:
    facts = {fact.id for fact in extraction.facts}
    assert len(facts) == len(extraction.facts)
    assert len({entity.id for entity in extraction.entities}) == len(extraction.entities)
    assert all(fact.repeats in facts - {fact.id} for fact in extraction.facts if fact.repeats is not None)
    assert all(set(one.facts) <= facts for one in extraction.checks)


def _fact(fact: Fact, extraction: Extraction) -> None:
    length = len(extraction.article.text)
    assert 0 <= fact.sentence_start <= fact.start < fact.end <= fact.sentence_end <= length, fact
    assert all(0 <= start < end <= length for spans in fact.evidence.values() for start, end in spans), fact
    assert set(fact.evidence) | set(fact.inherited) <= set(Fact.model_fields), fact
    assert fact.metric.strip() and fact.rule, fact
    assert fact.value.is_finite() and (fact.value_max is None or fact.value_max.is_finite()), fact
    assert fact.unit != "" and 0 <= fact.confidence <= 1, fact
    assert fact.period is None or _is_period(fact.period), fact
    assert (fact.measure in ("growth", "difference")) or fact.comparison is None, fact


def _is_period(period) -> bool:
    return date.fromisoformat(period.start) <= date.fromisoformat(period.end)


def _ledger(extraction: Extraction) -> None:
    text = extraction.article.text
    accounted = bytearray(len(text))
    for fact in extraction.facts:
        accounted[fact.start : fact.end] = b"f" * (fact.end - fact.start)
    for one in extraction.skipped:
        assert b"f" not in accounted[one.start : one.end], one
        accounted[one.start : one.end] = b"s" * (one.end - one.start)
    for block in extraction.article.blocks:
        if block.kind in UNREAD:
            accounted[block.start : block.end] = b"u" * (block.end - block.start)
    for numeral in _NUMERAL.finditer(text):
        assert 0 not in accounted[numeral.start() : numeral.end()], (numeral.group(), numeral.span())


def _json(extraction: Extraction) -> None:
    line = extraction.model_dump_json()
    assert not _SURROGATE.search(line) and "\n" not in line
    read = Extraction.model_validate_json(line)
    assert read.model_dump_json() == line
    assert read == extraction or any(_is_rounded(one.value) for one in (*extraction.facts, *extraction.skipped))
    assert json.loads(line) == extraction.model_dump(mode="json")


def _is_rounded(value: Decimal | None) -> bool:
    """JSON rounds a fraction of more than 15 digits: see ``records.Number``."""
    return value is not None and value != value.to_integral_value() and len(value.normalize().as_tuple().digits) > 15
