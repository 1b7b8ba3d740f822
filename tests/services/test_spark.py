"""Jobs on a real Spark cluster: the same records as the local run, whoever is killed meanwhile."""

from __future__ import annotations

import gzip
import json
import threading
from dataclasses import replace
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from articles import make_texts
from cluster import Cluster, cpu, is_alive, kill, wait_until

from extractor.engines.arrow import EXTRACTIONS, extract_batch
from extractor.engines.identity import text_key
from extractor.engines.reading import articles_batch, prepared
from extractor.engines.report import EngineError, JobReport
from extractor.engines.spark import extract, run_job
from extractor.io.inputs import ArticleInput, Failure, Options
from extractor.io.sources import read_inputs
from extractor.sinks.schema import TABLES

NAMES = [table.name for table in TABLES]
FAST = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"  # no JVM lives long enough here to gain from more
CONF = {
    "spark.driver.extraJavaOptions": FAST,
    "spark.executor.extraJavaOptions": FAST,
    "spark.ui.enabled": "false",
    "spark.driver.memory": "512m",
    "spark.executor.memory": "512m",
    "spark.executor.cores": "1",
}
ARTICLES = 400
"""Some 16 seconds of work: enough to kill in the middle of."""


# ---------------------------------------------------------------- the local run
def local_outcome(sources: list[str], options: Options | None = None) -> tuple[dict[str, list[bytes]], dict[str, int]]:
    """The rows of each table as sorted bytes, and the failures by reason, without any engine."""
    read = [
        one if isinstance(one, Failure) else prepared(one, options or Options())
        for one in read_inputs(sources, options or Options())
    ]
    articles = [one for one in read if isinstance(one, ArticleInput)]
    reasons = [one.reason for one in read if isinstance(one, Failure)]
    first: dict[bytes, str] = {}
    kept, originals = [], []
    for article in articles:
        article = replace(article, id=article.id or shared_id(article))
        original = first.setdefault(text_key(article.text), article.id)
        kept.append(article)
        originals.append(None if original == article.id else original)
    batch = articles_batch(kept).append_column("duplicate_of", pa.array(originals, pa.string()))
    out = pa.Table.from_batches([extract_batch(batch)])
    rows = {"articles": out.column("article").to_pylist()}
    rows |= {name: [row for rows in out.column(name).to_pylist() for row in rows] for name in NAMES[1:]}
    return {name: as_bytes(found) for name, found in rows.items()}, {r: reasons.count(r) for r in sorted(set(reasons))}


def shared_id(article: ArticleInput) -> str:
    from extractor.build import stable_id

    return stable_id("a", article.url, article.text)


def as_bytes(rows: list[dict]) -> list[bytes]:
    return sorted(json.dumps(row, ensure_ascii=False, sort_keys=True, default=str).encode() for row in rows)


def spark_outcome(folder: Path) -> dict[str, list[bytes]]:
    return {name: as_bytes(pq.read_table(folder / name).to_pylist()) for name in NAMES}


def same(folder: Path, local: dict[str, list[bytes]]) -> None:
    found = spark_outcome(folder)
    for name in NAMES:
        assert len(found[name]) == len(local[name]), name
        assert found[name] == local[name], name
    assert (folder / "_SUCCESS").exists() and all((folder / name / "_SUCCESS").exists() for name in NAMES)
    assert not list(folder.parent.glob(f".{folder.name}.*")), "nothing unfinished is left"


# ---------------------------------------------------------------- inputs
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


@pytest.fixture(scope="module")
def lines(tmp_path_factory) -> Path:
    """Many articles as JSON Lines, cut by Spark into several blocks, with faults in them."""
    path = tmp_path_factory.mktemp("lines") / "all.jsonl"
    rows = [
        json.dumps({"id": f"n{n}", "text": t, "url": f"https://jx.example/{n}"}, ensure_ascii=False)
        for n, t in enumerate(make_texts(ARTICLES))
    ]
    rows.insert(100, "")
    rows.insert(200, '{"id": "cut off", "text": "')
    rows.insert(300, json.dumps({"id": "copy", "text": make_texts(2)[1] + "\n"}))
    path.write_text("\ufeff" + "\n".join(rows) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def local_lines(lines) -> tuple[dict[str, list[bytes]], dict[str, int]]:
    return local_outcome([str(lines)])


def job(cluster: Cluster, sources: list[Path], to: Path | str, **more) -> JobReport:
    return run_job([str(s) for s in sources], str(to), master=cluster.master, conf=CONF | more.pop("conf", {}), **more)


# ---------------------------------------------------------------- tests
def test_folder_of_everything_twice(cluster, folder, tmp_path):
    """Text, pages, lines, tables; the second run, in place of the first one's result, leaves the same."""
    local, reasons = local_outcome([str(folder)])
    assert reasons == {"empty": 2, "format": 1, "no_chinese": 1}
    for _ in range(2):
        report = job(cluster, [folder], tmp_path / "out.parquet")
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


def test_whatever_is_killed(cluster, lines, local_lines, tmp_path):
    """SIGKILL to a Python process, to an executor and to a worker, each while articles are being extracted."""
    local, reasons = local_lines
    to = tmp_path / "killed.parquet"
    done: list[JobReport | BaseException] = []

    def run() -> None:
        try:
            done.append(job(cluster, [lines], to, tasks=40, conf={"spark.sql.files.maxPartitionBytes": "200000"}))
        except BaseException as error:
            done.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        for parts, victim in ((2, first_python), (8, first_executor), (14, last_worker)):
            wait_until(partial(has_parts, to, parts, done), f"no {parts} parts", 300)
            pid = victim(cluster)
            assert not done and is_extracting(to) and is_alive(pid), "it must be killed in mid-run"
            kill(pid)
            wait_until(partial(is_dead, pid), "the process does not die")
            assert not done and is_extracting(to)
    finally:
        thread.join(400)
        cluster.add_workers()
    assert isinstance(done[0], JobReport), done
    assert len(written(to)) == 0
    same(to, local)
    assert done[0].failures == reasons == {"format": 1} and done[0].duplicates == 1
    assert done[0].examples[0].where == f"{lines}:201"


def has_parts(to: Path, parts: int, done: list) -> bool:
    return bool(done) or len(written(to)) >= parts


def is_dead(pid: int) -> bool:
    return not is_alive(pid)


def written(to: Path) -> list[Path]:
    """Parts of the extractions that tasks have finished."""
    return list(to.parent.glob(f".{to.name}.*/extractions/_temporary/0/task_*"))


def is_extracting(to: Path) -> bool:
    folders = list(to.parent.glob(f".{to.name}.*/extractions"))
    return bool(folders) and not (folders[0] / "_SUCCESS").exists()


def first_python(cluster: Cluster) -> int:
    """The busiest of Spark's Python processes, and it is at work."""
    wait_until(cluster.pythons, "no Python process")
    pid = cluster.pythons()[0]
    before = cpu(pid)
    wait_until(lambda: cpu(pid) > before, "the Python process does nothing")
    return pid


def first_executor(cluster: Cluster) -> int:
    wait_until(cluster.executors, "no executor")
    return cluster.executors()[0]


def last_worker(cluster: Cluster) -> int:
    return cluster.workers[-1].pid


def test_own_job(cluster, tmp_path):
    """``extract(df)`` in a session of the user's own."""
    from pyspark.sql import SparkSession

    texts = make_texts(30, seed=11)
    builder = SparkSession.builder.master(cluster.master).appName("own")
    for name, value in CONF.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    try:
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
    finally:
        spark.stop()


# ---------------------------------------------------------------- what a user can get wrong
def test_no_master_there(tmp_path):
    with pytest.raises(EngineError, match=r"no Spark master answers at spark://127.0.0.1:9: .*; start it with"):
        run_job([str(tmp_path)], str(tmp_path / "x.parquet"), master="spark://127.0.0.1:9")
    with pytest.raises(EngineError, match="no address of a master"):
        run_job([str(tmp_path)], str(tmp_path / "x.parquet"), master="spark://nowhere")


def test_nothing_of_the_users_is_deleted(cluster, folder, tmp_path):
    precious = tmp_path / "out.parquet"
    precious.mkdir()
    (precious / "thesis.txt").write_text("mine")
    with pytest.raises(EngineError, match="no result of an earlier job"):
        job(cluster, [folder], precious)
    assert (precious / "thesis.txt").read_text() == "mine"
