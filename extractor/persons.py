"""Names of persons: a surname and one or two characters, beside a title, a byline word or a verb of speech."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from extractor.entity_rules import Term

_HAN = regex.compile(r"\p{Han}")
_GAP = regex.compile(r"[ 、:/|]{0,3}")
_NEXT = regex.compile(r" {0,3}[、,/] {0,2}| {1,3}")
_FOREIGN = regex.compile(r"[\p{Han}]{1,6}(?:·[\p{Han}]{1,8}){1,3}")


@dataclass(frozen=True, slots=True)
class Names:
    """Reads persons' names in one text.

    Attributes:
        text: the article.
        surnames: known surnames.
        starts, ends: tokens of the scan by where they begin and where they end.
    """

    text: str
    surnames: frozenset[str]
    starts: dict[int, tuple[int, int, Term]]
    ends: dict[int, tuple[int, int, Term]]

    def after(self, at: int) -> Iterator[tuple[int, int]]:
        """The names that begin at ``at``, after blanks, and go on in a list (记者 甲 乙、丙)."""
        at = _GAP.match(self.text, at).end()  # type: ignore[union-attr]  # fits the empty string, too
        while True:
            end = self._name_from(at)
            if end is None:
                return
            yield at, end
            gap = _NEXT.match(self.text, end)
            if gap is None:
                return
            at = gap.end()

    def before(self, end: int, *, is_weak: bool) -> tuple[int, int] | None:
        """The name that ends at ``end``, or before an adverb there.

        Args:
            end: where the verb of speech begins.
            is_weak: the verb is one of a single character: a name of two characters is then not believed.
        """
        while (token := self.ends.get(end)) and token[2].is_adverb:
            end = token[0]
        for length in (3, 4, 2):
            start = end - length
            if start < 0 or not self._is_left_border(start) or not self._is_name(start, end):
                continue
            has_title = (token := self.ends.get(start)) and token[2].names_after
            if length == 2 and is_weak and not has_title:
                continue
            return start, end
        return None

    def _name_from(self, at: int) -> int | None:
        foreign = _FOREIGN.match(self.text, at)
        if foreign:
            return self._foreign_end(at, foreign.end())
        length = 2 if self.text[at : at + 2] in self.surnames else 1
        if self.text[at : at + length] not in self.surnames:
            return None
        short, long = at + length + 1, at + length + 2
        is_short = self._is_name(at, short) and self._is_right_border(short)
        is_long = self._is_name(at, long) and self._is_right_border(long)
        if is_long and not (is_short and short in self.starts):
            return long
        return short if is_short else None

    def _foreign_end(self, at: int, end: int) -> int:
        """A foreign name ends where the next verb or stop word begins (甲·乙|表示)."""
        dot = self.text.rindex("·", at, end)
        for position in range(dot + 2, end):
            token = self.starts.get(position)
            if token and (token[2].is_stop or token[2].names_before or token[2].is_adverb):
                return position
        return end

    def _is_name(self, start: int, end: int) -> bool:
        """Surname and given name, all Chinese, and no other word in the way."""
        text = self.text[start:end]
        if len(text) != end - start or not all(_HAN.match(c) for c in text):
            return False
        size = 2 if text[:2] in self.surnames and len(text) > 2 else 1
        if text[:size] not in self.surnames or not 1 <= len(text) - size <= 2:
            return False
        return not any(self._is_in_the_way(at, start, end, size) for at in range(max(0, start - 6), end))

    def _is_in_the_way(self, at: int, start: int, end: int, size: int) -> bool:
        """A longer word that covers part of the name; a plain word may be the given name itself (李建国)."""
        token = self.starts.get(at)
        if token is None or token[1] <= start or token[1] - token[0] < 2:
            return False
        opener = self.starts.get(start)
        if opener and opener[2].is_stop:
            return True
        return not (token[0] == start + size and token[1] == end and not token[2].is_stop)

    def _is_right_border(self, at: int) -> bool:
        if at >= len(self.text) or not _HAN.match(self.text[at]):
            return True
        token = self.starts.get(at)
        if token is None:
            return False
        term = token[2]
        return term.is_stop or term.is_adverb or term.names_before is not None or term.names_after is not None

    def _is_left_border(self, at: int) -> bool:
        if at == 0 or not _HAN.match(self.text[at - 1]):
            return True
        token = self.ends.get(at)
        return token is not None and (token[2].is_stop or token[2].names_after is not None)
