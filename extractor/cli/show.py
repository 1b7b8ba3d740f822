"""``extractor show``: one article and its facts, for a person at a terminal."""

from __future__ import annotations

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
    from rich.table import Table
    from rich.text import Text

    from extractor.records import Extraction

_DIMMED = ("boilerplate", "byline")


def show(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="A .txt, .html or .jsonl file, or - for standard input.", show_default=False)
    ],
    published: PublishedOption = None,
    rules: RulesOption = None,
    name: Annotated[
        Optional[str], typer.Option("--id", metavar="ID", help="Which article of a .jsonl file; else the first.")
    ] = None,
    encoding: EncodingOption = None,
    max_chars: MaxCharsOption = 1_000_000,
) -> None:
    """Show an article with its facts marked, then the facts in a table.

    Facts are coloured by measure (the table's last line but one tells which colour is which), boilerplate is dimmed.

    Examples:

        extractor show notice.txt

        extractor show articles.jsonl --id 20230817-3
    """
    from extractor.cli.readable import one_line

    item = one_article(file, make_options(published, encoding, max_chars), name)
    extraction = extract_one(make_extractor(rules), item)
    screen = console()
    screen.print(marked_text(extraction), soft_wrap=False)
    screen.print()
    if extraction.facts:
        screen.print(fact_table(extraction))
        screen.print(legend(extraction))
    for check in extraction.checks:
        if check.verdict != "ok":
            screen.print(
                f"{check.verdict}: {one_line(check.message)}",
                style="bold red" if check.verdict == "contradiction" else "yellow",
                markup=False,
            )
    screen.print(_closing(extraction), style="dim")


def marked_text(extraction: Extraction) -> Text:
    """The article, its facts in the colour of their measure, boilerplate dimmed."""
    from rich.text import Text

    from extractor.cli.readable import STYLES, on_screen

    text = Text(on_screen(extraction.article.text or ""))
    for block in extraction.article.blocks:
        if block.kind in _DIMMED:
            text.stylize("dim", block.start, block.end)
        elif block.kind in ("title", "heading"):
            text.stylize("bold", block.start, block.end)
    for fact in extraction.facts:
        text.stylize(f"{STYLES[fact.measure]} underline", fact.start, fact.end)
    text.rstrip()
    return text


def fact_table(extraction: Extraction) -> Table:
    """All facts, one a row, in the order of the text."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    from extractor.cli.readable import STYLES, one_line, period_text, value_text

    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for heading, ratio in (("subject", 3), ("metric", 4)):
        table.add_column(heading, overflow="fold", ratio=ratio, min_width=6)
    table.add_column("value", justify="right", overflow="fold", min_width=8)
    table.add_column("kind", overflow="fold", min_width=10)
    table.add_column("status", overflow="fold", min_width=6)
    table.add_column("period", overflow="fold", min_width=10)
    table.add_column("conf", justify="right", no_wrap=True)
    for fact in extraction.facts:
        kind = fact.measure + (f" {fact.comparison}" if fact.comparison else "")
        table.add_row(
            one_line(fact.subject or "–"), one_line(fact.metric), value_text(fact), kind + (f" / {one_line(fact.reference)}" if fact.reference else ""),
            fact.status, period_text(fact.period) or "–", f"{fact.confidence:.2f}", style=STYLES[fact.measure],
        )  # fmt: skip
    return table


def legend(extraction: Extraction) -> Text:
    """Which colour is which measure, for the measures that occur."""
    from rich.text import Text

    from extractor.cli.readable import STYLES

    line = Text()
    for measure in STYLES:
        count = sum(fact.measure == measure for fact in extraction.facts)
        if count:
            line.append(f"{measure} {count}", style=STYLES[measure]).append("  ")
    return line


def _closing(extraction: Extraction) -> str:
    article = extraction.article
    known = [article.source, article.dateline, article.published]
    counts = (
        count(len(extraction.facts), "fact"),
        count(len(extraction.skipped), "skipped numeral"),
        count(len(extraction.entities), "mention"),
    )
    return " · ".join([", ".join(counts), *(part for part in known if part)])
