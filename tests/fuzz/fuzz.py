"""Coverage-guided fuzzing of what reads untrusted bytes.

    python tests/fuzz/fuzz.py extract|readers|rules [--seconds 40] [--kept FOLDER]

Begins with the inputs of corpus/TARGET. An input that breaks an invariant, hangs for half a minute or takes 2 GB ends the run
with exit code 1 and is kept in FOLDER (build/fuzz): put it into the corpus together with its fix, and the plain tests try it
for ever. Needs `pip install -e '.[test,fuzz]'`, on Linux.
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path

import atheris

ROOT = Path(__file__).resolve().parent

with atheris.instrument_imports(include=["extractor"]):
    from targets import TARGETS

WORDS = (ROOT / "words.txt").read_text(encoding="utf-8").split("\n")
"""What releases are made of: bytes put together at random hardly ever make a Chinese word."""


def mutate(data: bytes, most: int, seed: int) -> bytes:
    """Half the time a word is put in, doubled or taken out; else libFuzzer changes bytes."""
    dice = random.Random(seed)
    if dice.random() < 0.5:
        return atheris.Mutate(data, most)
    text = data.decode("utf-8", "surrogateescape")
    at, end = sorted((dice.randint(0, len(text)), dice.randint(0, len(text))))
    word = dice.choice(WORDS)
    new = dice.choice(
        (text[:at] + word + text[at:], text[:at] + word + text[end:], text[:at] + text[end:], text[:end] + text[at:])
    )
    return new.encode("utf-8", "surrogateescape")[:most]


def main() -> None:
    """Fuzz one target for so many seconds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("--seconds", type=int, default=40)
    parser.add_argument("--kept", type=Path, default=Path("build/fuzz"))
    args = parser.parse_args()
    found = args.kept / args.target
    found.mkdir(parents=True, exist_ok=True)
    atheris.Setup(
        [
            sys.argv[0], str(found), str(ROOT / "corpus" / args.target), f"-max_total_time={args.seconds}", "-max_len=3000", "-timeout=30",
            "-rss_limit_mb=2048", f"-artifact_prefix={found}/broken-", "-print_final_stats=1", "-verbosity=1",
        ],
        TARGETS[args.target],
        custom_mutator=mutate,
    )  # fmt: skip
    atheris.Fuzz()


if __name__ == "__main__":
    main()
