"""Constructions of the linker that few releases have: for each a sentence, and what it says."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractor import extract

CONSTRUCTIONS = [
    # text, (metric, measure, value, comparison or reference) of each fact
    # ---- a number and the one before it
    ("全县产值9亿元,完成22亿元年度任务的41%。", [("产值", "level", 900000000, None), ("产值", "level", 2200000000, None), ("产值", "completion", 41, "22亿元年度任务")]),
    ("粮食总产量由全省第8位上升到第5位。", [("粮食总产量", "rank", 8, "全省"), ("粮食总产量", "rank", 5, "全省")]),
    ("全县出口额居全市第一、全省第七位。", [("出口额", "rank", 1, "全市"), ("出口额", "rank", 7, "全省")]),
    ("全县亩均税收分别比全省、全市高3万元、2万元。", [("亩均税收", "difference", 30000, "全省"), ("亩均税收", "difference", 20000, "全市")]),
    ("水稻亩产每亩512公斤,较上年增加18公斤。", [("水稻亩产", "level", 512, None), ("水稻亩产", "difference", 18, "yoy")]),
    # ---- brackets
    ("财政收入中税收占62%(上年占58%)。", [("税收", "share", 62, "财政收入"), ("税收", "share", 58, "财政收入")]),
    ("全县GDP增长6.1%(全市5.4%)。", [("GDP", "growth", "6.1", "yoy"), ("GDP", "growth", "5.4", "yoy")]),
    ("制造业产值占工业产值的41%(采矿业38%)。", [("制造业产值", "share", 41, "工业产值"), ("采矿业", "share", 38, "工业产值")]),
    ("工业投资(同比增长8%)完成12亿元。", [("工业投资", "growth", 8, "yoy"), ("工业投资", "level", 1200000000, None)]),
    ("接待游客增长12%(3万人次)。", [("接待游客", "growth", 12, "yoy"), ("接待游客", "difference", 30000, "yoy")]),
    # ---- parts and wholes
    ("新增订单中,超过70%来自外商。", [("外商", "share", 70, "新增订单")]),
    ("职工320人,其中约80%为女工。", [("职工", "level", 320, None), ("女工", "share", 80, "职工")]),
    ("财政支出中民生支出占81%。", [("民生支出", "share", 81, "财政支出")]),
    ("民生支出在财政支出中的占比为81%。", [("民生支出", "share", 81, "财政支出")]),
    ("各行业中,纺织业占比最高,达31%,其次是食品业,为22%。", [("纺织业", "share", 31, None), ("食品业", "share", 22, None)]),
    # ---- what the clause before says
    ("快递业务稳步增长,增速达12.4%。", [("快递业务", "growth", "12.4", "yoy")]),
    ("茶叶增长最快,为8.2%;其次是水果,为5.4%。", [("茶叶", "growth", "8.2", "yoy"), ("水果", "growth", "5.4", "yoy")]),
    ("纺织业和食品业稳步回升,增速为3.4%和4.8%。", [("纺织业", "growth", "3.4", "yoy"), ("食品业", "growth", "4.8", "yoy")]),
    ("对德国、法国出口分别增长8%、12%,其中德国是最大市场,占出口总额的21%。", [("对德国出口", "growth", 8, "yoy"), ("对法国出口", "growth", 12, "yoy"), ("对德国出口", "share", 21, "出口总额")]),
    ("家具业转型提速,销售收入增长9%。", [("家具业销售收入", "growth", 9, "yoy")]),
    # ---- bases of comparison
    ("同2018年相比,全县医院增加3家,床位增加210张。", [("医院", "difference", 3, "2018年"), ("床位", "difference", 210, "2018年")]),
    ("二季度CPI环比下降0.4%。其中,食品价格下降1.2%。", [("CPI", "growth", "-0.4", "mom"), ("食品价格", "growth", "-1.2", "mom")]),
    ("2022年,旅游收入较2021年增长14%。", [("旅游收入", "growth", 14, "yoy")]),
    ("税收超过全市平均水平5个百分点。", [("税收", "difference", 5, "全市平均水平")]),
    ("全县GDP比全市高1.2个百分点,但低于全省0.3个百分点。", [("GDP", "difference", "1.2", "全市"), ("GDP", "difference", "-0.3", "全省")]),
    # ---- ranks
    ("招商引资额在同类园区内排第3位。", [("招商引资额", "rank", 3, "同类园区")]),
    ("税收排名第8,质量考核位列5。", [("税收", "rank", 8, None), ("质量考核", "rank", 5, None)]),
    ("综合排名由2021年的全省第21位前移到第16位。", [("综合排名", "rank", 21, "全省"), ("综合排名", "rank", 16, "全省")]),
    # ---- verbs with an object, causes, contributions
    ("农业因灾减产1.2万吨,因降价减收3000万元。", [("农业", "difference", -12000, "yoy"), ("农业", "difference", -30000000, "yoy")]),
    ("消费对经济增长贡献率达52%。", [("消费", "contribution", 52, "经济增长")]),
    ("投资拉动工业增长1.7个百分点,出口影响税收下降0.6个百分点。", [("投资", "contribution", "1.7", "工业"), ("出口", "contribution", "-0.6", "税收")]),
    ("采购钢材21万吨,销售钢材18万吨。", [("采购钢材", "level", 210000, None), ("销售钢材", "level", 180000, None)]),
    # ---- what is counted
    ("年产值超60亿元企业3家,超20亿元7家。", [("产值超60亿元企业", "level", 3, None), ("超20亿元企业", "level", 7, None)]),
    ("签约重点项目12个,上述项目总投资36亿元。", [("签约重点项目", "level", 12, None), ("签约重点项目总投资", "level", 3600000000, None)]),
    ("年产3万吨铸件项目投产。", [("年产铸件", "level", 30000, None)]),
    ("道路工程年度计划投资36亿元,完成率41%。", [("道路工程年度计划投资", "level", 3600000000, None), ("道路工程年度计划投资", "completion", 41, "年度计划投资")]),
    # ---- numbers in words
    ("合格率达七成半,其中三成五为优质品。", [("合格率", "level", 75, None), ("优质品", "share", 35, "合格率")]),
    ("森林覆盖率约百分之六点五,人口出生率为千分之八。", [("森林覆盖率", "level", "6.5", None), ("人口出生率", "level", 8, None)]),
    ("用工三万五千人,新建厂房三点六万平方米。", [("用工", "level", 35000, None), ("新建厂房", "level", 36000, None)]),
    ("失业率控制在3.5%以内,通过率不低于95%。", [("失业率", "level", "3.5", None), ("通过率", "level", 95, None)]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CONSTRUCTIONS, ids=[text[:12] for text, _ in CONSTRUCTIONS])
def test_what_a_construction_says(text, expected):
    facts = extract(text, published="2024-07-20").facts
    said = [(f.metric, f.measure, f.value, f.reference or f.comparison) for f in facts]
    assert said == [(metric, measure, Decimal(value), other) for metric, measure, value, other in expected]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("6月上旬旅游收入增长8%。", "2024-06-01", "2024-06-10"),
        ("6月上中旬旅游收入增长8%。", "2024-06-01", "2024-06-20"),
        ("11月至次年2月供热面积32万平方米。", "2023-11-01", "2024-02-29"),
        ("上年12月至今年2月用电量6亿千瓦时。", "2023-12-01", "2024-02-29"),
        ("2019至21年投资30亿元。", "2019-01-01", "2021-12-31"),
        ("“十四五”前三年新增就业6万人。", "2021-01-01", "2023-12-31"),
        ("“十四五”后两年新增就业6万人。", "2024-01-01", "2025-12-31"),
        ("去年春节接待游客5万人次。", "2023-01-21", "2023-01-27"),
        ("2月29日前完成投资2亿元。", "2024-02-29", "2024-02-29"),
    ],
)
def test_when_it_was(text, first, last):
    (fact,) = extract(text, published="2024-07-20").facts
    assert (fact.period.start, fact.period.end) == (first, last)
