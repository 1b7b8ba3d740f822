"""The parts on their own: quantities, periods and entities of any text, with offsets into it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from extractor import find_entities, find_periods, find_quantities
from extractor.parts import shared


def quantities(text):
    return [(text[q.start : q.end], q.value, q.unit) for q in find_quantities(text)]


def test_quantities_have_values_units_and_bounds():
    text = "新增企业约17家，产值超1.6亿元，增长5%至6%，高0.5个百分点。"
    first, second, third, fourth = find_quantities(text)
    assert (first.value, first.unit, first.family, first.bound) == (17, "家", "count", "about")
    assert (second.value, second.unit, second.unit_code, second.bound) == (160_000_000, "元", "CNY", "at_least")
    assert (third.value, third.value_max, third.unit) == (5, 6, "%")
    assert (fourth.value, fourth.unit) == (Decimal("0.5"), "百分点")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("产值一千二百万元。", [("一千二百万元", 12_000_000, "元")]),
        ("企业１７家，占３．５％。", [("１７家", 17, "家"), ("３．５％", Decimal("3.5"), "%")]),
        ("企业1\u200b7家。", [("1\u200b7家", 17, "家")]),
        ("企业\r\n17 家。", [("17 家", 17, "家")]),
        ("进出口1,100.9亿美元。", [("1,100.9亿美元", 110_090_000_000, "美元")]),
        ("产值翻一番，居全省第二位。", [("翻一番", 100, "%"), ("第二位", 2, "位")]),
        ("", []),
        ("没有数字。", []),
    ],
)
def test_quantities_are_quoted_from_the_text_as_given(text, expected):
    assert quantities(text) == expected


def test_dates_and_names_are_no_quantities():
    assert quantities("2023年8月17日，“十四五”期间，国发〔2023〕12号文件，世界500强企业来访。") == []


def test_periods_are_resolved_against_the_anchor():
    text = "截至6月末，去年1—7月，2023年上半年。"
    found = [(text[p.start : p.end], p.first, p.last) for p in find_periods(text, date(2024, 8, 1))]
    assert found == [
        ("6月末", date(2024, 6, 30), date(2024, 6, 30)),
        ("去年1—7月", date(2023, 1, 1), date(2023, 7, 31)),
        ("2023年上半年", date(2023, 1, 1), date(2023, 6, 30)),
    ]


def test_relative_periods_stay_open_without_an_anchor():
    (period,) = find_periods("去年，新增企业。")
    assert (period.first, period.last) == (None, None)


def test_periods_are_quoted_from_the_text_as_given():
    text = "２０２３年１\u200b—７月"
    (period,) = find_periods(text)
    assert text[period.start : period.end] == text
    assert (period.first, period.last) == (date(2023, 1, 1), date(2023, 7, 31))


def test_entities_have_types_names_and_codes():
    text = "衡阳市与荆门高新区签约，湖南青石新材料有限公司参加。"
    found = {text[e.start : e.end]: e for e in find_entities(text)}
    assert found["衡阳市"].type == "PLACE"
    assert found["衡阳市"].code == "430400"
    assert found["荆门高新区"].type == "PARK"
    assert found["湖南青石新材料有限公司"].type == "ORG"


def test_entities_are_quoted_from_the_text_as_given():
    text = "\r\n衡\u200b阳市发布。"
    entity = next(e for e in find_entities(text) if e.type == "PLACE")
    assert (text[entity.start : entity.end], entity.name) == ("衡\u200b阳市", "衡阳市")


@pytest.mark.parametrize("find", [find_quantities, find_periods, find_entities])
@pytest.mark.parametrize("text", ["", " \r\n", "\x00\ud800", "plain English", "🙂" * 50])
def test_any_text_is_survived(find, text):
    assert find(text) == []


def test_the_extractor_is_built_once():
    assert shared() is shared()
