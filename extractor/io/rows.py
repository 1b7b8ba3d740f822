"""Rows of a table as inputs: the cells that make an article, as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from typing import Any

from extractor.io.encodings import NotText, decode, decode_page
from extractor.io.faults import too_long
from extractor.io.inputs import Failure, Options, RawInput, printable

_NOTHING = frozenset(("nan", "none", "null", "nat", "<na>", "n/a", "\\n"))
"""What tables write where they know nothing."""
_LONGEST = 6


def row_input(cells: Mapping[str, Any], where: str, options: Options, *, size: int = 0) -> RawInput | Failure:
    """A row as an input; cells without a value are left out.

    Args:
        cells: field of an article to cell.
        where: file and line or row.
        options: see ``Options``.
        size: see ``RawInput``.
    """
    try:
        fields = {field: value for field, cell in cells.items() if (value := _value(field, cell, options)) is not None}
    except NotText as error:
        return Failure(where, str(error), "encoding", size)
    if "text" in fields:
        fields.pop("html", None)  # it would not be read
    for value in fields.values():
        if isinstance(value, str) and len(value) > options.max_bytes:
            return Failure(where, too_long(f"a cell of {len(value):,} characters", options.max_chars), "too_long", size)
    payload = json.dumps(fields, ensure_ascii=False, separators=(",", ":"), default=str)
    try:
        data = payload.encode()
    except UnicodeEncodeError:  # half a character
        data = printable(payload).encode()
    return RawInput(where, "row", data, size=size)


def _value(field: str, cell: Any, options: Options) -> Any:
    """A cell as JSON holds it, None where it says nothing."""
    if isinstance(cell, (bytes, bytearray)):
        cell = (decode_page if field == "html" else decode)(bytes(cell[: options.max_bytes + 1]), options.encoding)
    if isinstance(cell, str):
        return None if not cell or cell.isspace() or (len(cell) <= _LONGEST and cell.strip().lower() in _NOTHING) else cell
    if isinstance(cell, (date, datetime)):
        return cell.isoformat()
    if isinstance(cell, (float, Decimal)):
        if not isfinite(cell):
            return None
        return int(cell) if cell == int(cell) else float(cell)  # a column of ids with holes in it is kept as floats
    return cell
