"""What only a process of its own shows: its start, its memory, and how two workers share the work."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

_START = """
import sys, time
began = time.perf_counter()
import extractor
imported = time.perf_counter()
extractor.extract(sys.stdin.read())
print(imported - began, time.perf_counter() - began)
"""
_MEMORY = """
import json, sys
from extractor.bench.process import peak
from extractor.pipeline import Extractor
extractor = Extractor()
loaded = peak()
for text in json.load(sys.stdin):
    extractor.extract(text).model_dump_json()
print(loaded, peak())
"""


def cold_start(text: str, rounds: int) -> dict[str, float]:
    """Seconds from the first line of a program to ``import extractor`` and to the first result, medians; caches are warm."""
    _run(_START, text)
    taken = [list(map(float, _run(_START, text).split())) for _ in range(rounds)]
    imported, first = (statistics.median(column) for column in zip(*taken, strict=True))
    return {"import": imported, "first result": first}


def memory(texts: Sequence[str]) -> dict[str, float]:
    """Peak resident memory of one process in MB: with all rules loaded, and after all texts."""
    loaded, peaked = map(float, _run(_MEMORY, json.dumps(list(texts))).split())
    return {"loaded": loaded, "after all texts": peaked}


def peak() -> float:
    """This process's largest resident memory so far, MB (``VmHWM``; elsewhere than on Linux ``ru_maxrss``)."""
    try:
        line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    except (OSError, StopIteration):
        import resource

        scale = 1 << 20 if sys.platform == "darwin" else 1 << 10
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / scale


def workers(texts: Sequence[str], counts: Sequence[int], rounds: int, *, least: int = 1500) -> dict[int, float]:
    """Articles a second of ``extractor run`` into a sink that keeps nothing, by number of workers; medians."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "articles.jsonl"
        with source.open("w", encoding="utf-8") as file:
            for number in range(least):
                file.write(json.dumps({"id": str(number), "text": f"{texts[number % len(texts)]}\n（{number}）"}) + "\n")
        taken: dict[int, list[float]] = {count: [] for count in counts}
        for _ in range(rounds):
            for count, own in taken.items():
                own.append(_run_batch(source, folder, count))
    return {count: least / statistics.median(own) for count, own in taken.items()}


def _run_batch(source: Path, folder: Path, count: int) -> float:
    run = folder / f"run{count}"
    command = [sys.executable, "-m", "extractor", "run", str(source), "--to", "null:", "--quiet", "--workers", str(count)]
    subprocess.run([*command, "--run-dir", str(run)], check=True, stdin=subprocess.DEVNULL)  # noqa: S603 - our own program
    taken: float = json.loads((run / "report.json").read_text(encoding="utf-8"))["seconds"]
    return taken


def _run(script: str, text: str) -> str:
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}  # a cache to be warm, too
    command = [sys.executable, "-c", script]
    return subprocess.run(command, input=text, env=env, capture_output=True, check=True, encoding="utf-8").stdout  # noqa: S603 - our own
