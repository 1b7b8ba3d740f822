"""Patterns made of words, and patterns searched for together: as one large alternation finds, only faster."""

from __future__ import annotations

import random

import pytest
import regex

from extractor.patterns import Leftmost, words_pattern


@pytest.mark.parametrize(
    ("words", "pattern"),
    [
        (["元", "元/吨", "亩"], "(?:元(?:/吨)?|亩)"),
        (["吨"], "吨"),
        (["万吨", "万元"], "万(?:吨|元)"),
        (["a.b", "a"], r"a(?:\.b)?"),
        ([], ""),
    ],
)
def test_words_share_their_beginnings(words, pattern):
    assert words_pattern(words) == pattern


def test_words_are_found_as_by_an_alternation_of_the_longest_first():
    chance = random.Random(5)
    for _ in range(300):
        words = {"".join(chance.choices("甲乙丙", k=chance.randint(1, 4))) for _ in range(chance.randint(1, 8))}
        text = "".join(chance.choices("甲乙丙丁", k=60))
        plain = "|".join(sorted(words, key=len, reverse=True))
        for after in ("", "(?!丁)"):  # with something after it a shorter word may be the one that fits
            one, other = (regex.compile(f"(?:{p}){after}") for p in (plain, words_pattern(words)))
            assert [m.span() for m in other.finditer(text)] == [m.span() for m in one.finditer(text)], (words, text)


PIECES = ["甲+", "乙甲", "(?<=甲)乙", "丙?", "丁{2}", "甲(?=丙)", "(?<!丁)丙丁", "$", "^甲", "乙[甲丙]{0,3}丁"]


def test_leftmost_is_the_alternation():
    chance = random.Random(6)
    for _ in range(300):
        parts = chance.sample(PIECES, chance.randint(1, 6))
        text = "".join(chance.choices("甲乙丙丁", k=chance.randint(0, 40)))
        whole = regex.compile("|".join(f"(?P<p{n}>{part})" for n, part in enumerate(parts)))
        search = Leftmost([regex.compile(part) for part in parts], text)
        at, found, wanted = 0, [], []
        while hit := search.find(at):
            found.append((hit[0], hit[1].span()))
            at = max(hit[1].end(), hit[1].start() + 1)
        at = 0
        while at <= len(text) and (match := whole.search(text, at)):
            wanted.append((int(match.lastgroup[1:]), match.span()))
            at = max(match.end(), match.start() + 1)
        assert found == wanted, (parts, text)


def test_no_pattern_and_no_text_come_to_an_end():
    assert Leftmost([], "甲").find(0) is None
    search = Leftmost([regex.compile("乙?")], "")
    assert search.find(0)[1].span() == (0, 0) and search.find(1) is None
