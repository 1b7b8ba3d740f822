"""``extractor explain``: why each fact says what it says, and why every other numeral is no fact."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.common import (
    ColumnOption,
    EncodingOption,
    IdOption,
    LimitOption,
    MaxCharsOption,
    PublishedOption,
    RulesOption,
    columns,
    console,
    extract_one,
    make_extractor,
    make_options,
    one_article,
    say,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import Console
    from rich.text import Text

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
        str,
        typer.Argument(metavar="FILE", help="A .txt, .html, .jsonl or .csv file, or - for standard input.", show_default=False),
    ],
    published: PublishedOption = None,
    rules: RulesOption = None,
    name: IdOption = None,
    column: ColumnOption = None,
    encoding: EncodingOption = None,
    max_chars: MaxCharsOption = 1_000_000,
    limit: LimitOption = None,
) -> None:
    """Say for each fact which rule made it and what each field was read from; then every skipped numeral with its reason.

    Examples:

        extractor explain notice.txt
        extractor explain articles.jsonl --id 20230817-3 | less -S
        extractor explain notice.txt | grep -w unbound

    {12} is the same fact as in `extractor show`; ⟦…⟧ stands around its quote.
    """
    item = one_article(file, make_options(published, encoding, max_chars, column, limit), name)
    extractor = make_extractor(rules, max_chars)
    extraction = extract_one(extractor, item)
    screen = console()
    print_explanation(screen, extraction, extractor.rulebook.places, columns(screen))


def print_explanation(screen: Console, extraction: Extraction, places: Mapping[str, str], width: int | None) -> None:
    """Print where each field of each fact comes from, then the skipped numerals.

    Args:
        screen: where to.
        extraction: with its text.
        places: the file of each rule.
        width: columns to fold to; None folds nothing.
    """
    from extractor.cli import outcome

    for line in outcome.heading(extraction):
        say(screen, line, width)
    for number, fact in enumerate(extraction.facts, 1):
        screen.print()
        for indent, line in _fact_lines(number, fact, extraction, places):
            say(screen, line, width, indent=indent)
    screen.print()
    for line in (outcome.measures(extraction), *outcome.checks(extraction), outcome.skipped(extraction)):
        say(screen, line, width)
    for line in _skipped_lines(extraction):
        say(screen, line, width, indent=18)


def _fact_lines(number: int, fact: Fact, extraction: Extraction, places: Mapping[str, str]) -> Iterator[tuple[int, Text]]:
    """What there is to say of a fact, each line with the columns that its folded rest is indented by."""
    from rich.text import Text

    from extractor.view.readable import STYLES, quoted, value_text

    text = extraction.article.text or ""
    head = Text(f"{{{number}}} ").append(quoted(text, fact.start, fact.end), style=f"bold {STYLES[fact.measure]}")
    if (value := value_text(fact)) != fact.quote:
        head.append(f"  = {value}", style="dim")
    head.append(f"  at {fact.start}–{fact.end}, confidence {fact.confidence:.2f}", style="dim")
    yield len(str(number)) + 3, head
    yield _INDENT, _field("in", Text(in_sentence(text, fact), style="dim"))
    yield _INDENT, _field("rule", Text(fact.rule).append(f"  ({_place(fact.rule, places)})", style="dim"))
    for name, body in field_lines(fact, text):
        yield _INDENT, _field(name, body)
    if fact.repeats:
        earlier = [n for n, other in enumerate(extraction.facts, 1) if other.id == fact.repeats]
        yield _INDENT, _field("repeats", Text(f"says again what {{{earlier[0]}}} says" if earlier else fact.repeats))


_INDENT = 15


def _field(name: str, body: Text) -> Text:
    from rich.text import Text

    return Text(f"   {name:<11} ").append_text(body)


def _place(rule: str, places: Mapping[str, str]) -> str:
    """The file a rule stands in, relative where that is shorter; linking constructions are code, not rules."""
    if rule not in places:
        return "a construction of the linker, in code"
    path = Path(places[rule])
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


def field_lines(fact: Fact, text: str) -> Iterator[tuple[str, Text]]:
    """Each field with its value, and the words it was read from or why it has none."""
    from rich.text import Text

    from extractor.view.readable import one_line, spans_text

    for name in _FIELDS:
        shown = _shown(fact, name)
        if shown is None and name in _DULL and name not in fact.evidence:
            continue
        body = Text(one_line(shown) if shown is not None else "–")
        if spans := fact.evidence.get(name, []):
            body.append(f"  ← {spans_text(text, spans)}", style="dim")
        if name in fact.inherited:
            body.append(f"  ({_unstated(fact, name)})", style="dim")
        yield name, body


def _unstated(fact: Fact, name: str) -> str:
    """Where a field comes from that the words of its own figure do not state; its sentence may state it of another figure."""
    if name == "comparison" and fact.comparison == "yoy":  # other bases are carried, this one never is
        return "assumed: a growth that states no basis of its own is read as year on year"
    return "inherited: carried from the context, or assumed"


def in_sentence(text: str, fact: Fact) -> str:
    """The sentence with the quote in ``⟦⟧``; of a long one, what stands around the quote."""
    from extractor.view.readable import one_line, whole_numbers

    first = max(fact.sentence_start, fact.start - _AROUND) if fact.sentence_start < fact.start else fact.start
    last = min(fact.sentence_end, fact.end + _AROUND) if fact.sentence_end > fact.end else fact.end
    first, last = whole_numbers(text, first, fact.start)[0], whole_numbers(text, fact.end, last)[1]
    before = ("…" if first > fact.sentence_start else "") + text[first : fact.start]
    after = text[fact.end : last] + ("…" if last < fact.sentence_end else "")
    return one_line(f"{before}⟦{text[fact.start : fact.end]}⟧{after}")


_AROUND = 40
"""Characters of a sentence shown on either side of the quote."""


def _shown(fact: Fact, name: str) -> str | None:
    from extractor.view.readable import plain

    value = getattr(fact, name)
    if value is None:
        return None
    if isinstance(value, Decimal):
        return plain(value)
    return f"{value.start}..{value.end}" if name == "period" else str(value)


def _skipped_lines(extraction: Extraction) -> Iterator[Text]:
    from rich.text import Text

    from extractor.view.readable import plain, quoted

    for item in extraction.skipped:
        line = Text(f"   {item.reason:<14} ").append(quoted(extraction.article.text or "", item.start, item.end, around=12))
        if item.value is not None:
            line.append(f"  = {plain(item.value)} {item.unit or ''}".rstrip(), style="dim")
        yield line
