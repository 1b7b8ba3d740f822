"""A job on Spark whose parts are killed, or are not there."""

from __future__ import annotations

import json
import threading
from functools import partial
from pathlib import Path

import pytest
from articles import make_texts
from cluster import Cluster, cpu, is_alive, kill, wait_until
from comparing import job, local_outcome, same

from extractor.engines.report import EngineError, JobReport
from extractor.engines.spark import run_job

ARTICLES = 240
"""Some 10 seconds of work: enough to kill in the middle of."""


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
    rows.insert(230, json.dumps({"id": "copy", "text": make_texts(2)[1] + "\n"}))
    path.write_text("\ufeff" + "\n".join(rows) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def local_lines(lines) -> tuple[dict[str, list[bytes]], dict[str, int]]:
    return local_outcome([str(lines)])


def test_whatever_is_killed(cluster, lines, local_lines, tmp_path):
    """SIGKILL to a Python process, to an executor and to a worker, each while articles are being extracted."""
    local, reasons = local_lines
    to = tmp_path / "killed.parquet"
    done: list[JobReport | BaseException] = []

    def run() -> None:
        try:
            done.append(job(cluster, [lines], to, tasks=30, conf={"spark.sql.files.maxPartitionBytes": "200000"}))
        except BaseException as error:
            done.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        for parts, victim in ((2, first_python), (7, first_executor), (12, last_worker)):
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


def test_no_master_there(tmp_path):
    with pytest.raises(EngineError, match=r"no Spark master answers at spark://127.0.0.1:9: .*; start it with"):
        run_job([str(tmp_path)], str(tmp_path / "x.parquet"), master="spark://127.0.0.1:9")
    with pytest.raises(EngineError, match="no address of a master"):
        run_job([str(tmp_path)], str(tmp_path / "x.parquet"), master="spark://nowhere")
