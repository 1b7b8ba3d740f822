"""Sentences and clauses of a block, in linear time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from extractor.mentions import Block, Sentence

_CLOSERS = "\"'”’」』)】]》"
# A quotation or bracket that is looked at as one piece. All looks are bounded, and none crosses another opener.
_QUOTE = regex.compile(r"“[^“”\n]{0,60}+”|‘[^‘’\n]{0,60}+’|「[^「」\n]{0,60}+」|『[^『』\n]{0,60}+』|《[^《》\n]{0,60}+》")
_BRACKET = regex.compile(r"\((?:[^()\n]|\([^()\n]{0,40}+\)){0,100}+\)|\[[^\[\]\n]{0,60}+\]|【[^【】\n]{0,60}+】")
_MARK = regex.compile(r"[。!?…\n.“‘「『《(\[【]")
_LATIN = regex.compile(r"[0-9A-Za-z.]")
_OPEN_SHORT = 20


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch between two marks.

    Attributes:
        start, end: without the mark and without blanks around.
        depth: 0, or 1 for the inside of a bracket.
        mark: the punctuation that closes it; empty at the end of the sentence.
        parent: for a bracketed clause the index of the clause it stands in.
    """

    start: int
    end: int
    depth: int
    mark: str
    parent: int | None = None


def sentences(text: str, block: Block) -> list[Sentence]:
    """The sentences of a block.

    Args:
        text: the clean text.
        block: one of its blocks.

    Returns:
        Sentences in order, closing marks included, blanks around not; together they hold every other character.
    """
    found: list[Sentence] = []
    start = block.start
    for end in (*_ends(text, block.start, block.end), block.end):
        first, last = _strip(text, start, end)
        if first < last:
            found.append(Sentence(first, last, block))
        start = end
    return found


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _ends(text: str, start: int, end: int) -> Iterator[int]:
    """Where sentences end."""
    at = start
    while match := _MARK.search(text, at, end):
        at = match.start()
        char = text[at]
        if char in "([【":
            piece = _BRACKET.match(text, at, end)
            at = piece.end() if piece else at + 1
        elif char in "“‘「『《":
            piece = _QUOTE.match(text, at, end)
            at = piece.end() if piece else at + 1
            # 他说:“要稳住。” closes a sentence; “加油!”行动 does not.
            if piece and text[at - 2 : at - 1] == "。":
                yield at
        elif char == "\n":
            at += 1
            yield at
        elif char == "." and not _is_full_stop(text, at, start, end):
            at += 1
        elif char == "…" and not text.startswith("…", at + 1, end) and not text.startswith("…", at - 1):
            at += 1
        else:
            at = _after_marks(text, at, end)
            if char != "…" or at >= end or text[at - 1] in _CLOSERS or text[at].isspace():
                yield at


def _after_marks(text: str, at: int, end: int) -> int:
    while at < end and text[at] in "。!?….":
        at += 1
    while at < end and text[at] in _CLOSERS:
        at += 1
    return at


def _is_full_stop(text: str, at: int, start: int, end: int) -> bool:
    """A dot ends a sentence only after a Chinese character and before none of a number or a Latin word."""
    before = text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < end else " "
    return not _LATIN.match(before) and not before.isspace() and not _LATIN.match(after)


_BORDER = regex.compile(r"[,;:。!?\n\t|“‘「『《(\[【 ]")


def clauses(text: str, sentence: Sentence) -> list[Clause]:
    """The clauses of a sentence: split at , ; : 。 ! ? outside brackets; each bracket's inside makes clauses of its own.

    Args:
        text: the clean text.
        sentence: one of its sentences.

    Returns:
        Clauses by start; a bracketed clause follows the one it stands in.
    """
    has_open_line = sentence.block.kind in ("title", "heading")
    found: list[Clause] = []
    _split(text, sentence.start, sentence.end, 0, None, found, has_open_line)
    return found


def _split(text: str, start: int, end: int, depth: int, parent: int | None, found: list[Clause], has_open_line: bool) -> None:
    own = len(found)
    inner: list[tuple[int, int]] = []
    at = start
    while match := _BORDER.search(text, at, end):
        at, char = match.start(), match.group()
        if char in "([【":
            piece = _BRACKET.match(text, at, end) if depth == 0 else None
            if piece:
                inner.append((at + 1, piece.end() - 1))
            at = piece.end() if piece else at + 1
        elif char in "“‘「『《":
            piece = _QUOTE.match(text, at, min(end, at + _OPEN_SHORT))
            at = piece.end() if piece else at + 1
        elif _is_border(text, at, start, end, has_open_line):
            start = _close(text, start, at, char, depth, parent, found, own, inner)
            own = len(found)
            inner.clear()
            at = start
        else:
            at += 1
    _close(text, start, end, "", depth, parent, found, own, inner)


def _close(text: str, start: int, end: int, mark: str, depth: int, parent: int | None, found: list[Clause], own: int, inner: list[tuple[int, int]]) -> int:
    """Note a clause and those of its brackets; gives the place after the mark."""
    first, last = _strip(text, start, end)
    # A closing bracket or quote after a full stop is no clause.
    if first < last and any(char not in _CLOSERS for char in text[first : min(last, first + 6)]):
        found.append(Clause(first, last, depth, mark, parent))
        for inside_start, inside_end in inner:
            _split(text, inside_start, inside_end, 1, own, found, False)
    return end + 1 if mark else end


def _is_border(text: str, at: int, start: int, end: int, has_open_line: bool) -> bool:
    char = text[at]
    before = text[at - 1] if at > start else ""
    after = text[at + 1] if at + 1 < end else ""
    if char == " ":
        # The blank of a headline stands for a comma.
        return has_open_line and bool(regex.match(r"[\p{Han}%”)]", before)) and bool(regex.match(r"[\p{Han}“0-9]", after))
    if char == ":":
        return not (before.isdigit() and after.isdigit())
    if char == ",":
        return not _joins_thousands(text, at, start, end)
    return True


def _joins_thousands(text: str, at: int, start: int, end: int) -> bool:
    """1,925: one to three digits before, exactly three after."""
    if not regex.match(r"[0-9]{3}(?![0-9])", text[at + 1 : min(end, at + 5)]):
        return False
    return bool(regex.search(r"(?<![0-9])[0-9]{1,3}$", text[max(start, at - 4) : at]))
