"""What a job on Spark must give: the rows of the local run."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from cluster import Cluster

from extractor.build import stable_id
from extractor.engines.arrow import extract_batch
from extractor.engines.identity import text_key
from extractor.engines.reading import articles_batch, prepared
from extractor.engines.report import JobReport
from extractor.engines.spark import run_job
from extractor.io.inputs import ArticleInput, Failure, Options
from extractor.io.sources import read_inputs
from extractor.sinks.schema import TABLES

NAMES = [table.name for table in TABLES]


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


def job(cluster: Cluster, sources: list[Path], to: Path | str, **more) -> JobReport:
    return run_job([str(s) for s in sources], str(to), master=cluster.master, **more)
