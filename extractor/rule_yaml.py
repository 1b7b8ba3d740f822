"""The YAML of rule files: plain values alone, and no more of them than a file of rules has."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from extractor.clean import storable
from extractor.rules_base import RuleError

MOST = 10_000_000
"""Values and characters of a file, those that it names by an alias counted each time; the largest shipped one has a twentieth."""
_DEEP = 100
"""Values in one another, beyond what any rule has, by which the line of a file that is too deep is found."""
_PLAIN = (str, int, float, bool, type(None))


def parse(path: Path, content: bytes) -> dict[str, Any]:
    """The values of a rule file.

    Raises:
        RuleError: it is no YAML, or not such as rules are written in; the message says where and what to do.
    """
    import srsly

    try:
        data = srsly.yaml_loads(content.decode("utf-8"))
    except Exception as error:  # noqa: BLE001 - the YAML library raises many kinds; all mean the same to the reader
        if "recursion depth" in str(error):
            raise RuleError(f"{path}{_deepest(content)}: lists or mappings in one another, too deep; mend the file") from None
        raise RuleError(f"{path}: not valid YAML: {' '.join(str(error).split())[:300]}; mend the file") from None
    if not isinstance(data, dict):
        raise RuleError(f"{path}: a rule file is a mapping with 'family' and 'rules'")
    try:
        size = _weigh(data, {})
    except _Odd as odd:
        raise RuleError(f"{path}{_line(content, odd.sign)}: {odd}") from None
    if size > MOST:
        raise RuleError(f"{path}{_line(content, '*')}: more than {MOST:,} characters, aliases written out; write fewer of them")
    return data


class _Odd(Exception):
    """A value that no rule has; ``sign`` is what it may be found by in the file."""

    def __init__(self, message: str, sign: str) -> None:
        super().__init__(message)
        self.sign = sign


_UNDER_WAY = -1


def _weigh(value: Any, known: dict[int, int]) -> int:
    """Values and characters of a value, all written out. What is named twice is looked at once.

    Raises:
        _Odd: a value in it is of a kind that rules do not have.
    """
    if isinstance(value, str) and storable(value) != value:
        raise _Odd("half a character (a lone surrogate) or NUL in a value; take it out", "\\")
    if isinstance(value, _PLAIN):
        return 1 + (len(value) if isinstance(value, str) else 0)
    if not isinstance(value, (list, dict)):
        kind = type(value).__name__
        raise _Odd(f"a value is of the kind {kind}, which rules do not have; put it in quotes", str(value))
    size = known.get(id(value))
    if size == _UNDER_WAY:
        raise _Odd("a value that holds itself by an alias; write it out", "*")
    if size is None:
        known[id(value)] = _UNDER_WAY
        keys = list(value) if isinstance(value, dict) else []
        if not all(isinstance(key, _PLAIN) for key in keys):
            raise _Odd("a key that is no word; mend the file", "?")
        inside = list(value.values()) if isinstance(value, dict) else value
        size = known[id(value)] = 1 + sum(_weigh(one, known) for one in (*keys, *inside))
    return size


def _line(content: bytes, sign: str) -> str:
    """The line of the first value that begins with a sign, as messages name it; nothing where it is not found."""
    for number, line in enumerate(content.decode("utf-8").splitlines(), 1):
        if sign in line.split("#")[0]:
            return f", line {number}"
    return ""


def _deepest(content: bytes) -> str:
    depth = 0
    for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
        depth += sum(map(line.count, "[{")) - sum(map(line.count, "]}"))
        if depth > _DEEP or len(line) - len(line.lstrip(" -")) > _DEEP:
            return f", line {number}"
    return ""
