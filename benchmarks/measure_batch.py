"""The batch at size: articles by the hundred thousand into SQLite and PostgreSQL, two workers against one, kills and resumes.

    python benchmarks/measure_batch.py all [--articles 100000]
    python benchmarks/measure_batch.py speed | sinks | kills | sqlite | postgresql [--articles N]

Prints one JSON object a measurement. PostgreSQL is started on loopback (Debian package ``postgresql``). Takes an hour for 100,000 articles
on two cores; ``make measure`` runs it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "services")]
KILLS = 10
SMALL = 1000


def generate(count: int, folder: Path) -> tuple[Path, dict]:
    """So many articles, one in fifty broken, and what must become of them."""
    path = folder / f"articles-{count}.jsonl"
    done = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / "generate_articles.py"), str(count), str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    return path, json.loads(done.stdout)


def extractor(source: Path, sink: str, folder: Path, *more: str) -> tuple[dict, float]:
    """A run by the command line; its report, and the seconds of the whole process."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "extractor", "run", str(source), "--to", sink, "--quiet", "--run-dir", str(folder), *more]
    done = subprocess.run(command, stderr=subprocess.PIPE, text=True, cwd=ROOT)
    if done.returncode not in (0, 1):
        raise SystemExit(done.stderr)
    return json.loads((folder / "report.json").read_text(encoding="utf-8")), time.perf_counter() - began


def tell(name: str, **figures: object) -> None:
    print(json.dumps({"measurement": name, **figures}, ensure_ascii=False), flush=True)


def measure_speed(folder: Path, count: int) -> None:
    """Two workers against one into a sink that keeps nothing, medians of five; the share of the sinks with one worker."""
    source, _ = generate(count, folder)
    seconds: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(5):
        for workers, taken in seconds.items():
            report, _whole = extractor(source, "null:", folder / "run", "--workers", str(workers))
            taken.append(report["seconds"])
    one, two = (statistics.median(seconds[n]) for n in (1, 2))
    tell("two workers against one", articles=count, one=round(one, 2), two=round(two, 2), ratio=round(one / two, 3))


def measure_sinks(folder: Path, count: int, postgres: str) -> None:
    """Time in the sink as a share of the whole, one worker."""
    source, _ = generate(count, folder)
    for name, sink in {
        "jsonl": f"{folder}/facts.jsonl",
        "csv": f"{folder}/facts.csv",
        "parquet": f"{folder}/facts.parquet",
        "duckdb": f"duckdb:///{folder}/facts.duckdb",
        "sqlite": f"sqlite:///{folder}/facts.db",
        "postgresql": postgres,
    }.items():
        report, _ = extractor(source, sink, folder / "run", "--workers", "1")
        share = report["stages"]["sink"] / report["seconds"]
        tell("share of the sink", sink=name, articles=count, seconds=report["seconds"], share=round(share, 4))


def measure_loads(folder: Path, count: int, name: str, sinks: dict[int, str]) -> None:
    """1,000 and ``count`` articles into a database: each accounted for, and how the peaks of memory compare."""
    peaks = {}
    for size, sink in sinks.items():
        source, expected = generate(size, folder)
        report, _ = extractor(source, sink, folder / "run", "--workers", "2")
        peaks[size] = report["peak_mb"]
        tell(
            f"into {name}", articles=size, workers=2, seconds=report["seconds"], facts=report["facts"], peak_mb=report["peak_mb"]
        )
        _check(report, expected)
    ratios = {who: round(peaks[count][who] / peaks[SMALL][who], 3) for who in peaks[SMALL]}
    tell(f"growth of peak memory, {name}", articles=count, **ratios)


def _check(report: dict, expected: dict) -> None:
    for name, counts in expected.items():
        if report[name] != counts:
            raise SystemExit(f"{name}: expected {counts}, the report says {report[name]}")
    tell("accounted for", **{name: report[name] for name in expected})


def measure_kills(folder: Path, count: int) -> None:
    """Killed at ten random moments and resumed: the database equals that of an undisturbed run."""
    source, _ = generate(count, folder)
    whole, killed = folder / "whole.db", folder / "killed.db"
    _, seconds = extractor(source, f"sqlite:///{whole}", folder / "whole.run", "--workers", "2")
    draw = random.Random(time.time_ns())
    moments = []
    while len(moments) < KILLS:
        command = [
            sys.executable,
            "-m",
            "extractor",
            "run",
            str(source),
            "--to",
            f"sqlite:///{killed}",
            "--quiet",
            "--workers",
            "2",
        ]
        command += [
            "--run-dir",
            str(folder / "killed.run"),
            *(["--resume"] if (folder / "killed.run" / "journal.sqlite").exists() else []),
        ]
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL, cwd=ROOT)
        moment = draw.uniform(0.5, seconds * 0.35)
        try:
            process.wait(moment)
            break
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            moments.append(round(moment, 1))
    report, _ = extractor(source, f"sqlite:///{killed}", folder / "killed.run", "--workers", "2", "--resume")
    is_equal = _digest(whole) == _digest(killed)
    tell(
        "killed and resumed",
        articles=count,
        kills=len(moments),
        after_seconds=moments,
        resumed=report["resumed"],
        is_equal=is_equal,
    )
    if not is_equal:
        raise SystemExit("the outcome is not that of an undisturbed run")


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with sqlite3.connect(path) as connection:
        for table in ("articles", "entities", "facts", "skipped", "checks"):
            for row in connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2"):
                digest.update(repr(row).encode())
    return digest.hexdigest()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["speed", "sinks", "kills", "sqlite", "postgresql", "all"])
    parser.add_argument("--articles", type=int, default=100_000)
    options = parser.parse_args()
    from postgres import serve

    folder = Path(tempfile.mkdtemp(prefix="extractor-measure-"))
    tell("machine", cores=os.cpu_count(), python=sys.version.split()[0], date=time.strftime("%Y-%m-%d"))
    try:
        if options.what in ("speed", "all"):
            measure_speed(folder, min(options.articles, 3000))
        if options.what in ("sinks", "all"):
            with serve() as server:
                measure_sinks(folder, min(options.articles, 1000), server.create("facts"))
        if options.what in ("kills", "all"):
            measure_kills(folder, min(options.articles, 3000))
        if options.what in ("sqlite", "all"):
            sizes = (SMALL, options.articles)
            measure_loads(folder, options.articles, "SQLite", {n: f"sqlite:///{folder}/facts-{n}.db" for n in sizes})
        if options.what in ("postgresql", "all"):
            with serve() as server:
                sizes = (SMALL, options.articles)
                measure_loads(folder, options.articles, "PostgreSQL", {n: server.create(f"facts{n}") for n in sizes})
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
