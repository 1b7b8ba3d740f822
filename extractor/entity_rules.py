"""Rules for entities, and their compilation into one automaton.

A rule says one of five things: these are names (``words``, ``lists``); a name may end so, and grows to the left
(``suffixes``); a name has this form (``patterns``, tried where a trigger stands); a person's name follows this word
(``names_after``) or stands before it (``names_before``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import ahocorasick
import regex
from pydantic import Field, model_validator

from extractor.mentions import EntityType
from extractor.pattern_store import compile_pattern
from extractor.places import Gazetteer, Place, load_gazetteer
from extractor.rules_base import Rule, RuleError, expand

# Word lists with a part of their own; every other list is named by the rules that use it.
STOPS, SHIELDS, NEED_SUFFIX = "stops", "plain", "places_with_suffix"
SURNAMES, BRAND_TAILS, ADVERBS = "surnames", "brand_tails", "speech_adverbs"
DIVISION_WORDS = "division_words"

LeftBorder = Literal["walk", "chain", "level"]


class EntityRule(Rule):
    """One way in which entities of a type are named.

    Attributes:
        words, lists: whole names, written out or by the name of a word list; ``短名=全名`` gives the canonical name.
        suffixes, suffix_lists: what a name may end in.
        left: how such a name grows to the left. ``walk``: to the nearest stop word or mark; ``chain``: over places,
            bodies and parks that touch it; ``level``: over a short unknown word that follows a place or a mark.
        anchor: the part before the suffix must hold a place, a known name, or begin with one of ``anchors``.
        bare: the suffix alone is a name too.
        min_left, max_left: length of the part before the suffix.
        stops, stop_lists: words of this rule, besides the common ones, that no name runs across.
        generic, generic_lists: what makes no name of the suffix (主导 + 产业).
        not_before, not_after: texts that must not follow, or stand right before.
        patterns, triggers: regular expressions matched where a trigger begins, or, with ``at: end``, where it ends
            (read backwards); a group ``name`` is the span.
        names_after, names_before: word lists after or before which a person's name stands.
    """

    type: EntityType
    words: list[str] = Field(default_factory=list)
    lists: list[str] = Field(default_factory=list)
    suffixes: list[str] = Field(default_factory=list)
    suffix_lists: list[str] = Field(default_factory=list)
    left: LeftBorder = "walk"
    anchor: bool = False
    anchors: list[str] = Field(default_factory=list)
    bare: bool = False
    min_left: int = 2
    max_left: int = 20
    stops: list[str] = Field(default_factory=list)
    stop_lists: list[str] = Field(default_factory=list)
    generic: list[str] = Field(default_factory=list)
    generic_lists: list[str] = Field(default_factory=list)
    not_before: list[str] = Field(default_factory=list)
    not_after: list[str] = Field(default_factory=list)
    patterns: list[str] = Field(default_factory=list)
    triggers: list[str] = Field(default_factory=list)
    at: Literal["start", "end"] = "start"
    names_after: list[str] = Field(default_factory=list)
    names_before: list[str] = Field(default_factory=list)

    @model_validator(mode="after")
    def _says_something(self) -> EntityRule:
        finds = (self.words, self.lists, self.suffixes, self.suffix_lists, self.patterns, self.names_after, self.names_before)
        if not any(finds):
            raise ValueError(f"{self.id}: finds nothing; give words, lists, suffixes, patterns or names_after/before")
        if bool(self.patterns) != bool(self.triggers):
            raise ValueError(f"{self.id}: patterns and triggers need each other")
        return self


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A rule with its lists read and its patterns compiled."""

    id: str
    type: EntityType
    left: LeftBorder
    needs_anchor: bool
    anchors: tuple[str, ...]
    is_bare: bool
    min_left: int
    max_left: int
    stops: frozenset[str]
    generic: frozenset[str]
    not_before: tuple[str, ...]
    not_after: tuple[str, ...]
    patterns: tuple[regex.Pattern[str], ...]
    is_backward: bool


@dataclass(slots=True)
class Term:
    """What one string of the automaton stands for; it may be several things at once."""

    text: str
    is_stop: bool = False
    is_plain: bool = False
    is_adverb: bool = False
    words: tuple[tuple[CompiledRule, str], ...] = ()
    suffixes: tuple[CompiledRule, ...] = ()
    triggers: tuple[CompiledRule, ...] = ()
    names_after: CompiledRule | None = None
    names_before: CompiledRule | None = None
    places: tuple[Place, ...] = ()
    is_silent: bool = True
    """Only a border of other words: it opens, closes or is no entity."""


@dataclass(frozen=True, slots=True)
class EntityFinder:
    """The compiled rules: one automaton over all their strings and the gazetteer's names.

    Attributes:
        automaton: gives the leftmost longest :class:`Term` occurrences.
        terms: the same by text.
        surnames: one- and two-character surnames.
        brand_tails: what follows the brand in a company's name, longest first.
        division_words: words that begin with a division's last character (市民, 县城).
    """

    automaton: ahocorasick.Automaton
    terms: Mapping[str, Term]
    surnames: frozenset[str]
    brand_tails: tuple[str, ...]
    division_words: tuple[str, ...]


def read_list(lines: Sequence[str]) -> list[str]:
    """The words of a word list: parted by blanks, ``#`` opens a comment line."""
    return [word for line in lines if not line.startswith("#") for word in line.split()]


def compile_entities(
    rules: Sequence[EntityRule],
    fragments: Mapping[str, str],
    word_lists: Mapping[str, Sequence[str]],
    gazetteer: Gazetteer | None = None,
) -> EntityFinder:
    """Compile entity rules.

    Args:
        rules: the rules of all entity files.
        fragments: shared pieces of patterns.
        word_lists: the lines of the word lists, by file stem.
        gazetteer: whose names are looked for; the default one if not given.

    Raises:
        RuleError: a word list, a fragment or a pattern is wrong.
    """
    lists = {stem: read_list(lines) for stem, lines in word_lists.items()}
    terms: dict[str, Term] = {}
    _add_common(terms, lists, gazetteer or load_gazetteer())
    for rule in rules:
        _add_rule(terms, rule, _compile(rule, fragments, lists), lists)
    automaton = ahocorasick.Automaton()
    for text, term in terms.items():
        term.is_silent = not (term.words or term.suffixes or term.triggers or term.names_after or term.names_before)
        automaton.add_word(text, term)
    automaton.make_automaton()
    tails = tuple(sorted(lists.get(BRAND_TAILS, ()), key=lambda tail: (-len(tail), tail)))
    return EntityFinder(automaton, terms, frozenset(lists.get(SURNAMES, ())), tails, tuple(lists.get(DIVISION_WORDS, ())))


def _add_common(terms: dict[str, Term], lists: Mapping[str, list[str]], gazetteer: Gazetteer) -> None:
    for word in lists.get(STOPS, ()):
        _term(terms, word).is_stop = True
    for word in lists.get(SHIELDS, ()):
        _term(terms, word).is_plain = True
    for word in lists.get(ADVERBS, ()):
        _term(terms, word).is_adverb = True
    ambiguous = set(lists.get(NEED_SUFFIX, ()))
    for name, places in gazetteer.by_name.items():
        if name not in ambiguous:
            _term(terms, name).places = places


def _add_rule(terms: dict[str, Term], rule: EntityRule, compiled: CompiledRule, lists: Mapping[str, list[str]]) -> None:
    for word in rule.words + _gather(rule, rule.lists, lists):
        name, _, full = word.partition("=")
        _term(terms, name).words += ((compiled, full or name),)
    for suffix in rule.suffixes + _gather(rule, rule.suffix_lists, lists):
        _term(terms, suffix).suffixes += (compiled,)
    for trigger in rule.triggers:
        _term(terms, trigger).triggers += (compiled,)
    for word in _gather(rule, rule.names_after, lists):
        _term(terms, word).names_after = compiled
    for word in _gather(rule, rule.names_before, lists):
        _term(terms, word).names_before = compiled
    for word in compiled.stops:
        _term(terms, word)


def _compile(rule: EntityRule, fragments: Mapping[str, str], lists: Mapping[str, list[str]]) -> CompiledRule:
    try:
        flags = regex.REVERSE if rule.at == "end" else 0
        patterns = tuple(compile_pattern(expand(pattern, fragments), flags) for pattern in rule.patterns)
    except regex.error as error:
        raise RuleError(f"{rule.id}: pattern does not compile: {error}") from error
    return CompiledRule(
        id=rule.id,
        type=rule.type,
        left=rule.left,
        needs_anchor=rule.anchor,
        anchors=tuple(rule.anchors),
        is_bare=rule.bare,
        min_left=rule.min_left,
        max_left=rule.max_left,
        stops=frozenset(rule.stops + _gather(rule, rule.stop_lists, lists)),
        generic=frozenset(rule.generic + _gather(rule, rule.generic_lists, lists)),
        not_before=tuple(rule.not_before),
        not_after=tuple(rule.not_after),
        patterns=patterns,
        is_backward=rule.at == "end",
    )


def _gather(rule: EntityRule, stems: Sequence[str], lists: Mapping[str, list[str]]) -> list[str]:
    missing = [stem for stem in stems if stem not in lists]
    if missing:
        raise RuleError(f"{rule.id}: no word list {missing[0]!r}; add {missing[0]}.txt to rules/entities or rules/lexicon")
    return [word for stem in stems for word in lists[stem]]


def _term(terms: dict[str, Term], text: str) -> Term:
    return terms.setdefault(text, Term(text))
