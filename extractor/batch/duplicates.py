"""Copies: the same text on several sites is loaded once, the others are linked to it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import regex

from extractor.batch.outcomes import Sketch
from extractor.io.inputs import ArticleInput
from extractor.records import Article, Extraction
from extractor.version import __version__

_BLANK = regex.compile(r"[\s\u200b\ufeff]+")
_NUMERAL = regex.compile(r"\d+(?:[.,]\d+)*")
_SHINGLE = 5
PERMUTATIONS = 128
BANDS, ROWS = 16, 8
"""16 bands of 8 rows: two texts that share 0.8 of their shingles meet in a band 95 times in 100, at 0.5 six in 100."""


def text_key(text: str) -> bytes:
    """16 bytes, equal for texts that differ in white space only."""
    return hashlib.sha256(_BLANK.sub("", text).encode("utf-8", "surrogatepass")).digest()[:16]


def copy_record(article: ArticleInput, article_id: str, raw_sha256: str, duplicate_of: str, rules_hash: str) -> Extraction:
    """The record of an article that is a copy: what the caller knows of it and no facts, for these are the original's.

    The same however the copy was recognised, before its extraction or after it.
    """
    return Extraction(
        extractor_version=__version__,
        rules_hash=rules_hash,
        article=Article(
            id=article_id,
            text=None,
            raw_sha256=raw_sha256,
            duplicate_of=duplicate_of,
            title=article.title,
            published=article.published,
            url=article.url,
        ),
        entities=[],
        facts=[],
        skipped=[],
    )


def sketch(text: str) -> Sketch:
    """What near duplicates are found by."""
    import numpy as np
    from datasketch import MinHash

    bare = _BLANK.sub("", text)
    words = _NUMERAL.sub("#", bare)
    shingles = {words[i : i + _SHINGLE].encode("utf-8", "surrogatepass") for i in range(max(1, len(words) - _SHINGLE + 1))}
    made = MinHash(num_perm=PERMUTATIONS)
    made.update_batch(shingles)
    return Sketch(made.hashvalues.astype(np.uint32).tobytes(), tuple(sorted(_NUMERAL.findall(bare))))


def bands(signature: bytes) -> Iterator[bytes]:
    """The parts of a signature of which similar texts share one."""
    width = ROWS * 4
    for n in range(BANDS):
        yield bytes([n]) + hashlib.sha256(signature[n * width : (n + 1) * width]).digest()[:12]


def likeness(one: bytes, other: bytes) -> float:
    """Estimated share of common shingles (Jaccard), 0 to 1."""
    import numpy as np

    a, b = np.frombuffer(one, np.uint32), np.frombuffer(other, np.uint32)
    return float((a == b).mean())


def says_nothing_new(copy: tuple[str, ...], original: tuple[str, ...]) -> bool:
    """Whether every numeral of the one is in the other as often: next month's release in the same words is no copy."""
    rest = iter(original)
    return all(any(numeral == held for held in rest) for numeral in copy)
