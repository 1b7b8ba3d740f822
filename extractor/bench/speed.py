"""Characters a second, of several programs on the same texts in turn."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

Program = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Speed:
    """One program's speed.

    Attributes:
        name: of the program.
        rate: characters a second of processor time, the median of the rounds.
        ratio: to the first program, the median over the rounds: each round compares what ran side by side.
    """

    name: str
    rate: float
    ratio: float


def compare(programs: Mapping[str, Program], texts: Sequence[str], rounds: int) -> list[Speed]:
    """Run each program over all texts, round after round; the first is what the others are held against."""
    size = sum(map(len, texts))
    taken: dict[str, list[float]] = {name: [] for name in programs}
    for program in programs.values():
        program(texts[0])  # what is loaded at first use is not measured
    for _ in range(rounds):
        for name, program in programs.items():
            taken[name].append(seconds(partial(_run_over, program, texts)))
    first = next(iter(taken.values()))
    return [
        Speed(name, size / statistics.median(own), statistics.median(a / b for a, b in zip(first, own, strict=True)))
        for name, own in taken.items()
    ]


def seconds(work: Callable[[], object]) -> float:
    """Processor time of this process: what else the machine does counts less."""
    began = time.process_time()
    work()
    return max(time.process_time() - began, 1e-9)


def growth(make: Callable[[int], str], program: Program, *, least: float = 0.1, rounds: int = 5) -> tuple[int, float]:
    """How much longer twice the text takes: the larger factor of two doublings, each the median over the rounds.

    Args:
        make: gives a text of so many characters.
        program: what is measured.
        least: seconds that the shortest text takes at least.
        rounds: of which the median is taken.

    Returns:
        Characters of the shortest text, and the ratio.
    """
    gc.collect()
    gc.disable()  # as timeit does: a collection that falls into one of two texts looks like growth
    try:
        return _growth(make, program, least, rounds)
    finally:
        gc.enable()


def _run_over(program: Program, texts: Sequence[str]) -> None:
    for text in texts:
        program(text)


def _growth(make: Callable[[int], str], program: Program, least: float, rounds: int) -> tuple[int, float]:
    def once(size: int) -> float:
        return seconds(lambda: program(make(size)))

    size = 1000
    while size < 64_000 and once(size) < least:
        size *= 2
    texts = [make(size), make(2 * size), make(4 * size)]
    taken: list[list[float]] = [[] for _ in texts]
    for _ in range(rounds):
        for text, own in zip(texts, taken, strict=True):
            own.append(seconds(partial(program, text)))
    return size, max(
        statistics.median(b / a for a, b in zip(shorter, longer, strict=True)) for shorter, longer in pairwise(taken)
    )
