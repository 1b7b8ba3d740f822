"""The text of a part of a page: a paragraph a line, tables as Markdown, nothing of scripts."""

from __future__ import annotations

from typing import Any

import regex

_SILENT = frozenset(
    ("script", "style", "noscript", "template", "head", "select", "option", "button", "input", "textarea", "iframe", "object", "svg", "video",
     "audio", "nav", "footer")
)  # fmt: skip
_BREAKS = frozenset(
    ("address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "div", "dl", "dt", "fieldset", "figcaption", "figure",
     "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot",
     "th", "thead", "tr", "ul", "ucapcontent")
)  # fmt: skip
_HIDDEN = regex.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_SPACE = regex.compile(r"[ \t\r\n\f\v\xa0]+")
_BETWEEN_HAN = regex.compile(r"(?<=\p{Han})\s+(?=\p{Han})")
_EDGES = " \t\r\n\u3000\xa0\u200b\ufeff"
_MOST_SPAN = 50
_LONGEST_CELL = 300
"""Characters; a table with a longer cell is there for the layout."""


def render(root: Any) -> str:
    """The text of an element."""
    from lxml.etree import iterwalk

    lines, parts = [], []

    def end_line() -> None:
        line = _SPACE.sub(" ", "".join(parts)).strip(_EDGES)
        parts.clear()
        if line:
            lines.append(line)

    walk = iterwalk(root, events=("start", "end"))
    for event, element in walk:
        name = element.tag if isinstance(element.tag, str) else None
        if name in _BREAKS:
            end_line()
        if event == "end":
            parts.append((element.tail or "") if element is not root else "")
        elif name is None or name in _SILENT or _HIDDEN.search(element.get("style") or ""):
            walk.skip_subtree()
        elif name == "table" and (rows := _table(element)):
            lines.extend(rows)
            walk.skip_subtree()
        else:
            parts.append(element.text or "")
    end_line()
    return "\n".join(lines)


def _table(table: Any) -> list[str]:
    """The rows of a table of data as Markdown; none for a table that only orders the page."""
    if next(table.iterdescendants("table"), None) is not None:
        return []
    rows = _grid(table)
    if sum(len(row) > 1 for row in rows) < 2 or any(len(cell) > _LONGEST_CELL for row in rows for cell in row):
        return []
    width = max(map(len, rows))
    lines = []
    caption = next(table.iterdescendants("caption"), None)
    while rows and sum(map(bool, rows[0])) == 1 and len(rows) > 2:  # a title or unit over all columns
        lines.append(next(filter(None, rows.pop(0))))
    head, *body = [f"| {' | '.join(row + [''] * (width - len(row)))} |" for row in rows]
    return [*([render(caption)] if caption is not None else []), *lines, head, "|" + "---|" * width, *body]


def _grid(table: Any) -> list[list[str]]:
    """The cells of a table, an empty one for each place that a cell to the left or above spans."""
    rows: list[list[str]] = []
    spanned: dict[tuple[int, int], None] = {}
    for at, row in enumerate(table.iterdescendants("tr")):
        cells: list[str] = []
        for cell in row.iterchildren("td", "th"):
            while (at, len(cells)) in spanned:
                cells.append("")
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            spanned |= {(at + down, len(cells) + right): None for down in range(1, high) for right in range(wide)}
            cells += [_cell(cell)] + [""] * (wide - 1)
        if any(cells):
            rows.append(cells)
    return rows


def _span(cell: Any, name: str) -> int:
    said = (cell.get(name) or "").strip()
    return max(1, min(int(said), _MOST_SPAN)) if said.isdecimal() else 1


def _cell(cell: Any) -> str:
    return _BETWEEN_HAN.sub("", _SPACE.sub(" ", render(cell).replace("\n", " "))).replace("|", "/")
