"""``extractor evaluate``: how good the extractor is on annotated documents."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from extractor.cli.common import NOTHING_DONE, SOME_FAILED, RulesOption, console, fail, make_extractor, warn

if TYPE_CHECKING:
    from rich.console import Console

    from extractor.evaluate import Case, Report
    from extractor.evaluate_gold import Gold
    from extractor.records import Extraction


def evaluate(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="DIR",
            help="A folder of NAME.json (gold) and NAME.txt (text), or a zip file of them, as a report exports it; NAME.ents: annotated "
            "entities.",
            show_default=False,
        ),
    ],
    errors: Annotated[
        int,
        typer.Option("--errors", metavar="N", min=0, help="List this many disagreements of each kind, worst documents first."),
    ] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
    predictions: Annotated[
        Optional[Path],
        typer.Option("--predictions", metavar="FILE", help="Measure this output of `run` instead of extracting anew."),
    ] = None,
    rules: RulesOption = None,
) -> None:
    """Compare extracted facts, entities and the ledger of numerals with gold.

    detect: facts found where the gold has them. core: of those, value, unit, measure, metric and status right.
    full: every field right.

    Examples:

        extractor evaluate samples/
        extractor evaluate gold/dev --errors 20
        extractor evaluate gold.zip --errors 5
        extractor evaluate gold/dev --predictions facts.jsonl --json
    """
    from extractor.escapes import escaped
    from extractor.evaluate import evaluate as measure
    from extractor.evaluate_gold import GoldError, load_gold

    try:
        golds = load_gold(folder)
    except GoldError as error:
        fail(error)
    failed: list[str] = []
    extractions = list(_extract(golds, rules, failed) if predictions is None else _read(predictions, golds))
    report = measure(golds, extractions)
    if as_json:
        typer.echo(escaped(json.dumps(report.as_json(), ensure_ascii=False)))
    else:
        _print(report, errors)
    raise typer.Exit(0 if not failed else SOME_FAILED if extractions else NOTHING_DONE)


def _extract(golds: Sequence[Gold], rules: list[Path] | None, failed: list[str]) -> Iterator[Extraction]:
    extractor = make_extractor(rules)
    for gold in golds:
        try:
            yield extractor.extract(gold.text, published=gold.published, title=gold.title, id=gold.id)
        except Exception as error:  # noqa: BLE001 - one document must not cost the figures of the others; it counts as found nothing
            failed.append(gold.id)
            warn(f"{gold.id}: the extractor failed on it ({type(error).__name__}: {error}); counted as nothing found")


def _read(path: Path, golds: Sequence[Gold]) -> Iterator[Extraction]:
    from pydantic import ValidationError

    from extractor.records import Extraction

    known = {gold.id for gold in golds}
    seen: set[str] = set()
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        fail(f"{path}: {(error.strerror or str(error)).lower()}; give a file that `extractor run` wrote")
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            extraction = Extraction.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            fail(
                f"{path}:{number}: not an extraction: {': '.join(filter(None, ('.'.join(map(str, first['loc'])), first['msg'])))}; give a file that `extractor run` wrote"
            )
        name = extraction.article.id
        if name in seen:
            fail(f"{path}:{number}: a second extraction of {name!r}; leave one of them out")
        seen.add(name)
        if name not in known:
            warn(f"{path}:{number}: no gold for {name!r}; left out")
        yield extraction


def _print(report: Report, errors: int) -> None:
    screen = console()
    for case in report.cases[:errors]:
        _print_case(screen, case)
    for line in [*report.entity_cases[:errors], *report.ledger_cases[:errors]]:
        screen.print(line, soft_wrap=True)
    facts = report.facts
    for key in ("documents", "gold_facts", "predicted_facts", "quotes_not_at_their_offsets"):
        screen.print(f"{key:28} {facts[key]}")
    for key in ("detect", "core", "full"):
        screen.print(f"{key:28} {_rates(facts[key])}")
    for key, value in facts["field_accuracy_on_detected"].items():
        matters = facts["where_it_matters"].get(key)
        screen.print(f"  {key:26} {_share(value)}" + (f"   where it matters {_share(matters)}" if matters is not None else ""))
    for key, value in sorted(facts["core_f1_by_document"].items(), key=lambda item: item[1]):
        screen.print(f"    {key:40} core F1 {value:.3f}", soft_wrap=True)
    if report.entities is not None:
        screen.print("entities")
        for key, value in report.entities.items():
            screen.print(f"  {key:26} {_rates(value) if isinstance(value, dict) else _share(value)}")
    _print_reliability(screen, report.reliability)
    screen.print("ledger")
    for key, value in report.ledger.items():
        screen.print(f"  {key:34} {value}")


def _print_reliability(screen: Console, figures: Mapping[str, Any]) -> None:
    screen.print("reliability (right: value, unit, measure, metric and status)")
    screen.print("  confidence    facts   mean  right")
    for one in figures["bins"]:
        screen.print(
            f"  {one['from']:.1f} to {one['from'] + 0.1:.1f}   {one['facts']:6}  {one['confidence']:.3f}  {one['right']:.3f}"
        )
    screen.print(f"  expected calibration error {figures['expected_calibration_error']:.3f}")
    if figures["sure_right"] is not None:
        screen.print(f"  at 0.95 or more: {figures['sure_share']:.3f} of the facts, {figures['sure_right']:.3f} right")


def _rates(figures: dict[str, Any]) -> str:
    return f"P {figures['p']:.3f}  R {figures['r']:.3f}  F1 {figures['f1']:.3f}"


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


_SHOWN = ("measure", "metric", "value", "value_max", "unit", "bound", "comparison", "reference", "status", "subject", "period")


def _print_case(screen: Console, case: Case) -> None:
    from extractor.evaluate_ledger import in_context

    where = (
        in_context(case.text, *case.span, 28)
        if case.span
        else f"{case.gold.quote if case.gold else ''!r} is not in the text that often"
    )
    screen.print(f"[{case.document}] {', '.join(case.wrong)}: {where}", soft_wrap=True)
    if case.gold is not None:
        screen.print(f"  gold: {_fields(case.gold)}", soft_wrap=True)
    if case.fact is not None:
        screen.print(f"  got:  {_fields(case.fact)}, rule={case.fact.rule}", soft_wrap=True)
    screen.print()


def _fields(one: Any) -> str:
    shown = ((name, getattr(one, name)) for name in _SHOWN)
    return ", ".join(
        f"{name}={f'{value.start}..{value.end}' if hasattr(value, 'start') else value}"
        for name, value in shown
        if value is not None
    )
