"""The run: inputs through workers into a sink, in their order, each accounted for."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from typing import IO

from extractor.batch.decide import decide
from extractor.batch.folder import Folder, RunError, open_folder, set_aside, write_failed
from extractor.batch.journal import Journal
from extractor.batch.plan import Events, Plan
from extractor.batch.pool import chunks, open_pool, work_all
from extractor.batch.ready import check_ready, no_library, places_of
from extractor.batch.report import Report, add_seconds, peak_mb
from extractor.batch.worker import Settings, Worked
from extractor.io.inputs import Failure, RawInput
from extractor.io.sources import read_inputs
from extractor.rulebook import load_rules
from extractor.sinks import Refusal, Sink, SinkError, is_database, open_sink
from extractor.version import __version__

_BATCH = 64
_BATCH_BYTES = 1 << 21
_BATCH_SECONDS = 1.0
"""Inputs, or what came of them, or the time, after which all is made safe: a kill costs at most this, and what is under way.

As rows of a database what came of them takes some twenty times its bytes; larger batches are no faster.
"""


@dataclass(slots=True)
class _Run:
    """A run under way."""

    plan: Plan
    events: Events
    folder: Folder
    journal: Journal
    sink: Sink
    report: Report
    began: float = field(default_factory=time.monotonic)
    before: float = 0.0
    pending: list[bytes] = field(default_factory=list)
    noted: int = 0
    size: int = 0
    last_commit: float = field(default_factory=time.monotonic)


_REMEDIES = (
    ("full", "free some space, then go on with --resume"),
    ("space", "free some space, then go on with --resume"),
    ("quota", "free some space, then go on with --resume"),
    ("open files", "raise their limit (ulimit -n), then go on with --resume"),
    ("memory", "give fewer --workers, then go on with --resume"),
)

__all__ = ["Events", "Plan", "run"]


def run(plan: Plan, events: Events = Events(), *, stdin: IO[bytes] | None = None, stream: Sink | None = None) -> Report:
    """Do a run.

    Args:
        plan: what to do.
        events: what to tell.
        stdin: stands for standard input.
        stream: the sink, where ``plan.sink`` is ``-``.

    Raises:
        RunError, SinkError: it can't start, or can't go on; what was done is safe, and ``is_resumed`` goes on with it.
        KeyboardInterrupt: passed on; what the journal has is safe, and ``is_resumed`` goes on behind it.

    Examples:
        >>> from pathlib import Path
        >>> from extractor import Extraction
        >>> from extractor.batch.run import Plan, run
        >>> report = run(Plan(sources=("samples/park_half_year.txt",), sink="facts.jsonl"))
        >>> report.inputs, report.facts
        ({'extracted': 1}, 37)
        >>> lines = Path("facts.jsonl").read_text(encoding="utf-8").splitlines()
        >>> [Extraction.model_validate_json(line).article.id for line in lines]
        ['park_half_year']
    """
    check_ready(plan)
    try:
        return _in_folder(plan, events, stdin, stream)
    except (BrokenPipeError, SinkError):
        raise
    except (OSError, sqlite3.Error) as error:
        words = " ".join(str(error).lower().split())
        remedy = next((remedy for sign, remedy in _REMEDIES if sign in words), "choose another place with --run-dir")
        raise RunError(f"{plan.folder or 'temporary folder'}: the run's journal can't be written ({words}); {remedy}") from error


def _in_folder(plan: Plan, events: Events, stdin: IO[bytes] | None, stream: Sink | None) -> Report:
    rules_hash = load_rules(plan.rules).hash
    with open_folder(plan.folder) as folder:
        _prepare_folder(plan, folder, events)
        with closing(Journal(folder.journal)) as journal:
            _check_identity(journal, plan.identity(rules_hash), is_resumed=plan.is_resumed)
            sink = stream or open_sink(plan.sink, part=folder.part, position=journal.get("position", 0))
            report = Report(plan.sink, workers=plan.workers, extractor_version=__version__, rules_hash=rules_hash)
            add_seconds(report.stages, **journal.get("stages", {}))
            report.undated = journal.get("undated", 0)
            state = _Run(plan, events, folder, journal, sink, report, before=journal.get("seconds", 0.0))
            with closing(sink):
                if plan.only_outdated:
                    _hold(plan, journal, rules_hash)
                return _run(state, stdin)


def _prepare_folder(plan: Plan, folder: Folder, events: Events) -> None:
    if plan.is_resumed:
        if not folder.journal.exists():
            raise RunError(f"{folder.path}: there is no run to go on with; leave out --resume, or name its folder with --run-dir")
        folder.report.unlink(missing_ok=True)  # that of an earlier session must not say that this one is complete
        return
    old = set_aside(folder)
    if old:
        events.note(f"an unfinished run was there; it was moved to {old}, to go on with it: --resume --run-dir {old}")


def _check_identity(journal: Journal, identity: dict[str, object], *, is_resumed: bool) -> None:
    held = journal.get("identity")
    if is_resumed and held is not None and held != identity:
        differ = ", ".join(name for name in identity if held.get(name) != identity[name])
        raise RunError(
            f"the run that is to be gone on with was made with another {differ}; use the same, or run again without --resume"
        )
    journal.set(identity=identity)


def _hold(plan: Plan, journal: Journal, rules_hash: str) -> None:
    from extractor.sinks.upkeep import list_current

    if not is_database(plan.sink):
        raise RunError("--only-outdated asks a database what it has; give one with --to")
    journal.hold(list_current(plan.sink, __version__, rules_hash))


def _run(state: _Run, stdin: IO[bytes] | None) -> Report:
    plan = state.plan
    settings = Settings(
        options=plan.options,
        rules=plan.rules,
        journal=state.folder.journal,
        is_text_kept=plan.is_text_kept,
        is_duplicate_kept=plan.is_duplicate_kept,
        is_near_sought=plan.near_duplicates is not None,
        max_memory=plan.max_memory,
    )
    state.journal.begin()
    try:
        with open_pool(plan.workers, settings) as pool:
            for worked in work_all(pool, plan.workers, chunks(_fresh(state, stdin)), plan.max_seconds):
                _take(state, worked)
        _commit(state)
        _refused(state, state.sink.finish())
        state.report.is_complete = True
    except BaseException:
        # what is pending is done again by a resumed run: a signal may have come when half of it was written
        with suppress(OSError, sqlite3.Error):  # what went wrong first is what is told
            state.journal.rollback()
            _account(state)
        raise
    _account(state)
    return state.report


def _fresh(state: _Run, stdin: IO[bytes] | None) -> Iterator[RawInput | Failure]:
    """The inputs that are not done yet."""
    plan = state.plan
    inputs = read_inputs(plan.sources, plan.options, leave_out=[state.folder.path, *places_of(plan)], stdin=stdin)
    while True:
        began = time.perf_counter()
        found = next(inputs, None)
        add_seconds(state.report.stages, read=time.perf_counter() - began)
        if found is None:
            return
        if plan.is_resumed and _is_done(state, found):
            state.report.resumed += 1
            state.events.progress(found.size, 0)
            continue
        yield found


def _is_done(state: _Run, found: RawInput | Failure) -> bool:
    held = state.journal.find_input(found.address if isinstance(found, RawInput) else found.where)
    if held is None or (held[1] == "failed" and state.plan.is_retried):
        return False
    return held[0] == (found.fingerprint() if isinstance(found, RawInput) else b"")


def _take(state: _Run, worked: Worked) -> None:
    """Decide on outcomes in the order of their inputs, whatever order workers were done in."""
    add_seconds(state.report.stages, **worked.seconds)
    state.report.peak_mb["worker"] = max(worked.peak_mb, state.report.peak_mb.get("worker", 0.0))
    for outcome in worked.outcomes:
        if outcome.reason == "no_library":  # of a page in a table or an archive, which its file's name does not tell
            raise no_library(Failure(outcome.address, outcome.message or "", "no_library"))
        outcome = decide(state.plan, state.journal, outcome)
        began = time.perf_counter()
        state.journal.note(outcome)
        add_seconds(state.report.stages, journal=time.perf_counter() - began)
        state.noted += 1
        if outcome.line:
            state.pending.append(outcome.line)
            state.size += len(outcome.line)
        state.report.undated += outcome.is_undated
        if outcome.kind == "failed":
            state.events.failure(outcome.address, outcome.message or "")
        state.events.progress(outcome.size, outcome.facts)
    is_full = state.noted >= _BATCH or state.size >= _BATCH_BYTES
    if is_full or state.plan.sink == "-" or time.monotonic() - state.last_commit > _BATCH_SECONDS:
        _commit(state)
        state.journal.begin()


def _commit(state: _Run) -> None:
    """Make what is pending safe in the sink, then say so in the journal."""
    began = time.perf_counter()
    if state.pending:
        _refused(state, state.sink.write(state.pending))
    written = time.perf_counter()
    add_seconds(state.report.stages, sink=written - began)
    state.journal.commit(
        position=state.sink.position,
        stages=dict(state.report.stages),
        undated=state.report.undated,
        seconds=state.before + time.monotonic() - state.began,
    )
    add_seconds(state.report.stages, journal=time.perf_counter() - written)
    state.pending, state.noted, state.size, state.last_commit = [], 0, 0, time.monotonic()


def _refused(state: _Run, refusals: Sequence[Refusal]) -> None:
    for refusal in refusals:
        state.journal.refuse([(refusal.article_id, refusal.table, refusal.row, refusal.message)])
        state.events.failure(f"{refusal.article_id} ({refusal.table} {refusal.row})", refusal.message)


def _account(state: _Run) -> None:
    """Write down what was done, also where the run ends early."""
    for name, value in state.journal.totals().items():
        setattr(state.report, name, value)
    state.report.seconds = state.before + time.monotonic() - state.began
    state.report.peak_mb["run"] = peak_mb()
    write_failed(state.folder, state.journal.failures())
    state.report.write(state.folder.report)
