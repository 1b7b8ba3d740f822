"""What the caller names, as a DataFrame of ``FOUND``: bytes that Spark's own readers read, and files that executors open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

import regex

from extractor.engines.found import FOUND, Roots, plain_path
from extractor.engines.spark_session import jvm
from extractor.engines.spark_types import struct_type
from extractor.io.formats import KNOWN, format_of, unknown
from extractor.io.inputs import Failure, Options

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, SparkSession

_SUFFIXES = {
    "text": (".txt",),
    "page": (".html", ".htm", ".shtml"),
    "line": (".jsonl", ".ndjson"),
    "file": (
        *(f"{s}{p}" for s in (".jsonl", ".ndjson", ".csv", ".tsv", ".warc") for p in (".gz", ".zst")),
        *(".csv", ".tsv", ".parquet", ".warc"),
    ),
}
_KINDS = {"text": "text", "page": "page", "lines": "line"}
_MAGIC = regex.compile(r"[\[\]{}*?\\]")
_ESCAPED = regex.compile(r"\\(.)")


@dataclass(slots=True)
class Named:
    """What the sources lead to.

    Attributes:
        roots: folders and files, as ``plain_path`` spells them.
        folders: as Spark loads them.
        files: as Spark loads them, by kind.
        failures: sources that lead nowhere.
    """

    roots: Roots = field(default_factory=lambda: Roots({}, {}))
    folders: list[str] = field(default_factory=list)
    files: dict[str, list[str]] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)


def resolve(spark: SparkSession, sources: Sequence[str]) -> Named:
    """The folders and files behind the sources, each once: paths or addresses of any file system that Spark knows, with ``* ? [] {}``."""
    named = Named()
    for number, source in enumerate(sources):
        if source == "-":
            named.failures.append(Failure("-", "Spark can't read standard input; write it to a file first", "refused"))
        elif "**" in source:
            message = "Spark knows no ** in patterns; name the folder, it is searched through"
            named.failures.append(Failure(source, message, "refused"))
        else:
            found = _statuses(spark, source)
            if not found:
                message = (
                    "no such file or folder where Spark's driver runs; check the name, or put file:, hdfs: or s3a: before it"
                )
                named.failures.append(Failure(source, message, "missing"))
            for path, is_folder in found:
                _take(named, path, is_folder, number)
    _once(named)
    return named


def _once(named: Named) -> None:
    """Leave to a folder what lies in it."""
    folders = named.roots.folders
    named.folders = [f for f in named.folders if not any(above in folders for above in _above(f))]
    for kind, paths in named.files.items():
        fits = _SUFFIXES[kind]
        named.files[kind] = [p for p in paths if not (p.lower().endswith(fits) and any(a in folders for a in _above(p)))]


def _above(loadable: str) -> list[str]:
    return [str(folder) for folder in PurePosixPath(_plain(loadable)).parents]


def _plain(loadable: str) -> str:
    return plain_path(_ESCAPED.sub(r"\1", loadable).replace("%", "%25"))


def _statuses(spark: SparkSession, source: str) -> list[tuple[str, bool]]:
    """Path and whether it is a folder, of all that a source fits; a name that is there wins over the pattern that it could be."""
    system, path = file_system(spark, source)
    there = (
        [system.getFileStatus(path)]
        if system.exists(path)
        else system.globStatus(jvm(spark).org.apache.hadoop.fs.Path(source)) or []
    )
    return [(status.getPath().toString(), status.isDirectory()) for status in there]


def file_system(spark: SparkSession, path: str) -> tuple[Any, Any]:
    """Hadoop's file system of a path, and the path in it."""
    escaped = jvm(spark).org.apache.hadoop.fs.Path(path)
    return escaped.getFileSystem(spark._jsc.hadoopConfiguration()), escaped


def _take(named: Named, path: str, is_folder: bool, number: int) -> None:
    plain = plain_path(path.replace("%", "%25"))
    known = named.roots.folders if is_folder else named.roots.files
    if plain in known:
        return
    name = plain.rsplit("/", 1)[-1]
    form = None if is_folder else format_of(name)
    if not is_folder and form is None:
        named.failures.append(Failure(plain, unknown(name), "format"))
        return
    known[plain] = number
    loadable = _MAGIC.sub(r"\\\g<0>", path)
    if form is None:
        named.folders.append(loadable)
    else:
        kind = "file" if form.packing else _KINDS.get(form.shape, "file")
        named.files.setdefault(kind, []).append(loadable)


def found_inputs(spark: SparkSession, named: Named, options: Options) -> DataFrame:
    """All inputs with the columns of ``FOUND``; a file that two sources hold comes once. Folders without any are added to the failures."""
    parts = [spark.createDataFrame([], struct_type(FOUND))]
    for kind in _SUFFIXES:
        for paths, pattern in _loads(named, (kind,)):
            if kind == "line":
                parts.append(_lines(_load(spark, "text", paths, pattern), options))
            else:
                parts.append(_files(_load(spark, "binaryFile", paths, pattern), kind, options))
    for paths, pattern in _loads(named, tuple(_SUFFIXES)):
        parts.append(_empty(_load(spark, "binaryFile", paths, pattern), named, is_folder=pattern is not None))
    return reduce(lambda a, b: a.unionByName(b), parts)


def _loads(named: Named, kinds: tuple[str, ...]) -> Iterator[tuple[list[str], str | None]]:
    """What to load to get the files of some kinds: those named one by one, and those in folders with a pattern of names."""
    files = [path for kind in kinds for path in named.files.get(kind, [])]
    if files:
        yield files, None
    if named.folders:
        yield named.folders, _glob(tuple(suffix for kind in kinds for suffix in _SUFFIXES[kind]))


def _load(spark: SparkSession, form: str, paths: list[str], pattern: str | None) -> DataFrame:
    reader = spark.read.format(form).option("recursiveFileLookup", "true").option("lineSep", "\n")
    return (reader if pattern is None else reader.option("pathGlobFilter", pattern)).load(paths)


def _empty(files: DataFrame, named: Named, *, is_folder: bool) -> DataFrame:
    """Files without a byte, which Spark's readers pass over; executors open them and tell what is missing."""
    from pyspark.sql import functions as F

    listed, full = files._jdf.inputFiles(), files.select(F.col("_metadata.file_path").alias("path"))
    if is_folder and not len(listed):
        message = f"no file that is read in this folder; there must be {KNOWN}"
        named.failures += [Failure(_plain(folder), message, "missing") for folder in named.folders]
    empty: dict[str, str] = {}
    if len(listed) != full.count():  # seldom so: the names themselves are fetched one by one
        known = {plain_path(row["path"]) for row in full.toLocalIterator()}
        empty = {plain: path for path in listed if (plain := plain_path(path)) not in known}
    rows = [(path, "file", None, None) for _, path in sorted(empty.items())]
    return files.sparkSession.createDataFrame(rows, struct_type(FOUND))


def _glob(suffixes: tuple[str, ...]) -> str:
    """``*{.txt,…}`` in upper and lower case; Hadoop's patterns know no other way."""
    either = ("".join(f"[{c}{c.upper()}]" if c.isalpha() else c for c in suffix) for suffix in suffixes)
    return "*{" + ",".join(either) + "}"


def _columns(path: Column, kind: str, number: Column, payload: Column) -> list[Column]:
    from pyspark.sql import functions as F

    return [
        path.alias("path"),
        F.lit(kind).alias("kind"),
        number.cast("long").alias("number"),
        payload.cast("binary").alias("payload"),
    ]


def _files(files: DataFrame, kind: str, options: Options) -> DataFrame:
    """Whole files. Of those that are too large for an article (and those that executors open) Spark reads no byte."""
    from pyspark.sql import functions as F

    path, none = F.col("_metadata.file_path"), F.lit(None)
    if kind == "file":
        return files.select(*_columns(path, kind, none, none))
    small = files.where(F.col("length") <= options.max_bytes).select(*_columns(path, kind, none, F.col("content")))
    large = files.where(F.col("length") > options.max_bytes).select(*_columns(path, kind, none, none))
    return small.unionByName(large)


def _lines(lines: DataFrame, options: Options) -> DataFrame:
    """Lines with their numbers, which Spark does not keep when it cuts a file into blocks.

    Inside a block the lines are in order, so a line's number is its place in the block plus the lines of the blocks before.
    Counting them reads the files once more, in the JVM alone.
    """
    from pyspark.sql import Window
    from pyspark.sql import functions as F

    placed = lines.select(
        F.col("_metadata.file_path").alias("path"),
        F.col("_metadata.file_block_start").alias("block"),
        F.monotonically_increasing_id().alias("at"),
        F.substring(F.col("value").cast("binary"), 1, options.max_bytes + 1).alias("payload"),
    )
    blocks = placed.groupBy("path", "block").agg(F.min("at").alias("first"), F.count("*").alias("size"))
    before = Window.partitionBy("path").orderBy("block").rowsBetween(Window.unboundedPreceding, -1)
    blocks = blocks.withColumn("before", F.coalesce(F.sum("size").over(before), F.lit(0))).drop("size")
    numbered = placed.join(F.broadcast(blocks), ["path", "block"])
    number = F.col("before") + F.col("at") - F.col("first") + 1
    return numbered.select(*_columns(F.col("path"), "line", number, F.col("payload")))
