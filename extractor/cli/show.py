"""``extractor show``: one article and its facts, for a person at a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Optional

import typer

from extractor.cli.common import (
    EncodingOption,
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
    from rich.text import Text


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
    from extractor.cli import outcome
    from extractor.cli.fact_table import table_lines
    from extractor.cli.marking import marked_lines

    item = one_article(file, make_options(published, encoding, max_chars), name)
    extraction = extract_one(make_extractor(rules), item)
    screen = console()
    width = columns(screen)
    is_styled = screen.is_terminal and not screen.is_dumb_terminal
    for line in outcome.heading(extraction):
        say(screen, line, width)
    screen.print()
    for line in marked_lines(extraction, width, is_styled=is_styled):
        screen.print(line, soft_wrap=True)
    screen.print()
    for line in table_lines(extraction, width):
        screen.print(line, soft_wrap=True)
    if extraction.facts:
        screen.print()
    for line in (outcome.measures(extraction), *outcome.checks(extraction), outcome.skipped(extraction)):
        say(screen, line, width)
    say(screen, _key(), width)


def _key() -> Text:
    from rich.text import Text

    return Text(
        "[5] in the text is row [5] of the table; # heading; | byline or boilerplate, where no facts are read", style="dim"
    )
