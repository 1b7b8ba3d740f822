"""The five tables of the record contract, declared once: SQL, Arrow, CSV headers and column comments are made of this."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

ColumnKind = Literal["text", "int", "float", "decimal", "date", "json"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        name: as in the contract; ``period`` becomes ``period_start``, ``period_end``, ``period_text``.
        kind: ``json`` holds what has parts (``evidence``, ``blocks``, lists of names or ids).
        comment: what it means, for the database's own catalogue.
        is_null: whether it may be unknown.
    """

    name: str
    kind: ColumnKind
    comment: str
    is_null: bool = False


@dataclass(frozen=True)
class Table:
    """One table: its key, what refers to what, and what people ask by."""

    name: str
    comment: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    foreign_keys: tuple[tuple[str, str], ...] = ()
    indexes: tuple[tuple[str, ...], ...] = ()

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The column names in order."""
        return tuple(column.name for column in self.columns)


def _period(of: str) -> tuple[Column, ...]:
    return (
        Column("period_start", "date", f"first day of {of}, inclusive", is_null=True),
        Column("period_end", "date", f"last day of {of}, inclusive", is_null=True),
        Column("period_text", "text", "the period as written; null where it was carried from context", is_null=True),
    )


_ARTICLE_ID = Column("article_id", "text", "the article it is from")
_SPAN = (
    Column("start", "int", "first character of the quote in the article's text, counted from 0"),
    Column("end", "int", "one past the last character of the quote"),
)

ARTICLES = Table(
    "articles",
    "one row an article",
    (
        Column("id", "text", "the caller's id, else a hash of URL and text"),
        Column("title", "text", "headline, the caller's or found", is_null=True),
        Column("source", "text", "medium or issuing body", is_null=True),
        Column("authors", "json", "list of names"),
        Column("dateline", "text", "place that the report is sent from", is_null=True),
        Column("published", "date", "date of publication", is_null=True),
        Column("url", "text", "where it was found", is_null=True),
        Column("text", "text", "the text exactly as given; null where it was left out", is_null=True),
        Column("raw_sha256", "text", "SHA-256 of the text, or of the page that it was taken from"),
        Column("duplicate_of", "text", "the article that this one is a copy of: the facts are there", is_null=True),
        Column("blocks", "json", "the segmented text: list of {kind, start, end}"),
        Column("schema_version", "text", "version of the record contract"),
        Column("extractor_version", "text", "version of the extractor that read it"),
        Column("rules_hash", "text", "the rules that it was read with"),
        Column(
            "extraction_sha256",
            "text",
            "SHA-256 of the extraction as JSON: equal means that nothing has to be loaded; empty where a row of it was refused",
        ),
    ),
    key=("id",),
    foreign_keys=(("duplicate_of", "articles.id"),),
    indexes=(("published",), ("duplicate_of",), ("rules_hash", "extractor_version"), ("raw_sha256",)),
)
ENTITIES = Table(
    "entities",
    "one row a mention of a named thing",
    (
        Column("id", "text", "the mention's id"),
        _ARTICLE_ID,
        Column("entity_id", "text", "the thing's id, the same in every article"),
        Column("type", "text", "GOV, ORG, PARK, PLACE, PERSON, PERIOD, INDUSTRY, POLICY"),
        Column("text", "text", "as written"),
        Column("name", "text", "canonical name"),
        Column("code", "text", "GB/T 2260 division code of a place", is_null=True),
        *_period("a PERIOD"),
        *_SPAN,
    ),
    key=("id",),
    foreign_keys=(("article_id", "articles.id"),),
    indexes=(("article_id",), ("entity_id",), ("name",)),
)
FACTS = Table(
    "facts",
    "one row a statement that a number makes",
    (
        Column("id", "text", "the fact's id, the same in every run"),
        _ARTICLE_ID,
        Column("subject", "text", "whom the figure is about", is_null=True),
        Column("subject_id", "text", "entity_id of the subject", is_null=True),
        Column("subject_code", "text", "GB/T 2260 division code of a subject that is a place", is_null=True),
        Column("metric", "text", "what is measured, in the text's words"),
        Column("metric_id", "text", "id in the metric catalogue, where the metric is known", is_null=True),
        Column("breakdown", "text", "the part of a known metric that is meant", is_null=True),
        Column("measure", "text", "level, growth, difference, share, contribution, completion, rank, multiple"),
        Column("value", "decimal", "the number, multipliers applied, negative for a fall"),
        Column("value_max", "decimal", "upper end of a range", is_null=True),
        Column("unit", "text", "unit without multiplier", is_null=True),
        Column("unit_code", "text", "ISO 4217 for money, UCUM for physical units and %", is_null=True),
        Column("bound", "text", "about, at_least, at_most, nearly", is_null=True),
        Column("comparison", "text", "yoy, mom, qoq, ytd, annual_average, since, target, peer", is_null=True),
        Column("reference", "text", "the other side: population of a rank, whole of a share, plan, base", is_null=True),
        Column("status", "text", "actual, target, forecast"),
        *_period("what the figure covers"),
        Column("quote", "text", "the quantity as written"),
        *_SPAN,
        Column("sentence_start", "int", "first character of the sentence"),
        Column("sentence_end", "int", "one past the last character of the sentence"),
        Column("evidence", "json", "for each field that the text states, the spans that it was read from"),
        Column("inherited", "json", "list of fields carried from context or assumed"),
        Column("rule", "text", "the rule that made the fact"),
        Column("repeats", "text", "the fact of the same article that this one says again", is_null=True),
        Column("confidence", "float", "0 to 1: how likely value, unit, measure, metric and status are all right"),
    ),
    key=("id",),
    foreign_keys=(("article_id", "articles.id"), ("repeats", "facts.id")),
    indexes=(
        ("article_id",),
        ("subject", "metric_id", "period_end"),
        ("subject_code",),
        ("metric_id", "period_end"),
        ("status", "measure"),
        ("repeats",),
    ),
)
SKIPPED = Table(
    "skipped",
    "one row a numeral that is in no fact, and why",
    (
        _ARTICLE_ID,
        Column("ordinal", "int", "its place among the article's skipped numerals, counted from 0"),
        Column("quote", "text", "as written"),
        *_SPAN,
        Column("reason", "text", "date, streak, name, ordinal, list_marker, …, unbound, unreadable"),
        Column("value", "decimal", "the number, where it could be read", is_null=True),
        Column("unit", "text", "its unit, where it could be read", is_null=True),
    ),
    key=("article_id", "ordinal"),
    foreign_keys=(("article_id", "articles.id"),),
    indexes=(("reason",),),
)
CHECKS = Table(
    "checks",
    "one row a test of the article's own arithmetic",
    (
        _ARTICLE_ID,
        Column("ordinal", "int", "its place among the article's checks, counted from 0"),
        Column("kind", "text", "sum, share, completion, level_and_growth, gap, range"),
        Column("facts", "json", "list of the ids of the facts, the checked one first"),
        Column("verdict", "text", "ok, rounding, contradiction"),
        Column("message", "text", "the arithmetic in words"),
        Column("rule", "text", "the check's id in the rules"),
    ),
    key=("article_id", "ordinal"),
    foreign_keys=(("article_id", "articles.id"),),
    indexes=(("verdict",),),
)

TABLES: tuple[Table, ...] = (ARTICLES, ENTITIES, FACTS, SKIPPED, CHECKS)
"""In an order in which what is referred to comes first."""
