"""An article cut where marks begin and end, so that marks may overlap and every piece is drawn once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractor.records import Extraction
    from extractor.scan import Spanned


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text over which nothing changes.

    Attributes:
        start: first character.
        end: one past the last.
        block: kind of the block it is in; None between blocks.
        facts: numbers of the facts whose quote it is part of, in their order, counted from 0.
        skipped: numbers of the skipped numerals that it is part of.
    """

    start: int
    end: int
    block: str | None
    facts: tuple[int, ...]
    skipped: tuple[int, ...]


def pieces(extraction: Extraction, *, end: int | None = None) -> Iterator[Piece]:
    """The article's text, whole and in order.

    Args:
        extraction: one whose article has its text.
        end: stop here; else at the end of the text.
    """
    end = len(extraction.article.text or "") if end is None else end
    blocks, facts, skipped = extraction.article.blocks, extraction.facts, extraction.skipped
    borders = {0, end}
    borders.update(at for span in (*blocks, *facts, *skipped) for at in (span.start, span.end) if at < end)
    cuts = sorted(borders)
    of_block, of_fact, of_skipped = (_covering(spans, cuts) for spans in (blocks, facts, skipped))
    for number, (start, stop) in enumerate(pairwise(cuts)):
        inside = of_block[number]
        yield Piece(start, stop, blocks[inside[0]].kind if inside else None, of_fact[number], of_skipped[number])


def _covering(spans: Sequence[Spanned], cuts: Sequence[int]) -> list[tuple[int, ...]]:
    """For each piece the numbers of the spans over it."""
    place = {cut: number for number, cut in enumerate(cuts)}
    over: list[tuple[int, ...]] = [()] * len(cuts)
    for number, span in enumerate(spans):
        for piece in range(place.get(span.start, len(cuts)), place.get(span.end, len(cuts) - 1)):
            over[piece] += (number,)
    return over
