"""Completion in zsh and fish, which Debian has as packages; bash is in the other tests."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from tests.terminals import at_terminal, command_in  # noqa: E402


@pytest.fixture
def place(tmp_path):
    """A home, a command and an article; and the environment that finds them."""
    for name in ("home", "bin"):
        (tmp_path / name).mkdir()
    (tmp_path / "notice_2023.txt").write_text("x", encoding="utf-8")
    path = f"{command_in(tmp_path / 'bin', sys.executable, ROOT)}:{os.environ['PATH']}"
    return tmp_path, os.environ | {
        "PATH": path,
        "HOME": str(tmp_path / "home"),
        "TERM": "xterm",
        "ZDOTDIR": str(tmp_path / "home"),
    }


def need(shell):
    if not shutil.which(shell):
        pytest.fail(f"{shell} is missing: apt-get install -y {shell}", pytrace=False)


def test_fish(place):
    need("fish")
    folder, env = place
    script = (
        "extractor --install-completion; source ~/.config/fish/completions/extractor.fish; "
        'complete -C "extractor ex"; complete -C "extractor run a.txt --engine "; complete -C "extractor show noti"'
    )
    done = subprocess.run(["fish", "-c", script], cwd=folder, env=env, capture_output=True, text=True, timeout=120)
    words = [line.split("\t")[0] for line in done.stdout.splitlines()]
    assert {"explain", "local", "spark", "notice_2023.txt"} <= set(words), done.stdout + done.stderr
    assert "fish completion installed" in done.stdout


def test_zsh(place):
    need("zsh")
    folder, env = place
    (folder / "home" / ".zshrc").write_text("PS1='READY> '\n", encoding="utf-8")
    first = at_terminal(
        ["zsh", "-i"],
        env=env,
        cwd=folder,
        columns=120,
        keys=[("READY>", b"extractor --install-completion; echo done-$?\n"), ("done-0", b"")],
        until=lambda text: "done-0" in text,
    )
    assert "zsh completion installed" in first
    shown = at_terminal(
        ["zsh", "-i"],
        env=env,
        cwd=folder,
        columns=120,
        keys=[("READY>", b"extractor expl\t"), ("\a", b"\t"), ("ain", b"noti\t")],  # the first Tab loads the function
        until=lambda text: "notice_2023.txt" in text,
    )
    assert "notice_2023.txt" in shown
