"""The tutorial runs from its first cell to its last."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbclient import NotebookClient

DOCS = Path(__file__).parent.parent / "docs"


def test_the_tutorial_runs_and_draws_its_charts():
    notebook = nbformat.read(DOCS / "tutorial.ipynb", as_version=4)
    assert not any(cell.get("outputs") for cell in notebook.cells), "it is kept without outputs"
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(DOCS)}}).execute()
    shown = [set(output.get("data", {})) for cell in notebook.cells for output in cell.get("outputs", ())]
    assert sum("image/svg+xml" in kinds for kinds in shown) == 2
    assert sum("text/html" in kinds for kinds in shown) >= 8
    (pairs,) = [
        o for c in notebook.cells for o in c.get("outputs", ()) if "value_actual" in o.get("data", {}).get("text/plain", "")
    ]
    assert "荆门高新区 规上工业总产值" in pairs["data"]["text/plain"]
