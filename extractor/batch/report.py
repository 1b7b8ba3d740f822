"""What a run did, counted: for people at its end, as JSON for programs."""

from __future__ import annotations

import json
import resource
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extractor.sinks.atomic import atomic_file


def add_seconds(stages: dict[str, float], **taken: float) -> None:
    """Add the seconds that stages took to those that they took before."""
    for stage, seconds in taken.items():
        stages[stage] = stages.get(stage, 0.0) + seconds


@dataclass(slots=True)
class Report:
    """The account of a run, all its sessions together where it was resumed.

    Attributes:
        sink: where the extractions went.
        is_complete: whether all inputs were seen; else it was interrupted.
        inputs: by outcome: ``extracted``, ``duplicate``, ``unchanged``, ``failed``. Every input is in one of them.
        failed: by reason (``empty``, ``no_chinese``, ``same_id``, …).
        facts: loaded.
        skipped: numerals in no fact, by reason.
        refused: rows that the sink would not take.
        undated: articles with facts and without a date of publication.
        resumed: inputs that an earlier session had done.
        workers: processes.
        seconds: from start to end, all sessions.
        stages: seconds by stage, all sessions: ``read``, ``sink`` and ``journal`` in the run itself, ``prepare``, ``extract``, ``serialize``
            summed over the workers.
        peak_mb: largest resident memory of the run itself and of its largest worker, megabytes, of the last session.
        extractor_version, rules_hash: what it was made with.
    """

    sink: str
    is_complete: bool = False
    inputs: dict[str, int] = field(default_factory=dict)
    failed: dict[str, int] = field(default_factory=dict)
    facts: int = 0
    skipped: dict[str, int] = field(default_factory=dict)
    refused: int = 0
    undated: int = 0
    resumed: int = 0
    workers: int = 1
    seconds: float = 0.0
    stages: dict[str, float] = field(default_factory=dict)
    peak_mb: dict[str, float] = field(default_factory=dict)
    extractor_version: str = ""
    rules_hash: str = ""

    @property
    def is_clean(self) -> bool:
        """Whether nothing was set aside."""
        return not self.inputs.get("failed") and not self.refused

    @property
    def done(self) -> int:
        """Inputs of which something came."""
        return sum(n for outcome, n in self.inputs.items() if outcome != "failed")

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        names = [n for n in self.__slots__ if n not in ("stages", "seconds")]
        stages = {name: round(seconds, 3) for name, seconds in sorted(self.stages.items())}
        return {n: getattr(self, n) for n in names} | {"seconds": round(self.seconds, 3), "stages": stages}

    def write(self, path: Path) -> None:
        """As a JSON file."""
        with atomic_file(path, encoding="utf-8") as file:
            file.write(json.dumps(self.to_dict(), ensure_ascii=False, indent=2) + "\n")

    def summary(self) -> str:
        """One line."""
        extracted, failed = self.inputs.get("extracted", 0), self.inputs.get("failed", 0)
        parts = [_count(extracted, "article"), _count(self.facts, "fact"), _count(sum(self.skipped.values()), "skipped numeral")]
        parts += [f"{self.inputs[kind]} {kind}" for kind in ("duplicate", "unchanged") if self.inputs.get(kind)]
        reasons = ", ".join(f"{n} {reason}" for reason, n in self.failed.items())
        parts.append(f"{failed} failed" + (f" ({reasons})" if failed else ""))
        if self.refused:
            parts.append(f"{_count(self.refused, 'row')} refused by the sink")
        if self.resumed:
            parts.append(f"{self.resumed} done before")
        return f"{', '.join(parts)}, {self.seconds:.1f} s"

    def note_on_dates(self) -> str | None:
        """What there is to say of articles without a date of publication, once for all of them; None where there are none."""
        if not self.undated:
            return None
        return (
            f"{self.undated} of {_count(self.inputs.get('extracted', 0), 'article')} without a date of publication: years come from the "
            "text or stay open; give a date with --published DATE, or the column that has it with --column published=NAME"
        )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def peak_mb() -> float:
    """Largest resident memory of this process so far, in megabytes."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10), 1)
