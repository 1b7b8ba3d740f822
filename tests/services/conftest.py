"""Services that the tests of this folder need. One that is missing fails them, and says how to get it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from extractor.cli.main import app
from tests.making import ROOT

sys.path.insert(0, str(Path(__file__).parent))

from browser import Reader, launch
from cluster import Cluster, run_cluster


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A Spark master and two workers."""
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # else the executors take the first python3 on the PATH
    try:
        with run_cluster() as running:
            yield running
    except RuntimeError as error:
        pytest.fail(str(error), pytrace=False)


@pytest.fixture(scope="session")
def chromium():
    """A browser for report pages."""
    try:
        with launch() as browser:
            yield browser
    except RuntimeError as error:
        pytest.fail(str(error), pytrace=False)


@pytest.fixture
def reader(chromium):
    """Somebody who opens reports, and to whom nothing happens that must not."""
    one = Reader(chromium)
    yield one
    one.context.close()
    assert one.faults == []


@pytest.fixture(scope="session")
def samples(tmp_path_factory):
    """The report of the sample articles."""
    path = tmp_path_factory.mktemp("report") / "samples.html"
    result = CliRunner().invoke(app, ["report", str(ROOT / "samples"), "-o", str(path)])
    assert result.exit_code == 0, result.stderr
    return path


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """``-m spark`` and ``-m 'not spark'`` part the tests in two that can run side by side: one cluster is enough for a machine."""
    for item in items:
        if {"cluster", "spark"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("spark")
