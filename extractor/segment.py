"""Segmentation of a scraped page: which of its lines are the article, and what each of them is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

import regex

from extractor.block_rules import BlockFinder, BlockRule, Said, compile_blocks, judge, line_spans, read_url
from extractor.front_matter import read_hanzi_date, weigh
from extractor.mentions import Block

__all__ = ["BlockFinder", "BlockRule", "Layout", "compile_blocks", "segment"]

_STOPS = "。!?;…"
_CLOSERS = "\"'”’」』)】]》"
# Parts of a list that is data and no list of links: a line that closes with a quantity, or is nothing but one.
_DATA = regex.compile(r"[0-9][0-9.,]*\s*(?:[\p{Han}%/]{0,6}?)(?:左右|以上|以内|以下|上下)?[)。;,]?$|^[-+—\s]*[0-9]|^[-—…]+$")
_DATED = regex.compile(r"^[\[(\s·•-]*(?:20[0-9]{2}[-/.年])?[0-9]{1,2}[-/月][0-9]{1,2}日?[\])\s]|[\s\[(\p{Han}](?:20[0-9]{2}[-/.])?[0-9]{1,2}[-/][0-9]{1,2}[\])]?$")
_HEADLINE = regex.compile(r"[?!|「」『』丨]|\.{2,}$|…$|(?<=\p{Han}) (?=[\p{Han}“])|^.{2,10}:(?=\p{Han})")
_BULLET = regex.compile(r"^[-•·*▪◆●■○]\s?")


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


@dataclass(slots=True)
class _Line:
    """A line on its way to being a block."""

    start: int
    end: int
    text: str
    kind: str | None = None
    scope: str = "line"
    rule: str = ""
    said: tuple[Said, ...] = field(default=())

    @property
    def size(self) -> int:
        return self.end - self.start

    @property
    def is_closed(self) -> bool:
        """Ends as a sentence does."""
        return self.text.rstrip(_CLOSERS)[-1:] in _STOPS or self.text[-1:] in _STOPS

    @property
    def is_prose(self) -> bool:
        """Running text rather than a headline or a cell of a table."""
        return self.kind is None and (self.size > 100 or (self.size > 60 and self.is_closed) or "。" in self.text[:-1] or self.text.endswith("。"))

    def becomes(self, kind: str, rule: str) -> None:
        self.kind, self.rule = kind, rule


def segment(text: str, finder: BlockFinder, *, title: str | None = None, published: date | None = None, url: str | None = None) -> Layout:
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
    _spread(lines)
    _settle_weak(lines)
    _close_tail(lines)
    _find_link_lists(lines)
    found = _find_title(lines, title)
    _find_headings(lines)
    _find_bare_captions(lines)
    said = [one for line in lines if line.kind != "boilerplate" and not (line.scope == "weak" and line.kind is None) for one in line.said]
    said.extend(read_url(url, finder) if url else ())
    front = weigh(said, published)
    blocks = tuple(Block(line.kind or "body", line.start, line.end, line.rule or "block.body") for line in lines)
    return Layout(blocks, title or found, front.source, front.authors, front.dateline, front.published)


def _read(text: str, start: int, end: int, finder: BlockFinder) -> _Line:
    line = _Line(start, end, text[start : min(end, start + 300)] if end - start > 600 else text[start:end])
    if end - start > 600:
        line.text += text[max(start + 300, end - 300) : end]
    verdict = judge(line.text, finder)
    if verdict:
        line.kind, line.scope, line.rule, line.said = verdict.kind, verdict.scope, verdict.rule, verdict.said
    elif end - start < 16 and (day := read_hanzi_date(line.text)):
        line.kind, line.rule, line.said = "byline", "block.byline.date", (day,)
    return line


def _spread(lines: Sequence[_Line]) -> None:
    """Let ``rest`` and ``list`` reach down the page.

    A ``rest`` mark above most of the article (a sidebar that was scraped first) reaches only as far as a list does.
    Two paragraphs in a row end it: recommendations have headlines and single abstracts, no running text.
    """
    prose = [line.size if line.is_prose else 0 for line in lines]
    total, before = sum(prose), 0
    reach: str | None = None
    for at, line in enumerate(lines):
        if line.scope in ("rest", "list") and line.kind == "boilerplate":
            reach = "rest" if reach == "rest" or (line.scope == "rest" and before * 2 >= total and before) else "list"
            if reach == "list" and line.scope == "list" and not before:
                reach = None
        elif reach:
            ends = line.is_prose if reach == "list" else _runs_on(lines, at)
            if ends:
                reach = None
            else:
                line.becomes("boilerplate", f"{lines[at - 1].rule}")
                line.scope = "line"
        before += prose[at]


def _settle_weak(lines: Sequence[_Line]) -> None:
    """A word such as 更多 or the bare name of a paper is what the lines beside it are; four in a row are a menu."""
    for order in (lines, lines[::-1]):
        for before, line in zip(order, order[1:]):
            if line.kind is None and line.scope == "weak" and before.kind in ("byline", "boilerplate"):
                line.becomes(before.kind, line.rule)
    run: list[_Line] = []
    for line in [*lines, None]:
        if line is not None and line.kind is None and line.scope == "weak":
            run.append(line)
            continue
        for one in run if len(run) >= 4 else ():
            one.becomes("boilerplate", one.rule)
        run = []


def _runs_on(lines: Sequence[_Line], at: int) -> bool:
    pair = lines[at : at + 2]
    return len(pair) == 2 and all(line.is_prose and line.size > 60 and line.is_closed for line in pair)


def _close_tail(lines: Sequence[_Line]) -> None:
    """After the editor's name and the last paragraph nothing of the article follows."""
    last = max((at for at, line in enumerate(lines) if line.is_prose), default=None)
    if last is None:
        return
    marks = (at for at in range(last + 1, len(lines)) if lines[at].rule == "block.byline.editor")
    mark = next(marks, None)
    if mark is None:
        return
    for line in lines[mark + 1 :]:
        if line.kind not in ("byline", "boilerplate"):
            line.becomes("boilerplate", "block.boilerplate.tail")


def _find_link_lists(lines: Sequence[_Line]) -> None:
    """Lists of headlines below the article. A list of figures or of names stays: facts must not be lost."""
    last = max((at for at, line in enumerate(lines) if line.is_prose), default=None)
    start = 0 if last is None else last + 1
    run: list[_Line] = []
    for line in [*lines[start:], None]:
        if line is not None and (line.kind in (None, "heading") and line.size <= 70 and not line.text.endswith(("。", ";", ",", ":"))):
            run.append(line)
            continue
        if _are_links(run, has_article=last is not None):
            for one in run:
                one.becomes("boilerplate", "block.boilerplate.links")
        run = []


def _are_links(run: Sequence[_Line], *, has_article: bool) -> bool:
    count = len(run)
    if count < 4:
        return False
    if _share(run, _DATED) >= 0.6:
        return True
    mean = sum(line.size for line in run) / count
    if not has_article or mean < 12 or _share(run, _DATA) >= 0.4:
        return False
    cues = sum(bool(_HEADLINE.search(_BULLET.sub("", line.text))) for line in run) / count
    return cues >= 0.3 or (count >= 8 and cues >= 0.1 and mean >= 14)


def _share(run: Sequence[_Line], pattern: regex.Pattern) -> float:
    return sum(bool(pattern.search(line.text)) for line in run) / len(run)


def _find_title(lines: Sequence[_Line], given: str | None) -> str | None:
    """The caller's title where a line repeats it; else the headline above byline and first paragraph."""
    if given and (line := _line_of(lines, given)):
        line.becomes("title", "block.title.given")
        return line.text
    head = next((at for at, line in enumerate(lines) if line.is_prose), len(lines))
    lead = lines[:head]
    byline = next((at for at, line in enumerate(lead) if line.kind == "byline"), len(lead))
    candidates = [line for line in lead[:byline] if _may_be_title(line)] or [line for line in lead[byline:] if _may_be_title(line)]
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


def _line_of(lines: Sequence[_Line], title: str) -> _Line | None:
    wanted = _bare(title)
    for line in lines[:60]:
        own = _bare(line.text)
        if own and line.kind in (None, "heading") and (own == wanted or (len(own) >= 8 and wanted.startswith(own) and line.size <= 80)):
            return line
    return None


def _bare(text: str) -> str:
    return regex.sub(r"[^\p{L}\p{N}]", "", text.translate({code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}))


def _may_be_title(line: _Line) -> bool:
    return line.kind is None and 4 <= line.size <= 70 and line.text[-1] not in "。;,:、" and not line.text.startswith(("—", "-", "(", "·", "•"))


def _clear_above(lead: Iterable[_Line], title: _Line) -> None:
    """What stands above the headline is the site's; but a line with a figure is left alone."""
    for line in lead:
        if line is title:
            return
        if line.kind is None and line.size <= 30 and not regex.search(r"[0-9]", line.text):
            line.becomes("boilerplate", "block.boilerplate.above")


def _find_headings(lines: Sequence[_Line]) -> None:
    """Short open lines each followed by a paragraph. Two in a row may be a title in two parts; more are a list."""
    for at, line in enumerate(lines[:-1]):
        after = lines[at + 1]
        if line.kind is not None or line.size > 45 or line.is_closed or line.text[-1] in ",、":
            continue
        is_lonely = at == 0 or lines[at - 1].kind is not None or lines[at - 1].is_prose or lines[at - 1].size > 60
        if is_lonely and (after.is_prose or (after.kind is None and after.size > max(line.size, 30)) or after.kind == "heading"):
            line.becomes("heading", "block.heading.lonely")


def _find_bare_captions(lines: Sequence[_Line]) -> None:
    """Captions without a mark: one short sentence between long paragraphs, in a page whose pictures are marked."""
    if not any(line.rule.startswith("block.caption.file_photo") for line in lines):
        return
    for before, line, after in zip(lines, lines[1:], lines[2:]):
        if line.kind is not None or line.size > 40 or not line.text.endswith("。") or "。" in line.text[:-1]:
            continue
        if before.kind == "caption" and before.size <= 15:
            line.becomes("caption", "block.caption.bare")
        elif line.size <= 30 and "," not in line.text and before.size >= 100 <= after.size and not regex.search(r"[0-9]", line.text):
            line.becomes("caption", "block.caption.bare")
