"""The command reference, as typer tells it of the command line itself."""

from __future__ import annotations

import re
import subprocess
import sys

_COMMAND = [sys.executable, "-m", "typer", "extractor.cli.main", "utils", "docs", "--name", "extractor"]


def reference() -> str:
    """All commands with their arguments and options, as Markdown; the page that includes it has the title.

    Raises:
        subprocess.CalledProcessError: typer can't read the command line.
    """
    told = subprocess.run(_COMMAND, capture_output=True, check=True, encoding="utf-8").stdout
    body = told.partition("\n# `extractor`\n")[2] or told.partition("# `extractor`\n")[2]
    # typer's "SOURCE <list[str]>" would be HTML in Markdown outside of code; in headings the code marks are enough
    return re.sub(r"^```console$", "```text", body, flags=re.MULTILINE)
