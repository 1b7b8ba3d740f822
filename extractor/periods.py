"""Periods: expressions that place something in time, found by rules and resolved to dates.

The words and patterns are in ``rules/periods.yaml``. Here is how they are put together and searched; what an expression
means where it stands is in ``period_resolve.py``, whose year it is of in ``period_years.py``, the calendar in ``period_dates.py``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

import regex
from pydantic import Field

from extractor.mentions import Period
from extractor.pattern_store import compile_pattern
from extractor.patterns import words_pattern
from extractor.period_resolve import resolve
from extractor.period_years import Hit
from extractor.rules_base import Rule, RuleError, expand

Form = Literal[
    "year", "whole_year", "years", "half", "quarter", "first_quarters", "quarter_span", "relative_quarter", "months",
    "first_months", "month", "third", "day", "days", "relative_day", "relative_week", "plan", "window", "ahead", "vague",
    "decade", "same", "feast",
]  # fmt: skip


class PeriodRule(Rule):
    """One way of saying a time.

    Attributes:
        form: what the code makes of the pattern's named groups; the head of ``rules/periods.yaml`` lists them.
        triggers: literals of which each match holds one, no further than ``REACH`` characters from its start.
        pattern: a regular expression with ``{fragments}``; it must not open with a positive look-behind.
        lexicon: the table that ``words`` go to; ``{lexicon}`` in any pattern matches any word of the table.
        words: what each word means: steps from the year, month, … of reference, or the name of a feast.
    """

    form: Form
    triggers: Annotated[list[str], Field(min_length=1)]
    pattern: str
    lexicon: str | None = None
    words: dict[str, int | str] = Field(default_factory=dict)


REACH = 16
"""How far from its start, in characters, a period must have come to one of its triggers."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """A rule ready to run."""

    id: str
    form: str
    pattern: regex.Pattern[str]


@dataclass(frozen=True, slots=True)
class PeriodFinder:
    """All period rules, compiled.

    Attributes:
        trigger: any trigger of any rule.
        first: a character that some rule can start with (of a run of digits, the first).
        by_first: for each such character, the rules.
        able: for beginnings seen so far, the rules that can match there; see ``_able``.
        words: what the words of all lexicons mean.
        base_before, base_after, earlier_before, plan_after, until, goal: tell the role of a span by what stands next to it.
        future: tells that a sentence speaks of what is to come.
    """

    trigger: regex.Pattern[str]
    first: regex.Pattern[str]
    by_first: Mapping[str, tuple[Compiled, ...]]
    able: dict[str, tuple[Compiled, ...]]
    words: Mapping[str, int | str]
    base_before: regex.Pattern[str]
    base_after: regex.Pattern[str]
    earlier_before: regex.Pattern[str]
    plan_after: regex.Pattern[str]
    until: regex.Pattern[str]
    goal: regex.Pattern[str]
    future: regex.Pattern[str]


def compile_periods(rules: Sequence[PeriodRule], fragments: Mapping[str, str]) -> PeriodFinder:
    """Put the rules together.

    Args:
        rules: all period rules in force.
        fragments: the named pieces of patterns, the cues ``cue_base_before``, ``cue_until``, … among them.

    Raises:
        RuleError: a pattern does not compile, or a fragment that the code asks for is missing.
    """
    tables: dict[str, dict[str, int | str]] = {}
    for rule in rules:
        if rule.lexicon:
            tables.setdefault(rule.lexicon, {}).update(rule.words)
    pieces = dict(fragments)
    for name, table in tables.items():
        pieces[name] = words_pattern(table)
    compiled = [_compile_rule(rule, pieces) for rule in rules]
    by_first = _by_first(compiled)
    starts = "".join(regex.escape(char) for char in sorted(by_first) if char not in _DIGITS)
    triggers = sorted({word for rule in rules for word in rule.triggers}, key=lambda word: (len(word), word))
    return PeriodFinder(
        trigger=compile_pattern("|".join(map(regex.escape, triggers))),
        first=compile_pattern(f"(?<![0-9.])[0-9]|[{starts}]"),
        by_first=by_first,
        able={},
        words={word: value for table in tables.values() for word, value in table.items()},
        base_before=_cue(pieces, "cue_base_before", "(?:{})$"),
        base_after=_cue(pieces, "cue_base_after", "{}"),
        earlier_before=_cue(pieces, "cue_earlier_before", "(?:{})$"),
        plan_after=_cue(pieces, "cue_plan_after", "{}"),
        until=_cue(pieces, "cue_until", "(?:{})$"),
        goal=_cue(pieces, "cue_goal", "(?:{})$"),
        future=_cue(pieces, "cue_future", "{}"),
    )


def _compile_rule(rule: PeriodRule, pieces: dict[str, str]) -> Compiled:
    try:
        return Compiled(rule.id, rule.form, compile_pattern(expand(rule.pattern, pieces)))
    except regex.error as error:
        raise RuleError(f"rule {rule.id}: the pattern does not compile: {error}; mend it") from None
    except RuleError as error:
        raise RuleError(f"rule {rule.id}: {error}") from None


def _cue(pieces: dict[str, str], name: str, frame: str) -> regex.Pattern[str]:
    if name not in pieces:
        raise RuleError(f"the period parser needs the fragment {name}; add it to rules/periods.yaml")
    return compile_pattern(frame.format(expand(pieces[name], pieces)))


_DIGITS = "0123456789"


def _by_first(compiled: Sequence[Compiled]) -> dict[str, tuple[Compiled, ...]]:
    """Which rules can start with which character: tried out, so that rule files need not say it."""
    alphabet = sorted(set("".join(one.pattern.pattern for one in compiled)) | set(_DIGITS))
    table = {char: tuple(one for one in compiled if _can_begin(one, char)) for char in alphabet}
    return {char: able for char, able in table.items() if able}


def _can_begin(rule: Compiled, beginning: str) -> bool:
    """Whether the rule may match in a text that goes on so; what stands before is a new line."""
    return rule.pattern.match("\n" + beginning, 1, partial=True) is not None


def find_periods(text: str, finder: PeriodFinder, *, published: date | None = None) -> list[Period]:
    """All periods of a clean text, by start; where they overlap the leftmost, then the longest, wins.

    Args:
        text: the whole clean text of an article: what is said early settles the years of what comes later.
        finder: from ``compile_periods``.
        published: the day of publication; without it the article's own dates must do.
    """
    hits = _find(text, finder)
    stretches = resolve(hits, finder.words, published)
    return [
        Period(hit.start, hit.end, one.first, one.last, one.kind, hit.is_relative, hit.rule)
        for hit, one in zip(hits, stretches, strict=True)
    ]


_SENTENCE_END = regex.compile(r"[。!?;\n]")


def _find(text: str, finder: PeriodFinder) -> list[Hit]:
    found = list(_matches(text, finder))
    if not found:
        return []
    ends = [mark.start() for mark in _SENTENCE_END.finditer(text)]
    hits = []
    number, is_future = -1, False
    for rule, match in found:
        own = bisect_right(ends, match.start() - 1)
        opens = ends[own - 1] + 1 if own else 0
        if own != number:
            closes = ends[own] if own < len(ends) else len(text)
            number, is_future = own, bool(finder.future.search(text, opens, closes))
        hits.append(_hit(text, rule, match, finder, opens=opens, sentence=own, is_future=is_future))
    return hits


def _matches(text: str, finder: PeriodFinder) -> Iterator[tuple[Compiled, regex.Match[str]]]:
    """Leftmost, then longest. Only the characters just before a trigger are looked at, each once."""
    done = 0
    for trigger in finder.trigger.finditer(text):
        for place in finder.first.finditer(text, max(done, trigger.start() - REACH), max(done, trigger.end())):
            start = place.start()
            if start >= done and (best := _longest(_able(finder, text, start), text, start)):
                done = best[1].end()
                yield best
        done = max(done, trigger.end())


_BEGINNING = regex.compile(r"(?s)[0-9]+.?|..?")
_BEGINNINGS_KEPT = 20_000


def _able(finder: PeriodFinder, text: str, start: int) -> tuple[Compiled, ...]:
    """The rules that can match here, by a run of digits and what follows it, or by two characters.

    They recur: trying all rules each time costs ten times as much as remembering which of them can begin so.
    """
    beginning = _BEGINNING.match(text, start)[0]  # type: ignore[index]  # fits wherever a character is
    able = finder.able.get(beginning)
    if able is None:
        if len(finder.able) >= _BEGINNINGS_KEPT:
            finder.able.clear()
        able = finder.able[beginning] = tuple(rule for rule in finder.by_first[text[start]] if _can_begin(rule, beginning))
    return able


def _longest(rules: Sequence[Compiled], text: str, start: int) -> tuple[Compiled, regex.Match[str]] | None:
    best: tuple[Compiled, regex.Match[str]] | None = None
    for rule in rules:
        match = rule.pattern.match(text, start)
        if match is not None and match.end() > start and (best is None or match.end() > best[1].end()):
            best = rule, match
    return best


def _hit(
    text: str, rule: Compiled, match: regex.Match[str], finder: PeriodFinder, *, opens: int, sentence: int, is_future: bool
) -> Hit:
    start, end = match.span()
    before = text[max(opens, start - 4) : start]
    is_until = bool(finder.until.search(before))
    return Hit(
        start=start,
        end=end,
        rule=rule.id,
        form=rule.form,
        groups={name: value for name, value in match.groupdict().items() if value is not None},
        sentence=sentence,
        is_base=bool(finder.base_before.search(before) or finder.base_after.match(text, end)),
        is_earlier=rule.form == "same" or bool(finder.earlier_before.search(before) and not finder.plan_after.match(text, end)),
        is_until=is_until,
        is_goal=not is_until and bool(finder.goal.search(before)),
        is_future=is_future,
    )
