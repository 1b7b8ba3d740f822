"""The text of a part of a page: a paragraph a line, tables as Markdown, nothing of scripts."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
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
_CONTROL = regex.compile(r"[\p{Cc}\p{Cs}\ufffe\uffff]")
"""Characters that can't be put back into a page."""
_BETWEEN_HAN = regex.compile(r"(?<=\p{Han})\s+(?=\p{Han})")
_NUMBER = regex.compile(r"[-+]?[0-9][0-9,]*(?:\.[0-9]+)?%?")
_FIGURE = regex.compile(rf"(?!(?:19|20)[0-9]{{2}}\Z)(?:{_NUMBER.pattern})")
"""A number that is no year: years stand in the heads of tables."""
_FEWEST_FIGURES = 2
_EDGES = " \t\r\n\u3000\xa0\u200b\ufeff"
_MOST_SPAN = 50
_FEWEST_LINKS = 3
_MENU = 0.7
"""The share of a list's characters that are links where it is a menu."""
_LONGEST_CELL = 300
"""Characters; a table with a longer cell is there for the layout."""


def render(root: Any) -> str:
    """The text of an element."""
    from lxml.etree import iterwalk

    lines: list[str] = []
    parts: list[str] = []

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
        elif name is None or name in _SILENT or _is_hidden(element):
            walk.skip_subtree()
        elif name == "table" and (rows := _table(element)):
            lines.extend(rows)
            walk.skip_subtree()
        else:
            parts.append(element.text or "")
    end_line()
    return "\n".join(lines)


def _is_hidden(element: Any) -> bool:
    return element.get("hidden") is not None or _HIDDEN.search(element.get("style") or "") is not None


# ---------------------------------------------------------------- tables
def tables_as_lines(tree: Any) -> dict[str, str]:
    """Put lines in the place of the tables that hold figures.

    Readers of main text lose a table now and then, but no paragraphs.

    Returns:
        For the first line of each table, blanks left out, the line that must follow it.
    """
    from lxml import etree

    rules = {}
    for table in list(tree.iter("table")):
        rows = _table(table) if _has_figures(table) else []
        if not rows or table.getparent() is None:
            continue
        for row, after in pairwise(rows):
            if after.startswith("|---"):
                rules[squeeze(row)] = after
        place = etree.Element("div")
        for row in rows:
            if not row.startswith("|---"):
                etree.SubElement(place, "p").text = row
        place.tail = table.tail
        table.getparent().replace(table, place)
    return rules


def break_large_tables(tree: Any, most: int) -> None:
    """Make lines of the cells of the tables beyond so many places: those that cells reach over count, and those that fill short rows."""
    places = 0
    for table in list(tree.iter("table")):
        rows = [row for part in (table, *table.iterchildren("thead", "tbody", "tfoot")) for row in part.iterchildren("tr")]
        cells = [list(row.iterchildren("td", "th")) for row in rows]
        reached = sum(_span(cell, "colspan") * _span(cell, "rowspan") for row in cells for cell in row)
        widest = max((sum(_span(cell, "colspan") for cell in row) for row in cells), default=0)
        places += max(reached, len(rows) * widest)
        if places > most:
            for element in (table, *rows, *(cell for row in cells for cell in row)):
                element.tag = "div"


def drop_menus(tree: Any) -> None:
    """Take out the lists that are nothing but links: readers of main text keep some of them."""
    for menu in list(tree.iter("ul", "ol", "dl")):
        if menu.getparent() is None or sum(1 for _ in menu.iterdescendants("a")) < _FEWEST_LINKS:
            continue
        text = squeeze("".join(menu.itertext()))
        linked = sum(len(squeeze("".join(link.itertext()))) for link in menu.iterdescendants("a"))
        if "。" not in text and linked >= _MENU * len(text):
            menu.drop_tree()


def squeeze(line: str) -> str:
    """A line without blanks, to be compared."""
    return "".join(line.split())


def _has_figures(table: Any) -> bool:
    """Are there rows with figures in a table, and no more links than such rows? Menus are tables, too."""
    figures = sum(
        any(_FIGURE.fullmatch("".join(cell.itertext()).strip()) for cell in row.iterchildren("td", "th"))
        for row in table.iterdescendants("tr")
    )
    return figures >= _FEWEST_FIGURES and sum(1 for _ in table.iterdescendants("a")) <= figures


def _table(table: Any) -> list[str]:
    """The rows of a table of data as Markdown; none for a table that only orders the page."""
    if next(table.iterdescendants("table"), None) is not None:
        return []
    rows = _grid(table)
    if sum(len(row) > 1 for row in rows) < 2 or any(len(cell.text) > _LONGEST_CELL for row in rows for cell in row):
        return []
    caption = next(table.iterdescendants("caption"), None)
    lines = [render(caption)] if caption is not None else []
    while len(rows) > 2 and rows[0][0].text and not any(cell.own for cell in rows[0][1:]):  # a title or unit over all columns
        lines.append(rows.pop(0)[0].text)
    height = _head_height(rows)
    width = max(map(len, rows))
    if any(_FIGURE.fullmatch(cell.own) for cell in rows[0]):  # no head
        return [*lines, *(_line([cell.own for cell in row], width) for row in rows)]
    head = [_joined([row[at].text for row in rows[:height] if at < len(row)]) for at in range(width)]
    body = [[cell.own for cell in row] for row in rows[height:]]
    return [*lines, _line(head, width), "|" + "---|" * width, *(_line(row, width) for row in body)]


@dataclass(frozen=True, slots=True)
class _Cell:
    """A place in a table: what the cell there says, and ``own``, which is empty where the cell only reaches over this place."""

    text: str
    own: str
    high: int = 1
    wide: int = 1


def _grid(table: Any) -> list[list[_Cell]]:
    """The places of a table by row; rows in which nothing stands are left out."""
    rows: list[list[_Cell]] = []
    reached: dict[tuple[int, int], _Cell] = {}
    for at, row in enumerate(table.iterdescendants("tr")):
        places: list[_Cell] = []
        for cell in row.iterchildren("td", "th"):
            while (at, len(places)) in reached:
                places.append(reached.pop((at, len(places))))
            text, wide, high = _cell_text(cell), _span(cell, "colspan"), _span(cell, "rowspan")
            copy = _Cell(text, "")
            reached |= {(at + down, len(places) + right): copy for down in range(1, high) for right in range(wide)}
            places += [_Cell(text, text, high, wide)] + [copy] * (wide - 1)
        while (at, len(places)) in reached:
            places.append(reached.pop((at, len(places))))
        if any(place.own for place in places):
            rows.append(places)
    return rows


def _head_height(rows: list[list[_Cell]]) -> int:
    """How many rows are the head: as far down as its cells reach, and one under a cell that is wide."""
    high = max(cell.high for cell in rows[0])
    if high == 1 and any(cell.wide > 1 for cell in rows[0]) and not any(_FIGURE.fullmatch(cell.own) for cell in rows[1]):
        high = 2
    return max(1, min(high, len(rows) - 1))


def _joined(texts: list[str]) -> str:
    return "".join(dict.fromkeys(texts))


def _line(cells: list[str], width: int) -> str:
    return f"| {' | '.join(cells + [''] * (width - len(cells)))} |"


def _span(cell: Any, name: str) -> int:
    said = (cell.get(name) or "").strip()
    return max(1, min(int(said), _MOST_SPAN)) if said.isascii() and said.isdecimal() else 1


def _cell_text(cell: Any) -> str:
    text = _BETWEEN_HAN.sub("", _SPACE.sub(" ", render(cell).replace("\n", " "))).replace("|", "/")
    return _CONTROL.sub("", text)
