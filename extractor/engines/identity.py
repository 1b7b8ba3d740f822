"""What decides which inputs of a job are the same article, computed where the articles are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyarrow as pa

from extractor.batch.duplicates import text_key
from extractor.build import stable_id
from extractor.engines.found import Roots, place_of
from extractor.engines.reading import ARTICLES_READ

IDENTIFIED = pa.schema(
    [
        *ARTICLES_READ,
        pa.field("place", pa.string(), metadata={"comment": "sorts as the local run comes by the inputs"}),
        pa.field("article_id", pa.string(), metadata={"comment": "the id that the extraction will have; null of a failure"}),
        pa.field("text_key", pa.binary(), metadata={"comment": "equal where texts are equal but for white space"}),
    ]
)


def identify(batches: Iterable[pa.RecordBatch], *, roots: Roots) -> Iterator[pa.RecordBatch]:
    """Batches of ``ARTICLES_READ`` with the columns that ``IDENTIFIED`` adds."""
    for batch in batches:
        texts, ids, urls = (batch.column(name).to_pylist() for name in ("text", "id", "url"))
        added = [
            pa.array([place_of(address, roots) for address in batch.column("address").to_pylist()], pa.string()),
            pa.array([_article_id(*article) for article in zip(texts, ids, urls, strict=True)], pa.string()),
            pa.array([None if text is None else text_key(text) for text in texts], pa.binary()),
        ]
        yield pa.RecordBatch.from_arrays([*batch.columns, *added], schema=IDENTIFIED)


def _article_id(text: str | None, id: str | None, url: str | None) -> str | None:
    """As the local run names the article."""
    return None if text is None else id or stable_id("a", url, text)
