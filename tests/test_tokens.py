"""Word borders: the stretches that are cut on their own are those that jieba itself cuts on their own."""

from __future__ import annotations

from pathlib import Path

import jieba
import pytest

from extractor.tokens import _BLOCK, load_tokenizer

SAMPLES = sorted((Path(__file__).resolve().parent.parent / "samples").glob("*.txt"))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_no_word_goes_over_the_border_of_two_stretches(path):
    tokenizer = load_tokenizer()
    for line in path.read_text(encoding="utf-8").splitlines():
        words = [word for word in tokenizer.cut(line, HMM=False) if _BLOCK.fullmatch(word)]
        assert words == [word for block in _BLOCK.findall(line) for word in tokenizer.cut(block, HMM=False)]


def test_words_are_jiebas_own_though_its_dictionary_is_read_in_parts():
    own = jieba.Tokenizer()
    texts = [path.read_text(encoding="utf-8") for path in SAMPLES] + ["AT&T在C++大会上", "\U00020000𠮷野家", "\ud800", ""]
    for text in texts:
        assert list(load_tokenizer().cut(text, HMM=False)) == list(own.cut(text, HMM=False))


def test_the_stretches_are_jiebas():
    every = "".join(map(chr, range(0x20, 0x10000)))
    assert _BLOCK.findall(every) == jieba.re_han_default.findall(every)
