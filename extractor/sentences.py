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
_MARK = regex.compile(r"[。!?\n“‘「『《(\[【]|…+|\.+")
# Openers without their closer: a run of them is passed over at once.
_OPENERS = regex.compile(r"[(\[【“‘「『《]+")
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
        if char in "([【“‘「『《":
            after = _after_piece(text, at, end)
            # 他说:“要稳住。” closes a sentence; “加油!”行动 does not.
            if char in "“‘「『" and text[after - 2] == "。" and text[after - 1] in _CLOSERS:
                yield after
            at = after
        elif char == "\n":
            at += 1
            yield at
        elif char in ".…" and not _is_stop(text, *match.span(), start, end):
            at = match.end()
        else:
            at = _after_marks(text, at, end)
            yield at


def _after_piece(text: str, at: int, end: int) -> int:
    """The place after a balanced quotation or bracket; after the opener, or the run of openers, where it is not balanced."""
    piece = (_BRACKET if text[at] in "([【" else _QUOTE).match(text, at, end)
    if piece:
        return piece.end()
    run = _OPENERS.match(text, at, end).end()
    return max(at + 1, run - 2)


def _after_marks(text: str, at: int, end: int) -> int:
    while at < end and text[at] in "。!?….":
        at += 1
    while at < end and text[at] in _CLOSERS:
        at += 1
    return at


def _is_stop(text: str, first: int, last: int, start: int, end: int) -> bool:
    """Whether dots end a sentence.

    One dot does only after a Chinese character and before none of a number or a Latin word; an ellipsis only where
    nothing follows but blanks or a closing mark.
    """
    before = text[first - 1] if first > start else " "
    after = text[last] if last < end else " "
    if last - first > 1 or text[first] == "…":
        return after.isspace() or after in _CLOSERS
    return not _LATIN.match(before) and not before.isspace() and not _LATIN.match(after)


_BORDER = regex.compile(r"[,;:。!?\n\t|“‘「『《(\[【 ]")
_MORE_MARKS = regex.compile(r"[,;:。!?\n\t| ]*")
_IS_THOUSANDS = regex.compile(r"(?<=(?<![0-9])[0-9]{1,3}),(?=[0-9]{3}(?![0-9]))")
_IS_HEADLINE_BLANK = regex.compile(r"(?<=[\p{Han}%”)]) (?=[\p{Han}“0-9])")
_IS_RATIO = regex.compile(r"(?<=[0-9]):(?=[0-9])")


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
    inner: list[tuple[int, int]] = []
    at = start
    while match := _BORDER.search(text, at, end):
        at, char = match.start(), match.group()
        if char in "([【":
            after = _after_piece(text, at, end)
            if depth == 0 and text[after - 1] in ")]】":
                inner.append((at + 1, after - 1))
            at = after
        elif char in "“‘「『《":
            piece = _QUOTE.match(text, at, min(end, at + _OPEN_SHORT))
            at = piece.end() if piece else max(at + 1, _OPENERS.match(text, at, end).end() - 2)
        elif _is_border(text, at, char, has_open_line):
            _close(text, start, at, char, depth, parent, found, inner)
            inner = []
            start = at = _MORE_MARKS.match(text, at + 1, end).end()
        else:
            at += 1
    _close(text, start, end, "", depth, parent, found, inner)


def _close(
    text: str, start: int, end: int, mark: str, depth: int, parent: int | None, found: list[Clause], inner: list[tuple[int, int]]
) -> None:
    """Note a clause and those of its brackets."""
    first, last = _strip(text, start, end)
    # A closing bracket or quotation mark after a full stop is no clause.
    if all(char in _CLOSERS for char in text[first : min(last, first + 4)]):
        return
    own = len(found)
    found.append(Clause(first, last, depth, mark, parent))
    for inside_start, inside_end in inner:
        _split(text, inside_start, inside_end, 1, own, found, False)


def _is_border(text: str, at: int, char: str, has_open_line: bool) -> bool:
    if char == " ":
        # The blank of a headline stands for a comma.
        return has_open_line and bool(_IS_HEADLINE_BLANK.match(text, at))
    if char == ":":
        return not _IS_RATIO.match(text, at)
    if char == ",":
        return not _IS_THOUSANDS.match(text, at)
    return True
