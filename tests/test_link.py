"""Binding numbers to their meaning: one construction a test, in sentences of our own."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractor import extract

PUBLISHED = "2024-07-25"


def facts(text: str, **known):
    return extract(text, published=known.pop("published", PUBLISHED), **known).facts


def rows(text: str, *names: str, **known):
    return [tuple(getattr(fact, name) for name in names) for fact in facts(text, **known)]


def test_respectively_over_levels_of_the_sentence():
    found = rows(
        "上半年,园区完成产值3.2亿元、利润2100万元、税金800万元,同比分别增长12%、30%、8.5%。", "metric", "measure", "value"
    )
    assert [(m, k, float(v)) for m, k, v in found] == [
        ("产值", "level", 320000000), ("利润", "level", 21000000), ("税金", "level", 8000000),
        ("产值", "growth", 12), ("利润", "growth", 30), ("税金", "growth", 8.5),
    ]  # fmt: skip


def test_respectively_over_coordinated_names_with_a_shared_head():
    found = rows("全市水泥、平板玻璃产量分别增长3.1%、下降2.4%。", "metric", "value")
    assert found == [("水泥产量", Decimal("3.1")), ("平板玻璃产量", Decimal("-2.4"))]


@pytest.mark.parametrize(
    ("text", "metrics"),
    [
        ("全市散货吞吐量和滚装吞吐量分别增长5%和6%。", ["散货吞吐量", "滚装吞吐量"]),
        ("全县煤气消费量、蒸汽使用量分别下降8%和12%。", ["煤气消费量", "蒸汽使用量"]),
        ("全县茶叶产量和蚕茧产量分别为1.2万吨和0.3万吨。", ["茶叶产量", "蚕茧产量"]),
    ],
)
def test_a_part_with_a_head_of_its_own_takes_no_other(text, metrics):
    assert [m for (m,) in rows(text, "metric")] == metrics


def test_a_rank_shared_by_two_counts():
    found = rows("新增规上企业9家,净增经营主体1430户,均居全省第一。", "metric", "measure", "reference")
    assert found[2:] == [("新增规上企业", "rank", "全省"), ("净增经营主体", "rank", "全省")]


def test_one_word_for_town_and_country():
    assert [m for (m,) in rows("城乡居民人均可支配收入分别增长4.8%、6.5%。", "metric")] == [
        "城镇居民人均可支配收入",
        "农村居民人均可支配收入",
    ]


def test_first_second_and_third_industry():
    assert [m for (m,) in rows("一、二、三产业增加值分别增长3%、5%、6%。", "metric")] == [
        "一产业增加值",
        "二产业增加值",
        "三产业增加值",
    ]


def test_a_part_takes_the_metric_of_the_whole():
    found = rows("居民恩格尔系数为29.8%,其中城镇为28.6%,农村为32.1%。", "metric", "breakdown")
    assert [m for m, _ in found][1:] == ["城镇居民恩格尔系数", "农村居民恩格尔系数"]


def test_the_noun_after_its_count():
    assert rows("今年新增2家省级工业设计中心、1家省级中试基地。", "metric", "unit") == [
        ("新增省级工业设计中心", "家"),
        ("省级中试基地", "家"),
    ]


@pytest.mark.parametrize(
    ("text", "measure", "value", "unit"),
    [
        ("出口额下降11.3%。", "growth", -11.3, "%"),
        ("产量增长1.5倍。", "growth", 150, "%"),
        ("产值翻一番。", "growth", 100, "%"),
        ("出口额增长三成。", "growth", 30, "%"),
        ("产量是2015年的1.8倍。", "multiple", 1.8, "倍"),
        ("失业率比上年下降0.2个百分点。", "difference", -0.2, "百分点"),
        ("机电产品出口占出口总值的52.7%。", "share", 52.7, "%"),
        ("锂电池产量占全国1/5。", "share", 20, "%"),
        ("最终消费支出对经济增长贡献率达48%。", "contribution", 48, "%"),
        ("第二产业增加值拉动经济增长1.7个百分点。", "contribution", 1.7, "百分点"),
        ("重点项目投资完成年度计划的61.5%。", "completion", 61.5, "%"),
        ("进出口总额居全省第3位。", "rank", 3, "位"),
        ("综合实力进入全国前60名。", "rank", 60, "位"),
        ("综合评估在全省进位12名。", "difference", 12, "位"),
        ("城镇化率提高到61.3%。", "level", 61.3, "%"),
        ("粮食产量比上年增加2.46万吨。", "difference", 24600, "吨"),
    ],
)
def test_kinds_of_statement(text, measure, value, unit):
    (fact,) = facts(text)
    assert (fact.measure, float(fact.value), fact.unit) == (measure, value, unit)


@pytest.mark.parametrize(
    ("text", "comparison", "reference"),
    [
        ("出口额同比增长5%。", "yoy", None),
        ("出口额增长5%。", "yoy", None),
        ("价格环比上涨0.3%。", "mom", None),
        ("价格比上月上涨0.3%。", "mom", None),
        ("增加值增速比一季度回落0.4个百分点。", "qoq", None),
        ("贷款余额比年初增长4.1%。", "ytd", None),
        ("产值年均增长8.2%。", "annual_average", None),
        ("客流量比2019年增长16%。", "since", "2019年"),
        ("增加值增速高于全省0.5个百分点。", "peer", "全省"),
        ("优良天数比例比目标高1.2个百分点。", "target", "目标"),
    ],
)
def test_bases_of_comparison(text, comparison, reference):
    (fact,) = facts(text)
    assert (fact.comparison, fact.reference) == (comparison, reference)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("力争亩均产出增长12%以上。", "target"),
        ("全年的主要预期目标为:生产总值增长5.8%左右。", "target"),
        ("预计全年接待游客增长8%。", "forecast"),
        ("项目建成后可实现年产值10亿元。", "forecast"),
        ("下半年将新开工重点项目22个。", "target"),
        ("上半年完成投资6.3亿元。", "actual"),
        ("投资完成年度计划的62%。", "actual"),
    ],
)
def test_status(text, status):
    assert {fact.status for fact in facts(text)} == {status}


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("产值突破30亿元。", "at_least"), ("产值近30亿元。", "nearly"), ("产值约30亿元。", "about"), ("产值30亿元左右。", "about"),
        ("失业率控制在5.2%以内。", "at_most"), ("产值达30亿元。", None), ("签约项目30余个。", "at_least"),
    ],
)  # fmt: skip
def test_bounds_are_in_the_quote(text, bound):
    (fact,) = facts(text)
    assert fact.bound == bound


@pytest.mark.parametrize(
    ("goal", "bound"), [("7.2%的预期目标", None), ("7.2%左右的预期目标", "about"), ("7.2%以上的年度计划", "at_least")]
)
def test_a_goal_that_was_passed_is_no_bound(goal, bound):
    assert facts(f"规上工业增加值增长8.2%,高于{goal}。")[-1].bound == bound


def test_from_and_to():
    found = rows("非化石能源消费比重由15.2%提高到17.5%。", "measure", "value")
    assert [(k, float(v)) for k, v in found] == [("share", 15.2), ("share", 17.5)]


def test_ratio_of_three_industries():
    found = rows("三次产业结构为8.2:41.1:50.7。", "metric", "measure", "quote")
    assert found == [("第一产业", "share", "8.2"), ("第二产业", "share", "41.1"), ("第三产业", "share", "50.7")]


def test_subject_from_a_relative_word_and_a_named_company():
    text = "浏阳市上半年经济形势\n上半年,全市出口额12.6亿元。湖南星沙精工机械有限公司完成产值2.3亿元。"
    assert [s for (s,) in rows(text, "subject")] == ["浏阳市", "湖南星沙精工机械有限公司"]


def test_period_carried_from_the_sentence_before_is_marked():
    text = "1至6月,全市出口额12.6亿元。进口额3.1亿元。"
    first, second = facts(text)
    assert (first.period.start, first.period.end, first.period.text) == ("2024-01-01", "2024-06-30", "1至6月")
    assert (second.period.start, second.period.text) == ("2024-01-01", None)
    assert "period" in second.inherited and "period" not in first.inherited


def test_a_basis_is_no_period_of_the_fact():
    (fact,) = facts("2024年上半年,客流量比2019年增长16%。")
    assert fact.period.start == "2024-01-01"


def test_metric_of_the_catalogue_with_its_part():
    (fact,) = facts("医药制造业增加值增长9.1%。")
    assert (fact.metric, fact.metric_id, fact.breakdown) == ("医药制造业增加值", "value_added", "医药制造业")


def test_class_names_thresholds_and_lists_are_no_facts():
    text = "引进世界500强企业。三大产业集群加快发展。连续3年保持稳定。第5届博览会开幕。规定600兆瓦以上机组须改造。"
    assert facts(text) == []


def test_title_repeated_in_the_body_is_linked():
    text = "全市出口额增长12.5%\n上半年,全市出口额增长12.5%。"
    title, body = facts(text)
    assert body.repeats == title.id


@pytest.mark.parametrize(
    ("text", "metrics"),
    [
        ("全县辖6镇、3乡、112个行政村。", ["镇", "乡", "行政村"]),
        ("全县下辖2个街道、9个乡镇。", ["街道", "乡镇"]),
        ("产品销往12个国家46个城市。", ["国家", "城市"]),
        ("学院与31家民企合作。", ["民企合作"]),
        ("以老城片区为骨干、7个镇级工业小区为支撑,产业加快集聚。", ["镇级工业小区"]),
        ("建成2个中试基地、5个检测中心等服务平台。", ["中试基地", "检测中心"]),
        ("全县18个市政重点工程开工。", ["市政重点工程"]),
        ("全市新增企业40家,6家位于东部。", ["新增企业", "企业"]),
    ],
)
def test_what_a_count_counts(text, metrics):
    assert [m for (m,) in rows(text, "metric")] == metrics


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("全县平均海拔820米。", "平均海拔"),
        ("全县年均降水量410毫米。", "年均降水量"),
        ("设备利用小时数930小时。", "设备利用小时数"),
    ],
)
def test_a_mean_is_part_of_the_name(text, metric):
    assert [m for (m,) in rows(text, "metric")] == [metric]


def test_a_total_is_of_what_was_counted_in_its_unit():
    found = rows("班列开行310列,通达9国41城,发运8000标箱,累计开行突破2000列。", "metric", "value")
    assert found[-1] == ("班列开行", Decimal(2000))


@pytest.mark.parametrize("text", ["全县地处北纬28°14′。", "八大类价格呈“六升两降”态势。", "东部区域12个城市:\n优良天数增多。"])
def test_numbers_that_measure_nothing(text):
    assert facts(text) == []


def test_a_line_with_a_name_and_a_colon_says_whose_figures_follow():
    text = "昆明市:\n优良天数比例为91.2%。PM10浓度同比下降3.1%。\n大理州:\n优良天数比例为98.3%。"
    assert [s for (s,) in rows(text, "subject")] == ["昆明市", "昆明市", "大理白族自治州"]


def test_a_heading_ends_what_such_a_line_opened():
    text = "昆明市今年空气良好。\n\n一、各州\n\n大理州:\n优良天数比例为91.2%。\n\n二、总体\n\n优良天数比例为88.3%。"
    assert [s for (s,) in rows(text, "subject")] == ["大理白族自治州", "昆明市"]


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("全年货物周转量82亿吨公里。其中,高速公路完成31亿吨公里。", "高速公路货物周转量"),
        ("全县粮食播种面积12万亩,其中大豆3万亩。", "大豆播种面积"),
        ("大豆价格3.1元/斤,环比上涨2%,玉米1.4元/斤。", "玉米价格"),
        ("粮食、化肥运量分别为31万吨、6万吨。", "化肥运量"),
        ("全市耕地21万亩,其中林地3万亩。", "林地"),
    ],
)
def test_a_part_alone_takes_the_head_of_the_whole(text, metric):
    assert rows(text, "metric")[-1] == (metric,)


def test_prices_for_one_each():
    found = rows("水泵、风机的出口均价分别为每台31美元和每台54美元,分别上涨2%和3%。", "metric", "value", "unit")
    assert [(m, float(v), u) for m, v, u in found] == [
        ("水泵出口均价", 31, "美元/台"), ("风机的出口均价", 54, "美元/台"), ("水泵出口均价", 2, "%"), ("风机的出口均价", 3, "%"),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["食品类涨幅居首。", "总量位列区域首位。", "出口额同样居首,进口回落。"])
def test_a_rank_said_by_a_word(text):
    assert [(m, float(v)) for m, v in rows(text, "measure", "value")] == [("rank", 1)]


def test_a_completion_rate_of_a_plan_is_of_the_metric_before():
    found = rows("全县技改投资完成3.1亿元,目标完成率31.5%,同比增长6%。", "metric", "measure", "reference")
    assert found[1:] == [("技改投资", "completion", "目标"), ("技改投资", "growth", None)]


@pytest.mark.parametrize(
    ("text", "measure", "comparison"),
    [
        ("水利工程完成投资8亿元、超年度计划12%。", "growth", "target"),
        ("水利工程完成投资8亿元,超目标任务12%。", "growth", "target"),
        ("水利工程完成投资8亿元,完成年度计划的112%。", "completion", None),
    ],
)
def test_more_than_planned(text, measure, comparison):
    assert rows(text, "measure", "comparison")[-1] == (measure, comparison)


@pytest.mark.parametrize(
    ("text", "metric", "reference"),
    [
        ("风电装机达31万千瓦,占总装机的41%,成为全区第一大电源。", "风电装机", "全区"),
        ("合资企业出口12亿元,超过外资企业成为全市第二大主体。", "合资企业出口", "全市"),
    ],
)
def test_a_rank_that_something_becomes(text, metric, reference):
    fact = facts(text)[-1]
    assert (fact.measure, fact.metric, fact.reference) == ("rank", metric, reference)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("去年争取中央预算内资金3.1亿元。", "actual"),
        ("去年争取到专项债券3.1亿元。", "actual"),
        ("今年争取实现产值3.1亿元。", "target"),
        ("会议提出,2024年产值增长6%左右。", "target"),
        ("会议指出,2023年产值增长6%。", "actual"),
    ],
)
def test_what_was_won_and_what_is_aimed_at(text, status):
    assert [s for (s,) in rows(text, "status")] == [status]


def test_how_high_a_rate_stood_is_no_share():
    assert rows("3月失业率升至5.6%的较高水平。", "measure", "metric") == [("level", "失业率")]


def test_a_class_by_rank_is_no_position():
    assert rows("销量列前8位的车型中,3款为新能源车。", "measure") == [("level",)]
    assert rows("销量保持全省前8位的好成绩。", "measure") == [("rank",)]


def test_the_class_that_closes_a_list_is_no_part_of_its_last_name():
    found = rows("检测服务、设计服务等高技术服务业分别增长12%和9%。", "metric")
    assert found == [("检测服务",), ("设计服务",)]


def test_a_rank_of_both_growths_of_a_pair():
    found = rows("城乡居民收入达31200元和15100元,分别增长5%和7%,增速均居全市第二。", "metric", "measure")
    assert found[-2:] == [("城镇居民收入增速", "rank"), ("农村居民收入增速", "rank")]


@pytest.mark.parametrize(
    ("text", "metric", "subject"),
    [
        ("远山科技有限公司年产3万吨铸件项目开工。", "年产铸件", "远山科技有限公司"),
        ("年产6万吨磷肥及1万吨硼砂项目投产。", "硼砂", "全国"),
        ("白石实业6万吨磷肥技改等项目加快推进。", "磷肥", "白石实业"),
        ("建成后可年产6万吨磷肥。", "年产磷肥", "全国"),
        ("年产6万吨的白石厂区投产。", "年产", "全国"),
    ],
)
def test_what_a_plant_makes(text, metric, subject):
    assert rows(text, "metric", "subject")[-1] == (metric, subject)


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("全县共实现采购规模12亿元。", "采购规模"),
        ("全县实现签约金额12亿元。", "签约金额"),
        ("全县发放资助金12万元。", "资助金"),
        ("以甲、乙公司为代表的骨干陶瓷企业完成产值12亿元。", "骨干陶瓷企业产值"),
        ("9类商品的出口价格出现下跌。", "商品"),
        ("7个乡镇的税收实现增长。", "乡镇"),
    ],
)
def test_where_a_name_begins_and_ends(text, metric):
    assert rows(text, "metric")[0] == (metric,)


def test_things_pointed_back_at_keep_their_name():
    found = rows("今年开工16个水利工程。上述工程已累计完成投资9亿元,其中一季度累计完成投资2亿元。", "metric")
    assert found[1:] == [("水利工程累计完成投资",), ("水利工程累计完成投资",)]


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("现有职工310人,其中技工占比超过四成。", "职工"),
        ("粮食播种面积9万亩,其中大豆2万亩、玉米3万亩,分别占22%和33%。", "粮食播种面积"),
        ("全市税收8亿元。其中增值税占比31%。", "税收"),
        ("一般贸易出口6亿元,占出口总值的61%;加工贸易出口2亿元,占21%。", "出口总值"),
        ("煤炭消费量占能源消费总量比重为51%。", "能源消费总量"),
        ("对越南进出口占比达21%。", "进出口"),
        ("年度计划投资完成率61%。", "年度计划"),
        ("快递量将达到平日的1.6倍。", "平日"),
    ],
)
def test_the_whole_that_is_meant(text, reference):
    assert rows(text, "reference")[-1] == (reference,)


def test_a_share_whose_whole_nobody_names():
    assert rows("民营企业出口增长6%,占比31%。", "reference")[-1] == (None,)


def test_names_that_close_the_clause_before_take_one_number_each():
    found = rows("超过1亿元的县市有玉溪、大理、开发区,采购额分别为3亿元、2亿元、1亿元。", "subject", "metric")
    assert [s[:2] for s, _ in found[-3:]] == ["玉溪", "大理", "开发"]


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("昆明市外贸出口回升,其中越南仍为第一大出口市场,出口额6亿元。", "昆明市"),
        ("云南省有轨电车1号线(昆明站至安宁站)里程29公里。", "云南省"),
        ("以曲靖市为例,今年新增企业31家。", "曲靖市"),
    ],
)
def test_names_that_are_and_are_not_subjects(text, subject):
    assert rows(text, "subject")[-1] == (subject,)


def test_other_sides_of_a_list_of_multiples():
    found = rows("我国单位能耗是甲国的5倍、日本的4倍。", "reference", "measure")
    assert found == [("甲国", "multiple"), ("日本", "multiple")]


def test_what_was_done_is_not_what_was_planned():
    found = rows("水利项目31个,计划投资8亿元,完成投资3亿元,占年度计划的37.5%。", "metric", "status")
    assert found[1] == ("水利项目计划投资", "target")
    assert [m for m, _ in found[2:]] == ["水利项目投资", "水利项目投资"]


def test_two_other_sides_of_one_growth():
    found = rows("实现产值5亿元,增长9%,实现增加值2亿元,同比增长11%,分别高于全国、全省7.2、3.1个百分点。", "metric", "reference")
    assert found[-2:] == [("增加值", "全国"), ("增加值", "全省")]


@pytest.mark.parametrize(
    ("text", "metrics"),
    [
        ("百亿级项目1个、20亿级项目6个。", ["百亿级项目", "20亿级项目"]),
        ("本次签约的项目包含工业项目9个。", ["工业项目"]),
        ("此次集中开工项目9个。", ["集中开工项目"]),
        ("油菜种植面积6万亩,产量1.1万吨。", ["油菜种植面积", "油菜产量"]),
        ("重点项目数增长9%,其中,开工项目数增长11%。", ["重点项目数", "开工项目数"]),
    ],
)
def test_classes_lists_and_heads(text, metrics):
    assert [m for (m,) in rows(text, "metric")] == metrics


@pytest.mark.parametrize(
    ("text", "measure", "reference"),
    [
        ("累计完成投资9亿元,超序时进度6%。", "difference", "序时进度"),
        ("水利项目开工31项,完成年度计划开工的81%。", "completion", "年度计划开工"),
    ],
)
def test_ahead_of_schedule(text, measure, reference):
    assert rows(text, "measure", "reference")[-1] == (measure, reference)


def test_the_part_that_is_taken_up_again():
    found = rows("对越南、老挝出口分别增长5%、9%,其中,越南是最大的市场,占出口总值的21%。", "metric")
    assert found == [("对越南出口",), ("对老挝出口",), ("对越南出口",)]


def test_the_same_metric_of_two_places():
    found = rows("昆明、大理进出口分别增长5%和9%,占全省比重分别提高0.2个和0.4个百分点。", "subject", "measure")
    assert [s[:2] for s, _ in found] == ["昆明", "大理", "昆明", "大理"]


def test_months_in_order():
    found = rows("4月、5月销量分别为31台和45台。", "value", "period")
    assert [str(p.start)[5:7] for _, p in found] == ["04", "05"]


def test_shares_of_things_in_a_list():
    found = rows("全县聚集了71%的中试基地、82%的检测中心。", "metric", "measure")
    assert found == [("中试基地", "share"), ("检测中心", "share")]


def test_a_span_of_years_that_rose():
    assert [float(v) for (v,) in rows("平均受教育年限从9.1年提高到9.8年。", "value")] == [9.1, 9.8]


@pytest.mark.parametrize(
    ("text", "metrics"),
    [
        ("园区16家规上企业完成产值6亿元。", ["规上企业", "规上企业产值"]),
        ("产品出口12个国家和地区。", ["国家和地区"]),
        ("全市产值增长超过15%的企业有9家。", ["产值增长超过15%的企业"]),
    ],
)
def test_whose_things_are_counted(text, metrics):
    assert [m for (m,) in rows(text, "metric")] == metrics


def test_a_concentration_that_gets_better_falls():
    assert rows("PM10浓度同比改善4.2%。", "metric", "value") == [("PM10浓度", Decimal("-4.2"))]


def test_a_rank_in_number_is_of_what_was_counted():
    assert rows("示范企业8家,数量居全市首位。", "metric")[-1] == ("示范企业数量",)


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("优良天数达310天,优良率84.9%,较上年增加6天。", "优良天数"),
        ("叉车销量同比增长31%,全年超2万台无悬念。", "叉车销量"),
        ("该项目计划投资2亿元。", "计划投资"),
        ("三年来累计投入科研资金2亿元。", "科研资金"),
        ("税收过亿元企业新增2家。", "税收过亿元企业新增"),
        ("城乡收入比缩小至1.9:1。", "城乡收入比"),
    ],
)
def test_what_a_bare_number_is_of(text, metric):
    assert rows(text, "metric")[-1] == (metric,)


@pytest.mark.parametrize("said", ["计划", "将", "拟", "预计可", "投产后可"])
def test_what_is_new_stays_new_when_it_is_planned(said):
    assert [fact.metric for fact in extract(f"全市{said}新增公办学位2万个。").facts] == ["新增公办学位"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("一季度,永兴县规上工业增加值增长6.8%,其中3月份增长7.9%;社会消费品零售总额9.36亿元。", ["一季度", "3月份", "一季度"]),
        ("一季度,永兴县税收3.2亿元;3月当月税收1.1亿元;进出口2.3亿元。", ["一季度", "3月", "一季度"]),
        ("一季度,永兴县税收增长5%,1月份税收增长3.1%;进出口增长4%。", ["一季度", "1月份", "一季度"]),
        ("上半年,永兴县税收增长5%;6月份,进出口增长3.1%;出口增长4%。", ["上半年", "6月份", "6月份"]),
    ],
)
def test_a_month_in_passing_ends_with_its_semicolon(text, said):
    assert [fact.period.text for fact in facts(text)] == said


@pytest.mark.parametrize(
    ("text", "metrics"),
    [
        ("永兴县进出口增长5%,出口增长4%。", ["进出口", "出口"]),
        ("永兴县净利润增长5%,利润增长4%。", ["净利润", "利润"]),
        ("永兴县工业总产值增长5%,其中3月份产值增长4%。", ["工业总产值", "工业总产值"]),
    ],
)
def test_a_head_said_again_is_the_same_head(text, metrics):
    assert [fact.metric for fact in facts(text)] == metrics


def test_an_amount_goes_on_with_the_growth_before_it():
    text = "力争进出口总额突破40亿元,一般公共预算收入增长5%、达到13.4亿元。"
    assert [metric for (metric,) in rows(text, "metric")] == ["进出口总额", "一般公共预算收入", "一般公共预算收入"]


def test_a_relative_word_has_the_id_of_the_body_it_stands_for():
    text = "永兴高新区上半年工作情况\n永兴高新区实现税收3亿元。全区完成投资12亿元。力争全年新签约项目20个。"
    assert len({(fact.subject, fact.subject_id) for fact in facts(text)}) == 1


@pytest.mark.parametrize(
    ("text", "metric", "value"),
    [
        ("全省减少大豆种植面积21万亩。", "大豆种植面积", -210_000),
        ("2023年,永兴县减少财政支出3.1亿元。", "财政支出", -310_000_000),
        ("永兴县增加就业岗位260个。", "就业岗位", 260),
    ],
)
def test_a_verb_of_change_before_what_changes(text, metric, value):
    assert rows(text, "metric", "measure", "value") == [(metric, "difference", value)]


@pytest.mark.parametrize(
    ("text", "metric", "status", "start"),
    [
        ("2025年计划新增就业2万人。", "新增就业", "target", "2025-01-01"),
        ("今年计划实现旅游收入9亿元。", "旅游收入", "target", "2024-01-01"),
        ("全年计划完成造林4万亩。", "造林", "target", "2024-01-01"),
        ("上半年完成投资2亿元,完成全年计划63%。", "投资", "actual", "2024-01-01"),
        ("上半年完成投资2亿元,完成2024年计划的63%。", "投资", "actual", "2024-01-01"),
    ],
)
def test_a_plan_for_a_time_is_aimed_at_a_plan_completed_is_not(text, metric, status, start):
    fact = facts(text)[-1]
    assert (fact.metric, fact.status, fact.period.start) == (metric, status, start)


@pytest.mark.parametrize(
    ("text", "statuses", "starts"),
    [
        ("到2026年,力争合作社由现在的3.9万家扩至5万家。", ["actual", "target"], ["2024-07-25", "2026-01-01"]),
        ("到2026年,力争城镇化率由61.2%提高到65%。", ["actual", "target"], [None, "2026-01-01"]),
        ("上半年,入园率由去年同期的63.2%提升到66.9%。", ["actual", "actual"], ["2023-01-01", "2024-01-01"]),
    ],
)
def test_where_a_change_starts_from_has_been_reached(text, statuses, starts):
    found = facts(text)
    assert [fact.status for fact in found] == statuses
    assert [fact.period and fact.period.start for fact in found] == starts


@pytest.mark.parametrize(
    ("text", "value", "reference"),
    [
        ("税收占比低于目标0.6个百分点。", Decimal("-0.6"), "目标"),
        ("产值增长8%,高于预期目标1.2个百分点。", Decimal("1.2"), "预期目标"),
    ],
)
def test_above_and_below_a_goal(text, value, reference):
    fact = facts(text)[-1]
    assert (fact.measure, fact.value, fact.comparison, fact.reference) == ("difference", value, "target", reference)


@pytest.mark.parametrize("text", ["受外需走弱影响,出口交货值98亿元。", "刚需住房成交2.1万套。", "因订单需时较长,产量3.2万台。"])
def test_need_within_a_word_is_no_aim(text):
    assert [fact.status for fact in facts(text)] == ["actual"]


def test_at_comparable_prices_is_a_basis():
    assert rows("全镇游客41万人次,可比口径增长17.3%。", "metric")[-1] == ("游客",)


@pytest.mark.parametrize(
    ("text", "metrics"),
    [
        ("上半年规上工业增加值增长6.1%,居全市第三,其中采矿业、制造业依次增长3.3%、7.4%。", ["采矿业增加值", "制造业增加值"]),
        ("桐油累计实现31吨。", ["桐油"]),
        ("家具、五金、灯具类增长9.2%。", ["家具、五金、灯具类"]),
        ("城镇、乡村消费品零售额各为8.3亿元和5.6亿元。", ["城镇消费品零售额", "乡村消费品零售额"]),
        ("全年安排水利项目33个(新建21个,其余为续建),总投资9.4亿元。", ["水利项目总投资"]),
        ("目前17个项目正在吊装设备。", ["项目"]),
        ("永兴镇管辖面积86平方公里。", ["管辖面积"]),
    ],
)
def test_names_said_in_passing(text, metrics):
    assert [fact.metric for fact in facts(text)][-len(metrics) :] == metrics


def test_each_year_of_a_span_takes_one_number():
    found = facts("2021年至2023年,茶叶产量分别为120吨、135吨、150吨。")
    assert [fact.period.start for fact in found] == ["2021-01-01", "2022-01-01", "2023-01-01"]


def test_so_many_percent_done_are_progress():
    assert rows("全县秋粮收获完成61.3%。", "measure", "value") == [("completion", Decimal("61.3"))]


def test_a_streak_of_months_is_no_metric():
    assert rows("用电量增长11%,持续三个季度位列全省第二。", "metric", "measure")[-1] == ("用电量", "rank")


def test_no_district_says_the_whole_county_of_itself():
    text = "全县税收增长5%,总量排在浔阳区之后。"
    assert {fact.subject for fact in facts(text)} == {"全县"}


def test_amounts_of_several_kinds_in_one_list():
    text = "全县耕地面积和粮食产量分别为12万亩和6.4万吨,增长1.5%和2.6%。"
    assert [(metric, str(value)) for metric, value in rows(text, "metric", "value")] == [
        ("耕地面积", "120000"), ("粮食产量", "64000"), ("耕地面积", "1.5"), ("粮食产量", "2.6"),
    ]  # fmt: skip


def test_a_long_list_before_respectively():
    text = "永兴县农产品出口6.6亿元,其中,脐橙及其深加工制品、高山绿茶、冷冻调理水产品分别出口1.6亿、2.1亿、1.4亿元。"
    assert [metric for (metric,) in rows(text, "metric")][1:] == ["脐橙及其深加工制品出口", "高山绿茶出口", "冷冻调理水产品出口"]


def test_a_part_of_what_was_also_said_to_be_completed():
    text = "水利工程完成投资4.2亿元,完成年度计划的61%。其中,灌区改造完成1.3亿元。"
    assert [metric for (metric,) in rows(text, "metric")][2:] == ["灌区改造投资"]


def test_a_summary_has_the_time_of_the_sentence_after_it():
    first, *_ = facts("旅游收入增长16%。今年1至2月,全县旅游收入达3.1亿元。", published="2024-03-26")
    assert (first.period.start, first.period.end) == ("2024-01-01", "2024-02-29") and "period" in first.inherited


def test_a_plan_named_with_its_amount():
    text = "1至6月,永兴县完成税收2.4亿元,完成全年任务5亿元的48%,同比增长6.3%。"
    assert rows(text, "metric", "measure", "status") == [
        ("税收", "level", "actual"), ("税收", "level", "target"), ("税收", "completion", "actual"), ("税收", "growth", "actual"),
    ]  # fmt: skip
    assert facts(text)[1].period.end == "2024-12-31"


@pytest.mark.parametrize(
    ("text", "metrics"),
    [
        ("假日里,12个景点共接待游客5.2万人次。", ["景点", "景点游客"]),
        ("庙会前3天实现销售额1.2亿元。", ["销售额"]),
        ("54个水质监测点中,达标率为92.6%。", ["水质监测点", "达标率"]),
        ("在编教师60名(小学教师38名,初中教师22名),较上年增加9名。", ["在编教师", "小学教师", "初中教师", "在编教师"]),
    ],
)
def test_where_names_end(text, metrics):
    assert [fact.metric for fact in facts(text)] == metrics


def test_a_county_is_not_read_out_of_the_word_and():
    text = "全市统一招聘和县区自主招聘教师310名。"
    assert [fact.subject for fact in facts(text)] == ["全市"]


def test_a_rate_in_brackets_behind_the_base_of_a_comparison_is_the_bases():
    text = "二季度永兴县出口增长6.2%,较一季度(8.9%)回落2.7个百分点,比全省平均水平(4.5%)高1.7个百分点。"
    assert rows(text, "subject", "metric", "measure", "value", "comparison", "reference") == [
        ("永兴县", "出口", "growth", Decimal("6.2"), "yoy", None),
        ("永兴县", "出口", "growth", Decimal("8.9"), "yoy", None),
        ("永兴县", "出口", "difference", Decimal("-2.7"), "qoq", None),
        ("湖南省", "出口", "growth", Decimal("4.5"), "yoy", None),
        ("永兴县", "出口", "difference", Decimal("1.7"), "peer", "全省平均水平"),
    ]
    assert [f.period.end for f in facts(text, published="2024-07-20")][:2] == ["2024-06-30", "2024-03-31"]


def test_a_rate_in_brackets_behind_the_same_time_of_last_year_is_of_that_year():
    _, before = facts("上半年,全县税收增长5.2%,较上年同期(3.1%)明显加快。", published="2024-07-20")
    assert (before.measure, before.period.start, before.period.end) == ("growth", "2023-01-01", "2023-06-30")


def test_a_rate_has_no_rate_of_its_own():
    text = "上半年,全市外贸增速比一季度提高3.5个百分点,增速居全省第4位,拉动经济增长0.6个百分点。"
    assert rows(text, "metric", "measure") == [("外贸增速", "difference"), ("外贸增速", "rank"), ("外贸", "contribution")]


@pytest.mark.parametrize("plan", ["年任务", "年目标", "年度任务", "全年目标任务"])
def test_a_plan_with_its_amount_is_a_target_whatever_else_is_expected(plan):
    text = f"1至5月,预计到位外资2.4亿元,完成{plan}6亿元的40%。"
    assert [(f.metric, f.measure, f.status) for f in facts(text)][1] == ("到位外资", "level", "target")
    assert facts(text)[1].period.end[5:] == "12-31"
    assert (facts(text)[2].measure, facts(text)[2].reference) == ("completion", plan)


@pytest.mark.parametrize(
    ("text", "metrics"),
    [
        (
            "全县茶叶产量2.6万吨,其中,国营林场完成0.8万吨;茶叶合作社完成1.5万吨。",
            ["茶叶产量", "国营林场茶叶产量", "茶叶合作社茶叶产量"],
        ),
        ("其中7亿元项目2个、900万欧元德资项目1个。", ["7亿元项目", "900万欧元德资项目"]),
        ("力争引进8亿元或1亿美元以上仓储项目3个。", ["8亿元或1亿美元以上仓储项目"]),
        ("其中完成选址的学校有4所,正在办理手续的学校有2所。", ["完成选址的学校", "办理手续的学校"]),
        ("甲园、恒丰产业园等7个省、市重点项目总投资31亿元。", ["省、市重点项目", "省、市重点项目总投资"]),
        ("上报完成技改投资9亿元,尤其环保投资达3亿元。", ["技改投资", "环保投资"]),
        ("以在建项目前20名的企业为主。", []),
        ("铝材产量下降6..2%,销售额3.,5亿元。", []),
    ],
)
def test_parts_classes_and_what_is_no_figure(text, metrics):
    assert [fact.metric for fact in facts(text)] == metrics


def test_years_shared_out_by_respectively_hold_for_the_list_after_the_semicolon():
    text = "2019年至2021年,永兴县分别实现税收2亿元、3亿元、5亿元,预计年均增长9%;分别引进企业11家、13家、17家,预计年均增长8%。"
    assert [(str(f.value), f.status, f.period.start[:4]) for f in facts(text)] == [
        ("200000000", "actual", "2019"), ("300000000", "actual", "2020"), ("500000000", "actual", "2021"), ("9", "forecast", "2019"),
        ("11", "actual", "2019"), ("13", "actual", "2020"), ("17", "actual", "2021"), ("8", "forecast", "2019"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["外贸增长7.1%,高于全国0.9、全省1.6个百分点。", "外贸增长7.1%,高于全国、全省0.9个和1.6个百分点。"]
)
def test_two_sides_of_one_comparison(text):
    assert rows(text, "measure", "value", "unit", "reference")[1:] == [
        ("difference", Decimal("0.9"), "百分点", "全国"), ("difference", Decimal("1.6"), "百分点", "全省"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "metrics"),
    [
        ("风力发电机、充电桩、变压器产量分别增长2.6倍、1.2倍和35%。", ["风力发电机产量", "充电桩产量", "变压器产量"]),
        ("新签约、新投产项目分别为9个、7个。", ["新签约项目", "新投产项目"]),
        ("签约、在谈、意向项目累计31个。", ["签约、在谈、意向项目"]),
        ("16个续建项目进展良好,已完成投资3.3亿元。", ["续建项目", "续建项目投资"]),
        ("13项县级核算指标正增长。", ["县级核算指标"]),
        ("连续引进6亿元以上、15亿元以上的项目。", []),
    ],
)
def test_what_lists_share(text, metrics):
    assert [fact.metric for fact in facts(text)] == metrics


def test_a_word_before_a_term_that_names_no_part_is_no_breakdown():
    assert rows("完成总注册资金2.2亿元。", "metric", "breakdown") == [("总注册资金", None)]


def test_a_time_that_was_turned_round_is_not_the_time_of_what_follows():
    text = "上半年,全县外贸增长1.3%,扭转了一季度的下滑,增速比全国高0.4个百分点。"
    assert [f.period.end for f in facts(text, published="2024-07-20")] == ["2024-06-30", "2024-06-30"]


def test_paragraphs_go_on_with_the_narrower_time_of_the_first():
    text = "今年以来,全县农业稳定发展。上半年完成产值25亿元,增长8%。\n一是茶叶面积扩大。新栽茶园6万亩。"
    assert [f.period.end for f in facts(text, published="2024-07-20")] == ["2024-06-30"] * 3
