"""Which column of a file of rows, or key of a JSON object, holds which field of an article."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

FIELDS = ("text", "html", "id", "title", "published", "url")
_USUAL: dict[str, tuple[str, ...]] = {
    "text": (
        "content", "body", "article", "full_text", "fulltext", "article_text", "article_content", "main_text", "plain_text",
        "正文", "内容", "文章内容", "正文内容", "新闻内容", "全文", "文章正文", "文本", "內容", "文章內容",
    ),
    "html": ("raw_html", "page", "html_content", "content_html", "page_html", "article_html", "source_html", "网页", "网页源码", "源码", "源代码"),
    "id": ("article_id", "doc_id", "docid", "news_id", "uuid", "_id", "编号", "文章id", "序号", "編號"),
    "title": ("headline", "article_title", "subject", "标题", "题目", "文章标题", "新闻标题", "標題"),
    "published": (
        "publish_time", "pub_date", "publish_date", "date", "pubdate", "published_at", "publish_at", "publishtime", "publishdate",
        "pub_time", "pubtime", "release_date", "release_time", "发布时间", "发布日期", "日期", "发文日期", "成文日期", "时间", "發布時間", "發布日期",
    ),
    "url": ("link", "href", "source_url", "page_url", "article_url", "链接", "网址", "原文链接", "文章链接", "网页链接", "連結", "網址"),
}  # fmt: skip
_SHOWN = 12
_REMEMBERED = 2_000
"""Characters of the names of columns for which it is remembered which is which."""


class NoColumn(ValueError):
    """The columns hold no article. The message lists them and shows the option that names one."""


def check_columns(chosen: Mapping[str, str]) -> None:
    """Are the fields that a caller names columns for fields of an article?

    Raises:
        ValueError: one is not.
    """
    wrong = next((name for name in chosen if name not in FIELDS), None)
    if wrong is not None:
        raise ValueError(f"no field {wrong!r}; a column can be named for {', '.join(FIELDS)}: --column text=NAME")


def find_columns(names: Sequence[str], chosen: Mapping[str, str], *, is_lenient: bool = False) -> dict[str, str]:
    """The column of each field, for the fields that have one.

    Args:
        names: of the columns; where two are alike the first counts.
        chosen: by the caller, field to column. The other fields are found by their own name, then by usual ones in any case.
        is_lenient: pass over a chosen column that is not there, as a key may be missing in one JSON object.

    Raises:
        NoColumn: neither text nor html has a column, or a chosen column is not there.
    """
    missing = next((name for name in chosen.values() if name not in names), None)
    if missing is not None and not is_lenient:
        raise NoColumn(f"no column {missing!r}; there are {_listed(names)}: --column text=NAME")
    find = _find if sum(map(len, names)) <= _REMEMBERED else _find.__wrapped__  # keys of a hostile line would fill the memory
    found = find(tuple(names), tuple(chosen.items()))
    if "text" not in found and "html" not in found:
        raise NoColumn(f"no column with the text of the articles; there are {_listed(names)}: name it with --column text=NAME")
    return found


@lru_cache(maxsize=1024)
def _find(names: tuple[str, ...], chosen: tuple[tuple[str, str], ...]) -> dict[str, str]:
    found = {field: name for field, name in chosen if name in names}
    free = [name for name in names if name not in found.values()]
    for field in FIELDS:
        if field not in found and field in free:
            found[field] = field
    by_key: dict[str, str] = {}
    for name in free:
        if name not in found.values():
            by_key.setdefault(_key(name), name)
    for field in FIELDS:
        usual = next((by_key[alias] for alias in (field, *_USUAL[field]) if alias in by_key), None)
        if field not in found and usual is not None:
            found[field] = usual
    return found


def _key(name: str) -> str:
    return name.strip(" \t\r\n\u3000\ufeff").lower().replace(" ", "_").replace("-", "_")


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(name[:40] or "(no name)" for name in names[:_SHOWN]) + more if names else "no columns"
