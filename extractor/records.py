"""The record contract, version 1, as pydantic models: what one article becomes.

Field names and meanings are the public interface. All ``start`` and ``end`` are half-open character offsets into
``article.text``, the text exactly as it was given.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, WithJsonSchema

SCHEMA_VERSION = "1"


def json_number(value: Decimal) -> int | float:
    """An exact decimal as the JSON number that reads the same: integers stay integers."""
    return int(value) if value == value.to_integral_value() else float(value)


Number = Annotated[Decimal, PlainSerializer(json_number, when_used="json"), WithJsonSchema({"type": "number"})]
"""Decimal in Python, a JSON number (never a string) in JSON. A fraction of more than 15 significant digits is rounded in JSON."""

BlockKind = Literal["title", "byline", "heading", "body", "caption", "boilerplate"]
EntityType = Literal["GOV", "ORG", "PARK", "PLACE", "PERSON", "PERIOD", "INDUSTRY", "POLICY"]
Measure = Literal["level", "growth", "difference", "share", "contribution", "completion", "rank", "multiple"]
Bound = Literal["about", "at_least", "at_most", "nearly"]
Comparison = Literal["yoy", "mom", "qoq", "ytd", "annual_average", "since", "target", "peer"]
Status = Literal["actual", "target", "forecast"]
Reason = Literal[
    "date", "streak", "name", "ordinal", "list_marker", "definition", "age", "document_number", "contact", "slogan",
    "other", "unbound", "unreadable",
]  # fmt: skip
CheckKind = Literal["sum", "share", "completion", "level_and_growth", "gap", "range"]
Verdict = Literal["ok", "rounding", "contradiction"]


class Record(BaseModel):
    """Base of all records: frozen, no unknown fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PeriodRange(Record):
    """A resolved stretch of time, ISO dates, both inclusive; ``text`` as written, null where inherited."""

    start: str
    end: str
    text: str | None = None


class Block(Record):
    """A segment of the article."""

    kind: BlockKind
    start: int
    end: int


class Article(Record):
    """What is known of the article itself."""

    id: str
    text: str | None = Field(description="the text as given; null where the caller left it out")
    raw_sha256: str = Field(description="SHA-256 of the text (of the page, for HTML), hexadecimal")
    duplicate_of: str | None = None
    title: str | None = None
    source: str | None = None
    authors: list[str] = []
    dateline: str | None = None
    published: str | None = None
    url: str | None = None
    blocks: list[Block] = []


class Entity(Record):
    """One mention of a named thing; mentions of one thing share ``entity_id``, the same in every article."""

    id: str
    entity_id: str
    type: EntityType
    text: str
    name: str
    code: str | None = None
    period: PeriodRange | None = None
    start: int
    end: int


class Fact(Record):
    """One statement that a number makes."""

    id: str
    subject: str | None
    subject_id: str | None = None
    subject_code: str | None = None
    metric: str
    metric_id: str | None = None
    breakdown: str | None = None
    measure: Measure
    value: Number
    value_max: Number | None = None
    unit: str | None
    unit_code: str | None = None
    bound: Bound | None = None
    comparison: Comparison | None = None
    reference: str | None = None
    status: Status
    period: PeriodRange | None = None
    quote: str
    start: int
    end: int
    sentence_start: int
    sentence_end: int
    evidence: dict[str, list[tuple[int, int]]] = {}
    inherited: list[str] = []
    rule: str
    repeats: str | None = None
    confidence: float = Field(ge=0, le=1)


class Skipped(Record):
    """A numeral that is in no fact, and why."""

    quote: str
    start: int
    end: int
    reason: Reason
    value: Number | None = None
    unit: str | None = None


class Check(Record):
    """What the article's own arithmetic says of some of its facts.

    ``facts`` are ids, the checked one first; ``rule`` is the id of the check in the rules.
    """

    kind: CheckKind
    facts: list[str]
    verdict: Verdict
    message: str
    rule: str


class Extraction(Record):
    """What one article becomes."""

    schema_version: Literal["1"] = SCHEMA_VERSION
    extractor_version: str
    rules_hash: str
    article: Article
    entities: list[Entity]
    facts: list[Fact]
    skipped: list[Skipped]
    checks: list[Check] = []
