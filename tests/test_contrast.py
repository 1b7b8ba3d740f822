"""One word changed changes exactly the fields it should, and no other; how a text is written changes nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractor.parts import shared

FIELDS = (
    "subject metric metric_id breakdown measure value value_max unit unit_code bound comparison reference status period".split()
)


def read(text: str, published: str = "2023-08-20") -> list[dict]:
    """The facts of a text by their fields, the period without the words it was read from."""
    facts = shared().extract(text, published=published).facts
    return [
        {name: getattr(f, name) for name in FIELDS if name != "period"} | {"period": f.period and (f.period.start, f.period.end)}
        for f in facts
    ]


# text, word, its contrast, the fields that change with their new values
CONTRASTS = [
    ("上半年,衡阳市工业投资增长12.5%。", "增长", "下降", {"value": Decimal("-12.5")}),
    ("上半年,衡阳市工业投资同比增长12.5%。", "同比", "环比", {"comparison": "mom"}),
    ("上半年,衡阳市失业率比上年下降0.3个百分点。", "0.3个百分点", "0.3%", {"measure": "growth", "unit": "%", "unit_code": "%"}),
    ("2023年,衡阳市实现进出口总额62亿元。", "实现", "力争", {"status": "target"}),
    ("2023年,衡阳市实现进出口总额62亿元。", "实现", "预计实现", {"status": "forecast"}),
    ("上半年,衡阳市进出口总额超62亿元。", "超62亿元", "近62亿元", {"bound": "nearly"}),
    ("上半年,衡阳市进出口总额超62亿元。", "超62亿元", "62亿元左右", {"bound": "about"}),
    ("上半年,衡阳市进出口总额62亿元。", "62亿元", "62亿美元", {"unit": "美元", "unit_code": "USD"}),
    ("上半年,衡阳市进出口总额62亿元。", "62亿元", "62万元", {"value": 620000}),
    ("上半年,衡阳市进出口总额居全省第5位。", "全省", "全国", {"reference": "全国"}),
    ("上半年,衡阳市进出口总额居全省第5位。", "第5位", "第7位", {"value": 7}),
    ("上半年,衡阳市新增企业17家。", "上半年", "一季度", {"period": ("2023-01-01", "2023-03-31")}),
    ("上半年,衡阳市工业投资增速比全省高2.1个百分点。", "高", "低", {"value": Decimal("-2.1")}),
    ("上半年,衡阳市出口占进出口总额的65%。", "65%", "近65%", {"bound": "nearly"}),
    ("上半年,衡阳市进出口总额62亿元。", "衡阳市", "长沙市", {"subject": "长沙市"}),
]


@pytest.mark.parametrize(("text", "word", "other", "changed"), CONTRASTS, ids=[f"{w} to {o}" for _, w, o, _ in CONTRASTS])
def test_a_changed_word_changes_its_fields_and_no_other(text, word, other, changed):
    assert text.count(word) == 1
    before, after = read(text), read(text.replace(word, other))
    assert len(before) == len(after) == 1
    assert {name: after[0][name] for name in FIELDS if after[0][name] != before[0][name]} == changed


TEXT = (
    "2023年1至7月,衡阳市规模以上工业增加值同比增长6.1%,比全省高0.7个百分点;进出口总额1320000万元,增长12.5%,总量居全省第3位。"
    "新登记企业32000户,城镇新增就业1.2万人,完成年度计划的62.3%。力争全年出口增长15%以上。"
)
FULL = str.maketrans({c: chr(ord(c) + 0xFEE0) for c in "0123456789.%,;"})
VARIANTS = {
    "full width": TEXT.translate(FULL),
    "thousands": TEXT.replace("1320000", "1,320,000").replace("32000", "32,000"),
    "multiplier": TEXT.replace("32000户", "3.2万户").replace("1320000万元", "132亿元"),
    "blanks in numbers": TEXT.replace("6.1%", "6.1 %").replace("132", "132").replace("新登记企业32000", "新登记企业 32000"),
    "blanks after marks": TEXT.replace(",", ", ").replace("。", "。 "),
    "no-break blanks": TEXT.replace("居全省", "居全省\u00a0").replace("增长12.5", "增长\u00a012.5"),
    "zero width": TEXT.replace("衡阳市", "衡\u200b阳市").replace("12.5", "12\u200b.5"),
    "line end": TEXT.replace("。新登记", "。\r\n新登记"),
    "traditional": (
        "2023年1至7月,衡陽市規模以上工業增加值同比增長6.1%,比全省高0.7個百分點;進出口總額1320000萬元,增長12.5%,總量居全省第3位。"
        "新登記企業32000戶,城鎮新增就業1.2萬人,完成年度計劃的62.3%。力爭全年出口增長15%以上。"
    ),
}


@pytest.mark.parametrize("name", VARIANTS)
def test_how_a_text_is_written_changes_no_fact(name):
    from extractor.clean import simplified

    plain, varied = read(TEXT), read(VARIANTS[name])
    assert len(plain) == 9
    if name == "traditional":
        varied = [
            fact | {"metric": simplified(f"{fact['metric']}（國內總額產業）").removesuffix("（国内总额产业）")} for fact in varied
        ]
    assert varied == plain
