"""The words that a field of a model may hold."""

from __future__ import annotations

from typing import Any, Literal, get_args, get_origin


def words_of(annotation: Any) -> tuple[str, ...]:
    """The words of a ``Literal``, wherever it stands in the type; none where any may be written."""
    if get_origin(annotation) is Literal:
        return get_args(annotation)
    return tuple(word for part in get_args(annotation) for word in words_of(part))
