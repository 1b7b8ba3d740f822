"""Makes the pictures of the terminal in docs/pictures from the real output, the same in every run.

python docs/make_terminal_pictures.py
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from html import escape, unescape
from itertools import groupby
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.cells import cell_len
from rich.console import Console

from extractor.cli.explain import print_explanation
from extractor.cli.show import print_article
from extractor.pipeline import Extractor

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = "samples/park_half_year.txt"
FONTS = '"Sarasa Mono SC", "Noto Sans Mono CJK SC", "Noto Sans Mono", "Menlo", "Consolas", monospace'
CELL = 10
"""Pixels a column: half the height of a character, as in fonts that hold Chinese."""


def draw(command: str, width: int, put: Callable[[Console], None], *, lines: int | None = None) -> str:
    """What ``put`` prints, as an SVG that fetches nothing.

    Args:
        command: the title of the window.
        width: columns of the terminal.
        put: prints to a console.
        lines: how many lines of it to show; all where not given.
    """
    output = io.StringIO()
    put(
        Console(
            file=output, width=width, force_terminal=True, color_system="standard", markup=False, highlight=False, emoji=False
        )
    )
    shown = output.getvalue().splitlines()[:lines]
    from rich.text import Text

    screen = Console(file=io.StringIO(), width=width, record=True, force_terminal=True, color_system="standard")
    for line in shown:
        screen.print(Text.from_ansi(line), soft_wrap=True)
    svg = screen.export_svg(title=command, code_format=_format(), unique_id="terminal", font_aspect_ratio=CELL / 20)
    return re.sub(
        r'<text class="(terminal-r\d+)" x="([\d.]+)" y="([\d.]+)" textLength="[\d.]+" ([^>]*)>(.*?)</text>', _aligned, svg
    )


def _format() -> str:
    """rich's drawing without fonts from the net, and without the feature that makes Latin letters wide."""
    plain = re.sub(r"@font-face \{\{.*?\}\}\s*", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    plain = plain.replace("font-variant-east-asian: full-width;", "white-space: pre;")
    return plain.replace("font-family: Fira Code, monospace", f"font-family: {FONTS}").replace(
        "font-family: arial", f"font-family: {FONTS}"
    )


def _aligned(match: re.Match[str]) -> str:
    """One piece of text as pieces of one width each, every one at its column: fonts need not agree on widths."""
    name, x, y, rest, text = match.groups()
    at = float(x)
    pieces = []
    for part, width in _parts(unescape(text)):
        if part.strip(" \u00a0"):
            pieces.append(
                f'<text class="{name}" x="{at:g}" y="{y}" textLength="{width * CELL:g}" lengthAdjust="spacingAndGlyphs" {rest}>{escape(part, quote=False)}</text>'
            )
        at = round(at + width * CELL, 2)
    return "".join(pieces)


def _parts(text: str) -> Iterator[tuple[str, int]]:
    for (width, _), characters in groupby(text, key=lambda character: (cell_len(character), character.isascii())):
        part = "".join(characters)
        yield part, width * len(part)


def pictures() -> Iterator[tuple[str, str]]:
    """Names and contents of all pictures."""
    extractor = Extractor()
    extraction = extractor.extract((ROOT / SAMPLE).read_bytes().decode("utf-8"), id="park_half_year")
    places = {rule: str(Path(path).resolve()) for rule, path in extractor.rulebook.places.items()}
    yield ("show-80.svg", draw(f"extractor show {SAMPLE}", 80, lambda screen: print_article(screen, extraction, 80), lines=40))
    yield (
        "explain-80.svg",
        draw(f"extractor explain {SAMPLE}", 80, lambda screen: print_explanation(screen, extraction, places, 80), lines=28),
    )


def main() -> None:
    """Write them."""
    import os

    os.chdir(ROOT)  # rules are named by their place in the checkout
    folder = ROOT / "docs" / "pictures"
    folder.mkdir(exist_ok=True)
    for name, svg in pictures():
        (folder / name).write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
