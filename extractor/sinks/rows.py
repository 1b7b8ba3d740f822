"""From an extraction as JSON to the rows of the five tables."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from decimal import Decimal
from operator import itemgetter
from typing import Any

from extractor.sinks.schema import TABLES

Row = tuple[Any, ...]
"""Values in the order of the table's columns. Dates are ISO strings, ``json`` columns hold lists and objects, numbers are exact decimals."""

to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""How parts are written: one way, so that equal parts are equal bytes."""

_PICK = {table.name: itemgetter(*table.names) for table in TABLES}


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one article.

    Attributes:
        article_id: its key.
        sha256: of the extraction's JSON; what decides whether there is anything to load.
        tables: the rows of each table.
    """

    article_id: str
    sha256: str
    tables: dict[str, list[Row]]


def rows_of(line: bytes) -> Rows:
    """The rows of an extraction, as ``Extraction.model_dump_json`` writes it.

    Raises:
        ValueError: the line is no extraction; the message says so.
    """
    try:
        record = json.loads(line, parse_float=Decimal)
        article = record["article"]
        digest = hashlib.sha256(line.rstrip(b"\r\n")).hexdigest()
        made = {name: record[name] for name in ("schema_version", "extractor_version", "rules_hash")}
        objects = {"articles": [article | made | {"extraction_sha256": digest}]}
        for name in ("entities", "facts", "skipped", "checks"):
            objects[name] = [_flat(o, article["id"], n) for n, o in enumerate(record[name])]
        tables = {table.name: [*map(_PICK[table.name], objects[table.name])] for table in TABLES}
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"not an extraction of this version ({type(error).__name__}: {error})") from None
    return Rows(article["id"], digest, tables)


_NO_PERIOD = {"start": None, "end": None, "text": None}


def _flat(record: dict[str, Any], article_id: str, ordinal: int) -> dict[str, Any]:
    if "period" in record:
        period = record["period"] or _NO_PERIOD
        record["period_start"], record["period_end"], record["period_text"] = period["start"], period["end"], period["text"]
    if "confidence" in record:
        record["confidence"] = float(record["confidence"])
    record["article_id"] = article_id
    record["ordinal"] = ordinal
    return record
