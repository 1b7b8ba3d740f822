"""The columns that engines hand over, as Python values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pyarrow as pa

FIELDS = ("text", "id", "title", "published", "url", "raw_sha256")
"""The arguments of ``Extractor.extract``, which are the columns of its input."""

FAILURE = pa.struct([("reason", pa.string()), ("message", pa.string())])
"""Why an input gave no extraction: ``extractor.io.inputs.FailureReason``, and fault and remedy in words."""


def cells(batch: pa.RecordBatch, name: str) -> list[Any]:
    """A column of strings: its values, ``None`` for each where an optional column is missing.

    Bytes that are no UTF-8 (engines do not check them) stay bytes in ``text`` and become U+FFFD elsewhere.

    Raises:
        ValueError: ``text`` is missing.
        TypeError: the column's type has no strings to read.
    """
    if name not in batch.schema.names:
        if name == "text":
            there = ", ".join(batch.schema.names) or "no columns"
            raise ValueError(f"the column 'text' is missing (there: {there}); rename the column that holds the articles")
        return [None] * batch.num_rows
    column = _strings(batch.column(name), name)
    try:
        values: list[Any] = column.to_pylist()
    except UnicodeDecodeError:
        return [_decoded(value, is_strict=name == "text") for value in column.cast(pa.large_binary()).to_pylist()]
    return values


def _strings(column: pa.Array, name: str) -> pa.Array:
    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    if _is_text(kind) or pa.types.is_null(kind):
        return column.cast(pa.large_string())
    if name == "text" or pa.types.is_nested(kind) or pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        raise TypeError(f"the column {name!r} must hold strings, not {column.type}; convert it first")
    return column.cast(pa.large_string())  # numbers as ids, dates of publication


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or kind == pa.string_view())


def _decoded(value: bytes | None, *, is_strict: bool) -> str | bytes | None:
    if value is None:
        return None
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value if is_strict else value.decode("utf-8", "replace")


def fault_of(text: str | bytes | None, published: str | None) -> tuple[str, str] | None:
    """``(reason, message)`` where ``Extractor.extract`` would not take the values."""
    if text is None:
        return "empty", "the text is null; leave the row out, or fetch the article again"
    if isinstance(text, bytes):
        return "encoding", "the text's bytes are no UTF-8; decode them before, or read the file with its encoding"
    try:
        date.fromisoformat((published or "2000-01-01")[:10])
    except ValueError:
        return "format", f"published must be an ISO date such as 2023-08-17, not {published!r}"
    return None


def failures_array(failures: Sequence[tuple[str, str] | None]) -> pa.StructArray:
    """``(reason, message)`` or None, as a column ``failure``."""
    return pa.array([f and {"reason": f[0], "message": f[1]} for f in failures], FAILURE)
