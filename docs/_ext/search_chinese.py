"""Search in English pages that hold Chinese words: Chinese is indexed, and asked for, by pairs of neighbouring characters.

Sphinx's own Chinese index holds the words that jieba cuts, but the browser can't cut a question so: 工业增加值 would not be found
within 规模以上工业增加值. Pairs need no dictionary, and page and question are cut alike.
"""

from __future__ import annotations

import re
from typing import Any

from sphinx.application import Sphinx
from sphinx.search.en import SearchEnglish

_PARTS = re.compile(r"([\u3400-\u9fff]+)|[^\W\u3400-\u9fff]+")


class SearchChineseWords(SearchEnglish):
    """English words as they are; of a Chinese run its characters and its pairs: 增加值 is 增, 加, 值, 增加, 加值."""

    lang = "en-zh"
    language_name = "English"  # of the stemmer, in the browser's code
    js_splitter_code = r"""
var splitQuery = (query) =>
  (query.match(/[\u3400-\u9fff]+|[^\u3400-\u9fff]+/gu) || []).flatMap((part) => {
    if (!/[\u3400-\u9fff]/u.test(part)) return part.split(/[^\p{Letter}\p{Number}_]+/gu).filter((word) => word);
    if (part.length < 2) return [part];
    return Array.from({ length: part.length - 1 }, (_, at) => part.slice(at, at + 2));
  });
"""

    def split(self, input: str) -> list[str]:
        found: list[str] = []
        for match in _PARTS.finditer(input):
            run = match.group()
            pairs = [run[at : at + 2] for at in range(len(run) - 1)]
            found += [*run, *pairs] if match.group(1) else [run]
        return found


def setup(app: Sphinx) -> dict[str, Any]:
    app.add_search_language(SearchChineseWords)
    return {"parallel_read_safe": True, "version": "1"}
