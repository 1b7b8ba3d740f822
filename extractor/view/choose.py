"""Choosing facts by their fields."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from difflib import get_close_matches
from functools import partial
from typing import TYPE_CHECKING, Any

import regex

from extractor.literals import words_of

if TYPE_CHECKING:
    from extractor.records import Fact, PeriodRange

Test = Callable[[Any], bool]


def choose(facts: Iterable[Fact], conditions: dict[str, Any]) -> list[Fact]:
    """The facts for which all conditions hold; see ``Facts.where``.

    Raises:
        TypeError: a fact has no field of that name.
        ValueError: a period is no beginning of an ISO date, or a field never has a value (``status="targets"``).
    """
    tests = [(name, _test(name, wanted)) for name, wanted in conditions.items()]
    return [fact for fact in facts if all(test(getattr(fact, name)) for name, test in tests)]


def _test(name: str, wanted: Any) -> Test:
    from extractor.records import Fact

    if name not in Fact.model_fields:
        near = get_close_matches(name, Fact.model_fields, 1)
        hint = f"did you mean {near[0]!r}?" if near else f"choose of {', '.join(Fact.model_fields)}"
        raise TypeError(f"a fact has no field {name!r}; {hint}")
    if callable(wanted):
        test: Test = wanted
        return test
    if isinstance(wanted, (re.Pattern, regex.Pattern)):
        return lambda value: isinstance(value, str) and wanted.search(value) is not None
    if name == "period" and isinstance(wanted, str):
        return partial(_is_within, wanted)
    if isinstance(wanted, Collection) and not isinstance(wanted, str):
        wanted = list(wanted)
        for one in wanted:
            _check_word(name, one)
        return lambda value: value in wanted
    _check_word(name, wanted)
    return lambda value: value == wanted


def _check_word(name: str, wanted: Any) -> None:
    """A word that a field can't have would choose nothing, and look as if there were no such facts."""
    from extractor.records import Fact

    words = words_of(Fact.model_fields[name].annotation)
    if not words or wanted is None or wanted in words:
        return
    near = get_close_matches(str(wanted).lower(), words, 1)
    hint = f"did you mean {near[0]!r}?" if near else f"choose of {', '.join(words)}"
    raise ValueError(f"{name} is never {wanted!r}; {hint}")


_BEGINNING = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")


def _is_within(beginning: str, period: PeriodRange | None) -> bool:
    if not _BEGINNING.fullmatch(beginning):
        raise ValueError(f"period {beginning!r} is no beginning of an ISO date; write '2023', '2023-06' or '2023-06-30'")
    return period is not None and period.start.startswith(beginning) and period.end.startswith(beginning)
