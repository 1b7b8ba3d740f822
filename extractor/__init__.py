"""Chinese government press releases to typed, bound, traceable facts.

>>> from extractor import extract
>>> extraction = extract("2023年,全市新增企业17家。")
>>> [(fact.metric, int(fact.value), fact.unit) for fact in extraction.facts]
[('新增企业', 17, '家')]
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from extractor.version import __version__

if TYPE_CHECKING:
    from extractor.limits import Limits, TooLong
    from extractor.parts import find_entities, find_periods, find_quantities
    from extractor.pipeline import Extractor
    from extractor.records import Extraction
    from extractor.view.frames import to_frame

__all__ = [
    "Extraction", "Extractor", "Limits", "TooLong", "__version__", "extract", "find_entities", "find_periods", "find_quantities",
    "to_frame",
]  # fmt: skip

_HOMES = {
    "Extractor": "pipeline",
    "Extraction": "records",
    "Limits": "limits",
    "TooLong": "limits",
    "find_quantities": "parts",
    "find_periods": "parts",
    "find_entities": "parts",
    "to_frame": "view.frames",
}


def __getattr__(name: str) -> Any:
    # loaded when first asked for: importing the package stays quick
    if name not in _HOMES:
        raise AttributeError(f"module 'extractor' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"extractor.{_HOMES[name]}"), name)


def extract(
    text: str, published: Any = None, *, title: str | None = None, url: str | None = None, id: str | None = None
) -> Extraction:
    """Turn one article into records with the shipped rules.

    The first call loads and compiles the rules; later calls share them.

    Args:
        text: the article as scraped.
        published: date of publication, an ISO string or ``datetime.date``.
        title: headline, where known.
        url: where the article was found.
        id: the caller's own id.

    Returns:
        The extraction: article, entities, facts, skipped numerals, checks.

    Raises:
        TypeError: ``text`` is no string.
        ValueError: ``published`` is no ISO date.

    Examples:
        >>> from extractor import extract
        >>> extraction = extract("上半年,衡阳市出口93亿元,增长6.5%。", published="2024-07-20")
        >>> print(extraction.facts)
        衡阳市 出口 93亿元 · level · actual · 2024-H1
        衡阳市 出口 +6.5% · growth yoy · actual · 2024-H1
        >>> extraction.facts[1].period.end
        '2024-06-30'
    """
    from extractor.parts import shared, warn_of_file_name

    warn_of_file_name(text)
    return shared().extract(text, published=published, title=title, url=url, id=id)
