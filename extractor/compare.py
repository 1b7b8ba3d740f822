"""What one set of extractions has gained and lost against an earlier one of the same articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from extractor.records import Extraction, Fact

COMPARED = (
    "subject", "metric", "metric_id", "breakdown", "measure", "value", "value_max", "unit", "bound", "comparison", "reference",
    "status", "period",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """A fact that is new, gone, or reads otherwise.

    Attributes:
        article: the article's id.
        start: where its number stands.
        kind: ``gained``, ``lost`` or ``changed``.
        quote: the number as written.
        fields: field → (before, after), for a changed fact.
        context: the sentence's words around the number, where the text is kept.
    """

    article: str
    start: int
    kind: Literal["gained", "lost", "changed"]
    quote: str
    fields: Mapping[str, tuple[Any, Any]]
    metric: str
    context: str


def compare(old: Iterable[Extraction], new: Iterable[Extraction]) -> Iterator[Change]:
    """The differences article by article, in the order of the new set; facts are matched by place and measure.

    An article that only one of the two holds has all its facts lost or gained.
    """
    before = {one.article.id: one for one in old}
    seen = set()
    for after in new:
        seen.add(after.article.id)
        yield from _changes(before.get(after.article.id), after)
    for name, one in before.items():
        if name not in seen:
            yield from _changes(one, None)


def _changes(old: Extraction | None, new: Extraction | None) -> Iterator[Change]:
    held = new or old
    if held is None:
        return
    text = held.article.text or ""
    before, after = _by_place(old), _by_place(new)
    for key in sorted(before.keys() | after.keys()):
        one, other = before.get(key), after.get(key)
        kind: Literal["gained", "lost", "changed"] = "gained" if one is None else "lost" if other is None else "changed"
        fields = _differences(one, other) if one is not None and other is not None else {}
        fact = other or one
        if fact is not None and (kind != "changed" or fields):
            context = " ".join(text[max(fact.sentence_start, fact.start - 24) : fact.end + 8].split())
            yield Change(held.article.id, fact.start, kind, fact.quote, fields, fact.metric, context)


def _by_place(extraction: Extraction | None) -> dict[tuple[int, int], Fact]:
    """Facts by where their number begins; a number that makes several facts has them counted."""
    found: dict[tuple[int, int], Fact] = {}
    for fact in extraction.facts if extraction is not None else ():
        nth = 0
        while (fact.start, nth) in found:
            nth += 1
        found[fact.start, nth] = fact
    return found


def _differences(one: Fact, other: Fact) -> dict[str, tuple[Any, Any]]:
    return {name: (_plain(one, name), _plain(other, name)) for name in COMPARED if _plain(one, name) != _plain(other, name)}


def _plain(fact: Fact, name: str) -> Any:
    value = getattr(fact, name)
    return f"{value.start}..{value.end}" if name == "period" and value is not None else value
