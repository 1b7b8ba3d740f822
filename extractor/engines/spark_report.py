"""Counting what a job has made."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from extractor.engines.report import SHOWN, JobReport
from extractor.io.inputs import Failure

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

KIND = (
    "case when failure is not null and article is null then 'failed' "
    "when article is null or article.duplicate_of is not null then 'duplicate' else 'extracted' end"
)
"""What became of an input, from the columns ``failure`` and ``article``."""

_LISTED = ("entities", "facts", "skipped", "checks")


def counted(extractions: DataFrame) -> DataFrame:
    """Extractions with the columns of ``ADDRESSED`` as the columns that ``report`` adds up."""
    sizes = [f"size({name}) as {name}" for name in _LISTED]
    return extractions.selectExpr("address", "failure", f"{KIND} as kind", *sizes)


def report(counts: DataFrame, to: str, lost: list[Failure], seconds: float) -> JobReport:
    """Add up.

    Args:
        counts: address, failure, kind (extracted, duplicate, failed) and the sizes of the lists.
        to: where the results are.
        lost: sources that lead nowhere; they are failures too.
        seconds: the time it took.
    """
    from pyspark.sql.functions import expr

    sums = ["count(*) as inputs", "count(failure) as failures", *(f"coalesce(sum({name}), 0) as {name}" for name in _LISTED)]
    groups = counts.groupBy("kind", "failure.reason").agg(*(expr(one) for one in sums)).collect()
    reasons = Counter(failure.reason for failure in lost)
    total: Counter[str] = Counter()
    for group in groups:
        total[group["kind"]] += group["inputs"]
        total.update({name: group[name] for name in _LISTED})
        if group["kind"] == "failed":
            reasons[group["reason"]] += group["inputs"]
        else:
            total["refused"] += group["failures"]
    is_told = total["failed"] or total["refused"]
    return JobReport(
        to,
        extracted=total["extracted"],
        duplicates=total["duplicate"],
        **{name: total[name] for name in _LISTED},
        refused=total["refused"],
        failures=dict(sorted(reasons.items())),
        examples=tuple([*lost, *(_first(counts) if is_told else [])][:SHOWN]),
        seconds=seconds,
    )


def _first(counts: DataFrame) -> list[Failure]:
    told = counts.where("failure is not null").select("address", "failure.message", "failure.reason")
    return [Failure(*row) for row in told.orderBy("address").limit(SHOWN).collect()]
