"""Tables in scraped text: Markdown, columns set by tabs or blanks, and cells that each stand on a line of their own.

A table is only read where it says what its numbers are: by a header, by a unit row (单位:亿元), or by units in its labels.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import regex

Span = tuple[int, int]

_NUMBER = r"[-+]?[0-9][0-9,]*(?:\.[0-9]+)?%?"
_BLANK_CELL = r"[-—–/…]+"
NUMBER = regex.compile(_NUMBER)
_CELL = regex.compile(rf"{_NUMBER}|{_BLANK_CELL}")
_ROW = regex.compile(
    rf"(?P<label>[^\t|]{{0,60}}?[\p{{Han}}A-Za-z)）])[ \t]*(?P<cells>(?:{_NUMBER}|{_BLANK_CELL})(?:[ \t]+(?:{_NUMBER}|{_BLANK_CELL})){{0,11}})[ \t]*"
)
_ROW_ENDS = tuple("0123456789,%-—–/…")
_RULE = regex.compile(r"[|\s:+-]+")
UNIT_ROW = regex.compile(r"[(（]?(?:计量)?单位[:：]?\s*(?P<unit>[\p{Han}%/、,]{1,16}?)[)）]?")
_UNIT_END = regex.compile(UNIT_ROW.pattern + r"[ \t]*$", regex.MULTILINE)
_CAPTION = 200
"""How far above its first row, in characters, a table's unit is looked for."""
_UNIT_CELL = regex.compile(
    r"(?:[亿万千百]{0,2}(?:元|美元|吨|人|人次|户|家|个|件|台|辆|亩|头|只|公斤|斤|千瓦时|平方米|公顷|公里|立方米|千克|所|张)|%|[元公斤吨]{1,2}/[\p{Han}]{1,2})"
)
_FEWEST_ROWS = 3
_LABEL_SIZE = 40


@dataclass(slots=True)
class Row:
    """A label, its unit where the row says one, and its numbers by column; None where a cell is empty."""

    label: Span
    cells: list[Span | None]
    unit: Span | None = None


@dataclass(slots=True)
class Table:
    """Rows of one shape with what stands over their columns.

    Attributes:
        header: the span of each number column's heading; shorter than the rows where nothing is known.
        unit: the span of the unit of the whole table, from its unit row.
    """

    start: int
    end: int
    rows: list[Row]
    header: list[Span] = field(default_factory=list)
    unit: Span | None = None


def find_tables(text: str, spans: Sequence[Span]) -> list[Table]:
    """The tables of a text, in order.

    Args:
        text: the clean text.
        spans: the stretches that belong to the article; a table does not reach over a gap between lines outside them.
    """
    lines = [line for start, end in spans for line in _lines(text, start, end)]
    cells = [_trim(text, *line) for line in lines]
    kinds = "".join(_kind(text, *cell) for cell in cells)
    found: list[Table] = []
    at = 0
    while at < len(lines):
        table, after = (
            _markdown(text, lines, at) or _columns(text, lines, at) or _stacked(text, cells, kinds, at) or (None, at + 1)
        )
        if table is not None and (table.header or table.unit is not None or any(_labelled(text, row) for row in table.rows)):
            found.append(table)
        at = after
    return found


def is_row(text: str) -> bool:
    """Is a line a label with several numbers after it?"""
    row = _column_row(text, (0, len(text)))
    return row is not None and len(row.cells) > 1


def _labelled(text: str, row: Row) -> bool:
    return row.unit is not None or text[row.label[1] - 1] in ")）"


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    at = start
    for line in text[start:end].split("\n"):
        if line.strip():
            yield at, at + len(line)
        at += len(line) + 1


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


# ---------------------------------------------------------------- Markdown
def _markdown(text: str, lines: Sequence[Span], at: int) -> tuple[Table, int] | None:
    if at + 1 >= len(lines) or not _RULE.fullmatch(text, *lines[at + 1]):
        return None
    after = at
    while after < len(lines) and text.count("|", *lines[after]) >= 2:
        after += 1
    if after - at < 3:
        return None
    header = _piped(text, lines[at])
    rows = [row for line in lines[at + 2 : after] if (row := _row_of(text, _piped(text, line))) is not None]
    if not rows:
        return None
    width = max(len(row.cells) for row in rows)
    return Table(lines[at][0], lines[after - 1][1], rows, header[-width:], _unit_above(text, rows[0].label[0])), after


def _piped(text: str, line: Span) -> list[Span]:
    start, end = _trim(text, *line)
    start, end = start + (text[start] == "|"), end - (text[end - 1] == "|")
    cells, begun = [], start
    for cut in [*(m.start() for m in regex.finditer(r"\|", text, pos=start, endpos=end)), end]:
        cells.append(_trim(text, begun, cut))
        begun = cut + 1
    return cells


def _row_of(text: str, cells: Sequence[Span]) -> Row | None:
    """A row out of cells: a label, perhaps a unit, then numbers."""
    if len(cells) < 2 or cells[0][0] >= cells[0][1] or not regex.search(r"\p{Han}", text[slice(*cells[0])]):
        return None
    unit = cells[1] if _UNIT_CELL.fullmatch(text, *cells[1]) else None
    rest = cells[2:] if unit is not None else cells[1:]
    numbers = [cell if NUMBER.fullmatch(text, *cell) else None for cell in rest]
    return Row(cells[0], numbers, unit) if any(numbers) else None


# ---------------------------------------------------------------- columns
def _columns(text: str, lines: Sequence[Span], at: int) -> tuple[Table, int] | None:
    rows: list[Row] = []
    after = at
    while (
        after < len(lines)
        and (row := _column_row(text, lines[after])) is not None
        and (not rows or len(row.cells) == len(rows[0].cells))
    ):
        rows.append(row)
        after += 1
    if len(rows) < _FEWEST_ROWS:
        return None
    header = _header_above(text, lines, at, len(rows[0].cells))
    return Table(lines[at][0], lines[after - 1][1], rows, header, _unit_above(text, rows[0].label[0])), after


def _column_row(text: str, line: Span) -> Row | None:
    start, end = _trim(text, *line)
    match = _ROW.fullmatch(text, start, end) if text[start:end].endswith(_ROW_ENDS) else None
    if match is None or any(mark in match["label"] for mark in "。;,:!?"):
        return None
    cells = [m.span() if NUMBER.fullmatch(m[0]) else None for m in _CELL.finditer(text, *match.span("cells"))]
    if len(cells) < 2 and "\t" not in text[slice(*line)] and "  " not in text[slice(*line)]:
        return None
    label = _trim(text, *match.span("label"))
    unit = None
    parted = regex.compile(r"[ \t]+").search(text, *label)
    if parted is not None and _UNIT_CELL.fullmatch(text, parted.end(), label[1]):
        label, unit = (label[0], parted.start()), (parted.end(), label[1])
    return Row(label, cells, unit) if label[1] - label[0] <= _LABEL_SIZE else None


def _header_above(text: str, lines: Sequence[Span], at: int, width: int) -> list[Span]:
    """The headings of the number columns in the line above the first row, or the one over a unit row."""
    for above in reversed(lines[max(0, at - 2) : at]):
        cells = [m.span() for m in regex.finditer(r"[^\s|]+", text, pos=above[0], endpos=above[1])]
        if (
            len(cells) in (width, width + 1, width + 2)
            and not UNIT_ROW.fullmatch(text, *_trim(text, *above))
            and cells[-1][1] - cells[0][0] <= 80
        ):
            return cells[-width:]
    return []


def _unit_above(text: str, start: int) -> Span | None:
    """The unit row over a table, or at the end of its caption; it may stand in a block of its own."""
    found = None
    for found in _UNIT_END.finditer(text, max(0, start - _CAPTION), start):
        pass
    return found.span("unit") if found is not None else None


# ---------------------------------------------------------------- one cell a line
_STACK = regex.compile(r"l*?(?P<rows>(?P<row>lu?n{1,8})(?P=row){2,})")


def _kind(text: str, start: int, end: int) -> str:
    """A line as a cell: number, unit, label, or none (``x``)."""
    if end - start > _LABEL_SIZE or any(mark in text[start:end] for mark in "。;!?"):
        return "x"
    return "n" if _CELL.fullmatch(text, start, end) else "u" if _UNIT_CELL.fullmatch(text, start, end) else "l"


def _stacked(text: str, cells: Sequence[Span], kinds: str, at: int) -> tuple[Table, int] | None:
    """Label, number, number, label, number, number …: at least three rows of one width, of 400 lines at most."""
    stop = kinds.find("x", at, at + 400)
    stop = min(at + 400, len(kinds)) if stop < 0 else stop
    if kinds.find("n", at, stop) < 0:
        return None
    shape = _STACK.match(kinds, at, stop)
    if shape is None:
        return None
    first, last = shape.span("rows")
    size, width = len(shape["row"]), shape["row"].count("n")
    rows = []
    for begun in range(first, last, size):
        members = list(zip(kinds[begun : begun + size], cells[begun : begun + size], strict=True))
        numbers = [span if NUMBER.fullmatch(text, *span) else None for kind, span in members if kind == "n"]
        rows.append(Row(cells[begun], numbers, next((span for kind, span in members if kind == "u"), None)))
    ahead = [cells[i] for i in range(at, first) if kinds[i] == "l" and not UNIT_ROW.fullmatch(text, *cells[i])]
    header = ahead[-width:] if len(ahead) >= width else []
    top = cells[max(at, first - len(header))][0]
    return Table(min(top, rows[0].label[0]), cells[last - 1][1], rows, header, _unit_above(text, rows[0].label[0])), last
