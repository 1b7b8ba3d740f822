"""PostgreSQL: a real server on loopback, stopped, restarted, filled by two runs at once."""

from __future__ import annotations

import json
import subprocess
import time

import psycopg
import pytest

from extractor.report.collect import Wanted, collect
from extractor.sinks import SinkError, open_sink
from extractor.sinks.reading import read_extractions
from extractor.sinks.schema import TABLES
from extractor.sinks.upkeep import list_current, remove
from tests.docs_blocks import blocks
from tests.making import ROOT, command, read_lines, run_over, write_articles
from tests.services.postgres import free_port, serve
from tests.test_injection import HOSTILE, record
from tests.test_sinks import A, B, line

QUERIES = [block.code for block in blocks(ROOT / "README.md") if block.kind == "sql"]


@pytest.fixture(scope="module")
def server():
    with serve() as server:
        yield server


@pytest.fixture
def url(server, request):
    return server.create("t_" + str(abs(hash(request.node.name))))


@pytest.fixture(scope="module")
def articles(tmp_path_factory):
    return write_articles(tmp_path_factory.mktemp("articles") / "articles.jsonl", 300, broken=30)


def ask(url: str, query: str) -> list[tuple]:
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        return connection.execute(query).fetchall()


def dump(url: str) -> dict[str, list[tuple]]:
    return {t.name: sorted(ask(url, f"SELECT * FROM {t.name}"), key=repr) for t in TABLES}


def load(url: str, lines: list[bytes]):
    sink = open_sink(url)
    try:
        return sink.write(lines)
    finally:
        sink.close()


def test_a_run_loads_what_a_file_holds(url, articles, tmp_path):
    report, _ = run_over(articles, url, folder=tmp_path / "run", workers=2)
    run_over(articles, tmp_path / "facts.jsonl")
    lines = read_lines(tmp_path / "facts.jsonl")
    facts = {f["id"]: f for each in lines for f in each["facts"]}
    held = ask(url, "SELECT id, value, unit, period_end, evidence, inherited, confidence FROM facts")
    assert len(held) == len(facts) == report.facts
    for id, value, unit, end, evidence, inherited, confidence in held:
        fact = facts[id]
        assert float(value) == fact["value"] and unit == fact["unit"] and inherited == fact["inherited"]
        assert (end.isoformat() if end else None) == (fact["period"] or {}).get("end") and evidence == fact["evidence"]
        assert confidence == fact["confidence"]
    assert ask(url, "SELECT count(*) FROM articles") == [(len(lines),)]
    assert ask(url, "SELECT count(*) FROM articles WHERE duplicate_of IS NOT NULL") == [(report.inputs["duplicate"],)]


def test_values_are_exact_and_columns_say_what_they_mean(url):
    load(url, [line("全县完成投资1.6123亿元,增长8.35%。", "a")])
    assert [str(v) for (v,) in ask(url, "SELECT value FROM facts ORDER BY start")] == ["161230000", "8.35"]
    comments = ask(
        url,
        "SELECT count(*) FROM pg_description d JOIN pg_class c ON c.oid = d.objoid WHERE c.relname = 'facts' AND d.objsubid > 0",
    )
    assert comments == [(len(next(t for t in TABLES if t.name == "facts").columns),)]


def test_loading_twice_changes_nothing_and_a_newer_extraction_replaces(url):
    lines = [line(A, "a"), line(B, "b")]
    load(url, lines)
    before = dump(url)
    transactions = "SELECT xmin FROM facts"
    versions = ask(url, transactions)
    load(url, lines[::-1])
    assert dump(url) == before and ask(url, transactions) == versions
    newer = json.loads(lines[0])
    newer["rules_hash"], newer["facts"] = "other", newer["facts"][:1]
    load(url, [json.dumps(newer).encode()])
    assert ask(url, "SELECT count(*) FROM facts WHERE article_id = 'a'") == [(1,)]
    assert list(list_current(url, newer["extractor_version"], "other")) == [("a", newer["article"]["raw_sha256"])]


def test_an_article_can_be_taken_out(url):
    copy = line(A, "copy", duplicate_of="a", facts=[], entities=[], skipped=[], checks=[])
    load(url, [line(A, "a"), line(B, "b"), copy])
    assert remove(url, ["a"]) == (["a"], ["copy"])
    assert ask(url, "SELECT count(*) FROM facts WHERE article_id = 'a'") == [(0,)]
    assert ask(url, "SELECT id, duplicate_of FROM articles ORDER BY id") == [("b", None), ("copy", None)]


def test_a_refused_row_is_reported_and_the_rest_goes_in(url):
    load(url, [])
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        connection.execute("ALTER TABLE facts ADD CONSTRAINT not_17 CHECK (value <> 17)")
    lines = [line(A, "a"), line(B, "b")]
    (refusal,) = load(url, lines)
    assert refusal.article_id == "a" and refusal.table == "facts" and "not_17" in refusal.message
    expected = sum(len(json.loads(each)["facts"]) for each in lines) - 1
    assert ask(url, "SELECT count(*) FROM facts") == [(expected,)]
    assert load(url, lines) == [refusal], "what is missing is told as long as it is missing"
    assert ask(url, "SELECT count(*) FROM entities") == [(sum(len(json.loads(each)["entities"]) for each in lines),)]


def test_hostile_words_come_out_as_they_went_in(url):
    records = [record(name) for name in HOSTILE]
    assert load(url, records) == [] and load(url, records[::-1]) == []
    wanted = {one["article"]["id"]: one for one in map(json.loads, records)}
    made = {one.article.id: json.loads(one.model_dump_json()) for one in read_extractions(url)}
    assert made.keys() == wanted.keys()
    for id, one in wanted.items():
        assert [made[id][part] for part in ("article", "facts", "skipped", "checks")] == [
            one[part] for part in ("article", "facts", "skipped", "checks")
        ]
    assert remove(url, [HOSTILE["or"], HOSTILE["sql"]])[1] == [] and ask(url, "SELECT count(*) FROM articles") == [
        (len(records) - 2,)
    ]


def test_a_nul_costs_its_article_and_no_other(url):
    (refused, *_) = load(url, [line(A, "a", title="a\0b"), line(B, "b")])
    assert (refused.article_id, refused.table) == ("a", "articles") and ask(url, "SELECT id FROM articles") == [("b",)]


def test_two_runs_into_one_database_at_once_lose_and_double_nothing(url, articles, tmp_path):
    def start(name):
        return subprocess.Popen(
            command("run", articles, "--to", url, "-q", "--run-dir", tmp_path / name), cwd=ROOT, stderr=subprocess.PIPE
        )

    with start("one") as one, start("two") as two:
        told = [one.communicate(timeout=240)[1], two.communicate(timeout=240)[1]]
    assert one.returncode == two.returncode == 1 and not any(b"Traceback" in each for each in told)  # some inputs are broken
    run_over(articles, tmp_path / "facts.jsonl")
    lines = read_lines(tmp_path / "facts.jsonl")
    assert ask(url, "SELECT count(*) FROM facts") == [(sum(len(each["facts"]) for each in lines),)]
    assert ask(url, "SELECT count(*) FROM skipped") == [(sum(len(each["skipped"]) for each in lines),)]


def test_a_server_that_restarts_in_mid_run_costs_nothing(tmp_path):
    articles = write_articles(tmp_path / "articles.jsonl", 900)
    with serve() as server:
        url = server.create("facts")
        with subprocess.Popen(command("run", articles, "--to", url, "-q", "--run-dir", tmp_path / "run"), cwd=ROOT) as process:
            _wait_for_facts(url)
            server.stop()
            time.sleep(1)
            server.start()
            assert process.wait(240) == 0
        assert ask(url, "SELECT count(*) FROM articles") == [(900,)]
        report = json.loads((tmp_path / "run" / "report.json").read_text(encoding="utf-8"))
        assert ask(url, "SELECT count(*) FROM facts") == [(report["facts"],)]


def test_a_server_that_goes_away_is_said_and_the_run_goes_on_when_it_is_back(tmp_path):
    articles = write_articles(tmp_path / "articles.jsonl", 900)
    with serve() as server:
        url = server.create("facts")
        arguments = command("run", articles, "--to", url, "-q", "--run-dir", tmp_path / "run")
        with subprocess.Popen(arguments, cwd=ROOT, stderr=subprocess.PIPE) as process:
            _wait_for_facts(url)
            server.stop()
            _, told = process.communicate(timeout=240)
        assert process.returncode == 2 and told.count(b"\n") == 1, told
        assert b"--resume" in told or b"no server answers" in told
        server.start()
        assert subprocess.run([*arguments, "--resume"], cwd=ROOT).returncode == 0
        assert ask(url, "SELECT count(*) FROM articles") == [(900,)]


def _wait_for_facts(url):
    for _ in range(1200):
        try:
            if ask(url, "SELECT count(*) FROM facts")[0][0]:
                return
        except psycopg.Error:
            pass
        time.sleep(0.05)
    raise AssertionError("no facts in a minute")


def test_faults_are_said_with_what_to_do(server, tmp_path):
    cases = {
        f"postgresql+psycopg://postgres@127.0.0.1:{free_port()}/facts": "no server answers there",
        server.url("nowhere"): "createdb",
        "postgresql+psycopg://postgres@no.such.host.invalid/facts": "no such host",
    }
    for url, words in cases.items():
        with pytest.raises(SinkError, match=words):
            open_sink(url)


def test_a_wrong_password_is_said_and_never_shown(tmp_path):
    with serve(password="right-one") as server:
        url = server.url("postgres", user="postgres:wrong-one")
        with pytest.raises(SinkError, match="wrong user or password") as told:
            open_sink(url)
        assert "wrong-one" not in str(told.value)
        open_sink(server.url("postgres", user="postgres:right-one")).close()


def test_tables_of_other_making_and_newer_schemas_are_left_alone(url, server):
    load(url, [])
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        connection.execute("UPDATE extractor_schema_version SET version_num = '9999'")
    with pytest.raises(SinkError, match="made by a newer extractor"):
        open_sink(url)
    other = server.create("strangers")
    with psycopg.connect(other.replace("+psycopg", "")) as connection:
        connection.execute("CREATE TABLE facts (anything text)")
        connection.execute("CREATE SCHEMA press")
    with pytest.raises(SinkError, match="of other making called facts"):
        open_sink(other)
    apart = f"{other}?options=-csearch_path%3Dpress"
    load(apart, [line(A, "a")])
    assert ask(other, "SELECT count(*) FROM press.articles") == [(1,)]


def test_the_newest_revision_makes_what_the_code_expects(url):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from extractor.sinks.sql_connect import VERSION_TABLE, connect
    from extractor.sinks.sql_schema import metadata

    engine = connect(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE, "compare_type": True})
        assert compare_metadata(context, metadata()) == []
    engine.dispose()


def test_queries_of_the_readme_answer(url, tmp_path):
    run_over(ROOT / "samples", url, folder=tmp_path / "run")
    for query in QUERIES:
        assert len(ask(url, query)) >= 3


def test_what_is_loaded_comes_back_as_it_was(url, articles, tmp_path):
    run_over(articles, url, folder=tmp_path / "run", workers=2)
    run_over(articles, tmp_path / "facts.jsonl")
    expected = {each["article"]["id"]: each for each in read_lines(tmp_path / "facts.jsonl")}
    back = [json.loads(one.model_dump_json()) for one in read_extractions(url)]
    assert [one["article"]["id"] for one in back] == sorted(expected)
    for one in back:
        whole = expected[one["article"]["id"]]
        for part in ("entities", "facts"):
            assert one[part] == sorted(whole[part], key=lambda each: (each["start"], each["end"], each["id"]))
        assert one | {"entities": [], "facts": []} == whole | {"entities": [], "facts": []}


def test_a_report_of_a_server_that_is_not_there_says_so(tmp_path):
    [failure] = collect(Wanted((f"postgresql+psycopg://me:hidden-word@127.0.0.1:{free_port()}/press",)))
    assert failure.where == "press" and "no server answers there" in failure.message and "hidden-word" not in str(failure)
