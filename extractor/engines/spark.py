"""Spark: the way to outgrow one machine. ``extract`` for jobs of your own, ``run_job`` for the command line."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from extractor.engines.arrow import EXTRACTIONS, extract_batches
from extractor.engines.report import EngineError, JobReport
from extractor.engines.rule_packs import Pack, extractor_of, pack_rules
from extractor.io.inputs import Options

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

    from extractor.engines.spark_sources import Named

__all__ = ["EngineError", "JobReport", "extract", "run_job"]


def extract(df: DataFrame, *, rules: Iterable[str | Path] | None = None, is_text_kept: bool = True) -> DataFrame:
    """Extract the articles of a DataFrame, where its rows are.

    Args:
        df: a column ``text`` and, where they are known, ``id, title, published, url, raw_sha256``; other columns are ignored.
        rules: folders of your own rules on the driver's machine; they travel with the job.
        is_text_kept: whether the records hold the articles' texts.

    Returns:
        One row an input: ``id``, ``failure`` (null where all went well), ``extraction`` (JSON), ``article``, and the lists
        ``entities``, ``facts``, ``skipped``, ``checks``. The rows come in no order; join by ``id``.

    Raises:
        EngineError: there is no column ``text``.
        RuleError: a folder of rules is faulty.

    Examples:
        >>> from pyspark.sql import SparkSession
        >>> from extractor.engines.spark import extract
        >>> spark = SparkSession.builder.getOrCreate()
        >>> news = spark.createDataFrame([("a", "全县新增企业17家。")], ["id", "text"])
        >>> extract(news).selectExpr("inline(facts)").select("article_id", "metric", "quote").collect()
        [Row(article_id='a', metric='新增企业', quote='17家')]
    """
    from extractor.engines.columns import FIELDS
    from extractor.engines.spark_types import struct_type

    if "text" not in df.columns:
        there = ", ".join(df.columns) or "no columns"
        raise EngineError(f"the column 'text' is missing (there: {there}); rename the column that holds the articles")
    work = partial(_extract, packs=pack_rules(rules or ()), is_text_kept=is_text_kept)
    return df.select(*(name for name in FIELDS if name in df.columns)).mapInArrow(work, struct_type(EXTRACTIONS))


def _extract(batches: Iterable[pa.RecordBatch], *, packs: tuple[Pack, ...], is_text_kept: bool) -> Iterator[pa.RecordBatch]:
    yield from extract_batches(batches, extractor=extractor_of(packs), is_text_kept=is_text_kept)


def run_job(
    sources: Sequence[str],
    to: str,
    *,
    master: str | None,
    options: Options | None = None,
    rules: Iterable[str | Path] | None = None,
    is_duplicate_kept: bool = False,
    is_text_kept: bool = True,
    failures_to: str | None = None,
    app_name: str = "extractor",
    tasks: int | None = None,
    conf: Mapping[str, str] | None = None,
) -> JobReport:
    """Extract all articles of the sources on a cluster.

    Args:
        sources: files, folders (searched through) and patterns, of any file system that Spark knows.
        to: a folder for Parquet that driver and executors share, or ``postgresql+psycopg://…``.
        master: ``spark://host:7077``, ``local[4]``, …; None where ``spark-submit`` or a session that is there says it.
        options: see ``Options``.
        rules: folders of your own rules on this machine; they travel with the job.
        is_duplicate_kept: extract copies of an article too, rather than only saying of which article they are one.
        is_text_kept: whether the records hold the articles' texts.
        failures_to: a folder for what failed, where ``to`` is a database; beside the tables otherwise.
        app_name: what the cluster's pages call the job.
        tasks: that the extraction is cut into; else a number by the articles and the cores.
        conf: further settings of Spark.

    Returns:
        What was made, and what failed.

    Raises:
        EngineError: PySpark, Java, the master, the executors or the target is not there, or Spark gave up.
        RuleError: a folder of rules is faulty.

    Examples:
        >>> from pathlib import Path
        >>> from extractor.engines.spark import run_job
        >>> articles, facts = Path("samples").resolve(), Path("facts").resolve()  # Java has a working folder of its own
        >>> report = run_job([f"{articles}/p*.txt"], str(facts), master="local[2]")
        >>> report.extracted, report.failed
        (2, 0)
    """
    from extractor.engines.spark_database import check_database, is_database
    from extractor.engines.spark_session import reason_of, session, wait_for_executor

    began = time.monotonic()
    packs = pack_rules(rules or ())
    if is_database(to):
        check_database(to)
    with session(master, app_name, conf) as spark:
        wait_for_executor(spark)
        job = _Job(spark, options or Options(), packs, is_duplicate_kept, is_text_kept, tasks, began)
        try:
            return job.to_database(sources, to, failures_to) if is_database(to) else job.to_files(sources, to)
        except EngineError:
            raise
        except Exception as error:
            raise EngineError(f"the job on {spark.sparkContext.master} failed: {reason_of(error)}") from error


class _Job:
    """What the two kinds of targets share."""

    def __init__(
        self, spark: SparkSession, options: Options, packs: tuple[Pack, ...], is_duplicate_kept: bool, is_text_kept: bool,
        tasks: int | None, began: float,
    ) -> None:  # fmt: skip
        self._spark, self._options, self._packs = spark, options, packs
        self._is_duplicate_kept, self._is_text_kept = is_duplicate_kept, is_text_kept
        self._tasks, self._began, self._count = tasks, began, 0

    def to_files(self, sources: Sequence[str], to: str) -> JobReport:
        """The five tables and the failures as a folder of Parquet.

        The extractions are written once, and the tables made of them: they would otherwise be computed for each table anew.
        A file is safer for that than Spark's cache, which goes with the executor that holds it.
        """
        from extractor.engines.spark_files import ResultFolder, write_tables
        from extractor.engines.spark_plan import fail_orphans
        from extractor.engines.spark_report import counted, report

        folder = ResultFolder(self._spark, to)
        try:
            named, articles = self._articles(sources, leave_out=folder.final)
            self._extracted(articles).drop("extraction").write.parquet(folder.at("extractions"))
            extractions = fail_orphans(self._spark.read.parquet(folder.at("extractions")))
            write_tables(extractions, folder, named.failures)
            made = report(counted(extractions), to, named.failures, time.monotonic() - self._began)
            folder.drop("extractions")
            folder.publish()
        except BaseException:
            folder.discard()
            raise
        return made

    def to_database(self, sources: Sequence[str], to: str, failures_to: str | None) -> JobReport:
        """Straight from the executors; originals first, for copies refer to them."""
        from pyspark import StorageLevel

        from extractor.engines.spark_database import load
        from extractor.engines.spark_files import write_failures
        from extractor.engines.spark_report import report

        named, articles = self._articles(sources, leave_out=None)
        originals = load(self._extracted(articles.where("duplicate_of is null")), to).persist(StorageLevel.DISK_ONLY)
        originals.count()
        copies = load(self._extracted(articles.where("duplicate_of is not null")), to).persist(StorageLevel.DISK_ONLY)
        loaded = originals.unionByName(copies)
        made = report(loaded, to, named.failures, time.monotonic() - self._began)
        if failures_to is not None:
            write_failures(loaded, failures_to, named.failures)
        return made

    def _articles(self, sources: Sequence[str], leave_out: str | None) -> tuple[Named, DataFrame]:
        """The articles, kept on the executors' disks: they are needed to tell copies and to be extracted.

        Counting them reads them, once: of a plan that needs them twice, Spark would begin both readings at the same time.
        """
        from dataclasses import replace

        from pyspark import StorageLevel

        from extractor.engines.found import plain_path
        from extractor.engines.spark_plan import read_articles, tell_copies
        from extractor.engines.spark_sources import found_inputs, resolve

        named = resolve(self._spark, sources)
        roots = replace(named.roots, leave_out=leave_out and plain_path(leave_out.replace("%", "%25")))
        articles = read_articles(found_inputs(self._spark, named, self._options), roots, self._options)
        articles = articles.persist(StorageLevel.DISK_ONLY)
        self._count = articles.count()
        return named, tell_copies(articles, is_duplicate_kept=self._is_duplicate_kept)

    def _extracted(self, articles: DataFrame) -> DataFrame:
        from extractor.engines.spark_plan import ARTICLES_A_TASK, extract_all
        from extractor.engines.spark_session import parallelism

        tasks = self._tasks or max(parallelism(self._spark), self._count // ARTICLES_A_TASK)
        max_chars = self._options.max_chars
        return extract_all(articles, self._packs, tasks=tasks, is_text_kept=self._is_text_kept, max_chars=max_chars)
