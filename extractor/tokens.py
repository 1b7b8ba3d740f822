"""Word borders from jieba, with a dictionary of our own: a one-character cue counts only where it is a word by itself.

Quantities and periods are read from characters before this; a word border never decides the span of a value.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import jieba

    from extractor.mentions import Cue, Sentence


@lru_cache(maxsize=1)
def load_tokenizer() -> jieba.Tokenizer:
    """A private jieba tokenizer: the caller's global dictionary stays as it is. Loading takes about half a second."""
    import logging

    import jieba

    tokenizer = jieba.Tokenizer()
    jieba.setLogLevel(logging.WARNING)
    tokenizer.initialize()
    return tokenizer


def word_borders(text: str, start: int, end: int, tokenizer: jieba.Tokenizer) -> set[tuple[int, int]]:
    """The spans of the one-character words of a stretch."""
    at = start
    single: set[tuple[int, int]] = set()
    for word in tokenizer.cut(text[start:end], HMM=False):
        if len(word) == 1:
            single.add((at, at + 1))
        at += len(word)
    return single


def whole_words(text: str, cues: Sequence[Cue], sentences: Iterable[Sentence], tokenizer: jieba.Tokenizer) -> list[Cue]:
    """Drop one-character cues that are part of a longer word (就 in 就业, 高 in 高校).

    Only sentences given are cut; cues outside them are kept as they are.
    """
    short = {(cue.start, cue.end) for cue in cues if cue.end - cue.start == 1 and cue.kind != "share"}
    wrong: set[tuple[int, int]] = set()
    for sentence in sentences:
        inside = {span for span in short if sentence.start <= span[0] < sentence.end}
        if inside:
            wrong |= inside - word_borders(text, sentence.start, sentence.end, tokenizer)
    return [cue for cue in cues if (cue.start, cue.end) not in wrong]
