"""Running a page: its blocks in order, in one folder, one namespace, one shell's surroundings."""

from __future__ import annotations

import ast
import contextlib
import io
import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.docs_blocks import LANGUAGES, ROOT, Block

_SECONDS = re.compile(r"\b\d+(\.\d+)? s\b")
_SHIM = f"""#!/bin/sh
PYTHONPATH={ROOT}${{PYTHONPATH:+:$PYTHONPATH}} exec {sys.executable} -m extractor "$@"
"""


class Page:
    """A page that is being run.

    Attributes:
        folder: where its commands run.
        namespace: what its Python has defined so far.
    """

    def __init__(self, folder: Path, replace: Mapping[str, str] | None = None) -> None:
        self.folder, self.namespace, self._printed = folder, {"__name__": "__main__"}, ""
        self._replace = replace or {}
        tools = folder / ".tools"
        tools.mkdir()
        (tools / "extractor").write_text(_SHIM)
        (tools / "extractor").chmod(0o755)
        for name in ("python", "python3"):
            (tools / name).symlink_to(sys.executable)
        self._env = os.environ | {
            "PATH": f"{tools}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "PYTHONUTF8": "1",
            "COLUMNS": "100",
        }

    def do(self, block: Block) -> None:
        """Run a block, write it, or compare it.

        Raises:
            AssertionError: it does not do what the page says.
        """
        code = block.code
        for name, real in self._replace.items():
            code = code.replace(name, real)
        match LANGUAGES[block.language] if block.kind == "services" else block.kind:
            case "python":
                self._printed = run_python(code, block, self.namespace, self.folder)
            case "shell":
                self._printed = self._shell(code, block)
            case "sql":
                self._printed = run_sql(code, block, self.folder)
            case "file":
                path = self.folder / block.file
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(code, encoding="utf-8")
            case "output":
                compare(self._printed, code, block)

    def _shell(self, code: str, block: Block) -> str:
        done = subprocess.run(
            ["bash", "-euc", code], cwd=self.folder, env=self._env, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
        )  # fmt: skip
        assert done.returncode == 0, f"{block.place}: exit code {done.returncode}\n{code}\n{done.stdout}"
        return "".join(line for line in done.stdout.splitlines(keepends=True) if not line.startswith("extractor: progress "))


def run_python(code: str, block: Block, namespace: dict[str, Any], folder: Path) -> str:
    """Run a block; a value in a comment behind an expression is compared. What it printed."""
    tree = ast.parse("\n" * block.line + code, filename=str(block.page))
    lines = code.splitlines()
    printed = io.StringIO()
    with contextlib.chdir(folder), contextlib.redirect_stdout(printed):
        for statement in tree.body:
            where = f"{block.page.name}:{statement.lineno}"
            try:
                value = _step(statement, block, namespace)
            except Exception as error:
                raise AssertionError(f"{where}: {type(error).__name__}: {error}") from error
            claim = _claim(statement, lines[(statement.end_lineno or 0) - block.line - 1])
            assert claim is None or repr(value) == claim, f"{where}: gives {value!r}, not {claim}"
    return printed.getvalue()


def _step(statement: ast.stmt, block: Block, namespace: dict[str, Any]) -> Any:
    if isinstance(statement, ast.Expr):
        return eval(compile(ast.Expression(statement.value), str(block.page), "eval"), namespace)
    exec(compile(ast.Module([statement], []), str(block.page), "exec"), namespace)
    return None


def _claim(statement: ast.stmt, line: str) -> str | None:
    """What the comment says that an expression gives, where it reads as a value and not as words."""
    comment = line.encode()[statement.end_col_offset or 0 :].decode().strip().removeprefix("#").strip()
    if not isinstance(statement, ast.Expr) or not comment:
        return None
    try:
        value = ast.parse(comment, mode="eval").body
    except SyntaxError:
        return None
    return comment if isinstance(value, (ast.Constant, ast.Tuple, ast.List, ast.Dict, ast.Set, ast.Call, ast.UnaryOp)) else None


def run_sql(code: str, block: Block, folder: Path) -> str:
    """Ask the database that the page loaded last; the rows, a line each."""
    databases = sorted(folder.glob("*.db"), key=lambda path: path.stat().st_mtime)
    assert databases, f"{block.place}: the page has loaded no SQLite database yet"
    with contextlib.closing(sqlite3.connect(databases[-1])) as connection:
        rows = connection.execute(code).fetchall()
    assert len(rows) >= 3 and all(len(row) >= 3 for row in rows), f"{block.place}: finds next to nothing: {rows}"
    return "".join(" | ".join("" if cell is None else str(cell) for cell in row) + "\n" for row in rows)


def compare(printed: str, claimed: str, block: Block) -> None:
    """What was printed against what the page says that is printed."""
    if block.language == "json" and "…" not in claimed:
        assert json.loads(printed) == json.loads(claimed), f"{block.place}: printed was\n{printed}"
        return
    wanted, got = (
        _SECONDS.sub("1 s", "\n".join(line.rstrip() for line in text.strip("\n").splitlines())) for text in (claimed, printed)
    )
    pattern = "".join(_piece(piece) for piece in re.split(r"(^…$|…(?=$)|…)", wanted, flags=re.MULTILINE))
    assert re.fullmatch(pattern, got), f"{block.place}: the page says\n{wanted}\nand printed was\n{got}"


def _piece(piece: str) -> str:
    return r"[\s\S]*?" if piece == "…" else re.escape(piece)
