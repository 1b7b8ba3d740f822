"""The records: field names are the public interface, values are JSON numbers, and JSON reads back the same."""

from __future__ import annotations

import json
import typing
from decimal import Decimal

import pytest
from pydantic import ValidationError
from typer.testing import CliRunner

from extractor.cli.main import app
from extractor.parts import shared
from extractor.records import (
    Article,
    Block,
    Bound,
    Check,
    Comparison,
    Entity,
    Extraction,
    Fact,
    Measure,
    PeriodRange,
    Reason,
    Skipped,
    Status,
    json_number,
)

TEXT = (
    "白河新闻网 2024年7月20日\n"
    "上半年，白河县规模以上工业增加值同比增长8.5%，产值1.6亿元，比年初计划高0.7个百分点，居全市第三位。"
    "全年粮食总产量预计达到5万至6万吨。服务热线12345。\n"
)

# Names and their order, as the record contract, version 1, has them. A change here is a new version of the contract.
FIELDS = {
    Extraction: "schema_version extractor_version rules_hash article entities facts skipped checks",
    Article: "id text raw_sha256 duplicate_of title source authors dateline published url blocks",
    Block: "kind start end",
    Entity: "id entity_id type text name code period start end",
    PeriodRange: "start end text",
    Fact: (
        "id subject subject_id subject_code metric metric_id breakdown measure value value_max unit unit_code bound comparison reference "
        "status period quote start end sentence_start sentence_end evidence inherited rule repeats confidence"
    ),
    Skipped: "quote start end reason value unit",
    Check: "kind facts verdict message rule",
}
VALUES = {
    Measure: "level growth difference share contribution completion rank multiple",
    Bound: "about at_least at_most nearly",
    Comparison: "yoy mom qoq ytd annual_average since target peer",
    Status: "actual target forecast",
    Reason: "date streak name ordinal list_marker definition age document_number contact slogan other unbound unreadable",
}


@pytest.fixture(scope="module")
def extraction():
    return shared().extract(TEXT, published="2024-07-20", id="one")


@pytest.fixture(scope="module")
def data(extraction):
    return json.loads(extraction.model_dump_json())


@pytest.mark.parametrize("model", FIELDS, ids=lambda model: model.__name__)
def test_fields_are_those_of_the_contract(model):
    assert list(model.model_fields) == FIELDS[model].split()


@pytest.mark.parametrize("kind", VALUES, ids=lambda kind: kind.__args__[0])
def test_closed_lists_are_those_of_the_contract(kind):
    assert list(typing.get_args(kind)) == VALUES[kind].split()


def test_json_holds_every_field(data):
    assert list(data) == FIELDS[Extraction].split()
    assert list(data["article"]) == FIELDS[Article].split()
    for key, model in (("facts", Fact), ("entities", Entity), ("skipped", Skipped)):
        assert data[key]
        assert all(list(row) == FIELDS[model].split() for row in data[key])
    assert data["schema_version"] == "1"
    assert data["article"]["published"] == "2024-07-20"


def test_json_reads_back_the_same(extraction):
    line = extraction.model_dump_json()
    assert "\n" not in line
    again = Extraction.model_validate_json(line)
    assert again == extraction
    assert again.model_dump_json() == line


def test_values_are_json_numbers(data):
    values = {fact["quote"]: fact["value"] for fact in data["facts"]}
    assert (values["8.5%"], values["1.6亿元"]) == (8.5, 160000000)
    for row in (*data["facts"], *data["skipped"]):
        for value in (row["value"], row.get("value_max")):
            assert value is None or type(value) in (int, float)
    assert "160000000," in json.dumps(data["facts"])


def test_values_are_exact_in_python(extraction):
    facts = {fact.quote: fact for fact in extraction.facts}
    assert facts["8.5%"].value == Decimal("8.5")
    assert all(isinstance(fact.value, Decimal) for fact in extraction.facts)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0.1", "0.1"),
        ("1.60E8", "160000000"),
        ("-12.40", "-12.4"),
        ("5", "5"),
        ("0", "0"),
        ("123456789012345678", "123456789012345678"),
        ("0.3", "0.3"),
        ("11111111111111113.59", "11111111111111114"),
    ],
)
def test_a_number_is_written_without_noise(value, text):
    assert json.dumps(json_number(Decimal(value))) == text


def test_ranges_have_both_ends(data):
    (fact,) = [fact for fact in data["facts"] if fact["value_max"] is not None]
    assert (fact["value"], fact["value_max"], fact["unit"]) == (50000, 60000, "吨")


def test_records_are_frozen_and_closed(extraction):
    with pytest.raises(ValidationError):
        extraction.facts[0].value = Decimal(1)
    with pytest.raises(ValidationError):
        Block(kind="body", start=0, end=1, colour="red")
    with pytest.raises(ValidationError):
        Block(kind="column", start=0, end=1)


def test_the_schema_is_printed_and_fits_the_models():
    result = CliRunner().invoke(app, ["schema"])
    assert result.exit_code == 0
    schema = json.loads(result.stdout)
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert list(schema["properties"]) == FIELDS[Extraction].split()
    for model in FIELDS:
        if model is not Extraction:
            assert list(schema["$defs"][model.__name__]["properties"]) == FIELDS[model].split()
    value = schema["$defs"]["Fact"]["properties"]["value"]
    assert value["type"] == "number"
    assert set(schema["$defs"]["Fact"]["required"]) >= {
        "id",
        "subject",
        "metric",
        "measure",
        "value",
        "unit",
        "status",
        "quote",
        "start",
        "end",
    }


def test_inherited_and_evidence_name_fields_of_the_fact(extraction):
    names = set(Fact.model_fields)
    for fact in extraction.facts:
        assert set(fact.evidence) <= names
        assert set(fact.inherited) <= names
        assert 0 <= fact.confidence <= 1
