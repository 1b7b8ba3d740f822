"""Finding the words of an automaton in a text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import ahocorasick


def leftmost_longest(
    text: str, automaton: ahocorasick.Automaton, start: int = 0, end: int | None = None
) -> Iterator[tuple[int, int, Any]]:
    """Start, end and value of each word; where words overlap, the leftmost, then the longest, wins.

    The automaton's own ``iter_long`` misses words that begin within the beginning of a longer one: 营收 in 主营收入, with
    主营业务收入 among the words.

    Args:
        text: where to look.
        automaton: its values are pairs of the word's length and what stands for it.
        start: where the stretch begins that is looked at.
        end: where it ends; at the end of the text unless given.
    """
    border = 0
    hits = automaton.iter(text[start:end])  # the automaton copies the whole of what it is given, whatever stretch is asked for
    # no two hits have the same start and end: what stands for them is never compared
    for first, last, value in sorted([(start + at - size + 1, -start - at, value) for at, (size, value) in hits]):
        if first >= border:
            border = 1 - last
            yield first, border, value
