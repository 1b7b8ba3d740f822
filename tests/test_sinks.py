"""Sinks: the same rows in each, typed; loading twice changes nothing, a newer extraction replaces, a refused row costs only itself."""

from __future__ import annotations

import csv
import json
import os
import sqlite3
import stat
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa

from extractor import extract
from extractor.sinks import SinkError, open_sink
from extractor.sinks.reading import read_extractions
from extractor.sinks.rows import rows_of
from extractor.sinks.schema import FACTS, TABLES
from extractor.sinks.upkeep import list_current, remove

A = "2023年上半年,武宁县规模以上工业增加值同比增长8.5%,新增企业17家,完成投资1.25亿元。记者:王小河\n"
B = "永修县实现进出口总额3.2亿元,居全市第3位,其中出口1.2亿元、进口2亿元。\n"


def line(text: str, id: str, **changes: object) -> bytes:
    """An extraction as a run hands it to a sink."""
    record = json.loads(extract(text, id=id, published="2023-07-20").model_dump_json())
    for name, value in changes.items():
        (record if name in record else record["article"])[name] = value
    return json.dumps(record, ensure_ascii=False).encode()


@pytest.fixture(scope="module")
def lines():
    return [line(A, "a"), line(B, "b")]


def load(target: str, lines: list[bytes]):
    sink = open_sink(target)
    try:
        return sink.write(lines) + sink.finish()
    finally:
        sink.close()


def dump(path: Path) -> dict[str, list[tuple]]:
    """All rows of a SQLite database."""
    with sqlite3.connect(path) as connection:
        return {t.name: sorted(connection.execute(f"SELECT * FROM {t.name}"), key=repr) for t in TABLES}


# ---- rows
def test_rows_hold_the_extraction_field_by_field(lines):
    record = json.loads(lines[0], parse_float=Decimal)
    rows = rows_of(lines[0])
    assert rows.article_id == "a" and set(rows.tables) == {t.name for t in TABLES}
    for fact, row in zip(record["facts"], rows.tables["facts"], strict=True):
        named = dict(zip(FACTS.names, row, strict=True))
        assert named.pop("article_id") == "a"
        period = fact.pop("period") or {"start": None, "end": None, "text": None}
        assert {name: named.pop(f"period_{name}") for name in ("start", "end", "text")} == period
        assert named.pop("confidence") == float(fact.pop("confidence"))
        assert named == fact


def test_every_field_of_the_contract_has_its_column():
    """A field that is added to the records must not be forgotten here."""
    from extractor.records import Article, Check, Entity, Extraction, Fact, Skipped

    expected = {
        "articles": {*Article.model_fields, *Extraction.model_fields, "extraction_sha256"} - {"article", "entities", "facts", "skipped", "checks"},
        "entities": set(Entity.model_fields), "facts": set(Fact.model_fields), "skipped": {*Skipped.model_fields, "ordinal"},
        "checks": {*Check.model_fields, "ordinal"},
    }  # fmt: skip
    for table in TABLES:
        names = expected[table.name]
        if "period" in names:
            names = names - {"period"} | {"period_start", "period_end", "period_text"}
        assert set(table.names) == (names if table.name == "articles" else names | {"article_id"}), table.name


def test_what_is_no_extraction_is_said():
    with pytest.raises(ValueError, match="not an extraction"):
        rows_of(b'{"article": {}}')


# ---- files
def test_csv_has_a_file_a_table_and_no_formulas(tmp_path, lines):
    load(f"{tmp_path}/facts.csv", [line(A, "a", title="=cmd|' /C calc'!A0"), lines[1]])
    assert {p.name for p in tmp_path.glob("*.csv")} == {
        "facts.csv",
        *(f"facts.{t.name}.csv" for t in TABLES if t.name != "facts"),
    }
    with (tmp_path / "facts.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == FACTS.names and [r["value"] for r in rows[:3]] == ["8.5", "17", "125000000"]
    assert json.loads(rows[0]["evidence"])["measure"] and rows[0]["period_start"] == "2023-01-01"
    with (tmp_path / "facts.articles.csv").open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.DictReader(file))["title"].startswith("'=cmd")


def test_parquet_is_typed(tmp_path, lines):
    import pyarrow.parquet as pq

    load(f"{tmp_path}/facts.parquet", lines)
    table = pq.read_table(tmp_path / "facts.parquet")
    first = table.to_pylist()[0]
    assert first["value"] == Decimal("8.5") and first["period_start"] == date(2023, 1, 1) and isinstance(first["inherited"], list)
    assert dict(first["evidence"])["measure"] and table.schema.field("value").metadata[b"comment"]
    assert pq.read_table(tmp_path / "facts.articles.parquet").to_pylist()[0]["blocks"][0]["kind"]


def test_parquet_sets_aside_what_does_not_fit(tmp_path, lines):
    record = json.loads(lines[0])
    record["facts"][1]["value"] = 10**30
    refusals = load(f"{tmp_path}/facts.parquet", [json.dumps(record).encode(), lines[1]])
    assert [(r.article_id, r.table, r.row) for r in refusals] == [("a", "facts", record["facts"][1]["id"])]


def test_files_keep_their_mode_and_appear_whole(tmp_path, lines):
    path = tmp_path / "facts.jsonl"
    path.write_text("old")
    path.chmod(0o640)
    sink = open_sink(str(path))
    sink.write(lines)
    assert path.read_text() == "old"
    sink.finish()
    assert path.read_bytes().splitlines() == lines
    load(f"{tmp_path}/facts.csv", lines)
    assert stat.S_IMODE((tmp_path / "facts.csv").stat().st_mode) == 0o666 & ~_umask()


def _umask():
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_a_part_is_cut_back_to_what_was_made_sure_of(tmp_path, lines):
    path = tmp_path / "facts.jsonl"
    sink = open_sink(str(path))
    sink.write(lines[:1])
    safe = sink.position
    sink.write(lines[1:])
    sink.close()
    sink = open_sink(str(path), position=safe)
    sink.write(lines[1:])
    sink.finish()
    assert path.read_bytes().splitlines() == lines
    with pytest.raises(SinkError, match="without --resume"):
        open_sink(f"{tmp_path}/other.csv", position=10)


# ---- databases
@pytest.fixture(params=["sqlite", "duckdb"])
def database(request, tmp_path):
    return f"{request.param}:///{tmp_path}/facts.db"


def ask(target: str, query: str) -> list[tuple]:
    path = target.split("://", 1)[1].removeprefix("/")
    if target.startswith("sqlite"):
        with sqlite3.connect(path) as connection:
            return connection.execute(query).fetchall()
    import duckdb

    with duckdb.connect(path) as connection:
        return connection.execute(query).fetchall()


def test_a_database_answers_what_people_ask(database, lines):
    load(database, lines)
    query = "SELECT subject, metric, value, unit, period_start FROM facts WHERE measure = 'growth' AND status = 'actual'"
    ((subject, metric, value, unit, start),) = ask(database, query)
    assert (subject, metric, float(value), unit, str(start)) == ("武宁县", "规模以上工业增加值", 8.5, "%", "2023-01-01")
    for table in TABLES:
        count = sum(len(rows_of(each).tables[table.name]) for each in lines)
        assert ask(database, f"SELECT count(*) FROM {table.name}") == [(count,)]


def test_loading_twice_changes_nothing_and_a_newer_extraction_replaces(database, lines):
    load(database, lines)
    before = {t.name: sorted(ask(database, f"SELECT * FROM {t.name}"), key=repr) for t in TABLES}
    load(database, lines)
    load(database, lines[::-1])
    assert {t.name: sorted(ask(database, f"SELECT * FROM {t.name}"), key=repr) for t in TABLES} == before
    newer = json.loads(lines[0])
    newer["rules_hash"] = "other"
    newer["facts"] = newer["facts"][:1]
    load(database, [json.dumps(newer).encode()])
    assert ask(database, "SELECT count(*) FROM facts WHERE article_id = 'a'") == [(1,)]
    assert ask(database, "SELECT rules_hash FROM articles WHERE id = 'a'") == [("other",)]
    assert ask(database, "SELECT count(*) FROM facts WHERE article_id = 'b'") == [(len(json.loads(lines[1])["facts"]),)]


def test_the_same_article_twice_in_one_load_counts_once_the_last(database, lines):
    newer = json.loads(lines[0]) | {"rules_hash": "other"}
    load(database, [lines[0], json.dumps(newer).encode()])
    assert ask(database, "SELECT rules_hash FROM articles") == [("other",)]


def test_copies_refer_to_their_originals(database, lines):
    copy = line(A, "copy", duplicate_of="a", facts=[], entities=[], skipped=[], checks=[])
    load(database, [copy, lines[0]])
    assert ask(database, "SELECT id, duplicate_of FROM articles ORDER BY id") == [("a", None), ("copy", "a")]


def test_an_article_can_be_taken_out(database, lines):
    copy = line(A, "copy", duplicate_of="a", facts=[], entities=[], skipped=[], checks=[])
    load(database, [*lines, copy])
    assert remove(database, ["a", "nobody"]) == (["a"], ["copy"])
    assert ask(database, "SELECT id, duplicate_of FROM articles ORDER BY id") == [("b", None), ("copy", None)]
    for table in TABLES[1:]:
        assert ask(database, f"SELECT count(*) FROM {table.name} WHERE article_id = 'a'") == [(0,)]
    with pytest.raises(SinkError, match="no such file"):
        remove(database.replace("facts.db", "none.db"), ["a"])


def test_what_is_current_is_listed(database, lines):
    load(database, [lines[0], line(B, "b", rules_hash="other")])
    record = json.loads(lines[0])
    current = list(list_current(database, record["extractor_version"], record["rules_hash"]))
    assert current == [("a", record["article"]["raw_sha256"])]


def test_a_refused_row_is_reported_and_the_rest_goes_in(tmp_path, lines):
    target = f"sqlite:///{tmp_path}/facts.db"
    load(target, [])
    with sqlite3.connect(tmp_path / "facts.db") as connection:
        connection.execute(
            "CREATE TRIGGER no_17 BEFORE INSERT ON facts WHEN NEW.value = 17 BEGIN SELECT RAISE(ABORT, 'seventeen is not taken'); END"
        )
    (refusal,) = load(target, lines)
    assert refusal.article_id == "a" and refusal.table == "facts" and "seventeen" in refusal.message
    assert len(ask(target, "SELECT 1 FROM facts")) == sum(len(json.loads(each)["facts"]) for each in lines) - 1
    assert ask(target, "SELECT id FROM articles ORDER BY id") == [("a",), ("b",)]
    made = json.loads(lines[0])
    assert [id for id, _ in list_current(target, made["extractor_version"], made["rules_hash"])] == ["b"]
    assert load(target, lines) == [refusal], "what is missing is told as long as it is missing"
    with sqlite3.connect(tmp_path / "facts.db") as connection:
        connection.execute("DROP TRIGGER no_17")
    assert load(target, lines) == []
    assert len(ask(target, "SELECT 1 FROM facts")) == sum(len(json.loads(each)["facts"]) for each in lines)


def test_what_does_not_fit_duckdb_is_told_as_long_as_it_is_missing(tmp_path, lines):
    target = f"duckdb:///{tmp_path}/facts.duckdb"
    record = json.loads(lines[0])
    record["facts"][1]["value"] = "1" * 40
    (refusal,) = load(target, [json.dumps(record).encode(), lines[1]])
    assert (refusal.article_id, refusal.table) == ("a", "facts")
    assert [id for id, _ in list_current(target, record["extractor_version"], record["rules_hash"])] == ["b"]
    assert load(target, [json.dumps(record).encode(), lines[1]]) == [refusal]
    assert load(target, lines) == []


def test_sqlite_keeps_its_keys(tmp_path, lines):
    load(f"sqlite:///{tmp_path}/facts.db", lines)
    with sqlite3.connect(tmp_path / "facts.db") as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute("INSERT INTO checks VALUES ('nobody', 0, 'sum', '[]', 'ok', '', '')")
        plan = connection.execute("EXPLAIN QUERY PLAN SELECT * FROM facts WHERE subject = 'x' AND metric_id = 'y'").fetchall()
        assert "USING INDEX" in plan[0][-1]


# ---- schema
def test_the_newest_revision_makes_what_the_code_expects(tmp_path):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from extractor.sinks.sql_connect import VERSION_TABLE, connect
    from extractor.sinks.sql_schema import metadata

    engine = connect(f"sqlite:///{tmp_path}/facts.db")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE, "compare_type": True})
        assert compare_metadata(context, metadata()) == []


def test_an_older_schema_is_brought_up_to_date_with_its_rows(tmp_path, lines):
    """With a revision of the test's own behind the shipped ones."""
    import shutil

    from extractor.sinks import sql_connect

    url = f"sqlite:///{tmp_path}/facts.db"
    load(url, lines)
    before = dump(tmp_path / "facts.db")["facts"]
    later = tmp_path / "migrations"
    shutil.copytree(Path(sql_connect.__file__).with_name("migrations"), later, ignore=shutil.ignore_patterns("__pycache__"))
    (later / "versions" / "9999_test.py").write_text(
        "import sqlalchemy as sa\nfrom alembic import op\nrevision = '9999'\n"
        f"down_revision = '{_head()}'\n\ndef upgrade():\n    op.add_column('facts', sa.Column('reviewed', sa.Boolean()))\n"
    )
    with pytest.raises(SinkError, match=r"facts.db: its tables are of the older schema .*: extractor run SOURCE"):
        sql_connect.connect(url, migrations=later, is_new=False, is_read_only=True)
    assert list(dump(tmp_path / "facts.db")["facts"]) == before
    sql_connect.connect(url, migrations=later).dispose()
    assert [row[:-1] for row in dump(tmp_path / "facts.db")["facts"]] == before
    with pytest.raises(SinkError, match="9999, made by a newer extractor"):
        load(url, lines)


def _head():
    from alembic.script import ScriptDirectory

    from extractor.sinks import sql_connect

    return ScriptDirectory(str(Path(sql_connect.__file__).with_name("migrations"))).get_current_head()


def test_duckdb_of_a_newer_version_is_left_alone(tmp_path, lines):
    import duckdb

    load(f"duckdb:///{tmp_path}/facts.db", lines)
    with duckdb.connect(f"{tmp_path}/facts.db") as connection:
        connection.execute("UPDATE extractor_schema_version SET version = '9999'")
    with pytest.raises(SinkError, match="schema 9999"):
        load(f"duckdb:///{tmp_path}/facts.db", lines)


def test_tables_of_other_making_are_left_alone(database, lines):
    if database.startswith("sqlite"):
        with sqlite3.connect(database.split("///")[1]) as connection:
            connection.execute("CREATE TABLE facts (anything TEXT)")
    else:
        import duckdb

        duckdb.connect(database.split("///")[1]).execute("CREATE TABLE facts (anything TEXT)").close()
    with pytest.raises(SinkError, match="of other making called facts"):
        load(database, lines)


# ---- bad places
def test_what_is_no_database_is_said(tmp_path, lines):
    path = tmp_path / "facts.db"
    path.write_text("这不是数据库" * 1000, encoding="utf-8")
    for scheme in ("sqlite", "duckdb"):
        with pytest.raises(SinkError, match="no SQLite database|own words"):
            load(f"{scheme}:///{path}", lines)
    assert path.read_text(encoding="utf-8").startswith("这不是数据库")


def test_a_place_that_takes_no_files_is_said(lines):
    """/proc takes none, not even the superuser's."""
    for target in ("sqlite:////proc/facts.db", "duckdb:////proc/facts.db", "/proc/facts.jsonl"):
        with pytest.raises(SinkError, match="/proc/.*(choose another place|check its folder|own words)"):
            load(target, lines)


def test_column_types_are_those_of_the_schema(tmp_path, lines):
    load(f"sqlite:///{tmp_path}/facts.db", lines)
    columns = {
        c["name"]: str(c["type"]) for c in sa.inspect(sa.create_engine(f"sqlite:///{tmp_path}/facts.db")).get_columns("facts")
    }
    assert columns["value"] == "REAL" and columns["start"] == "INTEGER" and columns["evidence"] == "JSON"


def test_reading_leaves_a_database_as_it_is(tmp_path, lines, monkeypatch):
    from extractor.sinks.sql_connect import connect

    """It may lie on a medium that nobody can write to, while a run writes to it, or under an odd name."""
    folder = tmp_path / "a b#"
    folder.mkdir()
    path = folder / "facts.db"
    target = f"sqlite:///{path}"
    load(target, lines)
    before = path.read_bytes()
    real = os.access
    for is_writable in (True, False):  # said, for modes do not bind root
        monkeypatch.setattr(os, "access", lambda of, mode, ok=is_writable: ok if of == folder else real(of, mode))
        assert len(list(read_extractions(target))) == len(lines)
        assert [one.name for one in folder.iterdir()] == ["facts.db"] and path.read_bytes() == before
    engine = connect(target, is_new=False, is_read_only=True)
    with pytest.raises(sa.exc.OperationalError, match="readonly"), engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM facts"))
    engine.dispose()
    monkeypatch.undo()
    with sqlite3.connect(path, isolation_level=None) as writer:
        writer.execute("BEGIN IMMEDIATE")
        assert len(list(read_extractions(target))) == len(lines)
        writer.execute("ROLLBACK")
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE extractor_schema_version SET version_num = '0000'")
    with pytest.raises(SinkError, match="newer extractor"):
        list(read_extractions(target))
