"""The report of what a change gains and loses, and the coverage of rules."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from extractor.cli.main import app
from extractor.compare import compare
from extractor.parts import shared
from extractor.rules_coverage import cover

OLD = "上半年,衡阳市进出口总额62亿元,增长12.5%。"
NEW = "上半年,衡阳市进出口总额62亿元,下降12.5%,新增企业17家。"


def extract(text, name="one"):
    return shared().extract(text, published="2023-08-20", id=name)


def test_the_same_extraction_has_no_changes():
    assert list(compare([extract(OLD)], [extract(OLD)])) == []


def test_gained_and_changed_are_told_with_their_fields():
    changed, gained = compare([extract(OLD)], [extract(NEW)])
    assert (changed.kind, changed.quote, dict(changed.fields)) == (
        "changed",
        "12.5%",
        {"value": (changed.fields["value"][0], -changed.fields["value"][0])},
    )
    assert (gained.kind, gained.quote, gained.metric) == ("gained", "17家", "新增企业")


def test_an_article_that_only_one_side_holds_counts_whole():
    assert [c.kind for c in compare([extract(OLD, "a")], [extract(OLD, "b")])] == ["gained", "gained", "lost", "lost"]


@pytest.mark.parametrize(
    ("old", "new", "code", "told"), [(OLD, OLD, 0, "gained 0  lost 0  changed 0"), (OLD, NEW, 1, "gained 1  lost 0  changed 1")]
)
def test_the_command_reports_and_says_by_its_code_whether_anything_differs(tmp_path, old, new, code, told):
    for name, text in (("old", old), ("new", new)):
        (tmp_path / f"{name}.jsonl").write_text(extract(text).model_dump_json() + "\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["compare", str(tmp_path / "old.jsonl"), str(tmp_path / "new.jsonl")])
    assert result.exit_code == code
    assert told in result.stdout


def test_a_file_that_is_no_output_of_run_is_told_with_its_line(tmp_path):
    bad = tmp_path / "bad.jsonl"
    bad.write_text("{}\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["compare", str(bad), str(bad)])
    assert result.exit_code == 2
    assert "bad.jsonl:1: not an extraction" in result.stderr


def test_coverage_counts_what_fired_and_what_was_overruled():
    counts = {one.rule: one for one in cover(shared(), ["衡阳市服务进出口增长12.5%,同比加快。"])}
    assert counts["trade_in_services"].fires + counts["total_value_of_imports_and_exports"].overruled >= 1
    assert counts["cue.basis.yoy"].fires == 1
    assert counts["skip.contact.url"].fires == 0
    assert counts["skip.contact.url"].overruled is None


def test_the_command_lists_rules_by_how_often_they_fired(tmp_path):
    (tmp_path / "one.txt").write_text(OLD, encoding="utf-8")
    result = CliRunner().invoke(app, ["rules", "coverage", str(tmp_path), "--family", "cue"])
    assert result.exit_code == 0
    rows = [line.split("\t") for line in result.stdout.splitlines()]
    assert int(rows[0][0]) >= int(rows[-1][0]) == 0
    assert {row[2] for row in rows} == {"cue"}
    assert "1 articles" in result.stderr or "1 article" in result.stderr
