"""Sentences."""

from itertools import pairwise

import pytest

from extractor.mentions import Block
from extractor.sentences import sentences


def cut(text, kind="body"):
    return [text[s.start : s.end] for s in sentences(text, Block(kind, 0, len(text), "block.test"))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("出口增长5%。进口增长3%。", ["出口增长5%。", "进口增长3%。"]),
        ("出口增长5%;进口增长3%。", ["出口增长5%;进口增长3%。"]),
        ("出口增长5%。\n进口增长3%", ["出口增长5%。", "进口增长3%"]),
        ("基本实现“时间过半!任务过半”目标。", ["基本实现“时间过半!任务过半”目标。"]),
        ("他说:“要稳住。”会议要求落实。", ["他说:“要稳住。”", "会议要求落实。"]),
        ("他说:“要稳住!”", ["他说:“要稳住!”"]),
        ("面积增加(含水田。旱田)3万亩。", ["面积增加(含水田。旱田)3万亩。"]),
        ("排名第一。(资料图片)", ["排名第一。", "(资料图片)"]),
        ("增长5.5%,达12.3亿元.进口下降", ["增长5.5%,达12.3亿元.", "进口下降"]),
        ("详见www.example.cn。完", ["详见www.example.cn。", "完"]),
        ("背后的……故事", ["背后的……故事"]),
        ("真的吗?!是的", ["真的吗?!", "是的"]),
        ("“" + "稳" * 70 + "。进" + "好" * 10 + "”", ["“" + "稳" * 70 + "。", "进" + "好" * 10 + "”"]),
        ("  ", []),
    ],
)
def test_sentences(text, expected):
    assert cut(text) == expected


def test_no_character_is_lost():
    text = "甲(乙。“丙!)丁”。戊…己.庚;辛\n壬……"
    assert "".join(cut(text)) == text.replace("\n", "")


def test_sentences_keep_to_their_block():
    text = "甲。乙。丙"
    block = Block("body", 2, 4, "block.test")
    assert [(s.start, s.end) for s in sentences(text, block)] == [(2, 4)]


@pytest.mark.parametrize("piece", ["(", "“", "(aaa", "“aaaaaaaaaaaa", ",", ".", "。", "((a)", "…", " 汉", "1,111", "《「“"])
def test_hostile_text_is_cut_without_overlap(piece):
    text = piece * (1_000_000 // len(piece))
    block = Block("title", 0, len(text), "block.test")
    found = sentences(text, block)
    assert sum(s.end - s.start for s in found) <= len(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
