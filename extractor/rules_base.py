"""What every rule file has in common: ids, proofs, fragments, and errors that say where and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import regex
from pydantic import BaseModel, ConfigDict, Field

MARK_OPEN, MARK_CLOSE = "⟦", "⟧"
RULE_ID = r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$"


class RuleError(ValueError):
    """A rule file is wrong. The message names file, rule, fault and remedy."""


class Strict(BaseModel):
    """Base of all rule models: no coercion, no unknown keys."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Example(Strict):
    """A text in which the rule must find the span marked ⟦…⟧, with the attributes given in ``gives``."""

    text: str
    gives: dict[str, Any] = Field(default_factory=dict)
    published: str | None = None


class Unlike(Strict):
    """A look-alike in which the rule must not fire, and the reason."""

    text: str
    why: str


class Rule(Strict):
    """One rule with its proof. An example may be written as a bare string."""

    id: Annotated[str, Field(pattern=RULE_ID)]
    examples: Annotated[list[str | Example], Field(min_length=1)]
    unlike: Annotated[list[Unlike], Field(min_length=1)]

    def proofs(self) -> list[Example]:
        """The examples in their long form."""
        return [e if isinstance(e, Example) else Example(text=e) for e in self.examples]


_FRAGMENT = regex.compile(r"\{([a-z_]+)\}")


def expand(pattern: str, fragments: Mapping[str, str]) -> str:
    """Put named fragments into a pattern: ``{num}`` becomes the fragment ``num`` in a non-capturing group.

    Raises:
        RuleError: a fragment is not known.
    """

    def one(match: regex.Match[str]) -> str:
        name = match.group(1)
        if name not in fragments:
            raise RuleError(f"unknown fragment {{{name}}}; known: {', '.join(sorted(fragments))}")
        return f"(?:{expand(fragments[name], fragments)})"

    return _FRAGMENT.sub(one, pattern)


def unmark(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Take the ⟦ ⟧ out of an example: the bare text, and the spans that were marked."""
    bare: list[str] = []
    spans: list[tuple[int, int]] = []
    at = 0
    opened = 0
    for char in text:
        if char == MARK_OPEN:
            opened = at
        elif char == MARK_CLOSE:
            spans.append((opened, at))
        else:
            bare.append(char)
            at += 1
    return "".join(bare), spans
