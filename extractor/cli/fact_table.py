"""The facts of an article as a table: in one line each where the terminal is wide, by subject where not, stacked where narrow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from extractor.cli.folding import Span, cells, fold

if TYPE_CHECKING:
    from rich.text import Text

    from extractor.records import Extraction, Fact

GAP = "  "
HEADS = ("", "subject", "metric", "value", "kind", "status", "period", "conf")
_SUBJECT, _METRIC, _VALUE, _KIND, _PERIOD, _CONFIDENCE = 1, 2, 3, 4, 6, 7
_RIGHT = {0, _VALUE, _CONFIDENCE}
_ROOMY = (99, 16, 22, 18, 14, 8, 16, 4)
"""The narrowest that a column may get in the table of one line a fact; a period of months (``2024-01..2024-09``) stays whole."""
_CLOSE = ((99, 0, 12, 18, 12, 8, 16, 4), (99, 0, 12, 18, 12, 8, 12, 4))
"""The same where the subject is a line of its own; the second, where periods may be folded, is better than no table."""


@dataclass(frozen=True, slots=True)
class Row:
    """A fact as the cells of its row, in the order of ``HEADS``, and the style of its measure."""

    cells: tuple[str, ...]
    style: str
    is_doubtful: bool


def table_lines(extraction: Extraction, width: int | None) -> Iterator[Text]:
    """All facts, in the order of the text, in the layout that fits.

    Args:
        extraction: one article.
        width: columns of the terminal; None: as wide as it gets.
    """
    rows = [_row(number, fact) for number, fact in enumerate(extraction.facts, 1)]
    if not rows:
        return
    natural = [max(cells(row.cells[n]) for row in (*rows, _HEAD)) for n in range(len(HEADS))]
    if widths := _widths(natural, _ROOMY, width):
        yield from _table(rows, widths)
        return
    natural[_SUBJECT] = 0
    if widths := next(filter(None, (_widths(natural, floors, width) for floors in _CLOSE)), None):
        yield from _by_subject(rows, widths)
    else:
        yield from _stacked(rows, width or 0, natural[0])


_HEAD = Row(HEADS, "bold", False)


def _row(number: int, fact: Fact) -> Row:
    from extractor.view.readable import STYLES, one_line, period_text, value_text

    kind = " ".join(filter(None, (fact.measure, fact.comparison)))
    texts = (
        f"{{{number}}}",
        fact.subject or "–",
        fact.metric,
        value_text(fact),
        f"{kind} / {fact.reference}" if fact.reference else kind,
        fact.status,
        period_text(fact.period) or "–",
        f"{fact.confidence:.2f}",
    )
    return Row(tuple(map(one_line, texts)), STYLES[fact.measure], fact.confidence < 0.8)


def _widths(natural: Sequence[int], floors: Sequence[int], width: int | None) -> list[int] | None:
    """Widths that fit, the widest columns narrowed first, the metric last; None where they can't."""
    widths = list(natural)
    least = [min(n, floor) for n, floor in zip(natural, floors, strict=True)]
    gaps = len(GAP) * (sum(n > 0 for n in natural) - 1)
    while width is not None and sum(widths) + gaps > width:
        free = [n for n in range(len(widths)) if widths[n] > least[n]]
        if not free:
            return None
        widths[max(free, key=lambda n: widths[n] - (4 if n == _METRIC else 0))] -= 1
    return widths


def _table(rows: Sequence[Row], widths: Sequence[int]) -> Iterator[Text]:
    from rich.text import Text

    yield from _drawn(_HEAD, widths)
    yield Text("─" * (sum(widths) + len(GAP) * (sum(n > 0 for n in widths) - 1)), style="dim")
    for row in rows:
        yield from _drawn(row, widths)


def _by_subject(rows: Sequence[Row], widths: Sequence[int]) -> Iterator[Text]:
    total = sum(widths) + len(GAP) * (sum(n > 0 for n in widths) - 1)
    yield from list(_table([], widths))
    for subject, members in groupby(rows, key=lambda row: row.cells[_SUBJECT]):
        yield from _subject_lines(subject, total)
        for row in members:
            yield from _drawn(row, widths)


def _subject_lines(subject: str, width: int) -> Iterator[Text]:
    from rich.text import Text

    for first, last in fold(subject, width):
        yield Text(subject[first:last], style="bold")


def _drawn(row: Row, widths: Sequence[int]) -> Iterator[Text]:
    """The lines of one row."""
    from rich.text import Text

    shown = [n for n, width in enumerate(widths) if width]
    folded = {n: fold(row.cells[n], widths[n], glued=_glued(n, row.cells[n])) for n in shown}
    for at in range(max(map(len, folded.values()))):
        line = Text()
        for n in shown:
            first, last = folded[n][at] if at < len(folded[n]) else (0, 0)
            text = row.cells[n][first:last]
            blank = " " * (widths[n] - cells(text))
            line.append(blank if n in _RIGHT else "").append(text, style=_style(row, n)).append("" if n in _RIGHT else blank)
            line.append(GAP)
        line.rstrip()
        yield line


def _glued(column: int, text: str) -> list[Span]:
    """A value stays whole, and so does what a figure refers to."""
    if column == _KIND:
        at = text.find(" / ")
        return [(at + 1, len(text))] if at >= 0 else []
    return [(0, len(text))] if column in (_VALUE, _PERIOD) else []


def _style(row: Row, column: int) -> str:
    if row is _HEAD or column in (0, _VALUE, _KIND):
        return row.style
    if column == _CONFIDENCE:
        return "bold" if row.is_doubtful else "dim"
    return "dim" if row.cells[column] == "actual" and column > _KIND else ""


def _stacked(rows: Sequence[Row], width: int, indent: int) -> Iterator[Text]:
    """For narrow terminals: the metric, and below it all the rest."""
    from rich.text import Text

    room = max(width - indent - 1, 2)
    for subject, members in groupby(rows, key=lambda row: row.cells[_SUBJECT]):
        yield from _subject_lines(subject, width)
        for row in members:
            prefix = Text(row.cells[0].rjust(indent) + " ", style=row.style)
            for first, last in fold(row.cells[_METRIC], room):
                yield prefix + Text(row.cells[_METRIC][first:last])
                prefix = Text(" " * (indent + 1))
            yield from (prefix + line for line in _details(row, room))


def _details(row: Row, room: int) -> Iterator[Text]:
    from rich.text import Text

    details, glued = Text(), []
    for column in range(_VALUE, len(HEADS)):
        start = len(details)
        glued += [(start + first, start + last) for first, last in _glued(column, row.cells[column])]
        details.append(row.cells[column], style=_style(row, column)).append(GAP)
    for first, last in fold(details.plain, room, glued=glued):
        yield details[first:last]
