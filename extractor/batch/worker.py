"""What a worker process does: inputs in, outcomes out."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import resource
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from pathlib import Path

from extractor.batch.duplicates import copy_record, sketch, text_key
from extractor.batch.journal import Journal
from extractor.batch.outcomes import Outcome
from extractor.batch.report import add_seconds, peak_mb
from extractor.build import stable_id
from extractor.io.inputs import ArticleInput, Failure, Options, RawInput
from extractor.io.prepare import prepare
from extractor.parts import shared
from extractor.pipeline import Extractor
from extractor.records import Extraction

OUT_OF_MEMORY = 71
"""The exit code of a worker that got no more memory: what is left of it is not to be trusted with another article."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a worker has to know.

    Attributes:
        options: how inputs are read.
        rules: folders of the user's own rules.
        journal: where the run keeps its journal.
        is_text_kept: whether extractions carry the article's text.
        is_duplicate_kept: whether copies are extracted as if they were none.
        is_near_sought: whether near duplicates are looked for.
        max_memory: megabytes that a worker may take; no limit where not given.
    """

    options: Options
    rules: tuple[str, ...]
    journal: Path
    is_text_kept: bool = True
    is_duplicate_kept: bool = False
    is_near_sought: bool = False
    max_memory: int | None = None


@dataclass(frozen=True, slots=True)
class Ready:
    """What a worker says first: nothing, or why it can't work."""

    fault: str | None = None


@dataclass(slots=True)
class Worked:
    """The outcomes of a chunk, in its order, the seconds that each stage took, and the worker's largest resident memory so far."""

    outcomes: list[Outcome]
    seconds: dict[str, float] = field(default_factory=dict)
    peak_mb: float = 0.0


@dataclass(frozen=True, slots=True)
class _State:
    settings: Settings
    extractor: Extractor
    journal: Journal


def serve(pipe: Connection, settings: Settings) -> None:
    """A worker's life: it says that it is ready, then takes chunks and gives what came of them, until nobody asks any more."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # they are the run's to answer
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):  # the run is over
        try:
            state = _begin(settings)
        except Exception as error:  # noqa: BLE001 - whatever it is, the run has to be told
            pipe.send(Ready(" ".join(f"{type(error).__name__}: {error}".split())))
            return
        pipe.send(Ready())
        try:
            while True:
                pipe.send(work(pipe.recv(), state))
        except MemoryError:
            os._exit(OUT_OF_MEMORY)


def _begin(settings: Settings) -> _State:
    extractor = Extractor(rules=settings.rules) if settings.rules else shared()
    extractor = extractor.within(replace(extractor.limits, max_chars=settings.options.max_chars))
    if settings.max_memory is not None:
        _limit_memory(settings.max_memory)
    return _State(settings, extractor, Journal(settings.journal, is_writable=False))


def _limit_memory(megabytes: int) -> None:
    """What this process may write to; the address space, which some systems do not limit, where there is no such limit."""
    if peak_mb() > megabytes:
        raise MemoryError(f"{peak_mb():.0f} MB are taken before the first article")
    kind = resource.RLIMIT_DATA if sys.platform.startswith("linux") else resource.RLIMIT_AS
    _, hard = resource.getrlimit(kind)
    size = megabytes << 20
    resource.setrlimit(kind, (size if hard == resource.RLIM_INFINITY else min(size, hard), hard))


def _end_with_parent() -> None:
    """A run that was killed leaves no workers behind."""
    run = multiprocessing.parent_process()
    if run is not None:
        run.join()
        os._exit(1)


def work(chunk: Sequence[RawInput | Failure], state: _State) -> Worked:
    """Read and extract a chunk of inputs.

    Raises:
        MemoryError: there is no more; whether it is an article's fault shows in a new worker.
    """
    worked = Worked([])
    for found in chunk:
        worked.outcomes.append(_one(found, state, worked.seconds))
    worked.peak_mb = peak_mb()
    return worked


def _one(found: RawInput | Failure, state: _State, seconds: dict[str, float]) -> Outcome:
    if isinstance(found, Failure):
        return Outcome(found.where, b"", "failed", found.size, found.reason, found.message)
    outcome = Outcome(found.address, found.fingerprint(), "failed", found.size)
    began = time.perf_counter()
    try:
        article = prepare(found, state.settings.options)
        add_seconds(seconds, prepare=time.perf_counter() - began)
        if isinstance(article, Failure):
            return outcome.fail(article.reason, article.message)
        return _article(article, outcome, state, seconds)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - a fault of ours in one article must not cost the others
        words = " ".join(f"{type(error).__name__}: {error}".split())
        return outcome.fail("internal", f"the extractor failed on it ({words}); please report it with the text")


def _article(article: ArticleInput, outcome: Outcome, state: _State, seconds: dict[str, float]) -> Outcome:
    settings, rules_hash = state.settings, state.extractor.rulebook.hash
    outcome.text_key = text_key(article.text)
    outcome.article_id = article.id or stable_id("a", article.url, article.text)
    digest = article.raw_sha256 or hashlib.sha256(article.text.encode("utf-8")).hexdigest()
    if state.journal.is_held(outcome.article_id, digest):
        outcome.kind = "unchanged"
        return outcome
    if not settings.is_duplicate_kept:
        outcome.copy_line = _json(copy_record(article, outcome.article_id, digest, "?", rules_hash))
        if state.journal.find_text(outcome.text_key):
            outcome.kind = "duplicate"
            return outcome
    return _extract(article, outcome, state, seconds)


def _extract(article: ArticleInput, outcome: Outcome, state: _State, seconds: dict[str, float]) -> Outcome:
    settings = state.settings
    began = time.perf_counter()
    extraction = state.extractor.extract(
        article.text,
        published=article.published,
        title=article.title,
        url=article.url,
        id=outcome.article_id,
        raw_sha256=article.raw_sha256,
    )
    extracted = time.perf_counter()
    if not settings.is_text_kept:
        extraction = extraction.model_copy(update={"article": extraction.article.model_copy(update={"text": None})})
    outcome.line = _json(extraction)
    written = time.perf_counter()
    if settings.is_near_sought:
        outcome.sketch = sketch(article.text)
    add_seconds(seconds, extract=extracted - began, serialize=written - extracted, sketch=time.perf_counter() - written)
    outcome.kind = "extracted"
    outcome.facts = len(extraction.facts)
    outcome.is_undated = bool(extraction.facts) and extraction.article.published is None
    outcome.skipped = dict(Counter(s.reason for s in extraction.skipped))
    return outcome


def _json(extraction: Extraction) -> bytes:
    return extraction.model_dump_json().encode("utf-8")
