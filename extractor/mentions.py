"""What the parsers find in the clean text: frozen values with half-open character spans, nothing more.

Every mention carries ``start`` and ``end`` (offsets into ``Clean.text``) and ``rule``, the id of the rule that found it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

BlockKind = Literal["title", "byline", "heading", "body", "caption", "boilerplate"]
EntityType = Literal["GOV", "ORG", "PARK", "PLACE", "PERSON", "PERIOD", "INDUSTRY", "POLICY"]


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the article of one kind."""

    kind: BlockKind
    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of one block, closing mark included."""

    start: int
    end: int
    block: Block


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit and bound.

    Attributes:
        start, end: the span with unit and bound words.
        number_start, number_end: the span of the number and its unit alone.
        value: multipliers applied, exact; None where it could not be read.
        value_max: upper end of a range.
        unit: canonical unit without multiplier, as in the contract.
        unit_code: ISO 4217 or UCUM.
        family: unit family (``money``, ``count``, ``percent``, ``point``, ``times``, ``rank``, ``mass``, …).
        bound: about, at_least, at_most, nearly.
        parts: the parts of a ratio a:b:c.
    """

    start: int
    end: int
    number_start: int
    number_end: int
    value: Decimal | None
    value_max: Decimal | None
    unit: str | None
    unit_code: str | None
    family: str
    bound: str | None
    rule: str
    parts: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class Period:
    """An expression that places something in time.

    Attributes:
        first, last: resolved dates, both inclusive; None where it cannot be settled.
        kind: ``day``, ``month``, ``quarter``, ``half``, ``year``, ``span`` (several months or years, up to a date),
            ``point`` (截至, 末: one day), ``plan`` (a five-year plan), ``same`` (同期: the base of a comparison).
        is_relative: resolved against the publication date or another period of the article.
    """

    start: int
    end: int
    first: date | None
    last: date | None
    kind: str
    is_relative: bool
    rule: str


@dataclass(frozen=True, slots=True)
class Entity:
    """A name of one of the contract's types.

    Attributes:
        name: canonical name (full name where the article or the gazetteer gives one).
        code: GB/T 2260 division code of six digits, for places.
    """

    start: int
    end: int
    type: EntityType
    name: str
    code: str | None
    rule: str


@dataclass(frozen=True, slots=True)
class Metric:
    """A term of the metric catalogue.

    Attributes:
        id: the catalogue's id.
        unit: the family its level is measured in.
        kind: flow, stock, rate, index, price.
    """

    start: int
    end: int
    id: str
    unit: str
    kind: str
    takes_breakdown: bool

    @property
    def rule(self) -> str:
        """The catalogue entry is the rule."""
        return self.id


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that says what a number nearby means.

    Attributes:
        kind: the field it acts on or the construction it opens (``growth``, ``share``, ``status``, …).
        value: what it says (``down``, ``target``, ``yoy``, …).
    """

    start: int
    end: int
    kind: str
    value: str
    rule: str
