"""Long names in code may break behind an underscore, and only there: in a narrow column general_public_budget_revenue is three whole lines.

The break is put into the finished page: the text that is searched and copied stays one word.
"""

from __future__ import annotations

import re
from typing import Any

from sphinx.application import Sphinx

_CODE = re.compile(r'(?<=<span class="pre">)[^<]*_[^<]*(?=</span>)')


def with_breaks(page: str) -> str:
    """The page with an opportunity to break behind each underscore within a name."""
    return _CODE.sub(lambda name: re.sub(r"(?<=[^_])_(?=[^_])", "_<wbr>", name.group()), page)


def _on_page(app: Sphinx, name: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    if "body" in context:
        context["body"] = with_breaks(context["body"])


def setup(app: Sphinx) -> dict[str, Any]:
    app.connect("html-page-context", _on_page)
    return {"parallel_read_safe": True, "version": "1"}
