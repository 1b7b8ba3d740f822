"""``extractor explain``: why each fact says what it says, and why every other numeral is no fact."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from extractor.cli.common import (
    EncodingOption,
    MaxCharsOption,
    PublishedOption,
    RulesOption,
    console,
    count,
    extract_one,
    make_extractor,
    make_options,
    one_article,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import Console

    from extractor.records import Extraction, Fact

_FIELDS = (
    "subject",
    "metric",
    "metric_id",
    "breakdown",
    "measure",
    "value",
    "value_max",
    "unit",
    "bound",
    "comparison",
    "reference",
    "status",
    "period",
)
_DULL = {"value_max", "metric_id", "breakdown", "bound", "comparison", "reference"}
"""Not worth a line where they are null."""


def explain(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="A .txt or .jsonl file, or - for standard input.", show_default=False)
    ],
    published: PublishedOption = None,
    rules: RulesOption = None,
    name: Annotated[
        Optional[str], typer.Option("--id", metavar="ID", help="Which article of a .jsonl file; else the first.")
    ] = None,
    encoding: EncodingOption = None,
    max_chars: MaxCharsOption = 1_000_000,
) -> None:
    """Say for each fact which rule made it and what each field was read from; then every skipped numeral with its reason.

    Examples:

        extractor explain notice.txt

        extractor explain notice.txt | grep -A3 unbound
    """
    item = one_article(file, make_options(published, encoding, max_chars), name)
    extractor = make_extractor(rules)
    extraction = extract_one(extractor, item)
    screen = console()
    for number, fact in enumerate(extraction.facts, 1):
        _print_fact(screen, number, fact, extraction.article.text or "", extractor.rulebook.places)
    _print_skipped(screen, extraction)


def _print_fact(screen: Console, number: int, fact: Fact, text: str, places: Mapping[str, str]) -> None:
    from rich.text import Text

    from extractor.cli.readable import STYLES, quoted

    head = Text(f"{number}. ").append(quoted(text, fact.start, fact.end), style=f"bold {STYLES[fact.measure]}")
    head.append(f"  at {fact.start}–{fact.end}, confidence {fact.confidence:.2f}", style="dim")
    screen.print(head, soft_wrap=True)
    screen.print(Text(f"   in  {quoted(text, fact.sentence_start, fact.sentence_end)}", style="dim"), soft_wrap=True)
    screen.print(Text(f"   rule  {fact.rule}").append(f"  ({_place(fact.rule, places)})", style="dim"), soft_wrap=True)
    for line in field_lines(fact, text):
        screen.print(Text(f"   {line}"), soft_wrap=True)
    if fact.repeats:
        screen.print(Text(f"   says again what {fact.repeats} says"), soft_wrap=True)
    screen.print()


def _place(rule: str, places: Mapping[str, str]) -> str:
    """The file a rule stands in, relative where that is shorter; linking constructions are code, not rules."""
    if rule not in places:
        return "a construction of the linker, in code"
    path = Path(places[rule])
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


def field_lines(fact: Fact, text: str) -> Iterator[str]:
    """One line a field: its value, and the words it was read from or that it was inherited."""
    from extractor.cli.readable import one_line, spans_text

    for name in _FIELDS:
        shown = _shown(fact, name)
        if shown is None and name in _DULL and name not in fact.evidence:
            continue
        spans = fact.evidence.get(name, [])
        origin = f"  ← {spans_text(text, spans)}" if spans else ""
        if name in fact.inherited:
            origin += "  (inherited: not stated in the sentence)"
        yield f"{name:<11} {one_line(shown) if shown is not None else '–'}{origin}"


def _shown(fact: Fact, name: str) -> str | None:
    from extractor.cli.readable import plain

    value = getattr(fact, name)
    if value is None:
        return None
    if isinstance(value, Decimal):
        return plain(value)
    return f"{value.start}..{value.end}" if name == "period" else str(value)


def _print_skipped(screen: Console, extraction: Extraction) -> None:
    from rich.text import Text

    from extractor.cli.readable import plain, quoted

    screen.print(Text(count(len(extraction.skipped), "skipped numeral"), style="bold"))
    for item in extraction.skipped:
        line = Text(f"   {item.reason:<15} ").append(quoted(extraction.article.text or "", item.start, item.end, around=12))
        if item.value is not None:
            line.append(f"  = {plain(item.value)} {item.unit or ''}".rstrip(), style="dim")
        screen.print(line, soft_wrap=True)
