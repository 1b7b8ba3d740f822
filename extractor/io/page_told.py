"""What a page says of its article outside the text: its title, and the day it was published."""

from __future__ import annotations

from typing import Any

import regex

from extractor.io.dates import iso_date
from extractor.io.page_templates import Tags
from extractor.io.page_text import render, squeeze

_BETWEEN = regex.compile(r"(\s*(?:__|[_|]|--+|—|\s-\s?|-\s|-)\s*)")
_SHORTEST_TITLE = 6
_LONGEST_TITLE = 1_000
"""Characters of a page's own title that are looked at: the parts it is tried in are as many as it has dashes."""
_LONGEST_LINE = 200
_DAY = r"\s*[:：]\s*(?P<day>(?:19|20)\d{2}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}(?:\s?日)?)"
_STAMP = regex.compile(rf"发[布表文稿](?:时间|日期){_DAY}")
_LINE_STAMP = regex.compile(rf"^(?:.{{0,30}}发[布表文稿])?(?:时间|日期){_DAY}")
"""A day without saying what of, for pages whose tags name none."""
_SITE = regex.compile(r"(?:\s*(?:[_|—-]|--)\s*[^_|—-]*(?:网|网站|门户|政府|平台|频道|[局厅委办]|委员会|办公室|中心))+\s*$")
"""What a page's title says after the article's: column and site."""


def own_title(tree: Any) -> str | None:
    """The title that a page gives itself."""
    title = next(tree.iter("title"), None)
    return (title.text or "")[:_LONGEST_TITLE] if title is not None else None


def heading(tree: Any) -> str | None:
    """The part of the page's own title that stands in the page as a line of its own: the rest is column and site."""
    parts = _BETWEEN.split(title_without_site(own_title(tree) or "") or "")
    short = (_short_text(element) for element in tree.iter("h1", "h2", "h3", "h4", "p", "div", "td", "span", "strong"))
    whole = {squeeze(text) for text in short if text}
    starts = ["".join(parts[:end]).strip() for end in range(len(parts), 0, -2)]
    return next((start for start in starts if len(start) > _SHORTEST_TITLE and squeeze(start) in whole), None)


def _short_text(element: Any) -> str:
    """The text of an element that could be a line; empty where it is too long, or has many parts."""
    if len(element) > 3:
        return ""
    parts, size = [], 0
    for part in element.itertext():
        parts.append(part)
        size += len(part.strip())
        if size >= _LONGEST_LINE:
            return ""
    text = "".join(parts).strip()
    return text if len(text) < _LONGEST_LINE else ""


def _stamp(tree: Any, pattern: regex.Pattern[str]) -> str | None:
    """The day that the page says it was published on, where it says just one."""
    days = {match["day"] for line in render(tree).split("\n") for match in pattern.finditer(line)}
    try:
        return iso_date(squeeze(days.pop())) if len(days) == 1 else None
    except ValueError:
        return None


def told_day(tags: Tags, tree: Any) -> str | None:
    """The day the page tells: that of the tags, but not the later one of when the page was made anew."""
    official = None if tags.is_made_time else official_day(tags)
    stamp = _stamp(tree, _LINE_STAMP if tags.is_made_time else _STAMP)
    return min(official, stamp) if official and stamp else official or stamp


def title_without_site(said: str) -> str | None:
    """A page's title without what follows the article's."""
    return _SITE.sub("", said[:_LONGEST_TITLE]).strip() or None


def guessed_day(day: str | None) -> str | None:
    """The day that trafilatura found, unless it made it of a year that it found."""
    return None if day is None or day.endswith("-01-01") else day


def official_day(tags: Tags) -> str | None:
    """The day of the tags; None where they name none."""
    try:
        return iso_date(tags.published) if tags.published else None
    except ValueError:
        return None
