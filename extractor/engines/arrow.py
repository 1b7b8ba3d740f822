"""Arrow record batch in, Arrow record batch out: the one function that engines see."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

import pyarrow as pa

from extractor.batch.duplicates import copy_record
from extractor.build import stable_id
from extractor.engines.columns import FAILURE, FIELDS, cells, failures_array, fault_of
from extractor.io.inputs import ArticleInput
from extractor.limits import TooLong
from extractor.parts import shared
from extractor.pipeline import Extractor
from extractor.records import Extraction
from extractor.sinks.arrow import SCHEMAS, table_of
from extractor.sinks.base import refuse
from extractor.sinks.rows import Row, rows_of
from extractor.sinks.schema import ARTICLES, TABLES, Table

__all__ = ["EXTRACTIONS", "extract_batch", "extract_batches"]

MAX_ARTICLES = 256
"""Articles of one output batch: some 10,000 facts, a few megabytes."""

_UNFIT = (pa.ArrowException, ArithmeticError, TypeError, ValueError)
_LISTED = tuple(table for table in TABLES if table is not ARTICLES)

EXTRACTIONS = pa.schema(
    [
        pa.field("id", pa.string(), metadata={"comment": "the article's id; of a failed one the caller's, if any"}),
        pa.field(
            "failure", FAILURE, metadata={"comment": "why there is no extraction, or what of it found no place in the tables"}
        ),
        pa.field("extraction", pa.string(), metadata={"comment": "the extraction as JSON; null where there is none"}),
        pa.field("article", pa.struct(list(SCHEMAS["articles"])), metadata={"comment": ARTICLES.comment}),
        *(
            pa.field(t.name, pa.list_(pa.struct(list(SCHEMAS[t.name]))), nullable=False, metadata={"comment": t.comment})
            for t in _LISTED
        ),
    ]
)
"""One row an input, in order. ``article`` and the lists hold the rows of the five tables, as ``extractor.sinks.arrow`` types them."""


@dataclass(slots=True)
class Outcome:
    """What became of one input: its record as JSON and as rows, or why there is none.

    Attributes:
        id: the article's id, where it has one.
        failure: ``(reason, message)``; beside a record it names the rows that no table can hold.
        line: ``Extraction.model_dump_json()``.
        rows: by table.
    """

    id: str | None
    failure: tuple[str, str] | None = None
    line: str | None = None
    rows: dict[str, list[Row]] = field(default_factory=dict)


def extract_batch(batch: pa.RecordBatch, *, extractor: Extractor | None = None, is_text_kept: bool = True) -> pa.RecordBatch:
    """Extract the articles of a batch.

    Args:
        batch: a column ``text`` and, where they are known, ``id, title, published, url, raw_sha256``, as for
            ``Extractor.extract``; other columns are ignored. Rows with a ``failure`` (see ``read_batch``) pass as they are; of one
            with ``duplicate_of`` a record is made that only says of which article it is a copy, and none where that is its own id.
        extractor: with rules of your own; else the one with the shipped rules.
        is_text_kept: whether the records hold the articles' texts.

    Returns:
        One row an input, in order, with the schema ``EXTRACTIONS``. What fails is a row too: its ``failure`` says why.

    Raises:
        ValueError: there is no column ``text``.
        TypeError: a column holds nothing that can be read as strings.

    Examples:
        >>> import pyarrow as pa
        >>> from extractor.engines.arrow import extract_batch
        >>> batch = pa.RecordBatch.from_pydict({"id": ["a", "b"], "text": ["全县新增企业17家。", None]})
        >>> made = extract_batch(batch)
        >>> [(fact["metric"], fact["quote"]) for fact in made.column("facts")[0].as_py()]
        [('新增企业', '17家')]
        >>> made.column("failure")[1].as_py()["reason"]
        'empty'
    """
    extractor = extractor or shared()
    columns = [cells(batch, name) for name in FIELDS]
    failures = batch.column("failure").to_pylist() if "failure" in batch.schema.names else [None] * batch.num_rows
    outcomes = []
    for failure, original, *values in zip(failures, cells(batch, "duplicate_of"), *columns, strict=True):
        article = dict(zip(FIELDS, values, strict=True))
        if failure is not None:
            outcomes.append(Outcome(article["id"], (failure["reason"], failure["message"])))
        else:
            outcomes.append(_outcome(article, original, extractor, is_text_kept))
    return batch_of(outcomes)


def extract_batches(
    batches: Iterable[pa.RecordBatch], *, extractor: Extractor | None = None, is_text_kept: bool = True
) -> Iterator[pa.RecordBatch]:
    """``extract_batch`` for each, large ones in slices of ``MAX_ARTICLES``: what ``mapInArrow`` and its like want.

    Raises:
        ValueError, TypeError: as ``extract_batch``.

    Examples:
        >>> import pyarrow as pa
        >>> from extractor.engines.arrow import extract_batches
        >>> table = pa.table({"text": ["全县新增企业17家。"] * 300})
        >>> [batch.num_rows for batch in extract_batches(table.to_batches())]
        [256, 44]
    """
    for batch in batches:
        for start in range(0, batch.num_rows or 1, MAX_ARTICLES):
            yield extract_batch(batch.slice(start, MAX_ARTICLES), extractor=extractor, is_text_kept=is_text_kept)


def outcome_of(extraction: Extraction, *, is_text_kept: bool = True) -> Outcome:
    """A record as JSON and rows."""
    if not is_text_kept:
        extraction = extraction.model_copy(update={"article": extraction.article.model_copy(update={"text": None})})
    line = extraction.model_dump_json()
    return Outcome(extraction.article.id, line=line, rows=rows_of(line.encode()).tables)


def _outcome(article: dict[str, Any], original: str | None, extractor: Extractor, is_text_kept: bool) -> Outcome:
    fault = fault_of(article["text"], article["published"])
    if fault:
        return Outcome(article["id"], fault)
    try:
        given: dict[str, Any] = {name: value or None if name != "text" else value for name, value in article.items()}
        if not original:
            return outcome_of(extractor.extract(**given), is_text_kept=is_text_kept)
        return _copy(ArticleInput("", **given), original, extractor)
    except TooLong as error:
        return Outcome(article["id"], ("too_long", str(error)))
    except Exception as error:  # noqa: BLE001 - a fault of ours in one article must not cost the others
        message = f"the extractor failed on it ({type(error).__name__}: {error}); please report it with the text"
        return Outcome(article["id"], ("internal", message))


def _copy(article: ArticleInput, original: str, extractor: Extractor) -> Outcome:
    article_id = article.id or stable_id("a", article.url, article.text)
    if article_id == original:  # the same article again: there is nothing to add
        return Outcome(article_id)
    digest = article.raw_sha256 or hashlib.sha256(article.text.encode("utf-8")).hexdigest()
    return outcome_of(copy_record(article, article_id, digest, original, extractor.rulebook.hash))


def batch_of(outcomes: Sequence[Outcome]) -> pa.RecordBatch:
    """Outcomes as a batch of ``EXTRACTIONS``. A row that no table can hold is left out, and its article's ``failure`` says so."""
    try:
        return _batch(outcomes)
    except _UNFIT:
        return _batch([_without_misfits(outcome) for outcome in outcomes])


def _batch(outcomes: Sequence[Outcome]) -> pa.RecordBatch:
    arrays = [
        pa.array([o.id for o in outcomes], pa.string()),
        failures_array([o.failure for o in outcomes]),
        pa.array([o.line for o in outcomes], pa.string()),
        _articles([o.rows.get(ARTICLES.name, []) for o in outcomes]),
        *(_lists(table, [o.rows.get(table.name, []) for o in outcomes]) for table in _LISTED),
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=EXTRACTIONS)


def _articles(rows: list[list[Row]]) -> pa.StructArray:
    """One struct an input, null where there is no record."""
    there = _structs(ARTICLES, [row for one in rows for row in one])
    places = list(accumulate((len(one) for one in rows), initial=0))
    return there.take(pa.array([at if one else None for at, one in zip(places[:-1], rows, strict=True)], pa.int32()))


def _lists(table: Table, rows: list[list[Row]]) -> pa.ListArray:
    """One list an input: the values as one array, cut by offsets."""
    offsets = pa.array(list(accumulate((len(one) for one in rows), initial=0)), pa.int32())
    return pa.ListArray.from_arrays(offsets, _structs(table, [row for one in rows for row in one]))


def _structs(table: Table, rows: list[Row]) -> pa.StructArray:
    columns = [column.combine_chunks() for column in table_of(table, rows).columns]
    return pa.StructArray.from_arrays(columns, fields=list(SCHEMAS[table.name]))


def _without_misfits(outcome: Outcome) -> Outcome:
    kept: dict[str, list[Row]] = {}
    refused: list[str] = []
    for table in TABLES:
        kept[table.name] = []
        for row in outcome.rows.get(table.name, []):
            try:
                table_of(table, [row])
                kept[table.name].append(row)
            except _UNFIT as error:
                refusal = refuse(outcome.id or "", table, row, error)
                refused.append(f"{table.name} {refusal.row}: {refusal.message}")
    failure = ("refused", f"left out of the tables, the JSON has them: {'; '.join(refused)}") if refused else outcome.failure
    return Outcome(outcome.id, failure, outcome.line, kept)
