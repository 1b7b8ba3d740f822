"""What makes it fast changes nothing: with each shortcut switched off, every record is the same byte for byte.

Others have tests of their own: patterns kept on disk (``test_cache``), several patterns at once and words as a tree
(``test_patterns``), stretches that jieba need not cut (``test_tokens``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from extractor import periods, pipeline, pseudo, tables
from extractor.pipeline import Extractor
from extractor.rulebook import load_rules
from extractor.rules_base import unmark

SAMPLES = sorted((Path(__file__).parent.parent / "samples").glob("*.txt"))
PUBLISHED = "2024-07-25"


def all_rules(finder, text: str, start: int):
    return finder.by_first[text[start]]


def without_triggers(text: str, finder):
    rules = tuple(rule.model_copy(update={"triggers": []}) for rule in finder.rules)
    return pseudo.find_pseudo(text, replace(finder, rules=rules))


def whole_text(blocks, quantities):
    return [(block.start, block.end) for block in blocks]


SHORTCUTS: dict[str, tuple[object, str, object]] = {
    "periods are tried by what a place begins with": (periods, "_able", all_rules),
    "skip rules are left out where their words are missing": (pipeline, "find_pseudo", without_triggers),
    "cues are looked for beside numbers": (pipeline, "_said", whole_text),
    "rows of a table end in a figure": (tables, "_ROW_ENDS", ("",)),
}


@pytest.fixture(scope="module")
def texts() -> list[str]:
    """The samples, and a third of all rules' examples and look-alikes, forty a text."""
    rules = [rule for family in load_rules(()).rules.values() for rule in family]
    said = [proof.text for rule in rules for proof in rule.proofs()] + [unlike.text for rule in rules for unlike in rule.unlike]
    lines = [unmark(text)[0] for text in said]
    return [path.read_text(encoding="utf-8") for path in SAMPLES] + [
        "\n".join(lines[i : i + 40]) for i in range(0, len(lines), 120)
    ]


@pytest.fixture(scope="module")
def expected(texts) -> list[str]:
    return made(texts)


def made(texts: list[str]) -> list[str]:
    extractor = Extractor()
    return [extractor.extract(text, published=PUBLISHED).model_dump_json() for text in texts]


@pytest.mark.parametrize("name", SHORTCUTS)
def test_records_are_the_same_without(name, texts, expected, monkeypatch):
    module, function, slow = SHORTCUTS[name]
    used = []
    if isinstance(slow, Callable):
        monkeypatch.setattr(module, function, lambda *given: used.append(1) or slow(*given))
    else:
        monkeypatch.setattr(module, function, slow)
        used.append(1)
    assert made(texts) == expected
    assert used, f"{function} is not called any more: {name!r} is switched off otherwise now"
