"""Reading articles from files, folders and standard input. What can't be read becomes a ``Failure``; the rest goes on."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, Any

import regex

from extractor.io.encodings import NotText, decode
from extractor.io.html import NoHtml, read_page

TEXT_SUFFIXES = (".txt", "")
PAGE_SUFFIXES = (".html", ".htm")
LINES_SUFFIXES = (".jsonl", ".ndjson")
MAX_CHARS = 1_000_000
"""The longest article that is read unless the caller says otherwise: several times a long statistical report."""

_BYTES_A_CHAR = 6
_SLACK = 1 << 16
_HAN = regex.compile(r"\p{Han}")
_SURROGATE = regex.compile(r"[\ud800-\udfff]")
_BLANK = " \t\r\n\u3000\ufeff"


@dataclass(frozen=True, slots=True)
class ArticleInput:
    """One article as it came in; ``where`` names its file and, for JSON Lines, its line; ``raw_sha256`` the page it was taken from."""

    where: str
    text: str
    id: str | None = None
    title: str | None = None
    published: str | None = None
    url: str | None = None
    raw_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that could not be read: where, and what is wrong with what remedy."""

    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


@dataclass(frozen=True, slots=True)
class Options:
    """What the caller says about all inputs.

    Attributes:
        published: date of publication for inputs that carry none.
        encoding: of all files; without it each is recognised.
        max_chars: longer articles are refused.
    """

    published: str | None = None
    encoding: str | None = None
    max_chars: int = MAX_CHARS


def iso_date(value: Any) -> str:
    """``2023-08-17`` of an ISO date or date-time.

    Raises:
        ValueError: the value is no ISO date; the message says so.
    """
    try:
        if isinstance(value, str) and (len(value) == 10 or value[10] in "T "):
            return date.fromisoformat(value[:10]).isoformat()
    except (ValueError, IndexError):
        pass
    raise ValueError(f"published must be an ISO date such as 2023-08-17, not {value!r}")


def printable(path: object) -> str:
    """A name that can be written anywhere: file names may hold bytes that are no characters."""
    return _SURROGATE.sub("\ufffd", str(path))


def list_inputs(sources: Iterable[str], *, leave_out: Path | None = None) -> list[Path | Failure]:
    """The files behind files, folders (searched recursively, by name) and ``-`` for standard input.

    Args:
        sources: as the caller named them. Of a folder only .txt, .html, .htm and .jsonl files count; the rest is left alone.
        leave_out: a file that is no input even where a folder holds it: the sink of this very run.
    """
    found: list[Path | Failure] = []
    for source in sources:
        path = Path(source)
        if source == "-":
            found.append(path)
        elif path.is_dir():
            inside = [p for p in _walk(path) if leave_out is None or not _same(p, leave_out)]
            found += inside or [
                Failure(
                    printable(source), "no .txt, .html or .jsonl file in this folder; name the folder that holds the articles"
                )
            ]
        elif not path.exists():
            found.append(Failure(printable(source), "no such file or folder; check the name"))
        elif path.suffix.lower() not in TEXT_SUFFIXES + LINES_SUFFIXES + PAGE_SUFFIXES:
            found.append(
                Failure(printable(source), f"{path.suffix} files are not read; give .txt, .html or .jsonl, or pass text with -")
            )
        else:
            found.append(path)
    return found


def _walk(folder: Path) -> list[Path]:
    wanted = (".txt", *LINES_SUFFIXES, *PAGE_SUFFIXES)
    files = []
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        files += [Path(root, name) for name in sorted(names) if not name.startswith(".") and name.lower().endswith(wanted)]
    return files


def _same(one: Path, other: Path) -> bool:
    return one.resolve() == other.resolve()


def read_articles(path: Path, options: Options, *, stdin: IO[bytes] | None = None) -> Iterator[ArticleInput | Failure]:
    """The articles of one input: one of a text file, one a line of JSON Lines.

    Args:
        path: a file, or ``-``: standard input, JSON Lines where it begins with ``{``, else one text.
        options: see ``Options``.
        stdin: stands for standard input.
    """
    where = printable(path) if str(path) != "-" else "standard input"
    try:
        if where == "standard input" and stdin is not None:
            yield from _read_stream(stdin, options)
        elif path.suffix.lower() in LINES_SUFFIXES:
            with path.open("rb") as file:
                yield from _read_lines(file, where, options)
        else:
            with path.open("rb") as file:
                data = file.read(_most_bytes(options) + 1)
            make = _page_article if path.suffix.lower() in PAGE_SUFFIXES else _text_article
            yield make(data, where, printable(path.stem), options)
    except OSError as error:
        yield Failure(where, f"{(error.strerror or str(error)).lower()}; check the file and its permissions")


def _most_bytes(options: Options) -> int:
    return options.max_chars * _BYTES_A_CHAR + _SLACK


def _read_stream(stream: IO[bytes], options: Options) -> Iterator[ArticleInput | Failure]:
    first = stream.readline(_most_bytes(options) + 1)
    if first.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        yield from _read_lines(stream, "standard input", options, first=first)
    else:
        rest = stream.read(max(0, _most_bytes(options) + 1 - len(first)))
        yield _text_article(first + rest, "standard input", None, options)


def _text_article(data: bytes, where: str, name: str | None, options: Options) -> ArticleInput | Failure:
    if len(data) > _most_bytes(options):
        return Failure(where, _too_long(f"more than {_most_bytes(options):,} bytes", options))
    try:
        text = decode(data, options.encoding)
    except NotText as error:
        return Failure(where, str(error))
    fault = _fault(text, options)
    return Failure(where, fault) if fault else ArticleInput(where, text, id=name, published=options.published)


def _page_article(data: bytes, where: str, name: str | None, options: Options) -> ArticleInput | Failure:
    read = _text_article(data, where, name, options)
    if isinstance(read, Failure):
        return read
    try:
        page = read_page(read.text)
    except NoHtml as error:
        return Failure(where, str(error))
    fault = _fault(page.text, options)
    if fault:
        return Failure(where, fault)
    digest = hashlib.sha256(data).hexdigest()
    return ArticleInput(
        where, page.text, id=name, title=page.title, published=page.published or options.published, raw_sha256=digest
    )


def _fault(text: str, options: Options) -> str | None:
    """Why nothing could come of a text."""
    if not text.strip(_BLANK):
        return "the text is empty; fetch the article again, or leave it out"
    if len(text) > options.max_chars:
        return _too_long(f"{len(text):,} characters", options)
    if not _HAN.search(text):
        return "no Chinese characters in it (only numbers, signs or another script); give the article's Chinese text"
    return None


def _too_long(size: str, options: Options) -> str:
    return f"{size} in one article, the limit is {options.max_chars:,} characters; split it, or raise the limit with --max-chars"


def _read_lines(file: IO[bytes], where: str, options: Options, *, first: bytes = b"") -> Iterator[ArticleInput | Failure]:
    """One article a line; a faulty line is named and the next one read."""
    is_empty = True
    for number, (line, is_whole) in enumerate(_lines(file, first, _most_bytes(options)), 1):
        place = f"{where}:{number}"
        if not is_whole:
            is_empty = False
            yield Failure(place, _too_long(f"a line of more than {_most_bytes(options):,} bytes", options))
        elif line.removeprefix(b"\xef\xbb\xbf").strip():
            is_empty = False
            yield _row(line, place, options)
    if is_empty:
        yield Failure(where, 'no line in it; each line is one article: {"id": …, "text": …}')


def _lines(file: IO[bytes], first: bytes, limit: int) -> Iterator[tuple[bytes, bool]]:
    """Lines, and whether each is whole: of one beyond the limit only the beginning is kept in memory."""
    line = first or file.readline(limit + 1)
    while line:
        is_whole = len(line) <= limit or line.endswith(b"\n")
        rest = line
        while rest and not rest.endswith(b"\n") and not is_whole:
            rest = file.readline(limit + 1)
        yield line, is_whole
        line = file.readline(limit + 1)


def _row(line: bytes, place: str, options: Options) -> ArticleInput | Failure:
    try:
        row = json.loads(decode(line, options.encoding))
    except NotText as error:
        return Failure(place, str(error))
    except (ValueError, RecursionError) as error:
        fault = f"{error.msg} at column {error.colno}" if isinstance(error, json.JSONDecodeError) else str(error)
        return Failure(place, f'not JSON: {fault}; each line is one object such as {{"id": …, "text": …}}')
    if not isinstance(row, dict):
        return Failure(place, f'a JSON object is needed, not {_kind(row)}; write {{"id": …, "text": …}}')
    if not isinstance(row.get("text"), str):
        is_there = "text" in row
        fault = (
            f'"text" must hold the article as a string, it is {_kind(row["text"])}'
            if is_there
            else 'no "text" in it; the article goes in a field of that name'
        )
        return Failure(place, fault)
    return _article(row, place, options)


def _article(row: dict[str, Any], place: str, options: Options) -> ArticleInput | Failure:
    try:
        published = iso_date(row["published"]) if row.get("published") else options.published
    except ValueError as error:
        return Failure(place, f"{error}; mend the line, or leave the field out")
    wrong = next((name for name in ("title", "url") if not isinstance(row.get(name), (str, type(None)))), None)
    if wrong or isinstance(row.get("id"), bool) or not isinstance(row.get("id"), (str, int, type(None))):
        return Failure(place, f'"{wrong or "id"}" must be a string, it is {_kind(row[wrong or "id"])}')
    fault = _fault(row["text"], options)
    if fault:
        return Failure(place, fault)
    name, title, url = (None if row.get(k) in (None, "") else printable(row[k]) for k in ("id", "title", "url"))
    return ArticleInput(place, row["text"], id=name, title=title, published=published, url=url)


_KINDS = {
    dict: "an object", list: "a list", str: "a string", bool: "true or false", int: "a number", float: "a number", type(None): "null",
}  # fmt: skip


def _kind(value: Any) -> str:
    return _KINDS.get(type(value), type(value).__name__)
