"""The article of a web page: its main text with tables as Markdown, its title and its date, by trafilatura (the extra ``html``)."""

from __future__ import annotations

import logging
from dataclasses import dataclass


class NoHtml(ValueError):
    """The page can't be read. The message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says: ``text`` begins with the title, where the page's text does not hold it anyway."""

    text: str
    title: str | None
    published: str | None


def read_page(html: str) -> Page:
    """Take the article out of a page.

    Args:
        html: the page, decoded.

    Raises:
        NoHtml: trafilatura is not installed, or finds no article in the page.
    """
    try:
        import trafilatura
    except ImportError as error:
        raise NoHtml(f"reading HTML needs the extra 'html' ({error}); pip install 'extractor-zh[html]'") from None
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # a page without an article is told in our words
    found = trafilatura.bare_extraction(html, include_tables=True, include_comments=False, favor_recall=True, with_metadata=True)
    body = trafilatura.extract(html, include_tables=True, include_comments=False, favor_recall=True)
    if found is None or not body or not body.strip():
        raise NoHtml("no article found in the page; save its main part as text")
    title = found.title or None
    text = body if title is None or title in body else f"{title}\n{body}"
    return Page(text, title, found.date or None)
