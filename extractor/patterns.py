"""Regular expressions of the rules: made of word lists, compiled once and kept for later processes, searched for together."""

from __future__ import annotations

import heapq
import io
import pickle
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import regex

from extractor.cache import read_cache, write_cache

_Store = dict[tuple[str, int], regex.Pattern]
_store: ContextVar[_Store | None] = ContextVar("patterns", default=None)


def compile_pattern(pattern: str, flags: int = 0) -> regex.Pattern:
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


def words_pattern(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first: ``words_pattern(["元", "元/吨", "亩"])`` is ``(?:元(?:/吨)?|亩)``.

    Common beginnings are written once, so that a search does not try hundreds of alternatives at every place.
    """
    tree: dict[str, Any] = {}
    for word in words:
        node = tree
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    return _branches(tree)


def _branches(node: dict[str, Any]) -> str:
    more = [regex.escape(char) + (_branches(after) if after.keys() != {""} else "") for char, after in node.items() if char]
    if not more:
        return ""
    single = len(more) == 1 and "" not in node
    return more[0] if single else f"(?:{'|'.join(more)})" + ("?" if "" in node else "")


@dataclass(slots=True)
class Leftmost:
    """Finds in a text what the one pattern ``a|b|c`` would: the leftmost match, of two at one place that of the earlier pattern.

    Patterns of their own are searched for much faster than their alternation, which tries all of them at every place.
    """

    patterns: Sequence[regex.Pattern]
    text: str
    ahead: list[tuple[int, int, regex.Match]]

    def __init__(self, patterns: Sequence[regex.Pattern], text: str) -> None:
        self.patterns, self.text = patterns, text
        self.ahead = [(m.start(), i, m) for i, pattern in enumerate(patterns) if (m := pattern.search(text))]
        heapq.heapify(self.ahead)

    def find(self, at: int) -> tuple[int, regex.Match] | None:
        """The number of the pattern and the match that is first from ``at`` on, which must not go back from call to call."""
        ahead = self.ahead
        while ahead and ahead[0][0] < at:
            number = ahead[0][1]
            match = self.patterns[number].search(self.text, at) if at <= len(self.text) else None
            if match:
                heapq.heapreplace(ahead, (match.start(), number, match))
            else:
                heapq.heappop(ahead)
        return ahead[0][1:] if ahead else None


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
        return _PatternsOnly(io.BytesIO(content)).load()
    except Exception:  # a pickle that isn't ours raises anything; then all are compiled again
        return {}


def _keep(name: str, patterns: _Store) -> None:
    try:
        content = pickle.dumps(patterns, protocol=pickle.HIGHEST_PROTOCOL)
    except Exception:  # were a later ``regex`` not to pickle its patterns, only time would be lost
        return
    write_cache(_file(name), content)
