"""The article of a web page: its main text with tables as Markdown, its title and its date (the extra ``html``).

trafilatura finds the main text; where it leaves out much of what stands in the container that the publishing systems of
government sites keep the article in, the container's text is taken.
"""

from __future__ import annotations

import logging
import unicodedata
from dataclasses import dataclass
from typing import Any

import regex

from extractor.io.dates import iso_date
from extractor.io.page_templates import Tags, containers, read_tags
from extractor.io.page_text import render, squeeze, tables_as_lines

_FEWEST_HAN = 20
"""A container with fewer Chinese characters is none: it holds a link or a picture."""
_ENOUGH = 0.8
"""The share of a container's characters, and of its digits, below which trafilatura has left out too much."""
_SIGNS = regex.compile(r"[\s|:-]+")
_WHOLE = regex.compile(r"<(?:html|body|head|!doctype)\b", regex.IGNORECASE)
_SITE = regex.compile(r"(?:\s*(?:[_|—-]|--)\s*[^_|—-]*(?:网|网站|门户|政府|平台|频道|[局厅委办]|委员会|办公室|中心))+\s*$")
"""What a page's title says after the article's: column and site."""


class NoHtml(ValueError):
    """The page can't be read. The message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says: ``text`` begins with the title and the source, where the page's text does not hold them anyway."""

    text: str
    title: str | None
    published: str | None
    url: str | None = None


def read_page(html: str) -> Page:
    """Take the article out of a page.

    Args:
        html: the page, decoded.

    Raises:
        NoHtml: trafilatura is not installed, or there is no article in the page.
    """
    try:
        import trafilatura
    except ImportError as error:
        raise NoHtml(f"reading HTML needs the extra 'html' ({error}); pip install 'extractor-zh[html]'") from None
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # a page without an article is told in our words
    if not _WHOLE.search(html):  # a column may hold just the inside of a page, which trafilatura does not take for HTML
        html = f"<html><body>{html}</body></html>"
    tree = trafilatura.load_html(html)
    if tree is None:
        raise NoHtml("no article found in the page; save its main part as text")
    tags, held = read_tags(tree), _held(tree)
    rules = tables_as_lines(tree)
    is_told = bool(tags.title and _date(tags))  # looking for title and date takes as long as looking for the text
    found = trafilatura.bare_extraction(
        tree, include_tables=True, include_comments=False, favor_recall=True, with_metadata=not is_told
    )
    body = _better(_ruled(found.text or "", rules) if found is not None else "", held)
    if not body:
        raise NoHtml("no article found in the page; save its main part as text")
    title = tags.title or _SITE.sub("", (found.title if found is not None else _title(tree)) or "").strip() or None
    published = _date(tags) or (found.date if found is not None else None)
    return Page(_with_head(body, title, tags.source), title, published, tags.url)


def _ruled(text: str, rules: dict[str, str]) -> str:
    """The text found, with the lines under the heads of tables."""
    lines = []
    for line in unicodedata.normalize("NFC", text).strip().split("\n"):
        rule = rules.get(squeeze(line))
        lines += [line] if rule is None else [line, rule]
    return "\n".join(lines)


def _held(tree: Any) -> str:
    """The text of the container of the article, empty where there is none."""
    return next((text for one in containers(tree) if len(regex.findall(r"\p{Han}", text := render(one))) >= _FEWEST_HAN), "")


def _better(found: str, held: str) -> str:
    whole, part = _SIGNS.sub("", held), _SIGNS.sub("", found)
    is_short = len(part) < _ENOUGH * len(whole) or _digits(part) < _ENOUGH * _digits(whole)
    return held if is_short else found


def _digits(text: str) -> int:
    return sum(char.isdigit() for char in text)


def _title(tree: Any) -> str | None:
    """The title that a page gives itself."""
    title = next(tree.iter("title"), None)
    return title.text if title is not None else None


def _date(tags: Tags) -> str | None:
    try:
        return iso_date(tags.published) if tags.published else None
    except ValueError:
        return None


def _with_head(body: str, title: str | None, source: str | None) -> str:
    """The text with the title at its head, and a line that names the source under it, where it does not say them itself."""
    head = [title] if title and title not in body else []
    if source and not regex.search(rf"来源\s*[:：]\s*{regex.escape(source)}", body):
        if title and body.startswith(f"{title}\n"):
            head, body = [title], body[len(title) + 1 :]
        head.append(f"来源:{source}")
    return "\n".join([*head, body])
