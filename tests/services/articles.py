"""Articles by the hundred: the samples with other figures, so that no two are alike."""

from __future__ import annotations

import random
from pathlib import Path

import regex

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
_FIGURE = regex.compile(r"(?<![0-9.,-])([1-9][0-9]*)(\.[0-9]+)?(?=[^0-9.,年月日-])")


def make_texts(count: int, seed: int = 7) -> list[str]:
    """So many articles, the same in every run."""
    chance = random.Random(seed)
    samples = [path.read_text(encoding="utf-8") for path in sorted(SAMPLES.glob("*.txt"))]
    return [_vary(samples[n % len(samples)], chance) for n in range(count)]


def _vary(text: str, chance: random.Random) -> str:
    def other(match: regex.Match) -> str:
        whole, part = match[1], match[2] or ""
        digits = "".join(chance.choice("0123456789") for _ in whole[1:])
        return chance.choice("123456789") + digits + (f".{chance.randint(1, 9)}" if part else "")

    return _FIGURE.sub(other, text)
