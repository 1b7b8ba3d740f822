"""Settings of the documentation site. ``make docs`` builds it into build/docs; nothing that it shows comes from another host."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE / "_ext")]

from extractor.version import __version__  # noqa: E402

project = "extractor"
author = "the extractor authors"
version = release = __version__
language = "en"
extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "dark", "generated_pages", "name_breaks", "search_chinese"]
exclude_patterns = ["generated", "_ext"]

# Markdown
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
myst_fence_as_directive: list[str] = []
highlight_language = "text"
nb_execution_mode = "force"  # the tutorial is kept without outputs
nb_execution_timeout = 300
nb_execution_raise_on_error = True
nb_merge_streams = True
smartquotes = False  # they would make a dash of the two hyphens of an option

# docstrings
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
autodoc_type_aliases = {"Extraction": "extractor.records.Extraction"}
napoleon_numpy_docstring = False
napoleon_use_rtype = False
nitpicky = True
# types of the standard library and of other packages, whose pages are elsewhere, and inner ones
nitpick_ignore_regex = [
    (r"py:.*", r"(?:collections|datetime|decimal|pathlib|typing|pyarrow|pyspark|pydantic|pa)\..*"),
    (
        r"py:.*",
        r"(?:Iterable|Iterator|Mapping|Sequence|Path|Decimal|Any|date|DataFrame|ValueError|TypeError|TooLong|(?:dict|tuple)\[.*)",
    ),
    (r"py:.*", r"extractor\.(?:io\.inputs\.Failure|sinks\.base\.Sink)"),
]

# the site
html_theme = "furo"
html_title = f"extractor {release}"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sourcelink = False
html_show_copyright = False
html_theme_options = {"navigation_with_keys": True}
html_search_language = "en-zh"
html_search_scorer = str(HERE / "_ext" / "search_scores.js")
