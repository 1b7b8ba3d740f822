"""The runner of rules' proofs: what passes, what fails and how it is told."""

from __future__ import annotations

from collections import defaultdict

import pytest
from typer.testing import CliRunner

from extractor import Extractor
from extractor.cli.main import app
from extractor.rulebook import FAMILIES, load_rules
from extractor.rules_base import RuleError
from extractor.rules_check import check_rules, registry
from tests.making import ROOT

CUE = """\
  - id: cue.test.{name}
    kind: change
    value: up
    words: [{word}]
    examples: [{example}]
    unlike: [{{text: "{unlike}", why: "another word"}}]
"""
CUES = [
    # name, word, example, look-alike, what must be told
    ("sound", "蹿升甲", '{text: "投资⟦蹿升甲⟧8%。", gives: {value: up}}', "投资上升8%。", None),
    (
        "place",
        "蹿升乙",
        '"投资⟦蹿升⟧乙8%。"',
        "投资上升8%。",
        "nothing of this rule at the mark; found instead: “蹿升乙” by cue.test.place",
    ),
    ("mark", "蹿升丙", '"投资蹿升丙8%。"', "投资上升8%。", "mark the span"),
    ("second", "蹿升丁", '"投资⟦蹿升丁⟧⟦8%⟧。"', "投资上升8%。", "nothing at the mark “8%”"),
    ("gives", "蹿升戊", '{text: "投资⟦蹿升戊⟧8%。", gives: {value: down}}', "投资上升8%。", "gives value 'down', but got 'up'"),
    ("field", "蹿升己", '{text: "投资⟦蹿升己⟧8%。", gives: {colour: red}}', "投资上升8%。", "has no such attribute"),
    ("date", "蹿升庚", '{text: "投资⟦蹿升庚⟧8%。", published: 5.1.2023}', "投资上升8%。", "is no ISO date"),
    ("unlike", "蹿升辛", '"投资⟦蹿升辛⟧8%。"', "投资蹿升辛8%。", "must not fire (another word), but found “蹿升辛”"),
    ("double", "蹿升壬, 增长", '"投资⟦蹿升壬⟧8%。"', "投资上升8%。", "stands in cue.change.up too"),
]
SKIP = """\
  - id: skip.test.{name}
    reason: other
    pattern: '{pattern}'
    examples: ["代号⟦甲乙7丙⟧启用。"]
    unlike: [{{text: "投资7亿元。", why: "a quantity"}}]
"""
SKIPS = [
    ("sound", "甲乙[0-9]丙", None),
    ("empty", "(?:甲乙[0-9]丙)?", "matches the empty string"),
    ("nested", "甲乙[0-9]丙|(?:[0-9]+)+甲!", "nested repetition"),
]
OTHERS = {
    "unit.yaml": """\
family: unit
rules:
  - id: unit.test.cases
    unit_family: count
    units: {试箱: {code: null}}
    examples: ["新增⟦17试箱⟧。", "新增约⟦17试箱⟧。", {text: "新增⟦约17试箱⟧。", gives: {value: 17, unit: 试箱, bound: about}}]
    unlike: [{text: "新增17箱试剂。", why: "another unit"}]
""",
    "bound.yaml": """\
family: bound
rules:
  - id: bound.test.word
    bound: about
    place: before
    words: [约莫试]
    examples: [{text: "新增⟦约莫试17家⟧。", gives: {bound: about}}]
    unlike: [{text: "新增约17家。", why: "about too, but by another rule's word"}]
""",
}


@pytest.fixture(scope="module")
def findings(tmp_path_factory):
    """What the runner says of a pack with one rule for each fault: rule id → findings."""
    folder = tmp_path_factory.mktemp("pack")
    cues = (CUE.format(name=name, word=word, example=example, unlike=unlike) for name, word, example, unlike, _ in CUES)
    files = OTHERS | {
        "cue.yaml": "family: cue\nrules:\n" + "".join(cues),
        "skip.yaml": "family: skip\nrules:\n" + "".join(SKIP.format(name=name, pattern=pattern) for name, pattern, _ in SKIPS),
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    by_rule = defaultdict(list)
    for finding in check_rules(load_rules([folder])).findings:
        by_rule[finding.rule].append(finding)
    return by_rule


@pytest.mark.parametrize(("name", "word"), [(name, word) for name, _, _, _, word in CUES])
def test_each_fault_is_told_with_place_rule_and_what_was_found(findings, name, word):
    found = findings[f"cue.test.{name}"]
    if word is None:
        assert found == []
    else:
        assert len(found) == 1 and word in found[0].message
        assert found[0].place.rpartition("cue.yaml:")[2].isdigit()


@pytest.mark.parametrize(("name", "word"), [(name, word) for name, _, word in SKIPS])
def test_patterns_are_linted(findings, name, word):
    patterns = [finding.message for finding in findings[f"skip.test.{name}"] if finding.message.startswith("pattern")]
    assert len(patterns) == (word is not None) and all(word in message for message in patterns)


def test_a_quantity_may_be_marked_with_or_without_its_bound(findings):
    assert findings["unit.test.cases"] == []


def test_a_bound_is_proved_by_its_word(findings):
    assert findings["bound.test.word"] == []


def test_every_family_has_its_finder():
    from extractor.finders import compile_rules

    assert set(registry(compile_rules(load_rules()))) == set(FAMILIES)


def test_all_shipped_rules_prove_themselves():
    book = load_rules()
    report = check_rules(book)
    assert [str(finding) for finding in report.findings] == []
    assert report.rules == sum(map(len, book.rules.values())) and report.examples >= report.rules


# ---- files that can't be read
METRIC = """\
metrics:
  - id: carts
    name: 手推车
    english: carts
    {aliases}: [推车]
    unit: {unit}
    better: higher
    kind: stock
    breakdown: false
    examples: ["全市有⟦手推车⟧17辆。"]
    unlike: {unlike}
"""
UNLIKE = '[{text: "全市有汽车17辆。", why: "cars"}]'


def metric(**more):
    return METRIC.format(**{"aliases": "aliases", "unit": "count", "unlike": UNLIKE} | more)


@pytest.mark.parametrize(
    ("text", "words", "silent"),
    [
        (metric(), ["there is no 'domain'", "domain: industry"], []),
        ("family: metric\nrules: [{id: a}]\n", ["under 'metrics', not under 'rules'"], []),
        ("domain: x\n" + metric(aliases="alias"), ["alias: there is no such key; did you mean 'aliases'?"], ["missing"]),
        (
            "domain: x\n" + metric(unit="pieces", unlike="[]"),
            ["line 3: rule carts: ", "unit can't be 'pieces'; write one of money, count", "unlike: at least one is needed"],
            ["validation", "more)"],
        ),
        (
            "family: cue\nrules:\n  - id: a b\n  - id: b\n",
            ["id: must be small letters", "examples is missing", "kind is missing; write one of", "(1 more rules of this file"],
            ["pattern"],
        ),
        ("family: cue\nrules: [a]\n", ["rule number 1: a rule is a mapping with the keys id, examples"], []),
        ("family: cue\nrules: {a: b}\n", ["'rules' must be a list"], []),
        ("family: cue\nfragments: [x]\n", ["'fragments' must be a mapping"], []),
    ],
)
def test_a_faulty_file_is_told_with_all_faults_of_its_rule(tmp_path, text, words, silent):
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        load_rules(tmp_path)
    told = str(caught.value)
    assert told.startswith(str(tmp_path / "mine.yaml")) and all(word in told for word in words), told
    assert not any(word in told for word in silent), told


def test_a_file_called_yml_is_read_and_a_list_of_words_must_be_text(tmp_path):
    (tmp_path / "mine.yml").write_text("domain: x\n" + metric(), encoding="utf-8")
    assert load_rules(str(tmp_path)).places["carts"].endswith("mine.yml")
    (tmp_path / "words.txt").write_bytes("推车".encode("gb18030"))
    with pytest.raises(RuleError, match="words.txt: a list of words must be UTF-8"):
        load_rules([tmp_path])


def test_the_page_on_rules_lists_the_words_of_each_field():
    from typing import get_args

    from extractor.metrics import MetricRule

    page = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    for name in ("unit", "better", "kind"):
        assert all(f"`{word}`" in page for word in get_args(MetricRule.model_fields[name].annotation))


# ---- the commands
def test_check_exits_1_with_one_line_a_failure(tmp_path):
    runner = CliRunner()
    name, word, example, unlike, _ = CUES[4]
    (tmp_path / "mine.yaml").write_text(
        "family: cue\nrules:\n" + CUE.format(name=name, word=word, example=example, unlike=unlike), encoding="utf-8"
    )
    result = runner.invoke(app, ["rules", "check", "--rules", str(tmp_path), "--family", "cue"])
    mine = [line for line in result.stdout.splitlines() if "mine.yaml" in line]
    assert result.exit_code == 1 and len(mine) == 1 and "cue.test.gives" in mine[0]
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


@pytest.mark.parametrize(
    ("fragments", "said"),
    [
        ("{own: '['}", "fragment own is no pattern"),
        ("{own: '{own}'}", "fragment own stands in itself"),
        ("{own: [1]}", "put it in quotes"),
    ],
)
def test_a_faulty_fragment_of_a_pack_is_told(tmp_path, fragments, said):
    (tmp_path / "own.yaml").write_text(f"family: fragments\nfragments: {fragments}\n", encoding="utf-8")
    with pytest.raises(RuleError, match=f"own.yaml.*{said}"):
        load_rules([tmp_path])


def test_a_pattern_that_is_none_is_told_with_its_rule(tmp_path):
    proofs = 'examples: ["⟦5⟧"]\n    unlike: [{text: 六, why: x}]\n'
    pack = f"family: skip\nrules:\n  - id: skip.other.own\n    reason: other\n    pattern: '[0-9'\n    {proofs}"
    (tmp_path / "own.yaml").write_text(pack, encoding="utf-8")
    with pytest.raises(RuleError, match=r"own\.yaml: rule skip\.other\.own: the pattern does not compile: unterminated"):
        Extractor(rules=tmp_path)
