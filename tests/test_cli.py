"""The command line: what it prints where, its exit codes, and that no input brings it down."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from extractor.cli.main import app

ROOT = Path(__file__).resolve().parent.parent
TEXT = "2023年上半年,全市规模以上工业增加值同比增长8.5%,新增企业17家。\n责任编辑:王小河\n"


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "notice.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def invoke():
    runner = CliRunner()

    def call(*args, stdin=None, **env):
        return runner.invoke(app, [str(arg) for arg in args], input=stdin, env=env)

    return call


def command(*args, **kwargs):
    env = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, "-m", "extractor", *map(str, args)], capture_output=True, env=env, timeout=120, **kwargs
    )


def rows(output):
    return [json.loads(line) for line in output.splitlines()]


# ---- run
def test_run_writes_one_extraction_a_line_and_a_summary_beside_it(invoke, article):
    result = invoke("run", article, "--published", "2023-08-17")
    assert result.exit_code == 0
    [row] = rows(result.stdout)
    assert row["article"]["id"] == "notice" and row["article"]["text"] == TEXT and row["article"]["published"] == "2023-08-17"
    assert {fact["value"] for fact in row["facts"]} == {8.5, 17}
    assert "1 article, 2 facts," in result.stderr and "0 failed" in result.stderr


def test_articles_without_a_date_are_told_once_and_only_on_standard_error(invoke, article, tmp_path):
    rows_ = [
        {"id": "b", "text": "新增企业9家。"},
        {"id": "c", "text": "新增企业8家。", "published": "2024-01-02"},
        {"id": "d", "text": "没有。"},
    ]
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows_), encoding="utf-8")
    told = invoke("run", tmp_path)
    assert told.exit_code == 0 and len(rows(told.stdout)) == 4
    assert "2 of 4 articles without a date of publication" in told.stderr and "--column published=NAME" in told.stderr
    for args in (["--published", "2024-01-01"], ["--quiet"]):
        assert "date of publication" not in invoke("run", tmp_path, *args).stderr


def test_run_reads_json_lines_from_standard_input(invoke):
    lines = "".join(json.dumps({"id": str(n), "text": TEXT}) + "\n" for n in range(3))
    result = invoke("run", "-", "--quiet", stdin=lines)
    assert [row["article"]["id"] for row in rows(result.stdout)] == ["0", "1", "2"]
    assert result.stderr == ""


def test_run_takes_the_articles_of_a_folder_and_leaves_gold_alone(invoke, article, tmp_path):
    (tmp_path / "notice.json").write_text('{"facts": []}', encoding="utf-8")
    (tmp_path / "notice.ents").write_text("[]", encoding="utf-8")
    result = invoke("run", tmp_path)
    assert result.exit_code == 0 and len(rows(result.stdout)) == 1 and "failed" not in result.stderr.replace("0 failed", "")


def test_the_sink_appears_whole_and_nothing_else(invoke, article, tmp_path):
    sink = tmp_path / "out" / "facts.jsonl"
    sink.parent.mkdir()
    for _ in range(2):  # the second run replaces the first and does not read it
        result = invoke("run", tmp_path, "--to", sink)
        assert result.exit_code == 0 and result.stdout == ""
        assert len(rows(sink.read_text(encoding="utf-8"))) == 1
    assert sorted(path.name for path in sink.parent.iterdir()) == ["facts.jsonl", "facts.jsonl.run"]
    umask = os.umask(0)
    os.umask(umask)
    assert sink.stat().st_mode & 0o777 == 0o666 & ~umask


def test_failures_are_told_the_rest_goes_on_and_the_code_says_so(invoke, article, tmp_path):
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "bad.jsonl").write_text('{"text": "全县新增企业9家。"}\noops\n', encoding="utf-8")
    result = invoke("run", tmp_path, tmp_path / "none.txt")
    assert result.exit_code == 1
    assert len(rows(result.stdout)) == 2
    for word in ("empty.txt: the text is empty", "bad.jsonl:2: not JSON", "none.txt: no such file", "3 failed"):
        assert word in result.stderr


def test_where_nothing_could_be_done_the_old_sink_stays(invoke, tmp_path):
    (tmp_path / "empty.txt").write_bytes(b"")
    sink = tmp_path / "facts.jsonl"
    sink.write_text("old", encoding="utf-8")
    result = invoke("run", tmp_path / "empty.txt", "--to", sink)
    assert result.exit_code == 2 and sink.read_text(encoding="utf-8") == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty.txt", "facts.jsonl", "facts.jsonl.run"]


@pytest.mark.parametrize(
    ("args", "word"),
    [
        (["--to", "{tmp}/no/x.jsonl"], "there is no folder"),
        (["--to", "{tmp}/x.docx"], "no sink of this kind"),
        (["--resume"], "needs a sink that stays"),
        (["--to", "{tmp}/x.jsonl", "--resume"], "no run to go on with"),
        (["--column", "body=正文"], "the fields are text"),
        (["--published", "17.8.2023"], "ISO date"),
        (["--rules", "{tmp}/no"], "no such folder of rules"),
    ],
)
def test_bad_options_end_in_one_line_and_code_2(invoke, article, tmp_path, args, word):
    result = invoke("run", article, *(arg.format(tmp=tmp_path) for arg in args))
    assert result.exit_code == 2 and result.stdout == ""
    assert word in result.stderr and result.stderr.count("\n") == 1


def test_the_same_article_twice_is_written_once_and_an_id_of_two_articles_is_told(invoke, article, tmp_path):
    result = invoke("run", article, article)
    assert result.exit_code == 0 and result.stdout.count("\n") == 1 and "1 duplicate" in result.stderr
    other = tmp_path / "other" / article.name
    other.parent.mkdir()
    other.write_text(TEXT.replace("17", "18"), encoding="utf-8")
    result = invoke("run", article, other)
    assert result.exit_code == 1 and result.stdout.count("\n") == 1
    assert f"{other}: its id 'notice' is that of {article}" in result.stderr


# ---- show and explain
def test_show_has_colour_where_asked_and_dims_boilerplate(article):
    from extractor.cli.marking import marked_text
    from extractor.pipeline import Extractor

    extraction = Extractor().extract(TEXT)
    spans = {(TEXT[span.start : span.end], str(span.style)) for span in marked_text(extraction).spans}
    assert ("8.5%", "green underline") in spans
    assert ("责任编辑:王小河", "dim") in spans


def test_explain_quotes_the_evidence_and_the_skipped(invoke, article):
    result = invoke("explain", article, COLUMNS="80")
    assert result.exit_code == 0
    for word in ("rule", "← “同比”", "← “规模以上工业增加值”", "skipped numeral", "⟦2023年上半年⟧"):
        assert word in result.stdout


def test_show_chooses_an_article_by_id(invoke, tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps({"id": f"n{n}", "text": f"全市新增企业{n}家。"}) + "\n" for n in (3, 4)), encoding="utf-8")
    assert "企业⟦4家⟧{1}" in invoke("show", path, "--id", "n4").stdout
    missing = invoke("show", path, "--id", "n5")
    assert missing.exit_code == 2 and "no article with the id 'n5'" in missing.stderr


def test_show_tells_what_it_cannot_read(invoke, tmp_path):
    assert invoke("show", tmp_path / "no.txt").exit_code == 2
    assert invoke("explain", tmp_path).exit_code == 2


def test_escape_sequences_of_an_article_do_not_reach_the_terminal(invoke, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("全市\x1b[31m新增企业17家。\x07", encoding="utf-8")
    for name in ("show", "explain"):
        assert not {"\x1b", "\x07"} & set(invoke(name, path, NO_COLOR="1").stdout)


# ---- readable values
def test_values_read_as_a_person_writes_them():
    from decimal import Decimal

    from extractor.view.readable import number

    assert [number(Decimal(n)) for n in ("160000000", "31800", "-31800", "12345678", "17", "0.80", "2000000000000", "10000")] == [
        "1.6亿", "3.18万", "-3.18万", "1234.5678万", "17", "0.8", "2万亿", "1万",
    ]  # fmt: skip


def test_periods_are_short_again():
    from extractor.records import PeriodRange
    from extractor.view.readable import period_text

    cases = {
        ("2023-01-01", "2023-12-31"): "2023", ("2023-01-01", "2023-06-30"): "2023-H1", ("2023-07-01", "2023-09-30"): "2023-Q3",
        ("2023-06-01", "2023-06-30"): "2023-06", ("2023-06-30", "2023-06-30"): "2023-06-30", ("2023-01-01", "2023-07-31"): "2023-01..2023-07",
        ("2021-01-01", "2025-12-31"): "2021..2025", ("2023-01-01", "2023-07-15"): "2023-01-01..2023-07-15",
    }  # fmt: skip
    assert {key: period_text(PeriodRange(start=key[0], end=key[1])) for key in cases} == cases


# ---- schema, version, help
def test_schema_describes_what_run_writes(invoke):
    schema = json.loads(invoke("schema").stdout)
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert schema["$defs"]["Fact"]["properties"]["value"]["type"] == "number"
    assert "facts" in schema["required"]


def test_version_and_help(invoke):
    from extractor import __version__

    assert invoke("--version").stdout == f"extractor {__version__}\n"
    text = invoke("--help").stdout
    assert "extractor run articles/" in text and "Exit codes" in text and "--install-completion" in text
    for name in ("run", "show", "explain", "evaluate", "schema"):
        assert "Example" in invoke(name, "--help").stdout


def test_help_loads_nothing_heavy():
    code = "import sys; from extractor.cli.main import app; print([m for m in ('spacy', 'jieba', 'pydantic', 'regex') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=60)
    assert done.stdout.strip() == "[]", done.stderr


# ---- the real process
@pytest.mark.parametrize("args", [["run"], ["run", "--nonsense"], ["nonsense"], ["rules", "show"]])
def test_wrong_usage_is_one_line_that_names_the_help(args):
    done = command(*args)
    assert done.returncode == 2 and done.stdout == b""
    assert done.stderr.decode().count("\n") == 1 and "--help" in done.stderr.decode()


def test_output_is_utf8_whatever_the_locale(article):
    env = os.environ | {"PYTHONPATH": str(ROOT), "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = subprocess.run([sys.executable, "-m", "extractor", "run", str(article)], capture_output=True, env=env, timeout=120)
    assert done.returncode == 0 and "规模以上工业增加值" in done.stdout.decode("utf-8")


def test_a_reader_that_leaves_early_makes_no_noise(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps({"id": str(n), "text": TEXT * 20}) + "\n" for n in range(60)), encoding="utf-8")
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-m", "extractor", "run", str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env
    ) as process:
        assert process.stdout.readline().startswith(b'{"schema_version"')
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) == 141


def test_interrupt_ends_with_130_and_leaves_no_half_written_sink(tmp_path):
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    sink = tmp_path / "facts.jsonl"
    args = [sys.executable, "-m", "extractor", "run", "-", "--to", str(sink)]
    with subprocess.Popen(args, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env) as process:
        process.stdin.write(json.dumps({"text": TEXT}).encode() + b"\n")
        process.stdin.flush()
        for _ in range(600):  # until it has begun: the part is there
            if (tmp_path / "facts.jsonl.run" / "part.jsonl").exists():
                break
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 130
        told = process.stderr.read()
    assert b"interrupted" in told and b"--resume" in told and b"Traceback" not in told
    assert [path.name for path in tmp_path.iterdir()] == ["facts.jsonl.run"]
