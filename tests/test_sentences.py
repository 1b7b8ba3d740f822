"""Sentences and clauses."""

import time

import pytest

from extractor.mentions import Block
from extractor.sentences import clauses, sentences


def cut(text, kind="body"):
    return [text[s.start : s.end] for s in sentences(text, Block(kind, 0, len(text), "block.test"))]


def parts(text, kind="body"):
    (sentence,) = sentences(text, Block(kind, 0, len(text), "block.test"))
    return [(text[c.start : c.end], c.depth, c.mark) for c in clauses(text, sentence)]


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("出口3亿元,增长5%;进口1亿元。", [("出口3亿元", 0, ","), ("增长5%", 0, ";"), ("进口1亿元", 0, "。")]),
        ("利润1,925万元、税金1,124万元", [("利润1,925万元、税金1,124万元", 0, "")]),
        ("列5,100,2000个", [("列5,100", 0, ","), ("2000个", 0, "")]),
        ("2023,100家", [("2023", 0, ","), ("100家", 0, "")]),
        ("结构为3.2:36.1:60.7", [("结构为3.2:36.1:60.7", 0, "")]),
        ("目标:增长5%", [("目标", 0, ":"), ("增长5%", 0, "")]),
        ("比全省(7.7%)高0.7个百分点。", [("比全省(7.7%)高0.7个百分点", 0, "。"), ("7.7%", 1, "")]),
        ("面积(水田168万亩、旱田960万亩),增长", [("面积(水田168万亩、旱田960万亩)", 0, ","), ("水田168万亩、旱田960万亩", 1, ""), ("增长", 0, "")]),
        ("增加(甲5%,乙6%)。", [("增加(甲5%,乙6%)", 0, "。"), ("甲5%", 1, ","), ("乙6%", 1, "")]),
        ("打响“高新事,高兴办”品牌", [("打响“高新事,高兴办”品牌", 0, "")]),
        ("增速(未闭合,再说", [("增速(未闭合", 0, ","), ("再说", 0, "")]),
    ],
)
def test_clauses(text, expected):
    assert parts(text) == expected


def test_blank_parts_a_headline_only():
    text = "外贸突破40万亿元 同比增长5%"
    assert [part for part, _, _ in parts(text, "title")] == ["外贸突破40万亿元", "同比增长5%"]
    assert len(parts(text)) == 1


def test_bracket_knows_its_clause():
    text = "甲,比全省(7.7%)高"
    (sentence,) = sentences(text, Block("body", 0, len(text), "block.test"))
    found = clauses(text, sentence)
    assert found[2].parent == 1
    assert text[found[found[2].parent].start :].startswith("比全省")


@pytest.mark.parametrize("piece", ["(", "“", "(aaa", "“aaaaaaaaaaaa", ",", ".", "。", "((a)", "…", " 汉", "1,111", "《「“"])
def test_linear_on_hostile_text(piece):
    text = piece * (1_000_000 // len(piece))
    block = Block("title", 0, len(text), "block.test")
    began = time.perf_counter()
    for sentence in sentences(text, block):
        clauses(text, sentence)
    assert time.perf_counter() - began < 6
