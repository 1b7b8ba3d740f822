"""Services that the tests of this folder need. One that is missing fails them, and says how to get it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

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


@pytest.hookimpl(tryfirst=True)  # before the groups are read
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """In several processes (``--dist loadgroup``) a file stays together, and all that needs Spark: one cluster is enough for a machine."""
    modules = {item.path for item in items if {"cluster", "spark"} & set(getattr(item, "fixturenames", ()))}
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.xdist_group("spark" if item.path in modules else item.path.stem))
