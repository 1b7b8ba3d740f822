"""How often each rule fires on a set of texts, and how often it is overruled by a longer or earlier one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from extractor.clean import clean
from extractor.cues import CueRule, find_cues
from extractor.entities import find_entities
from extractor.metrics import MetricRule, find_metrics
from extractor.periods import find_periods
from extractor.pipeline import Extractor
from extractor.pseudo import find_pseudo
from extractor.quantities import find_quantities
from extractor.rulebook import Rulebook
from extractor.scan import Spanned
from extractor.segment import segment

WORDS = ("cue", "metric")
"""Families of literal words: for these it can be said how often a word stood in the text and another rule was taken."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """One rule on a set of texts.

    Attributes:
        fires: mentions that it made, and facts that it decided.
        overruled: places where its word stood inside what another rule took; None where the family is no list of words.
    """

    family: str
    rule: str
    fires: int
    overruled: int | None


def cover(extractor: Extractor, texts: Iterable[str]) -> list[Coverage]:
    """Run all rules over texts and count.

    Returns:
        One entry for each rule in force, in the order of the rulebook; block rules are counted by the blocks they made.
    """
    fires: Counter[str] = Counter()
    stood: Counter[str] = Counter()
    owners = _owners(extractor.rulebook)
    for text in texts:
        bare = clean(text).text
        fires.update(_rules_fired(extractor, bare))
        fires.update(fact.rule for fact in extractor.extract(text).facts)
        for word, rules in owners.items():
            said = bare.count(word)
            if said:
                stood.update(dict.fromkeys(rules, said))
    return [
        Coverage(family, rule.id, fires[rule.id], max(0, stood[rule.id] - fires[rule.id]) if family in WORDS else None)
        for family, rules in extractor.rulebook.rules.items()
        for rule in rules
    ]


def _owners(book: Rulebook) -> dict[str, list[str]]:
    owners: dict[str, list[str]] = {}
    for cue in book.of(CueRule):
        for word in cue.words:
            owners.setdefault(clean(word).text, []).append(cue.id)
    for metric in book.of(MetricRule):
        for word in dict.fromkeys([metric.name, *metric.aliases]):
            owners.setdefault(clean(word).text, []).append(metric.id)
    return owners


def _rules_fired(extractor: Extractor, text: str) -> Iterator[str]:
    finders = extractor.finders
    periods, pseudo = find_periods(text, finders.periods), find_pseudo(text, finders.skips)
    others: list[Spanned] = [*periods, *pseudo]
    blocked = sorted((one.start, one.end) for one in others)
    found = (
        periods, pseudo, find_quantities(text, finders.quantities, blocked=blocked), find_cues(text, finders.cues),
        find_metrics(text, finders.metrics), find_entities(text, finders.entities, finders.gazetteer),
    )  # fmt: skip
    for mentions in found:
        yield from (mention.rule for mention in mentions)
    yield from (block.rule for block in segment(text, finders.blocks).blocks)
