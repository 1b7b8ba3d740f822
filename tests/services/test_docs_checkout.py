"""The blocks of README and of the documentation that need a clean copy of the repository, run in one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs_blocks import ROOT, left_to_services
from tests.docs_running import Page


@pytest.fixture(scope="module")
def checkout(tmp_path_factory) -> Path:
    """A clean copy of the repository, as a newcomer has it."""
    folder = tmp_path_factory.mktemp("clone") / "checkout"
    folder.mkdir()
    names = subprocess.run(["git", "ls-files", "-coz", "--exclude-standard"], cwd=ROOT, capture_output=True)
    listed = names.stdout if names.returncode == 0 else b"\0".join(bytes(p.relative_to(ROOT)) for p in ROOT.rglob("*") if ours(p))
    subprocess.run(["tar", "--null", "-T", "-", "-cf", folder.parent / "all.tar"], cwd=ROOT, input=listed, check=True)
    subprocess.run(["tar", "-xf", folder.parent / "all.tar", "-C", folder], check=True)
    return folder


def ours(path: Path) -> bool:
    """Without git: what is no environment, cache or build."""
    parts = set(path.relative_to(ROOT).parts)
    return path.is_file() and not parts & {".venv", "build", "dist", "__pycache__", ".pytest_cache", ".git"}


def test_readme_alone_leads_to_facts(checkout):
    """Its first command, as it stands, in a clean copy. README.zh.md has the same."""
    first, second = left_to_services("README.md")
    page = Page(checkout)
    page.do(first)
    assert (checkout / "facts.jsonl").read_text(encoding="utf-8").count("\n") == 15
    assert (checkout / "report.html").stat().st_size > 1_000_000, "the library that draws the charts is not in it"
    steps = [step.strip() for step in second.code.split("&&")]
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8").replace('"$python"', "python3")
    made, installed, tested = steps  # CI takes the same extra at the versions of the lock, and as many processes as suit it
    assert made in ci and f"\n{tested.partition(' -n ')[0]}" in ci, "README's second command is the first step of .ci/run"
    assert installed.split()[-1] == "'.[test]'" and "\ninstall '.[test]'\n" in ci


def test_make_demo_is_readmes_first_command():
    """All but the making and the activating of the environment."""
    first, _ = left_to_services("README.md")
    told = subprocess.run(["make", "-n", "demo"], cwd=ROOT, capture_output=True, check=True, encoding="utf-8").stdout
    steps = [step.strip() for step in first.code.split("&&")][2:]
    assert [line.removeprefix(".venv/bin/") for line in told.splitlines()[1:]] == steps


def test_the_pictures_of_binding_are_made_by_their_command(checkout):
    (block,) = left_to_services("docs/binding.md")
    kept = {path.name: path.read_bytes() for path in (ROOT / "docs" / "pictures").glob("binding_*.svg")}
    folder = checkout / "docs" / "pictures"
    for name in kept:
        (folder / name).unlink()
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-euc", block.code], cwd=checkout, env=os.environ | {"PYTHONPATH": str(checkout), "PATH": path}
    )
    assert done.returncode == 0
    assert {name: (folder / name).read_bytes() for name in kept} == kept
