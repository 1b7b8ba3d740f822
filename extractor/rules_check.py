"""Running the proofs that rules carry: every example must be found as marked, no look-alike may fire."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from extractor.block_rules import fires
from extractor.clean import Clean, clean
from extractor.cues import find_cues
from extractor.entities import find_entities
from extractor.finders import Finders, compile_rules
from extractor.front_matter import weigh
from extractor.mentions import Block, Sentence
from extractor.metrics import find_metrics
from extractor.periods import find_periods
from extractor.pipeline import find_checks, find_claims
from extractor.pseudo import find_pseudo
from extractor.quantities import find_quantities
from extractor.quantity_rules import BoundRule
from extractor.rulebook import Rulebook
from extractor.rules_base import MARK_CLOSE, MARK_OPEN, Example, Rule, unmark
from extractor.rules_lint import lint
from extractor.rules_source import locate, shorten
from extractor.tokens import whole_words

Find = Callable[[Rule, str, date | None], Sequence[Any]]
"""The mentions of a rule's family in a clean text; each has start, end, rule."""
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with one rule."""

    place: str
    rule: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.rule}: {self.message}"


@dataclass(frozen=True, slots=True)
class CheckReport:
    """How many proofs were run, and what failed."""

    rules: int
    examples: int
    unlikes: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class BlockMention:
    """Where a block rule fires, and what the line says about the article."""

    start: int
    end: int
    rule: str
    source: str | None
    authors: tuple[str, ...]
    place: str | None
    published: date | None


@dataclass(frozen=True, slots=True)
class CheckMention:
    """Where a checked figure stands, and the verdict."""

    start: int
    end: int
    rule: str
    verdict: str


def registry(finders: Finders) -> dict[str, Find]:
    """For each family the function that finds its mentions in a clean text, as the pipeline calls it.

    Quantities are looked for where no period and no pseudo-quantity stands: that is what their rules meet in an article.
    """

    def quantities(_rule: Rule, text: str, published: date | None) -> Sequence[Any]:
        taken = [(period.start, period.end) for period in find_periods(text, finders.periods, published=published)]
        taken += [(pseudo.start, pseudo.end) for pseudo in find_pseudo(text, finders.skips)]
        return find_quantities(text, finders.quantities, blocked=sorted(taken))

    def blocks(rule: Rule, text: str, published: date | None) -> Sequence[Any]:
        fronts = [(start, end, weigh(said, published)) for start, end, said in fires(rule.id, text, finders.blocks)]
        return [BlockMention(start, end, rule.id, f.source, f.authors, f.dateline, f.published) for start, end, f in fronts]

    def checks(_rule: Rule, text: str, published: date | None) -> Sequence[Any]:
        facts, found = find_checks(text, finders, published)
        by_id = {fact.id: fact for fact in facts}
        places = ((by_id[check.facts[0]], check) for check in found)
        return [CheckMention(fact.start, fact.end, check.rule, check.verdict) for fact, check in places]

    return {
        "unit": quantities,
        "bound": quantities,
        "number_form": quantities,
        "block": blocks,
        "period": lambda rule, text, published: find_periods(text, finders.periods, published=published),
        "entity": lambda rule, text, published: find_entities(text, finders.entities, finders.gazetteer),
        "cue": lambda rule, text, published: _cues(text, finders),
        "link": lambda rule, text, published: find_claims(text, finders, published),
        "skip": lambda rule, text, published: find_pseudo(text, finders.skips),
        "check": checks,
        "metric": lambda rule, text, published: find_metrics(text, finders.metrics),
    }


def _cues(text: str, finders: Finders) -> Sequence[Any]:
    """Cues as the pipeline meets them: one-character words only where they are words."""
    line = Sentence(0, len(text), Block("body", 0, len(text), "block.body"))
    return whole_words(text, find_cues(text, finders.cues), [line], finders.tokenizer)


def check_rules(book: Rulebook, *, family: str | None = None) -> CheckReport:
    """Run all proofs of a rulebook and lint its patterns.

    Args:
        book: the shipped rules, packs included.
        family: only the rules of this family.

    Raises:
        RuleError: the rules can't be compiled at all.
    """
    finds = registry(compile_rules(book))
    findings = [Finding(_place(book, rule), rule.id, message) for _, rule, message in lint(book, family=family)]
    rules = [(name, rule) for name, members in book.rules.items() if family in (None, name) for rule in members]
    for name, rule in rules:
        findings += [Finding(_place(book, rule), rule.id, message) for message in check_rule(rule, finds[name])]
    return CheckReport(
        rules=len(rules),
        examples=sum(len(rule.examples) for _, rule in rules),
        unlikes=sum(len(rule.unlike) for _, rule in rules),
        findings=tuple(findings),
    )


def _place(book: Rulebook, rule: Rule) -> str:
    path = book.places[rule.id]
    line = locate(path, rule.id)
    return shorten(path) + (f":{line}" if line else "")


def check_rule(rule: Rule, find: Find) -> Iterator[str]:
    """What is wrong with a rule's proofs, one message a failure."""
    for example in rule.proofs():
        fault = _example_fault(rule, example, find)
        if fault:
            yield f"example “{_flat(example.text)}”: {fault}"
    for unlike in rule.unlike:
        cleaned = clean(unmark(unlike.text)[0])
        hits = [m for m in find(rule, cleaned.text, None) if _is_of(rule, m, cleaned.text)]
        if hits:
            yield f"look-alike “{_flat(unlike.text)}”: must not fire ({unlike.why}), but found {_quote(cleaned, hits[0])}"


def _example_fault(rule: Rule, example: Example, find: Find) -> str | None:
    bare, marked = unmark(example.text)
    if not marked or example.text.count(MARK_OPEN) != len(marked) or example.text.count(MARK_CLOSE) != len(marked):
        return f"mark the span that the rule finds with {MARK_OPEN} and {MARK_CLOSE}"
    try:
        published = date.fromisoformat(example.published) if example.published else None
    except ValueError:
        return f"published {example.published!r} is no ISO date"
    cleaned = clean(bare)
    found = find(rule, cleaned.text, published)
    own = [m for m in found if _is_of(rule, m, cleaned.text)]
    exact = [m for m in own if any(span in marked for span in _spans(rule, cleaned, m))]
    if not exact:
        return f"nothing of this rule at the mark; found instead: {_instead(cleaned, own or found)}"
    placed = {span for m in found for span in _spans(rule, cleaned, m)}
    missed = next((span for span in marked if span not in placed), None)
    if missed:
        return f"nothing at the mark “{_flat(bare[missed[0] : missed[1]])}”"
    faults = [_gives_fault(example.gives, mention) for mention in exact]
    return None if None in faults else faults[0]


def _is_of(rule: Rule, mention: Any, text: str) -> bool:
    """A bound has no mention of its own: it is a quantity's, with one of the rule's words in its place."""
    if not isinstance(rule, BoundRule):
        return bool(mention.rule == rule.id)
    if mention.bound != rule.bound:
        return False
    if rule.place == "before":
        return text[mention.start : mention.number_start] in rule.words
    if rule.place == "after":
        return text[mention.number_end : mention.end] in rule.words
    return any(word in text[mention.number_start : mention.number_end] for word in rule.words)


def _spans(rule: Rule, cleaned: Clean, mention: Any) -> Iterator[Span]:
    """Where a mention stands in the example; a quantity may be marked with or without its bound words."""
    yield cleaned.span(mention.start, mention.end)
    if hasattr(mention, "number_start") and not isinstance(rule, BoundRule):
        yield cleaned.span(mention.number_start, mention.number_end)


def _gives_fault(gives: dict[str, Any], mention: Any) -> str | None:
    for name, expected in gives.items():
        if not hasattr(mention, name):
            return f"gives {name}: a {type(mention).__name__} has no such attribute"
        got = getattr(mention, name)
        if not _is_equal(expected, got):
            return f"gives {name} {expected!r}, but got {_plain(got)!r}"
    return None


def _is_equal(expected: Any, got: Any) -> bool:
    if isinstance(got, Decimal) and isinstance(expected, (int, float, str)) and not isinstance(expected, bool):
        try:
            return Decimal(str(expected)) == got
        except ArithmeticError:
            return False
    if isinstance(expected, list) and isinstance(got, tuple):
        return len(expected) == len(got) and all(map(_is_equal, expected, got))
    return bool(expected == _plain(got))


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _instead(cleaned: Clean, found: Sequence[Any]) -> str:
    return ", ".join(f"{_quote(cleaned, m)} by {m.rule}" for m in found[:3]) or "nothing"


def _quote(cleaned: Clean, mention: Any) -> str:
    return f"“{_flat(cleaned.original(mention.start, mention.end))}”"


def _flat(text: str) -> str:
    """On one line, whole up to 60 characters."""
    flat = text.replace("\r", "").replace("\n", "⏎")
    return flat if len(flat) <= 60 else f"{flat[:40]}…{flat[-19:]}"
