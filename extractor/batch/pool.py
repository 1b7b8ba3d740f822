"""Worker processes that may be killed, hang or run out of memory at any moment without harm to the run.

Each has a pipe of its own, and a thread that waits at its end: a worker that dies half-way through a message breaks its own pipe only.
Pools whose workers share a queue hang for ever when one dies with the queue's lock in its hands.
"""

from __future__ import annotations

import multiprocessing
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from typing import Any

from extractor.batch.folder import RunError
from extractor.batch.outcomes import Outcome
from extractor.batch.worker import OUT_OF_MEMORY, Ready, Settings, Worked, serve
from extractor.io.inputs import Failure, RawInput

Chunk = Sequence[RawInput | Failure]

CHUNK_INPUTS = 16
CHUNK_BYTES = 1 << 18
"""A chunk ends at either: small enough to share out evenly, large enough that sending it costs nothing."""

_AHEAD = 3
"""Chunks under way for each worker: none waits for work, and memory stays what it is."""

_START_SECONDS = 300.0
_START_TRIES = 5
"""A worker may be killed as it starts, too; one that never gets ready is a fault of the machine, not of the articles."""


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


class WorkerDied(Exception):
    """A worker ended before it answered.

    Attributes:
        code: its exit code; ``-9`` for one that was killed.
    """

    def __init__(self, code: int | None) -> None:
        super().__init__(code)
        self.code = code


@dataclass(slots=True)
class Pool:
    """Threads, each with a worker process of its own, started when there is work for it and again after its death."""

    settings: Settings
    context: ForkServerContext
    threads: ThreadPoolExecutor
    own: threading.local = field(default_factory=threading.local)
    lock: threading.Lock = field(default_factory=threading.Lock)
    workers: dict[BaseProcess, Connection] = field(default_factory=dict)
    is_closed: bool = False


@contextmanager
def open_pool(workers: int, settings: Settings) -> Iterator[Pool]:
    """Worker processes; gone at the end whatever happens."""
    context = multiprocessing.get_context("forkserver")
    if not settings.rules:
        context.set_forkserver_preload(["extractor.batch.preload"])
    pool = Pool(settings, context, ThreadPoolExecutor(workers, "worker"))
    try:
        yield pool
    finally:
        pool.is_closed = True
        with pool.lock:
            left = list(pool.workers)
        for process in left:  # none holds anything that it would have to put back
            process.kill()
        pool.threads.shutdown(cancel_futures=True)
        for process in left:
            process.join()


def work_all(pool: Pool, workers: int, inputs: Iterable[Chunk], max_seconds: float) -> Iterator[Worked]:
    """What becomes of each chunk, in order.

    Args:
        pool: see ``open_pool``.
        workers: how many it has.
        inputs: the chunks.
        max_seconds: an article that takes longer, alone, is given up.

    Raises:
        RunError: no worker can be started.
    """
    under_way: deque[tuple[Chunk, Future[Worked]]] = deque()
    for chunk in inputs:
        under_way.append((chunk, pool.threads.submit(_ask, pool, chunk, max_seconds)))
        if len(under_way) >= workers * _AHEAD:
            yield _settle(pool, *under_way.popleft(), max_seconds)
    while under_way:
        yield _settle(pool, *under_way.popleft(), max_seconds)


def _settle(pool: Pool, chunk: Chunk, future: Future[Worked], max_seconds: float) -> Worked:
    """A chunk that took too long, or whose worker died, is worked through one by one: only what does it alone, too, fails."""
    try:
        return future.result()
    except (TimeoutError, WorkerDied):
        alone = [_alone(pool, found, max_seconds) for found in chunk]
    worked = Worked([outcome for each in alone for outcome in each.outcomes])
    for each in alone:
        worked.seconds.update(each.seconds)
        worked.peak_mb = max(worked.peak_mb, each.peak_mb)
    return worked


def _alone(pool: Pool, found: RawInput | Failure, max_seconds: float) -> Worked:
    """One input by itself; where its worker dies once more, that may still be another's doing."""
    for _ in range(2):
        try:
            return pool.threads.submit(_ask, pool, [found], max_seconds).result()
        except WorkerDied as died:
            outcome = _failed(found, died, max_seconds)
        except TimeoutError as late:
            return Worked([_failed(found, late, max_seconds)])
    return Worked([outcome])


def _failed(found: RawInput | Failure, error: Exception, max_seconds: float) -> Outcome:
    if isinstance(found, Failure):
        return Outcome(found.where, b"", "failed", found.size, found.reason, found.message)
    outcome = Outcome(found.address, found.fingerprint(), "failed", found.size)
    if not isinstance(error, WorkerDied):
        return outcome.fail(
            "time_limit", f"not done in {max_seconds:g} s; look at the text, split it, or raise the limit with --max-seconds"
        )
    if error.code == OUT_OF_MEMORY:
        return outcome.fail("crashed", "there is not enough memory for it; split it, give fewer --workers, or raise --max-memory")
    return outcome.fail(
        "crashed",
        f"the worker died of it (exit code {error.code}; out of memory, perhaps); look at the text, and leave it out or split it",
    )


# ---------------------------------------------------------------- in the thread of a worker
def _ask(pool: Pool, chunk: Chunk, seconds: float) -> Worked:
    """Hand a chunk to this thread's worker and wait for the answer.

    Raises:
        TimeoutError: there was none in time.
        WorkerDied: there will be none.
        RunError: no worker can be started.
    """
    process = getattr(pool.own, "process", None)
    if process is None:
        process = pool.own.process = _start(pool)
    try:
        worked: Worked = _exchange(pool, process, chunk, seconds)
        return worked
    except BaseException:
        pool.own.process = None
        _bury(pool, process)
        raise


def _exchange(pool: Pool, process: BaseProcess, chunk: Chunk | None, seconds: float) -> Any:
    """Send a chunk, or nothing to one that starts, and take the answer; a worker that is late is killed, which ends the waiting."""
    pipe = pool.workers[process]
    is_late = threading.Event()

    def give_up() -> None:
        is_late.set()
        process.kill()

    timer = threading.Timer(seconds, give_up)
    timer.daemon = True
    timer.start()
    try:
        if chunk is not None:
            pipe.send(chunk)
        return pipe.recv()
    except (EOFError, OSError):
        if is_late.is_set():
            raise TimeoutError from None
        process.join(10)
        raise WorkerDied(process.exitcode) from None
    finally:
        timer.cancel()


def _start(pool: Pool) -> BaseProcess:
    """A worker that is ready."""
    said = ""
    for wait in range(_START_TRIES):
        process = _launch(pool)
        try:
            answer: Ready = _exchange(pool, process, None, _START_SECONDS)
        except (TimeoutError, WorkerDied) as error:
            said = f"exit code {error.code}" if isinstance(error, WorkerDied) else f"not ready in {_START_SECONDS:g} s"
            _bury(pool, process)
            time.sleep(wait)
            continue
        if answer.fault is None:
            return process
        _bury(pool, process)
        raise _no_worker(answer.fault)
    raise _no_worker(said)


def _no_worker(said: str) -> RunError:
    return RunError(
        f"workers can't be started ({' '.join(said.split())}); look at memory (--max-memory), open files (ulimit -n) and processes "
        "(ulimit -u), give fewer --workers, then go on with --resume"
    )


def _launch(pool: Pool) -> BaseProcess:
    with pool.lock:  # starting looks after the dead of other threads, too
        if pool.is_closed:
            raise WorkerDied(None)
        ours, its = pool.context.Pipe()
        process = pool.context.Process(target=serve, args=(its, pool.settings), daemon=True)
        try:
            process.start()
        except (OSError, EOFError) as error:
            ours.close()
            raise _no_worker(str(error).lower() or "the process that makes them is gone") from error
        finally:
            its.close()
        pool.workers[process] = ours
    return process


def _bury(pool: Pool, process: BaseProcess) -> None:
    with suppress(OSError):
        process.kill()
    with pool.lock:
        pool.workers.pop(process).close()
    process.join(10)
