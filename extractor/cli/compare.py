"""``extractor compare``: what a change of rules or code gains and loses on a set of articles."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.common import console, fail

if TYPE_CHECKING:
    from extractor.records import Extraction


def compare(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="What `run` wrote before the change.", show_default=False)],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="What `run` wrote after it.", show_default=False)],
    show: Annotated[int, typer.Option("--show", metavar="N", min=0, help="List this many of each kind; 0 lists none.")] = 20,
) -> None:
    """Report facts gained, lost and changed between two runs over the same articles.

    Exit code 1 where anything differs, 0 where nothing does.

    Examples:

        extractor run articles/ --to before.jsonl
        extractor run articles/ --rules my_rules/ --to after.jsonl
        extractor compare before.jsonl after.jsonl --show 50
    """
    from extractor.compare import compare as changes_of

    screen = console()
    counts: Counter[str] = Counter()
    fields: Counter[str] = Counter()
    for change in changes_of(_read(old), _read(new)):
        counts[change.kind] += 1
        fields.update(change.fields.keys())
        if counts[change.kind] <= show:
            said = ", ".join(f"{name}: {before} → {after}" for name, (before, after) in change.fields.items())
            screen.print(
                f"{change.kind:8} [{change.article}] {change.quote} · {said or change.metric} · {change.context}",
                soft_wrap=True,
                markup=False,
            )
    screen.print("  ".join(f"{kind} {counts[kind]}" for kind in ("gained", "lost", "changed")))
    if fields:
        screen.print("fields changed: " + ", ".join(f"{name} {n}" for name, n in fields.most_common()))
    raise typer.Exit(1 if counts else 0)


def _read(path: Path) -> list[Extraction]:
    from pydantic import ValidationError

    from extractor.records import Extraction

    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        fail(f"{path}: {(error.strerror or str(error)).lower()}; give a file that `extractor run` wrote")
    found = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                found.append(Extraction.model_validate_json(line))
            except ValidationError:
                fail(f"{path}:{number}: not an extraction; give a file that `extractor run` wrote")
    return found
