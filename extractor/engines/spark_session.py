"""A Spark session for a job: what is missing is said before anything starts, and nothing waits for ever."""

from __future__ import annotations

import os
import shutil
import socket
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from extractor.engines.report import EngineError
from extractor.extras import missing

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_CONNECT_SECONDS = 5
_EXECUTOR_SECONDS = 90
_PARTITIONS = "spark.sql.shuffle.partitions"

# An article is a few kilobytes and some 40 ms of work: batches of 256 keep Python's memory small. Small files are cheap
# to open next to that, so thousands may share a task. The number of tasks must not depend on how many executors have
# registered yet, nor on the bytes: line numbers are counted by task, and few bytes may be much work.
_SQL = {
    "spark.sql.execution.arrow.maxRecordsPerBatch": "256",
    "spark.sql.files.openCostInBytes": "65536",
    "spark.sql.files.maxPartitionBytes": "16m",
    "spark.sql.adaptive.coalescePartitions.enabled": "false",
    "spark.sql.session.timeZone": "UTC",
}


@contextmanager
def session(master: str | None, app_name: str, conf: Mapping[str, str] | None = None) -> Iterator[SparkSession]:
    """A session that is stopped at the end; inside ``spark-submit`` or a notebook the one that is there, which is left running.

    Args:
        master: ``spark://host:7077``, ``local[4]``, ``yarn``, …; None where ``spark-submit`` says it.
        app_name: what the cluster's pages call the job.
        conf: further settings of Spark; they win over ours, as numbers of partitions in ``spark-defaults.conf`` do.

    Raises:
        EngineError: PySpark or Java is missing, or the master can't be reached.
    """
    sql = import_pyspark().sql
    there = sql.SparkSession.getActiveSession()
    if there is None:
        check_java()
        check_master(master)
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = sql.SparkSession.builder.appName(app_name).config("spark.log.level", "ERROR")
    builder = builder.config("spark.ui.showConsoleProgress", str(sys.stderr.isatty()).lower())
    builder = builder.master(master) if master and there is None else builder
    for name, value in (conf or {}).items():
        builder = builder.config(name, value)
    try:
        # of its own settings: those of the caller's session stay as they are
        spark = (there or builder.getOrCreate()).newSession()
    except Exception as error:
        raise EngineError(f"Spark does not start with the master {master}: {_first_line(error)}") from error
    try:
        tasks = str(parallelism(spark))
        counts = {"spark.sql.files.minPartitionNum": tasks, _PARTITIONS: tasks}
        counts |= {name: value for name, value in spark.sparkContext.getConf().getAll() if name in counts}
        for name, value in {**_SQL, **counts, **(conf or {})}.items():
            if name.startswith("spark.sql."):
                spark.conf.set(name, value)
        yield spark
    finally:
        if there is None:
            spark.stop()


def import_pyspark() -> ModuleType:
    """PySpark.

    Raises:
        EngineError: it is not installed.
    """
    try:
        import_module("pyspark.sql")
        return import_module("pyspark")
    except ImportError as error:
        raise EngineError(missing("the engine spark needs", "spark", error)) from None


def jvm(spark: SparkSession) -> Any:
    """The driver's Java, its classes by their names; only a session that has ended has none."""
    return spark._jvm


def check_java() -> None:
    """Spark's driver runs on Java.

    Raises:
        EngineError: there is none.
    """
    home = os.environ.get("JAVA_HOME")
    found = shutil.which("java", path=str(Path(home, "bin"))) if home else shutil.which("java")
    if found is None:
        where = f"JAVA_HOME ({home}) holds no bin/java" if home else "no java on the PATH"
        raise EngineError(f"the engine spark needs Java 17: {where}; apt-get install openjdk-17-jre-headless")


def check_master(master: str | None) -> None:
    """Knock at a standalone master before a driver is started, which would wait a minute for each of several tries.

    Raises:
        EngineError: none of the addresses answers.
    """
    if master is None or not master.startswith("spark://"):
        return
    faults = []
    for address in master.removeprefix("spark://").split(","):
        host, _, port = address.rpartition(":")
        try:
            socket.create_connection((host.strip("[]"), int(port)), timeout=_CONNECT_SECONDS).close()
            return
        except ValueError:
            raise EngineError(f"{master!r} is no address of a master; write spark://host:7077") from None
        except OSError as error:
            faults.append(f"{address}: {error.strerror or error}")
    raise EngineError(
        f"no Spark master answers at spark://{', '.join(faults)}; start it with "
        "spark-class org.apache.spark.deploy.master.Master, or give the address that its page shows"
    )


def wait_for_executor(spark: SparkSession, seconds: float = _EXECUTOR_SECONDS) -> None:
    """A master without free workers keeps a job waiting for ever; say so instead.

    Raises:
        EngineError: no executor after ``seconds``.
    """
    if not (spark.sparkContext.master or "").startswith("spark://"):
        return
    end = time.monotonic() + seconds
    while spark.sparkContext._jsc.sc().getExecutorMemoryStatus().size() < 2:  # the driver is one of them
        if time.monotonic() > end:
            raise EngineError(
                f"{spark.sparkContext.master} gave no executor in {seconds:.0f} seconds; start workers with "
                "spark-class org.apache.spark.deploy.worker.Worker, free cores of other jobs, "
                "or ask for less (spark.executor.memory, spark.cores.max)"
            )
        time.sleep(0.2)


def parallelism(spark: SparkSession) -> int:
    """Tasks that a job is cut into at least: several for each core, so that a lost one costs little, or as many as the user's own settings say."""
    said = spark.sparkContext.getConf().get(_PARTITIONS)
    return int(said) if said else max(8, 4 * spark.sparkContext.defaultParallelism)


def reason_of(error: Exception) -> str:
    """What a failed job says, in one line: the last line of a Python traceback, else the first of Spark's message."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    if any("No module named 'extractor" in line for line in lines):
        return (
            "the executors' Python does not have extractor-zh; install it on every machine, or send an environment along "
            "(spark-submit --archives, see docs/spark.md)"
        )
    ours = [
        line for line in lines if line.split(":")[0].endswith(("Error", "Exception")) and not line.startswith(("at ", "org."))
    ]
    return (ours or lines or [type(error).__name__])[0][:500]


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:500]
