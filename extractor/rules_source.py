"""Where a rule stands in its file, for messages and for showing it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import regex

_ENTRY = regex.compile(r"^(?P<indent>\s*)-\s+(?:\{\s*)?id:\s*['\"]?(?P<id>[a-z0-9_.]+)")


@lru_cache(maxsize=256)
def _lines(path: str) -> tuple[str, ...]:
    return tuple(Path(path).read_text(encoding="utf-8").splitlines())


@lru_cache(maxsize=256)
def _entries(path: str) -> dict[str, int]:
    """Id → number of its first line, from 1."""
    return {m["id"]: number for number, line in enumerate(_lines(path), 1) if (m := _ENTRY.match(line))}


def locate(path: str, rule_id: str) -> int | None:
    """The line a rule begins at; None where the file writes it in another style."""
    return _entries(path).get(rule_id)


def source(path: str, rule_id: str) -> str:
    """The rule's own lines of its file."""
    first = locate(path, rule_id)
    lines = _lines(path)
    if first is None:
        return "\n".join(lines)
    indent = len(lines[first - 1]) - len(lines[first - 1].lstrip())
    last = first
    while last < len(lines) and (not lines[last].strip() or len(lines[last]) - len(lines[last].lstrip()) > indent):
        last += 1
    return "\n".join(lines[first - 1 : last]).rstrip()


def shorten(path: str) -> str:
    """Relative to the working folder where the file is inside it."""
    whole = Path(path)
    return str(whole.relative_to(Path.cwd())) if whole.is_relative_to(Path.cwd()) else str(whole)
