"""From a text to its extraction: the whole way, one step a line."""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import regex

from extractor import records
from extractor.bases import fill_bases
from extractor.build import build_entities, build_facts, stable_id
from extractor.checks import check_facts
from extractor.claims import Claim
from extractor.clean import Clean, clean, storable
from extractor.confidence import rate
from extractor.coreference import Home, find_home
from extractor.cues import after_periods, find_cues
from extractor.dating import fill_periods
from extractor.entities import find_entities
from extractor.finders import Finders, compile_rules
from extractor.ledger import keep_ledger
from extractor.limits import Limits
from extractor.link import link
from extractor.mentions import Block, Cue, Entity, Metric, Period, Quantity
from extractor.metrics import find_metrics
from extractor.periods import find_periods
from extractor.pseudo import Pseudo, find_pseudo
from extractor.quantities import find_quantities
from extractor.rulebook import load_rules
from extractor.scan import S, Scan, Track
from extractor.segment import Layout, segment
from extractor.sentences import bounded, join_wrapped, sentences
from extractor.statuses import HEADING, fill_status, go_on_with_plan
from extractor.subjects import fill_subjects
from extractor.table_claims import link_tables
from extractor.tables import find_tables
from extractor.tokens import whole_words
from extractor.version import __version__


class Extractor:
    """Reads articles. Building one loads and compiles all rules; use one for many articles.

    Args:
        rules: a folder of rule files, or several, that add to, override or retire the shipped rules.
        limits: how much text is read at most.

    Raises:
        RuleError: a rule file is wrong; the message names file, rule and remedy.

    Examples:
        >>> from extractor import Extractor
        >>> extractor = Extractor()
        >>> articles = ["全县新增企业17家。", {"text": "全县完成投资3亿元。", "id": "b"}]
        >>> for extraction in extractor.pipe(articles):
        ...     print([(fact.metric, fact.quote) for fact in extraction.facts])
        [('新增企业', '17家')]
        [('投资', '3亿元')]
    """

    def __init__(self, rules: str | Path | Iterable[str | Path] | None = None, *, limits: Limits | None = None) -> None:
        self.rulebook = load_rules(rules or ())
        self.finders = compile_rules(self.rulebook)
        self.limits = limits or Limits()

    def within(self, limits: Limits) -> Extractor:
        """The same extractor with other limits; the compiled rules are shared."""
        other = copy.copy(self)
        other.limits = limits
        return other

    def extract(
        self,
        text: str,
        published: str | date | None = None,
        *,
        title: str | None = None,
        url: str | None = None,
        id: str | None = None,
        raw_sha256: str | None = None,
    ) -> records.Extraction:
        """Turn one article into records.

        Args:
            text: the article as scraped; it may be empty.
            published: date of publication (ISO, or a date); relative words are resolved against it. Found in the text where not given,
                or where its year is not one of 1900 to 2199, which stands for "unknown" in many tables.
            title: headline, where the caller knows it; facts are read from ``text`` alone.
            url: where it was found.
            id: the caller's own id; else a stable hash of URL and text.
            raw_sha256: of the page that the text was taken from; else of the text.

        Raises:
            TypeError: ``text`` is no string.
            ValueError: ``published`` is no ISO date.
            TooLong: ``text`` is longer than ``limits.max_chars``; a ValueError.
        """
        if not isinstance(text, str):
            raise TypeError(f"text must be a string, not {type(text).__name__}; decode bytes first")
        self.limits.refuse(text)
        day = _as_date(published)
        title, url, id = (given and storable(given) for given in (title, url, id))
        cleaned = clean(text)
        layout = segment(cleaned.text, self.finders.blocks, title=title, published=day, url=url)
        article = _article(cleaned, layout, url, id, raw_sha256)
        scan, facts, checks = _read(cleaned, layout, self.finders, title, article.id, self.limits)
        return records.Extraction(
            extractor_version=__version__,
            rules_hash=self.rulebook.hash,
            article=article,
            entities=build_entities(cleaned, scan, article.id),
            facts=facts,
            skipped=keep_ledger(cleaned, scan, facts),
            checks=checks,
        )

    def pipe(self, articles: Iterable[str | Mapping[str, Any]]) -> Iterator[records.Extraction]:
        """Extract many: strings, or mappings with the names of ``extract``'s arguments (others are ignored)."""
        for article in articles:
            if isinstance(article, str):
                yield self.extract(article)
            else:
                known = {k: article[k] for k in ("published", "title", "url", "id", "raw_sha256") if article.get(k)}
                yield self.extract(article["text"], **known)


def _read(
    cleaned: Clean, layout: Layout, finders: Finders, title: str | None, article_id: str, limits: Limits
) -> tuple[Scan, list[records.Fact], list[records.Check]]:
    """From a segmented text to its facts, their arithmetic checked."""
    scan, home = _scan(cleaned.text, layout, finders, title, limits)
    claims = _claims(scan, finders)
    fill_subjects(scan, claims, home)
    fill_status(scan, claims, finders.cues, layout.published)
    fill_periods(scan, claims, layout.published)
    go_on_with_plan(scan, claims, layout.published)
    fill_bases(scan, claims)
    facts = build_facts(cleaned, scan, claims, article_id)
    checks = check_facts(facts, finders.checks)
    return scan, rate(facts, checks), checks


def find_checks(text: str, finders: Finders, published: date | None = None) -> tuple[list[records.Fact], list[records.Check]]:
    """The facts of a text and what their arithmetic says."""
    cleaned = clean(text)
    _, facts, checks = _read(
        cleaned, segment(cleaned.text, finders.blocks, published=published), finders, None, "proof", Limits()
    )
    return facts, checks


def find_claims(text: str, finders: Finders, published: date | None = None) -> list[Claim]:
    """What the linker makes of each number of a clean text, before anything is carried from context."""
    layout = segment(text, finders.blocks, published=published)
    scan, _ = _scan(text, layout, finders, None, Limits())
    return _claims(scan, finders)


def _claims(scan: Scan, finders: Finders) -> list[Claim]:
    """What the sentences and the tables say, by the place of the number."""
    return sorted(
        [*link(scan), *link_tables(scan, scan.tables, finders.quantities)], key=lambda c: (c.quantity.start, c.metric_spans)
    )


_YEARS = range(1900, 2200)
"""A date of publication in another year is none: tables write 0001-01-01 and 9999-12-31 where they know of no date."""


def _as_date(published: str | date | None) -> date | None:
    if published is None:
        return None
    try:
        day = published if isinstance(published, date) else date.fromisoformat(published[:10])
    except (TypeError, ValueError):
        raise ValueError(f"published must be an ISO date such as 2023-08-17, not {published!r}") from None
    return day if day.year in _YEARS else None


def _scan(text: str, layout: Layout, finders: Finders, title: str | None, limits: Limits) -> tuple[Scan, Home]:
    """Find all mentions outside boilerplate."""
    spans = [(b.start, b.end) for b in layout.blocks if b.kind not in ("boilerplate", "byline")]
    readable = [(b.start, b.end) for b in layout.blocks if b.kind != "boilerplate"]
    periods = _inside(find_periods(text, finders.periods, published=layout.published), readable)
    entities = find_entities(text, finders.entities, finders.gazetteer, spans=readable)
    pseudo = _free(find_pseudo(text, finders.skips), periods)
    blocked = sorted([(p.start, p.end) for p in periods] + [(p.start, p.end) for p in pseudo])
    quantities = _inside(find_quantities(text, finders.quantities, blocked=blocked), spans)
    said = list(_said(layout.blocks, quantities))
    metrics = find_metrics(text, finders.metrics, said)
    cues = after_periods(text, find_cues(text, finders.cues, said), periods, finders.cues)
    cues = _whole_words(cues, [*metrics, *entities])
    quantities = _without_words(quantities, cues)
    found = join_wrapped(text, [s for b in layout.blocks if b.kind not in ("boilerplate", "byline") for s in sentences(text, b)])
    found = bounded(text, found, limits.max_sentence)
    tables = find_tables(text, spans)
    covered = Track(tables)
    lines = tuple(s for s in found if not covered.touching(s.start, s.end))
    numbered = Track(quantities)
    cues = whole_words(text, cues, (s for s in lines if numbered.within(s.start, s.end)), finders.tokenizer)
    scan = Scan(
        text=text,
        blocks=layout.blocks,
        sentences=lines,
        quantities=Track(quantities),
        periods=Track(periods),
        entities=Track(entities),
        metrics=Track(metrics),
        cues=Track(cues),
        pseudo=Track(pseudo),
        relatives=Track(_relatives(text, entities)),
        catalogue=finders.metrics,
        tables=tuple(tables),
        headings=Track([b for b in layout.blocks if b.kind == "heading"]),
    )
    return scan, find_home(text, layout.title or title, entities, layout.dateline)


def _inside(mentions: Sequence[S], spans: list[tuple[int, int]]) -> list[S]:
    """Only the mentions that lie in one of the spans; both are in order."""
    kept = []
    at = 0
    for mention in mentions:
        while at < len(spans) and spans[at][1] < mention.end:
            at += 1
        if at < len(spans) and spans[at][0] <= mention.start:
            kept.append(mention)
    return kept


def _said(blocks: Sequence[Block], quantities: Sequence[Quantity]) -> Iterator[tuple[int, int]]:
    """The blocks whose cues and metrics can matter: those with a number, and headings, which may announce plans."""
    numbered = Track(quantities)
    for block in blocks:
        if block.end - block.start <= HEADING or numbered.touching(block.start, block.end):
            yield block.start, block.end


_FRAGILE = frozenset({"adverb", "frame", "connector", "lead", "level", "all", "distribute", "multiple"})


def _whole_words(cues: list[Cue], terms: list[Metric | Entity]) -> list[Cue]:
    """A small word inside a longer term (就 in 就业) is no cue."""
    spans = sorted(terms, key=lambda t: (t.start, -t.end))
    kept, at, border = [], 0, (0, 0)
    for cue in cues:
        while at < len(spans) and spans[at].start <= cue.start:
            border = max(border, (spans[at].end, spans[at].start))
            at += 1
        inside = cue.end <= border[0] and cue.end - cue.start < border[0] - border[1]
        if not (inside and (cue.kind in _FRAGILE or cue.end - cue.start == 1)):
            kept.append(cue)
    return kept


def _without_words(quantities: list[Quantity], cues: list[Cue]) -> list[Quantity]:
    """两年 of 两年平均 is part of a basis, not a number."""
    taken = Track([c for c in cues if c.kind == "basis"])
    return [q for q in quantities if not any(c.start <= q.start and q.end <= c.end for c in taken.touching(q.start, q.end))]


def _free(pseudo: list[Pseudo], periods: list[Period]) -> list[Pseudo]:
    """A period is a period even where a skip rule would read its digits as a name."""
    taken = Track(periods)
    return [p for p in pseudo if not taken.touching(p.start, p.end)]


@dataclass(frozen=True, slots=True)
class Relative:
    """全市, 我省: a word for the place that the release comes from."""

    start: int
    end: int


_RELATIVE = regex.compile(
    r"(?:全|我)[省市区县州旗盟镇国](?!高新区|高[中考职等教]|[中小]学|中[考部西东央医药职]|运会)|本[省市区县州](?!级)"
    r"|(?<=[,;。:\n年月日度季])(?:该|本)?(?:公司|集团|园区|企业集团)(?=[\p{Han}])(?!业|法|化|制|[、和])|该(?:[市县区省镇乡村州旗院校](?!级|域)|园区|企业|公司|集团|地区|街道|自治[区州县]|[市县区]局)(?=[\p{Han}0-9,])"
)


def _relatives(text: str, entities: list[Entity]) -> list[Relative]:
    named = Track(entities)
    return [Relative(*m.span()) for m in _RELATIVE.finditer(text) if not named.touching(*m.span())]


def _article(cleaned: Clean, layout: Layout, url: str | None, id: str | None, raw_sha256: str | None) -> records.Article:
    blocks = []
    for block in layout.blocks:
        start, end = cleaned.span(block.start, block.end)
        blocks.append(records.Block(kind=block.kind, start=start, end=end))
    return records.Article(
        id=id or stable_id("a", url, cleaned.raw), text=cleaned.raw, raw_sha256=raw_sha256 or hashlib.sha256(cleaned.raw.encode("utf-8")).hexdigest(),
        title=layout.title, source=layout.source, authors=list(layout.authors), dateline=layout.dateline,
        published=layout.published.isoformat() if layout.published else None, url=url, blocks=blocks,
    )  # fmt: skip
