"""The runner of rules' proofs: what passes, what fails and how it is told."""

from __future__ import annotations

import time

import pytest
from typer.testing import CliRunner

from extractor.cli.main import app
from extractor.rulebook import FAMILIES, load_rules
from extractor.rules_check import check_rules, registry

GOOD = """\
family: cue
rules:
  - id: cue.change.soar_test
    kind: change
    value: up
    words: [蹿升试]
    examples: [{text: "投资⟦蹿升试⟧8%。", gives: {value: up}}]
    unlike: [{text: "投资上升8%。", why: "another word"}]
"""


@pytest.fixture
def pack(tmp_path):
    """Write a pack and give its findings on rules of its own."""

    def write(text, family=None):
        (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
        report = check_rules(load_rules([tmp_path]), family=family)
        return [f for f in report.findings if "mine.yaml" in f.place]

    return write


def test_a_sound_pack_has_no_findings(pack):
    assert pack(GOOD, "cue") == []


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("⟦蹿升试⟧8%", "⟦蹿升⟧试8%", "nothing of this rule at the mark; found instead: “蹿升试” by cue.change.soar_test"),
        ("⟦蹿升试⟧8%", "蹿升试8%", "mark the span"),
        ("⟦蹿升试⟧8%", "⟦蹿升试⟧⟦8%⟧", "nothing at the mark “8%”"),
        ("gives: {value: up}", "gives: {value: down}", "gives value 'down', but got 'up'"),
        ("gives: {value: up}", "gives: {colour: red}", "has no such attribute"),
        ("gives: {value: up}", "published: 5.1.2023", "is no ISO date"),
        ("投资上升8%", "投资蹿升试8%", "must not fire (another word), but found “蹿升试”"),
    ],
)
def test_each_fault_is_told_with_place_rule_and_what_was_found(pack, old, new, word):
    [finding] = pack(GOOD.replace(old, new), "cue")
    assert finding.rule == "cue.change.soar_test" and finding.place.endswith("mine.yaml:3")
    assert word in finding.message


SKIP = """\
family: skip
rules:
  - id: skip.test.pattern
    reason: other
    pattern: '%s'
    examples: ["代号⟦甲乙7丙⟧启用。"]
    unlike: [{text: "投资7亿元。", why: "a quantity"}]
"""


@pytest.mark.parametrize(
    ("pattern", "word"),
    [("(?:甲乙)?[0-9]*丙?", "matches the empty string"), ("甲乙7丙|(?:[0-9]+)+甲!", "nested repetition"), ("甲乙[0-9]丙", None)],
)
def test_patterns_are_linted(pack, pattern, word):
    messages = [f.message for f in pack(SKIP % pattern, "skip")]
    assert (any(word in m for m in messages)) if word else messages == []


def test_a_quantity_may_be_marked_with_or_without_its_bound(pack):
    text = """\
family: unit
rules:
  - id: unit.count.test_cases
    unit_family: count
    units: {试箱: {code: null}}
    examples: ["新增⟦17试箱⟧。", "新增约⟦17试箱⟧。", {text: "新增⟦约17试箱⟧。", gives: {value: 17, unit: 试箱, bound: about}}]
    unlike: [{text: "新增17箱试剂。", why: "another unit"}]
"""
    assert pack(text, "unit") == []


def test_a_bound_is_proved_by_its_word(pack):
    text = """\
family: bound
rules:
  - id: bound.about.test_word
    bound: about
    place: before
    words: [约莫试]
    examples: [{text: "新增⟦约莫试17家⟧。", gives: {bound: about}}]
    unlike: [{text: "新增约17家。", why: "about too, but by another rule's word"}]
"""
    assert pack(text, "bound") == []


def test_a_word_of_two_rules_is_told(pack):
    text = GOOD.replace("words: [蹿升试]", "words: [蹿升试, 增长]")
    assert "stands in" in pack(text, "cue")[0].message


def test_every_family_has_its_finder():
    from extractor.pipeline import compile_rules

    assert set(registry(compile_rules(load_rules()))) == set(FAMILIES)


def test_checking_all_shipped_rules_is_quick():
    book = load_rules()
    began = time.perf_counter()
    report = check_rules(book)
    assert time.perf_counter() - began < 20
    assert report.rules == sum(map(len, book.rules.values())) and report.examples >= report.rules


# ---- the commands
def test_check_exits_1_with_one_line_a_failure(tmp_path):
    runner = CliRunner()
    (tmp_path / "mine.yaml").write_text(GOOD.replace("gives: {value: up}", "gives: {value: down}"), encoding="utf-8")
    result = runner.invoke(app, ["rules", "check", "--rules", str(tmp_path), "--family", "cue"])
    mine = [line for line in result.stdout.splitlines() if "mine.yaml" in line]
    assert result.exit_code == 1 and len(mine) == 1 and "cue.change.soar_test" in mine[0]
    (tmp_path / "mine.yaml").write_text("family: cue\nrules:\n  - id: cue.x\n", encoding="utf-8")
    broken = runner.invoke(app, ["rules", "check", "--rules", str(tmp_path)])
    assert broken.exit_code == 1 and "mine.yaml, line 3: rule cue.x" in broken.stderr


def test_list_and_show():
    runner = CliRunner()
    lines = runner.invoke(app, ["rules", "list", "--family", "number_form"]).stdout.splitlines()
    assert any(line.split("\t")[1] == "number.rank.ordinal" and "number_forms.yaml:" in line for line in lines)
    shown = runner.invoke(app, ["rules", "show", "number.rank.ordinal"]).stdout
    assert "form: rank" in shown and "examples:" in shown and "number.rank.top" not in shown
    wrong = runner.invoke(app, ["rules", "show", "number.rank.ordnal"])
    assert wrong.exit_code == 2 and "did you mean number.rank.ordinal" in wrong.stderr
    assert runner.invoke(app, ["rules", "list", "--family", "nonsense"]).exit_code == 2
