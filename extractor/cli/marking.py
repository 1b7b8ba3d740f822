"""The article on the screen: each fact's quote with the number of its row in the table, headings and boilerplate told apart."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from rich.text import Text

    from extractor.records import Extraction, Fact

TEXT_COLUMNS = 100
"""Lines of prose longer than this are hard to read, however wide the terminal is."""

GUTTERS = {"title": "# ", "heading": "# ", "byline": "| ", "boilerplate": "| "}
"""What stands before a line, so that blocks are told apart without colours too."""

_STYLES = {"title": "bold", "heading": "bold", "byline": "dim", "boilerplate": "dim"}


class _Insertion(NamedTuple):
    at: int
    string: str


def marked_lines(extraction: Extraction, width: int | None, *, is_styled: bool) -> Iterator[Text]:
    """The article, folded.

    Args:
        extraction: with its text.
        width: columns of the terminal; None folds nothing.
        is_styled: quotes are told by colour and underline; else they stand in ``⟦⟧``.

    Yields:
        One line of the screen after the other; more than one blank line becomes one.
    """
    from rich.text import Text

    from extractor.cli.folding import fold

    room = None if width is None else min(width, TEXT_COLUMNS) - 2
    was_blank = True
    for kind, line, glued in _lines(extraction, is_styled=is_styled):
        if not (is_blank := not line.plain.strip()):
            gutter = GUTTERS.get(kind or "", "  ")
            for first, last in fold(line.plain, room, glued=glued):
                yield Text(gutter, style=_STYLES.get(kind or "", "")).append_text(line[first:last])
                gutter = "  " if gutter == "# " else gutter
        elif not was_blank:
            yield Text()
        was_blank = is_blank


def marked_text(extraction: Extraction) -> Text:
    """The article in its styles, one character for one: facts underlined in the colour of their measure, boilerplate dimmed."""
    from rich.text import Text

    from extractor.view.readable import STYLES, on_screen

    text = Text(on_screen(extraction.article.text or ""))
    for block in extraction.article.blocks:
        if block.kind in _STYLES:
            text.stylize(_STYLES[block.kind], block.start, block.end)
    for fact in extraction.facts:
        text.stylize(f"{STYLES[fact.measure]} underline", fact.start, fact.end)
    text.rstrip()
    return text


def _lines(extraction: Extraction, *, is_styled: bool) -> Iterator[tuple[str | None, Text, list[tuple[int, int]]]]:
    """The lines of the article with the kind of their block, the numbers put in, and the spans that are not to be folded."""
    text = marked_text(extraction)
    insertions = _insertions(extraction.facts, is_styled=is_styled)
    places = [insertion.at for insertion in insertions]
    lengths = [0, *accumulate(len(insertion.string) for insertion in insertions)]
    spans = {(item.start, item.end) for item in (*extraction.facts, *extraction.skipped)}
    whole = sorted((s + lengths[bisect_left(places, s)], e + lengths[bisect_right(places, e)]) for s, e in spans)
    kinds = iter(_kinds(extraction, text.plain))
    at = next_whole = 0
    for line in _inserted(text, insertions).split("\n", allow_blank=True):
        end = at + len(line)
        while next_whole < len(whole) and whole[next_whole][1] <= at:
            next_whole += 1
        here = []
        for s, e in whole[next_whole:]:
            if s >= end:
                break
            here.append((max(s, at) - at, min(e, end) - at))
        yield next(kinds, None), line, here
        at = end + 1


def _kinds(extraction: Extraction, text: str) -> Iterator[str | None]:
    """The kind of the block that each line lies in, by the line's first character that is no blank."""
    blocks = extraction.article.blocks
    starts = [block.start for block in blocks]
    at = 0
    for line in text.split("\n"):
        first = at + len(line) - len(line.lstrip())
        found = bisect_right(starts, first) - 1
        yield blocks[found].kind if found >= 0 and first < blocks[found].end else None
        at += len(line) + 1


def _insertions(facts: Sequence[Fact], *, is_styled: bool) -> list[_Insertion]:
    """``{5}`` behind each quote, ``{5,6}`` where two facts share one; in order."""
    numbers: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, fact in enumerate(facts, 1):
        numbers[fact.start, fact.end].append(number)
    marks: dict[int, str] = defaultdict(str)
    closing, opening = ("", "") if is_styled else ("⟧", "⟦")
    for (_, end), held in sorted(numbers.items(), key=lambda item: (-item[0][0], item[0][1])):
        marks[end] += f"{closing}{{{','.join(map(str, held))}}}"
    for start, _ in numbers if opening else ():
        marks[start] += opening
    return [_Insertion(at, marks[at]) for at in sorted(marks)]


def _inserted(text: Text, insertions: Sequence[_Insertion]) -> Text:
    from rich.text import Text

    if not insertions:
        return text
    parts = text.divide([insertion.at for insertion in insertions])
    whole = Text()
    for part, insertion in zip(parts, [*insertions, _Insertion(len(text), "")], strict=True):
        whole.append_text(part).append(insertion.string, style="dim")
    return whole
