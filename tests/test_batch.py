"""The run: every input accounted for, the same outcome however it is worked and however often it is killed."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import time

import pytest

from extractor import extract
from extractor.batch.duplicates import says_nothing_new, sketch, text_key
from extractor.batch.folder import RunError, folder_of
from extractor.sinks import SinkError
from tests.making import ROOT, command, generator, read_lines, run_over, write_articles, write_rows

A = "2023年上半年,武宁县规模以上工业增加值同比增长8.5%,新增企业17家。"
B = "2023年上半年,永修县实现进出口总额3.2亿元,居全市第3位。"
_PLACES = ("云溪", "宁河", "安远", "望湖", "临江", "东平", "青岭", "白沙")


@pytest.fixture(scope="module")
def articles(tmp_path_factory):
    return write_articles(tmp_path_factory.mktemp("articles") / "articles.jsonl", 120, broken=10)


@pytest.fixture(scope="module")
def undisturbed(articles, tmp_path_factory):
    sink = tmp_path_factory.mktemp("undisturbed") / "facts.jsonl"
    return sink, run_over(articles, sink)[0]


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """Enough for a run to be still under way when its first articles are safe."""
    return write_articles(tmp_path_factory.mktemp("many") / "articles.jsonl", 300)


# ---- accounting
def test_every_input_is_accounted_for(undisturbed):
    expected = [(outcome, reason) for _, outcome, reason in generator().articles(120, 1, 10)]
    sink, report = undisturbed
    assert report.is_complete and sum(report.inputs.values()) == 120
    assert report.inputs == {kind: sum(o == kind for o, _ in expected) for kind in ("extracted", "duplicate", "failed")}
    assert report.failed == {r: sum(x == r for _, x in expected) for r in {x for _, x in expected if x}}
    lines = read_lines(sink)
    assert len(lines) == report.inputs["extracted"] + report.inputs["duplicate"]
    assert report.facts == sum(len(line["facts"]) for line in lines) > 100
    assert sum(report.skipped.values()) == sum(len(line["skipped"]) for line in lines)


def test_the_report_and_the_dead_letters_are_files_beside_the_sink(undisturbed, articles):
    sink, report = undisturbed
    folder = folder_of(str(sink))
    told = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    assert (
        told["inputs"] == report.inputs
        and told["is_complete"]
        and told["stages"]["extract"] > 0
        and told["peak_mb"]["worker"] > 20
    )
    letters = read_lines(folder / "failed.jsonl")
    assert len(letters) == report.inputs["failed"]
    assert all(letter["input"].startswith(f"{articles}:") and letter["reason"] and letter["message"] for letter in letters)


@pytest.mark.parametrize("workers", [2, 3])
def test_bytes_do_not_depend_on_the_number_of_workers(undisturbed, articles, tmp_path, workers):
    run_over(articles, tmp_path / "facts.jsonl", workers=workers)
    assert (tmp_path / "facts.jsonl").read_bytes() == undisturbed[0].read_bytes()


def test_an_extraction_of_a_run_is_that_of_the_function(tmp_path):
    source = write_rows(tmp_path / "in.jsonl", [{"id": "a", "text": A, "published": "2023-07-20", "url": "http://a.cn/1"}])
    run_over(source, tmp_path / "out.jsonl")
    expected = extract(A, published="2023-07-20", url="http://a.cn/1", id="a").model_dump_json()
    assert (tmp_path / "out.jsonl").read_text(encoding="utf-8") == expected + "\n"


def test_the_text_can_be_left_out(tmp_path):
    source = write_rows(tmp_path / "in.jsonl", [{"id": "a", "text": A}])
    run_over(source, tmp_path / "out.jsonl", is_text_kept=False)
    (line,) = read_lines(tmp_path / "out.jsonl")
    assert line["article"]["text"] is None and line["facts"]


# ---- copies
def test_a_copy_is_linked_and_not_loaded_twice(tmp_path):
    rows = [{"id": "a", "text": A}, {"id": "b", "text": B}, {"id": "c", "text": f" {A}\n", "title": "又见"}]
    source = write_rows(tmp_path / "in.jsonl", rows)
    report, _ = run_over(source, tmp_path / "out.jsonl")
    a, b, c = read_lines(tmp_path / "out.jsonl")
    assert report.inputs == {"extracted": 2, "duplicate": 1}
    assert c["article"]["duplicate_of"] == "a" and c["facts"] == [] and c["article"]["title"] == "又见"
    assert a["facts"] and b["facts"] and a["article"]["duplicate_of"] is None
    report, _ = run_over(source, tmp_path / "kept.jsonl", is_duplicate_kept=True)
    assert report.inputs == {"extracted": 3} and read_lines(tmp_path / "kept.jsonl")[2]["facts"]


def test_a_copy_far_from_its_original_is_the_same_record_as_one_beside_it(tmp_path):
    """The one is recognised before it is extracted, the other after it."""
    rows = [json.loads(line) for line, _, _ in generator().articles(60, 2, 0)]
    copy = rows[0] | {"id": "copy"}
    near = write_rows(tmp_path / "near.jsonl", [rows[0], copy, *rows[1:]])
    far = write_rows(tmp_path / "far.jsonl", [*rows, copy])
    made = []
    for source in (near, far):
        run_over(source, tmp_path / f"{source.stem}.out.jsonl", workers=2)
        made.append([line for line in read_lines(tmp_path / f"{source.stem}.out.jsonl") if line["article"]["id"] == "copy"])
    assert made[0] == made[1] and made[0][0]["article"]["duplicate_of"] == rows[0]["id"]


def test_near_copies_are_linked_by_option_unless_they_say_another_number(tmp_path):
    long = "".join(f"{name}县新增企业{n}家,培训职工{n * 3}人次。" for n, name in enumerate(_PLACES, 11))
    rows = [
        {"id": "first", "text": long},
        {"id": "shorter", "text": long.replace("白沙县新增企业18家,培训职工54人次。", "")},
        {"id": "reworded", "text": long.replace("培训职工33人次", "培训工人33人次") + "(记者王小河)"},
        {"id": "next_month", "text": long.replace("11家", "12家")},
    ]
    source = write_rows(tmp_path / "in.jsonl", rows)
    report, _ = run_over(source, tmp_path / "out.jsonl", near_duplicates=0.7)
    linked = {line["article"]["id"]: line["article"]["duplicate_of"] for line in read_lines(tmp_path / "out.jsonl")}
    assert linked == {"first": None, "shorter": "first", "reworded": "first", "next_month": None}
    report, _ = run_over(source, tmp_path / "exact.jsonl")
    assert report.inputs == {"extracted": 4}


def test_what_copies_are_told_by():
    assert text_key(" 新增\n企业 ") == text_key("新增企业") != text_key("新增企业家")
    assert sketch(A).numerals == ("17", "2023", "8.5")
    assert says_nothing_new(("17", "17"), ("17", "17", "3")) and not says_nothing_new(("17", "17"), ("17", "3"))


def test_an_id_of_two_articles_loses_neither_in_silence(tmp_path):
    source = write_rows(tmp_path / "in.jsonl", [{"id": "a", "text": A}, {"id": "a", "text": B}, {"id": "a", "text": A}])
    report, told = run_over(source, tmp_path / "out.jsonl")
    assert report.inputs == {"extracted": 1, "failed": 1, "duplicate": 1} and report.failed == {"same_id": 1}
    assert [line["article"]["text"] for line in read_lines(tmp_path / "out.jsonl")] == [A]
    assert f"is that of {source}:1" in told[0][1]


# ---- limits
def test_an_article_that_takes_too_long_is_given_up_and_the_others_are_not(tmp_path):
    rows = [{"id": "a", "text": A}, {"id": "long", "text": A * 12_000}, {"id": "b", "text": B}]
    report, told = run_over(write_rows(tmp_path / "in.jsonl", rows), tmp_path / "out.jsonl", max_seconds=4.0)
    assert report.failed == {"time_limit": 1} and [line["article"]["id"] for line in read_lines(tmp_path / "out.jsonl")] == [
        "a",
        "b",
    ]
    assert "--max-seconds" in told[0][1]


def test_a_fault_of_ours_in_one_article_does_not_cost_the_others(tmp_path):
    """With an extractor that fails on one text, in place of the one that is not known to."""
    from extractor.batch.journal import Journal
    from extractor.batch.worker import Settings, _one, _State
    from extractor.io.inputs import Options, RawInput
    from extractor.parts import shared

    class Faulty:
        rulebook = shared().rulebook

        def extract(self, text, **known):
            if text == A:
                raise RuntimeError("oh")
            return shared().extract(text, **known)

    journal = Journal(tmp_path / "journal.sqlite")
    state = _State(Settings(Options(), (), tmp_path), Faulty(), journal)
    outcomes = [_one(RawInput(name, "text", text.encode(), id=name), state, {}) for name, text in (("a", A), ("b", B))]
    assert [(o.kind, o.reason) for o in outcomes] == [("failed", "internal"), ("extracted", None)]
    assert "RuntimeError: oh" in outcomes[0].message and "report it" in outcomes[0].message


# ---- killed and resumed
def _start(articles, sink, *more):
    return subprocess.Popen(command("run", articles, "--to", sink, "--quiet", *more), cwd=ROOT, stderr=subprocess.PIPE)


def _wait_for(condition, process, seconds=120):
    for _ in range(seconds * 50):
        if condition() or process.poll() is not None:
            return
        time.sleep(0.02)
    raise AssertionError("it did not happen in time")


def _done(sink):
    """Inputs that the journal of a run under way has."""
    journal = folder_of(str(sink)) / "journal.sqlite"
    try:
        with sqlite3.connect(f"{journal.as_uri()}?mode=ro", uri=True) as connection:
            return connection.execute("SELECT count(*) FROM inputs").fetchone()[0]
    except sqlite3.OperationalError:
        return 0


def test_killed_at_random_moments_and_resumed_the_database_is_that_of_an_undisturbed_run(tmp_path):
    """Files: see ``test_faults.py``; a hundred faults of all kinds: ``benchmarks/measure_faults.py``."""
    articles = write_articles(tmp_path / "articles.jsonl", 400, broken=25)
    sink = f"sqlite:///{tmp_path}/killed.db"
    kills = _kill_twice(articles, sink)
    killed, _ = run_over(articles, sink, is_resumed=True)
    whole, _ = run_over(articles, f"sqlite:///{tmp_path}/whole.db")
    assert kills and killed.resumed > 0 and _content(tmp_path / "killed.db") == _content(tmp_path / "whole.db")
    for name in ("inputs", "failed", "facts", "skipped", "refused"):
        assert getattr(killed, name) == getattr(whole, name), name


def _kill_twice(articles, sink):
    kills, draw = 0, random.Random(7)
    for goal in (1, 200):
        with _start(articles, sink, *(["--resume"] if kills else [])) as process:
            _wait_for(lambda goal=goal: _done(sink) >= goal, process)
            time.sleep(draw.random() / 5)
            if process.poll() is None:
                process.kill()
                kills += 1
    return kills


def _content(path):
    with sqlite3.connect(path) as connection:
        tables = ("articles", "entities", "facts", "skipped", "checks")
        return {table: sorted(map(repr, connection.execute(f"SELECT * FROM {table}"))) for table in tables}


def _workers(pid):
    """Grandchildren: the processes that the fork server made."""

    def children(of):
        return [int(n) for n in subprocess.run(["pgrep", "-P", str(of)], capture_output=True, text=True).stdout.split()]

    return [worker for child in children(pid) for worker in children(child)]


def test_a_killed_run_leaves_no_processes(many, tmp_path):
    with _start(many, tmp_path / "facts.jsonl", "--workers", "2") as process:
        _wait_for(lambda: _done(tmp_path / "facts.jsonl") > 0, process)
        workers = _workers(process.pid)
        process.kill()
    assert workers
    for _ in range(100):
        if not any(os.path.exists(f"/proc/{worker}") for worker in workers):
            return
        time.sleep(0.1)
    raise AssertionError("workers outlived their run")


def test_an_unfinished_run_is_moved_aside_by_a_new_one_and_can_still_be_gone_on_with(many, tmp_path):
    articles = many
    sink = tmp_path / "facts.jsonl"
    with _start(articles, sink) as process:
        _wait_for(lambda: _done(sink) > 0, process)
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130 and not sink.exists()
    run_over(articles, sink)
    whole = sink.read_bytes()
    sink.unlink()
    report, _ = run_over(articles, sink, folder=tmp_path / "facts.jsonl.run.old", is_resumed=True)
    assert report.resumed > 0 and sink.read_bytes() == whole


def test_a_finished_run_goes_on_with_what_was_added(tmp_path):
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "a.txt").write_text(A, encoding="utf-8")
    sink = tmp_path / "facts.jsonl"
    run_over(pages, sink)
    (pages / "b.txt").write_text(B, encoding="utf-8")
    report, _ = run_over(pages, sink, is_resumed=True)
    assert report.resumed == 1 and [line["article"]["id"] for line in read_lines(sink)] == ["a", "b"]


def test_failed_inputs_are_taken_up_again_when_asked(tmp_path):
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "a.txt").write_text(A, encoding="utf-8")
    (pages / "b.txt").write_text("", encoding="utf-8")
    sink = f"sqlite:///{tmp_path}/facts.db"
    report, _ = run_over(pages, sink)
    assert report.failed == {"empty": 1}
    (pages / "b.txt").write_text(B, encoding="utf-8")
    report, _ = run_over(pages, sink, is_resumed=True, is_retried=True)
    assert report.failed == {} and report.inputs == {"extracted": 2}
    assert not (tmp_path / "facts.db.run" / "failed.jsonl").exists()


def test_a_run_is_gone_on_with_only_as_it_was_begun(tmp_path):
    source = write_rows(tmp_path / "in.jsonl", [{"id": "a", "text": A}])
    run_over(source, tmp_path / "out.jsonl")
    with pytest.raises(RunError, match="another kept"):
        run_over(source, tmp_path / "out.jsonl", is_resumed=True, is_text_kept=False)
    with pytest.raises(RunError, match="no run to go on with"):
        run_over(source, tmp_path / "new.jsonl", is_resumed=True)


def test_two_runs_into_one_sink_do_not_mix(many, tmp_path):
    sink = tmp_path / "facts.jsonl"
    with _start(many, sink) as process:
        _wait_for(lambda: _done(sink) > 0, process)
        with pytest.raises(RunError, match="another run"):
            run_over(many, sink)
        process.wait(120)
    assert len(read_lines(sink)) == 300


# ---- bad places
def test_a_sink_that_cannot_be_written_is_told_before_any_work(tmp_path):
    source = write_rows(tmp_path / "in.jsonl", [{"id": "a", "text": A}])
    for sink, words in {
        tmp_path / "no" / "facts.jsonl": "mkdir -p",
        tmp_path / "facts.docx": "no sink of this kind",
        tmp_path: "no sink of this kind",
        "mysql://host/name": "is no sink",
        f"sqlite:///{tmp_path}/no/facts.db": "mkdir -p",
        "sqlite://": "in memory",
    }.items():
        with pytest.raises(SinkError, match=words):
            run_over(source, sink, folder=tmp_path / "run")


def test_progress_elsewhere_than_on_a_terminal_is_structured_lines():
    from extractor.cli.progress import _Lines

    lines = _Lines(total=1000, began=0.0, last=0.0)
    lines.inputs, lines.facts, lines.done = 20, 300, 250
    assert lines.line(10.0) == "extractor: progress inputs=20 facts=300 per_second=2.0 seconds_left=30"


def test_only_what_is_outdated_is_done_again(tmp_path):
    rows = [{"id": "a", "text": A}, {"id": "b", "text": B}]
    source = write_rows(tmp_path / "in.jsonl", rows)
    sink = f"sqlite:///{tmp_path}/facts.db"
    run_over(source, sink)
    report, _ = run_over(source, sink, only_outdated=True)
    assert report.inputs == {"unchanged": 2} and report.facts == 0
    with sqlite3.connect(tmp_path / "facts.db") as connection:
        before = connection.execute("SELECT * FROM facts ORDER BY id").fetchall()
        connection.execute("UPDATE articles SET rules_hash = 'older', extraction_sha256 = 'older' WHERE id = 'a'")
    write_rows(source, [*rows, {"id": "c", "text": A.replace("17", "19")}])
    report, _ = run_over(source, sink, only_outdated=True)
    assert report.inputs == {"unchanged": 1, "extracted": 2}
    with sqlite3.connect(tmp_path / "facts.db") as connection:
        assert connection.execute("SELECT * FROM facts WHERE article_id <> 'c' ORDER BY id").fetchall() == before
        assert connection.execute("SELECT count(*) FROM articles WHERE rules_hash = 'older'").fetchone() == (0,)


def test_a_terminal_sees_a_bar_with_rate_and_time_left(articles, tmp_path):
    import pty

    leader, follower = pty.openpty()
    done = subprocess.Popen(
        command("run", articles, "--to", tmp_path / "facts.jsonl"), cwd=ROOT, stdout=follower, stderr=follower
    )
    os.close(follower)
    seen = b""
    while True:
        try:
            chunk = os.read(leader, 65536)
        except OSError:  # the other end has gone
            break
        if not chunk:
            break
        seen += chunk
    assert done.wait(60) == 1
    assert b"facts" in seen and b"/s" in seen and b"left" in seen and "━".encode() in seen
