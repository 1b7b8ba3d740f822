"""Folding Chinese text to the columns of a terminal: no line begins with a closing mark, no number or word is torn.

Widths are rich's ``cell_len``: 2 for Chinese characters and full-width marks, 1 for marks such as “ ” · … ≥.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

Span = tuple[int, int]


@lru_cache(maxsize=1)
def _atoms() -> Callable[[str], list[Span]]:
    """What is never parted where it fits a line: a word, a number with its sign, a character with the marks that cling to it."""
    import regex

    opening = r"(?:[\p{lb=OP}“‘]|←\ )"
    closing = r"[\p{lb=CL}\p{lb=CP}\p{lb=EX}\p{lb=NS}\p{lb=IS}\p{lb=PO}\p{lb=IN}”’\p{M}]"
    alone = r"[\p{L}\p{N}--\p{lb=ID}]"
    run = rf"(?:[-+±≥≤≈≲~<>¥$€£#]*{alone}(?:[-+.,:/_%&=@?'~]*{alone})*|—+)"
    pattern = regex.compile(rf"{opening}*(?:{run}|.)(?:{closing})*\ *", regex.VERBOSE | regex.VERSION1 | regex.DOTALL)
    return lambda text: [match.span() for match in pattern.finditer(text)]


@lru_cache(maxsize=1)
def _joints() -> Callable[[str], list[int]]:
    """Where a name too long for any line is parted best: behind ``_``, ``/`` and the dots between words."""
    import regex

    pattern = regex.compile(r"(?<=[_/])(?=\w)|(?<=[A-Za-z]\.)(?=[A-Za-z])")
    return lambda text: [match.start() for match in pattern.finditer(text)]


def fold(text: str, width: int | None, *, glued: Sequence[Span] = ()) -> list[Span]:
    """Where to fold one line of text.

    Args:
        text: without line ends.
        width: columns; None folds nothing.
        glued: spans that stay whole where they fit a line: a fact's number with its unit.

    Returns:
        The span of each line, without the blanks at its end; one empty span for an empty text.
    """
    if width is None or cells(text) <= width:
        return [(0, len(text.rstrip()))]
    lines: list[Span] = []
    begin = end = 0
    for first, last in _pieces(text, max(width, 2), glued):
        if end > begin and cells(text[begin:last].rstrip()) > width:
            lines.append((begin, begin + len(text[begin:end].rstrip())))
            begin = first
        end = last
    return [*lines, (begin, begin + len(text[begin:end].rstrip()))]


def fold_strings(text: str, width: int | None) -> list[str]:
    """The lines themselves."""
    return [text[first:last] for first, last in fold(text, width)]


def cells(text: str) -> int:
    """Columns that a text takes."""
    from rich.cells import cell_len

    return cell_len(text)


def widest_piece(text: str) -> int:
    """Columns of the widest part that folding would leave whole."""
    return max((cells(text[first:last].rstrip()) for first, last in _atoms()(text)), default=0)


def _pieces(text: str, width: int, glued: Sequence[Span]) -> Iterator[Span]:
    """Parts to fill lines with, none wider than a line."""
    for first, last in _whole(_atoms()(text), glued):
        if cells(text[first:last].rstrip()) <= width:
            yield first, last
            continue
        for atom in _atoms()(text[first:last]):
            yield from _parted(text, first + atom[0], first + atom[1], width)


def _whole(atoms: Sequence[Span], glued: Sequence[Span]) -> list[Span]:
    """Atoms, those that touch one glued span made one."""
    merged: list[Span] = []
    at = 0
    for first, last in atoms:
        while at < len(glued) and glued[at][1] <= first:
            at += 1
        if merged and at < len(glued) and glued[at][0] < first < glued[at][1]:
            merged[-1] = (merged[-1][0], last)
        else:
            merged.append((first, last))
    return merged


def _parted(text: str, first: int, last: int, width: int) -> Iterator[Span]:
    """An atom, in parts if it must be: at its joints, else where the line is full."""
    from rich.cells import chop_cells

    if cells(text[first:last].rstrip()) <= width:
        yield first, last
        return
    cuts = [first, *(first + joint for joint in _joints()(text[first:last])), last]
    for begin, end in pairwise(cuts):
        for part in chop_cells(text[begin:end], width):
            yield begin, begin + len(part)
            begin += len(part)
