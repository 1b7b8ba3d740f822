"""Lines of a page, and which of them are not the article: sidebars, recommendations, menus, lists of links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

from extractor.block_rules import Said
from extractor.mentions import BlockKind

_STOPS = "。!?;…"
_CLOSERS = "\"'”’」』)】]》"
# Parts of a list that is data and no list of links: a line that closes with a quantity, or is nothing but one.
_DATA = regex.compile(r"[0-9][0-9.,]*\s*(?:[\p{Han}%/]{0,6}?)(?:左右|以上|以内|以下|上下)?[)。;,]?$|^[-+—\s]*[0-9]|^[-—…]+$")
_DATED = regex.compile(
    r"^[\[(\s·•-]*(?:20[0-9]{2}[-/.年])?[0-9]{1,2}[-/月][0-9]{1,2}日?[\])\s]|[\s\[(\p{Han}](?:20[0-9]{2}[-/.])?[0-9]{1,2}[-/][0-9]{1,2}[\])]?$"
)
_HEADLINE = regex.compile(r"[?!|「」『』丨]|\.{2,}$|…$|(?<=\p{Han}) (?=[\p{Han}“])|^.{2,10}:(?=\p{Han})")
_BULLET = regex.compile(r"^[-•·*▪◆●■○]\s?")


@dataclass(slots=True)
class Line:
    """A line on its way to being a block."""

    start: int
    end: int
    text: str
    kind: BlockKind | None = None
    scope: str = "line"
    rule: str = ""
    said: tuple[Said, ...] = ()

    @property
    def size(self) -> int:
        """Characters."""
        return self.end - self.start

    @property
    def is_closed(self) -> bool:
        """Ends as a sentence does."""
        return self.text.rstrip(_CLOSERS)[-1:] in _STOPS or self.text[-1:] in _STOPS

    @property
    def is_prose(self) -> bool:
        """Running text rather than a headline or a cell of a table."""
        return self.kind is None and (
            self.size > 100 or (self.size > 60 and self.is_closed) or "。" in self.text[:-1] or self.text.endswith("。")
        )

    def becomes(self, kind: BlockKind, rule: str) -> None:
        """Note what it is, and by which rule."""
        self.kind, self.rule = kind, rule


def drop_page(lines: Sequence[Line]) -> None:
    """Mark what is the page's and not the article's as boilerplate, in place."""
    _spread(lines)
    _settle_weak(lines)
    _close_tail(lines)
    _find_link_lists(lines)


def _spread(lines: Sequence[Line]) -> None:
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
            ends = (
                _runs_on(lines, at)
                if reach == "rest"
                else line.is_prose or _opens_article(lines, at, is_above=before * 4 < total)
            )
            if ends:
                reach = None
            else:
                line.becomes("boilerplate", f"{lines[at - 1].rule}")
                line.scope = "line"
        before += prose[at]


def _opens_article(lines: Sequence[Line], at: int, *, is_above: bool) -> bool:
    """A byline under a sidebar: the article begins, and the line above is its headline."""
    if lines[at].kind != "byline" or not is_above:
        return False
    if lines[at - 1].kind == "boilerplate" and 8 <= lines[at - 1].size <= 70:
        lines[at - 1].kind, lines[at - 1].rule = None, ""
    return True


def _settle_weak(lines: Sequence[Line]) -> None:
    """A word such as 更多 or the bare name of a paper is what the lines beside it are; four in a row are a menu."""
    for order in (lines, lines[::-1]):
        for before, after in pairwise(order):
            if after.kind is None and after.scope == "weak" and before.kind in ("byline", "boilerplate"):
                after.becomes(before.kind, after.rule)
    run: list[Line] = []
    for line in [*lines, None]:
        if line is not None and line.kind is None and line.scope == "weak":
            run.append(line)
            continue
        for one in run if len(run) >= 4 else ():
            one.becomes("boilerplate", one.rule)
        run = []


def _runs_on(lines: Sequence[Line], at: int) -> bool:
    pair = lines[at : at + 2]
    return len(pair) == 2 and all(line.is_prose and line.size > 60 and line.is_closed for line in pair)


def _close_tail(lines: Sequence[Line]) -> None:
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


def _find_link_lists(lines: Sequence[Line]) -> None:
    """Lists of headlines above and below the article. A list of figures or of names stays: facts must not be lost."""
    prose = [at for at, line in enumerate(lines) if line.is_prose]
    above, below = (prose[0], prose[-1] + 1) if prose else (0, 0)
    for run, has_next in (*_runs(lines[:above]), *_runs(lines[below:])):
        # The last line above a byline or the first paragraph is the article's own headline.
        links = run[:-1] if above and run[-1].start < lines[above].start and not has_next else run
        if _are_links(links, has_article=bool(prose)):
            for line in links:
                line.becomes("boilerplate", "block.boilerplate.links")


def _runs(lines: Sequence[Line]) -> list[tuple[list[Line], bool]]:
    """Runs of short open lines, and whether boilerplate follows them."""
    runs: list[tuple[list[Line], bool]] = []
    run: list[Line] = []
    for line in [*lines, None]:
        if (
            line is not None
            and line.kind in (None, "heading")
            and line.size <= 70
            and not line.text.endswith(("。", ";", ",", ":"))
        ):
            run.append(line)
            continue
        if run:
            runs.append((run, line is not None and line.kind == "boilerplate"))
        run = []
    return runs


def _are_links(run: Sequence[Line], *, has_article: bool) -> bool:
    count = len(run)
    if count < 4:
        return False
    if _share(run, _DATED) >= 0.6:
        return True
    mean = sum(line.size for line in run) / count
    if not has_article or mean < 12 or _share(run, _DATA) >= 0.45:
        return False
    cues = sum(bool(_HEADLINE.search(_BULLET.sub("", line.text))) for line in run) / count
    return cues >= 0.3 or (count >= 8 and cues >= 0.1 and mean >= 14)


def _share(run: Sequence[Line], pattern: regex.Pattern[str]) -> float:
    return sum(bool(pattern.search(line.text)) for line in run) / len(run)
