"""Making patterns of word lists, and searching for several patterns at once."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import regex


def words_pattern(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first: ``words_pattern(["元", "元/吨", "亩"])`` is ``(?:元(?:/吨)?|亩)``.

    Common beginnings are written once, so that a search does not try hundreds of alternatives at every place.
    """
    tree: dict[str, Any] = {}
    for word in words:
        node = tree
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    return _branches(tree)


def _branches(node: dict[str, Any]) -> str:
    more = [regex.escape(char) + (_branches(after) if after.keys() != {""} else "") for char, after in node.items() if char]
    if not more:
        return ""
    single = len(more) == 1 and "" not in node
    return more[0] if single else f"(?:{'|'.join(more)})" + ("?" if "" in node else "")


@dataclass(slots=True)
class Leftmost:
    """Finds in a text what the one pattern ``a|b|c`` would: the leftmost match, of two at one place that of the earlier pattern.

    Patterns of their own are searched for much faster than their alternation, which tries all of them at every place.
    """

    patterns: Sequence[regex.Pattern[str]]
    text: str
    ahead: list[tuple[int, int, regex.Match[str]]]

    def __init__(self, patterns: Sequence[regex.Pattern[str]], text: str) -> None:
        self.patterns, self.text = patterns, text
        self.ahead = [(m.start(), i, m) for i, pattern in enumerate(patterns) if (m := pattern.search(text))]
        heapq.heapify(self.ahead)

    def find(self, at: int) -> tuple[int, regex.Match[str]] | None:
        """The number of the pattern and the match that is first from ``at`` on, which must not go back from call to call."""
        ahead = self.ahead
        while ahead and ahead[0][0] < at:
            number = ahead[0][1]
            match = self.patterns[number].search(self.text, at) if at <= len(self.text) else None
            if match:
                heapq.heapreplace(ahead, (match.start(), number, match))
            else:
                heapq.heappop(ahead)
        return ahead[0][1:] if ahead else None
