"""The parts of the pages that are made anew at each build: pages include them from docs/generated, which git ignores."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import commands
import glossary
import record_tables
from sphinx.application import Sphinx


def pieces() -> dict[str, str]:
    """All generated parts: file name → Markdown."""
    return {"commands.md": commands.reference(), "glossary.md": glossary.catalogue()} | record_tables.tables()


def write(folder: Path) -> None:
    """Write what has changed; files that stay the same keep their time, so that their pages are not built again."""
    folder.mkdir(exist_ok=True)
    for name, text in pieces().items():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    app.connect("builder-inited", lambda app: write(Path(app.srcdir) / "generated"))
    return {"parallel_read_safe": True, "version": "1"}
