"""From inputs as they were found to articles, on Arrow: decoding, HTML and rows are read where the batch is, by the local run's code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import pyarrow as pa

from extractor.engines.columns import FAILURE, failures_array
from extractor.io.inputs import ArticleInput, Failure, Options, RawInput, printable

__all__ = ["ARTICLES_READ", "RAW", "read_batch", "read_batches"]

MAX_INPUTS = 256

RAW = pa.schema(
    [
        pa.field("address", pa.string(), nullable=False),
        pa.field("kind", pa.string(), nullable=False),
        pa.field("payload", pa.binary()),
        pa.field("id", pa.string()),
        pa.field("url", pa.string()),
    ]
)
"""``extractor.io.inputs.RawInput`` as columns."""

_NAMES = ("text", "id", "title", "published", "url", "raw_sha256")

ARTICLES_READ = pa.schema(
    [
        pa.field("address", pa.string(), nullable=False, metadata={"comment": "where the input is"}),
        *(pa.field(name, pa.string()) for name in _NAMES),
        pa.field("failure", FAILURE, metadata={"comment": "why there is no article; text is null then"}),
    ]
)
"""What ``extract_batch`` takes, and where each article came from."""


def read_batch(batch: pa.RecordBatch, *, options: Options | None = None) -> pa.RecordBatch:
    """Read the articles out of a batch of ``RAW`` inputs.

    Returns:
        One row an input, in order, with the schema ``ARTICLES_READ``: an article, or the failure to read one.

    Raises:
        ValueError: a column of ``RAW`` is missing.

    Examples:
        >>> import pyarrow as pa
        >>> from extractor.engines.arrow import extract_batch
        >>> from extractor.engines.reading import RAW, read_batch
        >>> page = "<html><head><title>简报</title></head><body><p>全县新增企业17家,完成投资3亿元。</p></body></html>"
        >>> found = {"address": ["a.html"], "kind": ["page"], "payload": [page.encode()], "id": ["a"], "url": [None]}
        >>> read = read_batch(pa.RecordBatch.from_pydict(found, schema=RAW))
        >>> read.column("title").to_pylist()
        ['简报']
        >>> len(extract_batch(read).column("facts")[0])
        2
    """
    missing = [name for name in RAW.names if name not in batch.schema.names]
    if missing:
        raise ValueError(f"the columns {', '.join(missing)} are missing; inputs have the columns {', '.join(RAW.names)}")
    return articles_batch([prepared(raw, options or Options()) for raw in _inputs(batch)])


def articles_batch(read: Sequence[ArticleInput | Failure]) -> pa.RecordBatch:
    """Articles and failures as a batch of ``ARTICLES_READ``."""
    articles = [one if isinstance(one, ArticleInput) else None for one in read]
    arrays = [
        pa.array([one.where for one in read], pa.string()),
        *(pa.array([a and _storable(getattr(a, name)) for a in articles], pa.string()) for name in _NAMES),
        failures_array([(one.reason, printable(one.message)) if isinstance(one, Failure) else None for one in read]),
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=ARTICLES_READ)


def prepared(raw: RawInput, options: Options) -> ArticleInput | Failure:
    """``extractor.io.prepare.prepare``, of which even a fault of ours is a failure."""
    from extractor.io.prepare import prepare

    try:
        return prepare(raw, options)
    except Exception as error:  # noqa: BLE001 - it must not cost the other inputs
        message = f"reading it failed ({type(error).__name__}: {error}); please report it with the input"
        return Failure(raw.address, message, reason="internal")


def read_batches(batches: Iterable[pa.RecordBatch], *, options: Options | None = None) -> Iterator[pa.RecordBatch]:
    """``read_batch`` for each, large ones in slices.

    Raises:
        ValueError: as ``read_batch``.

    Examples:
        >>> import pyarrow as pa
        >>> from extractor.engines.reading import RAW, read_batches
        >>> found = {"address": ["a.txt"], "kind": ["text"], "payload": ["全县新增企业17家。".encode()], "id": ["a"], "url": [None]}
        >>> [batch.column("text").to_pylist() for batch in read_batches([pa.RecordBatch.from_pydict(found, schema=RAW)])]
        [['全县新增企业17家。']]
    """
    for batch in batches:
        for start in range(0, batch.num_rows or 1, MAX_INPUTS):
            yield read_batch(batch.slice(start, MAX_INPUTS), options=options)


def _inputs(batch: pa.RecordBatch) -> Iterator[RawInput]:
    columns = [batch.column(name).to_pylist() for name in RAW.names]
    for address, kind, payload, id, url in zip(*columns, strict=True):
        yield RawInput(address, kind, payload or b"", id=id, url=url, size=len(payload or b""))


def _storable(value: str | None) -> str | None:
    """JSON can spell half a character, which no Arrow string holds; ``extract`` would replace it the same way."""
    return value and printable(value)
