"""Jobs on a real Spark cluster, in a session of the user's own: the same records as the local run."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from articles import make_texts
from comparing import job, local_outcome, same
from pyspark.sql import SparkSession

from extractor.engines.arrow import EXTRACTIONS, extract_batch
from extractor.engines.report import EngineError
from extractor.engines.spark import extract
from extractor.engines.spark_plan import ADDRESSED, fail_orphans
from tests.docstrings import faults_of, modules_with, needs_spark


@pytest.fixture(scope="module")
def spark(cluster) -> Iterator[SparkSession]:
    """As a notebook has it; jobs of this module run in it and leave it running."""
    builder = SparkSession.builder.master(cluster.master).appName("own")
    made = builder.getOrCreate()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Some articles as files of their own, in folders with names that need care, and some that fail."""
    root = tmp_path_factory.mktemp("articles")
    texts = make_texts(36, seed=3)
    for number, text in enumerate(texts):
        inside = root / ("统计 公报" if number % 2 else "a+b%20c")
        inside.mkdir(exist_ok=True)
        (inside / f"{number:03d}.txt").write_bytes(text.encode("gb18030" if number % 5 == 0 else "utf-8"))
    (root / "copy.TXT").write_text(texts[1].replace("\n", "\n\n"), encoding="utf-8")
    (root / "empty.txt").write_text("")
    (root / "english.txt").write_text("No figures at all.")
    paragraphs = "".join(f"<p>{line}</p>" for line in texts[0].splitlines())
    (root / "page.html").write_text(f"<html><body><article>{paragraphs}</article></body></html>", encoding="utf-8")
    with gzip.open(root / "rows.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps({"id": f"r{n}", "正文": text}) + "\n" for n, text in enumerate(texts[:3]))
    (root / "table.csv").write_text(f'编号,内容,发布时间\nt1,"{texts[4]}今年。",2024-03-01\nt2,,2024-03-01\n', encoding="utf-8")
    pq.write_table(pa.table({"content": [texts[5] + "特此公告。"], "link": ["https://jx.example/5"]}), root / "rows.parquet")
    (root / "broken.parquet").write_bytes(b"PAR1 and no more")
    return root


def test_folder_of_everything_twice(cluster, spark, folder, tmp_path):
    """Text, pages, lines, tables; the second run, in place of the first one's result and cut otherwise, leaves the same."""
    local, reasons = local_outcome([str(folder)])
    assert reasons == {"empty": 2, "format": 1, "no_chinese": 1}
    for parts in ("8", "3"):
        numbers = {"spark.sql.shuffle.partitions": parts, "spark.sql.files.minPartitionNum": parts}
        report = job(cluster, [folder], tmp_path / "out.parquet", conf=numbers)
        same(tmp_path / "out.parquet", local)
        assert report.failures == reasons
        assert report.extracted + report.duplicates == len(local["articles"]) and report.duplicates == 5
        assert (report.facts, report.skipped) == (len(local["facts"]), len(local["skipped"]))
    failures = pq.read_table(tmp_path / "out.parquet" / "failures").to_pylist()
    assert len(failures) == report.failed == len(report.examples)
    assert {
        str(folder / "empty.txt"),
        str(folder / "broken.parquet"),
        f"{folder}/table.csv:{3 + make_texts(5, seed=3)[4].count(chr(10))}",
    } <= {f["address"] for f in failures}


def test_own_job(spark):
    """``extract(df)``."""
    texts = make_texts(30, seed=11)
    rows = [(f"o{n}", text, "x") for n, text in enumerate(texts)] + [("null", None, "x")]
    df = spark.createDataFrame(rows, "id string, text string, other string").repartition(4)
    extracted = extract(df)
    found = {row["id"]: row for row in extracted.collect()}
    expected = extract_batch(pa.record_batch({"id": [f"o{n}" for n in range(30)], "text": texts})).to_pylist()
    assert [found[row["id"]]["extraction"] for row in expected] == [row["extraction"] for row in expected]
    assert len(found) == 31 and found["null"]["failure"]["reason"] == "empty"
    assert extracted.columns == EXTRACTIONS.names
    facts = extracted.selectExpr("inline(facts)")
    assert facts.schema["value"].dataType.simpleString() == "decimal(38,12)"
    assert facts.where("status = 'actual'").count() == sum(f["status"] == "actual" for r in expected for f in r["facts"])
    with pytest.raises(EngineError, match="'text' is missing"):
        extract(df.drop("text"))
    assert spark.conf.get("spark.sql.session.timeZone") is not None and not spark.sparkContext._jsc.sc().isStopped()


def test_the_examples_of_docstrings_are_true(spark, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    modules = [module for module in modules_with(">>> ") if needs_spark(module)]
    assert modules == ["extractor.engines.spark"]
    faults = "".join(faults_of(module, tmp_path) for module in modules)
    assert not faults, faults


def test_copies_of_what_failed_fail_too(spark, tmp_path):
    """No record refers to one that is not there."""
    articles = pa.record_batch(
        {"id": ["a", "b", "c", "d"], "text": make_texts(1) * 2 + make_texts(2)[1:] * 2, "duplicate_of": [None, "a", None, "c"]}
    )
    extracted = extract_batch(articles).to_pylist()
    extracted[0] |= {"failure": {"reason": "internal", "message": "a fault of ours"}, "article": None, "facts": []}
    rows = [{"address": row["id"]} | row for row in extracted]
    pq.write_table(pa.Table.from_pylist(rows, ADDRESSED), tmp_path / "extractions.parquet")
    told = fail_orphans(spark.read.parquet(str(tmp_path / "extractions.parquet")))
    found = {row["address"]: (row["failure"] and row["failure"]["message"], row["article"]) for row in told.collect()}
    assert told.columns == ADDRESSED.names
    assert found["b"] == ("it is a copy of a, on which the extractor failed", None)
    assert found["c"][0] is None and found["c"][1]["id"] == "c"
    assert found["d"][0] is None and found["d"][1]["duplicate_of"] == "c"


def test_nothing_of_the_users_is_deleted(cluster, spark, folder, tmp_path):
    precious = tmp_path / "out.parquet"
    precious.mkdir()
    (precious / "thesis.txt").write_text("mine")
    with pytest.raises(EngineError, match="no result of an earlier job"):
        job(cluster, [folder], precious)
    assert (precious / "thesis.txt").read_text() == "mine"
