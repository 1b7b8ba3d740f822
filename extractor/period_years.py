"""Which year an expression without one is of: what the article said before, and the day of publication.

An expression takes its year from itself, else from its own sentence, else from the day of publication, else from what the
article said before. Without a day of publication the article's own dates stand in for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import TypeAlias

from extractor.period_dates import Stretch, read_number

REVIEW_MONTHS = 3
"""In the first months of a year, releases look back on the year before."""

MEMORY = 60
"""How many expressions back the search for an anchor goes; it bounds the work on odd texts."""

NO_ANCHOR = frozenset(
    {"plan", "decade", "window", "ahead", "vague", "same", "relative_day", "relative_week", "day", "days", "feast"}
)


@dataclass(frozen=True, slots=True)
class Hit:
    """An expression before it is resolved.

    Attributes:
        groups: the named groups that matched.
        sentence: the number of its sentence.
        is_base: the base of a comparison (比…): it does not set the time that the text speaks of.
        is_earlier: the base lies before the time that the text speaks of, as all do but a plan (与2023年计划持平).
        is_until: 截至 stands before it.
        is_goal: 到 stands before it.
        is_future: its sentence speaks of what is to come.
    """

    start: int
    end: int
    rule: str
    form: str
    groups: Mapping[str, str]
    sentence: int
    is_base: bool
    is_earlier: bool
    is_until: bool
    is_goal: bool
    is_future: bool

    @property
    def is_relative(self) -> bool:
        """Whether the span alone does not settle its dates."""
        is_named = {"y", "yy", "plan", "decade", "century"} & self.groups.keys()
        return not is_named or "since" in self.groups or self.form == "same"


Anchor: TypeAlias = "tuple[Hit, Stretch, int]"
"""An expression that sets the year of later ones, what it means, and the year."""


@dataclass(slots=True)
class Reading:
    """How far the reading of one article has come: the present, and what was said so far.

    Attributes:
        words: what relative words mean.
        published: the day of publication, known or read from the text.
        now: the same, or the end of what the text reports on.
        said: what was resolved so far and may serve as an anchor.
    """

    words: Mapping[str, int | str]
    published: date | None
    now: date | None
    said: list[tuple[Hit, Stretch]] = field(default_factory=list)

    def recent(self) -> Iterable[tuple[Hit, Stretch]]:
        """What was said, the latest first, as far back as a reader would remember."""
        return islice(reversed(self.said), MEMORY)

    def remember(self, hit: Hit, one: Stretch) -> None:
        """Keep what sets the time that the text speaks of; 上年 looks back, so that a second 上年 means the same year."""
        looks_back = "sy" in hit.groups and int(self.words[hit.groups["sy"]]) < 0
        if one.is_known and not (hit.is_base or hit.is_goal or looks_back):
            self.said.append((hit, one))

    def anchor(self, hit: Hit, *, in_sentence: bool = False, with_days: bool = False) -> Anchor | None:
        """The nearest earlier expression that sets the year."""
        for said, one in self.recent():
            if in_sentence and said.sentence != hit.sentence:
                return None
            if said.form in NO_ANCHOR and not (with_days and said.form == "day" and said.groups.keys() & {"y", "ry"}):
                continue
            if one.last is not None and (self.published is None or one.last.year <= self.published.year):
                return said, one, one.last.year
        return None

    def home_year(self) -> int | None:
        """The year that the release as a whole is about."""
        if self.published is not None:
            return self.published.year - (self.published.month <= REVIEW_MONTHS)
        return self.now.year if self.now else None

    def year(self, hit: Hit, first: int, last: int, suffix: str = "") -> int | None:
        """The year of an expression that covers the months ``first`` to ``last``."""
        groups = hit.groups
        if "y" + suffix in groups:
            return read_number(groups["y" + suffix])
        if "yy" + suffix in groups:
            return 2000 + int(groups["yy" + suffix])
        if "ry" + suffix in groups:
            return self.now.year + int(self.words[groups["ry" + suffix]]) if self.now else None
        if "sy" in groups:
            near = self.anchor(hit, in_sentence=True, with_days=True) or self.anchor(hit, with_days=True)
            spoken = near[2] if near else self.home_year()
            return None if spoken is None else spoken + int(self.words[groups["sy"]])
        return self.bare_year(hit, first, last)

    def bare_year(self, hit: Hit, first: int, last: int) -> int | None:
        """The year of a month, quarter, half or 全年 that comes without one."""
        here = self.anchor(hit, in_sentence=True)
        if here is not None:
            return here[2]
        before = self.anchor(hit)
        earlier = before[2] if before else None
        if self.now is None:
            return earlier
        usual, is_settled = (
            _usual_year(self.published, hit, first, last) if self.published else (self.now.year, hit.form != "whole_year")
        )
        if before is None or before[2] == usual:
            return usual
        if not is_settled:
            return before[2]
        # A story told month by month stays in its year; a year alone in an earlier sentence does not hold a month back
        return before[2] if before[2] < usual and _is_story(hit, *before[:2]) else usual


def _is_story(hit: Hit, said: Hit, one: Stretch) -> bool:
    is_dated = {"y", "m"} <= said.groups.keys() and "since" not in said.groups and one.kind != "point"
    return is_dated and hit.sentence - said.sentence <= 2


def _usual_year(published: date, hit: Hit, first: int, last: int) -> tuple[int, bool]:
    """By the day of publication alone; False where the article's own years should have a say."""
    year, month = published.year, published.month
    if last <= month:
        return year, True
    if last - first == 11 and hit.form == "whole_year":
        return year - (month <= REVIEW_MONTHS), hit.is_future and month > REVIEW_MONTHS
    if hit.is_future:
        return year, month > REVIEW_MONTHS
    is_long = last - first >= 2
    if first > month:
        is_near = is_long and month > REVIEW_MONTHS and first - month <= 3
        return (year, False) if is_near else (year - 1, True)
    if is_long and month <= (2 if last == 3 else REVIEW_MONTHS):
        return year - 1, True
    is_span = hit.form in ("months", "first_months")
    return (year - 1, True) if is_span and first == 1 and last - month > 1 else (year, not is_long)
