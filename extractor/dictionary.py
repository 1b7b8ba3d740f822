"""jieba's dictionary, read in parts as a text needs them. Importing this loads jieba."""

from __future__ import annotations

import marshal
from collections import defaultdict
from collections.abc import Iterator

import jieba

from extractor.cache import read_cache, write_cache


class Tokenizer(jieba.Tokenizer):  # type: ignore[misc]  # jieba has no types
    """jieba with its own dictionary, read as it is needed: the words that begin with a character when a text first has it.

    The whole of it takes half a second to load, and most processes never meet most of its characters. The caller's global
    jieba stays as it is.
    """

    def __init__(self, total: int, by_first: dict[str, bytes]) -> None:
        super().__init__()
        self.FREQ: dict[str, int] = {}
        self.total, self.initialized = total, True
        self._unread = by_first

    def cut(self, sentence: str, **how: bool) -> Iterator[str]:
        """As jieba's own."""
        for char in set(sentence):
            # in this order: another thread that finds the character read finds its words, too
            if (words := self._unread.get(char)) is not None:
                self.FREQ.update(marshal.loads(words))  # noqa: S302 - of our own cache, which nobody else can write
                self._unread.pop(char, None)
        pieces: Iterator[str] = super().cut(sentence, **how)
        return pieces


def read_dictionary() -> Tokenizer:
    """A new tokenizer. The first time for a user takes some seconds, later ones a few milliseconds."""
    # jieba's own cache may lie where others can write, and knows no version
    name = f"jieba-{jieba.__version__}-by-first"
    kept = read_cache(name)
    if kept is None:
        kept = marshal.dumps(_by_first(jieba.Tokenizer()))
        write_cache(name, kept)
    return Tokenizer(*marshal.loads(kept))  # noqa: S302 - of our own cache


def _by_first(tokenizer: jieba.Tokenizer) -> tuple[int, dict[str, bytes]]:
    """The sum of all frequencies, and jieba's prefix dictionary in parts by the first character of its entries."""
    frequencies, total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    parts: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for word, frequency in frequencies.items():
        parts[word[0]][word] = frequency
    return total, {first: marshal.dumps(part) for first, part in parts.items()}
