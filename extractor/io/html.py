"""The article of a web page: its main text with tables as Markdown, its title and its date (the extra ``html``).

The container in which the publishing systems of government sites keep an article is taken; trafilatura finds the main
text where there is none, and where the container is wider than the article.
"""

from __future__ import annotations

import logging
import unicodedata
from dataclasses import dataclass
from typing import Any

import regex

from extractor.io.limits import ReadingLimits
from extractor.io.needs import library
from extractor.io.page_templates import containers, forget_dates, read_tags
from extractor.io.page_text import break_large_tables, drop_menus, render, squeeze, tables_as_lines
from extractor.io.page_told import guessed_day, heading, official_day, own_title, title_without_site, told_day

_FEWEST_HAN = 20
"""A container with fewer Chinese characters is none: it holds a link or a picture."""
_ENOUGH = 0.9
"""The share of a container's sentences and rows of figures that trafilatura's text must hold to be taken for whole."""
_PART = 1 / 3
"""The share of trafilatura's sentences that a container must hold, else it holds another thing than the article."""
_SENTENCES = regex.compile(r"(?<=[。；！？])|\n")
_SAYS = regex.compile(r"[。；！？，]|\p{N}\s*[%％‰万亿元]")
_EMPTY_ROW = regex.compile(r"[|\s]*")
_ONE_CELL = regex.compile(r"\|\s*([^|]*?)\s*\|")
_SIGNS = regex.compile(r"[\s|:-]+")
_BLANKS = regex.compile(r"[ \t\r\f\v\xa0]+")
_WHOLE = regex.compile(r"<(?:html|body|head|!doctype)\b", regex.IGNORECASE)


class NoHtml(ValueError):
    """The page can't be read. The message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says: ``text`` begins with the title and the source, where the page's text does not hold them anyway."""

    text: str
    title: str | None
    published: str | None
    url: str | None = None


def read_page(html: str, table_cells: int = ReadingLimits().table_cells) -> Page:
    """Take the article out of a page.

    Args:
        html: the page, decoded.
        table_cells: see ``ReadingLimits``.

    Raises:
        NoHtml: there is no article in the page.
        NoLibrary: trafilatura is not installed.
    """
    trafilatura = library("page")
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # a page without an article is told in our words
    if not _WHOLE.search(html):  # a column may hold just the inside of a page, which trafilatura does not take for HTML
        html = f"<html><body>{html}</body></html>"
    tree = trafilatura.load_html(html)
    if tree is None:
        raise NoHtml("no article found in the page; save its main part as text")
    break_large_tables(tree, table_cells)
    tags, held, title = read_tags(tree), _held(tree), heading(tree)
    published = told_day(tags, tree)
    if tags.published and not published:
        forget_dates(tree)
    rules = tables_as_lines(tree)
    drop_menus(tree)
    is_told = bool(tags.title and published)  # looking for title and date takes as long as looking for the text
    found = trafilatura.bare_extraction(
        tree, include_tables=True, include_comments=False, favor_recall=True, with_metadata=not is_told
    )
    body = _tidy(_better(_ruled(found.text or "", rules) if found is not None else "", held))
    if not body:
        raise NoHtml("no article found in the page; save its main part as text")
    guess = found if found is not None and not is_told else None
    title = tags.title or title or title_without_site((guess and guess.title) or own_title(tree) or "")
    published = published or guessed_day(guess and guess.date) or official_day(tags)
    return Page(_with_head(body, title, tags.source), title, published, tags.url)


def _ruled(text: str, rules: dict[str, str]) -> str:
    """The text found, with the lines under the heads of tables."""
    lines = []
    for line in unicodedata.normalize("NFC", text).strip().split("\n"):
        rule = rules.get(squeeze(line))
        lines += [line] if rule is None else [line, rule]
    return "\n".join(lines)


def _tidy(text: str) -> str:
    """Blanks squeezed, rows without a cell or with one as plain lines: tables for the layout, as trafilatura writes them."""
    lines = (
        _ONE_CELL.sub(r"\1", _BLANKS.sub(" ", line)).strip() if line.count("|") < 3 else line.strip() for line in text.split("\n")
    )
    return "\n".join(line for line in lines if not _EMPTY_ROW.fullmatch(line))


def _held(tree: Any) -> str:
    """The text of the container of the article, empty where there is none."""
    return next((text for one in containers(tree) if len(regex.findall(r"\p{Han}", text := render(one))) >= _FEWEST_HAN), "")


def _better(found: str, held: str) -> str:
    """The container's text, unless there is none or it is a small part, or trafilatura leaves out only what is no sentence.

    What trafilatura finds beyond the container is nearly always of other articles.
    """
    if not held or _share(held, found) < _PART:
        return found
    return found if _share(found, held) >= _ENOUGH and _size(found) < _size(held) else held


def _share(text: str, other: str) -> float:
    """How much of what the other says a text says, too, counting only sentences and rows of figures."""
    said, needed = _SIGNS.sub("", text), [_SIGNS.sub("", part) for part in _SENTENCES.split(other) if _says_something(part)]
    return sum(len(part) for part in needed if part in said) / sum(map(len, needed)) if needed else 1.0


def _size(text: str) -> int:
    return len(_SIGNS.sub("", text))


def _says_something(part: str) -> bool:
    return bool(_SAYS.search(part)) or (part.startswith("|") and any(char.isdigit() for char in part))


def _with_head(body: str, title: str | None, source: str | None) -> str:
    """The text with the title at its head, and a line that names the source under it, where it does not say them itself."""
    head = [title] if title and title not in body else []
    if source and not regex.search(rf"来源\s*[:：]\s*{regex.escape(source)}", body):
        if title and body.startswith(f"{title}\n"):
            head, body = [title], body[len(title) + 1 :]
        head.append(f"来源:{source}")
    return "\n".join([*head, body])
