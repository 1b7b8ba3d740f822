"""Dates of publication as files write them."""

from __future__ import annotations

from datetime import date
from typing import Any

import regex

_DAY = regex.compile(
    r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{1,2})-|/(?P<month>[0-9]{1,2})/|\.(?P<month>[0-9]{1,2})\.|年(?P<month>[0-9]{1,2})月)"
    r"(?P<day>[0-9]{1,2})日?(?:[T\s]\s*[0-9]{1,2}.*)?"
)
_DIGITS = regex.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})(?:[T\s]?[0-9]{2}:?[0-9]{2}.*)?")


def iso_date(value: Any) -> str:
    """``2023-08-17`` of a date, with or without a time: ``2023/8/17``, ``2023.8.17``, ``20230817``, ``2023年8月17日 10:00``.

    Raises:
        ValueError: the value is no date; the message says so.

    Examples:
        >>> iso_date("2023年8月17日 10:00"), iso_date(20230817)
        ('2023-08-17', '2023-08-17')
    """
    text = str(value).strip() if isinstance(value, (str, int)) and not isinstance(value, bool) else ""
    match = _DAY.fullmatch(text) or (_DIGITS.fullmatch(text) if isinstance(value, str) or len(text) == 8 else None)
    try:
        if match is not None:
            return date(int(match["year"]), int(match["month"]), int(match["day"])).isoformat()
    except ValueError:
        pass
    raise ValueError(f"published must be an ISO date such as 2023-08-17, not {value!r}")
