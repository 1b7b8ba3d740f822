"""Which catalogue entry a statement is of, its part kept apart; and names that only look like one."""

from __future__ import annotations

import pytest

from extractor.parts import shared

# sentence, expected metric_id, expected breakdown
KNOWN = [
    ("上半年,衡阳市地区生产总值增长5.1%。", "gross_regional_product", None),
    ("2023年,我国GDP增长5.2%。", "gdp", None),
    ("上半年,衡阳市规上工业增加值增长6.1%。", "value_added_of_industry_above_designated_size", None),
    ("上半年,衡阳市制造业增加值增长7.3%。", "value_added_of_manufacturing", None),
    ("上半年,衡阳市第一产业增加值36亿元。", "value_added_of_primary_industry", None),
    ("上半年,衡阳市固定资产投资增长3.2%。", "investment_in_fixed_assets", None),
    ("上半年,衡阳市工业投资增长12.5%。", "industrial_investment", None),
    ("上半年,衡阳市房地产开发投资下降8.4%。", "investment_in_real_estate_development", None),
    ("上半年,衡阳市社会消费品零售总额402.6亿元。", "retail_sales_of_consumer_goods", None),
    ("上半年,衡阳市社零总额增长6.1%。", "retail_sales_of_consumer_goods", None),
    ("上半年,衡阳市网上零售额增长11.2%。", "online_retail_sales", None),
    ("上半年,衡阳市进出口总额62亿元。", "total_value_of_imports_and_exports", None),
    ("上半年,我省对东盟进出口增长9.6%。", "total_value_of_imports_and_exports", "对东盟"),
    ("上半年,我省民营企业进出口增长8.8%。", "total_value_of_imports_and_exports", "民营企业"),
    ("上半年,我省机电产品出口增长8.8%。", "exports_of_mechanical_and_electrical_products", None),
    ("上半年,衡阳市实际利用外资3380万美元。", "foreign_capital_actually_utilized", None),
    ("上半年,衡阳市一般公共预算收入45.8亿元。", "general_public_budget_revenue", None),
    ("上半年,衡阳市地方一般公共预算收入增长4.9%。", "local_general_public_budget_revenue", None),
    ("上半年,衡阳市税收收入31.2亿元。", "tax_revenue", None),
    ("上半年,衡阳市一般公共预算支出增长2.2%。", "general_public_budget_expenditure", None),
    ("6月末,衡阳市各项存款余额4210亿元。", "deposits", None),
    ("6月末,衡阳市各项贷款余额3102亿元。", "loans", None),
    ("上半年,衡阳市居民人均可支配收入16820元。", "per_capita_disposable_income", None),
    ("上半年,城镇居民人均可支配收入增长4.7%。", "per_capita_disposable_income_of_urban_residents", None),
    ("上半年,农村居民人均可支配收入增长6.4%。", "per_capita_disposable_income_of_rural_residents", None),
    ("6月,衡阳市居民消费价格同比上涨0.4%。", "consumer_price", None),
    ("6月,全国工业生产者出厂价格同比下降5.4%。", "producer_price", None),
    ("上半年,衡阳市城镇新增就业3.1万人。", "newly_increased_urban_employment", None),
    ("6月,全国城镇调查失业率5.2%。", "surveyed_urban_unemployment_rate", None),
    ("2022年末,衡阳市常住人口661万人。", "permanent_population", None),
    ("2022年末,衡阳市常住人口城镇化率56.3%。", "urbanization_rate", None),
    ("2022年,衡阳市粮食产量336万吨。", "grain_output", None),
    ("上半年,衡阳市生猪出栏310万头。", "hogs_slaughtered", None),
    ("上半年,衡阳市全社会用电量增长5.3%。", "total_electricity_consumption", None),
    ("上半年,衡阳市工业用电量增长3.3%。", "electricity_consumption_of_industry", None),
    ("上半年,衡阳市空气质量优良天数比例88.4%。", "proportion_of_days_with_good_air_quality", None),
    ("2022年,衡阳市森林覆盖率47.9%。", "forest_coverage_rate", None),
    ("上半年,衡阳市接待游客3120万人次。", "tourists_received", None),
    ("上半年,衡阳市旅游收入286亿元。", "tourism_revenue", None),
    ("2022年,全国研发经费投入强度2.55%。", "rd_intensity", None),
    ("上半年,衡阳高新区亩均税收25万元。", "tax_revenue_per_mu", None),
]
UNKNOWN = [
    "上半年,甲项目总用水管线口径指标62项。",
    "上半年,衡阳市收集民情日记1203篇。",
    "其中,40亿元以上项目7个。",
    "上半年,衡阳市发放宣传手册3.1万份。",
]


@pytest.mark.parametrize(("sentence", "metric_id", "breakdown"), KNOWN, ids=[s[:16] for s, _, _ in KNOWN])
def test_the_entry_and_its_part(sentence, metric_id, breakdown):
    fact = shared().extract(sentence, published="2023-08-20").facts[0]
    assert (fact.metric_id, fact.breakdown) == (metric_id, breakdown)


@pytest.mark.parametrize("sentence", UNKNOWN)
def test_a_name_that_is_none_has_no_entry(sentence):
    assert [fact.metric_id for fact in shared().extract(sentence, published="2023-08-20").facts] == [None]


def test_the_catalogue_is_as_large_and_complete_as_it_says():
    rules = shared().rulebook.rules["metric"]
    assert len(rules) >= 800
    assert all(rule.english and rule.better in ("higher", "lower", "neutral") for rule in rules)
