"""Clauses with their numbers: where each number's own words begin and end."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.mentions import Quantity, Sentence
from extractor.scan import Scan

_OPEN, _CLOSE = "(（[【", ")）]】"
_BORDERS = frozenset(",;:。!?！？；，：\n|\t")


LONGEST_PHRASE = 300
"""No metric of a release is named in more characters than this; it bounds the work on text without punctuation."""


@dataclass(slots=True)
class Clause:
    """A stretch between two borders of one bracket depth.

    Attributes:
        host: for a bracketed clause, the clause that the bracket stands in; its text before ``start`` is what the bracket explains.
        quantities: the numbers of this clause, not those of brackets inside it.
    """

    start: int
    end: int
    depth: int
    host: Clause | None
    opened_by: str
    quantities: list[Quantity]


def clauses_of(scan: Scan, sentence: Sentence) -> list[Clause]:
    """The clauses of a sentence that hold numbers or may lend their words to a later one, in order of their end."""
    text = scan.text
    borders = _BORDERS | {" "} if sentence.block.kind in ("title", "heading") else _BORDERS
    numbers = iter((*scan.quantities.within(sentence.start, sentence.end), None))
    upcoming = next(numbers)
    current = Clause(sentence.start, sentence.end, 0, None, "", [])
    done: list[Clause] = []
    at = sentence.start
    while at < sentence.end:
        if upcoming is not None and upcoming.start <= at:
            current.quantities.append(upcoming)
            at = max(upcoming.end, at + 1)
            upcoming = next(numbers)
            continue
        char = text[at]
        if char in _OPEN and current.depth < 4:
            current = Clause(at + 1, sentence.end, current.depth + 1, current, char, [])
        elif char in _CLOSE and current.host is not None:
            current.end = at
            done.append(current)
            while current.host is not None and current.opened_by in _BORDERS:
                current = current.host
            current = current.host or current
        elif char in borders:
            current.end = at
            done.append(current)
            current = Clause(at + 1, sentence.end, current.depth, current.host, current.opened_by, [])
        at += 1
    done.append(current)
    return sorted((clause for clause in done if clause.quantities), key=lambda clause: clause.quantities[0].start)
