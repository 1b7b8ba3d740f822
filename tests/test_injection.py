"""Hostile words, wherever scraped input can put them: they come out as the words they are, and nothing obeys them."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
import unicodedata
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from typer.testing import CliRunner

from extractor import extract
from extractor.cli.main import app
from extractor.rulebook import load_rules
from extractor.rules_base import RuleError
from extractor.sinks.reading import read_extractions
from extractor.sinks.schema import TABLES
from extractor.sinks.upkeep import remove
from tests.making import ROOT, command, read_lines, write_rows
from tests.terminals import at_terminal
from tests.test_sinks import load

SAID = "2023年，武宁县新增企业17家。"
HOSTILE = {
    "sql": "x'); DROP TABLE articles; --",
    "or": "' OR '1'='1",
    "double": 'x" OR ""="',
    "like": "%_%",
    "percent": "%s %(a)s :a ? $1 {0} {a}",
    "comment": "x/*", "backslash": "x\\'; SELECT 1; --\\",
    "formula": "=cmd|' /C calc'!A0",
    "plus": "+1+1", "minus": "-1+1", "at": "@SUM(1)", "tab": "\t=1", "return": "\r=1", "feed": "\n=1",
    "wide": "＝1+1", "wide plus": "＋1", "wide minus": "－1", "wide at": "＠A1",
    "blank": "  =1+1", "wide blank": "\u3000=1", "unseen": "\u200b=1", "bom": "\ufeff=1", "inner": "甲\r=1+1\n=2", "quoted": '"=1',
    "script": "</script><script>alert(1)</script>", "remark": "<!-- x", "cdata": "<![CDATA[ x ]]>", "style": "</style><style>*{}",
    "image": "<img src=x onerror=alert(1)>", "attribute": "\" onmouseover=alert(1) x='", "link": "javascript:alert(1)",
    "entity": "&lt;b&gt;&#60;", "separators": "甲\u2028乙\u2029丙\x85丁",
    "colour": "\x1b[31m甲\x1b[2J", "clipboard": "\x1b]52;c;eA==\x07", "hyperlink": "\x1b]8;;http://x\x1b\\甲\x1b]8;;\x1b\\",
    "c1": "\x9b31m甲\x9d0;x\x9c", "bell": "甲\x07\x08\x08", "overwrite": "甲\r乙", "bidi": "\u202e甲\u2066乙\u2069\u202c", "delete": "\x7f甲",
    "markup": "[bold]甲[/bold][link=http://x]乙[/link]", "forged": '甲\n{"input": "forged", "reason": "x"}\nextractor: progress inputs=1',
}  # fmt: skip
IDS = list(HOSTILE)


def record(name: str) -> bytes:
    """An extraction with a hostile string in all of its text columns."""
    word = HOSTILE[name]
    made = json.loads(extract(SAID, id=word, title=word, url=word, published="2024-01-01").model_dump_json())
    made["article"] |= {"text": f"{SAID}{word}", "source": word, "authors": [word], "dateline": word, "duplicate_of": None}
    words = ("subject", "metric", "metric_id", "breakdown", "unit", "reference", "rule", "quote", "subject_code", "unit_code")
    made["facts"][0] |= dict.fromkeys(words, word)
    made["facts"][0]["period"]["text"] = word
    made["skipped"] = [{"quote": word, "start": 0, "end": 1, "reason": "other", "value": None, "unit": word}]
    made["checks"] = [
        {"kind": "sum", "facts": [made["facts"][0]["id"]], "verdict": "contradiction", "message": word, "rule": word}
    ]
    for entity in made["entities"]:
        entity |= {"text": word, "canonical": word} if "canonical" in entity else {"text": word}
    return json.dumps(made, ensure_ascii=False).encode()


@pytest.fixture(scope="module")
def records():
    return [record(name) for name in HOSTILE]


def is_harmless(shown: str) -> bool:
    """Does it hold nothing that a terminal obeys?"""
    return all(char.isprintable() or char in "\n\t" or unicodedata.category(char) == "Zs" for char in shown)


# ---------------------------------------------------------------- SQL
@pytest.mark.parametrize("kind", ["sqlite", "duckdb"])
def test_hostile_words_come_out_of_a_database_as_they_went_in(tmp_path, records, kind):
    folder = tmp_path / "x'; DROP TABLE facts; --"
    folder.mkdir()
    target = f"{kind}:///{folder}/a' OR '1'='1.db"
    assert load(target, records) == [] and load(target, records[::-1]) == []
    made = {one.article.id: json.loads(one.model_dump_json()) for one in read_extractions(target)}
    wanted = {one["article"]["id"]: one for one in map(json.loads, records)}
    assert made.keys() == wanted.keys()
    for id, one in wanted.items():
        assert made[id]["article"] == one["article"]
        for part in ("facts", "skipped", "checks", "entities"):
            assert json.dumps(made[id][part], sort_keys=True) == json.dumps(one[part], sort_keys=True)
    for id in (HOSTILE["sql"], HOSTILE["or"], HOSTILE["like"]):
        assert remove(target, [id]) == ([id], [])
    assert {one.article.id for one in read_extractions(target)} == wanted.keys() - {HOSTILE[n] for n in ("sql", "or", "like")}


def test_a_hostile_address_or_column_reaches_no_statement(tmp_path):
    runner = CliRunner()
    (tmp_path / "a.csv").write_text(f"x'); DROP,id\n{SAID},{HOSTILE['sql']}\n", encoding="utf-8")
    sink = f"sqlite:///{tmp_path}/x'; ATTACH 'y' AS z;--.db"
    done = runner.invoke(app, ["run", str(tmp_path / "a.csv"), "--to", sink, "--column", "text=x'); DROP"])
    assert done.exit_code == 0 and [one.article.id for one in read_extractions(sink)] == [HOSTILE["sql"]]
    assert runner.invoke(app, ["report", sink, "-o", str(tmp_path / "r.html")]).exit_code == 0
    assert runner.invoke(app, ["remove", "--from", sink, "--", HOSTILE["or"]]).exit_code == 2
    assert runner.invoke(app, ["remove", "--from", sink, "--", HOSTILE["sql"]]).exit_code == 0
    assert list(read_extractions(sink)) == []


# ---------------------------------------------------------------- CSV
def test_no_cell_of_any_table_begins_as_a_formula_and_each_holds_its_words(tmp_path, records):
    load(f"{tmp_path}/facts.csv", records)
    for table in TABLES:
        path = tmp_path / ("facts.csv" if table.name == "facts" else f"facts.{table.name}.csv")
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        assert len(rows) == sum(len(one[table.name]) if table.name != "articles" else 1 for one in map(json.loads, records))
        held = Counter(row[column.name] for row in rows for column in table.columns if column.kind == "text")
        assert not [cell for cell in held if cell.lstrip("\ufeff\u200b \u3000")[:1] in tuple("=+-@＝＋－＠") and cell.strip()]
        assert not [cell for cell in held if cell.startswith(("\t", "\r", "\n"))]
        for name, word in HOSTILE.items():
            assert held[word] or held[f"'{word}"], (table.name, name)


# ---------------------------------------------------------------- HTML
class Skeleton(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: set[tuple[str, tuple[str, ...]]] = set()
        self.others: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.add((tag, tuple(name for name, _ in attrs)))

    def handle_comment(self, data):
        self.others.append(data)

    unknown_decl = handle_decl = handle_pi = handle_comment


@pytest.mark.parametrize("name", IDS)
def test_a_notebook_makes_no_element_of_words(name):
    from lxml import html

    from extractor.records import Extraction

    def shown(name: str) -> str:
        one = Extraction.model_validate_json(record(name))
        return one._repr_html_() + one.facts._repr_html_()

    page, plain = shown(name), shown("like")
    assert Skeleton(page).found == Skeleton(plain).found and Skeleton(page).others == []
    tags = [[(e.tag, sorted(e.keys())) for e in html.fromstring(text).iter()] for text in (page, plain)]
    assert tags[0] == tags[1]
    assert is_harmless(page)


def test_a_report_makes_no_element_of_words(tmp_path, records):
    pages = []
    for lines in (records, [record("like")]):
        (tmp_path / "facts.jsonl").write_bytes(b"\n".join(lines))
        out = tmp_path / "r.html"
        assert (
            CliRunner()
            .invoke(app, ["report", str(tmp_path / "facts.jsonl"), "-o", str(out), "--title", HOSTILE["script"]])
            .exit_code
            == 0
        )
        pages.append(Skeleton(out.read_text(encoding="utf-8")).found)
    assert pages[0] == pages[1]


# ---------------------------------------------------------------- the terminal and lines of logs
@pytest.fixture(scope="module")
def named(tmp_path_factory):
    """A folder with hostile names of folders and files, good and bad, and rows with hostile ids."""
    folder = tmp_path_factory.mktemp("names") / "\x1b[31m\u202e甲\n乙\x9b"
    folder.mkdir()
    for number, word in enumerate(HOSTILE.values()):
        name = word.replace("/", "∕").replace("\0", "")[:60]
        (folder / f"{number}{name}.txt").write_text("no figures" if number % 2 else f"{SAID}{word}", encoding="utf-8")
    write_rows(
        folder / "rows\x1b]0;x\x07.jsonl", [{"id": word, "text": f"{SAID}第{n}。"} for n, word in enumerate(HOSTILE.values())]
    )
    with (folder / "rows\x1b]0;x\x07.jsonl").open("a", encoding="utf-8") as file:
        for word in HOSTILE.values():
            file.write(json.dumps({word: 1}) + "\n" + json.dumps({"text": SAID, "published": word}) + "\n")
    return folder


def test_names_forge_no_line_and_no_record(named, tmp_path):
    sink = tmp_path / "facts.jsonl"
    done = CliRunner().invoke(app, ["run", str(named), "--to", str(sink)], color=True)
    assert done.exit_code == 1 and is_harmless(done.output)
    told = done.stderr.splitlines()
    assert all(one.startswith(("extractor: ", "set aside")) or " failed (" in one for one in told), told
    assert not [one for one in told if one.startswith("extractor: progress")]
    failed = read_lines(tmp_path / "facts.jsonl.run" / "failed.jsonl")  # which takes all that Python takes for the end of a line
    report = json.loads((tmp_path / "facts.jsonl.run" / "report.json").read_text(encoding="utf-8"))
    assert len(failed) == report["inputs"]["failed"] >= 3 * len(HOSTILE) // 2
    assert all(one["input"].startswith(str(named)) and set(one) == {"input", "reason", "message"} for one in failed)
    assert {one["article"]["id"] for one in map(json.loads, sink.read_bytes().split(b"\n")[:-1])} >= set(HOSTILE.values())


@pytest.mark.parametrize(
    "name", ["colour", "clipboard", "hyperlink", "c1", "bell", "overwrite", "bidi", "separators", "markup", "delete"]
)
def test_a_terminal_is_told_nothing_by_words(tmp_path, name):
    word = HOSTILE[name]
    (tmp_path / f"a{word.replace('/', '∕')}.jsonl").write_bytes(
        json.dumps({"id": word, "title": word, "url": word, "text": f"{SAID}{word}"}).encode()
    )
    (file,) = tmp_path.glob("*.jsonl")
    old, new, gold = tmp_path / "old.jsonl", tmp_path / "new.jsonl", tmp_path / "gold"
    gold.mkdir()
    old.write_bytes(record(name))
    new.write_bytes(
        record(name).replace(b'"measure":"level"', b'"measure":"rank"').replace(b'"measure": "level"', b'"measure": "rank"')
    )
    (gold / "a.json").write_text(json.dumps({"id": word, "title": word, "facts": [
        {"q": "17家", "metric": word, "measure": "growth", "value": 1, "unit": word, "status": "actual", "subject": word},
    ]}), encoding="utf-8")  # fmt: skip
    (gold / "a.txt").write_text(f"{word}{SAID}{word}", encoding="utf-8")
    runner = CliRunner()
    for arguments in (
        ["show", file], ["explain", file], ["compare", old, new], ["evaluate", gold, "--errors", "5"], ["evaluate", gold, "--json"],
        ["show", file, "--id", word + "x"], ["remove", word, "--from", tmp_path / "no.db"],
        ["rules", "show", word], ["report", old, tmp_path / word.replace("/", "∕"), "-o", tmp_path / "r.html"],
    ):  # fmt: skip
        done = runner.invoke(app, [str(one) for one in arguments], color=True, env={"NO_COLOR": "1"})
        assert done.output and isinstance(done.exception, (SystemExit, type(None))), (arguments, done.exception)
        assert is_harmless(done.output), (arguments, done.output)


def test_a_real_terminal_gets_our_own_sequences_alone(named, tmp_path):
    env = os.environ | {"PYTHONPATH": str(ROOT), "TERM": "xterm-256color"}
    (tmp_path / "a.txt").write_text(f"{SAID}{''.join(HOSTILE.values())}", encoding="utf-8")
    for arguments in (
        ("run", named, tmp_path / "a.txt"),
        ("show", tmp_path / "a.txt"),
        ("explain", tmp_path / "a.txt", f"--{HOSTILE['colour']}"),
    ):
        shown = at_terminal(command(*arguments), env=env, cwd=tmp_path)
        assert shown.strip()
        ours = re.sub(r"\x1b\[(?:[0-9;]*m|[0-9]*[AK]|\?25[lh])", "", shown).replace("\r", "")
        assert is_harmless(ours)
        assert "\x1b[2J" not in shown and "\x1b[31m甲" not in shown


# ---------------------------------------------------------------- rule packs
RULES = "family: cue\nrules:\n"
PACKS = {
    "call": (f"{RULES}- !!python/object/apply:os.system ['touch ran']\n", "line: 3"),
    "name": ("family: !!python/name:os.system\nrules: []\n", "line: 1"),
    "twice": ("family: cue\nfamily: cue\nrules: []\n", "line 2"),
    "tab": (f"{RULES}\t- id: x\n", "line: 3"),
    "deep": (f"family: cue\nrules: {'[' * 500}", "line 2: lists or mappings in one another, too deep"),
    "itself": ("family: cue\nrules: &a\n- *a\n", "line 3: a value that holds itself by an alias"),
    "day": (f"{RULES}- id: cue.x\n  examples: [{{text: x, published: 2023-08-17}}]\n", "line 4: a value is of the kind date"),
    "key": ("family: cue\n? [a, b]\n: 1\nrules: []\n", "line 2: a key that is no word"),
    "bytes": ("family: cue\nrules: !!binary aGk=\n", "a value is of the kind bytes"),
    "digits": (f"family: cue\nrules: [{'9' * 5_000}]\n", "not valid YAML"),
    "words": ('family: "\\e[31m\\u202e\\n\\x9b"\nrules: []\n', "is not known"),
}  # fmt: skip


@pytest.mark.parametrize("name", PACKS)
def test_a_hostile_pack_is_refused_with_its_place_and_runs_nothing(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    content, said = PACKS[name]
    pack = tmp_path / "my\x1b[31m\u202e\nrules"
    pack.mkdir()
    (pack / "a\x9b.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(RuleError) as refused:
        load_rules(pack)
    assert said in str(refused.value) and "a\x9b.yaml" in str(refused.value) and ";" in str(refused.value)
    done = CliRunner().invoke(app, ["rules", "check", "--rules", str(pack)], color=True)
    assert done.exit_code == 1 and is_harmless(done.output) and len(done.output.splitlines()) == 1
    assert not (tmp_path / "ran").exists()


def test_aliases_of_aliases_cost_no_memory(tmp_path):
    laughs = "a: &a0 [x,x,x,x,x,x,x,x,x]\n" + "".join(f"b{n}: &a{n + 1} [{','.join([f'*a{n}'] * 9)}]\n" for n in range(12))
    (tmp_path / "a.yaml").write_text(laughs + RULES, encoding="utf-8")
    limit = (
        "import resource; resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30)); from extractor.cli.main import run; run()"
    )
    done = subprocess.run(
        [sys.executable, "-c", limit, "rules", "check", "--rules", tmp_path],
        capture_output=True, text=True, timeout=200, env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.returncode == 1 and "a.yaml, line 2: more than 10,000,000 characters, aliases written out" in done.stderr


def test_a_pack_with_an_odd_file_name_is_read(tmp_path):
    (tmp_path / os.fsdecode(b"\xff.yaml")).write_text("family: cue\nrules: []\n", encoding="utf-8")
    assert load_rules(tmp_path).rules["cue"]


# ---------------------------------------------------------------- paths
def tree(folder: Path) -> dict[str, bytes | None]:
    return {str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None for path in sorted(folder.rglob("*"))}


def test_nothing_is_written_but_to_the_sink_and_the_folder_of_the_run(tmp_path):
    outside, inside, out = tmp_path / "outside", tmp_path / "in", tmp_path / "out"
    for folder in (outside, inside, out):
        folder.mkdir()
    (outside / "kept.txt").write_text(SAID, encoding="utf-8")
    (inside / "link").symlink_to(outside)
    (inside / "loop").symlink_to(inside)
    (inside / "page.txt").symlink_to(outside / "kept.txt")
    paths = ["../../x", "/tmp/injected", str(outside / "x"), "C:\\x", "..\\x", "a\0b", "~/x", "x" * 400, ".", "", "con", "nul:"]
    write_rows(
        inside / "rows.jsonl", [{"id": one, "url": f"file://{one}", "text": f"{SAID}第{n}。"} for n, one in enumerate(paths)]
    )
    (out / "linked").symlink_to(out / "real")
    (out / "real").mkdir()
    before = tree(outside), tree(inside), sorted(Path("/tmp").glob("injected*"))
    runner = CliRunner()
    for name in ("facts.jsonl", "facts.csv"):
        assert runner.invoke(app, ["run", str(inside), "--to", f"{out}/linked/{name}"]).exit_code == 1  # the loop is told
    assert runner.invoke(app, ["report", str(inside), "-o", str(out / "linked" / "r.html")]).exit_code == 1
    assert (tree(outside), tree(inside), sorted(Path("/tmp").glob("injected*"))) == before
    made = {name.split("/")[1].split(".")[0] for name in tree(out) if name.startswith("real/")}
    assert made == {"facts", "r"} and sorted(path.name for path in out.iterdir()) == ["linked", "real"]
    ids = {one["article"]["id"] for one in read_lines(out / "real" / "facts.jsonl")}
    assert ids >= {path.replace("\0", "\ufffd") for path in paths} - {""}
