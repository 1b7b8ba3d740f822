"""Faults, tried for real: nothing is lost, nothing doubled, and the message says what happened. Those that need a service, a small disk or
another clock are in ``services/test_faults_services.py``; ``benchmarks/measure_faults.py`` does them at random, a hundred at a time."""

from __future__ import annotations

import gzip
import json
import os
import random
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path

import pytest

from extractor.batch.folder import Folder, RunError, open_folder, set_aside
from extractor.batch.journal import Journal
from extractor.cache import write_cache
from extractor.io.inputs import Failure, Options
from extractor.io.sources import read_inputs
from extractor.sinks import SinkError, open_sink, place_of
from extractor.sinks.atomic import atomic_file, check_place
from tests.making import ROOT, command, read_lines, run_over, write_articles, write_rows
from tests.test_sinks import A, B, dump, line

TEXT = "2023年上半年,武宁县规模以上工业增加值同比增长8.5%,新增企业{}家,完成投资{}亿元。\n"


@pytest.fixture(scope="module")
def articles(tmp_path_factory):
    return write_articles(tmp_path_factory.mktemp("articles") / "articles.jsonl", 90, broken=25)


@pytest.fixture(scope="module")
def whole(articles, tmp_path_factory):
    """The outcome of undisturbed runs."""
    folder = tmp_path_factory.mktemp("whole")
    run_over(articles, folder / "facts.jsonl")
    return folder / "facts.jsonl"


def start(source, sink, *more, **how):
    return subprocess.Popen(command("run", source, "--to", sink, "--quiet", *more), cwd=ROOT, stderr=subprocess.PIPE, **how)


def wait_for(condition: Callable[[], object], process: subprocess.Popen) -> None:
    for _ in range(6000):
        if condition() or process.poll() is not None:
            return
        time.sleep(0.02)
    raise AssertionError("it did not happen in two minutes")


def done(sink: Path) -> int:
    """Inputs that the journal of a run has."""
    with (
        suppress(sqlite3.Error),
        closing(sqlite3.connect(f"{Path(f'{sink}.run').as_uri()}/journal.sqlite?mode=ro", uri=True)) as held,
    ):
        return held.execute("SELECT count(*) FROM inputs").fetchone()[0]
    return 0


def workers_of(process: subprocess.Popen) -> list[int]:
    """The processes that the fork server made."""
    children = lambda of: [int(n) for n in subprocess.run(["pgrep", "-P", str(of)], capture_output=True).stdout.split()]  # noqa: E731
    return [worker for child in children(process.pid) for worker in children(child)]


def are_waiting(pids: list[int]) -> bool:
    """Whether all of these processes sleep, and not only for a moment."""
    for _ in range(10):
        if any(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "S" for pid in pids):
            return False
        time.sleep(0.05)
    return True


def killed(child: Callable[[], object]) -> None:
    """Do something in a process of its own, in which it is killed."""
    pid = os.fork()
    if pid == 0:
        with suppress(BaseException):
            child()
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -signal.SIGKILL, "it was not killed"


def kill_at(call: int, function: Callable) -> Callable:
    """A function in whose stead, the so many-th time, its process is killed."""
    left = [call]

    def do(*args, **kwargs):
        left[0] -= 1
        if left[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*args, **kwargs)

    return do


# ---- signals
def test_whatever_ends_a_run_it_goes_on_where_it_was(articles, whole, tmp_path):
    """At moments of chance."""
    sink, seed = tmp_path / "facts.jsonl", random.randrange(10**6)
    draw = random.Random(seed)
    print(f"seed {seed}")
    ends = {signal.SIGTERM: (143, b"terminated"), signal.SIGHUP: (129, b"terminal has gone"), signal.SIGKILL: (-9, b"")}
    left = []
    for number, goal in zip(ends, (1, draw.randrange(90), 85), strict=True):
        with start(articles, sink, "--workers", "2", *(["--resume"] if done(sink) else [])) as process:
            wait_for(lambda goal=goal: done(sink) >= goal and workers_of(process), process)
            left += workers_of(process)
            process.send_signal(number)
            _, told = process.communicate(timeout=120)
        code, word = ends[number]
        assert process.returncode in (code, 1), told
        if process.returncode == code:
            assert word in told and b"Traceback" not in told and (b"--resume" in told or number == signal.SIGKILL), told
    report, _ = run_over(articles, sink, is_resumed=True)
    assert report.resumed > 0 and sink.read_bytes() == whole.read_bytes()
    assert left and not [pid for pid in left if os.path.exists(f"/proc/{pid}")]


def test_a_worker_that_is_killed_in_mid_answer_costs_nothing(tmp_path):
    """The run stands still until its workers can write no more, then they are killed: half of an answer is in each pipe."""
    rows = [{"id": f"a{n}", "text": "".join(TEXT.format(n * 8 + k, k + 2) for k in range(8))} for n in range(64)]
    source, sink = write_rows(tmp_path / "in.jsonl", rows), tmp_path / "facts.jsonl"
    with start(source, sink, "--workers", "2") as process:
        wait_for(lambda: done(sink), process)
        victims = workers_of(process)
        process.send_signal(signal.SIGSTOP)
        wait_for(lambda: are_waiting(victims), process)
        for pid in victims:
            os.kill(pid, signal.SIGKILL)
        process.send_signal(signal.SIGCONT)
        _, told = process.communicate(timeout=240)
    assert victims and process.returncode == 0 and told == b"" and len(read_lines(sink)) == 64


def test_a_signal_while_a_batch_is_written_doubles_nothing(articles, whole, tmp_path, monkeypatch):
    sink, real, calls = tmp_path / "facts.jsonl", os.fsync, []

    def fsync(number):
        real(number)
        calls.append(number)
        if len(calls) == 2:
            os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr(os, "fsync", fsync)
    handler = signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs ignore it
    try:
        with pytest.raises(KeyboardInterrupt):
            run_over(articles, sink)
    finally:
        signal.signal(signal.SIGINT, handler)
    report, _ = run_over(articles, sink, is_resumed=True)
    assert report.resumed > 0 and sink.read_bytes() == whole.read_bytes()


@pytest.mark.parametrize("name", ["facts.jsonl", "facts.csv"])
def test_killed_at_each_step_of_the_end_the_outcome_is_whole_and_nothing_is_left(name, tmp_path):
    lines, expected = [line(A, "a"), line(B, "b")], tmp_path / "whole"
    expected.mkdir()
    sink = open_sink(str(expected / name))
    sink.write(lines)
    sink.finish()
    for step in range(len(list(expected.glob("facts*")))):
        folder = tmp_path / f"killed{step}"
        folder.mkdir()
        sink = open_sink(str(folder / name))
        sink.write(lines)

        def die(sink=sink, step=step):
            os.replace = kill_at(step, os.replace)
            sink.finish()

        killed(die)
        assert not (folder / "facts.csv").exists(), "what was asked for is there before the rest is"
        position = sink.position
        sink.close()
        sink = open_sink(str(folder / name), position=position)
        sink.finish()
        for path in [*expected.iterdir(), *folder.iterdir()]:
            same = (expected / path.name).exists() and (expected / path.name).read_bytes() == (folder / path.name).read_bytes()
            assert same or path.name.endswith(".part"), path


def test_killed_as_a_finished_run_is_taken_up_nothing_is_lost(tmp_path):
    sink = open_sink(str(tmp_path / "facts.jsonl"))
    sink.write([line(A, "a")])
    sink.finish()

    def die():
        os.fsync = kill_at(0, os.fsync)
        open_sink(str(tmp_path / "facts.jsonl"), position=sink.position)

    killed(die)
    again = open_sink(str(tmp_path / "facts.jsonl"), position=sink.position)
    again.write([line(B, "b")])
    again.finish()
    assert [each["article"]["id"] for each in read_lines(tmp_path / "facts.jsonl")] == ["a", "b"]
    assert len(list(tmp_path.iterdir())) == 1


def test_a_writer_that_lives_keeps_its_file(tmp_path):
    with atomic_file(tmp_path / "a.txt") as one:
        one.write(b"one")
        with atomic_file(tmp_path / "a.txt") as other:
            other.write(b"other")
    assert (tmp_path / "a.txt").read_bytes() == b"one" and len(list(tmp_path.iterdir())) == 1


def test_killed_as_an_unfinished_run_is_moved_aside_it_is_whole_in_one_place(tmp_path):
    folder = Folder(tmp_path / "facts.run")
    folder.path.mkdir()
    with closing(Journal(folder.journal)) as journal:
        journal.refuse([("a", "facts", "1", "too large")] * 2)  # told again by a resumed run
        assert journal.totals()["refused"] == 1
        journal._connection.execute("INSERT INTO inputs VALUES (1, 'a', x'00', 'extracted', 'a', NULL, NULL, 3, NULL)")
    folder.part.write_bytes(b"{}\n")

    def die():
        Path.unlink = kill_at(1, Path.unlink)
        set_aside(folder)

    killed(die)
    set_aside(folder)
    assert {"journal.sqlite", "part.jsonl"} <= {path.name for path in (tmp_path / "facts.run.old").iterdir()}


DIES_BEFORE_NOTING = """
import os, signal, sys
from pathlib import Path
from extractor.batch.journal import Journal
from extractor.batch.run import Plan, run
if __name__ == "__main__":
    Journal.commit = lambda *args, **kwargs: os.kill(os.getpid(), signal.SIGKILL)
    run(Plan((sys.argv[1],), sys.argv[2], folder=Path(sys.argv[3])))
"""


def test_a_row_that_was_refused_just_before_a_kill_is_set_aside_by_the_resumed_run(tmp_path):
    source = write_rows(tmp_path / "in.jsonl", [{"id": "a", "text": A}, {"id": "b", "text": B}])
    sink = f"sqlite:///{tmp_path}/facts.db"
    open_sink(sink).close()
    with closing(sqlite3.connect(tmp_path / "facts.db")) as connection:
        connection.execute("CREATE TRIGGER no_17 BEFORE INSERT ON facts WHEN NEW.value = 17 BEGIN SELECT RAISE(ABORT, 'no'); END")

    died = subprocess.run([sys.executable, "-c", DIES_BEFORE_NOTING, source, sink, tmp_path / "run"], cwd=ROOT)
    assert died.returncode == -signal.SIGKILL
    report, told = run_over(source, sink, folder=tmp_path / "run", is_resumed=True)
    (refused,) = read_lines(tmp_path / "run" / "failed.jsonl")
    assert (refused["article_id"], refused["table"], report.refused, len(told)) == ("a", "facts", 1, 1)


def test_a_session_that_was_ended_is_not_taken_for_the_finished_one_before_it(tmp_path, monkeypatch):
    source, sink = write_rows(tmp_path / "in.jsonl", [{"id": "a", "text": A}]), tmp_path / "facts.jsonl"
    run_over(source, sink)
    write_rows(source, [{"id": "a", "text": A}, {"id": "b", "text": B}])
    code = "import os; os._exit(9) if os.fsync else 0\n"
    assert code
    real = os.replace
    monkeypatch.setattr(os, "replace", lambda *names: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        run_over(source, sink, is_resumed=True)
    monkeypatch.setattr(os, "replace", real)
    run_over(source, sink)
    assert (tmp_path / "facts.jsonl.run.old" / "journal.sqlite").exists()


# ---- memory, open files
def test_an_article_that_needs_too_much_memory_fails_alone_and_says_so(tmp_path):
    text = "".join(TEXT.format(n, n + 1) for n in range(4000))
    rows = [{"id": "a", "text": A}, {"id": "big", "text": text}, {"id": "b", "text": B}]
    report, told = run_over(write_rows(tmp_path / "in.jsonl", rows), tmp_path / "out.jsonl", max_memory=64)
    assert report.failed == {"crashed": 1} and "memory" in told[0][1], told
    assert [each["article"]["id"] for each in read_lines(tmp_path / "out.jsonl")] == ["a", "b"]


def test_workers_that_get_no_memory_at_all_are_no_fault_of_the_articles(articles, tmp_path):
    with pytest.raises(RunError, match=r"workers can't be started .*--max-memory.*--resume"):
        run_over(articles, tmp_path / "out.jsonl", max_memory=1)
    assert done(tmp_path / "out.jsonl") == 0


def test_too_few_open_files_are_said(articles, tmp_path):
    def few():
        resource.setrlimit(resource.RLIMIT_NOFILE, (16, 16))

    with start(articles, tmp_path / "facts.jsonl", preexec_fn=few) as process:
        _, told = process.communicate(timeout=120)
    assert process.returncode == 2 and b"too many open files" in told and b"ulimit -n" in told and told.count(b"\n") == 1, told


# ---- others at the same place
def test_a_locked_database_is_waited_for_as_long_as_it_is_said(tmp_path):
    target = f"sqlite:///{tmp_path}/facts.db?timeout=0.3"
    sink = open_sink(target)
    with closing(sqlite3.connect(tmp_path / "facts.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(SinkError, match=r"holding the database for 0.3 s; .*--resume.*\?timeout="):
            sink.write([line(A, "a")])
        with pytest.raises(SinkError, match="holding the database for 0.3 s"):
            open_sink(target)
        other.execute("ROLLBACK")
    sink.write([line(A, "a")])
    sink.close()
    assert [row[0] for row in dump(tmp_path / "facts.db")["articles"]] == ["a"]
    with pytest.raises(SinkError, match="timeout is a number of seconds above 0"):
        open_sink(f"sqlite:///{tmp_path}/facts.db?timeout=never")
    assert place_of(target) == place_of(f"sqlite:///{tmp_path}/facts.db?timeout=600"), "more time is no other sink"


def test_a_duckdb_file_that_another_program_has_open_is_said(tmp_path):
    code = "import duckdb, sys; held = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    path = str(tmp_path / "facts.duckdb")
    with subprocess.Popen([sys.executable, "-c", code, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        holder.stdout.readline()
        with pytest.raises(SinkError, match="another program has the file open; close it"):
            open_sink(f"duckdb:///{path}")
        holder.stdin.close()
    open_sink(f"duckdb:///{path}").close()


def test_runs_that_make_a_database_at_the_same_moment_wait_for_each_other(tmp_path):
    """SQLite does not wait for its lock when a file is first opened for readers, too."""
    for number in range(15):
        together = threading.Barrier(3)

        def make(_, path=tmp_path / f"{number}.db", together=together):
            together.wait()
            open_sink(f"sqlite:///{path}").close()

        with ThreadPoolExecutor(3) as runs:
            list(runs.map(make, range(3)))


def test_two_runs_into_one_sink_at_once_leave_a_whole_outcome(articles, whole, tmp_path):
    """Each with a run folder of its own; into a file the last one wins, into a database both load the same."""
    run_over(articles, f"sqlite:///{tmp_path}/whole.db")
    for sink in (tmp_path / "facts.jsonl", f"sqlite:///{tmp_path}/facts.db"):
        with ThreadPoolExecutor(2) as both:
            folders = [tmp_path / f"{Path(str(sink)).name}.{name}" for name in ("one", "two")]
            reports = list(both.map(lambda folder, sink=sink: run_over(articles, sink, folder=folder)[0], folders))
        assert all(report.is_complete for report in reports)
    assert (tmp_path / "facts.jsonl").read_bytes() == whole.read_bytes()
    assert dump(tmp_path / "facts.db") == dump(tmp_path / "whole.db")


def test_a_run_is_gone_on_with_once_at_a_time(tmp_path):
    told = pytest.raises(RunError, match="another run is writing to this sink; wait for it")
    with open_folder(tmp_path / "facts.run"), told, open_folder(tmp_path / "facts.run"):
        pass


# ---- sources that change, folders that are closed
def test_files_that_change_between_listing_and_reading_cost_only_themselves(tmp_path):
    pages = tmp_path / "pages"
    (pages / "e").mkdir(parents=True)
    for name in ("a", "b", "e/f"):
        (pages / f"{name}.txt").write_text(A, encoding="utf-8")
    (pages / "c.jsonl").write_text(json.dumps({"id": "c1", "text": A}) + "\n")
    (pages / "d.jsonl.gz").write_bytes(
        gzip.compress(b"".join(json.dumps({"text": f"{n}{A}"}).encode() + b"\n" for n in range(300)))
    )
    inputs = read_inputs([str(pages)], Options())
    assert next(inputs).id == "a"
    (pages / "b.txt").unlink()
    with (pages / "c.jsonl").open("a") as file:
        file.write(json.dumps({"id": "c2", "text": B}) + '\n{"id": "c3", "te')
    with (pages / "d.jsonl.gz").open("r+b") as file:
        file.truncate(300)
    shutil.rmtree(pages / "e")
    found = list(inputs)
    told = {Path(one.where).name: one.message for one in found if isinstance(one, Failure)}
    assert (
        "deleted meanwhile" in told["b.txt"] and "deleted meanwhile" in told["e"] and "ends in the middle" in told["d.jsonl.gz"]
    )
    assert [one.address.rpartition("c.jsonl:")[2] for one in found if "c.jsonl" in getattr(one, "address", "")] == ["1", "2", "3"]


def as_nobody(ask: Callable[[], object]) -> str:
    """What somebody without rights is told: modes do not bind root."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        said = ""
        try:
            if os.geteuid() == 0:
                os.setgroups([])
                os.setgid(65534)
                os.setuid(65534)
            said = str(ask())
        except Exception as error:
            said = f"{type(error).__name__}: {error}"
        os.write(writer, said.encode())
        os._exit(0)
    os.close(writer)
    os.waitpid(pid, 0)
    with os.fdopen(reader) as told:
        return told.read()


@pytest.fixture
def open_place(tmp_path):
    """A folder that everybody can reach."""
    for folder in (tmp_path, *tmp_path.parents):
        if folder == Path("/tmp") or folder.stat().st_uid != os.geteuid():
            break
        folder.chmod(folder.stat().st_mode | 0o055)
    return tmp_path


def test_folders_that_cannot_be_written_are_said(open_place):
    import duckdb  # noqa: F401, loaded while it can be

    closed = open_place / "closed"
    closed.mkdir(mode=0o555)
    open_sink(f"sqlite:///{open_place}/warm.db").close()
    assert "no permission to write here; choose another place" in as_nobody(lambda: check_place(closed / "facts.jsonl"))
    assert "choose another place with --run-dir" in as_nobody(lambda: open_folder(closed / "facts.run").__enter__())
    assert "check its folder and permissions" in as_nobody(lambda: open_sink(f"sqlite:///{closed}/facts.db"))
    assert "no permission to write here" in as_nobody(lambda: open_sink(f"duckdb:///{closed}/facts.duckdb"))


def test_a_cache_that_cannot_be_written_is_done_without(open_place, monkeypatch):
    closed = open_place / "closed"
    closed.mkdir(mode=0o555)
    monkeypatch.setenv("EXTRACTOR_CACHE_DIR", str(closed))
    assert as_nobody(lambda: write_cache("some-1", b"what")) == "None" and list(closed.iterdir()) == []


def test_sources_that_cannot_be_read_are_told_and_the_rest_is_read(open_place):
    pages = open_place / "pages"
    for name in ("closed", "open"):
        (pages / name).mkdir(parents=True)
        (pages / name / "a.txt").write_text(A, encoding="utf-8")
    (pages / "b.txt").write_text(B, encoding="utf-8")
    (pages / "b.txt").chmod(0)
    (pages / "closed").chmod(0)
    sources = [str(pages), str(pages / "closed" / "a.txt"), str(pages / "closed" / "*.txt")]
    told = as_nobody(lambda: [getattr(one, "message", "read") for one in read_inputs(sources, Options())])
    (pages / "closed").chmod(0o755)
    assert told.count("permission denied; check the file and its permissions") == 4 and told.count("'read'") == 1, told


# ---- the clock
def test_nothing_that_a_run_does_asks_what_time_it_is():
    """Seconds are measured by clocks that do not jump; a day is never today's."""
    asks = re.compile(r"\btime\.time\(|\.now\(|\.today\(|utcnow|localtime|gmtime")
    found = [
        path.relative_to(ROOT) for path in (ROOT / "extractor").rglob("*.py") if asks.search(path.read_text(encoding="utf-8"))
    ]
    assert found == [Path("extractor/cli/bench.py")]


def test_a_run_of_tomorrow_is_gone_on_with_today(articles, whole, tmp_path):
    sink = tmp_path / "facts.jsonl"
    with start(articles, sink) as process:
        wait_for(lambda: done(sink), process)
        process.kill()
    for path in [articles, *Path(f"{sink}.run").iterdir()]:
        os.utime(path, (4e9, 4e9))
    report, _ = run_over(articles, sink, is_resumed=True)
    assert report.resumed > 0 and sink.read_bytes() == whole.read_bytes()
