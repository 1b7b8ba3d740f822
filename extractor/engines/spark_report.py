"""Counting what a job has made."""

from __future__ import annotations

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
    sums = ["count_if(kind = 'extracted') as extracted", "count_if(kind = 'duplicate') as duplicates"]
    sums += [f"coalesce(sum({name}), 0) as {name}" for name in _LISTED]
    sums += ["count_if(failure is not null and kind <> 'failed') as refused"]
    total = counts.selectExpr(*sums).first().asDict()
    reasons = {row["reason"]: row["count"] for row in counts.where("kind = 'failed'").groupBy("failure.reason").count().collect()}
    for failure in lost:
        reasons[failure.reason] = reasons.get(failure.reason, 0) + 1
    first = counts.where("failure is not null").selectExpr("address", "failure.*").orderBy("address").limit(SHOWN)
    told = (
        [Failure(*row) for row in first.select("address", "message", "reason").collect()] if reasons or total["refused"] else []
    )
    return JobReport(to, **total, failures=dict(sorted(reasons.items())), examples=tuple([*lost, *told][:SHOWN]), seconds=seconds)
