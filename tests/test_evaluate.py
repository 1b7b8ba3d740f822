"""Evaluation: pairing, agreement of fields, entities, the ledger, and clear errors for bad gold."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from typer.testing import CliRunner

from extractor.cli.main import app
from extractor.evaluate import evaluate
from extractor.evaluate_agreement import FIELDS, alikeness, normal
from extractor.evaluate_gold import GoldError, load_gold, period_bounds
from extractor.records import Article, Block, Entity, Extraction, Fact, PeriodRange, Skipped

TEXT = "2023年，甲县完成工业投资12亿元，增长8.5%，新增企业17家，均居全市第一。\n电话3号"
COMMON = {"n": 1, "subject": "甲县|甲", "status": "actual", "period": "2023"}
RANK = COMMON | {"q": "第一", "measure": "rank", "value": 1, "unit": "位", "reference": "全市"}
GOLD = {
    "id": "one", "published": "2024-01-02", "title": None,
    "facts": [
        COMMON | {"q": "12亿元", "metric": "工业投资|完成工业投资", "measure": "level", "value": 1200000000, "unit": "元"},
        COMMON | {"q": "8.5%", "metric": "工业投资", "measure": "growth", "value": 8.5, "unit": "%", "comparison": "yoy"},
        COMMON | {"q": "17家", "metric": "新增企业", "measure": "level", "value": 17, "unit": "家"},
        RANK | {"metric": "工业投资"},
        RANK | {"metric": "新增企业"},
    ],
}  # fmt: skip
ENTS = [{"q": "甲县", "type": "PLACE"}, {"q": "2023年", "type": "PERIOD", "period": "2023"}]


def fact(quote, metric, measure, value, **fields):
    start = TEXT.index(quote)
    known = {
        "subject": "甲县",
        "unit": None,
        "status": "actual",
        "period": PeriodRange(start="2023-01-01", end="2023-12-31"),
    } | fields
    return Fact(
        id=f"f{start}{metric}", metric=metric, measure=measure, value=Decimal(str(value)), quote=quote, start=start, end=start + len(quote),
        sentence_start=0, sentence_end=len(TEXT), rule="test.rule", confidence=0.9, **known,
    )  # fmt: skip


def entity(quote, kind, period=None):
    start = TEXT.index(quote)
    return Entity(
        id=quote, entity_id=quote, type=kind, text=quote, name=quote, period=period, start=start, end=start + len(quote)
    )


def extraction(facts, entities=(), skipped=(), name="one"):
    cut = TEXT.index("\n")
    blocks = [Block(kind="body", start=0, end=cut), Block(kind="boilerplate", start=cut + 1, end=len(TEXT))]
    article = Article(id=name, text=TEXT, raw_sha256="0", blocks=blocks)
    return Extraction(
        extractor_version="t", rules_hash="t", article=article, entities=list(entities), facts=list(facts), skipped=list(skipped)
    )


PERFECT = [
    fact("12亿元", "工业投资", "level", 1200000000, unit="元"),
    fact("8.5%", "工业投资", "growth", 8.5, unit="%", comparison="yoy"),
    fact("17家", "新增企业", "level", 17, unit="家"),
    fact("第一", "工业投资", "rank", 1, unit="位", reference="全市"),
    fact("第一", "新增企业", "rank", 1, unit="位", reference="全市"),
]
YEAR = Skipped(quote="2023年", start=0, end=5, reason="date")


@pytest.fixture
def gold(tmp_path):
    (tmp_path / "one.json").write_text(json.dumps(GOLD, ensure_ascii=False), encoding="utf-8")
    (tmp_path / "one.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "one.ents").write_text(json.dumps(ENTS, ensure_ascii=False), encoding="utf-8")
    return tmp_path


def test_perfect_predictions_score_one(gold):
    entities = [entity("甲县", "PLACE"), entity("2023年", "PERIOD", PeriodRange(start="2023-01-01", end="2023-12-31"))]
    report = evaluate(load_gold(gold), [extraction(PERFECT, entities, [YEAR])])
    for key in ("detect", "core", "full"):
        assert report.facts[key] == {"p": 1.0, "r": 1.0, "f1": 1.0}
    assert set(report.facts["field_accuracy_on_detected"].values()) == {1.0}
    assert report.entities["all"] == {"p": 1.0, "r": 1.0, "f1": 1.0, "gold": 2} and report.entities["period_resolved"] == 1.0
    assert report.ledger == {"numerals": 4, "unaccounted": 0, "gold_facts_hidden_in_boilerplate": 0}
    assert report.cases == []


def test_each_kind_of_fault_is_counted_where_it_belongs(gold):
    predicted = [
        PERFECT[0].model_copy(update={"status": "target"}),  # core wrong
        PERFECT[1].model_copy(update={"comparison": "mom"}),  # full wrong, core right
        fact("第一", "新增企业", "rank", 1, unit="位", reference="全省"),  # reference wrong
        fact("2023", "投资", "level", 2023),  # spurious
    ]
    report = evaluate(load_gold(gold), [extraction(predicted, [entity("工业", "INDUSTRY")])])
    figures = report.facts
    assert (figures["gold_facts"], figures["predicted_facts"]) == (5, 4)
    assert figures["detect"] == {"p": 0.75, "r": 0.6, "f1": 0.6667}
    assert figures["core"] == {"p": 0.5, "r": 0.4, "f1": 0.4444}
    assert figures["full"] == {"p": 0.0, "r": 0.0, "f1": 0.0}
    assert figures["field_accuracy_on_detected"]["status"] == 0.6667
    assert figures["where_it_matters"] == {"measure": 1.0, "status": 0.0, "comparison": 0.0, "bound": None, "reference": 0.0}
    assert figures["core_f1_by_document"] == {"one": 0.4444}
    assert sorted(case.wrong[0] for case in report.cases) == ["comparison", "missed", "missed", "reference", "spurious", "status"]
    assert report.entities["INDUSTRY"] == {"p": 0.0, "r": 0.0, "f1": 0.0} and report.entities["PLACE"]["r"] == 0.0
    assert report.ledger["unaccounted"] == 1  # 17: its fact is missing; 2023 lies in the spurious one


def test_a_document_without_extraction_counts_as_nothing_found(gold):
    report = evaluate(load_gold(gold), [])
    assert report.facts["detect"] == {"p": 0.0, "r": 0.0, "f1": 0.0}
    assert report.ledger == {"numerals": 5, "unaccounted": 5, "gold_facts_hidden_in_boilerplate": 0}


def test_one_number_for_two_metrics_pairs_by_agreement(gold):
    report = evaluate(load_gold(gold), [extraction([PERFECT[4], PERFECT[3]])])
    assert report.facts["core"]["p"] == 1.0


def test_names_may_be_part_of_each_other_and_metrics_alike():
    assert normal("实现工业增加值增速", drops_tail=True) == "工业增加值"
    assert alikeness("工业投资|完成投资", "工业投资") == 1.0 and alikeness("工业投资", None) == 0.0
    gold = load_gold_fact(subject="湖南远川智造电力设备有限公司|远川智造")
    assert FIELDS["subject"](gold, PERFECT[0].model_copy(update={"subject": "远川智造"}))
    assert not FIELDS["subject"](gold, PERFECT[0].model_copy(update={"subject": "远川"}))


def test_a_metric_nearer_to_a_rival_is_wrong():
    gold = load_gold_fact(metric="工业投资总额", rivals=("工业投资",))
    assert FIELDS["metric"](gold, PERFECT[0].model_copy(update={"metric": "工业投资总额"}))
    assert not FIELDS["metric"](gold, PERFECT[0])


def load_gold_fact(**fields):
    from extractor.evaluate_gold import GoldFact

    known = dict.fromkeys(GoldFact.__slots__) | {
        "quote": "1",
        "metric": "x",
        "measure": "level",
        "value": 1.0,
        "status": "actual",
        "periods": (),
        "rivals": (),
    }
    return GoldFact(**known | fields)


@pytest.mark.parametrize(
    ("short", "bounds"),
    [
        ("2023", ("2023-01-01", "2023-12-31")), ("2023-H2", ("2023-07-01", "2023-12-31")), ("2023-Q1", ("2023-01-01", "2023-03-31")),
        ("2024-02", ("2024-02-01", "2024-02-29")), ("2023-06-30", ("2023-06-30", "2023-06-30")), ("2023-01..2023-07", ("2023-01-01", "2023-07-31")),
    ],
)  # fmt: skip
def test_period_shorthand(short, bounds):
    assert period_bounds(short) == bounds


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (lambda d: (d / "one.txt").unlink(), "the text of one.json is missing"),
        (lambda d: (d / "one.json").write_text("{", encoding="utf-8"), "not readable as JSON"),
        (lambda d: (d / "one.json").write_text("[]", encoding="utf-8"), '"facts"'),
        (lambda d: (d / "one.json").write_text('{"facts":[{"measure":"size"}]}', encoding="utf-8"), "measure 'size' is none of"),
        (lambda d: (d / "one.ents").write_text('[{"q":"乙县","type":"PLACE"}]', encoding="utf-8"), "is not in the text"),
        (
            lambda d: (
                (d / "two.json").write_text('{"id":"one","facts":[]}', encoding="utf-8")
                and (d / "two.txt").write_text("", encoding="utf-8")
            ),
            "is taken by",
        ),
    ],
)
def test_bad_gold_is_told_with_its_file(gold, change, word):
    change(gold)
    with pytest.raises(GoldError, match="one|two") as caught:
        load_gold(gold)
    assert word in str(caught.value)


def test_a_period_out_of_form_is_told(gold):
    bad = GOLD | {"facts": [GOLD["facts"][0] | {"period": "2023-13"}]}
    (gold / "one.json").write_text(json.dumps(bad), encoding="utf-8")
    with pytest.raises(GoldError, match="fact 0: period '2023-13'"):
        load_gold(gold)


# ---- the command
def test_evaluate_prints_figures_and_cases(gold):
    runner = CliRunner()
    result = runner.invoke(app, ["evaluate", str(gold), "--errors", "3"])
    assert result.exit_code == 0
    for word in (
        "detect",
        "core",
        "full",
        "where it matters",
        "entities",
        "ledger",
        "unaccounted",
        "reliability",
        "expected calibration error",
    ):
        assert word in result.stdout
    figures = json.loads(runner.invoke(app, ["evaluate", str(gold), "--json"]).stdout)
    assert set(figures) == {"facts", "entities", "ledger", "reliability"} and figures["facts"]["documents"] == 1


def test_evaluate_measures_a_file_of_extractions(gold, tmp_path):
    runner = CliRunner()
    path = tmp_path / "facts.jsonl"
    path.write_text(
        extraction(PERFECT).model_dump_json() + "\n" + extraction([], name="stranger").model_dump_json() + "\n", encoding="utf-8"
    )
    result = runner.invoke(app, ["evaluate", str(gold), "--predictions", str(path), "--json"])
    assert json.loads(result.stdout)["facts"]["full"]["f1"] == 1.0
    assert "no gold for 'stranger'" in result.stderr
    path.write_text("{}\n", encoding="utf-8")
    result = runner.invoke(app, ["evaluate", str(gold), "--predictions", str(path)])
    assert result.exit_code == 2 and "facts.jsonl:1: not an extraction" in result.stderr


def test_evaluate_tells_where_there_is_no_gold(tmp_path):
    result = CliRunner().invoke(app, ["evaluate", str(tmp_path)])
    assert result.exit_code == 2 and "no gold in it" in result.stderr
