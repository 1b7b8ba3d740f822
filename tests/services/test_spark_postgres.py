"""From executors into a database: whatever is loaded twice is there once."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import psycopg
import pytest
from articles import make_texts
from cluster import Cluster, is_alive, kill, wait_until
from postgres import serve

from extractor.engines.report import EngineError, JobReport
from extractor.engines.spark import run_job
from extractor.parts import shared
from extractor.sinks import open_sink
from extractor.sinks.schema import TABLES

ARTICLES = 60


@pytest.fixture(scope="module")
def server():
    try:
        with serve() as running:
            yield running
    except RuntimeError as error:
        pytest.fail(str(error), pytrace=False)


def dump(url: str) -> dict[str, list[tuple]]:
    """All rows as the database spells them, sorted."""
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        found = {}
        for table in TABLES:
            columns = ", ".join(f'"{name}"::text' for name in table.names)
            found[table.name] = sorted(connection.execute(f"SELECT {columns} FROM {table.name}"), key=str)
    return found


def test_loaded_twice_and_interrupted(cluster: Cluster, server, tmp_path: Path):
    texts = make_texts(ARTICLES, seed=23)
    lines = [json.dumps({"id": f"p{n:03d}", "text": text}, ensure_ascii=False) for n, text in enumerate(texts)]
    lines.append(json.dumps({"id": "p999", "text": texts[0].replace("\n", "\r\n\r\n")}, ensure_ascii=False))
    (tmp_path / "all.jsonl").write_text("\n".join([*lines, "{"]), encoding="utf-8")
    url, local = server.create("by_spark"), server.create("locally")

    sink = open_sink(local)
    assert sink.write([shared().extract(t, id=f"p{n:03d}").model_dump_json().encode() for n, t in enumerate(texts)]) == []
    sink.close()
    expected = dump(local)

    done: list[JobReport | Exception] = []

    def run() -> None:
        try:
            options = {"master": cluster.master, "tasks": 15, "failures_to": str(tmp_path / "failures")}
            done.append(run_job([str(tmp_path / "all.jsonl")], url, **options))
        except Exception as error:
            done.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    wait_until(lambda: done or (is_there(url) and 0 < len(dump(url)["articles"]) < ARTICLES), "nothing is loaded", 300)
    victims = cluster.pythons()
    assert not done and victims and all(map(is_alive, victims)), "they must be killed in mid-run"
    for pid in victims:
        kill(pid)
    thread.join(400)
    assert isinstance(done[0], JobReport), done
    copy = [row for row in dump(url)["articles"] if row[0] == "p999"]
    assert copy[0][TABLES[0].names.index("duplicate_of")] == "p000"
    assert without(dump(url), "p999") == expected
    assert (done[0].extracted, done[0].duplicates, done[0].failures, done[0].refused) == (ARTICLES, 1, {"format": 1}, 0)
    assert done[0].facts == len(expected["facts"])

    before = dump(url)
    run()
    assert isinstance(done[1], JobReport) and done[1].facts == done[0].facts
    assert dump(url) == before


def is_there(url: str) -> bool:
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        return connection.execute("SELECT to_regclass('articles')").fetchone()[0] is not None


def without(tables: dict[str, list[tuple]], article_id: str) -> dict[str, list[tuple]]:
    return {name: [row for row in rows if row[0] != article_id] for name, rows in tables.items()}


def test_databases_that_can_not_be(server, tmp_path: Path):
    """Told before Spark is started."""
    for url, words in (("sqlite:///facts.db", "executors can't share"), (server.url("nowhere"), "nowhere")):
        with pytest.raises(EngineError, match=words):
            run_job([str(tmp_path)], url, master="spark://127.0.0.1:9")
