"""Faults that need a server, a small disk, another user or another clock: nothing lost, nothing doubled, and the message says what happened."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import psycopg
import pytest
from postgres import serve
from proxy import open_proxy

from extractor.batch.folder import RunError
from extractor.batch.plan import Events, Plan
from extractor.batch.run import run
from extractor.sinks import SinkError, open_sink
from extractor.sinks.reading import read_extractions
from extractor.sinks.schema import TABLES
from tests.making import ROOT, command, run_over, write_articles
from tests.test_sinks import A, B, line


@pytest.fixture(scope="module")
def server():
    with serve() as server:
        yield server


@pytest.fixture(scope="module")
def articles(tmp_path_factory):
    return write_articles(tmp_path_factory.mktemp("articles") / "articles.jsonl", 150, broken=30)


@pytest.fixture(scope="module")
def whole(server, articles, tmp_path_factory):
    """The rows of an undisturbed run."""
    url = server.create("whole")
    run_over(articles, url, folder=tmp_path_factory.mktemp("whole") / "run")
    return rows(url)


@pytest.fixture
def proxy(server):
    with open_proxy(server.port) as proxy:
        yield proxy


@pytest.fixture
def near(server, request):
    """A new database: its address."""
    return server.create("t_" + str(abs(hash(request.node.name))))


@pytest.fixture
def far(near, server, proxy):
    """The same database, behind the proxy."""
    return near.replace(str(server.port), str(proxy.port))


def ask(url: str, query: str) -> list[tuple]:
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        return connection.execute(query).fetchall()


def rows(url: str) -> dict[str, list[tuple]]:
    return {table.name: sorted(ask(url, f"SELECT * FROM {table.name}"), key=repr) for table in TABLES}


def run_sink(url: str, lines: list[bytes]) -> None:
    sink = open_sink(url)
    sink.write(lines)
    sink.close()


def run_until(articles, url, folder, inputs, happens):
    """A run in which something happens after so many inputs."""
    seen = []

    def step(size, facts):
        seen.append(size)
        if len(seen) == inputs:
            happens()

    return run(Plan((str(articles),), url, folder=folder), Events(progress=step))


# ---- a database that is slow, silent, or gone
def test_a_slow_database_costs_time_only(far, near, proxy, articles, whole, tmp_path):
    proxy.delay = 0.02
    run_over(articles, far, folder=tmp_path / "run")
    assert rows(near) == whole


def test_a_connection_that_is_cut_in_mid_transaction_costs_nothing(far, near, proxy, articles, whole, tmp_path):
    proxy.cuts = [150_000, 300_000, 700_000]
    run_over(articles, far, folder=tmp_path / "run")
    assert proxy.cuts == [] and rows(near) == whole


def test_a_database_that_falls_silent_does_not_hold_the_run_for_ever(far, near, proxy, articles, whole, tmp_path):
    with pytest.raises(SinkError, match=r"has not answered for 3 s; .*--resume.*answer_timeout=30"):
        run_until(articles, f"{far}?answer_timeout=3", tmp_path / "run", 70, lambda: setattr(proxy, "is_silent", True))
    proxy.is_silent = False
    report, _ = run_over(articles, f"{far}?answer_timeout=300", folder=tmp_path / "run", is_resumed=True)
    assert report.resumed > 0 and rows(near) == whole


def test_a_server_that_never_answers_is_given_up(far, proxy):
    proxy.is_silent = True
    with pytest.raises(SinkError, match="does not answer in time"):
        open_sink(f"{far}?connect_timeout=2")


def test_a_server_process_that_stands_still_is_given_up_and_writes_nothing_twice(near):
    sink = open_sink(f"{near}?answer_timeout=3")
    sink.write([line(A, "a")])
    ((pid,),) = ask(near, "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
    os.kill(pid, signal.SIGSTOP)
    try:
        with pytest.raises(SinkError, match="has not answered for 3 s"):
            sink.write([line(B, "b")])
    finally:
        os.kill(pid, signal.SIGCONT)
    sink.close()
    run_sink(near, [line(A, "a"), line(B, "b")])
    assert ask(near, "SELECT id FROM articles ORDER BY id") == [("a",), ("b",)]


def test_a_lock_of_others_is_waited_for_and_then_said(near):
    sink = open_sink(f"{near}?answer_timeout=2")
    with psycopg.connect(near.replace("+psycopg", "")) as other:
        other.execute("LOCK TABLE facts")
        with pytest.raises(SinkError, match="look at its load and locks"):
            sink.write([line(A, "a")])
    sink.close()
    run_sink(near, [line(A, "a")])
    assert ask(near, "SELECT count(*) FROM articles") == [(1,)]


def test_limits_of_the_address_and_of_the_server_go_before_ours(near):
    from extractor.sinks.sql_connect import connect

    def limits(url):
        engine = connect(url)
        with engine.connect() as connection:
            made = connection.connection.driver_connection.info.get_parameters()
            return made, connection.exec_driver_sql("SHOW statement_timeout").scalar()

    made, statement = limits(near)
    assert (made["connect_timeout"], made["tcp_user_timeout"], statement) == ("10", "60000", "108s")
    made, statement = limits(f"{near}?connect_timeout=3&tcp_user_timeout=7000&options=-cstatement_timeout%3D5s")
    assert (made["connect_timeout"], made["tcp_user_timeout"], statement) == ("3", "7000", "5s")
    with pytest.raises(SinkError, match="answer_timeout is a number of seconds above 0"):
        connect(f"{near}?answer_timeout=soon")


# ---- a disk that is full, a folder that cannot be written: small file systems in memory
def mount(place: Path, options: str) -> None:
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)], capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"a small file system could not be mounted ({done.stderr.strip()}); run these tests as root")


@pytest.fixture
def small_disk(tmp_path):
    """Four megabytes."""
    place = tmp_path / "small"
    place.mkdir()
    mount(place, "size=4m")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def fill(disk: Path, left: int) -> Path:
    """Something else takes all but so many bytes."""
    ballast = disk / "ballast"
    ballast.write_bytes(bytes(max(0, shutil.disk_usage(disk).free - left)))
    return ballast


def outcome(folder: Path, sink: str) -> object:
    """All that is in a sink."""
    if "://" in sink:
        return [one.model_dump_json() for one in read_extractions(sink)]
    return {path.name: path.read_bytes() for path in folder.glob(f"facts*{Path(sink).suffix}")}


@pytest.fixture(scope="module")
def undisturbed(articles, tmp_path_factory):
    """What comes into each kind of sink."""
    folder = tmp_path_factory.mktemp("undisturbed")
    for sink in SINKS:
        run_over(articles, sink.format(folder), folder=folder / "run")
    return folder


SINKS = ["{}/facts.csv", "{}/facts.parquet", "sqlite:///{}/facts.db", "duckdb:///{}/facts.duckdb"]


@pytest.mark.parametrize("sink", SINKS)
def test_a_full_disk_is_said_and_once_there_is_room_the_run_goes_on(small_disk, tmp_path, articles, undisturbed, sink):
    ballast = fill(small_disk, 100_000)
    with pytest.raises(SinkError, match="free some space"):
        run_over(articles, sink.format(small_disk), folder=tmp_path / "run")
    assert not list(small_disk.glob("facts.[cp]*")), "half an outcome"
    ballast.unlink()
    run_over(articles, sink.format(small_disk), folder=tmp_path / "run", is_resumed=True)
    assert outcome(small_disk, sink.format(small_disk)) == outcome(undisturbed, sink.format(undisturbed))


def test_a_full_disk_under_the_journal_is_said_and_once_there_is_room_the_run_goes_on(
    small_disk, tmp_path, articles, undisturbed
):
    ballast, sink = fill(small_disk, 200_000), tmp_path / "facts.csv"
    with pytest.raises((RunError, SinkError), match="free some space"):
        run_over(articles, sink, folder=small_disk / "run")
    assert not sink.exists()
    ballast.unlink()
    run_over(articles, sink, folder=small_disk / "run", is_resumed=True)
    assert sink.read_bytes() == (undisturbed / "facts.csv").read_bytes()


def test_a_full_cache_and_a_full_place_for_temporary_files_are_done_without(small_disk, tmp_path):
    cache = small_disk / "extractor-zh"
    cache.mkdir(mode=0o700)
    fill(small_disk, 0)
    article = tmp_path / "a.txt"
    article.write_text(A, encoding="utf-8")
    environment = os.environ | {"EXTRACTOR_CACHE_DIR": str(small_disk), "TMPDIR": str(small_disk)}
    done = subprocess.run(command("run", article, "-q"), cwd=ROOT, capture_output=True, env=environment)
    assert done.returncode == 0 and done.stdout.count(b"\n") == 1 and done.stderr == b"", done.stderr
    assert list(cache.iterdir()) == [], "what could not be written whole is left there"


def test_a_report_for_which_there_is_no_room_leaves_the_old_one(small_disk, tmp_path):
    from typer.testing import CliRunner

    from extractor.cli.main import app

    page = small_disk / "report.html"
    assert CliRunner().invoke(app, ["report", str(ROOT / "samples" / "park_half_year.txt"), "-o", str(page)]).exit_code == 0
    old = page.read_bytes()
    fill(small_disk, 10_000)
    told = CliRunner().invoke(app, ["report", str(ROOT / "samples"), "-o", str(page)])
    assert told.exit_code == 2 and "free some space" in told.stderr
    assert page.read_bytes() == old and {path.name for path in small_disk.iterdir()} == {"report.html", "ballast"}


def test_a_file_system_that_is_read_only_is_said(small_disk, tmp_path):
    article = tmp_path / "a.txt"
    article.write_text(A, encoding="utf-8")
    for sink in ("sqlite:///{}/facts.db", "duckdb:///{}/facts.duckdb"):
        open_sink(sink.format(small_disk)).close()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    for sink in ("{}/facts.jsonl", "sqlite:///{}/facts.db", "duckdb:///{}/facts.duckdb"):
        with pytest.raises(SinkError, match="choose another place|check its folder and permissions"):
            run_over(article, sink.format(small_disk), folder=tmp_path / "run")
    with pytest.raises(SinkError, match="choose another place with --run-dir"):
        run_over(article, tmp_path / "facts.jsonl", folder=small_disk / "run")


# ---- a clock that jumps
def test_a_clock_that_jumps_in_mid_run_changes_nothing(articles, undisturbed, tmp_path):
    """A day forward, then a year back, under a limit of seconds that either would pass."""
    [library] = Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1")
    clock, sink = tmp_path / "clock", tmp_path / "facts.csv"
    clock.write_text("+0")
    clocked = {"LD_PRELOAD": str(library), "FAKETIME_TIMESTAMP_FILE": str(clock), "FAKETIME_NO_CACHE": "1"}
    clocked["FAKETIME_DONT_FAKE_MONOTONIC"] = "1"
    program = command("run", articles, "--to", sink, "-q", "--workers", "2")
    with subprocess.Popen(program, cwd=ROOT, stderr=subprocess.PIPE, env=os.environ | clocked) as process:
        for jump in ("+1d", "-365d", "+400d"):
            seen = tmp_path / "facts.csv.run" / "part.jsonl"
            size = seen.stat().st_size if seen.exists() else 0
            while process.poll() is None and not (seen.exists() and seen.stat().st_size > size):
                time.sleep(0.02)
            clock.write_text(jump)
        _, told = process.communicate(timeout=240)
    assert process.returncode == 1 and b"not done in" not in told and b"Traceback" not in told, told
    assert sink.read_bytes() == (undisturbed / "facts.csv").read_bytes()
