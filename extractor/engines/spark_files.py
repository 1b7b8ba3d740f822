"""Results as folders of Parquet that Spark writes, whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import uuid4

from extractor.engines.report import EngineError
from extractor.engines.spark_session import jvm
from extractor.engines.spark_sources import file_system
from extractor.io.inputs import Failure
from extractor.sinks.schema import ARTICLES, TABLES

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

FAILURES = "failures"
DONE = "_SUCCESS"


class ResultFolder:
    """The folder of a job's results. Until ``publish`` everything is in a hidden folder beside it.

    Args:
        spark: the session.
        to: a path or an address of any file system that Spark knows, the same for driver and executors.

    Raises:
        EngineError: something else is there under that name, or the file system can't be reached.
    """

    def __init__(self, spark: SparkSession, to: str) -> None:
        self._path_type = jvm(spark).org.apache.hadoop.fs.Path
        try:
            self._system, path = file_system(spark, to)
            self._final = path.makeQualified(self._system.getUri(), self._system.getWorkingDirectory())
            self._check()
        except EngineError:
            raise
        except Exception as error:
            raise EngineError(f"{to}: the folder can't be reached ({str(error).splitlines()[0]}); check the address") from error
        self._staging = self._path_type(self._final.getParent(), f".{self._final.getName()}.{uuid4().hex[:12]}")
        self.final = self._final.toString()

    def _check(self) -> None:
        """Never delete what is no earlier result."""
        if not self._system.exists(self._final):
            return
        is_ours = all(self._system.exists(self._path_type(self._final, name)) for name in (DONE, ARTICLES.name))
        if not is_ours and (self._system.getFileStatus(self._final).isFile() or self._system.listStatus(self._final)):
            raise EngineError(
                f"{self._final.toString()} is there and is no result of an earlier job; name another folder, or move it away"
            )

    def at(self, name: str) -> str:
        """The address of a sub-folder while the job runs."""
        address: str = self._path_type(self._staging, name).toString()
        return address

    def drop(self, name: str) -> None:
        """Delete a sub-folder that was only needed on the way."""
        self._system.delete(self._path_type(self._staging, name), True)

    def publish(self) -> None:
        """Give the results their name, in place of an earlier result."""
        self._system.create(self._path_type(self._staging, DONE)).close()
        old = self._path_type(self._final.getParent(), f"{self._staging.getName()}.old")
        if self._system.exists(self._final) and not self._system.rename(self._final, old):
            raise EngineError(
                f"{self.final}: the earlier result can't be moved away; the new one is in {self._staging.toString()}"
            )
        if not self._system.rename(self._staging, self._final):
            raise EngineError(f"{self.final}: the result can't be given its name; it is in {self._staging.toString()}")
        self._system.delete(old, True)

    def discard(self) -> None:
        """Delete what an unfinished job has written."""
        self._system.delete(self._staging, True)


def write_tables(extractions: DataFrame, folder: ResultFolder, lost: Sequence[Failure]) -> None:
    """The five tables of extractions with the columns of ``ADDRESSED``, each as a sub-folder, and the failures."""
    for table in TABLES:
        if table is ARTICLES:
            rows = extractions.where("article is not null").select("article.*")
        else:
            rows = extractions.selectExpr(f"inline({table.name})")
        rows.write.parquet(folder.at(table.name))
    write_failures(extractions, folder.at(FAILURES), lost)


def write_failures(extractions: DataFrame, to: str, lost: Sequence[Failure]) -> None:
    """Address, reason and message of what failed, and of the sources that lead nowhere."""
    failed = extractions.where("failure is not null").selectExpr("address", "failure.reason", "failure.message")
    rows = [(failure.where, failure.reason, failure.message) for failure in lost]
    more = extractions.sparkSession.createDataFrame(rows, failed.schema)
    failed.unionByName(more).write.mode("overwrite").parquet(to)
