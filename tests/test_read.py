"""Reading inputs: encodings, files, folders, JSON Lines; what can't be read is told and the rest goes on."""

from __future__ import annotations

import io
import json

import pytest

from extractor.io.read import ArticleInput, Failure, Options, iso_date, read_articles

SIMPLIFIED = "上半年全市新增企业17家，同比增长8.5%。"


def read(path, **options):
    return list(read_articles(path, Options(**options)))


def test_line_ends_are_kept_as_they_are(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes("全市\r\n企业\r17家\n".encode())
    [article] = read(path)
    assert article.text == "全市\r\n企业\r17家\n"


def test_a_text_file_is_one_article_named_by_its_stem(tmp_path):
    path = tmp_path / "notice.v2.txt"
    path.write_text(SIMPLIFIED, encoding="utf-8")
    assert read(path, published="2023-08-17") == [ArticleInput(str(path), SIMPLIFIED, id="notice.v2", published="2023-08-17")]


@pytest.mark.parametrize(
    ("text", "word"), [("", "empty"), (" \n\u3000\t", "empty"), ("only English 12%", "no Chinese"), ("12 34.5% 6", "no Chinese")]
)
def test_texts_of_which_nothing_can_come_are_told(tmp_path, text, word):
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    [failure] = read(path)
    assert isinstance(failure, Failure) and word in failure.message and str(failure).startswith(str(path))


def test_too_long_an_article_is_refused_with_the_remedy(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("企业" * 100, encoding="utf-8")
    assert "--max-chars" in read(path, max_chars=199)[0].message
    assert isinstance(read(path, max_chars=200)[0], ArticleInput)


def test_five_megabytes_on_one_line_are_refused_without_being_decoded(tmp_path):
    for name, head in (("a.txt", ""), ("a.jsonl", '{"text":"')):
        path = tmp_path / name
        path.write_text(head + "新增企业17家，" * 500_000, encoding="utf-8")
        [failure] = read(path)
        assert "--max-chars" in failure.message


def test_a_missing_file_and_an_unknown_suffix_are_told(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"x")
    for name, said in (("no.txt", "no such file"), ("a.pdf", ".pdf files are not read")):
        [failure] = read(tmp_path / name)
        assert said in failure.message and failure.where == str(tmp_path / name)


LINES = [
    ('{"id":"x","text":"全市新增企业17家。","url":"http://example.org/1","title":"题","published":"2023-08-17T10:00:00"}', None),
    ("not json", ":2: not JSON"),
    ('{"id":1}', ':3: no "text"'),
    ("[1]", ":4: a JSON object is needed, not a list"),
    ('{"text":5}', ":5: "),
    ("", None),
    ('{"text":""}', ":7: the text is empty"),
    ('{"text":"企业8家","published":"17.8.2023"}', ":8: published must be an ISO date"),
    ('{"text":"企业8家","title":5}', ':9: "title" must be a string, it is a number'),
    ('{"id":7,"text":"\\ud800企业8家","title":"\\ud800"}', None),
    ('{"text":"企业9家","published":"", "id":null}', None),
]


def test_a_faulty_line_is_named_and_the_others_go_on(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(line for line, _ in LINES), encoding="utf-8")
    items = read(path, published="2023-01-02")
    failures = [str(item) for item in items if isinstance(item, Failure)]
    expected = [fault for _, fault in LINES if fault]
    assert len(failures) == len(expected)
    assert all(fault in failure for failure, fault in zip(failures, expected, strict=True))
    first, seventh, last = (item for item in items if isinstance(item, ArticleInput))
    assert (first.id, first.title, first.url, first.published) == ("x", "题", "http://example.org/1", "2023-08-17")
    assert (seventh.id, seventh.title, seventh.published) == ("7", "\ufffd", "2023-01-02")
    assert last.id is None and last.where.endswith(":11")


def test_json_lines_may_be_in_gb18030_with_a_bom_or_without_last_line_end(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(json.dumps({"text": SIMPLIFIED}, ensure_ascii=False).encode("gb18030"))
    assert read(path)[0].text == SIMPLIFIED
    path.write_bytes(json.dumps({"text": SIMPLIFIED}, ensure_ascii=False).encode("utf-8-sig"))
    assert read(path)[0].text == SIMPLIFIED


def test_an_empty_json_lines_file_is_told(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\n\n")
    assert "no line in it" in read(path)[0].message


def test_standard_input_is_text_or_json_lines(tmp_path):
    [text] = read_articles("-", Options(), stdin=io.BytesIO(SIMPLIFIED.encode()))
    assert (text.text, text.id, text.where) == (SIMPLIFIED, None, "standard input")
    rows = "\n".join(json.dumps({"id": str(n), "text": SIMPLIFIED}) for n in range(3))
    assert [row.id for row in read_articles("-", Options(), stdin=io.BytesIO(rows.encode()))] == ["0", "1", "2"]


@pytest.mark.parametrize(
    "value",
    [
        "2023-08-17", "2023-08-17T10:00:00+08:00", "2023/8/17", "2023.8.17", "20230817", 20230817, "2023年8月17日", "2023-8-17 10:00",
        "2023年08月17日 10:00", " 2023-8-17 ", "20230817100000",
    ],
)  # fmt: skip
def test_dates_are_read_as_files_write_them(value):
    assert iso_date(value) == "2023-08-17"


@pytest.mark.parametrize(
    "value", ["2023-02-30", "today", "2023-08-17abc", "17.8.2023", "2023-8/17", "2023", 1692230400, True, 2023.0, "", None]
)
def test_dates_that_are_not_iso_are_refused(value):
    with pytest.raises(ValueError, match="ISO date"):
        iso_date(value)
