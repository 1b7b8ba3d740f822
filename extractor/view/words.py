"""Facts as lines of text, for a Python prompt."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from extractor.view.readable import one_line, period_text, value_text

if TYPE_CHECKING:
    from extractor.records import Extraction, Fact


def fact_line(fact: Fact) -> str:
    """``衡阳市 进出口总额 +8.5% · growth yoy · actual · 2023-H1``.

    Examples:
        >>> from extractor import extract
        >>> print(fact_line(extract("2024年上半年,衡阳市进出口总额增长8.5%。").facts[0]))
        衡阳市 进出口总额 +8.5% · growth yoy · actual · 2024-H1
    """
    kind = " ".join(filter(None, (fact.measure, fact.comparison, fact.reference and f"/ {one_line(fact.reference)}")))
    said = " ".join(filter(None, (one_line(fact.subject or ""), one_line(fact.metric), value_text(fact))))
    return " · ".join(filter(None, (said, kind, fact.status, period_text(fact.period))))


def extraction_lines(extraction: Extraction) -> Iterator[str]:
    """A head with counts, then a line a fact."""
    article = extraction.article
    yield " · ".join(
        (
            one_line(article.title or article.id),
            f"{len(extraction.facts)} facts",
            f"{len(extraction.skipped)} numerals that are no facts",
        )
    )
    yield from (f"  {fact_line(fact)}" for fact in extraction.facts)
