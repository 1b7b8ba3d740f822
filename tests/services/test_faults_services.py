"""Faults that need a server, a small disk, another user or another clock: nothing lost, nothing doubled, and the message says what happened."""

from __future__ import annotations

import os
import signal

import psycopg
import pytest
from postgres import serve
from proxy import open_proxy

from extractor.batch.plan import Events, Plan
from extractor.batch.run import run
from extractor.sinks import SinkError, open_sink
from extractor.sinks.schema import TABLES
from tests.making import run_over, write_articles
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
