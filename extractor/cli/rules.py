"""``extractor rules``: check, list and show the rules in force."""

from __future__ import annotations

import sys
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from extractor.cli.commands import Command, Group
from extractor.cli.common import SOME_FAILED, RulesOption, console, fail, tell, warn

if TYPE_CHECKING:
    from extractor.rulebook import Rulebook

app = typer.Typer(cls=Group, help="Check, list and show the rules in force.", no_args_is_help=True, rich_markup_mode="markdown")


def _load(rules: list[Path] | None, code: int = 2) -> Rulebook:
    from extractor.rulebook import load_rules
    from extractor.rules_base import RuleError

    try:
        return load_rules(rules or ())
    except RuleError as error:
        fail(error, code)


def _families(incomplete: str) -> list[str]:
    """For the shell's Tab key."""
    return [name for name in _load(None).rules if name.startswith(incomplete)]


def _rule_ids(incomplete: str) -> list[str]:
    """For the shell's Tab key."""
    return sorted(rule for rule in _load(None).places if rule.startswith(incomplete))


@app.command("check", cls=Command)
def check(
    rules: RulesOption = None,
    family: Annotated[
        Optional[str], typer.Option("--family", metavar="NAME", help="Check this family only.", autocompletion=_families)
    ] = None,
) -> None:
    """Run every rule's examples and look-alikes, and lint the patterns.

    One line a failure; exit code 1 if there are any.

    Examples:

        extractor rules check
        extractor rules check --rules my_rules/ --family metric
    """
    from extractor.rules_base import RuleError
    from extractor.rules_check import check_rules

    book = _load(rules, code=1)
    if family and family not in book.rules:
        fail(f"no family {family!r}; there are {', '.join(book.rules)}")
    try:
        report = check_rules(book, family=family)
    except RuleError as error:
        fail(error, 1)
    for finding in report.findings:
        tell(str(finding), is_error=False)
    warn(
        f"{report.rules} rules, {report.examples} examples, {report.unlikes} look-alikes checked: {len(report.findings) or 'no'} failures"
    )
    raise typer.Exit(1 if report.findings else 0)


@app.command("coverage", cls=Command)
def coverage(
    inputs: Annotated[list[str], typer.Argument(metavar="PATH", help="Files or folders, as for `run`.", show_default=False)],
    rules: RulesOption = None,
    family: Annotated[
        Optional[str], typer.Option("--family", metavar="NAME", help="Report this family only.", autocompletion=_families)
    ] = None,
) -> None:
    """Count how often each rule fires on a set of articles, and how often its words are overruled by another rule.

    Columns: fires, overruled (– for families that are no word lists), family, id; the rules that never fired come last.

    Examples:

        extractor rules coverage samples/ --family cue
        extractor rules coverage articles/ | awk '$1 == 0'
    """
    from extractor.cli.common import make_extractor, make_options
    from extractor.io.read import ArticleInput, read_articles
    from extractor.rules_coverage import cover

    extractor = make_extractor(rules)
    if family and family not in extractor.rulebook.rules:
        fail(f"no family {family!r}; there are {', '.join(extractor.rulebook.rules)}")
    options = make_options(None, None, 1_000_000)
    texts, failed = [], 0
    for source in inputs:
        for item in read_articles(source, options):
            if isinstance(item, ArticleInput):
                texts.append(item.text)
            else:
                failed += 1
                warn(item)
    if not texts:
        fail("none of these inputs could be read; nothing was counted")
    found = [one for one in cover(extractor, texts) if family in (None, one.family)]
    for one in sorted(found, key=lambda c: (-c.fires, c.family, c.rule)):
        typer.echo(f"{one.fires}\t{'–' if one.overruled is None else one.overruled}\t{one.family}\t{one.rule}")
    silent = sum(not one.fires for one in found)
    warn(f"{len(texts)} articles, {len(found)} rules: {len(found) - silent} fired, {silent} never")
    if failed:
        raise typer.Exit(SOME_FAILED)


@app.command("list", cls=Command)
def list_rules(
    rules: RulesOption = None,
    family: Annotated[
        Optional[str], typer.Option("--family", metavar="NAME", help="List this family only.", autocompletion=_families)
    ] = None,
) -> None:
    """List all rules: family, id, file and line.

    Columns are split by tabs where the output is no terminal.

    Examples:

        extractor rules list --family cue
        extractor rules list | cut -f2 | grep rank
    """
    from extractor.rules_source import locate, shorten
    from extractor.view.readable import one_line

    book = _load(rules)
    if family and family not in book.rules:
        fail(f"no family {family!r}; there are {', '.join(book.rules)}")
    rows = []
    for name, members in book.rules.items():
        for rule in members if family in (None, name) else ():
            path = book.places[rule.id]
            rows.append((name, rule.id, f"{shorten(path)}:{locate(path, rule.id) or 1}"))
    if not sys.stdout.isatty():
        for row in rows:
            typer.echo("\t".join(map(one_line, row)))
        return
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table("family", "id", "file", box=SIMPLE_HEAD, pad_edge=False)
    for row in rows:
        table.add_row(*map(one_line, row))
    console().print(table)


@app.command("show", cls=Command)
def show(
    rule_id: Annotated[
        str,
        typer.Argument(metavar="ID", help="The rule's id, as `rules list` has it.", show_default=False, autocompletion=_rule_ids),
    ],
    rules: RulesOption = None,
) -> None:
    """Show a rule as its file has it.

    Examples and look-alikes are included; ids are in `extractor rules list`, and behind the facts of `extractor explain`.

    Example:

        extractor rules show number.rank.ordinal
    """
    from extractor.rules_source import locate, shorten, source
    from extractor.view.readable import on_screen

    book = _load(rules)
    if rule_id not in book.places:
        near = get_close_matches(rule_id, list(book.places), n=3, cutoff=0.5)
        hint = f"did you mean {' or '.join(near)}?" if near else "see: extractor rules list"
        own = "" if rules else "; a rule of your own is found with --rules DIR"
        fail(f"no rule has the id {rule_id!r}; {hint}{own}")
    path = book.places[rule_id]
    if not any(rule.id == rule_id for members in book.rules.values() for rule in members):
        fail(f"rule {rule_id} of {shorten(path)} is retired by a pack")
    tell(f"# {shorten(path)}:{locate(path, rule_id) or 1}", is_error=False)
    typer.echo(on_screen(source(path, rule_id)))
