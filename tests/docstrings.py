"""The examples in the package's docstrings, and the names that it calls public, from the sources alone: nothing is listed here."""

from __future__ import annotations

import doctest
import shutil
from collections.abc import Callable, Iterator
from importlib import import_module
from inspect import getdoc, isclass
from pathlib import Path
from types import ModuleType
from typing import Any

import extractor

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = Path(extractor.__file__).parent


def modules_with(words: str) -> list[str]:
    """The modules in whose source the words stand."""
    found = [path for path in sorted(PACKAGE.rglob("*.py")) if words in path.read_text(encoding="utf-8")]
    places = (path.relative_to(PACKAGE.parent).with_suffix("") for path in found)
    return [".".join(place.parts).removesuffix(".__init__") for place in places]


def needs_spark(module: str) -> bool:
    """Are its examples for those who have a cluster? ``tests/services`` runs them."""
    return ".spark" in module


def faults_of(module: str, folder: Path) -> str:
    """Run the examples of a module, each docstring's after the other's, in a folder that holds the samples.

    Returns:
        What went wrong, as ``doctest`` tells it.
    """
    if not (folder / "samples").exists():
        shutil.copytree(ROOT / "samples", folder / "samples")
    told: list[str] = []
    runner = doctest.DocTestRunner(verbose=False)
    for test in doctest.DocTestFinder(exclude_empty=True).find(import_module(module)):
        runner.run(test, out=told.append)
    assert runner.tries, f"{module} shows examples that doctest does not find"
    return "".join(told)


def public_names() -> Iterator[tuple[ModuleType, str]]:
    """All that modules name in ``__all__``."""
    for name in modules_with("\n__all__ = "):
        module = import_module(name)
        for public in module.__all__:
            yield module, public


def is_to_be_shown(value: Any) -> bool:
    """What is called or made by a user: no constant, no exception, no protocol."""
    return isinstance(value, Callable) and not (
        isclass(value) and (issubclass(value, Exception) or getattr(value, "_is_protocol", False))
    )


def has_example(value: Any) -> bool:
    """In its own docstring, or, of a class, in that of one of its methods."""
    parts = [value, *vars(value).values()] if isclass(value) else [value]
    return any(">>>" in (getdoc(part) or "") for part in parts)
