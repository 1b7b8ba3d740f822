"""How a run shows that it lives: a bar on a terminal, structured lines elsewhere."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol

import typer

from extractor.cli.common import console

_EVERY = 30.0
"""Seconds between two lines."""


class Progress(Protocol):
    """Told of each input when its outcome is known."""

    def step(self, size: int, facts: int) -> None:
        """One more input, of so many bytes and with so many facts."""


@dataclass(slots=True)
class _Silent:
    def step(self, size: int, facts: int) -> None:
        pass


@dataclass(slots=True)
class _Lines:
    """``extractor: progress inputs=1200 facts=30021 per_second=61.2 seconds_left=120`` from time to time."""

    total: int | None
    inputs: int = 0
    facts: int = 0
    done: int = 0
    began: float = field(default_factory=time.monotonic)
    last: float = field(default_factory=time.monotonic)

    def step(self, size: int, facts: int) -> None:
        self.inputs += 1
        self.facts += facts
        self.done += size
        now = time.monotonic()
        if now - self.last >= _EVERY:
            self.last = now
            typer.echo(self.line(now), err=True)

    def line(self, now: float) -> str:
        """What there is to say at a moment."""
        seconds = max(now - self.began, 1e-9)
        left = f" seconds_left={seconds * (self.total - self.done) / self.done:.0f}" if self.total and self.done else ""
        return f"extractor: progress inputs={self.inputs} facts={self.facts} per_second={self.inputs / seconds:.1f}{left}"


@contextmanager
def show_progress(total: int | None, *, is_shown: bool, is_terminal: bool) -> Iterator[Progress]:
    """A progress for as long as the block runs.

    Args:
        total: bytes of all sources, where known: what time is left is told by them.
        is_shown: else it stays silent.
        is_terminal: a bar, else lines.
    """
    if not is_shown:
        yield _Silent()
    elif not is_terminal:
        yield _Lines(total)
    else:
        with _bar(total) as bar:
            yield bar


@contextmanager
def _bar(total: int | None) -> Iterator[Progress]:
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[inputs]} inputs, {task.fields[facts]} facts, {task.fields[rate]:.1f}/s"),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    with Bars(*columns, console=console(is_error=True), transient=True) as bars:
        task = bars.add_task("run", total=total, inputs=0, facts=0, rate=0.0)
        lines = _Lines(total)

        class Bar:
            def step(self, size: int, facts: int) -> None:
                lines.inputs += 1
                lines.facts += facts
                rate = lines.inputs / max(time.monotonic() - lines.began, 1e-9)
                bars.update(task, advance=size, inputs=lines.inputs, facts=lines.facts, rate=rate)

        yield Bar()
