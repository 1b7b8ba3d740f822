"""The run: inputs through workers into a sink, in their order, each accounted for."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from extractor.batch.duplicates import likeness, says_nothing_new
from extractor.batch.folder import Folder, RunError, open_folder, set_aside, write_failed
from extractor.batch.journal import Journal
from extractor.batch.outcomes import Outcome
from extractor.batch.pool import chunks, open_pool, work_all
from extractor.batch.report import Report, peak_mb
from extractor.batch.worker import Settings, Worked
from extractor.io.inputs import Failure, Options, RawInput
from extractor.io.sources import read_inputs
from extractor.rulebook import load_rules
from extractor.sinks import Sink, SinkError, check_target, is_database, open_sink
from extractor.version import __version__

_BATCH = 256
"""Articles that are made safe together: a kill costs at most these, and what is under way."""
_BATCH_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run is to do.

    Attributes:
        sources: files, folders, patterns, ``-``.
        sink: see ``open_sink``; ``-`` for a stream that the caller gives.
        options: how inputs are read.
        rules: folders of the user's own rules.
        workers: processes.
        folder: where journal, dead letters and report are kept; beside the sink where not given.
        max_seconds: an article that takes longer is given up.
        is_resumed: go on with the journal that is there.
        is_retried: take up again what failed; only with ``is_resumed``.
        is_text_kept: whether extractions carry the article's text.
        is_duplicate_kept: extract copies as if they were none.
        near_duplicates: how alike two texts must be, 0 to 1; without it only equal texts are copies.
        only_outdated: leave out what the sink, a database, has as this extractor would make it.
    """

    sources: tuple[str, ...]
    sink: str
    options: Options = field(default_factory=Options)
    rules: tuple[str, ...] = ()
    workers: int = 1
    folder: Path | None = None
    max_seconds: float = 60.0
    is_resumed: bool = False
    is_retried: bool = False
    is_text_kept: bool = True
    is_duplicate_kept: bool = False
    near_duplicates: float | None = None
    only_outdated: bool = False

    def identity(self, rules_hash: str) -> dict[str, object]:
        """What must be the same for a run to be gone on with."""
        options = {"published": self.options.published, "encoding": self.options.encoding, "columns": dict(self.options.columns)}
        kept = {"text": self.is_text_kept, "duplicates": self.is_duplicate_kept, "near": self.near_duplicates}
        return {"sink": self.sink, "extractor": __version__, "rules": rules_hash, "options": options, "kept": kept}


@dataclass(frozen=True, slots=True)
class Events:
    """What a run tells while it goes on; each may be left out."""

    failure: Callable[[str, str], None] = lambda address, message: None
    progress: Callable[[int, int], None] = lambda size, facts: None
    note: Callable[[str], None] = lambda message: None


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
    last_commit: float = field(default_factory=time.monotonic)


def run(plan: Plan, events: Events = Events(), *, stdin: object = None, stream: Sink | None = None) -> Report:
    """Do a run.

    Args:
        plan: what to do.
        events: what to tell.
        stdin: stands for standard input.
        stream: the sink, where ``plan.sink`` is ``-``.

    Raises:
        RunError, SinkError: it can't start, or can't go on; what was done is safe, and ``is_resumed`` goes on with it.
        KeyboardInterrupt: passed on after all that was done is made safe.
    """
    check_target(plan.sink)
    try:
        return _in_folder(plan, events, stdin, stream)
    except (BrokenPipeError, SinkError):
        raise
    except (OSError, sqlite3.Error) as error:
        words = " ".join(str(error).lower().split())
        remedy = (
            "free some space, then go on with --resume"
            if "full" in words or "space" in words
            else "choose another place with --run-dir"
        )
        raise RunError(f"{plan.folder or 'temporary folder'}: the run's journal can't be written ({words}); {remedy}") from error


def _in_folder(plan: Plan, events: Events, stdin: object, stream: Sink | None) -> Report:
    rules_hash = load_rules(plan.rules).hash
    with open_folder(plan.folder) as folder:
        _prepare_folder(plan, folder, events)
        with closing(Journal(folder.journal)) as journal:
            _check_identity(journal, plan.identity(rules_hash), is_resumed=plan.is_resumed)
            sink = stream or open_sink(plan.sink, part=folder.part, position=journal.get("position", 0))
            report = Report(plan.sink, workers=plan.workers, extractor_version=__version__, rules_hash=rules_hash)
            report.stages.update(journal.get("stages", {}))
            state = _Run(plan, events, folder, journal, sink, report, before=journal.get("seconds", 0.0))
            with closing(sink):
                if plan.only_outdated:
                    _hold(plan, journal, rules_hash)
                return _run(state, stdin)


def _prepare_folder(plan: Plan, folder: Folder, events: Events) -> None:
    if plan.is_resumed:
        if not folder.journal.exists():
            raise RunError(f"{folder.path}: there is no run to go on with; leave out --resume, or name its folder with --run-dir")
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


def _run(state: _Run, stdin: object) -> Report:
    plan = state.plan
    settings = Settings(
        options=plan.options,
        rules=plan.rules,
        journal=state.folder.journal,
        parent=os.getpid(),
        is_text_kept=plan.is_text_kept,
        is_duplicate_kept=plan.is_duplicate_kept,
        is_near_sought=plan.near_duplicates is not None,
    )
    state.journal.begin()
    try:
        with open_pool(plan.workers, settings) as pool:
            for worked in work_all(pool, plan.workers, chunks(_fresh(state, stdin)), plan.max_seconds):
                _take(state, worked)
        _commit(state)
        _refused(state, state.sink.finish())
        state.report.is_complete = True
    except BaseException as error:
        with suppress(OSError, sqlite3.Error):  # what went wrong first is what is told
            if isinstance(error, KeyboardInterrupt):
                _commit(state)
            state.journal.rollback()
            _account(state)
        raise
    _account(state)
    return state.report


def _fresh(state: _Run, stdin: object) -> Iterator[RawInput | Failure]:
    """The inputs that are not done yet."""
    plan = state.plan
    leave_out = [state.folder.path, *([] if is_database(plan.sink) else [Path(plan.sink)])]
    inputs = read_inputs(plan.sources, plan.options, leave_out=leave_out, stdin=stdin)  # type: ignore[arg-type]
    while True:
        began = time.perf_counter()
        found = next(inputs, None)
        state.report.stages["read"] += time.perf_counter() - began
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
    state.report.stages.update(worked.seconds)
    state.report.peak_mb["worker"] = max(worked.peak_mb, state.report.peak_mb.get("worker", 0.0))
    for outcome in worked.outcomes:
        outcome = _decide(state, outcome)
        began = time.perf_counter()
        state.journal.note(outcome)
        state.report.stages["journal"] += time.perf_counter() - began
        state.noted += 1
        if outcome.line:
            state.pending.append(outcome.line)
        if outcome.kind == "failed":
            state.events.failure(outcome.address, outcome.message or "")
        state.events.progress(outcome.size, outcome.facts)
    is_live = state.plan.sink == "-"
    if is_live or state.noted >= _BATCH or time.monotonic() - state.last_commit > _BATCH_SECONDS:
        _commit(state)
        state.journal.begin()


def _decide(state: _Run, outcome: Outcome) -> Outcome:
    """An id that is another article's fails; a copy is linked to its original."""
    if outcome.kind == "failed" or outcome.article_id is None:
        return outcome
    same_id = state.journal.find_id(outcome.article_id)
    if same_id and same_id[0] == outcome.text_key:
        return _as_copy(outcome, None)  # the same article again: there is nothing to add
    if same_id and same_id[1] != outcome.address:
        return outcome.fail(
            "same_id", f"its id {outcome.article_id!r} is that of {same_id[1]}; give each article an id of its own"
        )
    if same_id and not is_database(state.plan.sink):
        return outcome.fail("same_id", "it has changed since an earlier session of this run wrote it; run again without --resume")
    if outcome.kind == "unchanged" or state.plan.is_duplicate_kept:
        return outcome
    original = state.journal.find_text(outcome.text_key) or _find_near(state, outcome)
    if original and original != outcome.article_id:
        return _as_copy(outcome, original)
    return outcome


def _find_near(state: _Run, outcome: Outcome) -> str | None:
    if not outcome.sketch or state.plan.near_duplicates is None:
        return None
    for article_id, signature, numerals in state.journal.find_alike(outcome.sketch.signature):
        is_alike = likeness(outcome.sketch.signature, signature) >= state.plan.near_duplicates
        if article_id != outcome.article_id and is_alike and says_nothing_new(outcome.sketch.numerals, numerals):
            return article_id
    return None


def _as_copy(outcome: Outcome, original: str | None) -> Outcome:
    import json

    line = (
        outcome.copy_line.replace(b'"duplicate_of":"?"', b'"duplicate_of":' + json.dumps(original).encode(), 1)
        if original
        else b""
    )
    return Outcome(
        outcome.address,
        outcome.fingerprint,
        "duplicate",
        outcome.size,
        article_id=outcome.article_id,
        text_key=outcome.text_key,
        line=line,
    )


def _commit(state: _Run) -> None:
    """Make what is pending safe in the sink, then say so in the journal."""
    began = time.perf_counter()
    if state.pending:
        _refused(state, state.sink.write(state.pending))
    written = time.perf_counter()
    state.report.stages["sink"] += written - began
    state.journal.commit(
        position=state.sink.position,
        stages=dict(state.report.stages),
        seconds=state.before + time.monotonic() - state.began,
    )
    state.report.stages["journal"] += time.perf_counter() - written
    state.pending, state.noted, state.last_commit = [], 0, time.monotonic()


def _refused(state: _Run, refusals: Sequence[object]) -> None:
    for refusal in refusals:
        state.journal.refuse([(refusal.article_id, refusal.table, refusal.row, refusal.message)])  # type: ignore[attr-defined]
        state.events.failure(f"{refusal.article_id} ({refusal.table} {refusal.row})", refusal.message)  # type: ignore[attr-defined]


def _account(state: _Run) -> None:
    """Write down what was done, also where the run ends early."""
    for name, value in state.journal.totals().items():
        setattr(state.report, name, value)
    state.report.seconds = state.before + time.monotonic() - state.began
    state.report.peak_mb["run"] = peak_mb()
    write_failed(state.folder, state.journal.failures())
    state.report.write(state.folder.report)
