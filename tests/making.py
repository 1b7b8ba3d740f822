"""Inputs for tests of the batch: articles made of the samples, and runs over them."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

from extractor.batch.report import Report
from extractor.batch.run import Events, Plan, run

ROOT = Path(__file__).resolve().parent.parent


def generator():
    """``benchmarks/generate_articles.py`` as a module."""
    path = ROOT / "benchmarks" / "generate_articles.py"
    spec = importlib.util.spec_from_file_location("generate_articles", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def write_articles(path: Path, count: int, broken: int = 0) -> Path:
    """So many articles, one a line."""
    lines = [line for line, _, _ in generator().articles(count, 1, broken)]
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return path


def write_rows(path: Path, rows: list[dict]) -> Path:
    """Articles of one's own, one a line."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def run_over(source: Path | str, sink: Path | str, *, folder: Path | None = None, **plan) -> tuple[Report, list[tuple[str, str]]]:
    """A run; its report, and the failures that it told."""
    from extractor.batch.folder import folder_of

    told: list[tuple[str, str]] = []
    events = Events(failure=lambda address, message: told.append((address, message)))
    sources = (str(source),) if isinstance(source, (str, Path)) else tuple(map(str, source))
    return run(Plan(sources, str(sink), folder=folder or folder_of(str(sink)), **plan), events), told


def read_lines(path: Path) -> list[dict]:
    """A JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def command(*arguments: object) -> list[str]:
    """The command line as a process of its own."""
    return [sys.executable, "-m", "extractor", *map(str, arguments)]
