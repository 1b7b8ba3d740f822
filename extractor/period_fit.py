"""What the period said for a number becomes for it: a point, one year of several, the whole year, the year before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import regex

from extractor.claims import Claim
from extractor.mentions import Period
from extractor.period_dates import Stretch
from extractor.scan import Scan


def fit_period(scan: Scan, claim: Claim) -> None:
    """Fit the period found for a claim to what is claimed."""
    _to_point(scan, claim)
    _to_since(claim)
    _to_planned_year(scan, claim)


def to_year_before(scan: Scan, claim: Claim) -> None:
    """由⟦去年同期⟧的63%提高到67%: the same time, a year earlier."""
    said = _SAME_OF_LAST.search(scan.text, max(claim.sentence.start, claim.quantity.start - 8), claim.quantity.start)
    period = claim.period
    if said is None or period is None or period.first is None or period.last is None:
        return
    before = Stretch(period.first, period.last, period.kind).moved(-1)
    claim.period = replace(period, first=before.first, last=before.last)
    claim.note("period", *said.span("same"))


_SAME_OF_LAST = regex.compile(r"(?:(?:由|从)(?P<same>[去上]年同期)的?|[比较](?P<same>[去上]年同期)\()$")


def _to_planned_year(scan: Scan, claim: Claim) -> None:
    """1至6月完成年度任务⟦5亿元⟧的37%: the year's task is for the year."""
    period = claim.period
    if (
        claim.status == "target"
        and period is not None
        and period.first is not None
        and period.kind in ("month", "quarter", "half", "span")
    ):
        if _OF_YEAR.search(scan.text, max(0, claim.quantity.start - 8), claim.quantity.start):
            claim.period = year_of(period)


_OF_YEAR = regex.compile(r"(?:年度|全年|年)(?:(?:目标任务|目标|任务|计划)数?|(?:计划|预计)(?:完成)?(?:总)?投资)$")


def year_of(period: Period) -> Period:
    """A plan said beside a quarter's figures is for the year."""
    if period.first is None:
        return period
    return replace(period, first=date(period.first.year, 1, 1), last=date(period.first.year, 12, 31), kind="year")


def _is_standing(scan: Scan, claim: Claim) -> bool:
    """What was reached: 提高到, 突破, a rank, a rate; over several years it is the last year's, not the sum of all."""
    words = scan.text[claim.quantity.start : claim.quantity.number_start]
    is_rate = claim.measure == "level" and claim.unit == "%" and claim.is_period_inherited
    return claim.is_reached or claim.measure == "level" and (is_rate or words.startswith(_PASSED))


_PASSED = ("突破", "超过", "首次突破", "跨过", "站上", "跨越", "迈上", "越过")
_STOCK = regex.compile(r"余额|存栏|用户数")


def _to_point(scan: Scan, claim: Claim) -> None:
    """A stock is counted on the last day of its period; what was reached over several years belongs to the last of them."""
    period = claim.period
    if period is None or period.first is None or period.last is None or period.first == period.last:
        return
    words = "".join(scan.text[a:b] for a, b in claim.metric_spans)
    if _STOCK.search(words) and claim.measure in ("level", "growth", "difference", "share"):
        claim.period = replace(period, first=period.last)
    elif _is_standing(scan, claim) and (period.last - period.first).days > 700 and period.kind in ("span", "plan", "year"):
        claim.period = replace(period, first=date(period.last.year, 1, 1))


def _to_since(claim: Claim) -> None:
    """A change over a whole plan or several years, its basis unsaid, is measured from the start of that time."""
    period = claim.period
    if (
        claim.measure not in ("growth", "difference")
        or "comparison" not in claim.inherited
        or period is None
        or claim.is_period_inherited
    ):
        return
    if period.first is not None and period.last is not None and (period.last - period.first).days > 700:
        claim.comparison = "since"
