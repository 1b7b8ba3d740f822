"""Rules for the lines of a page: what a line is (byline, caption, boilerplate, …) and what it says about the article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import ahocorasick
import regex
from pydantic import model_validator

from extractor.mentions import BlockKind
from extractor.pattern_store import compile_pattern
from extractor.rules_base import Rule, RuleError, expand

Scope = Literal["line", "rest", "list", "part", "opening", "url"]
FIELDS = ("source", "authors", "place", "year", "month", "day")

# Longer lines are paragraphs: only their opening is compared with rules. This also bounds the work on hostile text.
LONGEST = 300
OPENING = 120

_DECORATION = r"[\s【】\[\]()<>《》「」:|·•*#\-—…»›◆▎■●▶]*"
_PART_BORDER = regex.compile(r"[\s|/,;·>»›\-—_()\[\]【】:。•]*")


class BlockRule(Rule):
    """A line, or a part of one, that a page is made of.

    Attributes:
        kind: what the line is.
        scope: how far the rule reaches. ``line``: the whole line; ``rest``: the line and all after it; ``list``: the
            line and the list below it; ``part``: a piece, and a line made of pieces alone is of their kind;
            ``opening``: the first words of a paragraph, which stays what it is; ``url``: a piece of the address.
        pattern: a regular expression; the groups source, authors, place, year, month, day are read as facts of the article.
        words: literals, in place of a pattern.
        triggers: one of them must occur in the line; the words themselves, where there are words.
        weak: alone it proves nothing; two weak parts, or one beside a strong part, make a line.
        weight: of two dates or sources the one of the higher weight is believed.
    """

    kind: BlockKind
    scope: Scope
    pattern: str | None = None
    words: list[str] = []
    triggers: list[str] = []
    weak: bool = False
    weight: int = 0

    @model_validator(mode="after")
    def _one_way_of_finding(self) -> BlockRule:
        if bool(self.pattern) == bool(self.words):
            raise ValueError("give either a pattern or words")
        return self


@dataclass(frozen=True, slots=True)
class Compiled:
    """A rule ready for use."""

    rule: BlockRule
    pattern: regex.Pattern[str]


@dataclass(frozen=True, slots=True)
class BlockFinder:
    """All block rules, found by their triggers in one pass.

    Attributes:
        automaton: trigger → indices into ``rules``.
        always: the rules without triggers.
        urls: the rules for the address.
    """

    rules: tuple[Compiled, ...]
    automaton: ahocorasick.Automaton
    always: tuple[int, ...]
    urls: tuple[Compiled, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that the page says about its article: ``field`` is source, authors, place, year or date.

    Attributes:
        value: the words; year, where it is said, month and day of a date.
    """

    field: str
    value: str | tuple[int | None, int, int]
    weight: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules make of a line.

    Attributes:
        kind: None where the rules do not say what the line is.
        scope: the reach of the deciding rule; ``weak``: only weak parts, the neighbours must decide.
        rule: its id.
        used: all rules that took part.
        said: what the line says about the article.
    """

    kind: BlockKind | None
    scope: Scope | Literal["weak"]
    rule: str
    used: tuple[str, ...]
    said: tuple[Said, ...]


def compile_blocks(rules: Sequence[BlockRule], fragments: Mapping[str, str]) -> BlockFinder:
    """Compile block rules; earlier rules are tried first.

    Args:
        rules: validated rules.
        fragments: named pieces of patterns.

    Raises:
        RuleError: a pattern does not compile or uses an unknown fragment.
    """
    compiled = tuple(Compiled(rule, _compile(rule, fragments)) for rule in rules)
    by_trigger: dict[str, list[int]] = {}
    always = []
    for index, one in enumerate(compiled):
        triggers = one.rule.triggers or one.rule.words
        if not triggers and one.rule.scope != "url":
            always.append(index)
        for trigger in triggers:
            by_trigger.setdefault(trigger, []).append(index)
    automaton = ahocorasick.Automaton()
    for trigger, indices in by_trigger.items():
        automaton.add_word(trigger, tuple(indices))
    automaton.make_automaton()
    return BlockFinder(compiled, automaton, tuple(always), tuple(c for c in compiled if c.rule.scope == "url"))


def _compile(rule: BlockRule, fragments: Mapping[str, str]) -> regex.Pattern[str]:
    source = expand(rule.pattern, dict(fragments)) if rule.pattern else _of_words(rule)
    try:
        return compile_pattern(source)
    except regex.error as error:
        raise RuleError(f"rule {rule.id}: the pattern does not compile: {error}; mend it") from None


def _of_words(rule: BlockRule) -> str:
    words = "|".join(regex.escape(word, literal_spaces=True) for word in sorted(rule.words, key=len, reverse=True))
    if rule.scope == "part":
        # A word must stand alone: 新闻 is no part of 新闻发布会.
        return rf"(?<![\p{{Han}}])(?:{words})(?![\p{{Han}}0-9])"
    if rule.scope in ("rest", "list"):
        return rf"{_DECORATION}(?:{words})(?:{_DECORATION}|\s*[:】\]|>].*)"
    return rf"{_DECORATION}(?:{words}){_DECORATION}"


def _candidates(line: str, finder: BlockFinder) -> list[int]:
    found = set(finder.always)
    for _, indices in finder.automaton.iter(line):
        found.update(indices)
    return sorted(found)


def judge(line: str, finder: BlockFinder) -> Verdict | None:
    """What the rules say of a line without blanks around it; None where they say nothing.

    Of a line longer than ``LONGEST`` only the opening is read, so a caller may cut it after that.
    """
    is_long = len(line) > LONGEST
    candidates = _candidates(line[:OPENING] if is_long else line, finder)
    if not candidates:
        return None
    if is_long:
        return _judge_opening(line, finder, candidates)
    parts: list[Compiled] = []
    for index in candidates:
        one = finder.rules[index]
        if one.rule.scope == "part":
            parts.append(one)
        elif one.rule.scope != "opening" and (match := one.pattern.fullmatch(line)):
            return Verdict(one.rule.kind, one.rule.scope, one.rule.id, (one.rule.id,), tuple(_said(match, one.rule)))
    verdict = _judge_parts(line, parts) if parts else None
    return verdict or _judge_opening(line, finder, candidates)


def _judge_parts(line: str, parts: Sequence[Compiled]) -> Verdict | None:
    """A line made of nothing but known parts."""
    at = _PART_BORDER.match(line).end()  # type: ignore[union-attr]  # fits the empty string, too
    used: list[BlockRule] = []
    said: list[Said] = []
    while at < len(line):
        fits = [(match.end(), one.rule, match) for one in parts if (match := one.pattern.match(line, at))]
        if not fits:
            return None
        last, rule, match = max(fits, key=lambda fit: fit[0])
        if last == at:
            return None
        used.append(rule)
        said.extend(_said(match, rule))
        at = _PART_BORDER.match(line, last).end()  # type: ignore[union-attr]  # fits the empty string, too
    strong = [rule for rule in used if not rule.weak]
    if not strong and len(used) < 2:
        return Verdict(None, "weak", used[0].id, (), tuple(said)) if used else None
    # A byline beside buttons is a byline: it says something.
    deciding = next((rule for rule in strong or used if rule.kind == "byline"), (strong or used)[0])
    return Verdict(deciding.kind, "line", deciding.id, tuple(rule.id for rule in used), tuple(said))


def _judge_opening(line: str, finder: BlockFinder, candidates: Iterable[int]) -> Verdict | None:
    for index in candidates:
        one = finder.rules[index]
        if one.rule.scope != "opening":
            continue
        match = one.pattern.match(line[:OPENING])
        if match and match.end():
            # Nothing but an opening: 央视网消息: on a line of its own.
            kind = one.rule.kind if match.end() == len(line) else None
            return Verdict(kind, "opening", one.rule.id, (one.rule.id,), tuple(_said(match, one.rule)))
    return None


def _said(match: regex.Match[str], rule: BlockRule) -> Iterator[Said]:
    """What the groups of a match say; a date only where month and day are there."""
    found = match.capturesdict()
    for field in ("source", "authors", "place"):
        for value in found.get(field, ()):
            if value.strip():
                yield Said(field, value.strip(), rule.weight)
    if found.get("month") and found.get("day"):
        year = int(found["year"][0]) if found.get("year") else None
        yield Said("date", (year, int(found["month"][0]), int(found["day"][0])), rule.weight)
    elif found.get("year"):
        yield Said("year", found["year"][0], rule.weight)


def read_url(url: str, finder: BlockFinder) -> list[Said]:
    """What the address says about the article."""
    said: list[Said] = []
    for one in finder.urls:
        match = one.pattern.search(url[:2000])
        if match:
            said.extend(_said(match, one.rule))
    return said


def line_spans(text: str) -> Iterator[tuple[int, int]]:
    """The lines that are not blank, without the blanks around them."""
    for match in regex.finditer(r"[^\n]+", text):
        start, end = match.span()
        stripped = text[start:end].lstrip()
        if stripped:
            yield end - len(stripped), start + len(text[start:end].rstrip())


def fires(rule_id: str, text: str, finder: BlockFinder) -> list[tuple[int, int, tuple[Said, ...]]]:
    """Where a rule fires in a text: whole lines, the opening itself, or the piece of an address. For proofs."""
    rule = next(one for one in finder.rules if one.rule.id == rule_id)
    if rule.rule.scope == "url":
        return [(*m.span(), tuple(_said(m, rule.rule))) for m in rule.pattern.finditer(text)]
    found = []
    for start, end in line_spans(text):
        verdict = judge(text[start:end], finder)
        if verdict and rule_id in verdict.used:
            if rule.rule.scope == "opening" and (match := rule.pattern.match(text[start:end][:OPENING])):
                end = start + match.end()
            found.append((start, end, verdict.said))
    return found
