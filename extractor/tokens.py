"""Word borders from jieba, with a dictionary of our own: a one-character cue counts only where it is a word by itself.

Quantities and periods are read from characters before this; a word border never decides the span of a value.
"""

from __future__ import annotations

import marshal
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import regex

from extractor.cache import read_cache, write_cache

if TYPE_CHECKING:
    import jieba

    from extractor.mentions import Cue, Sentence


@lru_cache(maxsize=1)
def load_tokenizer() -> jieba.Tokenizer:
    """A private jieba tokenizer: the caller's global dictionary stays as it is. Loading takes about half a second."""
    import jieba

    tokenizer = jieba.Tokenizer()
    # jieba's own cache may lie where others can write, and knows no version
    name = f"jieba-{jieba.__version__}"
    kept = read_cache(name)
    if kept is None:
        kept = marshal.dumps(tokenizer.gen_pfdict(tokenizer.get_dict_file()))
        write_cache(name, kept)
    tokenizer.FREQ, tokenizer.total = marshal.loads(kept)
    tokenizer.initialized = True
    return tokenizer


def word_borders(
    text: str, start: int, end: int, tokenizer: jieba.Tokenizer, verbs: set[tuple[int, int]]
) -> set[tuple[int, int]]:
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


def whole_words(text: str, cues: Sequence[Cue], sentences: Iterable[Sentence], tokenizer: jieba.Tokenizer) -> list[Cue]:
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
