"""Batch runs under faults: so many of every kind, at random moments, each run resumed and compared row by row with an undisturbed one.

    python benchmarks/measure_faults.py [--faults 100] [--minutes 60] [--seed N] [--articles 400]

Prints the seed and a table in Markdown; ends with 1 where a row was lost or doubled, a run hung, left a process behind or showed a
traceback. Takes some five seconds a fault on two cores; ``make measure`` runs it. Linux only: it looks into ``/proc``.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
SINKS = {"jsonl": "{}/facts.jsonl", "csv": "{}/facts.csv", "parquet": "{}/facts.parquet", "sqlite": "sqlite:///{}/facts.db",
         "duckdb": "duckdb:///{}/facts.duckdb"}  # fmt: skip
TABLES = ("articles", "entities", "facts", "skipped", "checks")
EACH = 3
"""Faults in one run, with all that resumes it."""
HUNG = 180.0
"""Seconds in which a run that is left alone must end."""


# ---------------------------------------------------------------- the run and its parts
@dataclass
class Run:
    """One run, started as often as it is ended by a fault."""

    articles: Path
    folder: Path
    kind: str
    draw: random.Random
    process: subprocess.Popen[bytes] | None = None
    starts: int = 0
    told: list[str] = field(default_factory=list)
    ended: int = 0
    left: int = 0

    @property
    def journal(self) -> Path:
        return self.folder / "run" / "journal.sqlite"

    def start(self) -> None:
        sink = SINKS[self.kind].format(self.folder)
        more = ["--resume"] if self.done() else []
        command = [sys.executable, "-m", "extractor", "run", str(self.articles), "--to", sink, "-q", "-w", "2"]
        with (self.folder / "told").open("ab") as told:
            self.process = subprocess.Popen([*command, "--run-dir", str(self.folder / "run"), *more], stderr=told, cwd=ROOT)
        self.starts += 1

    def done(self) -> int:
        """Inputs that the journal knows of."""
        try:
            with closing(sqlite3.connect(f"{self.journal.as_uri()}?mode=ro", uri=True)) as connection:
                return connection.execute("SELECT count(*) FROM inputs").fetchone()[0]
        except sqlite3.Error:
            return 0

    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def end(self) -> None:
        """Wait for the run; all its processes must be gone a little later."""
        assert self.process
        workers = self.workers()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(HUNG)
        if self.is_alive():
            self.process.kill()
            raise TimeoutError(f"a run into {self.kind} hangs")
        for _ in range(50):
            if not any(map(is_running, workers)):
                return
            time.sleep(0.1)
        self.left += sum(map(is_running, workers))

    def workers(self) -> list[int]:
        """The processes that the fork server made."""
        assert self.process
        of = children()
        return [worker for child in of.get(self.process.pid, ()) for worker in of.get(child, ())]


def children() -> dict[int, list[int]]:
    """The processes of each process."""
    made: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                parent = (entry / "stat").read_text().rpartition(")")[2].split()[1]
                made.setdefault(int(parent), []).append(int(entry.name))
    return made


def is_running(pid: int) -> bool:
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


# ---------------------------------------------------------------- faults
def _signal(number: int) -> Callable[[Run], bool]:
    def send(run: Run) -> bool:
        assert run.process
        run.process.send_signal(number)
        run.end()
        return True

    return send


def kill_at_the_end(run: Run) -> bool:
    """As the outcome gets its name: when the last input is in the journal, or a file of the outcome is begun."""
    total = run.articles.read_bytes().count(b"\n")
    while run.is_alive() and run.done() < total and not list(run.folder.glob(".*.tmp")):
        time.sleep(0.005)
    time.sleep(run.draw.random() * 0.1)
    return run.is_alive() and _signal(signal.SIGKILL)(run)


def kill_worker(run: Run) -> bool:
    workers = run.workers()
    if workers:
        with suppress(ProcessLookupError):
            os.kill(run.draw.choice(workers), signal.SIGKILL)
    return bool(workers)


def starve_worker(run: Run) -> bool:
    """It gets no more memory than it has."""
    workers = run.workers()
    with suppress(OSError, IndexError):
        pid = run.draw.choice(workers)
        size = int(Path(f"/proc/{pid}/statm").read_text().split()[0]) * resource.getpagesize()
        resource.prlimit(pid, resource.RLIMIT_AS, (size, size))
        return True
    return False


def stop_and_go(run: Run) -> bool:
    """All of it, or one worker, stands still for a while."""
    assert run.process
    pids = run.draw.choice([[run.process.pid], run.workers()[:1], [run.process.pid, *run.workers()]])
    for number in (signal.SIGSTOP, signal.SIGCONT):
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, number)
        if number == signal.SIGSTOP:
            time.sleep(run.draw.random() * 2)
    return bool(pids)


FAULTS: dict[str, Callable[[Run], bool]] = {
    "`kill -9` of the run": _signal(signal.SIGKILL),
    "`kill -9` of the run as it ends": kill_at_the_end,
    "`kill -9` of a worker": kill_worker,
    "worker out of memory": starve_worker,
    "SIGTERM": _signal(signal.SIGTERM),
    "SIGINT": _signal(signal.SIGINT),
    "SIGHUP": _signal(signal.SIGHUP),
    "SIGSTOP, SIGCONT": stop_and_go,
}


def disturb(run: Run, fault: Callable[[Run], bool], count: int) -> int:
    """Do a fault so many times in one run, which is taken up again where it was ended, then let it end."""
    total = run.articles.read_bytes().count(b"\n")
    injected = 0
    for goal in sorted(run.draw.randrange(-total // 3, total) for _ in range(count)):
        if not run.is_alive():
            if run.starts and run.process.returncode in (0, 1):  # done before so many faults
                break
            run.start()
        wait_for(run, goal)
        injected += run.is_alive() and fault(run)
    while not run.is_alive() and run.process.returncode not in (0, 1) and run.starts < 20:
        run.start()
        run.end()
    run.end()
    return injected


def wait_for(run: Run, goal: int) -> None:
    """Until it has begun and so many inputs are done, and a moment longer. A signal that comes before is Python's to answer."""
    while run.is_alive() and not (run.workers() and run.done() >= goal):
        time.sleep(0.01)
    time.sleep(run.draw.random() * (0.3 if goal >= 0 else 2.0))


# ---------------------------------------------------------------- what is there afterwards
def rows(folder: Path, kind: str) -> Counter[str]:
    """All rows of the outcome, of all tables."""
    return Counter(_rows(folder, kind))


def _rows(folder: Path, kind: str) -> Iterator[str]:
    if kind == "jsonl":
        yield from (folder / "facts.jsonl").read_text(encoding="utf-8").splitlines()
    elif kind in ("csv", "parquet"):
        for table in TABLES:
            path = folder / (f"facts.{kind}" if table == "facts" else f"facts.{table}.{kind}")
            yield from (f"{table} {row}" for row in _rows_of_file(path, kind))
    else:
        with _connect(folder, kind) as connection:
            for table in TABLES:
                yield from (f"{table} {row}" for row in connection.execute(f"SELECT * FROM {table}").fetchall())


def _rows_of_file(path: Path, kind: str) -> list[object]:
    if kind == "csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.reader(file))
    import pyarrow.parquet

    return pyarrow.parquet.read_table(path).to_pylist()


def _connect(folder: Path, kind: str):
    if kind == "sqlite":
        return closing(sqlite3.connect(folder / "facts.db"))
    import duckdb

    return duckdb.connect(str(folder / "facts.duckdb"))


def account(folder: Path) -> dict[str, object]:
    """What the run's report counts."""
    report = json.loads((folder / "run" / "report.json").read_text(encoding="utf-8"))
    return {name: report[name] for name in ("inputs", "failed", "facts", "skipped", "refused", "is_complete")}


# ---------------------------------------------------------------- the campaign
@dataclass
class Tally:
    """What came of one kind of fault."""

    runs: int = 0
    injected: int = 0
    resumed: int = 0
    lost: int = 0
    doubled: int = 0
    other: list[str] = field(default_factory=list)

    def line(self, name: str) -> str:
        return f"| {name} | {self.injected} | {self.runs} | {self.resumed} | {self.lost} | {self.doubled} | {len(self.other)} |"


def one_run(
    tally: Tally, name: str, kind: str, whole: Path, articles: Path, folder: Path, draw: random.Random, count: int
) -> None:
    """A run under one kind of fault, compared with the undisturbed one."""
    folder.mkdir()
    run = Run(articles, folder, kind, draw)
    place = f"{name} into {kind}"
    try:
        tally.injected += disturb(run, FAULTS[name], count)
    except TimeoutError as error:
        tally.other.append(str(error))
        return
    tally.runs += 1
    tally.resumed += run.starts - 1
    told = (folder / "told").read_text(encoding="utf-8", errors="replace")
    if "Traceback" in told or run.left or run.process.returncode not in (0, 1):
        tally.other.append(f"{place}: ended with {run.process.returncode}, {run.left} processes left, told {told[-2000:]}")
    if run.process.returncode not in (0, 1):
        return
    expected, found = rows(whole, kind), rows(folder, kind)
    tally.lost += (expected - found).total()
    tally.doubled += (found - expected).total()
    strays = [path.name for path in folder.iterdir() if path.name.endswith((".tmp", "-wal", "-shm", ".wal"))]
    if strays or account(whole) != account(folder):
        tally.other.append(f"{place}: {strays or 'the reports differ'}: {account(whole)} {account(folder)}")
    shutil.rmtree(folder)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--faults", type=int, default=100)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--minutes", type=float, default=60, help="begin no further run after so many")
    parser.add_argument("--only", action="append", help="part of a fault's name; repeatable")
    options = parser.parse_args()
    print(f"seed {options.seed}, {options.articles} articles, 2 workers", flush=True)
    with tempfile.TemporaryDirectory(prefix="extractor-faults-") as name:
        tallies = campaign(Path(name), options)
    print(
        "\n| fault | injected | runs | resumed | rows lost | rows doubled | anything else |\n| --- | --- | --- | --- | --- | --- | --- |"
    )
    for fault, tally in tallies.items():
        print(tally.line(fault))
    wrong = [each for tally in tallies.values() for each in tally.other]
    print("\n".join(wrong))
    sys.exit(1 if wrong or any(tally.lost or tally.doubled for tally in tallies.values()) else 0)


def campaign(folder: Path, options: argparse.Namespace) -> dict[str, Tally]:
    """Undisturbed runs into each sink, then disturbed ones until all faults are done."""
    from tests.making import write_articles

    began, faults, only = time.monotonic(), options.faults, options.only
    draw = random.Random(options.seed)
    articles = write_articles(folder / "articles.jsonl", options.articles, broken=25)
    for kind in SINKS:
        (folder / kind).mkdir()
        whole = Run(articles, folder / kind, kind, draw)
        whole.start()
        whole.end()
    tallies = {name: Tally() for name in FAULTS if not only or any(part in name for part in only)}
    turns = [(name, kind) for kind in SINKS for name in tallies]
    draw.shuffle(turns)
    done, turn = 0, 0
    while done < faults and time.monotonic() - began < 60 * options.minutes:
        name, kind = turns[turn % len(turns)]
        before = tallies[name].injected
        one_run(tallies[name], name, kind, folder / kind, articles, folder / f"run{turn}", draw, min(EACH, faults - done))
        done += tallies[name].injected - before
        turn += 1
        if turn > 4 * faults:
            raise SystemExit("the runs end before a fault can be done; give more --articles")
    return tallies


if __name__ == "__main__":
    main()
