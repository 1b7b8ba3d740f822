"""Numerals that are no quantities: dates in documents, names, ordinals, list marks, contacts, ages, slogans, streaks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import regex

from extractor.pattern_store import compile_pattern
from extractor.patterns import Leftmost
from extractor.rules_base import Rule, expand

Reason = Literal[
    "date", "streak", "name", "ordinal", "list_marker", "definition", "age", "document_number", "contact", "slogan",
    "other", "unbound", "unreadable",
]  # fmt: skip


class SkipRule(Rule):
    """A pattern whose whole match holds no quantity, and the reason that the ledger gives.

    Attributes:
        triggers: words one of which is in each match: a text without them is not searched. For speed alone.
    """

    reason: Reason
    pattern: str
    triggers: list[str] = []


@dataclass(frozen=True, slots=True)
class Pseudo:
    """A stretch of text whose numerals are no quantities."""

    start: int
    end: int
    reason: str
    rule: str


@dataclass(frozen=True, slots=True)
class SkipFinder:
    """Compiled skip rules, and for each the words of which a text must have one (none: any text may)."""

    patterns: tuple[regex.Pattern[str], ...]
    rules: tuple[SkipRule, ...]


def compile_skips(rules: Sequence[SkipRule], fragments: Mapping[str, str]) -> SkipFinder:
    """Earlier rules win where two match at one place."""
    patterns = tuple(compile_pattern(expand(rule.pattern, dict(fragments)), regex.MULTILINE) for rule in rules)
    return SkipFinder(patterns, tuple(rules))


def find_pseudo(text: str, finder: SkipFinder) -> list[Pseudo]:
    """All stretches by start, without overlap."""
    able = [
        number for number, rule in enumerate(finder.rules) if not rule.triggers or any(word in text for word in rule.triggers)
    ]
    search = Leftmost([finder.patterns[number] for number in able], text)
    found = []
    at = 0
    while hit := search.find(at):
        rule = finder.rules[able[hit[0]]]
        start, end = hit[1].span()
        at = max(end, start + 1)
        if end > start:
            found.append(Pseudo(start, end, rule.reason, rule.id))
    return found
