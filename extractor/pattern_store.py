"""Regular expressions of the rules, compiled once and kept for later processes: compiling them all takes most of a start."""

from __future__ import annotations

import io
import pickle
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeAlias

import regex

from extractor.cache import read_cache, write_cache

_Store: TypeAlias = "dict[tuple[str, int], regex.Pattern[str]]"
_store: ContextVar[_Store | None] = ContextVar("patterns", default=None)


def compile_pattern(pattern: str, flags: int = 0) -> regex.Pattern[str]:
    """``regex.compile``, from the store where one is in force.

    Raises:
        regex.error: the pattern is wrong.
    """
    store = _store.get()
    if store is None:
        return regex.compile(pattern, flags)
    key = pattern, int(flags)
    if key not in store:
        store[key] = regex.compile(pattern, flags)
    return store[key]


@contextmanager
def stored_patterns(names: Sequence[str]) -> Iterator[None]:
    """Within it, ``compile_pattern`` takes what earlier processes compiled, and what it compiles is kept for later ones.

    Args:
        names: of the stores to read; what they lack is added to the last. A store under the name of some rules never goes
            stale: it is asked by pattern, and other rules have another name.
    """
    read = {name: _load(name) for name in names}
    known = {key: pattern for patterns in read.values() for key, pattern in patterns.items()}
    count = len(known)
    token = _store.set(known)
    try:
        yield
    finally:
        _store.reset(token)
    if len(known) > count:
        others = {key for name in names[:-1] for key in read[name]}
        _keep(names[-1], {key: pattern for key, pattern in known.items() if key not in others})


def _file(name: str) -> str:
    """A compiled pattern is good for one version of ``regex`` on one Python."""
    return f"patterns-{regex.__version__}-{sys.implementation.cache_tag}-{name}"


class _PatternsOnly(pickle.Unpickler):
    """Makes nothing but compiled patterns, whatever the file asks for."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) != ("regex._regex", "compile"):
            raise pickle.UnpicklingError(f"{module}.{name} in a file of patterns")
        return super().find_class(module, name)


def _load(name: str) -> _Store:
    content = read_cache(_file(name))
    if content is None:
        return {}
    try:
        store: _Store = _PatternsOnly(io.BytesIO(content)).load()
        return store
    except Exception:  # noqa: BLE001 - a pickle that isn't ours raises anything; then all are compiled again
        return {}


def _keep(name: str, patterns: _Store) -> None:
    try:
        content = pickle.dumps(patterns, protocol=pickle.HIGHEST_PROTOCOL)
    except Exception:  # noqa: BLE001 - were a later ``regex`` not to pickle its patterns, only time would be lost
        return
    write_cache(_file(name), content)
