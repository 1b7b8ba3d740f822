"""WARC files: pages and texts come out, the rest is passed over, and cut-off or hostile files cost no more than themselves."""

from __future__ import annotations

import gzip
import io
import zlib

import pytest
import zstandard
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from extractor.io.http_body import unpack
from extractor.io.inputs import Failure, Options, RawInput
from extractor.io.limits import ReadingLimits
from extractor.io.read import read_articles
from extractor.io.sources import read_inputs

TEXT = "九月底,全区在建桥梁17座,完成投资3.4亿元。"
PAGE = f"<html><head><meta charset='gb2312'></head><body><div id='zoom'><p>{TEXT * 3}</p></div></body></html>".encode("gb18030")


def record(writer, url, body, kind="text/html; charset=gb2312", status="200 OK", record_type="response", **head):
    fields = [(name.replace("_", "-"), value) for name, value in head.items()]
    http = StatusAndHeaders(status, [("Content-Type", kind), *fields] if kind else fields, protocol="HTTP/1.1")
    more = {"http_headers": http} if record_type in ("response", "revisit") else {"warc_content_type": kind}
    writer.write_record(writer.create_warc_record(url, record_type, payload=io.BytesIO(body), **more))


def warc(*records, is_packed=False):
    """A WARC file's bytes; each record as ``(url, body, options)``."""
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=is_packed)
    writer.write_record(writer.create_warcinfo_record("a.warc", {"software": "test"}))
    for url, body, options in records:
        record(writer, url, body, **options)
    return stream.getvalue()


def put(path, data):
    path.write_bytes(data)
    return path


def read(path, **options):
    return list(read_inputs([str(path)], Options(**options)))


MIXED = (
    ("http://example.org/a", PAGE, {}),
    ("http://example.org/gone", PAGE, {"status": "404 Not Found"}),
    ("http://example.org/moved", b"", {"status": "302 Found"}),
    ("http://example.org/x.png", b"\x89PNG", {"kind": "image/png"}),
    ("http://example.org/robots.txt", b"User-agent: *", {"kind": "text/plain"}),
    ("http://example.org/again", b"", {"record_type": "revisit"}),
    ("http://example.org/b.txt", TEXT.encode(), {"kind": "text/plain"}),
    ("http://example.org/c", PAGE, {"record_type": "resource", "kind": "text/html"}),
    ("http://example.org/d", PAGE, {"kind": None}),
)


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "a.warc.zst"])
def test_pages_and_texts_are_taken_and_the_rest_passed_over(tmp_path, name):
    data = warc(*MIXED, is_packed=name.endswith(".gz"))
    path = put(tmp_path / name, zstandard.compress(data) if name.endswith(".zst") else data)
    items = read(path)
    assert [(item.kind, item.url) for item in items] == [
        ("page", "http://example.org/a"),
        ("text", "http://example.org/b.txt"),
        ("page", "http://example.org/c"),
        ("page", "http://example.org/d"),
    ]
    assert items[0].payload == PAGE
    assert sum(item.size for item in items) <= path.stat().st_size
    articles = list(read_articles(path, Options()))
    assert all(TEXT in article.text for article in articles)
    assert articles[0].url == "http://example.org/a" and articles[0].raw_sha256


def test_the_address_says_where_the_record_begins(tmp_path):
    path = put(tmp_path / "a.warc", warc(*MIXED))
    for item in read(path):
        offset = int(item.address.rsplit(":", 1)[1])
        head = path.read_bytes()[offset : offset + 600].decode("utf-8", "replace")
        assert head.startswith("WARC/1.") and item.url in head


@pytest.mark.parametrize("packing", ["gzip", "deflate", "identity"])
@pytest.mark.parametrize("is_chunked", [True, False])
def test_compressed_and_chunked_bodies_are_undone(tmp_path, packing, is_chunked):
    body = {"gzip": gzip.compress, "deflate": zlib.compress, "identity": bytes}[packing](PAGE)
    head = {"Content_Encoding": packing}
    if is_chunked:
        body = (
            b"".join(b"%x\r\n%s\r\n" % (len(body[at : at + 100]), body[at : at + 100]) for at in range(0, len(body), 100))
            + b"0\r\n\r\n"
        )
        head["Transfer_Encoding"] = "chunked"
    [item] = read(put(tmp_path / "a.warc", warc(("http://example.org/a", body, head))))
    assert item.payload == PAGE


def test_bodies_that_are_not_as_their_head_says():
    assert unpack(PAGE, "gzip", 10**6, is_chunked=True) == PAGE
    assert unpack(zlib.compress(PAGE)[2:-4], "deflate", 10**6, is_chunked=False) == PAGE
    assert unpack(gzip.compress(PAGE)[:-20], "gzip", 10**6, is_chunked=False) in PAGE
    with pytest.raises(ValueError, match="not packed with gzip"):
        unpack(b"\0\1\2", "gzip", 100, is_chunked=False)


def test_a_bomb_in_a_body_is_refused_and_the_next_record_read(tmp_path):
    bomb = gzip.compress(b"<p>" + bytes(50_000_000))
    path = put(tmp_path / "a.warc", warc(("http://example.org/bomb", bomb, {"Content_Encoding": "gzip"}), MIXED[0]))
    failure, item = read(path, max_chars=1000)
    assert failure.reason == "too_long" and "--max-chars" in failure.message
    assert failure.where.startswith(f"{path}:") and item.url == "http://example.org/a"


def test_an_unknown_packing_is_told(tmp_path):
    [failure] = read(put(tmp_path / "a.warc", warc(("http://example.org/a", b"\0\1", {"Content_Encoding": "br"}))))
    assert failure.reason == "encoding" and "'br' is not read" in failure.message and "http://example.org/a" in failure.message


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_a_file_cut_off_anywhere_keeps_the_records_before(tmp_path, name):
    data = warc(MIXED[0], MIXED[6], MIXED[0], is_packed=name.endswith(".gz"))
    path = tmp_path / name
    most = 0
    for cut in range(1, len(data), 7):
        *items, failure = read(put(path, data[:cut])) or [None]
        most = max(most, len(items))
        assert all(isinstance(item, RawInput) for item in items)
        if cut % 49 == 1 and cut < len(data) - 60 and isinstance(failure, Failure):
            assert failure.reason in ("format", "empty") and "again" in failure.message
    assert most >= 2
    *items, failure = read(put(path, data[:-60]))
    assert len(items) == 2 and "ends in the middle" in failure.message


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no record in it"),
        (b"no archive at all\n" * 50, "no WARC record at byte 0"),
        (b"WARC/1.0\r\n" + b"a: b\r\n" * 10_000, "a head of more"),
    ],
)
def test_what_is_no_warc_file_is_told(tmp_path, data, said):
    [failure] = read(put(tmp_path / "a.warc", data), limits=ReadingLimits(warc_head=50_000))
    assert said in failure.message and "fetch the file again" in failure.message


def test_a_file_compressed_in_one_piece_is_read(tmp_path):
    assert len(read(put(tmp_path / "a.warc.gz", gzip.compress(warc(*MIXED))))) == 4
