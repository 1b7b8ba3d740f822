"""Word borders from jieba, with a dictionary of our own: a one-character cue counts only where it is a word by itself.

Quantities and periods are read from characters before this; a word border never decides the span of a value.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import regex

if TYPE_CHECKING:
    from extractor.dictionary import Tokenizer
    from extractor.mentions import Cue, Sentence


@lru_cache(maxsize=1)
def load_tokenizer() -> Tokenizer:
    """The tokenizer of this process."""
    from extractor.dictionary import read_dictionary  # spaCy imports what is above, and need not have jieba for it

    return read_dictionary()


def word_borders(text: str, start: int, end: int, tokenizer: Tokenizer, verbs: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """The spans of the one-character words of a stretch; a word of two that ends in a verb of rank or level (仍居) counts as two."""
    at = start
    single: set[tuple[int, int]] = set()
    for word in tokenizer.cut(text[start:end], HMM=False):
        if len(word) == 1 or len(word) == 2 and (at + 1, at + 2) in verbs:
            single |= {(i, i + 1) for i in range(at, at + len(word))}
        at += len(word)
    return single


_BLOCK = regex.compile(r"[\u4E00-\u9FD5a-zA-Z0-9+#&\._%\-]+")
"""What jieba cuts as one: no word goes over the border of two (``jieba.re_han_default``)."""


def whole_words(text: str, cues: Sequence[Cue], sentences: Iterable[Sentence], tokenizer: Tokenizer) -> list[Cue]:
    """Drop one-character cues that are part of a longer word (就 in 就业, 高 in 高校).

    Only sentences given are looked at, and only their stretches with such a cue are cut; cues elsewhere are kept as they are.
    """
    short = {cue.start for cue in cues if cue.end - cue.start == 1 and cue.kind not in ("share", "rank")}
    verbs = {(cue.start, cue.end) for cue in cues if cue.end - cue.start == 1 and cue.kind in ("rank", "level")}
    starts = sorted(short)
    wrong: set[tuple[int, int]] = set()
    for sentence in sentences:
        if bisect_left(starts, sentence.start) == bisect_left(starts, sentence.end):
            continue
        for block in _BLOCK.finditer(text, sentence.start, sentence.end):
            start, end = block.span()
            inside = {(at, at + 1) for at in starts[bisect_left(starts, start) : bisect_left(starts, end)]}
            if inside:
                wrong |= inside - word_borders(text, start, end, tokenizer, verbs)
    return [cue for cue in cues if (cue.start, cue.end) not in wrong]
