"""The code blocks of a page, each with what is to be done with it. markdown-it finds them, as the site's generator does.

What a block is follows from its language and its place:

- ``python``, ``sh``, ``bash``, ``sql``: run, each page's blocks in order, in one folder and one namespace.
- ``yaml`` or any other language behind a line that ends with a file name in code and a colon: that file, written into the folder.
- ``text`` and ``json`` right behind a block that was run: what it prints. ``…`` stands for what is left out.
- ``json`` elsewhere: a record of the sample article that the line above names.
- ``{name}``: a directive of the site.

An HTML comment above a block says why it is not treated so:

- ``<!-- services: reason -->``: run in tests/services/test_docs.py.
- ``<!-- installs: reason -->``: only commands that install something.
- ``<!-- shape: reason -->``: a picture in characters, nothing that is printed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([ROOT / "README.md", ROOT / "README.zh.md", *(ROOT / "docs").glob("*.md")])
Kind = Literal["python", "shell", "sql", "file", "output", "record", "directive", "services", "installs", "shape"]
RUN: tuple[Kind, ...] = ("python", "shell", "sql")

LANGUAGES: dict[str, Kind] = {"python": "python", "sh": "shell", "bash": "shell", "sql": "sql"}
_MARKER = re.compile(r"<!--\s*(services|installs|shape):\s*(\S.*?)\s*-->", re.DOTALL)
_FILE = re.compile(r"`([\w./-]+\.\w+)`\s*[:：]\s*$")
_INSTALLS = re.compile(
    r"(?:#.*|(?:\S*/)?(?:pip3?|apt-get) install .*|python3? -m (?:venv|pip install) .*|\. \S+/bin/activate|make install|)$"
)


class UnknownBlock(ValueError):
    """A block that nobody would test."""


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced block.

    Attributes:
        page: where it stands.
        line: of its fence, from 1.
        language: first word behind the fence.
        code: what is between the fences.
        kind: what is to be done with it.
        lead: the words right above it.
    """

    page: Path
    line: int
    language: str
    code: str
    kind: Kind
    lead: str

    @property
    def place(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"

    @property
    def file(self) -> str:
        """The file that it is."""
        found = _FILE.search(self.lead)
        assert found
        return found.group(1)


def blocks(page: Path) -> list[Block]:
    """The blocks of a page in order.

    Raises:
        UnknownBlock: one is of no known kind, or its comment says what is not so.
    """
    tokens = MarkdownIt("commonmark").enable("table").parse(page.read_text(encoding="utf-8"))
    found: list[Block] = []
    for at, token in enumerate(tokens):
        if token.type == "code_block":
            raise UnknownBlock(f"{page.name}:{_line(token)}: an indented block has no language; put it between fences")
        if token.type == "fence":
            found.append(_block(page, tokens, at, found[-1] if found else None))
    return found


def _line(token: Token) -> int:
    return (token.map or [0])[0] + 1


def _block(page: Path, tokens: list[Token], at: int, before: Block | None) -> Block:
    token = tokens[at]
    language = token.info.split()[0] if token.info.strip() else ""
    marker = _MARKER.match(tokens[at - 1].content) if at and tokens[at - 1].type == "html_block" else None
    lead = _lead(tokens, at - 1 if marker else at)
    follows = bool(at) and tokens[at - 1].type == "fence"
    kind = _kind(language, marker.group(1) if marker else None, lead, before if follows else None)
    place = f"{page.name}:{_line(token)}"
    if kind is None:
        raise UnknownBlock(
            f"{place}: nobody knows what to do with a block of {language or 'no language'!r} here; see docs_blocks.py"
        )
    if kind == "installs" and not all(_INSTALLS.match(line.strip()) for line in token.content.splitlines()):
        raise UnknownBlock(f"{place}: not only commands that install something")
    return Block(page, _line(token), language, token.content, kind, lead)


def _kind(language: str, marker: str | None, lead: str, before: Block | None) -> Kind | None:
    if marker:
        return marker  # type: ignore[return-value]
    if language.startswith("{"):
        return "directive"
    if _FILE.search(lead):
        return "file"
    if language in ("text", "json") and before is not None and before.kind in (*RUN, "services"):
        return "output"
    return "record" if language == "json" else LANGUAGES.get(language)


def _lead(tokens: list[Token], at: int) -> str:
    """The paragraph right above."""
    if at >= 2 and tokens[at - 1].type == "paragraph_close":
        return tokens[at - 2].content
    return ""


def left_to_services(name: str) -> list[Block]:
    """The blocks of a page that need a service or a fresh environment."""
    return [block for block in blocks(ROOT / name) if block.kind == "services"]
