"""Cleaning keeps every character's place."""

import pytest

from extractor.clean import clean


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("１，９２５万元", "1,925万元"),
        ("增长５．５％", "增长5.5%"),
        ("增长 5.5 %", "增长5.5%"),
        ("产值 3.2 亿元", "产值3.2亿元"),
        ("2023年 1–7月", "2023年1-7月"),
        ("增长5% 左右", "增长5%左右"),
        ("出口增长8% 达到585万元", "出口增长8% 达到585万元"),
        ("外贸开门红 1月出口增长5%", "外贸开门红 1月出口增长5%"),
        ("甲\r\n乙\r丙", "甲\n乙\n丙"),
        ("\ufeff全\u200b市", "全市"),
        ("3\u200b \u200b亿元", "3亿元"),
        ("3\u200b.5", "3.5"),
        ("⼈民币", "人民币"),
        ("第一﹐第二｡", "第一,第二。"),
        ("a\x00b\ud800c", "a\ufffdb\ufffdc"),
        ("2〇24年投资7〇〇万元", "2024年投资700万元"),
        ("降〇.4%, 再降2.〇%, 又降6○%", "降0.4%, 再降2.0%, 又降60%"),
        ("二〇二四年 ○3月", "二〇二四年 ○3月"),
        ("", ""),
    ],
)
def test_one_spelling(raw, text):
    assert clean(raw).text == text


@pytest.mark.parametrize("raw", ["增长 ５．５ ％，\r\n共 3\u200b 亿元", "\ufeff甲 1", "甲乙", "\u200b", "1 年1 年" * 50])
def test_every_character_maps_back(raw):
    cleaned = clean(raw)
    starts = [cleaned.span(at, at + 1) for at in range(len(cleaned.text))]
    assert all(end - start == 1 for start, end in starts)
    assert starts == sorted(starts)
    for (start, _), char in zip(starts, cleaned.text, strict=True):
        assert clean(cleaned.raw[start]).text in (char, "")


def test_span_holds_what_was_dropped_inside():
    cleaned = clean("增长 5.5 % 左右")
    assert cleaned.text == "增长5.5%左右"
    start, end = cleaned.span(2, 6)
    assert cleaned.raw[start:end] == "5.5 %"
    assert cleaned.original(2, 6) == "5.5%"
    assert cleaned.span(len(cleaned.text), len(cleaned.text)) == (len(cleaned.raw), len(cleaned.raw))


def test_raw_keeps_its_length():
    raw = "甲\x00\ud800\u200b 1\r\n"
    assert len(clean(raw).raw) == len(raw)
