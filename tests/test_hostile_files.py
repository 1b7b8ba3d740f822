"""Files made to do harm: each costs no more than itself, says what is wrong with it, and bounded memory is enough for all of them."""

from __future__ import annotations

import gzip
import io
import json
import os
import socket
import subprocess
import sys
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from typer.testing import CliRunner

from extractor.cli.main import app
from extractor.evaluate_gold import GoldError, load_gold
from extractor.io import lines
from extractor.io.html import read_page
from extractor.io.limits import ReadingLimits, limit_names
from extractor.io.read import ArticleInput, Failure, Options, read_articles, read_inputs
from tests.making import ROOT, read_lines, run_over

TEXT = "2023年上半年，武宁县规模以上工业增加值同比增长8.5%，新增企业17家。"
PAGE = f"<p>{TEXT}</p><p>全年完成投资1.25亿元。</p>"


def row(**fields) -> bytes:
    return json.dumps({"text": TEXT} | fields, ensure_ascii=False).encode() + b"\n"


def parquet(**columns) -> bytes:
    file = io.BytesIO()
    pq.write_table(pa.table(columns), file, compression="zstd", store_schema=False)
    return file.getvalue()


def record(body: bytes, said: object = None, kind: str = "response") -> bytes:
    """A record of a WARC file that says a length of its own."""
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: http://example.org/\r\n"
    head += f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(body) if said is None else said}\r\n\r\n"
    return head.encode() + body + b"\r\n\r\n"


ANSWER = f"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n{TEXT}".encode()
CHUNKS = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n"
ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
NAMES = "".join(f'"{n}":0,' for n in range(400_000))


def repeated(text: str, times: int) -> pa.Array:
    """A text that is written once and stands in so many rows, then a good one."""
    return pa.DictionaryArray.from_arrays(pa.array([0] * times + [1], pa.int32()), pa.array([text, TEXT]))


FILES: dict[str, tuple[bytes, list[str]]] = {
    # name: what is in it; for each input "article", or what its failure says
    "brackets.jsonl": (b"[" * 100_000 + b"\n" + b'{"a":' * 100_000 + b"\n" + row(), ["too deep", "too deep", "article"]),
    "numbers.jsonl": (
        row(id=1).replace(b'"id": 1', b'"id": ' + b"9" * 100_000)
        + row(id=1).replace(b'"id": 1', b'"id": 1e999999')
        + row(published=float("nan"))
        + row(title="x" * 9_000)
        + row(id="x" * 501)
        + row(published="x" * 100_000),
        ["thousands of digits", '"id" must be a string', "ISO date", '"title" has 9,000', '"id" has 501', "leave the field out"],
    ),
    "names.jsonl": (
        b"".join(b"{" + NAMES.encode() + b'"%d":0}\n' % n for n in range(3)) + b'{"text":"x","text":' + row()[9:],
        ['no "text" in it'] * 3 + ["article"],
    ),
    "half.jsonl": (b'{"\\ud800":1}\n' + row(id="h").replace('。"'.encode(), '。\\udfff"'.encode()), ["no \"text\" in it, only \ufffd", "article"]),
    "mark.jsonl": (b"\xef\xbb\xbf" + row() + b"\xff\xfe\0\0\n" + row(), ["article", "encoding", "article"]),
    "long.jsonl.zst": (zstandard.compress(b"a" * 300_000_000 + b"\n" + row()), ["unpacks to more than 200 times its size"]),
    "utf16.txt": (TEXT.encode("utf-16-le"), ["NUL bytes"]),
    "utf7.txt": (TEXT.encode("utf-7"), ["no Chinese characters"]),
    "mixed.txt": ((TEXT * 3).encode() + (TEXT * 3).encode("gb18030"), ["unknown encoding"]),
    "nul.txt": (TEXT.encode() + b"\0" * 40, ["NUL bytes"]),
    "nothing.txt": (b"", ["the text is empty"]),
    "quote.csv": (b'id,text\n1,"' + b"x" * 7_000_000 + b"\n" + f"2,{TEXT}\n".encode(), ["a row of more than", "article"]),
    "wide.csv": (
        f"{'c,' * 10_000}text\n{',' * 10_000}{TEXT}\n1\n{',' * 10_001}{TEXT}\n".encode(),
        ["article", "the text is empty", "10002 cells"],
    ),
    "days.parquet": (
        parquet(text=[TEXT, TEXT], published=pa.array([2**31 - 1, 19_000], pa.int32()).cast(pa.date32())),
        ['its "published" can\'t be read', "article"],
    ),
    "bytes.parquet": (
        parquet(
            text=pa.StringArray.from_buffers(3, *pa.array([TEXT.encode(), b"\xff\xfe\xfd", TEXT.encode()]).buffers()[1:]),
            id=[1, 2, 3],
        ),
        ["article", "encoding", "article"],
    ),
    "large.parquet": (parquet(text=repeated("a" * 60_000_000, 20)), ["60,000,000 bytes"] * 20 + ["article"]),
    "lists.parquet": (parquet(text=[[TEXT]], id=[{"a": 1}]), ['"text" must hold the article as a string, it is a list']),
    "tail.parquet": (parquet(text=[TEXT])[:-1] + b"\xff", ["damaged"]),
    "far.parquet": (parquet(text=[TEXT])[:-8] + b"\xff\xff\xff\x7fPAR1", ["damaged"]),
    "length.warc": (record(ANSWER) + record(ANSWER, "-5"), ["article", "fetch the file again"]),
    "words.warc": (record(ANSWER) + record(ANSWER, "x\x1b[31m"), ["article", "fetch the file again"]),
    "endless.warc": (record(ANSWER) + record(ANSWER, 10**15), ["article", "the file ends in the middle"]),
    "chunks.warc": (record(CHUNKS + b"-5\r\nx\r\nffffffffffffffff\r\n" + TEXT.encode()) + record(ANSWER), ["article", "article"]),
    "deep.html": ((f"<html><body>{PAGE}" + "<div>" * 100_000 + TEXT).encode(), ["article"]),
    "entities.html": (f"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e0 '{TEXT}'>{ENTITIES}]><html><body>{PAGE}<p>&e11;</p></body></html>".encode(), ["article"]),
    "spans.html": (f"<html><body>{PAGE}<table><tr>{'<td rowspan=50 colspan=50>9' * 4_000}</table>".encode(), ["article"]),
    "title.html": (f"<html><head><title>{'甲_' * 60_000}</title></head><body>{PAGE}</body></html>".encode(), ["article"]),
    "lines.html": (
        f"<html><head><title>武宁县上半年的情况</title></head><body>{''.join(f'<div>{n}<b>' for n in range(120))}{TEXT * 20_000}".encode(),
        ["article"],
    ),
    "attribute.html": (f"<html><body><div id=zoom title='{'x' * 1_000_000}'>{PAGE}</div>".encode(), ["article"]),
    "silent.html": (f"<html><body><div id=zoom>{PAGE}{'<script>9亿元</script><iframe src=x></iframe><style>9%</style>' * 1_000}</div>".encode(), ["article"]),
    "unclosed.html": (f"<html><body><div id=zoom>{PAGE}{'<p><b><table><tr><td' * 1_000}".encode(), ["article"]),
}  # fmt: skip

READ = """
import json, resource, sys
resource.setrlimit(resource.RLIMIT_AS, (5 << 29, 5 << 29))  # libraries ask for more room than they use
from extractor.io.read import ArticleInput, Options, read_articles
for one in read_articles(sys.argv[1], Options()):
    said = ["article", one.text[:200]] if isinstance(one, ArticleInput) else [one.reason, one.message]
    print(json.dumps([one.where, *said]))
print(json.dumps(["peak", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10, "megabytes"]))
"""


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    """What becomes of all hostile files in one folder, good ones among them, read by a process with bounded memory."""
    folder = tmp_path_factory.mktemp("hostile")
    for name, (data, _) in FILES.items():
        (folder / name).write_bytes(data)
    for name in ("0", "m", "z"):
        (folder / f"{name}-good.txt").write_text(TEXT, encoding="utf-8")
    os.mkfifo(folder / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(str(Path(os.path.relpath(folder)) / "socket.txt"))
    (folder / "zero.txt").symlink_to("/dev/zero")
    (folder / "random.csv").symlink_to("/dev/urandom")
    (folder / os.fsdecode(b"\xff\xfe.txt")).write_text(TEXT, encoding="utf-8")
    (folder / os.fsdecode(b"\xff.jsonl")).write_bytes(b"{\n")
    done = subprocess.run(
        [sys.executable, "-c", READ, folder],
        capture_output=True,
        timeout=280,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert (done.returncode, done.stderr.decode()) == (0, "")
    made: dict[str, list[list[str]]] = {}
    for line in done.stdout.decode().splitlines():
        where, *said = json.loads(line)
        made.setdefault(Path(where).name.split(":")[0], []).append([where, *said])
    return made


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_costs_only_itself_and_says_so(outcomes, name):
    wanted, made = FILES[name][1], outcomes[name]
    assert len(made) == len(wanted), made
    for expected, (where, reason, said) in zip(wanted, made, strict=True):
        assert expected in (reason, "") or expected in said, made
        assert name in where and (reason == "article" or (len(said) <= 1_020 and ";" in said)), made


def test_what_is_silent_in_a_page_and_what_entities_would_make_is_not_read(outcomes):
    for name in ("silent.html", "entities.html"):
        assert "9亿元" not in outcomes[name][0][2] and len(outcomes[name][0][2]) < 150


def test_a_gigabyte_of_memory_is_enough_for_all_of_them(outcomes):
    assert outcomes["peak"][0][1] < 1_000


def test_pipes_sockets_devices_and_odd_names_in_a_folder_stop_nothing(outcomes):
    for name in ("pipe.txt", "socket.txt", "zero.txt", "random.csv"):
        assert [(reason, "a pipe or a device; leave it out" in said) for _, reason, said in outcomes[name]] == [
            ("unreadable", True)
        ]
    assert [reason for name in ("0", "m", "z") for _, reason, _ in outcomes[f"{name}-good.txt"]] == ["article"] * 3
    assert [reason for _, reason, _ in outcomes["\ufffd\ufffd.txt"]] == ["article"]
    assert [reason for _, reason, _ in outcomes["\ufffd.jsonl"]] == ["format"]


# ---------------------------------------------------------------- one by one
def test_half_a_character_stops_no_run(tmp_path):
    (tmp_path / "a.jsonl").write_bytes(FILES["half.jsonl"][0])
    report, told = run_over(tmp_path / "a.jsonl", tmp_path / "facts.jsonl")
    assert report.inputs == {"extracted": 1, "failed": 1} and len(told) == 1
    assert read_lines(tmp_path / "facts.jsonl")[0]["article"]["text"].endswith("。\ufffd")
    assert "\ufffd" in read_lines(tmp_path / "facts.jsonl.run" / "failed.jsonl")[0]["message"]


@pytest.mark.parametrize("packing", ["gz", "zst"])
def test_a_file_that_unpacks_to_far_more_than_articles_do_is_given_up(tmp_path, packing):
    data = row(id="a") + b"{}\n" * 60_000
    path = tmp_path / f"a.jsonl.{packing}"
    path.write_bytes(gzip.compress(data) if packing == "gz" else zstandard.compress(data))
    first, *rest = read_inputs([str(path)], Options(limits=ReadingLimits(unpacked=1 << 17)))
    assert not isinstance(first, Failure) and len(rest) < 50_000
    assert rest[-1].reason == "too_long" and "raise the limit with --limit unpacked=" in rest[-1].message
    more = ReadingLimits(unpacked=1 << 17, unpacked_times=1_000_000)
    assert sum(1 for _ in read_inputs([str(path)], Options(limits=more))) == 60_001


def test_names_of_keys_are_not_remembered_where_they_are_long(tmp_path):
    from extractor.io.columns import _find

    _find.cache_clear()
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"".join(row(**{f"{n}{'x' * 3_000}": 1}) for n in range(5)))
    assert sum(isinstance(one, ArticleInput) for one in read_articles(path, Options())) == 5
    assert _find.cache_info().currsize == 0


def test_blank_lines_on_end_are_given_up_and_some_are_not(tmp_path):
    seen = [line.number for line in lines.bounded_lines(io.BytesIO(b"a\n" + b"\n" * 1_000 + b"b\n"), 10)]
    assert seen == [1, 1_002]
    few = Options(limits=ReadingLimits(blank=1_000))
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(row() + b"\n" * 2_000 + row()))
    (tmp_path / "b.csv").write_bytes(
        f"id,text\n1,{TEXT}\n{', ' * 400}\n2,{TEXT}\n".encode() + b",\n" * 2_000 + f"3,{TEXT}\n".encode()
    )
    first, given_up = read_articles(tmp_path / "a.jsonl.gz", few)
    one, two, table_given_up = [o for o in read_articles(tmp_path / "b.csv", few) if "cells" not in str(o)]
    assert (one.id, two.id) == ("1", "2") and isinstance(first, ArticleInput)
    for failure in (given_up, table_given_up):
        assert failure.reason == "too_long" and "the rest of the file is not read; look at what is in it" in failure.message


def test_a_file_packed_twice_is_unpacked_once(tmp_path):
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(gzip.compress(row(), mtime=0)))
    failures = list(read_articles(tmp_path / "a.jsonl.gz", Options()))
    assert failures[0].reason == "encoding" and "gzip archive" in failures[0].message


def test_a_table_with_more_places_than_a_page_has_is_read_as_lines():
    wide = read_page(f"<html><body>{PAGE}<table><tr>{'<td>9%' * 600}{'<tr><td>1%' * 600}</table>").text
    assert TEXT in wide and "|" not in wide and len(wide) < 10_000
    rows = "".join(f"<tr><td>县{n}</td><td>{n}</td><td>2.5</td></tr>" for n in range(400))
    page = f"<html><body>{PAGE}<table><tr><td>县</td><td>户</td><td>%</td></tr>{rows}</table>"
    assert read_page(page).text.count("|") > 1_200 and "|" not in read_page(page, 1_000).text


def test_limits_of_reading_are_options_of_the_commands(tmp_path):
    (tmp_path / "a.jsonl").write_bytes(row(id="a" * 501) + row(id="b", title="题" * 50))
    command = [sys.executable, "-m", "extractor", "run", str(tmp_path / "a.jsonl")]

    def ids(*more):
        done = subprocess.run([*command, *more], capture_output=True, encoding="utf-8", check=False)
        return [json.loads(line)["article"]["id"][:1] for line in done.stdout.splitlines()], done.stderr

    found, told = ids()
    assert found == ["b"] and "raise the limit with --limit id=501" in told
    assert ids("--limit", "id=501")[0] == ["a", "b"]
    found, told = ids("--limit", "id=501", "--limit", "title=49")
    assert found == ["a"] and "--limit title=50" in told
    for wrong in ("id", "id=", "id=0", "id=-3", "id=1.5", "id=²", f"id={'9' * 30}", "names=3"):
        told = CliRunner().invoke(app, ["show", str(tmp_path / "a.jsonl"), "--limit", wrong]).output
        assert told.count("\n") == 1 and "write NAME=N, as in unpacked=1000000000; the limits are unpacked," in told


@pytest.mark.parametrize("name", limit_names())
def test_a_limit_of_reading_below_one_is_refused(name):
    with pytest.raises(ValueError, match=f"{name} must be at least 1, it is 0"):
        ReadingLimits(**{name: 0})


def test_a_file_that_grows_while_it_is_read_is_read_as_far_as_it_is_whole(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(row(id="a"))
    inputs = read_articles(path, Options())
    assert next(inputs).id == "a"
    with path.open("ab") as file:
        file.write(row(id="b") + b'{"text":"')
    rest = list(inputs)
    assert [one.id for one in rest if isinstance(one, ArticleInput)] in ([], ["b"])
    assert all("not JSON" in one.message for one in rest if isinstance(one, Failure))


# ---------------------------------------------------------------- zip files of gold
def packed(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


GOLD = {"a.json": b'{"facts": []}', "a.txt": TEXT.encode()}


def test_members_of_a_zip_file_stay_in_its_own_folder(tmp_path):
    before = sorted(tmp_path.rglob("*"))
    path = packed(
        tmp_path / "gold.zip", GOLD | {"../../escaped.txt": b"x", "/tmp/../escaped.txt": b"x", f"{tmp_path}/escaped.txt": b"x"}
    )
    assert [gold.id for gold in load_gold(path)] == ["a"]
    assert sorted(tmp_path.rglob("*")) == [*before, path] and not (tmp_path.parent / "escaped.txt").exists()


def lying(path: Path, at: int, value: bytes) -> Path:
    """The file with a field of the last entry of its directory changed."""
    data = bytearray(path.read_bytes())
    entry = data.rfind(b"PK\x01\x02")
    data[entry + at : entry + at + len(value)] = value
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("at", "value", "fault"),
    [
        (24, b"\x05\0\0\0", "no zip file that can be read"),  # its size is told too small
        (24, b"\xff\xff\xff\x7f", "bytes in it; unpack it"),  # too large
        (10, b"\x63\0", "no zip file that can be read"),  # a method that nobody knows
        (8, b"\x01\0", "no zip file that can be read"),  # locked with a password
    ],
)
def test_a_zip_file_that_lies_is_told(tmp_path, at, value, fault):
    with pytest.raises(GoldError, match=fault):
        load_gold(lying(packed(tmp_path / "gold.zip", GOLD), at, value))


def test_a_zip_file_of_too_many_members_or_of_brackets_is_told(tmp_path, monkeypatch):
    with pytest.raises(GoldError, match="not readable as JSON"):
        load_gold(packed(tmp_path / "deep.zip", GOLD | {"a.json": b"[" * 100_000}))
    monkeypatch.setattr("extractor.evaluate_gold._LARGEST", 3_999)
    with pytest.raises(GoldError, match="more than 3,999 bytes in it; unpack it"):
        load_gold(packed(tmp_path / "bomb.zip", {f"{n}.txt": bytes(1_000) for n in range(4)}))
    monkeypatch.setattr("extractor.evaluate_gold._MOST_MEMBERS", 1)
    with pytest.raises(GoldError, match="more than 1 files in it; unpack it"):
        load_gold(packed(tmp_path / "gold.zip", GOLD))
