"""README.md and README.zh.md say the same: headings, code, tables and figures correspond."""

from __future__ import annotations

import io
import re
import tokenize

from markdown_it import MarkdownIt

from tests.docs_blocks import ROOT, Block, blocks

ENGLISH, CHINESE = ROOT / "README.md", ROOT / "README.zh.md"


def shape(path) -> list[str]:
    """Headings with their level, lists with the number of their items, tables with their rows, blocks with their language."""
    tokens = MarkdownIt("commonmark").enable("table").parse(path.read_text(encoding="utf-8"))
    kinds = ("heading_open", "list_item_open", "tr_open", "fence")
    return [token.info if token.type == "fence" else f"{token.type} {token.tag}" for token in tokens if token.type in kinds]


def code(block: Block) -> list[str]:
    """Its lines; of Python and of commands without the comments, which are translated."""
    if block.language == "sh":
        return [re.sub(r"\s+# .*$", "", line) for line in block.code.splitlines()]
    if block.language != "python":
        return block.code.splitlines()
    tokens = tokenize.generate_tokens(io.StringIO(block.code).readline)
    return [token.string for token in tokens if token.type != tokenize.COMMENT and token.string.strip()]


def figures(path) -> list[str]:
    """The numbers of its tables, in order: they are the same in every language."""
    rows = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    return [number for row in rows for number in re.findall(r"(?<![\w.])\d+(?:[.,]\d+)*", row)]


def said(path) -> list[str]:
    """The numbers with a decimal point or a thousands' comma, and the dates, of the running text of each section, sorted."""
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    sections = re.split(r"^#+ .*$", text, flags=re.MULTILINE)
    pattern = r"(?<![\w.])\d+(?:[.,]\d+)+|\b\d{4}-\d\d-\d\d\b|`[^`]+`"
    return [" ".join(sorted(re.findall(pattern, re.sub(r"^\|.*$", "", one, flags=re.MULTILINE), re.ASCII))) for one in sections]


def test_both_have_the_same_headings_lists_tables_and_blocks():
    assert shape(CHINESE) == shape(ENGLISH)


def test_both_show_the_same_code():
    assert [code(block) for block in blocks(CHINESE)] == [code(block) for block in blocks(ENGLISH)]


def test_both_tell_the_same_figures():
    assert figures(CHINESE) == figures(ENGLISH)
    assert said(CHINESE) == said(ENGLISH)
