"""Cues: the words that say what a number nearby means. Found literally, the longest wins."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import ahocorasick
import regex

from extractor.mentions import Cue, Period
from extractor.rules_base import Rule
from extractor.words import leftmost_longest

CueKind = Literal[
    "change", "rate", "basis", "compare", "share", "contribution", "completion", "rank", "multiple", "level",
    "status", "distribute", "all", "of_which", "lead", "keep", "act", "adverb", "connector", "frame", "head", "owned", "pair", "section", "role", "none",
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


_DONE = regex.compile(r"(?:完成|达成|达到?|超额?|占|比|较|为|年度)$")
_NAMED = regex.compile(r"(?=\p{Han})[^的数值目任进比率内外期]")


def after_periods(text: str, cues: Iterable[Cue], periods: Iterable[Period], finder: CueFinder) -> list[Cue]:
    """Plans that a time runs into (2024⟦年计划⟧新增企业) are what is left of them behind it: a plan is made for that time.

    全年计划 is a plan to be completed (完成全年计划的63%), unless what is planned follows (全年计划新增企业17家).
    """
    times = list(periods)
    starts = [period.start for period in times]
    kept = []
    for cue in cues:
        at = bisect_right(starts, cue.start) - 1
        time = times[at] if at >= 0 and cue.kind in ("completion", "status") else None
        if time is None or not cue.start < time.end < cue.end or time.start == cue.start and not _plans(text, cue):
            kept.append(cue)
            continue
        _, owners = finder.automaton.get(text[time.end : cue.end], (0, ()))
        kept += [Cue(time.end, cue.end, rule.kind, rule.value, rule.id) for rule in owners]
    return kept


def _plans(text: str, cue: Cue) -> bool:
    return _NAMED.match(text, cue.end) is not None and _DONE.search(text, max(0, cue.start - 3), cue.start) is None
