"""What is wrong with a rule, in words: all its faults at once, and for a key that is misspelt the one that is meant."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from extractor.literals import words_of
from extractor.rules_base import Rule

_CASES = {
    "too_short": "at least one is needed",
    "string_pattern_mismatch": "must be small letters, digits and _, in parts divided by dots (cue.change.up)",
}


def faults_of(error: ValidationError, model: type[Rule]) -> str:
    """All faults of a rule, one behind the other."""
    return "; ".join(_faults(error.errors(), model))


def _faults(errors: list[Any], model: type[Rule]) -> Iterator[str]:
    meant = {name: near for name in _keys(errors, "extra_forbidden") if (near := _near(name, model))}
    told = set()
    for one in errors:
        where = ".".join(str(part) for part in one["loc"][:2])  # behind it stands which of several types did not fit
        if where in told or (one["type"] == "missing" and where in meant.values()):
            continue
        told.add(where)
        yield _fault(one, where, meant.get(where), model)


def _keys(errors: list[Any], kind: str) -> list[str]:
    """The rule's own keys with a fault of a kind."""
    return [str(one["loc"][0]) for one in errors if one["type"] == kind and len(one["loc"]) == 1]


def _near(name: str, model: type[Rule]) -> str | None:
    return next(iter(get_close_matches(name, model.model_fields, 1)), None)


def _fault(error: Any, where: str, meant: str | None, model: type[Rule]) -> str:
    if not error["loc"]:
        return f"a rule is a mapping with the keys {_listed(model)}"
    if error["type"] == "extra_forbidden":
        return f"{where}: there is no such key; " + (f"did you mean {meant!r}?" if meant else f"there are {_listed(model)}")
    words = words_of(model.model_fields[where].annotation) if where in model.model_fields else ()
    if words and error["type"] in ("missing", "literal_error"):
        fault = "is missing" if error["type"] == "missing" else f"can't be {error['input']!r}"
        return f"{where} {fault}; write one of {', '.join(words)}"
    if error["type"] == "missing":
        return f"{where} is missing"
    said = error["msg"].replace("Input should be", "must be")
    return f"{where}: {_CASES.get(error['type'], said)}"


def _listed(model: type[Rule]) -> str:
    return ", ".join(model.model_fields)
