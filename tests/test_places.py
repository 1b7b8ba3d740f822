"""The gazetteer: names, short names, codes, and who is meant."""

import subprocess
import sys

import pytest

from extractor.places import is_inside, level_of, load_gazetteer, short_name

GAZETTEER = load_gazetteer()


@pytest.mark.parametrize(
    ("name", "code", "official"),
    [
        ("衡阳", "430400", "衡阳市"),
        ("衡阳市", "430400", "衡阳市"),
        ("湖南", "430000", "湖南省"),
        ("新疆", "650000", "新疆维吾尔自治区"),
        ("内蒙古自治区", "150000", "内蒙古自治区"),
        ("北京", "110000", "北京市"),
        ("香港", "810000", "香港特别行政区"),
        ("湘西", "433100", "湘西土家族苗族自治州"),
        ("恩施州", "422800", "恩施土家族苗族自治州"),
        ("陵水县", "469028", "陵水黎族自治县"),
        ("珠晖区", "430405", "珠晖区"),
        ("乌有", None, None),
    ],
)
def test_names_lead_to_codes(name, code, official):
    place = GAZETTEER.resolve(name)
    assert (place and place.code, place and place.name) == (code, official)


def test_the_higher_level_wins_without_context():
    assert GAZETTEER.resolve("吉林").code == "220000"


def test_context_settles_between_namesakes():
    assert GAZETTEER.resolve("朝阳区") is None
    assert GAZETTEER.resolve("朝阳区", ["220100"]).code == "220104"
    assert GAZETTEER.resolve("海南", ["630000"]).level == "city"


def test_a_city_is_not_taken_for_the_county_of_its_name():
    assert GAZETTEER.resolve("衡阳", ["430000", "430400"]).code == "430400"


def test_chain_runs_from_the_province_down():
    assert [p.name for p in GAZETTEER.chain("430405")] == ["湖南省", "衡阳市", "珠晖区"]
    assert [p.name for p in GAZETTEER.chain("110105")] == ["北京市", "朝阳区"]


def test_chain_of_an_unknown_code_gives_what_is_known():
    assert [p.name for p in GAZETTEER.chain("439999")] == ["湖南省"]


@pytest.mark.parametrize(("code", "level"), [("430000", "province"), ("430400", "city"), ("430405", "county")])
def test_level_of(code, level):
    assert level_of(code) == level


def test_is_inside():
    assert is_inside("430405", "430400") and is_inside("430405", "430000") and not is_inside("440300", "430000")


@pytest.mark.parametrize(
    ("name", "short"),
    [("甲乙土家族苗族自治县", "甲乙"), ("丙丁市", "丙丁"), ("忠县", None), ("某处", None)],
)
def test_short_name(name, short):
    assert short_name(name, ["土家族", "苗族"]) == short


def test_every_code_has_six_digits():
    assert all(len(code) == 6 and code.isdigit() for code in GAZETTEER.by_code)


def test_the_data_package_is_not_run():
    lines = "import sys; from extractor.places import load_gazetteer; load_gazetteer(); print('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", lines], capture_output=True, text=True, check=True).stdout.strip() == "False"
