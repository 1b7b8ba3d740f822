"""All rules, compiled: what finds each kind of mention."""

from __future__ import annotations

from dataclasses import dataclass

import jieba
import regex

from extractor.block_rules import BlockFinder, BlockRule, compile_blocks
from extractor.checks import CheckRule
from extractor.cues import CueFinder, CueRule, compile_cues
from extractor.entity_rules import EntityFinder, EntityRule, compile_entities
from extractor.metrics import MetricFinder, MetricRule, compile_metrics
from extractor.pattern_store import stored_patterns
from extractor.periods import PeriodFinder, PeriodRule, compile_periods
from extractor.places import Gazetteer, load_gazetteer
from extractor.pseudo import SkipFinder, SkipRule, compile_skips
from extractor.quantity_rules import BoundRule, FormRule, QuantityFinder, UnitRule, compile_quantities
from extractor.rulebook import Rulebook
from extractor.rules_base import RuleError, expand
from extractor.tokens import load_tokenizer


@dataclass(frozen=True, slots=True)
class Finders:
    """All rules, compiled."""

    blocks: BlockFinder
    quantities: QuantityFinder
    periods: PeriodFinder
    entities: EntityFinder
    metrics: MetricFinder
    cues: CueFinder
    skips: SkipFinder
    checks: tuple[CheckRule, ...]
    gazetteer: Gazetteer
    tokenizer: jieba.Tokenizer


def compile_rules(book: Rulebook) -> Finders:
    """Compile a rulebook; done once for an extractor.

    Raises:
        RuleError: a pattern is none; the message names file and rule.
    """
    try:
        return _compiled(book)
    except (regex.error, RecursionError, OverflowError) as error:
        raise RuleError(_faulty(book) or f"a pattern of the rules does not compile: {error}; look at the fragments") from None


def _faulty(book: Rulebook) -> str | None:
    """Which rule has a pattern that is none; each is tried, for compiling all of them does not tell."""
    from extractor.rules_lint import fragments_in_force, patterns_of

    pieces = fragments_in_force(book)
    for rule in (rule for members in book.rules.values() for rule in members):
        for pattern in patterns_of(rule):
            try:
                regex.compile(expand(pattern, pieces))
            except (regex.error, RecursionError, OverflowError) as error:
                return f"{book.places[rule.id]}: rule {rule.id}: the pattern does not compile: {error}; mend it"
    return None


def _compiled(book: Rulebook) -> Finders:
    fragments = book.fragments
    with stored_patterns(book.layers):
        return Finders(
            blocks=compile_blocks(book.of(BlockRule), fragments),
            quantities=compile_quantities(book.of(UnitRule), book.of(BoundRule), book.of(FormRule), fragments),
            periods=compile_periods(book.of(PeriodRule), fragments),
            entities=compile_entities(book.of(EntityRule), fragments, book.words),
            metrics=compile_metrics(book.of(MetricRule)),
            cues=compile_cues(book.of(CueRule)),
            skips=compile_skips(book.of(SkipRule), fragments),
            checks=book.of(CheckRule),
            gazetteer=load_gazetteer(),
            tokenizer=load_tokenizer(),
        )
