"""Where a name begins that is known by its end: borders to the left of a suffix."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import regex

from extractor.entity_rules import CompiledRule, LeftBorder, Term
from extractor.mentions import Entity
from extractor.places import Place, load_gazetteer

# What a name may be made of, read backwards from its suffix; a place in brackets is part of a company's name.
_LEFT_RUN = regex.compile(r"(?r)(?:[\p{Han}A-Za-z·]|\([\p{Han}]{2,6}\))*")
_IN_NAME = regex.compile(r"[\p{Han}A-Za-z·]")
_CLASSIFIERS = frozenset("家个项条户名位座款批种类所台处只支届多余")
_LEVEL_MARKS = frozenset("省市县区州旗镇乡")
_MAX_LEVEL_WORD = 4
_CONJUNCTIONS = frozenset("与和及")

Token = tuple[int, int, Term]


@dataclass(slots=True)
class Scan:
    """One stretch of the text with what was found in it so far."""

    text: str
    first: int
    last: int
    tokens: list[Token]
    starts: dict[int, Token]
    ends: dict[int, Token]
    places: dict[int, Place | None] = field(default_factory=dict)
    found: list[Entity] = field(default_factory=list)
    found_ends: dict[int, Entity] = field(default_factory=dict)

    def tokens_between(self, first: int, last: int) -> list[Token]:
        """The tokens that begin in a short stretch."""
        return [self.starts[at] for at in range(first, last) if at in self.starts]

    def add(self, start: int, end: int, rule: CompiledRule, name: str | None = None) -> None:
        """Note a candidate; the longest that ends at a place is what longer names grow over."""
        entity = Entity(start, end, rule.type, name or self.text[start:end], None, rule.id)
        self.found.append(entity)
        known = self.found_ends.get(end)
        if known is None or start < known.start:
            self.found_ends[end] = entity


def _walk(scan: Scan, index: int, rule: CompiledRule) -> int | None:
    """Go left to the nearest stop word, mark or line end; a place or known name inside settles where the name begins."""
    suffix = scan.tokens[index][0]
    low = max(scan.first, suffix - rule.max_left)
    run = _LEFT_RUN.match(scan.text, low, suffix).start()  # type: ignore[union-attr]  # fits the empty string, too
    start, is_open = run, run == low > scan.first and bool(_IN_NAME.match(scan.text[low - 1]))
    first = index
    for at in range(index - 1, -1, -1):
        token = scan.tokens[at]
        if token[1] <= run:
            break
        if token[2].is_stop and token[2].text in rule.anchors:
            start, is_open, first = token[0], False, at
            break
        if _stops(scan, token, rule) and not _joins(scan, token, run, rule, suffix):
            start, is_open = token[1], False
            break
        first = at
    start = _past_classifier(scan, start, suffix)
    anchor = _anchor(scan, start, first, index, rule)
    if anchor is not None:
        start, is_open = anchor, False
    return _checked(scan, rule, start, suffix, is_anchored=anchor is not None, is_open=is_open)


def _checked(scan: Scan, rule: CompiledRule, start: int, suffix: int, *, is_anchored: bool, is_open: bool) -> int | None:
    """The border, if what stands between it and the suffix makes a name."""
    left = scan.text[start:suffix]
    if is_open or (left and left in rule.generic):
        return None
    if not left:
        return start if rule.is_bare else None
    if len(left) < rule.min_left:
        return None
    if rule.needs_anchor and not is_anchored and _is_division(scan, start, left, suffix):
        return start
    if rule.needs_anchor and not is_anchored and not left.startswith(rule.anchors or ("\0",)):
        return suffix if rule.is_bare else None
    return start


_ZONES = ("经济", "经开", "高新", "工业园")
"""Zones that every county has one of; before them the short name of a district can be no common word."""


def _is_division(scan: Scan, start: int, left: str, suffix: int) -> bool:
    """``;万年经济开发区92亿元``: the short name of a division that is a place only with its suffix, at the head of a clause."""
    opens = start == 0 or scan.text[start - 1] in ",;:。、\n \u3000"
    return opens and scan.text.startswith(_ZONES, suffix) and left in load_gazetteer().by_name


def _joins(scan: Scan, token: Token, run: int, rule: CompiledRule, suffix: int) -> bool:
    """A 与, 和, 及 inside a name: in quotes all of its own, or behind a place that does not end right before it."""
    if token[2].text not in _CONJUNCTIONS or suffix - token[1] < 2:
        return False
    if run > scan.first and scan.text[run - 1] == "“":
        return "”" in scan.text[suffix : suffix + 8]
    if rule.type not in ("ORG", "GOV") or token[0] in scan.found_ends:
        return False
    return any(run <= start < token[0] - 2 for start in _recent_anchors(scan, token[0]))


def _recent_anchors(scan: Scan, end: int) -> list[int]:
    """Starts of entities within the last characters before ``end``, no stop word between."""
    starts = []
    for entity in reversed(scan.found[-4:]):
        between = [t for t in scan.tokens_between(entity.end, end) if t[2].is_stop]
        if entity.type in ("PLACE", "ORG") and end - 10 <= entity.start and entity.end <= end and not between:
            starts.append(entity.start)
    return starts


def _stops(scan: Scan, token: Token, rule: CompiledRule) -> bool:
    if token[2].text in rule.stops:
        return True
    if rule.type == "INDUSTRY" and (token[0] in scan.places or token[2].words):
        return not token[2].words or token[2].words[0][0].type != "INDUSTRY"
    return token[2].is_stop


def _past_classifier(scan: Scan, start: int, suffix: int) -> int:
    """17家|省级…: the count word after a number belongs to the number."""
    while start < suffix and start > scan.first and scan.text[start] in _CLASSIFIERS:
        if not (scan.text[start - 1].isdigit() or scan.text[start - 1] in "余多"):
            break
        start += 1
    return start


def _anchor(scan: Scan, start: int, first: int, index: int, rule: CompiledRule) -> int | None:
    """Where the first place or known name between ``start`` and the suffix begins, if the name may begin there."""
    if rule.type == "INDUSTRY":
        return None
    if rule.anchors and scan.text.startswith(rule.anchors, start):
        return start
    for token in scan.tokens[first:index]:
        if token[0] < start or scan.text[token[0] - 1 : token[0]] == "(":
            continue
        # Inside a name even a county that the article does not place is a place.
        if token[2].places or any(r.type in ("ORG", "GOV", "PLACE") for r, _ in token[2].words):
            found = scan.found_ends.get(token[1])
            return max(start, found.start) if found else token[0]
    return None


def _chain(scan: Scan, index: int, rule: CompiledRule) -> int | None:
    """Go left over places, bodies and parks that touch, and one 省, 市, 县 that is no part of another word."""
    suffix = start = scan.tokens[index][0]
    while (entity := scan.found_ends.get(start)) and entity.type in ("PLACE", "GOV", "PARK") and entity.start < start:
        start = entity.start
    if start == suffix and start > scan.first and scan.text[start - 1] in _LEVEL_MARKS and _is_free(scan, start):
        start -= 1
    if start == suffix and not rule.is_bare:
        return None
    return None if scan.text[start:suffix] in rule.generic else start


def _is_free(scan: Scan, end: int) -> bool:
    """The character before ``end`` is not the last of a longer word."""
    token = scan.ends.get(end)
    return token is None or token[1] - token[0] == 1


def _level(scan: Scan, index: int, rule: CompiledRule) -> int | None:
    """A short unknown word between a place, a stop word or a mark and the suffix: 某县|柳树镇."""
    suffix = scan.tokens[index][0]
    low = max(scan.first, suffix - _MAX_LEVEL_WORD - 1)
    run = _LEFT_RUN.match(scan.text, low, suffix).start()  # type: ignore[union-attr]  # fits the empty string, too
    start, minimum = run, rule.min_left
    if index and (token := scan.tokens[index - 1])[1] > run:
        start = token[1]
        found = scan.found_ends.get(start)
        if found and found.type in ("PLACE", "PARK"):
            minimum = 1
        elif not token[2].is_stop:
            return None
    left = scan.text[start:suffix]
    return start if minimum <= len(left) <= rule.max_left and left not in rule.generic else None


BORDERS: dict[LeftBorder, Callable[[Scan, int, CompiledRule], int | None]] = {"walk": _walk, "chain": _chain, "level": _level}
