"""A million composed releases through ``extract``, each held against all invariants.

    python benchmarks/measure_fuzz.py [--inputs 1000000] [--workers 2] [--seed 1]

Hypothesis makes the parts (tests/releases.py), 300 for every 5,000 inputs, and a generator of random numbers puts them
together, which costs a hundredth of composing each input in Hypothesis. An input that breaks an invariant (tests/invariants.py) is told as soon as it is
found, without the parts that it needs not, and the rest is tried. Prints a line of figures in Markdown; exit code 1 where one broke.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from hypothesis import HealthCheck, Phase, given, seed, settings

from extractor import extract
from tests.invariants import check
from tests.releases import parts

CHUNK = 5_000
"""Inputs made of one set of parts."""
PARTS = 300
SIZES = (1, 1, 1, 1, 1, 1, 2, 2, 3, 5)
"""Parts of an input: most faults need few, and a long input costs as much as many short ones."""


def chunk(number: int) -> Counter[str]:
    """What was tried with one seed, and what came of it."""
    dice, pool, done = random.Random(number), some_parts(number), Counter[str]()
    for _ in range(CHUNK):
        chosen = dice.choices(pool, k=dice.choice(SIZES))
        published = dice.choice((None, f"{dice.randint(1990, 2030)}-0{dice.randint(1, 9)}-{dice.randint(10, 28)}"))
        if broken(chosen, published) is not None:
            done["broken"] += 1
            tell(number, chosen, published)
        text = "".join(chosen)
        done.update(inputs=1, characters=len(text), numerals=sum(map(str.isdecimal, text)))
    return done


def tell(number: int, chosen: list[str], published: str | None) -> None:
    """Print an input that breaks an invariant, and which."""
    for part in list(chosen):
        fewer = [other for other in chosen if other is not part]
        if broken(fewer, published) is not None:
            chosen = fewer
    print(f"seed {number}, published {published}: {''.join(chosen)!r}: {broken(chosen, published)!r}"[:2_000], flush=True)


def some_parts(number: int) -> list[str]:
    """What inputs are put together of."""
    found: list[str] = []

    @seed(number)
    @settings(max_examples=PARTS, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(parts)
    def collect(part):
        found.append(part)

    collect()
    return found


def broken(chosen: list[str], published: str | None) -> Exception | None:
    """The invariant that an input breaks."""
    text = "".join(chosen)
    try:
        check(text, extract(text, published=published))
    except Exception as error:
        return error
    return None


def main() -> None:
    """Try them all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=1_000_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1, help="of the first search; the next have the next numbers")
    args = parser.parse_args()
    began, total = time.monotonic(), Counter[str]()
    numbers = range(args.seed, args.seed + -(-args.inputs // CHUNK))
    with ProcessPoolExecutor(args.workers) as pool:
        for number, done in zip(numbers, pool.map(chunk, numbers), strict=True):
            total += done
            print(f"seed {number}: {total['inputs']:,} inputs, {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    minutes = (time.monotonic() - began) / 60
    print("| inputs | characters | digits | broken invariants | minutes |\n| --- | --- | --- | --- | --- |")
    print(f"| {total['inputs']:,} | {total['characters']:,} | {total['numerals']:,} | {total['broken']:,} | {minutes:.0f} |")
    sys.exit(1 if total["broken"] else 0)


if __name__ == "__main__":
    main()
