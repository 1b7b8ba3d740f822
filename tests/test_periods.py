"""The period parser: each rule's own proofs, and what context does to an expression."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
import srsly

from extractor.clean import clean
from extractor.mentions import Period
from extractor.periods import PeriodFinder, PeriodRule, compile_periods, find_periods
from extractor.rules_base import Example, RuleError, Unlike, unmark

FILE = Path(__file__).parent.parent / "rules" / "periods.yaml"
DATA = srsly.yaml_loads(FILE.read_text(encoding="utf-8"))
RULES = [PeriodRule.model_validate(entry) for entry in DATA["rules"]]
FINDER = compile_periods(RULES, DATA["fragments"])


def find(text: str, published: str | None = None, finder: PeriodFinder = FINDER) -> list[Period]:
    return find_periods(clean(text).text, finder, published=date.fromisoformat(published) if published else None)


def said(text: str, published: str | None = None) -> list[tuple[str, str | None, str | None]]:
    """Each period's text and dates."""
    bare = clean(text).text
    return [(bare[p.start : p.end], _iso(p.first), _iso(p.last)) for p in find(text, published)]


def dates_of(words: str, text: str, published: str | None = None) -> tuple[str | None, str | None]:
    """The dates of the last period that reads ``words``."""
    return next((first, last) for own, first, last in reversed(said(text, published)) if own == words)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


PROOFS = [pytest.param(rule, proof, id=f"{rule.id}-{n}") for rule in RULES for n, proof in enumerate(rule.proofs())]
UNLIKES = [pytest.param(rule, unlike, id=f"{rule.id}-{n}") for rule in RULES for n, unlike in enumerate(rule.unlike)]


@pytest.mark.parametrize(("rule", "proof"), PROOFS)
def test_examples(rule: PeriodRule, proof: Example) -> None:
    text, spans = unmark(clean(proof.text).text)
    own = {(p.start, p.end): p for p in find(text, proof.published) if p.rule == rule.id}
    assert own, f"{rule.id} finds nothing in {text!r}: {find(text)}"
    assert set(own) <= set(spans)
    assert set(spans) <= {(p.start, p.end) for p in find(text, proof.published)}
    period = own[min(own)]
    for name, value in proof.gives.items():
        got = getattr(period, name)
        assert (_iso(got) if isinstance(got, date) else got) == value, name


@pytest.mark.parametrize(("rule", "unlike"), UNLIKES)
def test_look_alikes(rule: PeriodRule, unlike: Unlike) -> None:
    assert [p for p in find(unlike.text, "2023-08-09") if p.rule == rule.id] == []


# ---- the turn of the year
@pytest.mark.parametrize(
    ("words", "text", "published", "expected"),
    [
        ("全年", "全年造林8万亩。", "2024-01-20", ("2023-01-01", "2023-12-31")),
        ("全年", "全年任务过半。", "2024-07-20", ("2024-01-01", "2024-12-31")),
        ("全年", "去年收入平稳。全年造林8万亩。", "2024-01-20", ("2023-01-01", "2023-12-31")),
        ("全年", "今年要抓好春耕。全年造林8万亩。", "2024-01-20", ("2024-01-01", "2024-12-31")),
        ("四季度", "四季度回升明显。", "2024-01-20", ("2023-10-01", "2023-12-31")),
        ("一季度", "确保一季度开门红。", "2024-01-20", ("2024-01-01", "2024-03-31")),
        ("三季度", "奋战三季度。", "2024-08-05", ("2024-07-01", "2024-09-30")),
        ("下半年", "下半年继续发力。", "2024-07-05", ("2024-07-01", "2024-12-31")),
        ("11月", "11月售出90辆。", "2024-02-05", ("2023-11-01", "2023-11-30")),
        ("11月", "预计11月完工。", "2024-08-05", ("2024-11-01", "2024-11-30")),
        ("1-12月", "1-12月完成投资20亿元。", "2024-01-15", ("2023-01-01", "2023-12-31")),
        ("1月", "1月用电下降。", "2024-02-15", ("2024-01-01", "2024-01-31")),
        ("上年", "全年收入20亿元，比上年增长3%。", "2024-01-15", ("2022-01-01", "2022-12-31")),
        ("去年全年", "前7个月产量超过去年全年。", "2024-08-15", ("2023-01-01", "2023-12-31")),
        ("年底", "到年底全部投产。", "2024-08-15", ("2024-12-31", "2024-12-31")),
        ("年初", "存款比年初增加9亿元。", "2024-08-15", ("2024-01-01", "2024-01-01")),
    ],
)
def test_turn_of_year(words: str, text: str, published: str, expected: tuple[str, str]) -> None:
    assert dates_of(words, text, published) == expected


# ---- the article's own years
@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        ("1至6月", "2018年，全县招商提速。\n1至6月，签约17个项目。", ("2018-01-01", "2018-06-30")),
        ("上半年", "上半年茶叶增产\n2018年上半年，茶叶产量400吨。", ("2018-01-01", "2018-06-30")),
        ("今年以来", "2018年5月，出口回升。今年以来，港口繁忙。", ("2018-01-01", "2018-05-31")),
        ("8月17日", "8月17日，召开2018年上半年分析会。", ("2018-08-17", "2018-08-17")),
        ("去年同期", "2018年前4个月出口5亿元，去年同期为4亿元。", ("2017-01-01", "2017-04-30")),
        ("上年", "2015年产鱼3万吨，比上年增长2%。到2020年力争4万吨。", ("2014-01-01", "2014-12-31")),
        ("目前", "发布时间：2018-06-11\n目前开放3座公园。", ("2018-06-11", "2018-06-11")),
        ("上半年", "2012年获批试点。上半年，新签项目8个，2018年签约额居首。", ("2018-01-01", "2018-06-30")),
        ("今年", "今年计划修渠30公里。", (None, None)),
    ],
)
def test_without_publication(words: str, text: str, expected: tuple[str | None, str | None]) -> None:
    assert dates_of(words, text) == expected


def test_base_of_comparison_sets_no_year() -> None:
    assert dates_of("上半年", "比2019年多3家，上半年新设9家。", "2023-07-20") == ("2023-01-01", "2023-06-30")


def test_sentence_anchor_wins() -> None:
    assert dates_of("四季度", "2021年走势平稳，四季度略升。", "2023-07-20") == ("2021-10-01", "2021-12-31")


def test_year_of_an_earlier_sentence_does_not_hold_back_the_reported_month() -> None:
    assert dates_of("7月", "2021年获批试点。7月，新增用户3万户。", "2023-08-10") == ("2023-07-01", "2023-07-31")


def test_story_stays_in_its_year() -> None:
    assert dates_of("6月", "2015年3月动工。6月，主体封顶。", "2023-08-10") == ("2015-06-01", "2015-06-30")


def test_same_time_of_the_year_before_a_review() -> None:
    assert dates_of("上年同期", "增速高于上年同期。", "2024-01-20") == ("2022-01-01", "2022-12-31")


def test_bare_day_of_last_month() -> None:
    assert dates_of("31日", "统计局31日发布公报。", "2023-08-01") == ("2023-07-31", "2023-07-31")


def test_full_width_text_reads_alike() -> None:
    assert [(first, last) for _, first, last in said("２０２３年１—７月，出口平稳。")] == [("2023-01-01", "2023-07-31")]


def test_no_overlaps_and_order() -> None:
    periods = find("2023年上半年至7月末，今年1—7月、去年同期，“十四五”以来，8月3日9时。", "2023-08-09")
    assert all(a.end <= b.start for a, b in pairwise(periods))
    assert len(periods) == 6


@pytest.mark.parametrize(
    "text", ["", "2月30日召开。", "13月", "9999年", "二〇年", "今年" * 500, "2023年" * 500, "1-" * 2000, "“" * 2000]
)
def test_odd_text_never_raises(text: str) -> None:
    find(text)
    find(text, "2024-02-29")


def test_leap_day_moves_to_the_end_of_february() -> None:
    assert dates_of("去年同期", "1至2月用电增长，去年同期下降。", "2024-03-15") == ("2023-01-01", "2023-02-28")


def test_every_rule_reaches_a_trigger_early() -> None:
    from extractor.periods import REACH

    for rule in RULES:
        for proof in rule.proofs():
            text, spans = unmark(clean(proof.text).text)
            assert any(word in text[start : start + REACH] for start, _ in spans for word in rule.triggers), rule.id


def test_bad_rules_say_what_to_do() -> None:
    broken = RULES[0].model_copy(update={"pattern": "{no_such}年"})
    with pytest.raises(RuleError, match=r"period\.year\.number.*no_such"):
        compile_periods([broken], DATA["fragments"])
    broken = RULES[0].model_copy(update={"pattern": "(年"})
    with pytest.raises(RuleError, match="does not compile"):
        compile_periods([broken, *RULES[1:]], DATA["fragments"])
    with pytest.raises(RuleError, match="cue_"):
        compile_periods(RULES, {k: v for k, v in DATA["fragments"].items() if not k.startswith("cue_")})


def test_year_named_only_as_a_base_tells_the_present() -> None:
    text = "年初以来，企业复工。一季度产值9亿元，与2017年计划持平，结束了自2014年以来的下滑。"
    assert dates_of("一季度", text) == ("2017-01-01", "2017-03-31")


def test_a_base_that_lies_before_does_not_tell_the_present() -> None:
    text = "1—10月，全省快递业务量258亿件，比2019年同期翻一番，高于2021年的水平。"
    assert dates_of("1—10月", text) == (None, None)
