"""All inputs of files, folders, patterns and standard input: in order, one at a time, and faults are told."""

from __future__ import annotations

import gzip
import io
import json
import os
import tempfile
import tracemalloc
from pathlib import Path

import pytest
import zstandard

from extractor.extras import how_to_get
from extractor.io.inputs import Failure, Options, RawInput
from extractor.io.limits import ReadingLimits
from extractor.io.lines import Endless, bounded_lines
from extractor.io.read import read_articles
from extractor.io.sources import read_inputs, total_bytes

TEXT = "前三季度全县新建蔬菜大棚36座,带动农户210户。"


def put(root: Path, *names: str, text: str = TEXT) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def read(*sources: object, options: Options | None = None, **more):
    return list(read_inputs([str(source) for source in sources], options or Options(), **more))


def ids(items):
    return [item.id for item in items if isinstance(item, RawInput)]


def faults(items):
    return [item for item in items if isinstance(item, Failure)]


# ---------------------------------------------------------------- folders
def test_a_folder_is_read_in_order_of_name_and_ids_are_paths_in_it(tmp_path):
    put(
        tmp_path,
        "b.txt",
        "a.html",
        "siteA/2023/notice.txt",
        "siteA/plain",
        "c.SHTML",
        ".hidden.txt",
        ".git/x.txt",
        "note.pdf",
        "_SUCCESS",
    )
    items = read(tmp_path)
    assert ids(items) == ["a", "b", "c", "siteA/2023/notice", "siteA/plain"]
    assert [item.kind for item in items] == ["page", "text", "page", "text", "text"]
    assert all(item.size == len(TEXT.encode()) for item in items)


def test_a_file_named_directly_is_called_by_its_stem_and_must_be_of_a_known_kind(tmp_path):
    put(tmp_path, "deep/notice.v2.txt", "deep/a.pdf", "deep/page.html.gz")
    assert ids(read(tmp_path / "deep/notice.v2.txt")) == ["notice.v2"]
    for name, said in (("a.pdf", ".pdf files are not read; give .txt"), ("page.html.gz", ".html.gz files are not read")):
        [failure] = read(tmp_path / "deep" / name)
        assert failure.reason == "format" and said in failure.message


def test_three_thousand_files_are_streamed_in_order(tmp_path):
    put(tmp_path, *(f"d{n % 3}/{n:05d}.txt" for n in range(3000)), text=TEXT * 200)
    stream = read_inputs([str(tmp_path)], Options())
    assert next(stream).id == "d0/00000"
    tracemalloc.start()
    seen = [item.id for item in stream]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(seen) == 2999 and seen == sorted(seen)
    assert peak < 12_000_000 < total_bytes([str(tmp_path)])


def test_faults_in_the_middle_leave_the_rest(tmp_path):
    put(tmp_path, "a.txt", "b.txt", "c.txt")
    stream = read_inputs([str(tmp_path)], Options())
    assert next(stream).id == "a"
    (tmp_path / "b.txt").unlink()
    failure, last = stream
    assert failure.reason == "missing" and failure.where == str(tmp_path / "b.txt") and "deleted meanwhile" in failure.message
    assert last.id == "c"


def test_what_is_not_there_or_empty_is_told(tmp_path):
    (tmp_path / "empty").mkdir()
    nothing, empty, pattern = read(tmp_path / "no.txt", tmp_path / "empty", tmp_path / "*.txt")
    assert nothing.reason == "missing" and "no such file" in nothing.message
    assert "file in this folder" in empty.message
    assert "fits this pattern" in pattern.message


@pytest.fixture
def open_folder():
    """One that every user may enter."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)
        (Path(name) / "b").chmod(0o700)


def test_files_and_folders_that_must_not_be_read_are_told(open_folder):
    """The superuser may read everything: a child that is nobody asks, where the tests run as root."""
    put(open_folder, "a.txt", "b/c.txt", "d.txt")
    assert ids(read(open_folder / "d.txt")) == ["d"]  # all that has to be imported is there before the child is nobody
    (open_folder / "a.txt").chmod(0)
    (open_folder / "b").chmod(0)
    leader, follower = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            if os.geteuid() == 0:
                os.setuid(65534)
            items = read(open_folder)
            told = [[item.reason, item.message] for item in faults(items)]
            os.write(follower, json.dumps([told, ids(items)]).encode())
        finally:
            os._exit(0)  # whatever happens: it must not go on with the tests
    os.close(follower)
    os.waitpid(child, 0)
    told, read_ids = json.loads(os.read(leader, 1 << 16) or b"null")
    os.close(leader)
    assert [reason for reason, _ in told] == ["unreadable", "unreadable"] and read_ids == ["d"]
    assert all("permission" in message for _, message in told)


def test_names_that_are_no_characters_can_be_written_down(tmp_path):
    with open(os.fsencode(tmp_path) + b"/\xce\xc4.txt", "wb") as file:  # as file systems of Linux allow it
        file.write(TEXT.encode())
    [item] = read(tmp_path)
    assert item.address.encode() and item.id == "\ufffd\ufffd"


def test_a_pipe_in_a_folder_does_not_stop_the_run(tmp_path):
    put(tmp_path, "a.txt")
    os.mkfifo(tmp_path / "b.txt")
    items = read(tmp_path)
    assert ids(items) == ["a"] and "a pipe" in faults(items)[0].message


# ---------------------------------------------------------------- links
def test_links_are_followed_and_loops_told_with_both_ends(tmp_path):
    put(tmp_path, "site/a.txt", "other/b.txt")
    (tmp_path / "site/loop").symlink_to(tmp_path / "site")
    (tmp_path / "site/more").symlink_to(tmp_path / "other")
    items = read(tmp_path / "site")
    assert ids(items) == ["a", "more/b"]
    [failure] = faults(items)
    assert failure.where == str(tmp_path / "site/loop") and str(tmp_path / "site") in failure.message
    assert failure.reason == "unreadable" and "leads back" in failure.message


def test_links_to_nothing_and_to_themselves_are_told(tmp_path):
    put(tmp_path, "a.txt")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    gone, myself = faults(read(tmp_path))
    assert (gone.reason, myself.reason) == ("missing", "unreadable")
    assert "nowhere.txt, which is not there" in gone.message and "back to itself" in myself.message
    assert [one.reason for one in read(tmp_path / "gone.txt", tmp_path / "self.txt")] == ["missing", "unreadable"]


# ---------------------------------------------------------------- patterns
def test_patterns_find_files_at_any_depth_in_order(tmp_path):
    put(tmp_path, "d/b.html", "d/x/a.html", "d/x/y/a.txt", "d/.z/a.html", "d/c.txt", "e/a.html")
    assert ids(read(tmp_path / "d/**/*.html")) == ["b", "x/a"]
    assert ids(read(tmp_path / "*/*.html")) == ["d/b", "e/a"]
    assert ids(read(tmp_path / "d/[a-b].html")) == ["b"]
    assert ids(read(tmp_path / "d/?")) == ["x/a", "x/y/a"]
    assert ids(read(tmp_path / "**/y/*")) == ["d/x/y/a"]


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(tmp_path):
    put(tmp_path, "a[1].txt", "a1.txt")
    assert ids(read(tmp_path / "a[1].txt")) == ["a[1]"]


# ---------------------------------------------------------------- what a run writes is no input
def test_what_is_left_out_is_no_input(tmp_path):
    put(tmp_path, "a.txt", "out/facts.jsonl", "run/log.txt", "sub/facts.jsonl", text=json.dumps({"text": TEXT}))
    outside = [tmp_path / "out/facts.jsonl", tmp_path / "run"]
    assert [Path(item.address).name for item in read(tmp_path, leave_out=outside)] == ["a.txt", "facts.jsonl:1"]
    [failure] = read(tmp_path / "out/facts.jsonl", leave_out=outside)
    assert failure.reason == "refused" and "where the run writes to" in failure.message
    (tmp_path / "z.jsonl").symlink_to(tmp_path / "out/facts.jsonl")
    assert len(read(tmp_path, leave_out=outside)) == 2
    assert total_bytes([str(tmp_path)], outside) == sum((tmp_path / name).stat().st_size for name in ("a.txt", "sub/facts.jsonl"))


def test_the_sizes_of_inputs_add_up_to_the_total(tmp_path):
    put(tmp_path, "a.txt", "b.html")
    (tmp_path / "c.jsonl.gz").write_bytes(gzip.compress((json.dumps({"text": TEXT}) + "\n").encode() * 50))
    (tmp_path / "d.csv").write_text("text\n" + f'"{TEXT}"\n' * 50, encoding="utf-8")
    assert sum(item.size for item in read(tmp_path)) == total_bytes([str(tmp_path)])
    assert total_bytes([str(tmp_path), "-"]) is None


def test_an_outcome_of_an_earlier_run_is_recognised(tmp_path):
    path = tmp_path / "facts.jsonl"
    path.write_text('{"article":{"id":"a"},"facts":[]}\n' * 5, encoding="utf-8")
    [failure] = read_articles(path, Options())
    assert failure.reason == "format" and "an outcome of extractor, not articles" in failure.message
    path.write_text(json.dumps({"text": TEXT}) + '\n{"article":{"id":"a"},"facts":[]}\n', encoding="utf-8")
    _, failure = read_articles(path, Options())
    assert failure.where.endswith(":2") and "an outcome of extractor" in failure.message


# ---------------------------------------------------------------- lines and compressed files
PACK = {"": bytes, ".gz": gzip.compress, ".zst": zstandard.compress}


@pytest.mark.parametrize("packing", PACK)
def test_lines_are_read_from_plain_and_compressed_files(tmp_path, packing):
    path = tmp_path / f"a.jsonl{packing}"
    path.write_bytes(PACK[packing]("".join(json.dumps({"id": n, "text": TEXT}) + "\n\n" for n in range(3)).encode()))
    items = list(read_articles(path, Options()))
    assert [item.id for item in items] == ["0", "1", "2"]
    assert [item.where.rsplit(":", 1)[1] for item in items] == ["1", "3", "5"]


@pytest.mark.parametrize("packing", [".gz", ".zst"])
def test_several_compressed_pieces_on_end_are_one_file(tmp_path, packing):
    path = tmp_path / f"a.jsonl{packing}"
    path.write_bytes(b"".join(PACK[packing](json.dumps({"id": n, "text": TEXT}).encode() + b"\n") for n in range(3)))
    assert [item.id for item in read_articles(path, Options())] == ["0", "1", "2"]


@pytest.mark.parametrize("packing", [".gz", ".zst"])
def test_a_compressed_file_that_was_cut_off_keeps_what_stands_before(tmp_path, packing):
    lines = "".join(json.dumps({"id": n, "text": TEXT + os.urandom(400).hex()}) + "\n" for n in range(400))
    whole = PACK[packing](lines.encode())
    path = tmp_path / f"a.jsonl{packing}"
    path.write_bytes(whole[: len(whole) * 2 // 3])
    *items, failure = read(path)
    assert len(items) > 100 and not faults(items)
    assert failure.reason == "format" and "ends in the middle" in failure.message


@pytest.mark.parametrize("packing", [".gz", ".zst"])
def test_a_file_that_is_not_compressed_as_its_name_says_is_told(tmp_path, packing):
    path = tmp_path / f"a.jsonl{packing}"
    path.write_text(json.dumps({"text": TEXT}), encoding="utf-8")
    [failure] = read(path)
    assert failure.reason == "format" and "damaged compressed data" in failure.message


@pytest.mark.parametrize(("packing", "extra"), [(".jsonl.zst", "zst"), (".parquet", "arrow"), (".warc", "warc")])
def test_a_missing_library_is_named_with_its_extra(tmp_path, monkeypatch, packing, extra):
    put(tmp_path, f"a{packing}")
    for name in ("zstandard", "pyarrow", "pyarrow.parquet", "warcio", "warcio.archiveiterator"):
        monkeypatch.setitem(__import__("sys").modules, name, None)
    [failure] = read(tmp_path / f"a{packing}")
    assert failure.reason == "no_library" and how_to_get(extra) in failure.message


def test_of_a_line_without_end_only_the_start_is_kept_and_the_next_is_read():
    file = io.BytesIO(b"x" * 5000 + b"\nab\n\n" + b"y" * 10)
    lines = list(bounded_lines(file, 10))
    assert [(line.number, len(line.data), line.is_whole) for line in lines] == [(1, 10, False), (2, 3, True), (4, 10, True)]


@pytest.mark.parametrize("filling", [b"x", b"\n"])
def test_a_bomb_is_given_up(filling):
    file = io.BytesIO(b"first\n" + filling * 100_000 + b"\nlast\n")
    seen = []
    with pytest.raises(Endless, match="bytes without an article, the rest of the file is not read"):
        seen.extend(line.data for line in bounded_lines(file, 100, limits=ReadingLimits(line=10_000)))
    assert file.tell() < 20_000


def test_a_compressed_bomb_costs_no_memory(tmp_path):
    path = tmp_path / "a.jsonl.zst"
    path.write_bytes(zstandard.compress(b'{"text":"' + b"a" * 200_000_000 + b'"}\n' + json.dumps({"text": TEXT}).encode()))
    tracemalloc.start()
    bomb, article = read(path, options=Options(max_chars=10_000))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert bomb.reason == "too_long" and "--max-chars" in bomb.message and isinstance(article, RawInput)
    assert peak < 50_000_000


def test_json_lines_in_utf16_are_told_how_to_be_converted(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(json.dumps({"text": TEXT}).encode("utf-16"))
    [failure] = read(path)
    assert failure.reason == "encoding" and "iconv -f UTF-16" in failure.message


# ---------------------------------------------------------------- standard input
def test_standard_input_is_a_text_a_page_or_json_lines(tmp_path):
    rows = "\ufeff" + "\n".join(json.dumps({"id": n, "text": TEXT}) for n in range(2))
    for said, kinds in ((TEXT, ["text"]), ("<!DOCTYPE html><p>x", ["page"]), (rows, ["line", "line"]), ("", ["text"])):
        assert [item.kind for item in read("-", stdin=io.BytesIO(said.encode()))] == kinds
    [failure] = read("-", stdin=io.BytesIO(b"x" * 200_000), options=Options(max_chars=10))
    assert failure.reason == "too_long" and failure.where == "standard input"
