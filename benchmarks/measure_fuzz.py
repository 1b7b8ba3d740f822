"""A million composed releases through ``extract``, each held against all invariants.

    python benchmarks/measure_fuzz.py [--inputs 1000000] [--workers 2] [--seed 1]

The strategies and the invariants are those of the tests (tests/releases.py, tests/invariants.py), the inputs new ones. Prints a
line of figures in Markdown; ends with exit code 1 and the input, made as small as can be, where one breaks an invariant.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from hypothesis import HealthCheck, Phase, given, seed, settings

from extractor import extract
from invariants import check
from releases import dates, releases, short

CHUNK = 2000
"""Inputs of one search: Hypothesis remembers those that it has tried, and slows down with their number."""


def chunk(number: int) -> Counter[str]:
    """What was tried, and what came of it."""
    done: Counter[str] = Counter()
    # a first pass only looks; what it finds is made small in a second
    try:
        _tried(number, done, [Phase.generate])
    except BaseException:
        _tried(number, Counter(), [Phase.generate, Phase.shrink])
        raise
    return done


def _tried(number: int, done: Counter[str], phases: list[Phase]) -> None:
    @seed(number)
    @settings(max_examples=CHUNK, deadline=None, database=None, phases=phases, suppress_health_check=list(HealthCheck))
    @given(releases, dates, short, short, short)
    def hold(text, published, title, url, id):
        extraction = extract(text, published=published, title=title, url=url, id=id)
        check(text, extraction)
        done.update(inputs=1, characters=len(text), facts=len(extraction.facts), skipped=len(extraction.skipped))
        done["longest"] = max(done["longest"], len(text))

    hold()


def main() -> None:
    """Try them all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=1_000_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1, help="of the first search; the next have the next numbers")
    args = parser.parse_args()
    began, total, longest = time.monotonic(), Counter[str](), 0
    numbers = range(args.seed, args.seed + -(-args.inputs // CHUNK))
    with ProcessPoolExecutor(args.workers) as pool:
        for number, done in zip(numbers, pool.map(chunk, numbers)):
            longest = max(longest, done.pop("longest", 0))
            total += done
            if number % 10 == 0:
                print(f"seed {number}: {total['inputs']:,} inputs, {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    minutes = (time.monotonic() - began) / 60
    print("| inputs | characters | longest | facts | skipped numerals | broken | minutes |\n| --- | --- | --- | --- | --- | --- | --- |")
    counts = " | ".join(f"{total[name]:,}" for name in ("facts", "skipped"))
    print(f"| {total['inputs']:,} | {total['characters']:,} | {longest:,} | {counts} | 0 | {minutes:.0f} |")


if __name__ == "__main__":
    main()
