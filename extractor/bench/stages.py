"""Where the time of ``extract`` goes: the steps of the pipeline, timed in place."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from typing import Any

STAGES: dict[str, tuple[str, ...]] = {
    "clean": ("clean",),
    "segment": ("segment", "sentences", "join_wrapped"),
    "find periods": ("find_periods",),
    "find entities": ("find_entities",),
    "find numerals that are none": ("find_pseudo",),
    "find quantities": ("find_quantities",),
    "find metrics and cues": ("find_metrics", "find_cues"),
    "jieba": ("whole_words",),
    "tables": ("find_tables", "link_tables"),
    "link": ("link",),
    "subjects": ("find_home", "fill_subjects"),
    "status, period, basis": ("fill_status", "fill_periods", "fill_bases"),
    "records": ("build_facts", "build_entities", "keep_ledger"),
    "checks and confidence": ("check_facts", "rate"),
}
"""The functions of ``extractor.pipeline`` that make up each stage; none of them calls another."""


def stage_times(texts: Sequence[str]) -> dict[str, float]:
    """Each stage's share of the whole, JSON included; ``the rest`` is what no stage counts."""
    from extractor.pipeline import Extractor

    extract = Extractor().extract
    extract(texts[0])
    taken: dict[str, float] = dict.fromkeys([*STAGES, "JSON"], 0.0)
    began = time.process_time()
    with _timed(taken):
        for text in texts:
            made = extract(text)
            before = time.process_time()
            made.model_dump_json()
            taken["JSON"] += time.process_time() - before
    whole = time.process_time() - began
    shares = {name: seconds / whole for name, seconds in taken.items()}
    return shares | {"the rest": 1 - sum(shares.values())}


@contextmanager
def _timed(taken: dict[str, float]) -> Iterator[None]:
    """The functions of all stages, replaced for as long as the block runs by ones that look at the clock."""
    from extractor import pipeline

    own = {name: getattr(pipeline, name) for names in STAGES.values() for name in names}
    try:
        for stage, names in STAGES.items():
            for name in names:
                setattr(pipeline, name, _watched(own[name], stage, taken))
        yield
    finally:
        for name, function in own.items():
            setattr(pipeline, name, function)


def _watched(function: Callable[..., Any], stage: str, taken: dict[str, float]) -> Callable[..., Any]:
    @wraps(function)
    def watched(*args: Any, **more: Any) -> Any:
        before = time.process_time()
        try:
            return function(*args, **more)
        finally:
            taken[stage] += time.process_time() - before

    return watched
