"""From an input as it was found to the article in it: decoded, read and checked. Nothing here opens a file."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import Any

import regex

from extractor.clean import storable
from extractor.io.columns import NoColumn, find_columns
from extractor.io.dates import iso_date
from extractor.io.encodings import NotText, decode, decode_page
from extractor.io.faults import NoLibrary, too_long
from extractor.io.html import NoHtml, Page, read_page
from extractor.io.inputs import (
    ArticleInput,
    Failure,
    FailureReason,
    Options,
    RawInput,
    printable,
)
from extractor.io.jsonl import is_outcome

_HAN = regex.compile(r"\p{Han}")
_BLANK = " \t\r\n\u3000\ufeff"
_KINDS = {
    dict: "an object", list: "a list", str: "a string", bool: "true or false", int: "a number", float: "a number", type(None): "null",
}  # fmt: skip


class _Unfit(Exception):
    """Why an input gives no article."""

    def __init__(self, message: str, reason: FailureReason) -> None:
        super().__init__(message)
        self.reason = reason


def prepare(raw: RawInput, options: Options) -> ArticleInput | Failure:
    """The article of an input, or why there is none.

    Examples:
        >>> from extractor.io.read import Options, RawInput, prepare
        >>> line = '{"id": "a", "text": "全县新增企业17家。", "published": "2024/7/20"}'
        >>> article = prepare(RawInput("news.jsonl:1", "line", line.encode()), Options())
        >>> article.id, article.published, article.text
        ('a', '2024-07-20', '全县新增企业17家。')
        >>> print(prepare(RawInput("b.txt", "text", b""), Options()))
        b.txt: the text is empty; fetch the article again, or leave it out
    """
    make = {"text": _text, "page": _page, "line": _row, "row": _row}[raw.kind]
    try:
        return _named(_storable(make(raw, options)), options)
    except _Unfit as fault:
        return Failure(raw.address, str(fault), fault.reason, raw.size)
    except NotText as error:
        return Failure(raw.address, str(error), "encoding", raw.size)


def _storable(article: ArticleInput) -> ArticleInput:
    """Lone surrogates and NUL, as JSON and pages can spell them, end here: no sink and no checksum takes them."""
    given = {name: getattr(article, name) for name in ("text", "id", "title", "url")}
    return replace(article, **{name: storable(value) for name, value in given.items() if value})


def _named(article: ArticleInput, options: Options) -> ArticleInput:
    """An article whose names are no longer than names are."""
    for name in ("id", "title", "url"):
        size, limit = len(getattr(article, name) or ""), getattr(options.limits, name)
        if size > limit:
            remedy = f"give it a shorter one, or raise the limit with --limit {name}={size}"
            raise _Unfit(f'its "{name}" has {size:,} characters, the limit is {limit:,}; {remedy}', "format")
    return article


def _text(raw: RawInput, options: Options) -> ArticleInput:
    _check_size(raw.payload, options)
    text = decode(raw.payload, options.encoding)
    _check(text, options)
    return ArticleInput(raw.address, text, id=raw.id, published=options.published, url=raw.url)


def _page(raw: RawInput, options: Options) -> ArticleInput:
    _check_size(raw.payload, options)
    page = _read(decode_page(raw.payload, options.encoding), options)
    return ArticleInput(
        raw.address,
        page.text,
        id=raw.id,
        title=page.title,
        published=page.published or options.published,
        url=raw.url or page.url,
        raw_sha256=hashlib.sha256(raw.payload).hexdigest(),
    )


def _read(html: str, options: Options) -> Page:
    if not html.strip(_BLANK):
        raise _Unfit("the page is empty; fetch it again, or leave it out", "empty")
    try:
        page = read_page(printable(html), options.limits.table_cells)
    except NoHtml as error:
        raise _Unfit(str(error), "no_article") from None
    except NoLibrary as error:
        raise _Unfit(str(error), "no_library") from None
    _check(page.text, options)
    return page


def _check_size(data: bytes, options: Options) -> None:
    if len(data) > options.max_bytes:
        raise _Unfit(too_long(f"more than {options.max_bytes:,} bytes", options.max_chars), "too_long")


def _check(text: str, options: Options) -> None:
    """Could anything come of a text?"""
    if not text.strip(_BLANK):
        raise _Unfit("the text is empty; fetch the article again, or leave it out", "empty")
    if len(text) > options.max_chars:
        raise _Unfit(too_long(f"{len(text):,} characters", options.max_chars), "too_long")
    if not _HAN.search(text):
        message = "no Chinese characters in it (only numbers, signs or another script); give the article's Chinese text"
        raise _Unfit(message, "no_chinese")


# ---------------------------------------------------------------- rows
def _row(raw: RawInput, options: Options) -> ArticleInput:
    row = _parse(raw, options)
    if raw.kind == "line":
        row = _fields(row, options)
    html, text = row.get("html"), row.get("text", "")
    if isinstance(html, str) and html.strip(_BLANK) and text in (None, ""):
        return _article(raw, row, _read(html, options), options)
    fault = next((name for name in ("text", "html") if not isinstance(row.get(name, ""), str)), None)
    if fault and (fault == "text" or not text):
        raise _Unfit(f'"{fault}" must hold the article as a string, it is {_kind(row[fault])}; mend the row', "format")
    _check(text, options)
    return _article(raw, row, None, options)


def _parse(raw: RawInput, options: Options) -> dict[str, Any]:
    text = decode(raw.payload, options.encoding if raw.kind == "line" else "utf-8")
    try:
        row = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _Unfit(
            f'not JSON: {_json_fault(error)}; each line is one object such as {{"id": …, "text": …}}', "format"
        ) from None
    if not isinstance(row, dict):
        raise _Unfit(f'a JSON object is needed, not {_kind(row)}; write {{"id": …, "text": …}}', "format")
    return row


def _json_fault(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} at column {error.colno}"
    return "brackets in brackets, too deep" if isinstance(error, RecursionError) else "a number of thousands of digits"


def _fields(row: dict[str, Any], options: Options) -> dict[str, Any]:
    """A line's values by the fields of an article."""
    if is_outcome(row):
        raise _Unfit("this is an outcome of extractor, not an article; name the articles it was made of", "format")
    try:
        columns = find_columns(list(row), options.columns, is_lenient=True)
    except NoColumn:
        there = f"only {', '.join(key[:40] for key in list(row)[:12])}" if row else "it is empty"
        message = f'no "text" in it, {there}; the article goes in a field of that name, or name another with --column text=NAME'
        raise _Unfit(message, "no_article") from None
    return {field: row[name] for field, name in columns.items()}


def _article(raw: RawInput, row: dict[str, Any], page: Page | None, options: Options) -> ArticleInput:
    """The article of a row; what the row says counts before what the page in it says."""
    try:
        published = iso_date(row["published"]) if row.get("published") else None
    except ValueError as error:
        raise _Unfit(f"{error}; mend the line, or leave the field out", "format") from None
    wrong = next((name for name in ("title", "url") if not isinstance(row.get(name), (str, type(None)))), None)
    if wrong or isinstance(row.get("id"), bool) or not isinstance(row.get("id"), (str, int, type(None))):
        raise _Unfit(
            f'"{wrong or "id"}" must be a string, it is {_kind(row[wrong or "id"])}; mend the row, or leave the field out',
            "format",
        )
    name, title, url = (None if row.get(k) in (None, "") else printable(row[k]) for k in ("id", "title", "url"))
    if page is None:
        text = printable(row["text"])  # JSON can write half a character
        return ArticleInput(raw.address, text, id=name, title=title, published=published or options.published, url=url)
    return ArticleInput(
        raw.address,
        page.text,
        id=name,
        title=title or page.title,
        published=published or page.published or options.published,
        url=url or page.url,
        raw_sha256=hashlib.sha256(row["html"].encode("utf-8", "surrogatepass")).hexdigest(),
    )


def _kind(value: Any) -> str:
    return _KINDS.get(type(value), type(value).__name__)
