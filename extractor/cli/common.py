"""What the commands share: options, errors in one line, exit codes, building the extractor."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, Optional

import typer

from extractor.limits import MAX_CHARS, Limits

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from extractor.io.read import ArticleInput, Options, ReadingLimits
    from extractor.pipeline import Extractor
    from extractor.records import Extraction

SOME_FAILED = 1
NOTHING_DONE = 2

READING = "Reading"
"""The panel of options about inputs, the same in every help page."""

RulesOption = Annotated[
    Optional[list[Path]],
    typer.Option("--rules", metavar="DIR", help="A folder of your own rules, added to the shipped ones; repeatable."),
]
PublishedOption = Annotated[
    Optional[str],
    typer.Option(
        "--published",
        metavar="DATE",
        help="Date of publication (2023-08-17) for inputs that carry none; 今年 and 上半年 are read by it.",
        rich_help_panel=READING,
    ),
]
EncodingOption = Annotated[
    Optional[str],
    typer.Option(
        "--encoding",
        metavar="NAME",
        help="Encoding of the files; recognised where not given (UTF-8, GB 18030, Big5).",
        rich_help_panel=READING,
    ),
]
MaxCharsOption = Annotated[
    int, typer.Option("--max-chars", metavar="N", min=1, help="Refuse longer articles.", rich_help_panel=READING)
]
ColumnOption = Annotated[
    Optional[list[str]],
    typer.Option(
        "--column",
        metavar="FIELD=NAME",
        help="Which column of a table holds which field (text, html, id, title, published, url); repeatable.",
        rich_help_panel=READING,
    ),
]
LimitOption = Annotated[
    Optional[list[str]],
    typer.Option(
        "--limit",
        metavar="NAME=N",
        help="Another limit of reading (unpacked, unpacked_times, line, blank: bytes; table_cells; warc_head; id, title, url: "
        "characters); repeatable.",
        rich_help_panel=READING,
    ),
]
IdOption = Annotated[
    Optional[str],
    typer.Option("--id", metavar="ID", help="Which article of several; else the first.", rich_help_panel=READING),
]


def warn(message: object) -> None:
    """One line on standard error."""
    tell(f"extractor: {' '.join(str(message).split())}")


def tell(line: str, *, is_error: bool = True) -> None:
    """One line, whatever stands in it: names of files and words of articles must not speak to the terminal."""
    from extractor.view.readable import one_line

    typer.echo(one_line(line), err=is_error)


def fail(message: object, code: int = NOTHING_DONE) -> NoReturn:
    """One line on standard error, and the end."""
    warn(message)
    raise typer.Exit(code)


def count(number: int, noun: str) -> str:
    """``1 article``, ``2 articles``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def make_options(
    published: str | None, encoding: str | None, max_chars: int, columns: list[str] | None = None, limits: list[str] | None = None
) -> Options:
    """The reader's options; a wrong date, column or limit ends the command."""
    from extractor.io.read import Options, iso_date

    try:
        day = iso_date(published) if published else None
    except ValueError as error:
        fail(f"--published: {error}")
    return Options(day, encoding, max_chars, _columns(columns or []), _limits(limits or []))


_FIELDS = ("text", "html", "id", "title", "published", "url")


def _columns(pairs: list[str]) -> dict[str, str]:
    """``text=正文`` as a mapping."""
    columns = {}
    for pair in pairs:
        field, is_pair, name = pair.partition("=")
        if not is_pair or not name or field not in _FIELDS:
            fail(f"--column {pair}: write FIELD=NAME, as in text=正文; the fields are {', '.join(_FIELDS)}")
        columns[field] = name
    return columns


def _limits(pairs: list[str]) -> ReadingLimits:
    """``unpacked=1000000000`` as a limit."""
    from extractor.io.limits import ReadingLimits, limit_names

    limits = {}
    for pair in pairs:
        name, _, said = pair.partition("=")
        if name not in limit_names() or not (said.isascii() and said.isdecimal()) or not 0 < len(said.lstrip("0")) < 19:
            fail(f"--limit {pair}: write NAME=N, as in unpacked=1000000000; the limits are {', '.join(limit_names())}")
        limits[name] = int(said)
    return ReadingLimits(**limits)


def make_extractor(rules: list[Path] | None, max_chars: int = MAX_CHARS) -> Extractor:
    """Load all rules; a faulty pack ends the command."""
    from extractor.parts import shared
    from extractor.pipeline import Extractor
    from extractor.rules_base import RuleError

    try:
        return (Extractor(rules=rules) if rules else shared()).within(Limits(max_chars=max_chars))
    except RuleError as error:
        fail(error)


def one_article(source: str, options: Options, name: str | None) -> ArticleInput:
    """The article that a person wants to look at: the first of the input, or the one called ``name``."""
    import sys

    from extractor.io.read import Failure, read_articles

    if not source:
        fail("the name of the file is empty; give a file, or - for standard input")
    failures = []
    for item in read_articles(source, options, stdin=sys.stdin.buffer):
        if isinstance(item, Failure):
            failures.append(item)
        elif name is None or item.id == name:
            return item
    if failures and name is None:
        fail(failures[0])
    fail(
        f'{source}: no article with the id {name!r} in it; look at the ids with: extractor run {source} --quiet | grep -o \'"id":"[^"]*"\' | head'
    )


def extract_one(extractor: Extractor, item: ArticleInput) -> Extraction:
    """The extraction of one input."""
    return extractor.extract(
        item.text, published=item.published, title=item.title, url=item.url, id=item.id, raw_sha256=item.raw_sha256
    )


def console(*, is_error: bool = False) -> Console:
    """A rich console that reads no markup into an article's brackets and leaves a broken pipe to ``main``.

    Control characters in what it prints become blanks; a string is one line.
    """
    from rich.console import Console
    from rich.text import Text

    from extractor.view.readable import on_screen, one_line

    def harmless(shown: Any) -> Any:
        if isinstance(shown, str):
            return one_line(shown)
        if isinstance(shown, Text) and (plain := on_screen(shown.plain)) != shown.plain:
            shown = shown.copy()
            shown.plain = plain
        return shown

    class Screen(Console):
        def print(self, *shown: Any, **options: Any) -> None:
            super().print(*map(harmless, shown), **options)

        def on_broken_pipe(self) -> None:
            raise BrokenPipeError  # rich would end the process itself

    return Screen(stderr=is_error, markup=False, highlight=False, emoji=False)


def columns(screen: Console) -> int | None:
    """Columns to fold to; None for a pipe or a file, where lines stay whole for ``grep`` and ``less -S``, unless COLUMNS is set."""
    if screen.file.isatty() or os.environ.get("COLUMNS", "").isdigit():
        return screen.width
    return None


def say(screen: Console, line: Text, width: int | None, *, indent: int = 0) -> None:
    """Print a line, folded to the width; what follows its first line is indented."""
    from rich.text import Text

    from extractor.cli.folding import fold

    room = None if width is None else max(width - indent, 2)
    head = line[:indent]
    body = line[indent:]
    for first, last in fold(body.plain, room):
        part = head + body[first:last]
        part.rstrip()
        screen.print(part, soft_wrap=True)
        head = Text(" " * indent)
