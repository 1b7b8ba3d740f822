"""The article's arithmetic: how exactly figures are taken, what is held against what, and what it does to confidence."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractor.arithmetic import Interval, half_digit, judge, stated
from extractor.confidence import marks_of
from extractor.evaluate_gold import Gold, GoldFact
from extractor.evaluate_reliability import measure_reliability
from extractor.parts import shared


def extract(text):
    return shared().extract(text, published="2024-01-20", id="one")


@pytest.mark.parametrize(
    ("quote", "value", "half"),
    [
        ("1.6亿元", "160000000", "5000000"),
        ("120万吨", "1200000", "5000"),
        ("1,234.5", "1234.5", "0.05"),
        ("5.8%", "5.8", "0.05"),
        ("三成", "30", None),
    ],
)
def test_a_figure_is_right_to_half_of_its_last_digit(quote, value, half):
    got = half_digit(quote, Decimal(value))
    assert got == (None if half is None else Decimal(half))


@pytest.mark.parametrize(
    ("said", "computed", "verdict"),
    [((5, 6), (6, 7), "ok"), ((5, 6), (7, 8), "rounding"), ((5, 6), (8, 9), "contradiction"), ((5, 6), (3, 4), "rounding")],
)
def test_verdicts(said, computed, verdict):
    assert judge(Interval(*map(Decimal, said)), Interval(*map(Decimal, computed))) == verdict


def test_a_bounded_figure_or_a_range_proves_nothing():
    facts = extract("全市出口超12亿元。全市进口约8亿元。").facts
    assert [stated(fact) for fact in facts] == [None, None]


TEXT = "2023年,衡阳市进出口总额{whole}亿元,其中出口61.2亿元、进口25.2亿元。"


def test_a_contradiction_is_told_and_lowers_the_confidence_of_its_facts_alone():
    good, bad = extract(TEXT.format(whole="86.4")), extract(TEXT.format(whole="96.4"))
    assert [(c.kind, c.verdict) for c in good.checks] == [("sum", "ok")]
    assert [(c.kind, c.verdict, c.rule) for c in bad.checks] == [("sum", "contradiction", "check.sum.trade")]
    assert bad.checks[0].facts == [bad.facts[0].id, bad.facts[1].id, bad.facts[2].id]
    assert "86.4" not in bad.checks[0].message and "8640000000 computed, 9640000000 stated" in bad.checks[0].message
    assert all(b.confidence < g.confidence for b, g in zip(bad.facts, good.facts, strict=True))


def test_figures_of_another_subject_or_year_are_not_held_against_each_other():
    assert extract("2023年,衡阳市进出口总额86.4亿元。长沙市出口61.2亿元、进口35.2亿元。").checks == []
    assert extract("2023年,衡阳市进出口总额86.4亿元。2022年,衡阳市出口61.2亿元、进口35.2亿元。").checks == []


def test_the_whole_of_exports_is_not_that_of_all_trade():
    text = "2023年,衡阳市货物贸易进出口总值900亿元。机电产品出口540亿元,占出口总值的90%。"
    assert [check.kind for check in extract(text).checks] == []
    both = extract(text.replace("。机电", ",出口总值600亿元。机电")).checks
    assert [(check.kind, check.verdict) for check in both] == [("share", "ok")]


def test_growth_at_constant_prices_is_not_held_against_levels():
    text = "2023年,衡阳市地区生产总值4190亿元,比上年增加150亿元,增长5.8%。"
    assert [c.kind for c in extract(text).checks] == []


def test_marks_say_what_made_a_reading_uncertain():
    known, shared_name, unknown = marks_of(extract("2023年,衡阳市进出口总额86.4亿元,增长3%。衡阳市收集民情日记1203篇。").facts)
    assert known["known metric"] and not known["name shared with a number before"]
    assert shared_name["name shared with a number before"] and shared_name["growth"]
    assert not unknown["known metric"]


def test_reliability_weighs_confidence_against_gold():
    text = "2023年,衡阳市进出口总额86.4亿元,增长3%。"
    extraction = extract(text)
    facts = [
        GoldFact(quote=f.quote, span=(f.start, f.end), subject=None, metric=metric, measure=f.measure, value=float(f.value), value_max=None,
                 unit=f.unit, bound=None, comparison=f.comparison, reference=None, status=f.status, period=None, periods=(), rivals=())
        for f, metric in zip(extraction.facts, ("进出口总额", "旅游收入"), strict=True)
    ]  # fmt: skip
    figures = measure_reliability([Gold("one", text, None, None, tuple(facts), None)], {"one": extraction})
    assert (figures["facts"], figures["bins"][-1]["right"]) == (2, 0.5)
    assert figures["expected_calibration_error"] == pytest.approx(
        sum(f.confidence for f in extraction.facts) / 2 - 0.5, abs=0.001
    )
