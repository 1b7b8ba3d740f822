"""Worker processes that may be killed, hang or run out of memory without harm to the run."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import TimeoutError
from contextlib import contextmanager

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from extractor.batch.outcomes import Outcome
from extractor.batch.worker import Settings, Worked, start, work
from extractor.io.inputs import Failure, RawInput

Chunk = Sequence[RawInput | Failure]

CHUNK_INPUTS = 16
CHUNK_BYTES = 1 << 18
"""A chunk ends at either: small enough to share out evenly, large enough that sending it costs nothing."""

_AHEAD = 3
"""Chunks under way for each worker: none waits for work, and memory stays what it is."""


def chunks(inputs: Iterable[RawInput | Failure]) -> Iterator[Chunk]:
    """Inputs in their order, some at a time."""
    chunk: list[RawInput | Failure] = []
    size = 0
    for found in inputs:
        chunk.append(found)
        size += len(found.payload) if isinstance(found, RawInput) else 0
        if len(chunk) >= CHUNK_INPUTS or size >= CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


@contextmanager
def open_pool(workers: int, settings: Settings) -> Iterator[ProcessPool]:
    """Worker processes, ready; gone at the end whatever happens."""
    context = multiprocessing.get_context("forkserver")
    if not settings.rules:
        context.set_forkserver_preload(["extractor.batch.preload"])
    pool = ProcessPool(max_workers=workers, initializer=start, initargs=(settings,), context=context)
    try:
        yield pool
        pool.close()
    except BaseException:
        pool.stop()
        raise
    finally:
        pool.join()


def work_all(pool: ProcessPool, workers: int, inputs: Iterable[Chunk], max_seconds: float) -> Iterator[Worked]:
    """What becomes of each chunk, in order.

    Args:
        pool: see ``open_pool``.
        workers: how many it has.
        inputs: the chunks.
        max_seconds: an article that takes longer, alone, is given up.
    """
    under_way: deque[tuple[Chunk, ProcessFuture[Worked]]] = deque()
    for chunk in inputs:
        under_way.append((chunk, pool.schedule(work, args=(chunk,), timeout=max_seconds)))
        if len(under_way) >= workers * _AHEAD:
            yield from _settle(pool, *under_way.popleft(), max_seconds)
    while under_way:
        yield from _settle(pool, *under_way.popleft(), max_seconds)


def _settle(pool: ProcessPool, chunk: Chunk, future: ProcessFuture[Worked], max_seconds: float) -> Iterator[Worked]:
    """A chunk that took too long, or killed its worker, is worked through one by one: only what does it alone fails."""
    try:
        yield future.result()
    except (TimeoutError, ProcessExpired) as error:
        if len(chunk) == 1:
            yield Worked([_failed(chunk[0], error, max_seconds)])
            return
        for found in chunk:
            yield from _settle(pool, [found], pool.schedule(work, args=([found],), timeout=max_seconds), max_seconds)


def _failed(found: RawInput | Failure, error: Exception, max_seconds: float) -> Outcome:
    if isinstance(found, Failure):
        return Outcome(found.where, b"", "failed", found.size, found.reason, found.message)
    outcome = Outcome(found.address, found.fingerprint(), "failed", found.size)
    if isinstance(error, ProcessExpired):
        return outcome.fail(
            "crashed",
            f"the worker died of it (exit code {error.exitcode}; out of memory, perhaps); look at the text, and leave it out or split it",
        )
    return outcome.fail(
        "time_limit", f"not done in {max_seconds:g} s; look at the text, split it, or raise the limit with --max-seconds"
    )
