"""The record contract, version 1, as pydantic models: what one article becomes.

Field names and meanings are the public interface. All ``start`` and ``end`` are half-open character offsets into
``article.text``, the text exactly as it was given.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, PlainSerializer, WithJsonSchema
from pydantic_core import CoreSchema, core_schema

if TYPE_CHECKING:
    from extractor.view.frames import Library, TableName

SCHEMA_VERSION: Final = "1"


def json_number(value: Decimal) -> int | float:
    """An exact decimal as the JSON number that reads the same: integers stay integers."""
    number = float(value)
    return int(value) if value == value.to_integral_value() else int(number) if number.is_integer() else number


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
    """A resolved stretch of time, ISO dates, both inclusive: 2023年1至7月 is 2023-01-01 to 2023-07-31, 截至6月末 is one day."""

    start: str = Field(description="first day, ISO date")
    end: str = Field(description="last day, ISO date, inclusive")
    text: str | None = Field(None, description="as written; null where it is carried from context")


class Block(Record):
    """A segment of the article. Facts come from title, heading, body and caption, never from byline or boilerplate."""

    kind: BlockKind = Field(description="what the segment is")
    start: int = Field(description="first character")
    end: int = Field(description="one past the last character")


class Article(Record):
    """What is known of the article itself."""

    id: str = Field(description="the caller's id, else a stable hash of URL and text")
    text: str | None = Field(description="the text as given; null where the caller left it out")
    raw_sha256: str = Field(description="SHA-256 of the text (of the page, for HTML), hexadecimal")
    duplicate_of: str | None = Field(None, description="id of the article that this one is a copy of: the facts are there")
    title: str | None = Field(None, description="headline, the caller's or found; facts are read from `text` alone")
    source: str | None = Field(None, description="medium or issuing body")
    authors: list[str] = Field([], description="names of the byline")
    dateline: str | None = Field(None, description="place that the report is sent from")
    published: str | None = Field(None, description="date of publication, ISO: the caller's, else found in the text")
    url: str | None = Field(None, description="where it was found")
    blocks: list[Block] = Field([], description="the segmented text, in order")


class Entity(Record):
    """One mention of a named thing; mentions of one thing share ``entity_id``, the same in every article."""

    id: str = Field(description="the mention's id")
    entity_id: str = Field(description="the thing's id, the same in every article: a hash of type, name and code")
    type: EntityType = Field(description="what kind of thing it is")
    text: str = Field(description="as written")
    name: str = Field(description="canonical name")
    code: str | None = Field(None, description="GB/T 2260 division code of six digits, for a place down to county, where known")
    period: PeriodRange | None = Field(None, description="the dates of a PERIOD that can be resolved")
    start: int = Field(description="first character")
    end: int = Field(description="one past the last character")


class Fact(Record):
    """One statement that a number makes."""

    id: str = Field(description="stable: the same article gives the same ids in every run")
    subject: str | None = Field(
        description="whom the figure is about: place, park, company, body; 全市 and 我县 are resolved where the article says enough"
    )
    subject_id: str | None = Field(None, description="`entity_id` of the subject")
    subject_code: str | None = Field(None, description="division code of a subject that is a place")
    metric: str = Field(description="what is measured, in the text's own words, without subject, period and verb")
    metric_id: str | None = Field(None, description="id in the metric catalogue, where the metric is a known one")
    breakdown: str | None = Field(None, description="the part of a known metric that is meant: 制造业, 对东盟, 民营企业")
    measure: Measure = Field(description="what kind of statement it is")
    value: Number = Field(
        description="exact decimal, multipliers applied (1.6亿元 is 160000000), Chinese numerals read, negative for a fall"
    )
    value_max: Number | None = Field(None, description="the upper end of a range (5%至6%)")
    unit: str | None = Field(
        description="canonical unit without multiplier: 元, 美元, %, 百分点, 家, 吨, 亩, 人次, 位 for ranks, 倍 for multiples"
    )
    unit_code: str | None = Field(None, description="ISO 4217 for money, UCUM for physical units and %")
    bound: Bound | None = Field(None, description="what the words around the number make of it: 左右, 以上, 以内, 近")
    comparison: Comparison | None = Field(None, description="basis of a growth or difference; null for other measures")
    reference: str | None = Field(
        None,
        description="the other side: population of a rank, whole of a share, plan of a completion, "
        "base of a comparison that is not plain yoy or mom",
    )
    status: Status = Field(description="whether it has happened, is wanted, or is expected")
    period: PeriodRange | None = Field(None, description="the time that the figure covers")
    quote: str = Field(description="the quantity as written, with its unit and its bound word")
    start: int = Field(description="first character of the quote")
    end: int = Field(description="one past the last character of the quote")
    sentence_start: int = Field(description="first character of the sentence that says it")
    sentence_end: int = Field(description="one past the last character of that sentence")
    evidence: dict[str, list[tuple[int, int]]] = Field(
        {}, description="for each field that the text states, the spans that it was read from"
    )
    inherited: list[str] = Field(
        [],
        description="fields that the sentence does not state: carried from context, or assumed (a growth without a basis is yoy)",
    )
    rule: str = Field(description="id of the rule that made the fact")
    repeats: str | None = Field(None, description="id of the fact of the same article that this one says again (title and body)")
    confidence: float = Field(
        ge=0,
        le=1,
        description="how likely value, unit, measure, metric and status are all right: of the facts given 0.9, nine in ten",
    )

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
            ValueError: a period is no beginning of an ISO date, or a field never has such a value.

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

    quote: str = Field(description="as written")
    start: int = Field(description="first character")
    end: int = Field(description="one past the last character")
    reason: Reason = Field(description="why it is no fact")
    value: Number | None = Field(None, description="the number, where it could be read")
    unit: str | None = Field(None, description="its unit, where it could be read")


class Check(Record):
    """What the article's own arithmetic says of some of its facts."""

    kind: CheckKind = Field(description="what was compared with what")
    facts: list[str] = Field(description="ids of the facts, the checked one first")
    verdict: Verdict = Field(description="whether the figures agree, agree but for rounding, or contradict each other")
    message: str = Field(description="the arithmetic in words")
    rule: str = Field(description="id of the check in the rules")


class Extraction(Record):
    """What one article becomes."""

    schema_version: Literal["1"] = Field(SCHEMA_VERSION, description="version of the record contract")
    extractor_version: str = Field(description="version of the extractor that made it")
    rules_hash: str = Field(description="the rules that it was made with; equal hashes mean equal rules")
    article: Article = Field(description="the article itself")
    entities: list[Entity] = Field(description="mentions of named things, in the order of the text")
    facts: Facts = Field(description="what the numbers say, by `start`")
    skipped: list[Skipped] = Field(description="the numerals outside boilerplate that are in no fact, each with its reason")
    checks: list[Check] = Field([], description="what the article's own arithmetic says")

    def to_dicts(self) -> list[dict[str, Any]]:
        """The facts as dictionaries with the fields of the record contract and ``article_id``, values as exact decimals.

        Examples:
            >>> from extractor import extract
            >>> [(fact["article_id"], fact["value"]) for fact in extract("全县新增企业17家。", id="a").to_dicts()]
            [('a', Decimal('17'))]
        """
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
        """What the article is and how much was found, then one fact a line.

        Examples:
            >>> from extractor import Extraction, extract
            >>> extraction = extract("全县新增企业17家,其中规上企业3家。", id="a")
            >>> print(extraction)
            a · 2 facts · 0 numerals that are no facts
              全县 新增企业 17家 · level · actual
              全县 规上企业 3家 · level · actual
            >>> Extraction.model_validate_json(extraction.model_dump_json()) == extraction
            True
        """
        from extractor.view.words import extraction_lines

        return "\n".join(extraction_lines(self))

    def _repr_pretty_(self, printer: Any, is_cycle: bool) -> None:
        printer.text(str(self))

    def _repr_html_(self) -> str:
        from extractor.view.notebook import extraction_html

        return extraction_html(self)
