"""What can be found out before a run: nothing is written, and no run folder made, for one that can't be done."""

from __future__ import annotations

from pathlib import Path

from extractor.batch.folder import RunError
from extractor.batch.plan import Plan
from extractor.extras import missing
from extractor.io.inputs import Failure
from extractor.io.needs import first_unreadable
from extractor.sinks import check_target, is_database


def check_ready(plan: Plan) -> None:
    """Are sink and libraries there?

    Raises:
        SinkError, RunError: they are not; the message says what to do.
    """
    check_target(plan.sink)
    if plan.near_duplicates is not None:
        try:
            import datasketch  # noqa: F401
        except ImportError as error:
            raise RunError(missing("--near-duplicates needs", "near", error)) from None
    fault = first_unreadable(plan.sources, places_of(plan))
    if fault is not None:
        raise no_library(fault)


def places_of(plan: Plan) -> list[Path]:
    """Where a run writes to, and what its caller leaves out: no inputs."""
    own = [plan.folder, None if is_database(plan.sink) else Path(plan.sink)]
    return [*(path for path in own if path is not None), *plan.leave_out]


def no_library(fault: Failure) -> RunError:
    """Why a run stops at an input whose library is missing, even where other inputs could be read.

    The fault is the machine's, not the input's: set aside, thousands of pages would fail one by one, and ``--resume`` would pass them
    over once the library is there. A folder read by half is not what anybody asked for; who wants just that can name the other files.
    """
    return RunError(f"{fault}; or name the other inputs only")
