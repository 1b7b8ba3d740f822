"""What a time expression means where it stands: each form's core, and what 初, 末, 以来, 截至 make of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from extractor import period_dates as dates
from extractor.period_dates import UNKNOWN, Stretch, read_number
from extractor.period_years import NO_ANCHOR, REVIEW_MONTHS, Hit, Reading

HEAD, FOOT = 300, 120
"""Where in a text, in characters from its start and end, a full date is the day of the release."""


def resolve(hits: Sequence[Hit], words: Mapping[str, int | str], published: date | None) -> list[Stretch]:
    """The dates of all hits, in order.

    Args:
        hits: all expressions of one article, by start.
        words: what relative words mean.
        published: the day of publication, where known.
    """
    today = published or _day_of_release(hits)
    if today is not None:
        return _Resolver(words, today, today).run(hits)
    year = _latest_year(hits)
    if year is None:
        return _Resolver(words, None, None).run(hits)
    # First with the end of the latest year as the present, then with the end of the latest month that the text reports
    rough = _Resolver(words, None, date(year, 12, 31)).run(hits)
    return _Resolver(words, None, _latest_report(hits, rough, year)).run(hits)


def _day_of_release(hits: Sequence[Hit]) -> date | None:
    """A full date at the head or foot of the text, if no later year is reported on."""
    full = [hit for hit in hits if hit.form == "day" and {"y", "m", "d"} <= hit.groups.keys() and not hit.is_base]
    foot = hits[-1].end - FOOT if hits else 0
    latest = _latest_year(hits) or 0
    for hit in full:
        if hit.start < HEAD or hit.start >= foot:
            one = dates.day(*(read_number(hit.groups[name]) for name in "ymd")).first
            if one is not None and one.year >= latest:
                return one
    return None


def _latest_year(hits: Sequence[Hit]) -> int | None:
    """The latest year that the text names and does not look forward to; None where it is compared with one no earlier."""
    named = [(hit, read_number(hit.groups["y2" if "y2" in hit.groups else "y"])) for hit in hits if "y" in hit.groups]
    settling = [(hit, year) for hit, year in named if not (hit.is_goal or hit.is_earlier)]
    # a plan that is a base counts (与2023年计划持平), the start of a 以来 does not tell the present
    said = [year for hit, year in settling if not (hit.is_future and not hit.is_base or "since" in hit.groups)]
    latest = max(said or [year for _, year in settling] or [0])
    return latest if latest > max((year for hit, year in named if hit.is_earlier), default=0) else None


def _latest_report(hits: Sequence[Hit], stretches: Sequence[Stretch], year: int) -> date:
    """The end of the latest stretch shorter than a year that the text reports on."""
    ends = [
        one.last
        for hit, one in zip(hits, stretches, strict=True)
        if one.last is not None and one.last.year == year and not hit.is_future and not hit.is_base and "since" not in hit.groups
        and (one.kind in ("month", "day", "quarter", "point", "half") or hit.form in ("months", "first_months", "first_quarters", "third"))
        and not (hit.form in ("half", "quarter", "whole_year") and "y" not in hit.groups and one.last.month > 6)
    ]  # fmt: skip
    return max(ends, default=date(year, 12, 31))


class _Resolver(Reading):
    """One pass over one article: resolves in order and remembers what was said."""

    __slots__ = ()

    def run(self, hits: Sequence[Hit]) -> list[Stretch]:
        made = []
        for hit in hits:
            one = self._bend(hit, _FORMS[hit.form](self, hit))
            made.append(one)
            self.remember(hit, one)
        return made

    def _bend(self, hit: Hit, one: Stretch) -> Stretch:
        """初, 末, 底, 中, 以来, 截至: what stands around the core changes which part is meant."""
        edge = hit.groups.get("edge", "")
        if edge:
            is_vague = any(char in edge for char in "中期后") or hit.form == "decade" or (hit.form == "plan" and "初" in edge)
            if is_vague:
                one = replace(UNKNOWN, kind="point")
            else:
                one = one.at_first() if "初" in edge else one.at_last()
        if "since" in hit.groups:
            return self._since(one)
        if hit.is_until and one.is_known and one.kind not in ("day", "point", "same"):
            return one.at_last()
        return one

    def _since(self, one: Stretch) -> Stretch:
        if one.first is None or self.now is None or one.first > self.now:
            return UNKNOWN
        return Stretch(one.first, self.now, "span")

    def whole(self, hit: Hit) -> Stretch:
        year = self.year(hit, 1, 12)
        if "初" in hit.groups.get("edge", "") and self.published and not self.anchor(hit, in_sentence=True):
            # 年初 in a release of February or later is the start of the running year
            near = self.anchor(hit)
            year = near[2] if near else self.published.year - (self.published.month == 1)
        return Stretch(None, None, "year") if year is None else dates.years(year, year)

    def named_year(self, hit: Hit) -> Stretch:
        year = self.year(hit, 1, 12)
        return Stretch(None, None, "year") if year is None else dates.years(year, year)

    def year_span(self, hit: Hit) -> Stretch:
        first = self.year(hit, 1, 12)
        if "ry2" in hit.groups:
            last = self.year(hit, 1, 12, "2")
        else:
            last = read_number(hit.groups["y2"])
        if first is None or last is None:
            return UNKNOWN
        return dates.years(first, last + first // 100 * 100 if last < 100 else last)

    def half(self, hit: Hit) -> Stretch:
        number = 2 if hit.groups["h"] in "下2" else 1
        year = self.year(hit, number * 6 - 5, number * 6)
        return Stretch(None, None, "half") if year is None else dates.half(year, number)

    def quarter(self, hit: Hit) -> Stretch:
        number = read_number(hit.groups["q"])
        year = self.year(hit, number * 3 - 2, number * 3)
        return Stretch(None, None, "quarter") if year is None else dates.quarter(year, number)

    def first_quarters(self, hit: Hit) -> Stretch:
        return self._month_span(hit, 1, read_number(hit.groups["n"]) * 3)

    def quarter_span(self, hit: Hit) -> Stretch:
        return self._month_span(hit, read_number(hit.groups["q"]) * 3 - 2, read_number(hit.groups["q2"]) * 3)

    def first_months(self, hit: Hit) -> Stretch:
        return self._month_span(hit, 1, read_number(hit.groups["n"]))

    def month_span(self, hit: Hit) -> Stretch:
        first, last = read_number(hit.groups["m"]), read_number(hit.groups["m2"])
        if {"y2", "ry2"} & hit.groups.keys():
            start, end = self.year(hit, first, last), self.year(hit, first, last, "2")
            return UNKNOWN if start is None or end is None else dates.months(start, first, last, last_year=end)
        if last < first:
            year = self.year(hit, first, 12)
            return UNKNOWN if year is None else dates.months(year, first, last, last_year=year + 1)
        return self._month_span(hit, first, last)

    def _month_span(self, hit: Hit, first: int, last: int) -> Stretch:
        year = self.year(hit, first, last)
        return UNKNOWN if year is None else dates.months(year, first, last)

    def month(self, hit: Hit) -> Stretch:
        found = self._month_number(hit)
        return Stretch(None, None, "month") if found is None else dates.month(*found)

    def _month_number(self, hit: Hit) -> tuple[int, int] | None:
        """Year and month; the month may run over the ends of the year."""
        if "rm" in hit.groups:
            offset = int(self.words[hit.groups["rm"]])
            spoken = None if hit.form == "day" else self._spoken("month")
            base = spoken.last if spoken else self.published
            return (base.year, base.month + offset) if base else None
        month = read_number(hit.groups["m"])
        year = self.year(hit, month, month)
        return None if year is None else (year, month)

    def _spoken(self, kind: str) -> Stretch | None:
        return next((one for _, one in self.recent() if one.kind == kind), None)

    def relative_quarter(self, hit: Hit) -> Stretch:
        offset = int(self.words[hit.groups["rq"]])
        spoken = self._spoken("quarter")
        base = spoken.last if spoken else self.published
        return dates.quarter(base.year, (base.month - 1) // 3 + 1 + offset) if base else Stretch(None, None, "quarter")

    def third(self, hit: Hit) -> Stretch:
        found = self._month_number(hit)
        return UNKNOWN if found is None else dates.third_of_month(*found, hit.groups["x"])

    def day(self, hit: Hit) -> Stretch:
        number = read_number(hit.groups["d"])
        if "m" not in hit.groups and "rm" not in hit.groups:
            return self._bare_day(number)
        found = self._month_number(hit)
        if found is None:
            return Stretch(None, None, "day")
        whole = dates.month(*found)
        return dates.day(whole.first.year, whole.first.month, number) if whole.first else Stretch(None, None, "day")

    def _bare_day(self, number: int) -> Stretch:
        """9日: the latest such day up to publication, else in the month of the day just named."""
        base = self.published
        if base is None:
            spoken = self._spoken("day")
            base = spoken.last if spoken else None
        elif number > base.day:
            base = base.replace(day=1) - timedelta(days=1)
        return dates.day(base.year, base.month, number) if base else Stretch(None, None, "day")

    def day_span(self, hit: Hit) -> Stretch:
        first = self.day(hit)
        if first.first is None:
            return UNKNOWN
        month = read_number(hit.groups["m2"]) if "m2" in hit.groups else first.first.month
        year = read_number(hit.groups["y2"]) if "y2" in hit.groups else first.first.year + (month < first.first.month)
        last = dates.day(year, month, read_number(hit.groups["d2"])).first
        return UNKNOWN if last is None or last < first.first else Stretch(first.first, last, "span")

    def relative_day(self, hit: Hit) -> Stretch:
        word = hit.groups["rd"]
        kind = "day" if word else "point"
        if self.published is None:
            return Stretch(None, None, kind)
        one = self.published + timedelta(days=int(self.words[word]) if word else 0)
        return Stretch(one, one, kind)

    def relative_week(self, hit: Hit) -> Stretch:
        return dates.week(self.published, int(self.words[hit.groups["rw"]])) if self.published else UNKNOWN

    def plan(self, hit: Hit) -> Stretch:
        whole = dates.plan(read_number(hit.groups["plan"]))
        if "part" not in hit.groups or whole.first is None or whole.last is None:
            return whole
        size = read_number(hit.groups["n"])
        if hit.groups["part"] == "后":
            return dates.years(whole.last.year - size + 1, whole.last.year)
        return dates.years(whole.first.year, whole.first.year + size - 1)

    def window(self, hit: Hit) -> Stretch:
        """近五年, 五年来: whole years up to the last full one early in a year, else up to the running one."""
        year, size = self.home_year(), read_number(hit.groups["n"])
        if year is None or self.now is None or "more" in hit.groups or size == 0:
            return UNKNOWN
        if hit.groups["unit"] == "年":
            return dates.years(year - size + 1, year)
        end = self.published.replace(day=1) - timedelta(days=1) if self.published else self.now
        first = dates.month(end.year, end.month - size + 1).first
        last = dates.month(end.year, end.month).last
        return Stretch(first, last, "span")

    def ahead(self, hit: Hit) -> Stretch:
        """今后五年: clear only where the year is young."""
        if self.published is None or self.published.month > REVIEW_MONTHS or hit.groups["unit"] != "年":
            return UNKNOWN
        return dates.years(self.published.year, self.published.year + read_number(hit.groups["n"]) - 1)

    def decade(self, hit: Hit) -> Stretch:
        word = hit.groups.get("century", "上世纪")
        century = {"上": 20, "本": 21}.get(word[0]) or read_number(word.removesuffix("世纪"))
        start = (century - 1) * 100
        if "decade" not in hit.groups:
            return dates.years(start, start + 99) if "since" in hit.groups else UNKNOWN
        start += read_number(hit.groups["decade"])
        return dates.years(start, start + 9)

    def same(self, hit: Hit) -> Stretch:
        """去年同期: the stretch just spoken of, moved to the year that is named."""
        nothing = Stretch(None, None, "same")
        spoken = next((one for said, one in self.recent() if said.form not in NO_ANCHOR and one.is_known), None)
        if spoken is None and self.published is not None and self.published.month <= REVIEW_MONTHS:
            spoken = dates.years(self.published.year - 1, self.published.year - 1)  # a review of the year before
        if spoken is None or spoken.last is None or not {"y", "ry", "sy"} & hit.groups.keys():
            return nothing
        if "sy" in hit.groups:
            year: int | None = spoken.last.year + int(self.words[hit.groups["sy"]])
        else:
            year = self.year(hit, 1, 12)
        if year is None:
            return nothing
        if "ry" in hit.groups and year >= spoken.last.year:
            year = spoken.last.year - 1
        return replace(spoken.moved(year - spoken.last.year), kind="same")

    def feast(self, hit: Hit) -> Stretch:
        name = str(self.words[hit.groups["feast"]])
        if {"y", "ry", "sy"} & hit.groups.keys():
            year = self.year(hit, 1, 12)
            return UNKNOWN if year is None else dates.holiday(name, year)
        if self.now is None:
            return UNKNOWN
        this = dates.holiday(name, self.now.year)
        is_over = this.first is not None and this.first <= self.now
        return this if is_over or hit.is_future else dates.holiday(name, self.now.year - 1)


_FORMS: Mapping[str, Callable[[_Resolver, Hit], Stretch]] = {
    "year": _Resolver.named_year,
    "whole_year": _Resolver.whole,
    "years": _Resolver.year_span,
    "half": _Resolver.half,
    "quarter": _Resolver.quarter,
    "first_quarters": _Resolver.first_quarters,
    "quarter_span": _Resolver.quarter_span,
    "relative_quarter": _Resolver.relative_quarter,
    "months": _Resolver.month_span,
    "first_months": _Resolver.first_months,
    "month": _Resolver.month,
    "third": _Resolver.third,
    "day": _Resolver.day,
    "days": _Resolver.day_span,
    "relative_day": _Resolver.relative_day,
    "relative_week": _Resolver.relative_week,
    "plan": _Resolver.plan,
    "window": _Resolver.window,
    "ahead": _Resolver.ahead,
    "vague": lambda _resolver, _hit: UNKNOWN,
    "decade": _Resolver.decade,
    "same": _Resolver.same,
    "feast": _Resolver.feast,
}
