"""Search in English pages that hold Chinese words.

The browser looks for a term whole, and from three characters on also inside longer terms. So it is enough that the index
holds Chinese as it is written, and of each run its pairs and its single characters too: 工业增加值 is then found within
规模以上工业增加值, and 工业 by itself. Sphinx's own Chinese index holds jieba's words instead; the browser can't cut a
question into these, so that it would not find 工业增加值 there.
"""

from __future__ import annotations

import re
from typing import Any

from sphinx.application import Sphinx
from sphinx.search.en import SearchEnglish

_HAN = re.compile(r"[\u3400-\u9fff]+")


class SearchChineseWords(SearchEnglish):
    """English, and Chinese of any length."""

    lang = "en-zh"
    language_name = "English with Chinese words"

    def split(self, input: str) -> list[str]:
        found = super().split(input)
        runs = _HAN.findall(input)
        return [*found, *runs, *(run[at : at + size] for run in runs for size in (1, 2) for at in range(len(run) - size + 1))]


def setup(app: Sphinx) -> dict[str, Any]:
    app.add_search_language(SearchChineseWords)
    return {"parallel_read_safe": True, "version": "1"}
