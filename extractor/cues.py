"""Cues: the words that say what a number nearby means. Found literally, the longest wins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import ahocorasick

from extractor.mentions import Cue
from extractor.rules_base import Rule
from extractor.words import leftmost_longest

CueKind = Literal[
    "change", "rate", "basis", "compare", "share", "contribution", "completion", "rank", "multiple", "level",
    "status", "distribute", "all", "of_which", "lead", "keep", "adverb", "connector", "frame", "head", "owned", "pair", "section", "role", "none",
]  # fmt: skip


class CueRule(Rule):
    """Words of one kind and one value.

    ``reach`` says how far a status cue acts: to the end of its clause, its sentence, or its section.
    """

    kind: CueKind
    value: str
    words: list[str]
    reach: Literal["clause", "sentence", "section"] = "clause"


@dataclass(frozen=True, slots=True)
class CueFinder:
    """All cue words in one automaton."""

    automaton: ahocorasick.Automaton
    rules: dict[str, CueRule]


def compile_cues(rules: Sequence[CueRule]) -> CueFinder:
    """One automaton for all words. A word may stand in several rules only if their kinds differ."""
    automaton = ahocorasick.Automaton()
    table: dict[str, list[CueRule]] = {}
    for rule in rules:
        for word in rule.words:
            table.setdefault(word, []).append(rule)
    for word, owners in table.items():
        automaton.add_word(word, (len(word), tuple(owners)))
    automaton.make_automaton()
    return CueFinder(automaton, {rule.id: rule for rule in rules})


def find_cues(text: str, finder: CueFinder, spans: Iterable[tuple[int, int]] | None = None) -> list[Cue]:
    """All cues by start, of the whole text or of some stretches; where words overlap the leftmost, then the longest, wins."""
    return [
        Cue(start, end, rule.kind, rule.value, rule.id)
        for first, last in ([(0, len(text))] if spans is None else spans)
        for start, end, owners in leftmost_longest(text, finder.automaton, first, last)
        for rule in owners
    ]
