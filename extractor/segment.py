"""Segmentation of a scraped page: which of its lines are the article, and what each of them is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import regex

from extractor.block_rules import BlockFinder, Said, judge, line_spans, read_url
from extractor.front_matter import read_hanzi_date, weigh
from extractor.mentions import Block
from extractor.page_lines import Line, drop_page
from extractor.tables import is_row


@dataclass(frozen=True, slots=True)
class Layout:
    """A page in its parts.

    Attributes:
        blocks: every line that is not blank, once, in order.
        title: the headline, found or the caller's.
        source: the medium or the issuing body.
        authors: in the order of the page.
        dateline: the place that the article is dated from.
        published: the caller's date, else the page's.
    """

    blocks: tuple[Block, ...]
    title: str | None
    source: str | None
    authors: tuple[str, ...]
    dateline: str | None
    published: date | None


def segment(
    text: str, finder: BlockFinder, *, title: str | None = None, published: date | None = None, url: str | None = None
) -> Layout:
    """Take a page apart.

    Args:
        text: clean text (``Clean.text``).
        finder: compiled block rules.
        title: the headline, where the caller knows it.
        published: the caller's date of publication.
        url: the address, which may tell the date.

    Returns:
        The layout; never raises for any text.
    """
    lines = [_read(text, start, end, finder) for start, end in line_spans(text)]
    drop_page(lines)
    found = _find_title(lines, title)
    _find_signature(lines)
    _find_headings(lines)
    _find_bare_captions(lines)
    said = [
        one
        for line in lines
        if line.kind != "boilerplate" and not (line.scope == "weak" and line.kind is None)
        for one in line.said
    ]
    said.extend(read_url(url, finder) if url else ())
    front = weigh(said, published)
    blocks = tuple(Block(line.kind or "body", line.start, line.end, line.rule or "block.body") for line in lines)
    return Layout(blocks, title or found, front.source, front.authors, front.dateline, front.published)


def _read(text: str, start: int, end: int, finder: BlockFinder) -> Line:
    # Of a long paragraph only the two ends are looked at: the rules read its opening, the shape its last mark.
    line = Line(start, end, text[start:end] if end - start <= 600 else text[start : start + 301] + text[end - 299 : end])
    verdict = judge(line.text, finder)
    if verdict:
        line.kind, line.scope, line.rule, line.said = verdict.kind, verdict.scope, verdict.rule, verdict.said
    elif end - start < 16 and (day := read_hanzi_date(line.text)):
        line.kind, line.rule, line.said = "byline", "block.byline.date", (day,)
    return line


def _find_title(lines: Sequence[Line], given: str | None) -> str | None:
    """The caller's title where a line repeats it; else the headline above byline and first paragraph."""
    if given and (line := _line_of(lines, given)):
        line.becomes("title", "block.title.given")
        return line.text
    head = next((at for at, line in enumerate(lines) if line.is_prose), len(lines))
    lead = lines[:head]
    byline = next((at for at, line in enumerate(lead) if line.kind == "byline"), len(lead))
    candidates = [line for line in lead[:byline] if _may_be_title(line)] or [
        line for line in lead[byline:] if _may_be_title(line)
    ]
    if not candidates or len(lines) == 1:
        return None
    chosen = candidates[0]
    if len(candidates) >= 4 or chosen.size <= 6:
        # Names of the site and its sections stand above the headline.
        chosen = max(candidates, key=lambda line: line.size)
    if head == len(lines) and byline == len(lead) and len(candidates) >= 4:
        # No paragraph at all: a table or a list, whose first line heads it.
        chosen = candidates[0]
    chosen.becomes("title", "block.title.first")
    _clear_above(lead, chosen)
    return chosen.text


def _line_of(lines: Sequence[Line], title: str) -> Line | None:
    wanted = _bare(title)
    for line in lines[:60]:
        own = _bare(line.text)
        if (
            own
            and line.kind in (None, "heading")
            and (own == wanted or (len(own) >= 8 and wanted.startswith(own) and line.size <= 80))
        ):
            return line
    return None


def _bare(text: str) -> str:
    return regex.sub(r"[^\p{L}\p{N}]", "", text.translate({code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}))


def _may_be_title(line: Line) -> bool:
    return (
        line.kind is None
        and 4 <= line.size <= 70
        and line.text[-1] not in "。;,:、"
        and not line.text.startswith(("—", "-", "(", "·", "•"))
        and not is_row(line.text)
    )


def _clear_above(lead: Iterable[Line], title: Line) -> None:
    """What stands above the headline is the site's; but a line with a figure is left alone."""
    for line in lead:
        if line is title:
            return
        if line.kind is None and line.size <= 30 and not regex.search(r"[0-9]", line.text):
            line.becomes("boilerplate", "block.boilerplate.above")


_ISSUER = regex.compile(r"\p{Han}{2,25}(?:局|办公?室?|政府|委员会|委|厅|部|中心|总队|调查队|集团|公司|院)")


def _find_signature(lines: Sequence[Line]) -> None:
    """The issuing body above the date that closes an official text."""
    for above, line in pairwise(lines):
        if (
            above.kind in (None, "heading")
            and line.rule == "block.byline.date"
            and above.size <= 30
            and _ISSUER.fullmatch(above.text)
        ):
            above.becomes("byline", "block.byline.signature")
            above.said = (Said("source", above.text, 1),)


def _find_headings(lines: Sequence[Line]) -> None:
    """Short open lines each followed by a paragraph. Two in a row may be a title in two parts; more are a list."""
    for at, line in enumerate(lines[:-1]):
        after = lines[at + 1]
        if line.kind is not None or line.size > 45 or line.is_closed or line.text[-1] in ",、":
            continue
        is_lonely = at == 0 or lines[at - 1].kind is not None or lines[at - 1].is_prose or lines[at - 1].size > 60
        if is_lonely and line.size <= 30 and line.text.endswith(":"):
            line.becomes("heading", "block.heading.colon")
        elif is_lonely and (
            after.is_prose or (after.kind is None and after.size > max(line.size, 30)) or after.kind == "heading"
        ):
            line.becomes("heading", "block.heading.lonely")


def _find_bare_captions(lines: Sequence[Line]) -> None:
    """Captions without a mark: one short sentence between long paragraphs, in a page whose pictures are marked."""
    if not any(line.rule.startswith("block.caption.file_photo") for line in lines):
        return
    for before, line, after in zip(lines, lines[1:], lines[2:], strict=False):
        if line.kind is not None or line.size > 40 or not line.text.endswith("。") or "。" in line.text[:-1]:
            continue
        if before.kind == "caption" and before.size <= 15:
            line.becomes("caption", "block.caption.bare")
        elif (
            line.size <= 30
            and "," not in line.text
            and before.size >= 100 <= after.size
            and not regex.search(r"[0-9]", line.text)
        ):
            line.becomes("caption", "block.caption.bare")
