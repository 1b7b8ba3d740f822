"""Tables that lie in scraped text: every shape, units from every place, and prose that is none."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractor.parts import shared

COLUMNS = """衡阳市2023年1-7月主要经济指标
单位:亿元
指标  1-7月  同比增长(%)
规模以上工业增加值  402.6  6.1
固定资产投资  512.3  -3.2
社会消费品零售总额  318.9  7.4
"""
TABS = COLUMNS.replace("  ", "\t")
STACKED = COLUMNS.replace("  ", "\n")
MARKDOWN = """衡阳市2023年1-7月主要经济指标
| 指标 | 单位 | 1-7月 | 同比增长(%) |
| --- | --- | ---: | ---: |
| 规模以上工业增加值 | 亿元 | 402.6 | 6.1 |
| 固定资产投资 | 亿元 | 512.3 | -3.2 |
| 社会消费品零售总额 | 亿元 | 318.9 | 7.4 |
"""
LABELLED = """衡阳市2023年1-7月主要经济指标
指标  1-7月  同比增长(%)
规模以上工业增加值(亿元)  402.6  6.1
固定资产投资(亿元)  512.3  -3.2
社会消费品零售总额(亿元)  318.9  7.4
"""


@pytest.mark.parametrize(
    "text", [COLUMNS, TABS, STACKED, MARKDOWN, LABELLED], ids=["columns", "tabs", "stacked", "markdown", "labelled"]
)
def test_every_shape_gives_the_same_facts(text):
    extraction = shared().extract(text, published="2023-08-20")
    found = [
        (f.subject, f.metric_id, f.measure, f.value, f.unit, f.comparison, f.period.start, f.period.end) for f in extraction.facts
    ]
    city, start, end = "衡阳市", "2023-01-01", "2023-07-31"
    assert found == [
        (city, "value_added_of_industry_above_designated_size", "level", 40260000000, "元", None, start, end),
        (city, "value_added_of_industry_above_designated_size", "growth", Decimal("6.1"), "%", "yoy", start, end),
        (city, "investment_in_fixed_assets", "level", 51230000000, "元", None, start, end),
        (city, "investment_in_fixed_assets", "growth", Decimal("-3.2"), "%", "yoy", start, end),
        (city, "retail_sales_of_consumer_goods", "level", 31890000000, "元", None, start, end),
        (city, "retail_sales_of_consumer_goods", "growth", Decimal("7.4"), "%", "yoy", start, end),
    ]
    assert all(text[f.start : f.end] == f.quote for f in extraction.facts)


def test_rows_of_places_take_the_metric_from_the_heading():
    text = "2023年上半年各县市区生产总值\n单位:亿元\n地区\n生产总值\n增速(%)\n衡南县\n120.5\n5.6\n衡山县\n98.2\n6.1\n祁东县\n201.7\n4.8\n"
    facts = shared().extract(text, published="2023-08-20").facts
    assert [(f.subject, f.metric, f.measure, f.value) for f in facts[:3]] == [
        ("衡南县", "生产总值", "level", 12050000000),
        ("衡南县", "生产总值", "growth", Decimal("5.6")),
        ("衡山县", "生产总值", "level", 9820000000),
    ]


def test_an_empty_cell_is_no_fact_and_no_number_is_lost():
    text = MARKDOWN.replace("| 512.3 | -3.2 |", "| - | -3.2 |")
    extraction = shared().extract(text, published="2023-08-20")
    assert len(extraction.facts) == 5
    assert [s.reason for s in extraction.skipped] == ["date", "date"]


@pytest.mark.parametrize(
    "text",
    [
        "指标  甲  乙\n能力指数  402.6  6.1\n服务指数  512.3  3.2\n环境指数  318.9  7.4\n",
        "一季度\n402.6\n512.3\n318.9\n",
    ],
    ids=["no unit anywhere", "no labels"],
)
def test_numbers_that_nothing_explains_stay_in_the_ledger(text):
    extraction = shared().extract(text, published="2023-08-20")
    assert extraction.facts == []
    assert "402.6" in {s.quote for s in extraction.skipped}


def test_prose_between_tables_is_read_as_prose():
    text = COLUMNS + "上半年,衡阳市进出口总额62亿元,增长3.1%。\n" + LABELLED
    facts = shared().extract(text, published="2023-08-20").facts
    assert len(facts) == 14
    assert [(f.metric, f.rule) for f in facts if not f.rule.startswith("link.table")] == [
        ("进出口总额", "link.level.bare"),
        ("进出口总额", "cue.change.up"),
    ]
