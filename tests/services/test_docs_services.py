"""The blocks of the documentation that need Spark, PostgreSQL or Dask, run for real."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from postgres import serve
from pyspark.sql import SparkSession

from tests.docs_blocks import PAGES, ROOT, blocks, left_to_services
from tests.docs_inputs import write_inputs
from tests.docs_running import Page

SCRIPTS = Path(sysconfig.get_path("scripts"))


def test_pages_that_leave_blocks_here():
    """Another page that does so needs a test here."""
    left = {str(page.relative_to(ROOT)) for page in PAGES if left_to_services(str(page.relative_to(ROOT)))}
    assert left == {"README.md", "README.zh.md", "docs/binding.md", "docs/spark.md"}


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    """What spark.md calls /data, and the folder in which its commands run."""
    folder = tmp_path_factory.mktemp("spark")
    write_inputs(folder)
    return folder


def test_the_page_about_spark(cluster, data, tmp_path):
    """All of it in order, on a cluster and into a database that stand in for those that it names."""
    try:
        with serve() as server:
            run_spark_page(cluster.master, server.create("facts"), data)
    except RuntimeError as error:
        pytest.fail(str(error), pytrace=False)
    assert sorted(path.name for path in data.glob("*.parquet")) == ["news.parquet", "out.parquet", "sent.parquet"]
    assert sorted(path.name for path in (data / "extracted").iterdir()) == ["0.parquet", "1.parquet"]


def run_spark_page(master: str, database: str, data: Path) -> None:
    page = Page(
        data,
        {
            "spark://host:7077": master,
            "hdfs://nn/crawl/*.jsonl": f"{data}/articles.jsonl",
            "postgresql+psycopg://loader@db/facts": database,
            "/data/": f"{data}/",
        },
    )
    for name in ("spark-submit", "venv-pack"):
        (data / ".tools" / name).write_text(f'#!/bin/sh\nexec {SCRIPTS / name} "$@"\n')
        (data / ".tools" / name).chmod(0o755)
    send_what_is_here(data / "packed")
    for block in blocks(ROOT / "docs" / "spark.md"):
        if block.language == "python" and block.kind == "services" and "spark" not in page.namespace:
            page.namespace["spark"] = session(master, data)
        if block.kind not in ("installs", "shape"):
            page.do(block)
    page.namespace["spark"].stop()
    failures = sorted(path.name for path in (data / "failures").iterdir())
    assert "_SUCCESS" in failures


def session(master: str, data: Path) -> SparkSession:
    """A session of the reader's own, with a table of news in it."""
    builder = SparkSession.builder.master(master).appName("docs")
    builder = builder.config("spark.cores.max", "1")  # the other core is for the job that is submitted meanwhile
    spark = builder.getOrCreate()
    news = spark.read.parquet(f"{data}/news").selectExpr("id", "text as body", "null as day", "null as link")
    news.createOrReplaceTempView("news")
    return spark


def send_what_is_here(folder: Path) -> None:
    """The environment that is sent, as its installation would leave it, but for the packages: they are those of this one."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    (packages,) = (folder / "lib").glob("python*/site-packages")
    paths = [str(ROOT), sysconfig.get_path("purelib")]
    # as code: venv-pack does not pack an environment whose .pth files name folders
    (packages / "here.pth").write_text(f"import sys; sys.path += {paths}\n", encoding="utf-8")
