"""The lock file: all that setup.cfg asks for is pinned in it, every pin has its hashes, and nothing else is there."""

from __future__ import annotations

import configparser
import re
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.markers import Marker, default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PYTHONS = ("3.11.7", "3.12.0", "3.13.0", "3.14.0")
ENTRY = re.compile(
    r"(?P<name>[a-z0-9-]+)==(?P<version>[\w.!+]+)(?: ; (?P<marker>[^\\;\n]+))?((?: \\\n    --hash=sha256:[0-9a-f]{64})+)\n"
)
Pins = dict[str, list[tuple[Version, Marker | None]]]


def pins(text: str) -> Pins:
    """Versions of each package, with the marker that says where each is meant."""
    found: Pins = {}
    for entry in ENTRY.finditer(text):
        marker = entry["marker"] and Marker(entry["marker"])
        found.setdefault(canonicalize_name(entry["name"]), []).append((Version(entry["version"]), marker or None))
    return found


def required() -> dict[str, list[Requirement]]:
    """What setup.cfg and pyproject.toml ask for: by extra, the core as ``core``, what builds as ``build``."""
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    groups = {"core": setup["options"]["install_requires"]} | dict(setup["options.extras_require"])
    build = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["build-system"]["requires"]
    lines = {name: [line for line in text.splitlines() if line and not line.startswith("#")] for name, text in groups.items()}
    return {name: [Requirement(line) for line in given] for name, given in (lines | {"build": build}).items()}


def unmet(groups: dict[str, list[Requirement]], locked: Pins, python: str) -> list[str]:
    """Requirements that have no pin on Linux under this Python, or one that they do not admit."""
    here = default_environment() | {
        "python_version": ".".join(python.split(".")[:2]),
        "python_full_version": python,
        "sys_platform": "linux",
        "os_name": "posix",
        "platform_system": "Linux",
        "platform_machine": "x86_64",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    wrong = []
    for group, requirements in groups.items():
        for one in requirements:
            if one.marker and not one.marker.evaluate(here):
                continue
            meant = [v for v, marker in locked.get(canonicalize_name(one.name), []) if marker is None or marker.evaluate(here)]
            if len(meant) != 1 or not one.specifier.contains(meant[0]):
                wrong.append(f"{group}: {one} is locked at {', '.join(map(str, meant)) or 'nothing'}")
    return wrong


@pytest.mark.parametrize("python", PYTHONS)
def test_what_setup_cfg_asks_for_is_locked_at_a_version_that_it_admits(python):
    groups = required()
    assert len(groups["core"]) > 10 and {"test", "services", "docs", "audit", "build"} <= set(groups)
    assert unmet(groups, pins(LOCK), python) == [], "make lock"


def test_the_lock_holds_pins_with_hashes_and_nothing_else():
    """No index, no link, no path, no option: each would be read from where the file was made."""
    comment = re.compile(r"(?:#[^\n]*\n)*")
    rest = comment.sub("", ENTRY.sub("", LOCK), count=1)
    assert rest == "" and len(pins(LOCK)) > 100
    comments = comment.match(LOCK)
    assert comments and "make lock" in comments[0] and not re.search(r"://|/\w|--\w", comments[0])


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (r"(?m)^jieba==[\w.]+", "jieba==0.1", "core: jieba>=0.42.1 is locked at 0.1"),
        (r"(?m)^setuptools==(?s:.+?)\n(?=[a-z#]|\Z)", "", "build: setuptools>=68 is locked at nothing"),
    ],
)
def test_a_pin_that_is_missing_or_too_old_is_told(old, new, complaint):
    changed, count = re.subn(old, new, LOCK)
    assert count == 1 and complaint in unmet(required(), pins(changed), "3.11.7")


@pytest.mark.parametrize("line", ["--index-url https://example.org/simple\n", "-e .\n", "six==1.17.0\n", "./a.whl\n", "six>=1\n"])
def test_what_is_no_pin_with_a_hash_is_seen(line):
    assert ENTRY.sub("", LOCK + line).endswith(line)


def test_what_locked_packages_need_is_locked_too():
    """As far as they are installed here at the version of the lock, which all are in CI: nothing gets in unpinned."""
    locked, here = pins(LOCK), {one.metadata["Name"]: one for one in metadata.distributions()}
    same = [one for name, one in here.items() if Version(one.version) in [v for v, _ in locked.get(canonicalize_name(name), [])]]
    assert same, "no locked package is installed"
    needs = {f"{one.name} {one.version}": [Requirement(line) for line in one.requires or []] for one in same}
    plain = {group: [one for one in asked if not (one.marker and "extra" in str(one.marker))] for group, asked in needs.items()}
    assert unmet(plain, locked, ".".join(map(str, sys.version_info[:3]))) == []
