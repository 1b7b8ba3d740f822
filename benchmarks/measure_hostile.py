"""What hostile texts cost: time a character at two lengths, and the longest text that is read by default.

    python benchmarks/measure_hostile.py [--short 20000] [--long 160000] [NAME …]

The shapes are those of the tests (tests/hostile.py). Prints a table in Markdown: processor time a character at both lengths and how
many times as long the longer text took; then time and peak memory for a million characters, each shape in a process of its own.
"""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from extractor import Limits, extract
from tests.hostile import HOSTILE

MILLION = ("no stop, numbers", "of which, numbers", "table of tabs", "every plane", "nested brackets", "one number")


def seconds(text: str) -> float:
    """Processor time of one extraction, without collections of garbage: their cost depends on all that a process holds."""
    gc.collect()
    gc.disable()
    began = time.process_time()
    extract(text)
    taken = time.process_time() - began
    gc.enable()
    return taken


def growth(names: list[str], short: int, long: int) -> None:
    """The table of time a character."""
    extract("产值5亿元")
    print(
        f"| text | µs a character at {short:,} | at {long:,} | times as long ({long / short:g} times the text) |\n| --- | --- | --- | --- |"
    )
    for name in names:
        one, other = (seconds(HOSTILE[name](size)) for size in (short, long))
        print(f"| {name} | {one / short * 1e6:.1f} | {other / long * 1e6:.1f} | {other / max(one, 1e-9):.1f} |", flush=True)


def _million(name: str) -> tuple[float, float]:
    text = HOSTILE[name](Limits().max_chars)[: Limits().max_chars]
    return seconds(text), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Measure the shapes that are named, or all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--short", type=int, default=20_000)
    parser.add_argument("--long", type=int, default=160_000)
    args = parser.parse_args()
    growth(args.names or list(HOSTILE), args.short, args.long)
    print("\n| a million characters of | s | peak MB |\n| --- | --- | --- |")
    for name in [name for name in MILLION if name in (args.names or HOSTILE)]:
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            taken, peak = pool.apply(_million, (name,))
        print(f"| {name} | {taken:.0f} | {peak:.0f} |", flush=True)


if __name__ == "__main__":
    main()
