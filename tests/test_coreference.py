"""Home, relative words and back references."""

import pytest

from extractor.coreference import Home, find_home, resolve_back_reference, resolve_relative, short_forms
from extractor.entities import find_entities
from extractor.places import load_gazetteer
from tests.test_entities import FINDER

GAZETTEER = load_gazetteer()


def entities_of(text):
    return find_entities(text, FINDER, GAZETTEER)


def test_home_from_the_dateline():
    home = find_home("一季度全市增长。", None, [], "衡阳")
    assert (home.place, home.code, home.level) == ("衡阳市", "430400", "city")


def test_home_from_the_title():
    text = "大庆市运行良好\n黑龙江各地回升,黑龙江整体向好。"
    assert find_home(text, "大庆市运行良好", entities_of(text), None).code == "230600"


def test_home_of_a_park_release():
    text = "衡阳高新区开局良好\n衡阳高新区投资上升。衡阳高新区利润增长。"
    home = find_home(text, "衡阳高新区开局良好", entities_of(text), None)
    assert (home.place, home.body, home.body_type) == ("衡阳市", "衡阳高新区", "PARK")


def test_home_unknown():
    assert find_home("投资上升。", None, [], None) == Home(None, None, None)


HENGYANG = Home("衡阳市", "430400", "city")


@pytest.mark.parametrize(
    ("word", "home", "meant"),
    [
        ("全市", HENGYANG, ("衡阳市", "430400")),
        ("我市", HENGYANG, ("衡阳市", "430400")),
        ("全省", HENGYANG, ("湖南省", "430000")),
        ("我国", HENGYANG, ("全国", None)),
        ("全国", Home(None, None, None), ("全国", None)),
        ("全县", HENGYANG, None),
        ("全市", Home(None, None, None), None),
        ("全区", Home("衡阳市", "430400", "city", "衡阳高新区", "PARK"), ("衡阳高新区", None)),
        ("全区", Home("广西壮族自治区", "450000", "province"), ("广西壮族自治区", "450000")),
        ("全区", Home("珠晖区", "430405", "county"), ("珠晖区", "430405")),
        ("全市", Home("耒阳市", "430481", "county"), ("耒阳市", "430481")),
        ("全市", Home("珠晖区", "430405", "county"), ("衡阳市", "430400")),
        ("全市", Home("海淀区", "110108", "county"), ("北京市", "110000")),
        ("全州", Home("湘西土家族苗族自治州", "433100", "city"), ("湘西土家族苗族自治州", "433100")),
        ("全县", Home("衡南县", "430422", "county"), ("衡南县", "430422")),
        ("公司", HENGYANG, None),
    ],
)
def test_relative_words(word, home, meant):
    assert resolve_relative(word, home) == meant


def test_the_company_is_the_last_one_named():
    text = "湖南川河机械有限公司扩产,衡阳远山材料有限公司减产。该公司利润下降。"
    entity = resolve_back_reference("该公司", text.index("该公司"), entities_of(text))
    assert entity.name == "衡阳远山材料有限公司"


def test_the_zone_is_the_one_named_before():
    text = "衡阳高新区开会。园区利润增长。"
    assert resolve_back_reference("园区", text.index("园区"), entities_of(text)).name == "衡阳高新区"


def test_nothing_of_the_kind_before():
    text = "公司利润下降。后来湖南川河机械有限公司扩产。"
    assert resolve_back_reference("公司", 0, entities_of(text)) is None
    assert resolve_back_reference("天气", 3, entities_of(text)) is None


def test_short_forms_of_a_company():
    assert short_forms("湖南宏岭森泉电力设备有限公司", FINDER) == ["宏岭森泉", "湖南宏岭森泉"]


def test_a_brand_that_is_a_common_word_is_no_short_form():
    assert short_forms("湖南发展有限公司", FINDER) == []
    assert short_forms("没有结尾的名称", FINDER) == []
