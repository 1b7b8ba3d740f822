"""Numerals that are no quantities: dates in documents, names, ordinals, list marks, contacts, ages, slogans, streaks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import regex

from extractor.patterns import compile_pattern
from extractor.rules_base import Rule, expand

Reason = Literal[
    "date", "streak", "name", "ordinal", "list_marker", "definition", "age", "document_number", "contact", "slogan",
    "other", "unbound", "unreadable",
]  # fmt: skip


class SkipRule(Rule):
    """A pattern whose whole match holds no quantity, and the reason that the ledger gives."""

    reason: Reason
    pattern: str


@dataclass(frozen=True, slots=True)
class Pseudo:
    """A stretch of text whose numerals are no quantities."""

    start: int
    end: int
    reason: str
    rule: str


@dataclass(frozen=True, slots=True)
class SkipFinder:
    """Compiled skip rules."""

    pattern: regex.Pattern
    rules: Mapping[str, SkipRule]


def compile_skips(rules: Sequence[SkipRule], fragments: Mapping[str, str]) -> SkipFinder:
    """One pattern of all rules, earlier rules first."""
    parts = [f"(?P<s{i}>{expand(rule.pattern, dict(fragments))})" for i, rule in enumerate(rules)]
    return SkipFinder(compile_pattern("|".join(parts) or "(?!)", regex.MULTILINE), {f"s{i}": rule for i, rule in enumerate(rules)})


def find_pseudo(text: str, finder: SkipFinder) -> list[Pseudo]:
    """All stretches by start, without overlap."""
    return [
        Pseudo(m.start(), m.end(), finder.rules[m.lastgroup].reason, finder.rules[m.lastgroup].id)
        for m in finder.pattern.finditer(text)
        if m.end() > m.start()
    ]
