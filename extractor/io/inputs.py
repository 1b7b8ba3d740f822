"""What comes in: an input as it was found, the article in it, or why there is none."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Literal

from extractor.clean import storable
from extractor.io.limits import ReadingLimits
from extractor.limits import MAX_CHARS

LONGEST_MESSAGE = 1_000
"""Characters of a failure's message: what it quotes of the input may be as long as the input."""

_BYTES_A_CHAR = 6
_SLACK = 1 << 16

Kind = Literal["text", "page", "line", "row"]
FailureReason = Literal[
    "missing", "unreadable", "empty", "too_long", "no_chinese", "encoding", "format", "no_article", "same_id", "time_limit",
    "crashed", "refused", "internal", "no_library",
]  # fmt: skip
"""Why an input gave no extraction: ``missing`` to ``no_article`` are found when reading, the rest by a run. ``no_library``
is no fault of the input: a format needs an extra that is not installed, and a run stops at it."""


@dataclass(frozen=True, slots=True)
class RawInput:
    """One input as it was found, cheap to make and to send to another process; ``prepare`` makes the article of it.

    Attributes:
        address: where it is: a file, ``file:line`` of a file of rows, ``file:byte offset`` of a WARC file.
        kind: ``text`` (the bytes of a text), ``page`` (the bytes of an HTML page), ``line`` (a line of JSON Lines as the file has
            it), ``row`` (a JSON object with the fields text, html, id, title, published and url, those that are there).
        payload: the bytes.
        id: where the address gives the article a name (a file's path in its folder, without suffix).
        url: where the source says from where it was fetched.
        size: bytes read from the source for it, for the progress bar (compressed bytes of a compressed file).

    Examples:
        >>> from extractor.io.read import Options, RawInput, prepare
        >>> prepare(RawInput("a.txt", "text", "全县新增企业17家。".encode("gb18030"), id="a"), Options()).text
        '全县新增企业17家。'
    """

    address: str
    kind: Kind
    payload: bytes
    id: str | None = None
    url: str | None = None
    size: int = 0

    def fingerprint(self) -> bytes:
        """16 bytes that change when the input does."""
        digest = hashlib.sha256(self.payload)
        digest.update(repr((self.kind, self.id, self.url)).encode("utf-8", "surrogatepass"))
        return digest.digest()[:16]


@dataclass(frozen=True, slots=True)
class ArticleInput:
    """One article as it came in; ``where`` names its file and, for rows, its line; ``raw_sha256`` the page it was taken from.

    Examples:
        >>> from extractor import extract
        >>> article = ArticleInput("news.jsonl:3", "全县新增企业17家。", id="a", published="2024-07-20")
        >>> extract(article.text, published=article.published, id=article.id).facts[0].quote
        '17家'
    """

    where: str
    text: str
    id: str | None = None
    title: str | None = None
    published: str | None = None
    url: str | None = None
    raw_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that could not be read: where, and what is wrong with what remedy.

    Examples:
        >>> print(Failure("empty.txt", "the file is empty", "empty"))
        empty.txt: the file is empty
    """

    where: str
    message: str
    reason: FailureReason = "unreadable"
    size: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "message", shortened(self.message))

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


@dataclass(frozen=True, slots=True)
class Options:
    """What the caller says about all inputs.

    Attributes:
        published: date of publication for inputs that carry none.
        encoding: of all files; without it each is recognised.
        max_chars: longer articles are refused.
        columns: which column of a file of rows holds which field: ``{"text": "正文"}``. Fields that are not named are found by their usual names.
        limits: what else bounds the reading of files.

    Examples:
        >>> options = Options(published="2024-07-20", encoding="gb18030", columns={"text": "正文"})
        >>> options.max_chars
        1000000
    """

    published: str | None = None
    encoding: str | None = None
    max_chars: int = MAX_CHARS
    columns: dict[str, str] = field(default_factory=dict)
    limits: ReadingLimits = field(default_factory=ReadingLimits)

    @property
    def max_bytes(self) -> int:
        """No input of more bytes can hold an article of ``max_chars``."""
        return self.max_chars * _BYTES_A_CHAR + _SLACK


def printable(path: object) -> str:
    r"""A name that can be written anywhere: file names may hold bytes that are no characters.

    Examples:
        >>> printable("报告\udce9.txt")
        '报告\ufffd.txt'
    """
    return storable(str(path))


def shortened(message: str) -> str:
    """A message that can be written anywhere. Of a long one the middle, which is a quotation, is left out: the remedy stands last."""
    said = printable(message)
    if len(said) <= LONGEST_MESSAGE:
        return said
    return f"{said[: LONGEST_MESSAGE * 2 // 3]} … {said[-LONGEST_MESSAGE // 3 :]}"
