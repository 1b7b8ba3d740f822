"""From found inputs to extractions, as Spark plans it: read, tell copies, extract."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING

import pyarrow as pa

from extractor.engines.arrow import EXTRACTIONS, extract_batches
from extractor.engines.found import Roots, read_found
from extractor.engines.identity import IDENTIFIED, identify
from extractor.engines.rule_packs import Pack, extractor_of
from extractor.engines.spark_types import struct_type
from extractor.io.inputs import Options
from extractor.limits import Limits

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

ADDRESSED = pa.schema([pa.field("address", pa.string()), *EXTRACTIONS])
"""``EXTRACTIONS``, and where each input is."""

ARTICLES_A_TASK = 500
"""Some 20 seconds of work: what a killed process loses at most."""


def read_articles(found: DataFrame, roots: Roots, options: Options) -> DataFrame:
    """The articles of the inputs with the columns of ``IDENTIFIED``."""
    return found.mapInArrow(partial(_read, roots=roots, options=options), struct_type(IDENTIFIED))


def _read(batches: Iterable[pa.RecordBatch], *, roots: Roots, options: Options) -> Iterator[pa.RecordBatch]:
    yield from identify(read_found(batches, roots=roots, options=options), roots=roots)


def tell_copies(articles: DataFrame, *, is_duplicate_kept: bool) -> DataFrame:
    """Articles with ids and ``duplicate_of``, and a failure where another article has the id: decided as the local run does.

    Only ids and hashes are compared, so that no text is sent around for it; what comes of it is few rows, for most texts
    are there once.
    """
    from pyspark.sql import functions as F

    told = articles.join(_marks(articles), "place", "left")
    words = ("its id '", F.col("article_id"), "' is that of ", F.col("id_owner"), "; give each article an id of its own")
    message = F.concat(*(F.lit(word) if isinstance(word, str) else word for word in words))
    taken = F.struct(F.lit("same_id").alias("reason"), message.alias("message"))
    failure = F.when(F.col("id_owner").isNotNull(), taken).otherwise(F.col("failure"))
    if is_duplicate_kept:  # the very same article again still adds nothing
        original = F.when(F.col("original") == F.col("article_id"), F.col("original"))
    else:
        original = F.col("original")
    told = told.withColumn("failure", failure).withColumn("duplicate_of", original)
    return told.withColumn("id", F.coalesce("id", "article_id")).drop("original", "id_owner", "text_key", "article_id")


def _marks(articles: DataFrame) -> DataFrame:
    """``place`` of the articles that there is something to say of: whose id they use, of which article they are a copy.

    The first of those with an id keeps it. One with the same text after it is the same article again, its own ``original``.
    """
    from pyspark.sql import Window
    from pyspark.sql import functions as F

    keys = articles.where("failure is null").select("place", "address", "article_id", "text_key")
    same_id = Window.partitionBy("article_id").orderBy("place")
    owned = keys.select(
        "*",
        (F.row_number().over(same_id) > 1).alias("is_late"),
        F.first("address").over(same_id).alias("owner"),
        (F.first("text_key").over(same_id) == F.col("text_key")).alias("is_owners"),
    )
    same_text = Window.partitionBy("text_key").orderBy("is_late", "place")
    first = F.first(F.when(~F.col("is_late"), F.col("article_id"))).over(same_text)
    marked = owned.select(
        "place",
        F.when(~F.col("is_owners"), F.col("owner")).alias("id_owner"),
        F.when(F.col("is_late"), F.col("article_id")).when(first != F.col("article_id"), first).alias("original"),
    )
    return marked.where("id_owner is not null or original is not null")


def extract_all(articles: DataFrame, packs: tuple[Pack, ...], *, tasks: int, is_text_kept: bool, max_chars: int) -> DataFrame:
    """The extractions of articles with the columns of ``ADDRESSED``, in even tasks."""
    from pyspark.sql import functions as F

    even = articles.repartition(tasks, F.col("place"))
    return even.mapInArrow(partial(_extract, packs=packs, is_text_kept=is_text_kept, max_chars=max_chars), struct_type(ADDRESSED))


def _extract(
    batches: Iterable[pa.RecordBatch], *, packs: tuple[Pack, ...], is_text_kept: bool, max_chars: int
) -> Iterator[pa.RecordBatch]:
    from extractor.engines.arrow import MAX_ARTICLES

    extractor = extractor_of(packs).within(Limits(max_chars=max_chars))
    for batch in batches:
        for start in range(0, batch.num_rows, MAX_ARTICLES):
            part = batch.slice(start, MAX_ARTICLES)
            (extracted,) = extract_batches([part], extractor=extractor, is_text_kept=is_text_kept)
            address = part.column("address").cast(pa.string())
            yield pa.RecordBatch.from_arrays([address, *extracted.columns], schema=ADDRESSED)


def fail_orphans(extractions: DataFrame) -> DataFrame:
    """Copies whose original failed fail, too: they have its text, and a record of theirs would lead nowhere.

    Args:
        extractions: with the columns of ``ADDRESSED``, from where they may be read twice.
    """
    from pyspark.sql import functions as F

    lost = extractions.where("failure.reason = 'internal' and article is null").select(F.col("id").alias("lost")).distinct()
    if lost.isEmpty():  # as good as always
        return extractions
    joined = extractions.join(F.broadcast(lost), extractions["article.duplicate_of"] == lost["lost"], "left")
    message = F.concat(F.lit("it is a copy of "), F.col("lost"), F.lit(", on which the extractor failed"))
    failure = F.struct(F.lit("internal").alias("reason"), message.alias("message"))
    is_orphan = F.col("lost").isNotNull()
    joined = joined.withColumn("failure", F.when(is_orphan, failure).otherwise(F.col("failure")))
    joined = joined.withColumn("article", F.when(~is_orphan, F.col("article")))
    return joined.drop("lost")
