"""Finding the words of an automaton in a text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import ahocorasick


def leftmost_longest(text: str, automaton: ahocorasick.Automaton) -> Iterator[tuple[int, int, Any]]:
    """Start, end and value of each word; where words overlap, the leftmost, then the longest, wins.

    The automaton's own ``iter_long`` misses words that begin within the beginning of a longer one: 营收 in 主营收入, with
    主营业务收入 among the words.

    Args:
        automaton: its values are pairs of the word's length and what stands for it.
    """
    border = 0
    # no two hits have the same start and end: what stands for them is never compared
    for start, last, value in sorted([(end - size + 1, -end, value) for end, (size, value) in automaton.iter(text)]):
        if start >= border:
            border = 1 - last
            yield start, border, value
