"""JSON that can be shown: it says the same, and holds no character that a terminal obeys or takes for the end of a line."""

from __future__ import annotations

import json

import regex

_UNSEEN = regex.compile(r"[\p{Cf}\p{Zl}\p{Zp}\x7f-\x9f]")
"""Those below the blank are escaped by every writer of JSON."""


def escaped(text: str) -> str:
    r"""JSON with its control characters, those of direction, too, written as ``\u009b``: they can stand in strings alone."""
    return _UNSEEN.sub(lambda match: json.dumps(match[0])[1:-1], text)
