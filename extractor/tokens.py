"""Word borders from jieba, with a dictionary of our own: a one-character cue counts only where it is a word by itself.

Quantities and periods are read from characters before this; a word border never decides the span of a value.
"""

from __future__ import annotations

import marshal
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import jieba
import regex

from extractor.cache import read_cache, write_cache

if TYPE_CHECKING:
    from extractor.mentions import Cue, Sentence


class Tokenizer(jieba.Tokenizer):
    """jieba with its own dictionary, read as it is needed: the words that begin with a character when a text first has it.

    The whole of it takes half a second to load, and most processes never meet most of its characters. The caller's global
    jieba stays as it is.
    """

    def __init__(self, total: int, by_first: dict[str, bytes]) -> None:
        super().__init__()
        self.FREQ, self.total, self.initialized = {}, total, True
        self._unread = by_first

    def cut(self, sentence: str, **how: bool) -> Iterator[str]:
        """As jieba's own."""
        for char in set(sentence):
            # in this order: another thread that finds the character read finds its words, too
            if (words := self._unread.get(char)) is not None:
                self.FREQ.update(marshal.loads(words))
                self._unread.pop(char, None)
        return super().cut(sentence, **how)


@lru_cache(maxsize=1)
def load_tokenizer() -> Tokenizer:
    """The tokenizer of this process. The first time for a user takes some seconds, later ones a few milliseconds."""
    # jieba's own cache may lie where others can write, and knows no version
    name = f"jieba-{jieba.__version__}-by-first"
    kept = read_cache(name)
    if kept is None:
        kept = marshal.dumps(_by_first(jieba.Tokenizer()))
        write_cache(name, kept)
    return Tokenizer(*marshal.loads(kept))


def _by_first(tokenizer: jieba.Tokenizer) -> tuple[int, dict[str, bytes]]:
    """The sum of all frequencies, and jieba's prefix dictionary in parts by the first character of its entries."""
    frequencies, total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    parts: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for word, frequency in frequencies.items():
        parts[word[0]][word] = frequency
    return total, {first: marshal.dumps(part) for first, part in parts.items()}


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
