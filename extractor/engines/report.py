"""What a job on an engine did, and why it can't."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from extractor.io.inputs import Failure

SHOWN = 20
"""Failures that a report spells out."""


class EngineError(RuntimeError):
    """The engine can't run the job. The message says what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class JobReport:
    """Every input is accounted for: it was extracted, is a duplicate, or is among the failures.

    Attributes:
        to: where the results are.
        extracted: articles that were read for facts.
        duplicates: copies of an article, linked to it, and articles that were there twice.
        entities, facts, skipped, checks: rows of these tables.
        refused: articles of which the tables would not take a row; the rest of them went in.
        failures: how many, by reason.
        examples: the first of both, by address.
        seconds: from the first look at the sources to the last row.

    Examples:
        >>> report = JobReport("facts/", extracted=98, failures={"empty": 2})
        >>> report.failed
        2
    """

    to: str
    extracted: int = 0
    duplicates: int = 0
    entities: int = 0
    facts: int = 0
    skipped: int = 0
    checks: int = 0
    refused: int = 0
    failures: Mapping[str, int] = field(default_factory=dict)
    examples: tuple[Failure, ...] = ()
    seconds: float = 0.0

    @property
    def failed(self) -> int:
        """Inputs of which nothing came."""
        return sum(self.failures.values())
