"""The record contract, version 1, as pydantic models: what one article becomes.

Field names and meanings are the public interface. All ``start`` and ``end`` are half-open character offsets into
``article.text``, the text exactly as it was given.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, PlainSerializer, WithJsonSchema
from pydantic_core import CoreSchema, core_schema

if TYPE_CHECKING:
    from extractor.view.frames import Library, TableName

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

    def __str__(self) -> str:
        from extractor.view.words import fact_line

        return fact_line(self)


class Facts(list[Fact]):
    """The facts of an article: a list that can be asked, framed and looked at."""

    def where(self, **conditions: Any) -> Facts:
        """The facts for which all conditions hold.

        Args:
            conditions: fields of ``Fact`` and what they must be: a value, several values, a compiled pattern that is searched for,
                or a function that says yes or no. A ``period`` may be the beginning of an ISO date, in which it must lie.

        Raises:
            TypeError: a fact has no field of that name.
            ValueError: a period is no beginning of an ISO date.

        Examples:
            >>> from extractor import extract
            >>> facts = extract("2023年,衡阳市税收收入93亿元,增长6.5%;力争2024年增长7%。").facts
            >>> [(fact.quote, fact.status) for fact in facts.where(metric_id="tax_revenue", measure="growth")]
            [('6.5%', 'actual'), ('7%', 'target')]
            >>> facts.where(period="2024", confidence=lambda c: c > 0.5)[0].quote
            '7%'
        """
        from extractor.view.choose import choose

        return Facts(choose(self, conditions))

    def to_dicts(self) -> list[dict[str, Any]]:
        """Each fact as a dictionary with the fields of the record contract, values as exact decimals."""
        return [fact.model_dump() for fact in self]

    def to_frame(self, *, library: Library = "pandas") -> Any:
        """The facts as a data frame, one row each: the columns of the table ``facts`` without ``article_id``.

        Args:
            library: ``pandas`` or ``polars``.

        Raises:
            ImportError: the library is not installed.
        """
        from extractor.view.frames import facts_frame

        return facts_frame(self, library=library)

    def __str__(self) -> str:
        """One fact a line."""
        return "\n".join(map(str, self))

    def _repr_pretty_(self, printer: Any, is_cycle: bool) -> None:
        printer.text(str(self) or "no facts")

    def _repr_html_(self) -> str:
        from extractor.view.notebook import facts_html

        return facts_html(self)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(cls, handler(list[Fact]))


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
    facts: Facts
    skipped: list[Skipped]
    checks: list[Check] = []

    def to_dicts(self) -> list[dict[str, Any]]:
        """The facts as dictionaries with the fields of the record contract and ``article_id``, values as exact decimals."""
        return [{"article_id": self.article.id, **record} for record in self.facts.to_dicts()]

    def to_frame(self, table: TableName = "facts", *, library: Library = "pandas") -> Any:
        """A table of this article as a data frame; for many articles see ``extractor.to_frame``.

        Args:
            table: ``facts``, ``articles``, ``entities``, ``skipped`` or ``checks``.
            library: ``pandas`` or ``polars``.

        Raises:
            ValueError: there is no such table or library.
            ImportError: the library is not installed.
        """
        from extractor.view.frames import to_frame

        return to_frame([self], table, library=library)

    def __str__(self) -> str:
        """What the article is and how much was found, then one fact a line."""
        from extractor.view.words import extraction_lines

        return "\n".join(extraction_lines(self))

    def _repr_pretty_(self, printer: Any, is_cycle: bool) -> None:
        printer.text(str(self))

    def _repr_html_(self) -> str:
        from extractor.view.notebook import extraction_html

        return extraction_html(self)
