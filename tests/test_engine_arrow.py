"""One function from Arrow record batch to Arrow record batch: what engines see of the extractor."""

from __future__ import annotations

import datetime
import json
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from extractor.engines import arrow
from extractor.engines.arrow import EXTRACTIONS, MAX_ARTICLES, extract_batch, extract_batches
from extractor.engines.reading import ARTICLES_READ, RAW, read_batch, read_batches
from extractor.engines.rule_packs import extractor_of, pack_rules
from extractor.io.inputs import Options
from extractor.parts import shared
from extractor.pipeline import Extractor
from extractor.rules_base import RuleError
from extractor.sinks.arrow import SCHEMAS, tables_of
from extractor.sinks.rows import rows_of
from extractor.sinks.schema import TABLES

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
NOTE = "金溪县上半年实现地区生产总值86.4亿元，同比增长6.1%。"


@pytest.fixture(scope="module")
def texts() -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted(SAMPLES.glob("*.txt"))]


def lists_of(batch: pa.RecordBatch, name: str) -> list[dict]:
    return [row for rows in batch.column(name).to_pylist() for row in rows]


def bytes_array(values: list[bytes]) -> pa.Array:
    """Strings as an engine may hand them over: nobody has looked whether they are UTF-8."""
    _, offsets, data = pa.array(values, pa.binary()).buffers()
    return pa.StringArray.from_buffers(len(values), offsets, data)


def test_same_as_extract(texts):
    batch = extract_batch(pa.record_batch({"text": texts}))
    batch.validate(full=True)
    assert batch.schema.equals(EXTRACTIONS)
    lines = [shared().extract(text).model_dump_json() for text in texts]
    assert batch.column("extraction").to_pylist() == lines
    assert batch.column("failure").null_count == batch.num_rows
    assert batch.column("id").to_pylist() == [json.loads(line)["article"]["id"] for line in lines]
    tables, refusals = tables_of(rows_of(line.encode()) for line in lines)
    assert refusals == []
    assert batch.column("article").to_pylist() == tables["articles"].to_pylist()
    for table in TABLES[1:]:
        assert lists_of(batch, table.name) == tables[table.name].to_pylist(), table.name


def test_types():
    batch = extract_batch(pa.record_batch({"text": [NOTE], "published": ["2023-07-20"]}))
    fact = batch.column("facts").to_pylist()[0][0]
    assert fact["value"] == Decimal(8640000000) and fact["period_start"] == datetime.date(2023, 1, 1)
    assert EXTRACTIONS.field("facts").type.value_type.field("value").type == pa.decimal128(38, 12)
    assert list(EXTRACTIONS.field("article").type) == list(SCHEMAS["articles"])


def test_all_columns_in_any_order_and_type():
    given = {
        "published": "2023-07-20",
        "url": "https://jx.example/7.html",
        "id": "7",
        "title": "金溪县经济运行简况",
        "raw_sha256": "ab" * 32,
    }
    columns = (
        {"region": ["x"]}
        | {k: pa.array([v], pa.large_string()) for k, v in given.items()}
        | {"text": pa.array([NOTE]).dictionary_encode()}
    )
    batch = extract_batch(pa.record_batch(columns))
    assert batch.column("extraction").to_pylist() == [shared().extract(NOTE, **given).model_dump_json()]


def test_dates_and_numbers_are_read_as_strings():
    columns = {"text": [NOTE] * 2, "id": [17, None], "published": pa.array([datetime.date(2023, 7, 20), None])}
    batch = extract_batch(pa.record_batch(columns))
    first, second = batch.column("article").to_pylist()
    assert (first["id"], first["published"]) == ("17", datetime.date(2023, 7, 20))
    assert second["id"] == shared().extract(NOTE).article.id
    stamp = pa.array([datetime.datetime(2023, 7, 20, 8)], pa.timestamp("us"))
    batch = extract_batch(pa.record_batch({"text": [NOTE], "published": stamp}))
    assert batch.column("article").to_pylist()[0]["published"] == datetime.date(2023, 7, 20)


def test_failures_are_rows():
    columns = {
        "text": bytes_array([b"", NOTE.encode(), b"\xd4\xf6\xb3\xa4", NOTE.encode()]),
        "id": ["a", "b", "c", "d"],
        "published": [None, "20 July", None, None],
    }
    columns["text"] = pa.concat_arrays([pa.array([None], pa.string()), columns["text"].slice(1)])
    batch = extract_batch(pa.record_batch(columns))
    batch.validate(full=True)
    reasons = [failure and failure["reason"] for failure in batch.column("failure").to_pylist()]
    assert reasons == ["empty", "format", "encoding", None]
    assert batch.column("id").to_pylist() == ["a", "b", "c", "d"]
    assert batch.column("extraction").is_valid().to_pylist() == [False, False, False, True]
    assert batch.column("article").is_valid().to_pylist() == [False, False, False, True]
    assert [len(facts) for facts in batch.column("facts").to_pylist()][:3] == [0, 0, 0]
    assert "2023-08-17" in batch.column("failure").to_pylist()[1]["message"]


def test_odd_bytes_beside_the_text_cost_nothing():
    batch = extract_batch(pa.record_batch({"text": [NOTE], "url": bytes_array([b"http://x.example/\xff"])}))
    assert batch.column("article").to_pylist()[0]["url"] == "http://x.example/\ufffd"


def test_a_fault_of_ours_costs_one_article():
    class Faulty:
        rulebook = shared().rulebook

        def extract(self, text, **given):
            if "金溪" in text:
                raise RecursionError("too deep")
            return shared().extract(text, **given)

    batch = extract_batch(pa.record_batch({"text": [NOTE, NOTE.replace("金溪", "南城")]}), extractor=Faulty())
    first, second = batch.to_pylist()
    assert first["failure"]["reason"] == "internal" and "RecursionError: too deep" in first["failure"]["message"]
    assert second["failure"] is None and len(second["facts"]) == 2


def test_a_row_that_no_table_holds_is_left_out_and_told():
    good, bad = (arrow.outcome_of(shared().extract(NOTE, id=id)) for id in ("good", "bad"))
    at = TABLES[2].names.index("value")
    row = bad.rows["facts"][0]
    bad.rows["facts"][0] = (*row[:at], Decimal(10) ** 30, *row[at + 1 :])
    batch = arrow.batch_of([good, bad])
    assert [len(facts) for facts in batch.column("facts").to_pylist()] == [2, 1]
    assert batch.column("failure").to_pylist()[0] is None
    failure = batch.column("failure").to_pylist()[1]
    assert failure["reason"] == "refused" and f"facts {row[0]}" in failure["message"]
    assert batch.column("extraction").to_pylist() == [good.line, bad.line]


def test_empty_batch():
    batch = extract_batch(pa.record_batch({"text": pa.array([], pa.string())}))
    assert batch.num_rows == 0 and batch.schema.equals(EXTRACTIONS)
    assert [b.num_rows for b in extract_batches([pa.record_batch({"text": pa.array([], pa.string())})])] == [0]
    assert list(extract_batches([])) == []


def test_null_column_of_texts():
    batch = extract_batch(pa.record_batch({"text": pa.nulls(2)}))
    assert [failure["reason"] for failure in batch.column("failure").to_pylist()] == ["empty", "empty"]


def test_large_batches_are_sliced():
    many = pa.record_batch(
        {"text": ["全县完成投资3亿元。"] * (MAX_ARTICLES + 4), "id": [str(n) for n in range(MAX_ARTICLES + 4)]}
    )
    out = list(extract_batches([many]))
    assert [b.num_rows for b in out] == [MAX_ARTICLES, 4]
    assert pa.Table.from_batches(out).column("id").to_pylist() == many.column("id").to_pylist()


def test_slices_of_batches(texts):
    batch = pa.record_batch({"text": texts[:4]})
    assert extract_batch(batch.slice(1, 2)).equals(extract_batch(batch).slice(1, 2))


def test_missing_text_column():
    with pytest.raises(ValueError, match=r"'text' is missing \(there: body, id\); rename"):
        extract_batch(pa.record_batch({"body": [NOTE], "id": ["1"]}))


@pytest.mark.parametrize("column", [pa.array([1]), pa.array([[NOTE]]), pa.array([NOTE.encode()])])
def test_text_of_another_type(column):
    with pytest.raises(TypeError, match="'text' must hold strings, not .*; convert"):
        extract_batch(pa.record_batch({"text": column}))


def test_texts_left_out():
    batch = extract_batch(pa.record_batch({"text": [NOTE]}), is_text_kept=False)
    assert json.loads(batch.column("extraction")[0].as_py())["article"]["text"] is None
    assert batch.column("article").to_pylist()[0]["text"] is None
    assert len(batch.column("facts").to_pylist()[0]) == 2


PACK = """
family: unit
rules:
  - id: unit.count.basket_test
    unit_family: count
    units: {提篮: {code: "{basket}"}}
    examples: ["采收杨梅⟦420提篮⟧。"]
    unlike: [{text: "采收杨梅420篮。", why: "another unit"}]
"""


def test_two_extractors(tmp_path):
    (tmp_path / "mine.yaml").write_text(PACK, encoding="utf-8")
    mine = Extractor(rules=[tmp_path])
    batch = pa.record_batch({"text": ["今年6月，全镇采收杨梅420提篮。"]})
    (own,), (shipped,) = (extract_batch(batch, extractor=e).column("article").to_pylist() for e in (mine, None))
    assert (own["rules_hash"], shipped["rules_hash"]) == (mine.rulebook.hash, shared().rulebook.hash)
    assert own["rules_hash"] != shipped["rules_hash"]
    (packed,) = extract_batch(batch, extractor=extractor_of(pack_rules([tmp_path]))).column("article").to_pylist()
    assert packed == own, "rules that travelled are the same rules"
    with pytest.raises(RuleError, match="no such folder"):
        pack_rules([tmp_path / "nowhere"])


def test_copies():
    columns = {"text": [NOTE] * 3, "id": ["a", "b", "a"], "title": [None, "简况", None], "duplicate_of": [None, "a", "a"]}
    first, copy, again = extract_batch(pa.record_batch(columns)).to_pylist()
    assert len(first["facts"]) == 2 and first["article"]["duplicate_of"] is None
    assert copy["article"]["duplicate_of"] == "a" and copy["article"]["title"] == "简况" and copy["facts"] == []
    assert again["article"] is None and again["failure"] is None, "the same article again adds nothing"


def test_dataset_of_parquet_files(tmp_path, texts):
    """As Dask does it: one file, one batch, one result."""
    for number in range(3):
        pq.write_table(
            pa.table({"id": [f"{number}-{n}" for n in range(5)], "text": texts[number * 5 : number * 5 + 5]}),
            tmp_path / f"{number}.parquet",
        )
    results = pa.Table.from_batches(extract_batches(ds.dataset(tmp_path).to_batches()))
    assert results.num_rows == 15
    pq.write_table(results, tmp_path / "extractions.parquet")
    facts = pa.Table.from_struct_array(results.column("facts").combine_chunks().flatten())
    assert facts.num_rows == sum(len(shared().extract(text).facts) for text in texts)
    assert pq.read_table(tmp_path / "extractions.parquet").column("extraction").equals(results.column("extraction"))


# ---------------------------------------------------------------- inputs as they were found
def raw(*inputs: tuple) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist([dict(zip(RAW.names, values, strict=True)) for values in inputs], schema=RAW)


def test_inputs_are_read_and_extracted():
    page = f"<html><head><title>简况</title></head><body><article><p>{NOTE * 3}</p></article></body></html>"
    batch = raw(
        ("a.txt", "text", NOTE.encode("gb18030"), "a", None),
        ("b.jsonl:1", "line", json.dumps({"id": "b", "正文": NOTE}).encode(), None, None),
        ("b.jsonl:2", "line", b'{"id": "c", ', None, None),
        ("d.txt", "text", b"figures", "d", None),
        ("e.html", "page", page.encode(), "e", "https://jx.example/e.html"),
        ("f.csv:2", "row", json.dumps({"text": NOTE, "published": "2023-07-20"}).encode(), None, None),
        ("g.txt", "text", None, "g", None),
    )
    read = read_batch(batch, options=Options(published="2023-07-19"))
    assert read.schema.equals(ARTICLES_READ)
    assert read.column("address").to_pylist() == batch.column("address").to_pylist()
    assert [f and f["reason"] for f in read.column("failure").to_pylist()] == [
        None,
        None,
        "format",
        "no_chinese",
        None,
        None,
        "empty",
    ]
    assert read.column("published").to_pylist()[:2] == ["2023-07-19"] * 2
    assert read.column("published").to_pylist()[5] == "2023-07-20"
    out = extract_batch(read)
    assert [f and f["reason"] for f in out.column("failure").to_pylist()] == [
        None,
        None,
        "format",
        "no_chinese",
        None,
        None,
        "empty",
    ]
    assert [len(facts) >= 2 for facts in out.column("facts").to_pylist()] == [True, True, False, False, True, True, False]
    assert (
        out.column("id").to_pylist()[:2] == ["a", "b"] and out.column("article")[4].as_py()["url"] == "https://jx.example/e.html"
    )


def test_half_characters_are_replaced():
    read = read_batch(raw(("x.jsonl:1", "line", b'{"text": "\\ud83d' + NOTE.encode() + b'"}', None, None)))
    assert read.column("text").to_pylist() == ["\ufffd" + NOTE]


def test_inputs_in_slices_and_missing_columns():
    many = raw(*((f"x.jsonl:{n}", "line", b"{}", None, None) for n in range(300)))
    assert [b.num_rows for b in read_batches([many])] == [256, 44]
    with pytest.raises(ValueError, match="columns kind, payload, id, url are missing"):
        read_batch(pa.record_batch({"address": ["x"]}))
