"""CSV, TSV and Parquet: columns by name, encodings, faulty rows; what can't be read is told."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import math
from datetime import UTC, date, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from extractor.io.columns import NoColumn, check_columns, find_columns
from extractor.io.inputs import ArticleInput, Failure, Options, RawInput
from extractor.io.limits import ReadingLimits
from extractor.io.read import read_articles
from extractor.io.sources import read_inputs
from extractor.io.tabular import read_table

TEXT = "今年1至5月,全县发放稻谷补贴320万元,惠及农户4100户。"
LONG = TEXT + "\n\n" + '第二段说,"新修渠道"12公里。'
OLD = "今年1至5月,全縣發放補貼320萬元,比上年同期增長8.5%,經濟總量達到12億元。"


def write(path, rows, encoding="utf-8", delimiter=","):
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def read(path, **options):
    return list(read_articles(path, Options(**options)))


# ---------------------------------------------------------------- columns
@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["id", "text"], {"text": "text", "id": "id"}),
        (["标题", "正文", "发布日期", "网址"], {"text": "正文", "title": "标题", "published": "发布日期", "url": "网址"}),
        (
            ["Headline", " Content ", "Pub_Date", "Link"],
            {"text": " Content ", "title": "Headline", "published": "Pub_Date", "url": "Link"},
        ),
        (["Publish Time", "raw_html"], {"html": "raw_html", "published": "Publish Time"}),
        (["content", "text", "Text"], {"text": "text"}),
    ],
)
def test_columns_are_found_by_their_usual_names(names, found):
    assert find_columns(names, {}) == found


def test_the_callers_columns_count_first():
    assert find_columns(["text", "body", "date"], {"text": "body"}) == {"text": "body", "published": "date"}
    assert find_columns(["title", "id"], {"text": "title"}) == {"text": "title", "id": "id"}
    with pytest.raises(NoColumn, match="no column 'x'; there are text, id"):
        find_columns(["text", "id"], {"text": "x"})
    with pytest.raises(ValueError, match="no field 'body'; a column can be named for text, html"):
        check_columns({"body": "x"})


def test_without_a_column_for_the_text_one_failure_lists_the_columns(tmp_path):
    path = write(tmp_path / "a.csv", [["编号", "摘要"], *[["1", TEXT]] * 5])
    [failure] = read(path)
    assert failure.reason == "no_article" and failure.where == str(path)
    assert "there are 编号, 摘要" in failure.message and "--column text=NAME" in failure.message
    assert [item.text for item in read(path, columns={"text": "摘要"})] == [TEXT] * 5
    [failure] = read(path, columns={"text": "无"})
    assert "no column '无'; there are 编号, 摘要" in failure.message


def test_keys_of_json_lines_are_found_like_columns(tmp_path):
    path = tmp_path / "a.jsonl"
    rows = [
        {"标题": "题", "正文": TEXT, "发布时间": "2023年6月8日"},
        {"text": TEXT, "content": "x"},
        {"摘要": TEXT, "text": "x"},
        {"k": 1},
    ]
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    first, second, third, fourth = read(path)
    assert (first.title, first.text, first.published) == ("题", TEXT, "2023-06-08")
    assert second.text == TEXT
    assert third.reason == "no_chinese" and read(path, columns={"text": "摘要"})[2].text == TEXT
    assert (
        fourth.reason == "no_article" and 'no "text" in it, only k' in fourth.message and "--column text=NAME" in fourth.message
    )


# ---------------------------------------------------------------- CSV
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_table_is_read_in_any_encoding(tmp_path, encoding):
    path = write(
        tmp_path / "a.csv", [["id", "标题", "正文", "日期"], ["7", "题", LONG, "2023/6/8"], ["8", "", TEXT, ""]], encoding
    )
    first, second = read(path)
    assert first == ArticleInput(f"{path}:2", LONG, id="7", title="题", published="2023-06-08")
    assert second == ArticleInput(f"{path}:5", TEXT, id="8")


def test_big5_is_told_from_gb18030(tmp_path):
    [item] = read(write(tmp_path / "a.csv", [["text"], [OLD]], "big5"))
    assert item.text == OLD


@pytest.mark.parametrize(("name", "delimiter"), [("a.tsv", "\t"), ("a.csv", "\t"), ("a.csv", ";")])
def test_other_delimiters(tmp_path, name, delimiter):
    [item] = read(write(tmp_path / name, [["id", "text"], ["1", LONG]], delimiter=delimiter))
    assert (item.id, item.text) == ("1", LONG)


@pytest.mark.parametrize(("suffix", "pack"), [(".gz", gzip.compress), (".zst", zstandard.compress)])
def test_compressed_tables(tmp_path, suffix, pack):
    plain = write(tmp_path / "a.csv", [["text"], *[[LONG]] * 500], "gb18030")
    packed = tmp_path / f"b.csv{suffix}"
    packed.write_bytes(pack(plain.read_bytes()))
    assert [item.text for item in read(packed)] == [LONG] * 500
    packed.write_bytes(packed.read_bytes()[:-9])
    *_, last = read(packed)
    assert isinstance(last, Failure) and "ends in the middle" in last.message


def test_a_row_is_given_on_by_the_names_of_fields(tmp_path):
    path = write(tmp_path / "a.csv", [["URL", "Body", "none", "题目", "date"], ["http://example.org/1", TEXT, "x", "NaN", ""]])
    [item] = read_inputs([str(path)], Options())
    assert isinstance(item, RawInput) and item.kind == "row" and item.address == f"{path}:2"
    assert item.payload.decode() == json.dumps(
        {"text": TEXT, "url": "http://example.org/1"}, ensure_ascii=False, separators=(",", ":")
    )


def test_a_faulty_row_is_named_and_the_next_read(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(
        f'id,text\n1,"{TEXT}"\n2,全县修路3公里,又修桥1座\n\n3,"{TEXT}"\n4\n5,"{"企" * 300_000}"\n6,"{TEXT}"\n', encoding="utf-8"
    )
    items = read(path, max_chars=1000)
    assert [item.id for item in items if isinstance(item, ArticleInput)] == ["1", "3", "6"]
    wide, empty, long = (item for item in items if isinstance(item, Failure))
    assert wide.where == f"{path}:3" and "3 cells, but the first row names 2 columns" in wide.message
    assert empty.where == f"{path}:6" and empty.reason == "empty"
    assert long.where == f"{path}:7" and long.reason == "too_long" and "--max-chars" in long.message


def test_a_quotation_mark_left_open_costs_no_more_than_the_limit(tmp_path):
    path = tmp_path / "a.csv"
    rows = "".join(f'{n},"{TEXT}"\n' for n in range(20_000))
    path.write_text(f'id,text\nx,"{TEXT}\n{rows}', encoding="utf-8")
    items = read(path, max_chars=1000)
    failures = [item for item in items if isinstance(item, Failure)]
    assert len(failures) < 5 and failures[0].where == f"{path}:2"
    assert len(items) > 17_000


def test_a_line_without_end_is_given_up(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(f'text\n"{TEXT}"\n' + "x" * 2_000_000, encoding="utf-8")
    first, failure = read_table(path, str(path), Options(max_chars=10, limits=ReadingLimits(line=200_000)))
    assert isinstance(first, RawInput) and "the rest of the file is not read" in failure.message


def test_a_row_in_another_encoding_is_named(tmp_path):
    path = tmp_path / "a.csv"
    row = f'"{TEXT}"\n'
    path.write_bytes(f"text\n{row}".encode() + row.encode("gb18030") + row.encode())
    first, failure, last = read(path, encoding="utf-8")
    assert first.text == last.text == TEXT
    assert failure.where == f"{path}:3" and failure.reason == "encoding" and "--encoding" in failure.message


@pytest.mark.parametrize(
    ("data", "reason", "said"),
    [
        (b"", "empty", "the file is empty"),
        (b"\xef\xbb\xbf\n", "empty", "the file is empty"),
        (b"text\n", "empty", "no row"),
        (b"PK\x03\x04" + bytes(100), "encoding", "a ZIP archive"),
        (b"\0\1\2" * 100, "encoding", "binary data"),
    ],
)
def test_files_that_are_no_tables_are_told(tmp_path, data, reason, said):
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    [failure] = read(path)
    assert failure.reason == reason and said in failure.message


def test_an_unknown_encoding_is_told(tmp_path):
    [failure] = read(write(tmp_path / "a.csv", [["text"], [TEXT]]), encoding="klingon")
    assert failure.reason == "encoding" and "klingon" in failure.message


def test_pages_in_a_column_are_read_as_pages(tmp_path):
    page = f"<html><head><meta name='ArticleTitle' content='题'></head><body><div id='zoom'><p>{TEXT * 3}</p></div></body></html>"
    path = write(tmp_path / "a.csv", [["html", "text", "title"], [page, "", ""], [page, TEXT, "别的"]])
    first, second = read(path)
    assert first.title == "题" and TEXT * 3 in first.text and "<p>" not in first.text and len(first.raw_sha256) == 64
    assert (second.text, second.title, second.raw_sha256) == (TEXT, "别的", None)


# ---------------------------------------------------------------- Parquet
def test_parquet_rows_are_read_whatever_their_types(tmp_path):
    path = tmp_path / "a.parquet"
    table = {
        "编号": pa.array([1.0, None, math.nan]),
        "content": [TEXT, None, TEXT],
        "raw_html": pa.array([None, f"<div id='zoom'><p>{TEXT * 3}</p></div>".encode("gb18030"), None], pa.binary()),
        "date": pa.array([datetime(2023, 6, 8, 10, 30), None, datetime(2023, 6, 9)], pa.timestamp("ns")),
        "other": [b"\xff", b"\xff", b"\xff"],
    }
    pq.write_table(pa.table(table), path, row_group_size=2)
    first, second, third = read(path)
    assert first == ArticleInput(f"{path}:1", TEXT, id="1", published="2023-06-08")
    assert second.where == f"{path}:2" and TEXT * 3 in second.text and second.published is None
    assert (third.where, third.id, third.published) == (f"{path}:3", None, "2023-06-09")


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (pa.date32(), date(2023, 6, 8)),
        (pa.timestamp("s", "UTC"), datetime(2023, 6, 8, tzinfo=UTC)),
        (pa.int64(), 20230608),
    ],
)
def test_dates_of_parquet(tmp_path, kind, value):
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"text": [TEXT], "published": pa.array([value], kind)}), path)
    assert read(path)[0].published == "2023-06-08"


def test_only_the_columns_needed_are_given_on_and_many_rows_come_in_order(tmp_path):
    path = tmp_path / "a.parquet"
    count = 1000
    pq.write_table(
        pa.table({"id": list(range(count)), "text": [TEXT] * count, "more": ["x" * 1000] * count}), path, row_group_size=300
    )
    items = list(read_inputs([str(path)], Options()))
    assert [json.loads(item.payload)["id"] for item in items] == list(range(count))
    assert b"more" not in items[0].payload and items[-1].address == f"{path}:{count}"
    assert sum(item.size for item in items) == pytest.approx(path.stat().st_size, rel=0.2)


def test_parquet_files_that_cant_be_read_are_told(tmp_path):
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"text": [TEXT + str(n) for n in range(1000)]}), path)
    whole = path.read_bytes()
    for data, reason, said in ((whole[:-5], "format", "cut off"), (whole[:100], "format", "cut off"), (b"", "empty", "empty")):
        path.write_bytes(data)
        [failure] = read(path)
        assert failure.reason == reason and said in failure.message and "again" in failure.message
    pq.write_table(pa.table({"text": pa.array([], pa.string())}), path)
    assert read(path)[0].message == "no row in it"
    pq.write_table(pa.table({"k": [1]}), path)
    [failure] = read(path)
    assert failure.reason == "no_article" and "there are k" in failure.message


def test_damage_inside_a_parquet_file_keeps_the_rows_before(tmp_path):
    path = tmp_path / "a.parquet"
    texts = [TEXT + hashlib.sha512(str(n).encode()).hexdigest() for n in range(4000)]
    pq.write_table(pa.table({"text": texts}), path, row_group_size=1000, use_dictionary=False, compression="zstd")
    data = bytearray(path.read_bytes())
    data[len(data) * 2 // 3 : len(data) * 2 // 3 + 30_000] = bytes(30_000)
    path.write_bytes(data)
    *rows, failure = read(path)
    assert rows and all(isinstance(row, ArticleInput) for row in rows)
    assert failure.reason == "format" and f"after row {len(rows):,}" in failure.message


def test_a_cell_beyond_the_limit_is_refused_and_a_wrong_type_named(tmp_path):
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"text": ["企" * 200_000, TEXT]}), path)
    failure, item = read(path, max_chars=100)
    assert failure.reason == "too_long" and item.text == TEXT
    pq.write_table(pa.table({"text": [["a"], ["b"]]}), path)
    assert [one.reason for one in read(path)] == ["format", "format"]
