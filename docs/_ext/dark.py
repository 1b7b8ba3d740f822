"""Pictures for dark paper: beside ``report-article.png`` lies ``report-article-dark.png``, and the site shows the one that goes with its theme.

Pages name the light one only, so that they read well where this extension is not at work.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

from extractor.view.palette import css_variables

_FACTS = f"""<style>@media (prefers-color-scheme: dark) {{ body:not([data-theme="light"]) .xf {{ {css_variables(is_dark=True)} }} }}</style>"""
"""The theme of a reader who chose none is that of the system, which an extraction that shows itself does not ask for."""


class DarkTwins(SphinxTransform):
    """Puts the dark twin behind each picture that has one."""

    default_priority = 400  # before pictures are collected

    def apply(self, **_: Any) -> None:
        for image in list(self.document.findall(nodes.image)):
            path = Path(image["uri"])
            twin = path.with_stem(f"{path.stem}-dark")
            if not (Path(self.env.srcdir) / twin).exists():
                continue
            other = image.deepcopy()
            other["uri"] = str(twin)
            image["classes"].append("only-light")
            other["classes"].append("only-dark")
            image.parent.insert(image.parent.index(image) + 1, other)


def _on_page(app: Sphinx, name: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    if "cell_output" in context.get("body", ""):
        context["metatags"] = context.get("metatags", "") + _FACTS


def setup(app: Sphinx) -> dict[str, Any]:
    app.add_transform(DarkTwins)
    app.connect("html-page-context", _on_page)
    return {"parallel_read_safe": True, "version": "1"}
