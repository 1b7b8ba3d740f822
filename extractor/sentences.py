"""Sentences and clauses of a block, in linear time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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
    run = _OPENERS.match(text, at, end)
    return max(at + 1, run.end() - 2) if run else at + 1


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


def join_wrapped(text: str, found: Sequence[Sentence]) -> list[Sentence]:
    """A line that ends with a comma goes on in the next line of the body: scrapers keep the breaks of the page.

    Args:
        text: the clean text.
        found: the sentences of all blocks, in order.

    Returns:
        The sentences, wrapped ones joined; a joined one keeps the block that it began in.
    """
    joined: list[Sentence] = []
    for sentence in found:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.block.kind == sentence.block.kind == "body"
            and text[last.end - 1] in ",、"
            and not text[last.end : sentence.start].strip()
        ):
            joined[-1] = Sentence(last.start, sentence.end, last.block)
        else:
            joined.append(sentence)
    return joined


# Where a sentence without end is cut, the best place first: between clauses, between words at least.
_CUTS = (regex.compile(r"[;,、:\s]+", regex.REVERSE), regex.compile(r"(?<=\p{Han})(?=\p{Han})", regex.REVERSE))


def bounded(text: str, found: Sequence[Sentence], most: int) -> list[Sentence]:
    """Sentences of at most ``most`` characters: what has no full stop for pages on end is read in pieces.

    What one sentence costs grows with the square of the numbers in it, for each may belong to each.
    """
    if all(sentence.end - sentence.start <= most for sentence in found):
        return list(found)
    return [piece for sentence in found for piece in _pieces(text, sentence, most)]


def _pieces(text: str, sentence: Sentence, most: int) -> Iterator[Sentence]:
    start = sentence.start
    while sentence.end - start > most:
        cuts = (cut.search(text, start + most // 2, start + most) for cut in _CUTS)
        end = next((cut.end() for cut in cuts if cut), start + most)
        yield from _piece(text, start, end, sentence.block)
        start = end
    yield from _piece(text, start, sentence.end, sentence.block)


def _piece(text: str, start: int, end: int, block: Block) -> Iterator[Sentence]:
    first, last = _strip(text, start, end)
    if first < last:
        yield Sentence(first, last, block)
