"""The five tables of record contract 1.

Written out in full: what a revision makes must not change with the code after it. A test compares the newest schema with the code's.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None

TEXT, INTEGER = sa.Text(), sa.Integer()
DOUBLE: sa.Double[Any] = sa.Double()
NUMBER = sa.Numeric().with_variant(sa.REAL(), "sqlite")
DATE = sa.Date().with_variant(sa.Text(), "sqlite")
PARTS = sa.JSON().with_variant(JSONB(), "postgresql")


def _column(name: str, kind: Any, *, comment: str, is_null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, autoincrement=False, nullable=is_null, comment=comment)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "articles",
        _column("id", TEXT, comment="the caller's id, else a hash of URL and text"),
        _column("title", TEXT, is_null=True, comment="headline, the caller's or found"),
        _column("source", TEXT, is_null=True, comment="medium or issuing body"),
        _column("authors", PARTS, comment="list of names"),
        _column("dateline", TEXT, is_null=True, comment="place that the report is sent from"),
        _column("published", DATE, is_null=True, comment="date of publication"),
        _column("url", TEXT, is_null=True, comment="where it was found"),
        _column("text", TEXT, is_null=True, comment="the text exactly as given; null where it was left out"),
        _column("raw_sha256", TEXT, comment="SHA-256 of the text, or of the page that it was taken from"),
        _column("duplicate_of", TEXT, is_null=True, comment="the article that this one is a copy of: the facts are there"),
        _column("blocks", PARTS, comment="the segmented text: list of {kind, start, end}"),
        _column("schema_version", TEXT, comment="version of the record contract"),
        _column("extractor_version", TEXT, comment="version of the extractor that read it"),
        _column("rules_hash", TEXT, comment="the rules that it was read with"),
        _column(
            "extraction_sha256",
            TEXT,
            comment="SHA-256 of the extraction as JSON: equal means that nothing has to be loaded; empty where a row of it was refused",
        ),
        sa.ForeignKeyConstraint(["duplicate_of"], ["articles.id"], name="fk_articles_duplicate_of", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_articles"),
        comment="one row an article",
    )
    op.create_index("ix_articles_duplicate_of", "articles", ["duplicate_of"])
    op.create_index("ix_articles_published", "articles", ["published"])
    op.create_index("ix_articles_raw_sha256", "articles", ["raw_sha256"])
    op.create_index("ix_articles_rules_hash_extractor_version", "articles", ["rules_hash", "extractor_version"])
    op.create_table(
        "checks",
        _column("article_id", TEXT, comment="the article it is from"),
        _column("ordinal", INTEGER, comment="its place among the article's checks, counted from 0"),
        _column("kind", TEXT, comment="sum, share, completion, level_and_growth, gap, range"),
        _column("facts", PARTS, comment="list of the ids of the facts, the checked one first"),
        _column("verdict", TEXT, comment="ok, rounding, contradiction"),
        _column("message", TEXT, comment="the arithmetic in words"),
        _column("rule", TEXT, comment="the check's id in the rules"),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name="fk_checks_article_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article_id", "ordinal", name="pk_checks"),
        comment="one row a test of the article's own arithmetic",
    )
    op.create_index("ix_checks_verdict", "checks", ["verdict"])
    op.create_table(
        "entities",
        _column("id", TEXT, comment="the mention's id"),
        _column("article_id", TEXT, comment="the article it is from"),
        _column("entity_id", TEXT, comment="the thing's id, the same in every article"),
        _column("type", TEXT, comment="GOV, ORG, PARK, PLACE, PERSON, PERIOD, INDUSTRY, POLICY"),
        _column("text", TEXT, comment="as written"),
        _column("name", TEXT, comment="canonical name"),
        _column("code", TEXT, is_null=True, comment="GB/T 2260 division code of a place"),
        _column("period_start", DATE, is_null=True, comment="first day of a PERIOD, inclusive"),
        _column("period_end", DATE, is_null=True, comment="last day of a PERIOD, inclusive"),
        _column("period_text", TEXT, is_null=True, comment="the period as written; null where it was carried from context"),
        _column("start", INTEGER, comment="first character of the quote in the article's text, counted from 0"),
        _column("end", INTEGER, comment="one past the last character of the quote"),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name="fk_entities_article_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_entities"),
        comment="one row a mention of a named thing",
    )
    op.create_index("ix_entities_article_id", "entities", ["article_id"])
    op.create_index("ix_entities_entity_id", "entities", ["entity_id"])
    op.create_index("ix_entities_name", "entities", ["name"])
    op.create_table(
        "facts",
        _column("id", TEXT, comment="the fact's id, the same in every run"),
        _column("article_id", TEXT, comment="the article it is from"),
        _column("subject", TEXT, is_null=True, comment="whom the figure is about"),
        _column("subject_id", TEXT, is_null=True, comment="entity_id of the subject"),
        _column("subject_code", TEXT, is_null=True, comment="GB/T 2260 division code of a subject that is a place"),
        _column("metric", TEXT, comment="what is measured, in the text's words"),
        _column("metric_id", TEXT, is_null=True, comment="id in the metric catalogue, where the metric is known"),
        _column("breakdown", TEXT, is_null=True, comment="the part of a known metric that is meant"),
        _column("measure", TEXT, comment="level, growth, difference, share, contribution, completion, rank, multiple"),
        _column("value", NUMBER, comment="the number, multipliers applied, negative for a fall"),
        _column("value_max", NUMBER, is_null=True, comment="upper end of a range"),
        _column("unit", TEXT, is_null=True, comment="unit without multiplier"),
        _column("unit_code", TEXT, is_null=True, comment="ISO 4217 for money, UCUM for physical units and %"),
        _column("bound", TEXT, is_null=True, comment="about, at_least, at_most, nearly"),
        _column("comparison", TEXT, is_null=True, comment="yoy, mom, qoq, ytd, annual_average, since, target, peer"),
        _column("reference", TEXT, is_null=True, comment="the other side: population of a rank, whole of a share, plan, base"),
        _column("status", TEXT, comment="actual, target, forecast"),
        _column("period_start", DATE, is_null=True, comment="first day of what the figure covers, inclusive"),
        _column("period_end", DATE, is_null=True, comment="last day of what the figure covers, inclusive"),
        _column("period_text", TEXT, is_null=True, comment="the period as written; null where it was carried from context"),
        _column("quote", TEXT, comment="the quantity as written"),
        _column("start", INTEGER, comment="first character of the quote in the article's text, counted from 0"),
        _column("end", INTEGER, comment="one past the last character of the quote"),
        _column("sentence_start", INTEGER, comment="first character of the sentence"),
        _column("sentence_end", INTEGER, comment="one past the last character of the sentence"),
        _column("evidence", PARTS, comment="for each field that the text states, the spans that it was read from"),
        _column("inherited", PARTS, comment="list of fields carried from context or assumed"),
        _column("rule", TEXT, comment="the rule that made the fact"),
        _column("repeats", TEXT, is_null=True, comment="the fact of the same article that this one says again"),
        _column("confidence", DOUBLE, comment="0 to 1: how likely value, unit, measure, metric and status are all right"),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name="fk_facts_article_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["repeats"], ["facts.id"], name="fk_facts_repeats", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_facts"),
        comment="one row a statement that a number makes",
    )
    op.create_index("ix_facts_article_id", "facts", ["article_id"])
    op.create_index("ix_facts_metric_id_period_end", "facts", ["metric_id", "period_end"])
    op.create_index("ix_facts_repeats", "facts", ["repeats"])
    op.create_index("ix_facts_status_measure", "facts", ["status", "measure"])
    op.create_index("ix_facts_subject_code", "facts", ["subject_code"])
    op.create_index("ix_facts_subject_metric_id_period_end", "facts", ["subject", "metric_id", "period_end"])
    op.create_table(
        "skipped",
        _column("article_id", TEXT, comment="the article it is from"),
        _column("ordinal", INTEGER, comment="its place among the article's skipped numerals, counted from 0"),
        _column("quote", TEXT, comment="as written"),
        _column("start", INTEGER, comment="first character of the quote in the article's text, counted from 0"),
        _column("end", INTEGER, comment="one past the last character of the quote"),
        _column("reason", TEXT, comment="date, streak, name, ordinal, list_marker, …, unbound, unreadable"),
        _column("value", NUMBER, is_null=True, comment="the number, where it could be read"),
        _column("unit", TEXT, is_null=True, comment="its unit, where it could be read"),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name="fk_skipped_article_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article_id", "ordinal", name="pk_skipped"),
        comment="one row a numeral that is in no fact, and why",
    )
    op.create_index("ix_skipped_reason", "skipped", ["reason"])
