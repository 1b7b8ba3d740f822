"""``extractor bench``: how fast, how large, how flat, on this machine and on the caller's own articles."""

from __future__ import annotations

import enum
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from extractor.cli.common import SOME_FAILED, console, fail, warn

if TYPE_CHECKING:
    from rich.console import Console


class Part(enum.StrEnum):
    """What is measured."""

    speed = "speed"
    stages = "stages"
    start = "start"
    memory = "memory"
    growth = "growth"
    rules = "rules"
    workers = "workers"


GROWTH_BOUND = 2.3
"""Twice the text may take this many times as long."""
RULES_BOUND = 2.0
"""Checking all rules may take this many times as long as extracting all their examples."""


def bench(
    sources: Annotated[
        Optional[list[Path]],
        typer.Argument(
            metavar="[SOURCE]...", help="Articles to measure on; else the examples of the shipped rules.", show_default=False
        ),
    ] = None,
    only: Annotated[
        Optional[list[Part]], typer.Option("--only", help="Measure this alone; repeatable.", show_default=False)
    ] = None,
    rounds: Annotated[int, typer.Option("--rounds", metavar="N", min=1, help="Of which the median is taken.")] = 5,
    is_checked: Annotated[
        bool,
        typer.Option(
            "--check", help="Fail (exit code 1) where growth or `rules check` is out of bounds; alone, measures only these."
        ),
    ] = False,
    is_json: Annotated[bool, typer.Option("--json", help="One JSON object instead of tables.")] = False,
) -> None:
    """Measure speed, memory, start and growth.

    Speed is in characters a second of processor time, beside plain jieba and what else is installed, in turn in one process.

    Examples:

        extractor bench articles/
        extractor bench articles/ --only speed --only stages --rounds 9
        extractor bench --check
    """
    from extractor.bench.texts import own_texts, read_texts

    try:
        texts = read_texts(sources, warn) if sources else own_texts()
    except ValueError as error:
        fail(error)
    parts = only or ([Part.growth, Part.rules] if is_checked else list(Part))
    found: dict[str, Any] = {"machine": _machine(), "characters": sum(map(len, texts)), "articles": len(texts)}
    screen = console()
    for part in parts:
        found[part.value] = _MEASURES[part](texts, rounds)
        if not is_json:
            _PRINTERS[part](screen, found[part.value])
    if is_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=1))
    faults = _faults(found) if is_checked else []
    for fault in faults:
        typer.echo(f"extractor: {fault}", err=True)
    raise typer.Exit(SOME_FAILED if faults else 0)


def _machine() -> dict[str, Any]:
    import os
    import platform
    from datetime import date

    from extractor.version import __version__

    return {
        "extractor": __version__,
        "python": platform.python_version(),
        "system": platform.platform(),
        "cores": os.cpu_count(),
        "date": date.today().isoformat(),  # noqa: DTZ011 - the day where the machine stands
    }


def _speed(texts: list[str], rounds: int) -> dict[str, Any]:
    from extractor.bench.peers import installed_peers, jieba_lcut, ours, spacy_blank
    from extractor.bench.speed import compare
    from extractor.bench.texts import without_figures

    programs = {"jieba.lcut": jieba_lcut(), "spaCy zh, jieba": spacy_blank(), "extractor": ours(), **installed_peers()}
    made = {"these articles": texts, "their sentences without figures": without_figures(texts)}
    size = sum(map(len, texts)) / len(texts)
    found: dict[str, Any] = {}
    for name, those in made.items():
        if those:
            found[name] = [
                {"program": one.name, "characters a second": round(one.rate), "of jieba": round(one.ratio, 3)}
                for one in compare(programs, those, rounds)
            ]
    own = next(row for row in found["these articles"] if row["program"] == "extractor")
    found["seconds for 1,000 articles"] = round(1000 * size / own["characters a second"], 1)
    return found


def _stages(texts: list[str], rounds: int) -> dict[str, float]:
    from statistics import median

    from extractor.bench.stages import stage_times

    taken = [stage_times(texts) for _ in range(rounds)]
    return {name: round(median(one[name] for one in taken), 3) for name in taken[0]}


def _start(texts: list[str], rounds: int) -> dict[str, float]:
    from extractor.bench.process import cold_start

    return {name: round(seconds, 3) for name, seconds in cold_start(texts[0], rounds).items()}


def _memory(texts: list[str], _rounds: int) -> dict[str, float]:
    from extractor.bench.process import memory

    return {name: round(size, 1) for name, size in memory(texts).items()}


def _growth(texts: list[str], rounds: int) -> list[dict[str, Any]]:
    from extractor.bench.peers import ours
    from extractor.bench.speed import growth
    from extractor.bench.texts import shapes

    program = ours()
    found = []
    for name, make in shapes(texts).items():
        size, ratio = growth(make, program, rounds=rounds)
        found.append({"text": name, "characters": size, "twice the text": round(ratio, 2)})
    return found


def _rules(_texts: list[str], rounds: int) -> dict[str, float]:
    from statistics import median

    from extractor.bench.peers import ours
    from extractor.bench.speed import seconds
    from extractor.bench.texts import own_texts
    from extractor.rulebook import load_rules
    from extractor.rules_check import check_rules

    book, program, examples = load_rules(), ours(), own_texts()
    program(examples[0])
    taken = [
        (seconds(lambda: check_rules(book)), seconds(lambda: [program(text) for text in examples])) for _ in range(min(rounds, 3))
    ]
    check, extraction = (median(column) for column in zip(*taken, strict=True))
    return {
        "rules check": round(check, 2),
        "extracting the examples": round(extraction, 2),
        "ratio": round(check / extraction, 2),
    }


def _workers(texts: list[str], rounds: int) -> dict[str, float]:
    from extractor.bench.process import workers

    return {str(count): round(rate, 1) for count, rate in workers(texts, (1, 2), rounds).items()}


_MEASURES = {
    Part.speed: _speed, Part.stages: _stages, Part.start: _start, Part.memory: _memory,
    Part.growth: _growth, Part.rules: _rules, Part.workers: _workers,
}  # fmt: skip


def _faults(found: dict[str, Any]) -> list[str]:
    faults = [
        f"growth: twice the text {row['text']!r} takes {row['twice the text']} times as long, allowed is {GROWTH_BOUND}"
        for row in found.get("growth", ())
        if row["twice the text"] > GROWTH_BOUND
    ]
    if found.get("rules", {}).get("ratio", 0) > RULES_BOUND:
        faults.append(
            f"rules check takes {found['rules']['ratio']} times as long as extracting all examples, allowed is {RULES_BOUND}"
        )
    return faults


def _table(screen: Console, title: str, rows: Sequence[tuple[str, ...]], heads: tuple[str, ...]) -> None:
    from rich import box
    from rich.table import Table

    table = Table(*heads, title=title, title_justify="left", box=box.SIMPLE_HEAD)
    for column in table.columns[1:]:
        column.justify = "right"
    for row in rows:
        table.add_row(*row)
    screen.print(table)


def _print_speed(screen: Console, found: dict[str, Any]) -> None:
    for name, rows in found.items():
        if isinstance(rows, list):
            cells = [(row["program"], f"{row['characters a second']:,}", f"{row['of jieba']:.3f}") for row in rows]
            _table(screen, f"Speed: {name}", cells, ("program", "characters a second", "of jieba"))
    screen.print(f"1,000 such articles take {found['seconds for 1,000 articles']} s.\n")


def _print_stages(screen: Console, found: dict[str, float]) -> None:
    _table(screen, "Where the time goes", [(name, f"{share:.1%}") for name, share in found.items()], ("stage", "share"))


def _print_start(screen: Console, found: dict[str, float]) -> None:
    _table(screen, "A new process, caches warm", [(name, f"{taken:.2f}") for name, taken in found.items()], ("up to", "seconds"))


def _print_memory(screen: Console, found: dict[str, float]) -> None:
    _table(screen, "Peak memory of one process", [(name, f"{size:.0f}") for name, size in found.items()], ("when", "MB"))


def _print_growth(screen: Console, found: list[dict[str, Any]]) -> None:
    rows = [(row["text"], f"{row['characters']:,}", f"{row['twice the text']:.2f}") for row in found]
    _table(screen, "Twice and four times the text: the larger of the two factors", rows, ("text", "characters", "factor"))


def _print_rules(screen: Console, found: dict[str, float]) -> None:
    _table(screen, "Proving all rules", [(name, f"{number}") for name, number in found.items()], ("", "seconds"))


def _print_workers(screen: Console, found: dict[str, float]) -> None:
    _table(
        screen,
        "`extractor run` into nothing",
        [(count, f"{rate}") for count, rate in found.items()],
        ("workers", "articles a second"),
    )


_PRINTERS: dict[Part, Callable[[Console, Any], None]] = {
    Part.speed: _print_speed, Part.stages: _print_stages, Part.start: _print_start, Part.memory: _print_memory,
    Part.growth: _print_growth, Part.rules: _print_rules, Part.workers: _print_workers,
}  # fmt: skip
