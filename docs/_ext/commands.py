"""The command reference, as typer tells it of the command line itself."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator

_COMMAND = [sys.executable, "-m", "typer", "extractor.cli.main", "utils", "docs", "--name", "extractor"]


def reference() -> str:
    """All commands with their arguments and options, as Markdown; the page that includes it has the title.

    Raises:
        subprocess.CalledProcessError: typer can't read the command line.
    """
    told = subprocess.run(_COMMAND, capture_output=True, check=True, encoding="utf-8").stdout
    body = told.partition("\n# `extractor`\n")[2] or told.partition("# `extractor`\n")[2]
    body = re.sub(r"^```console$", "```text", body, flags=re.MULTILINE)
    return "\n".join(_linked(body.splitlines())) + "\n"


def _linked(lines: list[str]) -> Iterator[str]:
    """In the lists of commands each name leads to its section."""
    command, is_list = "extractor", False
    for line in lines:
        if heading := re.match(r"#+ `(.+)`$", line):
            command = heading.group(1)
        is_list = line.startswith("**Commands**") or (is_list and not line.startswith(("#", "**")))
        item = re.match(r"\* `(\w+)`(.*)", line) if is_list else None
        yield f"* [`{item.group(1)}`](#{command.replace(' ', '-')}-{item.group(1)}){item.group(2)}" if item else line
