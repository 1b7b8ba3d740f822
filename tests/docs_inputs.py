"""The files that the pages speak of: articles in several formats, all made of the samples."""

from __future__ import annotations

import csv
import html
import io
import json
import shutil
import zipfile
from pathlib import Path

from tests.docs_blocks import ROOT


def write_inputs(folder: Path) -> None:
    """``samples/``, ``articles/``, ``pages/``, ``rows/``, ``news/`` (Parquet), ``articles.jsonl``, ``notice.txt``, ``archive.warc.gz``, ``gold.zip``."""
    shutil.copytree(ROOT / "samples", folder / "samples")
    texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted((folder / "samples").glob("*.txt"))}
    for name in ("articles", "pages", "rows"):
        (folder / name).mkdir()
    for name, text in texts.items():
        (folder / "pages" / f"{name}.html").write_text(page(text), encoding="utf-8")
    for name in ("park_half_year", "county_quarter", "harvest"):
        shutil.copy(folder / "samples" / f"{name}.txt", folder / "articles")
    shutil.copy(folder / "samples" / "park_half_year.txt", folder / "notice.txt")
    with (folder / "rows" / "one.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("id", "正文"), ("row_1", texts["environment"]), ("row_2", texts["customs_trade"])])
    rows = ({"id": name, "text": text} for name, text in texts.items())
    (folder / "articles.jsonl").write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8")
    _write_gold(folder / "gold.zip", folder / "samples")
    _write_parquet(folder / "news", texts)
    _write_warc(folder / "archive.warc.gz", page(texts["livelihood"]))


def page(text: str) -> str:
    """A release as a page: headline and paragraphs."""
    title, *paragraphs = [html.escape(line) for line in text.splitlines() if line.strip()]
    body = "".join(f"<p>{one}</p>" for one in paragraphs)
    return f"<!doctype html><html lang=zh><meta charset=utf-8><title>{title}</title><body><article><h1>{title}</h1>{body}</article></html>"


def _write_gold(path: Path, samples: Path) -> None:
    """A reviewer's corrections, as the report gives them."""
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("harvest.json", "harvest.txt"):
            archive.write(samples / name, name)


def _write_parquet(folder: Path, texts: dict[str, str]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    folder.mkdir()
    for number, names in enumerate((("harvest", "environment", "livelihood"), ("work_report", "city_month", "county_quarter"))):
        table = pa.table({"id": list(names), "text": [texts[name] for name in names]})
        pq.write_table(table, folder / f"{number}.parquet")


def _write_warc(path: Path, content: str) -> None:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
        payload = io.BytesIO(content.encode())
        writer.write_record(
            writer.create_warc_record("http://news.example/1.html", "response", payload=payload, http_headers=headers)
        )
