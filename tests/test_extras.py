"""Libraries that are not installed: told before anything is done, with the command that installs them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest
from typer.testing import CliRunner

from extractor import extras
from extractor.cli.main import app
from tests.making import ROOT

TEXT = "2023年上半年,全市新增企业17家。"
PAGE = f"<html><body><div id='zoom'><p>{TEXT * 5}</p></div></body></html>"


@pytest.fixture
def installed_from(monkeypatch):
    """The package as if it had been installed from somewhere: what pip notes of it, None where it notes nothing."""

    class Distribution:
        def __init__(self, said):
            self.said = said

        def read_text(self, name):
            assert name == "direct_url.json"
            return self.said

    def pretend(said):
        extras.checkout.cache_clear()
        monkeypatch.setattr(metadata, "distribution", lambda name: Distribution(said if said is None else json.dumps(said)))

    yield pretend
    extras.checkout.cache_clear()


def test_an_extra_is_installed_from_where_the_package_came_from(installed_from, monkeypatch, tmp_path):
    installed_from(None)
    assert extras.how_to_get("sql") == "pip install 'extractor-zh[sql]'"
    installed_from({"url": "https://example.org/x.whl", "archive_info": {}})
    assert extras.how_to_get("sql") == "pip install 'extractor-zh[sql]'"
    folder = tmp_path / "my checkout"
    folder.mkdir()
    installed_from({"url": folder.as_uri(), "dir_info": {"editable": True}})
    assert extras.how_to_get("sql") == f"cd '{folder}' && pip install -e '.[sql]'"
    monkeypatch.chdir(folder)
    assert extras.how_to_get("sql") == "pip install -e '.[sql]'"


def test_what_was_never_installed_comes_from_its_own_folder(monkeypatch):
    def distribution(name):
        raise metadata.PackageNotFoundError(name)

    extras.checkout.cache_clear()
    monkeypatch.setattr(metadata, "distribution", distribution)
    assert extras.checkout() == ROOT
    extras.checkout.cache_clear()


def test_every_extra_that_is_named_is_there():
    import re

    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "extractor").rglob("*.py"))
    named = set(re.findall(r"needs?\", \"(\w+)\"|how_to_get\([\"'](\w+)[\"']\)", sources))
    declared = (ROOT / "setup.cfg").read_text(encoding="utf-8").partition("[options.extras_require]")[2]
    assert len(named) > 6 and {a or b for a, b in named} <= set(re.findall(r"^(\w+) =$", declared, re.MULTILINE))
    assert "extractor-zh[" not in sources, "the hint is worded by extras.how_to_get"


# ---- a run that can't be done
@pytest.fixture
def without(monkeypatch):
    def take(*names):
        for name in names:
            monkeypatch.setitem(sys.modules, name, None)

    return take


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "notice.txt").write_text(TEXT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def invoke(*args):
    return CliRunner().invoke(app, list(map(str, args)))


@pytest.mark.parametrize(
    ("library", "args", "extra"),
    [
        ("sqlalchemy", ["run", "notice.txt", "--to", "sqlite:///facts.db"], "sql"),
        ("psycopg", ["run", "notice.txt", "--to", "postgresql+psycopg://me@nowhere/x"], "postgresql"),
        ("duckdb", ["run", "notice.txt", "--to", "duckdb:///facts.duckdb"], "duckdb"),
        ("pyarrow", ["run", "notice.txt", "--to", "facts.parquet"], "arrow"),
        ("datasketch", ["run", "notice.txt", "--to", "facts.jsonl", "--near-duplicates", "0.8"], "near"),
        ("sqlalchemy", ["remove", "a", "--from", "sqlite:///facts.db"], "sql"),
    ],
)
def test_a_missing_library_is_told_before_a_folder_is_made(folder, without, library, args, extra):
    without(library)
    result = invoke(*args)
    assert result.exit_code == 2 and result.stderr.count("\n") == 1 and result.exception.__class__ is SystemExit
    assert f"the extra '{extra}'" in result.stderr and extras.how_to_get(extra) in result.stderr
    assert [path.name for path in folder.iterdir()] == ["notice.txt"]


def test_passwords_stay_out_of_the_message(folder, without):
    without("psycopg")
    told = invoke("run", "notice.txt", "--to", "postgresql+psycopg://me:geheim@nowhere/x").stderr
    assert "geheim" not in told and "me:***@nowhere" in told


def test_a_run_that_did_nothing_is_no_unfinished_run(folder):
    assert invoke("run", "notice.txt", "--to", "facts.jsonl", "--run-dir", "r", "--only-outdated").exit_code == 2
    assert (folder / "r" / "journal.sqlite").exists()
    done = invoke("run", "notice.txt", "--to", "facts.jsonl", "--run-dir", "r")
    assert done.exit_code == 0 and "unfinished" not in done.stderr and not (folder / "r.old").exists()


# ---- inputs that need a library
@pytest.mark.parametrize(("name", "library", "extra"), [("b.html", "trafilatura", "html"), ("b.warc", "warcio", "warc")])
def test_files_without_their_library_stop_the_run_at_the_start(folder, without, name, library, extra):
    (folder / name).write_text(PAGE, encoding="utf-8")
    without(library)
    result = invoke("run", ".", "--to", "facts.jsonl")
    assert result.exit_code == 2 and result.stderr.count("\n") == 1
    assert f"{name}: reading" in result.stderr and extras.how_to_get(extra) in result.stderr and "name the other" in result.stderr
    assert not (folder / "facts.jsonl.run").exists() and not (folder / "facts.jsonl").exists()
    assert invoke("run", "notice.txt", "--to", "facts.jsonl").exit_code == 0


def test_a_page_in_a_table_stops_the_run_and_is_taken_up_when_the_library_is_there(folder):
    rows = [{"id": "a", "text": TEXT}, {"id": "b", "html": PAGE}]
    (folder / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    broken = folder / "broken"
    broken.mkdir()
    (broken / "trafilatura.py").write_text("raise ImportError('broken')", encoding="utf-8")

    def run(*path: Path, resume=()):
        env = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, (*path, ROOT)))}
        line = [sys.executable, "-m", "extractor", "run", "rows.jsonl", "--to", "facts.jsonl", *resume]
        return subprocess.run(line, cwd=folder, env=env, capture_output=True, encoding="utf-8", timeout=300)

    stopped = run(broken)
    assert stopped.returncode == 2 and "rows.jsonl:2: reading HTML needs the extra 'html' (broken)" in stopped.stderr
    assert "internal error" not in stopped.stderr
    done = run(resume=["--resume"])
    assert done.returncode == 0 and "2 articles" in done.stderr, done.stderr
