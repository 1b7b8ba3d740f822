"""Reading articles from files, folders, tables, archives and standard input: the front door of this package.

What can't be read becomes a ``Failure``; the rest goes on.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO

from extractor.io.dates import iso_date
from extractor.io.inputs import ArticleInput, Failure, Options, RawInput, printable
from extractor.io.limits import ReadingLimits
from extractor.io.prepare import prepare
from extractor.io.sources import read_inputs
from extractor.limits import MAX_CHARS

__all__ = [
    "MAX_CHARS", "ArticleInput", "Failure", "Options", "RawInput", "ReadingLimits", "iso_date", "prepare", "printable",
    "read_articles", "read_inputs",
]  # fmt: skip


def read_articles(source: Path | str, options: Options, *, stdin: IO[bytes] | None = None) -> Iterator[ArticleInput | Failure]:
    """The articles of one source, see ``read_inputs``.

    Examples:
        >>> from extractor.io.read import Options, read_articles
        >>> articles = list(read_articles("samples/", Options()))
        >>> len(articles), articles[0].where, articles[0].text[:12]
        (15, 'samples/bureau_monthly.txt', '国家统计局：9 月份国民')
    """
    for raw in read_inputs([str(source)], options, stdin=stdin):
        yield raw if isinstance(raw, Failure) else prepare(raw, options)
