"""``extractor show``: one article and its facts, for a person at a terminal."""

from __future__ import annotations

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
    from rich.console import Console
    from rich.text import Text

    from extractor.records import Extraction


def show(
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
    """Show an article with its facts marked, then the facts in a table.

    {12} behind a number is its row in the table. Facts are coloured by measure, boilerplate is dimmed; without colours the quotes stand in ⟦…⟧.

    Examples:

        extractor show notice.txt
        extractor show notice.txt --published 2023-08-17
        extractor show articles.jsonl --id 20230817-3
        extractor show notice.txt | less -S
        FORCE_COLOR=1 extractor show notice.txt | less -RS

    On a terminal lines are folded to its width; in a pipe or a file they stay whole, unless COLUMNS says how wide they may get.
    NO_COLOR takes the colours away, FORCE_COLOR keeps them in a pipe.
    """
    item = one_article(file, make_options(published, encoding, max_chars, column, limit), name)
    extraction = extract_one(make_extractor(rules, max_chars), item)
    screen = console()
    print_article(screen, extraction, columns(screen))


def print_article(screen: Console, extraction: Extraction, width: int | None) -> None:
    """Print the article, its facts and what there is to say of them.

    Args:
        screen: where to.
        extraction: with its text.
        width: columns to fold to; None folds nothing.
    """
    from extractor.cli import outcome
    from extractor.cli.fact_table import table_lines
    from extractor.cli.marking import marked_lines

    is_styled = screen.is_terminal and not screen.is_dumb_terminal and not screen.no_color
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
        "{5} in the text is row {5} of the table; # heading; | byline or boilerplate, where no facts are read", style="dim"
    )
