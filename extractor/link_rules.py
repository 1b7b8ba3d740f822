"""The constructions by which the linker reads a number that no cue of change, share or rank decides.

The mechanism is code (``predicates``); the rules say in words what each construction is and prove it on texts.
"""

from __future__ import annotations

from typing import Literal

from extractor.rules_base import Rule


class LinkRule(Rule):
    """A construction: the measure it gives and what it looks like."""

    measure: Literal["level", "growth", "difference", "share", "multiple", "rank", "completion"]
    says: str
