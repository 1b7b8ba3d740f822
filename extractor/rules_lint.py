"""Faults of rules that no example shows: patterns that match nothing at all, run for ever, words claimed twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import regex

from extractor.block_rules import LONGEST, BlockRule
from extractor.clean import clean
from extractor.cues import CueRule
from extractor.metrics import MetricRule
from extractor.periods import PeriodRule
from extractor.quantity_rules import UnitRule
from extractor.rulebook import Rulebook
from extractor.rules_base import Rule, RuleError, expand, unmark

Message = tuple[str, Rule, str]
"""Family, rule, what is wrong."""

_SECONDS = 0.5
_TRIALS = (
    "1" * 2000,
    "中" * 2000,
    "1,234.5" * 300,
    "一二" * 1000,
    "市县区" * 600 + "。",
    "“" * 1000,
    " " * 2000 + "x",
    "a1中、" * 500,
)
"""Texts on which a pattern with nested repetition takes for ever."""


def lint(book: Rulebook, *, family: str | None = None) -> Iterator[Message]:
    """The lint findings of a rulebook, or of one family of it."""
    pieces = fragments_in_force(book)
    for name, rules in book.rules.items():
        for rule in rules if family in (None, name) else ():
            for pattern in patterns_of(rule):
                fault = pattern_fault(pattern, rule, pieces)
                if fault:
                    yield name, rule, fault
    yield from (message for message in _words_twice(book) if family in (None, message[0]))


def fragments_in_force(book: Rulebook) -> dict[str, str]:
    """The named pieces, with those that compilation adds: word tables of periods, unit names."""
    pieces = dict(book.fragments)
    words: dict[str, list[str]] = {}
    for rule in book.rules.get("period", ()):
        if isinstance(rule, PeriodRule) and rule.lexicon:
            words.setdefault(rule.lexicon, []).extend(rule.words)
    units = [rule for rule in book.rules.get("unit", ()) if isinstance(rule, UnitRule)]
    words["units"] = [name for rule in units for canonical, unit in rule.units.items() for name in (canonical, *unit.names)]
    for name, table in words.items():
        pieces.setdefault(name, "|".join(regex.escape(word) for word in sorted(table, key=len, reverse=True)))
    return pieces


def patterns_of(rule: Rule) -> Iterator[str]:
    """The regular expressions of a rule, whatever its family calls them."""
    for name, value in rule:
        if name.endswith("pattern") and isinstance(value, str):
            yield value
        elif name.endswith("patterns") and isinstance(value, (list, tuple)):
            yield from (one for one in value if isinstance(one, str))


def pattern_fault(pattern: str, rule: Rule, pieces: Mapping[str, str]) -> str | None:
    """Why a pattern is unfit, or None."""
    try:
        compiled = _compile(expand(pattern, dict(pieces)), rule)
    except RuleError as error:
        return str(error)
    except regex.error as error:
        return f"pattern {pattern!r} does not compile: {error}"
    texts = ["", *(clean(unmark(proof.text)[0]).text for proof in rule.proofs())]
    if any(m.end() == m.start() for text in texts for m in compiled.finditer(text)):
        return f"pattern {pattern!r} matches the empty string; make one of its pieces obligatory"
    # block rules meet one line of limited length at a time, whole; all others search the article
    trials = (
        [(compiled.fullmatch, trial[:LONGEST]) for trial in _TRIALS]
        if isinstance(rule, BlockRule)
        else [(compiled.search, trial) for trial in _TRIALS]
    )
    return next((fault for run, trial in trials if (fault := _slow(run, trial, pattern))), None)


def _compile(pattern: str, rule: Rule) -> regex.Pattern[str]:
    flags = regex.MULTILINE | (regex.REVERSE if getattr(rule, "at", None) == "end" else 0)
    return regex.compile(pattern, flags)


def _slow(run: Callable[..., Any], trial: str, pattern: str) -> str | None:
    try:
        run(trial, timeout=_SECONDS)
    except TimeoutError:
        return f"pattern {pattern!r} takes more than {_SECONDS} s on {len(trial)} characters ({trial[:3]}…): nested repetition; bound it"
    return None


def _words_twice(book: Rulebook) -> Iterator[Message]:
    """A metric's name that two entries claim, a cue word that two rules of one kind claim: only one would ever fire."""
    yield from _claimed_twice("metric", book.rules.get("metric", ()), _metric_words)
    yield from _claimed_twice("cue", book.rules.get("cue", ()), _cue_words)


def _metric_words(rule: MetricRule) -> list[Any]:
    return [clean(name).text for name in (rule.name, *rule.aliases)]


def _cue_words(rule: CueRule) -> list[Any]:
    return [(rule.kind, word) for word in rule.words]


def _claimed_twice(family: str, rules: Any, words_of: Any) -> Iterator[Message]:
    owners: dict[Any, Rule] = {}
    for rule in rules:
        for word in dict.fromkeys(words_of(rule)):
            other = owners.setdefault(word, rule)
            if other is not rule:
                yield (
                    family,
                    rule,
                    f"{word[1] if isinstance(word, tuple) else word!r} stands in {other.id} too; leave it in one of them",
                )
