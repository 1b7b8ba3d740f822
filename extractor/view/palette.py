"""The colour of each measure on a page, one for light and one for dark paper, as ``view.readable.STYLES`` is for the terminal.

Each can be read as text (WCAG AA, 4.5 to 1) on the papers below.
"""

from __future__ import annotations

from typing import NamedTuple


class Colour(NamedTuple):
    """A CSS colour on light and on dark paper."""

    light: str
    dark: str


MEASURES: dict[str, Colour] = {
    "level": Colour("#0a6c86", "#62c8e4"),
    "growth": Colour("#1b7740", "#74d193"),
    "difference": Colour("#855d00", "#e5c060"),
    "share": Colour("#a3268f", "#f091da"),
    "contribution": Colour("#7541bd", "#c2a2ff"),
    "completion": Colour("#2657c4", "#93b5ff"),
    "rank": Colour("#bb2f2a", "#ff968d"),
    "multiple": Colour("#97460f", "#f3ab68"),
}
"""In the order in which legends name them."""

PAPER = Colour("#ffffff", "#1b1e22")
"""What text stands on."""
GROUND = Colour("#f5f4f0", "#131518")
"""What papers lie on."""
INK = Colour("#1f2328", "#e4e6e9")
MUTED = Colour("#5d646d", "#a2a9b2")
"""Text of less weight: skipped numerals, boilerplate, labels."""


def css_variables(*, is_dark: bool) -> str:
    """Declarations ``--measure-level: #0a6c86; …`` with ``--paper``, ``--ground``, ``--ink`` and ``--muted``."""
    named = {f"measure-{name}": colour for name, colour in MEASURES.items()}
    named |= {"paper": PAPER, "ground": GROUND, "ink": INK, "muted": MUTED}
    return " ".join(f"--{name}: {colour.dark if is_dark else colour.light};" for name, colour in named.items())


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two ``#rrggbb`` colours as WCAG 2 defines it, 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
