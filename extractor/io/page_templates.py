"""Where the systems that publish China's government sites put an article, and the tags in which they describe it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

CONTAINERS = (
    ".TRS_UEDITOR",  # TRS WCM 7, from its editor
    ".TRS_Editor",  # TRS WCM 6
    "#UCAP-CONTENT",  # UCAP, gov.cn and most provinces
    "#vsb_content",  # Visual SiteBuilder (博达), universities and counties; also vsb_content_2, _501 …
    "#vsb_content_2",
    "#vsb_content_4",
    "#vsb_content_501",
    ".v_news_content",  # the same, inside
    ".wp_articlecontent",  # WebPlus (苏迪), universities and institutes
    ".pages_content",  # gov.cn before 2023 and sites made like it
    ".article-con",  # 大汉 JCMS
    ".bt_content",  # 大汉 JCMS, td in tables
    "#zoom",  # 大汉 JCMS and many more: the part that a visitor may enlarge
    "#Zoom",
    ".zoom",
    ".xxgk_content",  # catalogues of disclosed documents
    ".xxgk-content",
    ".gknbxq_detail",
    ".article-content",  # home-made ones
    ".article_content",
    ".article_con",
    ".news_content",
    ".news-content",
    ".detail-content",
    ".content_detail",
    ".xl_content",
    ".con_text",
    "#articleContent",
    "#article_content",
    "#artibody",
    "#content .con",
    "#mainText",
    "#textBox",
)
"""Selectors, the most special first: ``#id``, ``.class``, either inside another."""

_TAGS = {
    "articletitle": "title",
    "pubdate": "published",
    "publishdate": "published",
    "contentsource": "source",
    "sitename": "site",
    "columnname": "column",
    "author": "author",
    "url": "url",
}


@dataclass(frozen=True, slots=True)
class Tags:
    """What a page's official meta tags say; None where there is no such tag or it is empty."""

    title: str | None = None
    published: str | None = None
    source: str | None = None
    site: str | None = None
    column: str | None = None
    author: str | None = None
    url: str | None = None


def read_tags(tree: Any) -> Tags:
    """The official meta tags of a page; their names count in any case, the first of one name counts."""
    said: dict[str, str] = {}
    for tag in tree.iter("meta"):
        field = _TAGS.get((tag.get("name") or "").strip().lower())
        value = " ".join((tag.get("content") or "").split())
        if field and value:
            said.setdefault(field, value)
    return Tags(**said)


def containers(tree: Any) -> Iterator[Any]:
    """The elements of a page that may hold the article, the most special first."""
    ids, classes = _index()
    found: dict[int, list[Any]] = {}
    for element in tree.iter("div", "td", "article", "section", "span", "form", "ucapcontent"):
        names = [ids.get(element.get("id") or "")] + [classes.get(name) for name in (element.get("class") or "").split()]
        for rank, above in filter(None, names):
            if above is None or any(f"#{one.get('id')}" == above for one in element.iterancestors()):
                found.setdefault(rank, []).append(element)
    for rank in sorted(found):
        yield from found[rank]


_Ranks = dict[str, tuple[int, str | None]]


@lru_cache(maxsize=1)
def _index() -> tuple[_Ranks, _Ranks]:
    """Rank and needed ancestor by id, and by class."""
    ids: _Ranks = {}
    classes: _Ranks = {}
    for rank, selector in enumerate(CONTAINERS):
        *above, last = selector.split()
        (ids if last[0] == "#" else classes)[last[1:]] = rank, above[0] if above else None
    return ids, classes
