"""``extractor run --engine spark``: the same job on a cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from extractor.cli.common import NOTHING_DONE, SOME_FAILED, count, fail, warn

if TYPE_CHECKING:
    from extractor.batch.run import Plan
    from extractor.engines.report import JobReport


def run_on_spark(plan: Plan, master: str | None, *, is_quiet: bool) -> int:
    """Do a plan on Spark.

    Args:
        plan: what to do; journal, workers and limits are Spark's own affair there.
        master: address of the cluster; None where ``spark-submit`` names it.
        is_quiet: without the summary.

    Returns:
        The exit code.
    """
    try:
        from extractor.engines.report import EngineError
        from extractor.engines.spark import run_job
        from extractor.rules_base import RuleError
    except ModuleNotFoundError as error:
        from extractor.extras import missing

        fail(missing("Spark needs", "spark", error))
    _refuse_local_options(plan)
    try:
        report = run_job(
            plan.sources,
            plan.sink,
            master=master,
            options=plan.options,
            rules=plan.rules or None,
            is_duplicate_kept=plan.is_duplicate_kept,
            is_text_kept=plan.is_text_kept,
        )
    except (EngineError, RuleError) as error:
        fail(error)
    for failure in report.examples:
        warn(failure)
    if not is_quiet:
        typer.echo(_summary(report), err=True)
    if not report.failed and not report.refused:
        return 0
    return SOME_FAILED if report.extracted or report.duplicates else NOTHING_DONE


def _refuse_local_options(plan: Plan) -> None:
    """Options that a cluster has no use for would promise what they do not keep."""
    given = {
        "--resume": plan.is_resumed,
        "--near-duplicates": plan.near_duplicates is not None,
        "--only-outdated": plan.only_outdated,
        "standard output": plan.sink == "-",
        "standard input": "-" in plan.sources,
    }
    for name, is_given in given.items():
        if is_given:
            fail(
                f"{name} does not go with --engine spark; give a folder or a database with --to, and run the job again: it changes nothing twice"
            )


def _summary(report: JobReport) -> str:
    reasons = ", ".join(f"{n} {reason}" for reason, n in report.failures.items())
    parts = [count(report.extracted, "article"), count(report.facts, "fact"), count(report.skipped, "skipped numeral")]
    parts.append(f"{report.duplicates} duplicate")
    parts.append(f"{report.failed} failed" + (f" ({reasons})" if reasons else ""))
    return f"{', '.join(parts)}, {report.seconds:.1f} s"
