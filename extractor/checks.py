"""The article's own arithmetic: parts and wholes, shares, completion, level and growth, gaps, and rates out of range.

Only figures stated exactly, of one subject and one status, are held against each other; see ``arithmetic`` for how
exactly a figure is taken. Which metrics add up to which, and which growths are no quotient of their levels, is said
in the rules.
"""

from __future__ import annotations

import bisect
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from extractor.arithmetic import Interval, judge, stated, total
from extractor.records import Check, CheckKind, Fact
from extractor.rules_base import Rule

_NEAR = 500
"""Figures further apart than this many characters are not held against each other."""
_HUNDRED = Decimal(100)


class CheckRule(Rule):
    """One kind of check.

    Attributes:
        kind: the contract's kind.
        whole, parts: for sums, the catalogue ids of the whole and of its parts.
        excluded: catalogue ids that the check does not hold for.
    """

    kind: CheckKind
    whole: str | None = None
    parts: list[str] = []
    excluded: list[str] = []


def check_facts(facts: Sequence[Fact], rules: Sequence[CheckRule]) -> list[Check]:
    """What the arithmetic of one article says, in the order of the facts' places.

    Args:
        facts: all facts of the article, by start.
        rules: the checks in force.

    Returns:
        One check for each set of facts that can be held against each other; of ``range`` only the contradictions.
    """
    found: dict[tuple[str, ...], Check] = {}
    for rule in rules:
        for check in _READERS[rule.kind](facts, rule):
            found.setdefault((check.kind, *check.facts), check)
    order = {fact.id: n for n, fact in enumerate(facts)}
    return sorted(found.values(), key=lambda check: (max(order[f] for f in check.facts), check.kind))


def _check(rule: CheckRule, facts: Sequence[Fact], said: Interval, computed: Interval, message: str) -> Check:
    text = f"{message}: {_plain(computed.middle)} computed, {_plain(said.middle)} stated"
    return Check(kind=rule.kind, facts=[f.id for f in facts], verdict=judge(said, computed), message=text, rule=rule.id)


def _plain(value: Decimal) -> str:
    rounded = f"{value:.2f}" if abs(value) < 1000 else f"{value:.0f}"
    return rounded.rstrip("0").rstrip(".") if "." in rounded else rounded


def _is_peer(one: Fact, other: Fact) -> bool:
    """Of one subject, one time and one status, and not far apart."""
    near = abs(one.start - other.start) <= _NEAR
    return near and one.status == other.status and one.subject == other.subject and _when(one) == _when(other)


def _when(fact: Fact) -> tuple[str, str] | None:
    return (fact.period.start, fact.period.end) if fact.period is not None else None


def _in_sentence(one: Fact, other: Fact) -> bool:
    return one.sentence_start == other.sentence_start


def _is_amount(fact: Fact) -> bool:
    return fact.measure == "level" and fact.unit not in ("%", "百分点", None)


def _around(to: Fact, facts: Sequence[Fact]) -> Sequence[Fact]:
    """The facts near enough to be held against ``to``, so that the work on a long list stays in step with its length."""
    first = bisect.bisect_left(facts, to.start - _NEAR, key=lambda f: f.start)
    return facts[first : bisect.bisect_right(facts, to.start + _NEAR, key=lambda f: f.start)]


def _nearest(to: Fact, fits: Iterable[Fact]) -> tuple[Fact, Interval] | None:
    """Of the facts that fit the one nearest to ``to``, itself left out, that is stated exactly."""
    ranked = sorted((f for f in fits if f is not to), key=lambda f: (abs(f.start - to.start), f.start))
    return next(((fact, said) for fact in ranked if (said := stated(fact)) is not None), None)


def _sums(facts: Sequence[Fact], rule: CheckRule) -> Iterator[Check]:
    """The parts of a whole that the rules name; without a whole, the parts of a ratio, which make 100."""
    if rule.whole is None:
        yield from _ratios(facts, rule)
        return
    for whole in facts:
        if whole.metric_id != rule.whole or not _is_amount(whole) or whole.breakdown or (said := stated(whole)) is None:
            continue
        near = [f for f in _around(whole, facts) if _is_part(f, whole)]
        parts = [_nearest(whole, [f for f in near if f.metric_id == part]) for part in rule.parts]
        found = [part for part in parts if part is not None]
        if len(found) == len(rule.parts):
            members = [fact for fact, _ in found]
            names = " + ".join(fact.metric for fact in members)
            yield _check(rule, [whole, *members], said, total([part for _, part in found]), f"{names} = {whole.metric}")


def _is_part(fact: Fact, whole: Fact) -> bool:
    return _is_amount(fact) and not fact.breakdown and fact.unit == whole.unit and _is_peer(fact, whole)


def _ratios(facts: Sequence[Fact], rule: CheckRule) -> Iterator[Check]:
    """Parts of a ratio stand one sign apart and are written without a percent sign."""
    run: list[Fact] = []
    for fact in (*facts, None):
        is_part = fact is not None and fact.measure == "share" and fact.unit == "%" and fact.quote[-1:].isdigit()
        if run and (fact is None or not is_part or fact.start != run[-1].end + 1):
            if len(run) >= 3:
                exact = [Interval(f.value - half, f.value + half) for f in run for half in [_half_of(f.value)]]
                yield _check(rule, run, Interval(_HUNDRED, _HUNDRED), total(exact), " + ".join(f.metric for f in run))
            run = []
        if is_part and fact is not None:
            run.append(fact)


def _half_of(value: Decimal) -> Decimal:
    exponent = value.as_tuple().exponent
    return Decimal("0.5").scaleb(min(exponent, 0)) if isinstance(exponent, int) else Decimal("0.5")


def _shares(facts: Sequence[Fact], rule: CheckRule) -> Iterator[Check]:
    for share in facts:
        if share.measure != "share" or not share.reference or (said := stated(share)) is None:
            continue
        near = _around(share, facts)
        part = _nearest(
            share,
            [f for f in near if _is_amount(f) and f.metric == share.metric and _is_peer(f, share) and _in_sentence(f, share)],
        )
        if part is None:
            continue
        whole = _nearest(share, [f for f in near if _is_whole(f, share, part[0])])
        computed = part[1].percent_of(whole[1]) if whole is not None else None
        if whole is not None and computed is not None:
            yield _check(rule, [share, part[0], whole[0]], said, computed, f"{part[0].metric} / {whole[0].metric}")


def _is_whole(fact: Fact, share: Fact, part: Fact) -> bool:
    whole = share.reference or ""
    same_name = fact.metric.endswith(whole) and not fact.metric.endswith(f"进{whole}")  # 出口总值 is no end of 进出口总值
    return same_name and fact is not part and _is_amount(fact) and fact.unit == part.unit and _is_peer(fact, part)


def _completions(facts: Sequence[Fact], rule: CheckRule) -> Iterator[Check]:
    for rate in facts:
        if rate.measure != "completion" or (said := stated(rate)) is None:
            continue
        near = _around(rate, facts)
        done = _nearest(
            rate, [f for f in near if _is_amount(f) and f.metric == rate.metric and _is_peer(f, rate) and _in_sentence(f, rate)]
        )
        if done is None:
            continue
        plan = _nearest(rate, [f for f in near if _is_plan(f, done[0])])
        computed = done[1].percent_of(plan[1]) if plan is not None else None
        if plan is not None and computed is not None:
            yield _check(rule, [rate, done[0], plan[0]], said, computed, f"{done[0].metric} / its plan")


def _is_plan(fact: Fact, done: Fact) -> bool:
    same = fact.subject == done.subject and fact.unit == done.unit and _in_sentence(fact, done)
    named = fact.metric == done.metric or fact.metric.startswith("计划") and fact.metric.endswith(done.metric)
    return same and named and fact.status == "target" and _is_amount(fact)


def _levels_and_growths(facts: Sequence[Fact], rule: CheckRule) -> Iterator[Check]:
    for growth in facts:
        if growth.measure != "growth" or growth.metric_id in rule.excluded or (said := stated(growth)) is None:
            continue
        near = _around(growth, facts)
        now = _nearest(growth, [f for f in near if _is_amount(f) and _is_same(f, growth) and _when(f) == _when(growth)])
        if now is None:
            continue
        change = _nearest(growth, [f for f in near if _is_change(f, growth, now[0])])
        if change is not None:
            computed = change[1].percent_of(now[1] - change[1])
            other = change[0]
        else:
            before = _nearest(growth, [f for f in near if _is_year_before(f, growth, now[0])])
            if before is None:
                continue
            computed = (now[1] - before[1]).percent_of(before[1])
            other = before[0]
        if computed is not None:
            yield _check(rule, [growth, now[0], other], said, computed, f"growth of {growth.metric}")


def _is_same(fact: Fact, growth: Fact) -> bool:
    """The same metric of the same subject in the same sentence."""
    return (
        fact.metric == growth.metric
        and fact.subject == growth.subject
        and fact.status == growth.status
        and _in_sentence(fact, growth)
    )


def _is_change(fact: Fact, growth: Fact, now: Fact) -> bool:
    return (
        fact.measure == "difference" and fact.unit == now.unit and fact.comparison == growth.comparison and _is_same(fact, growth)
    )


def _is_year_before(fact: Fact, growth: Fact, now: Fact) -> bool:
    if growth.comparison != "yoy" or not _is_amount(fact) or fact.unit != now.unit or not _is_same(fact, growth):
        return False
    if fact.period is None or now.period is None:
        return False
    return _earlier(now.period.start) == fact.period.start and _earlier(now.period.end)[:7] == fact.period.end[:7]


def _earlier(day: str) -> str:
    return f"{int(day[:4]) - 1:04}{day[4:]}"


def _gaps(facts: Sequence[Fact], rule: CheckRule) -> Iterator[Check]:
    for gap in facts:
        if gap.measure != "difference" or gap.unit != "百分点" or (said := stated(gap)) is None:
            continue
        pair = _rates_between(gap, facts)
        if pair is not None:
            (high, a), (low, b) = pair
            yield _check(rule, [gap, high, low], said, a - b, f"{_owner(high)} less {_owner(low)}")


def _owner(fact: Fact) -> str:
    return f"{fact.subject or ''}{fact.metric} {_plain(fact.value)}{fact.unit or ''}"


def _rates_between(gap: Fact, facts: Sequence[Fact]) -> tuple[tuple[Fact, Interval], tuple[Fact, Interval]] | None:
    """The two rates whose gap is stated: own and the other side's, or the one reached and the one before."""
    rates = [
        f
        for f in _around(gap, facts)
        if f.unit == "%" and _in_sentence(f, gap) and f.measure in ("growth", "level", "share") and f.status == gap.status
    ]
    named = [f for f in rates if _bare(f.metric) == _bare(gap.metric)]
    if gap.comparison == "peer" and gap.reference:
        own = _nearest(gap, [f for f in named if f.subject == gap.subject])
        other = _nearest(gap, [f for f in named if f.subject and f.subject != gap.subject and f.subject in gap.reference])
        is_like = own is not None and other is not None and own[0].measure == other[0].measure
        return (own, other) if is_like and own is not None and other is not None else None
    for before, after in pairwise(
        [f for f in named if f.start < gap.start and f.subject == gap.subject and f.measure != "growth"]
    ):
        first, second = stated(before), stated(after)
        if first is not None and second is not None and _when(before) != _when(after) and after is named[-1]:
            return (after, second), (before, first)
    return None


def _bare(metric: str) -> str:
    return metric.removesuffix("增速").removesuffix("增幅")


def _ranges(facts: Sequence[Fact], rule: CheckRule) -> Iterator[Check]:
    """Shares above the whole, falls by more than all, ranks before the first: only what can't be."""
    for fact in facts:
        top = max(fact.value, fact.value_max or fact.value)
        is_share = fact.measure == "share" and fact.unit == "%" and (top > _HUNDRED or fact.value < 0)
        is_fall = fact.measure == "growth" and fact.value < -_HUNDRED and fact.metric_id not in rule.excluded
        is_rank = fact.measure == "rank" and fact.value < 1
        if is_share or is_fall or is_rank:
            message = f"a {fact.measure} of {_plain(fact.value)}{fact.unit or ''} can't be"
            yield Check(kind=rule.kind, facts=[fact.id], verdict="contradiction", message=message, rule=rule.id)


_READERS: dict[str, Callable[[Sequence[Fact], CheckRule], Iterator[Check]]] = {
    "sum": _sums, "share": _shares, "completion": _completions, "level_and_growth": _levels_and_growths,
    "gap": _gaps, "range": _ranges,
}  # fmt: skip
