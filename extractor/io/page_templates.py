"""Where the systems that publish China's government sites put an article, and the tags in which they describe it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

CONTAINERS = (
    "ucapcontent",  # UCAP, a tag of its own
    ".TRS_UEDITOR",  # TRS WCM 7, from its editor
    ".TRS_Editor",  # TRS WCM 6
    "#UCAP-CONTENT",  # UCAP, gov.cn and most provinces
    "#ivs_content",  # IVS, Shanghai
    "#easysiteText",  # EasySite
    "#BodyLabel",  # the cyberspace offices
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
    ".zoom",
    "#zoomcon",
    "#fontzoom",
    "#font_area",
    "#detailContent",  # news agencies and newspapers: xinhuanet, people, gmw
    "#p-detail",
    ".rm_txt_con",
    "#p_content",
    ".artDet",
    ".u-mainText",
    ".xxgk_content",  # catalogues of disclosed documents
    ".xxgk-content",
    ".gknbxq_detail",
    "#artibody",  # home-made ones; an inner one before the one around it
    ".conTxt",
    ".main-txt",
    "#the_content",
    "#article",
    ".article-content",
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
    "#content .con",
    "#mainText",
    "#textBox",
)
"""Selectors, the most special first: ``#id``, ``.class``, a tag, one inside an ``#id``; in any case."""

_TAGS = {"articletitle": "title", "pubdate": "published", "publishdate": "published", "contentsource": "source", "url": "url"}


_LONGEST = 1_000
"""Characters of a tag that are looked at."""


@dataclass(frozen=True, slots=True)
class Tags:
    """What the meta tags that government sites must have say of an article; None where one is missing or empty."""

    title: str | None = None
    published: str | None = None
    source: str | None = None
    url: str | None = None
    is_made_time: bool = False
    """Whether ``published`` is only when the page was made anew, as UCAP fills it in."""


def read_tags(tree: Any) -> Tags:
    """The official meta tags of a page, named in any case; of several alike the first counts."""
    said: dict[str, str] = {}
    for tag in tree.iter("meta"):
        field = _TAGS.get((tag.get("name") or "").strip().lower())
        value = " ".join((tag.get("content") or "")[:_LONGEST].split())
        if field and value and (field != "url" or value.startswith("http")):
            said.setdefault(field, value)
    made = {
        " ".join((tag.get("content") or "").split()) for tag in tree.iter("meta") if (tag.get("name") or "").lower() == "others"
    }
    return Tags(**said, is_made_time=f"页面生成时间 {said.get('published')}" in made)


def forget_dates(tree: Any) -> None:
    """Take out the tags that say when the page was made: trafilatura reads them, too."""
    for tag in list(tree.iter("meta")):
        if (tag.get("name") or "").lower() in {"pubdate", "publishdate", "others"}:
            tag.getparent().remove(tag)


def containers(tree: Any) -> Iterator[Any]:
    """The elements of a page that may hold the article, the most special first."""
    ids, classes, tags = _index()
    found: dict[int, list[Any]] = {}
    for mark in tree.iter("meta"):  # 大汉 JCMS marks where the text starts
        if (mark.get("name") or "").lower() == "contentstart" and mark.getparent() is not None and mark.getparent().tag != "head":
            found.setdefault(-1, []).append(mark.getparent())
    for element in tree.iter("div", "td", "article", "section", "span", "form", "font", *tags):
        names = [ids.get((element.get("id") or "").lower()), tags.get(element.tag)]
        names += [classes.get(name) for name in (element.get("class") or "").lower().split()]
        for rank, above in filter(None, names):
            if above is None or any((one.get("id") or "").lower() == above for one in element.iterancestors()):
                found.setdefault(rank, []).append(element)
    for rank in sorted(found):
        yield from found[rank]


_Ranks = dict[str, tuple[int, str | None]]


@lru_cache(maxsize=1)
def _index() -> tuple[_Ranks, _Ranks, _Ranks]:
    """By id, by class and by tag: the rank, and the id that must stand around it."""
    ids: _Ranks = {}
    classes: _Ranks = {}
    tags: _Ranks = {}
    for rank, selector in enumerate(CONTAINERS):
        *above, last = selector.lower().split()
        place = rank, above[0][1:] if above else None
        match last[0]:
            case "#":
                ids[last[1:]] = place
            case ".":
                classes[last[1:]] = place
            case _:
                tags[last] = place
    return ids, classes, tags
