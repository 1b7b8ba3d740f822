"""Making a claim out of a number, its predicate and its phrase."""

from __future__ import annotations

from decimal import Decimal

import regex

from extractor.claims import Claim
from extractor.mentions import Metric, Quantity, Sentence
from extractor.phrases import Phrase, catalogue_term
from extractor.scan import Scan
from extractor.statements import Predicate


def same_metric(
    scan: Scan, sentence: Sentence, quantity: Quantity, predicate: Predicate, phrase: Phrase, source: Claim | Phrase
) -> Claim:
    """A claim on a metric said before; a head of its own (增速, 降幅) is added."""
    spans = source.spans if isinstance(source, Phrase) else source.metric_spans
    head: tuple[tuple[int, int], ...] = ()
    if phrase.is_generic and scan.text[slice(*phrase.spans[-1])] in OWN_HEADS:
        return make_claim(scan, sentence, quantity, predicate, _with_head(scan, spans, phrase, source))
    if phrase.is_generic and scan.text[slice(*phrase.spans[-1])] in _RATES:
        head = phrase.spans[-1:]
    if (head or predicate.measure == "contribution") and len(spans) > 1 and scan.text[slice(*spans[-1])] in _RATES:
        spans = spans[:-1]  # 增速提高2个百分点,⟦增速⟧居全市第6位;拉动…: neither the rate's rate, nor a rate that pulls
    claim = make_claim(
        scan,
        sentence,
        quantity,
        predicate,
        Phrase(
            (*spans, *head), phrase.subject or getattr(source, "subject", None) if isinstance(source, Phrase) else phrase.subject
        ),
    )
    if (
        isinstance(source, Claim)
        and source.quantity.family == "count"
        and predicate.measure == "level"
        and quantity.family == "count"
    ):
        claim.metric_spans = _without_keep(scan, claim.metric_spans)
    if isinstance(source, Claim):
        if source.metric_text:
            claim.metric_text = source.metric_text.removesuffix(
                "".join(scan.text[a:b] for a, b in source.metric_spans[len(spans) :])
            )
            claim.metric_text += "".join(scan.text[a:b] for a, b in head)
        if claim.subject is None and source.sentence is sentence and phrase.subject is None:
            claim.evidence.setdefault("subject", source.evidence.get("subject", []))
        if source.sentence is not sentence:
            claim.inherited.add("metric")
            claim.doubts.add("metric from an earlier sentence")
    claim.doubts.add("metric not repeated")
    return claim


def _without_keep(scan: Scan, spans: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    """``新增个体户310户,达到4200户``: the total is of all, not of the new."""
    if not spans:
        return spans
    cue = next((c for c in scan.cues.within(*spans[0]) if c.kind == "keep" and c.start == spans[0][0]), None)
    if cue is None:
        return spans
    rest = (cue.end, spans[0][1])
    return (rest, *spans[1:]) if rest[0] < rest[1] else spans[1:] or spans


_RATES = frozenset({"增速", "增幅", "降幅", "涨幅", "增长率", "占比", "比重"})
OWN_HEADS = frozenset(
    {"产量", "面积", "价格", "数量", "均价", "金额", "余额", "成交量", "成交额", "总产量", "总收入", "产值规模"}
)


def _with_head(scan: Scan, spans: tuple[tuple[int, int], ...], phrase: Phrase, source: Claim | Phrase) -> Phrase:
    """``有机茶园面积6.2万亩,⟦产量⟧1.1万吨``: the part of the metric before, with a head of its own."""
    term = catalogue_term(scan, *spans[-1]) if spans else None
    head = next((c for c in scan.cues.within(*spans[-1]) if c.kind == "head" and c.end == spans[-1][1]), None) if spans else None
    cut = next((x.start for x in (term, head) if x is not None and x.start > spans[-1][0]), None)
    if cut is not None:
        spans = (*spans[:-1], (spans[-1][0], cut))
    subject = phrase.subject or (source.subject if isinstance(source, Phrase) else None)
    return Phrase((*spans, *phrase.spans), subject)


def _plain(value: Decimal | None) -> Decimal | None:
    """160000000.0 → 160000000: multiplying by a scale leaves zeros that say nothing."""
    return value.to_integral_value() if value is not None and value == value.to_integral_value() and abs(value) >= 1000 else value


def _reference_name(words: str) -> str | None:
    """The words of a reference without asides in brackets, and without the 中 or 内 of its set (新增订单⟦中⟧, 同类园区⟦内⟧)."""
    name = regex.sub(r"[(（][^()（）]*[)）]", "", "".join(words.split()))
    return regex.sub(r"(?<=\p{Han}{3})内$|(?<=\p{Han}{2})(?<![初高集])中$", "", name) or None


def make_claim(
    scan: Scan, sentence: Sentence, quantity: Quantity, predicate: Predicate, phrase: Phrase, *, is_doubtful: bool = False
) -> Claim:
    """A claim out of one number, its predicate and its phrase, with the evidence of each field."""
    value, value_max, unit, code = _signed(quantity, predicate)
    reference = _reference_name(scan.text[slice(*predicate.reference)]) if predicate.reference else None
    comparison = predicate.comparison
    inherited = set()
    if predicate.measure in ("growth", "difference") and comparison is None:
        comparison = "yoy"
        inherited.add("comparison")
    spans = phrase.spans
    subject = phrase.subject
    if (
        subject is not None
        and predicate.reference is not None
        and subject[0] < predicate.reference[1]
        and predicate.reference[0] < subject[1]
    ):
        subject = None
    if predicate.rate_noun and predicate.measure in ("difference", "rank") and spans and predicate.rate_noun[0] >= spans[-1][1]:
        spans = (*spans, predicate.rate_noun)
    claim = Claim(
        quantity=quantity, sentence=sentence, measure=predicate.measure, value=value, value_max=value_max, unit=unit, unit_code=code,
        bound=quantity.bound, rule=predicate.rule, anchor=min([quantity.start, *(s for s, _ in spans)]), metric_spans=spans,
        comparison=comparison if predicate.measure in ("growth", "difference") else None, reference=reference, inherited=inherited,
    )  # fmt: skip
    claim.evidence = {k: list(v) for k, v in predicate.evidence.items()}
    claim.evidence["metric"] = list(spans)
    claim.metric_text = phrase.text
    claim.is_reached = predicate.is_to or predicate.measure == "rank"
    if subject is not None:
        claim.evidence["subject"] = [subject]
    if predicate.measure == "difference" and predicate.phrase_end == quantity.start and predicate.rule.startswith("cue.change"):
        claim.doubts.add("verb first")
    if (
        spans
        and predicate.measure == "level"
        and regex.fullmatch(
            r"(?:.*投资|年度|全年)?(?:目标任务|任务|目标)|.*(?:年度|年|投资)计划", scan.text[spans[-1][0] : spans[-1][1]]
        )
    ):
        claim.status = "target"
    if is_doubtful:
        claim.doubts.add("numbers and metrics do not match in number")
    term = catalogue_term(scan, *spans[-1]) if spans else None
    if term is None and spans and predicate.rate_noun in spans and len(spans) > 1:
        term = catalogue_term(scan, *spans[-2])
    claim.catalogue = _after_industry(scan, term)
    if claim.unit is None and quantity.family == "number" and _is_money(scan, claim):
        claim.unit, claim.unit_code = "元", "CNY"
    if quantity.family == "temperature" and _is_electricity(scan, claim):
        claim.unit, claim.unit_code = "度", "kW.h"
    return claim


def _after_industry(scan: Scan, term: Metric | None) -> Metric | None:
    """医药制造业增加值 is the value added of an industry of its own, not the 医药 part of manufacturing's."""
    if term is None:
        return None
    industry = next(
        (
            e
            for e in scan.entities.touching(term.start, term.end)
            if e.type == "INDUSTRY" and e.start < term.start < e.end < term.end
        ),
        None,
    )
    return term if industry is None else scan.shorter_term(term.start, term.end) or term


def _is_electricity(scan: Scan, claim: Claim) -> bool:
    """亿度, or 度 of a metric of energy: kilowatt-hours, no degrees."""
    number = scan.text[claim.quantity.number_start : claim.quantity.number_end]
    is_energy = claim.catalogue is not None and claim.catalogue.unit == "energy"
    return number.endswith("度") and not number.endswith("摄氏度") and (is_energy or "万" in number or "亿" in number)


def _is_money(scan: Scan, claim: Claim) -> bool:
    """亿 alone with a metric of money means yuan."""
    number = scan.text[claim.quantity.number_start : claim.quantity.number_end]
    if not regex.search(r"[万亿]", number):
        return False
    if claim.catalogue is not None:
        return claim.catalogue.unit == "money"
    words = "".join(scan.text[a:b] for a, b in claim.metric_spans)
    return (
        regex.search(r"(?:额|收入|产值|投资|生产总值|GDP|税收|利润|余额|支出|资金|贷款|存款|市值|营收|总值)$", words) is not None
    )


def _signed(quantity: Quantity, predicate: Predicate) -> tuple[Decimal | None, Decimal | None, str | None, str | None]:
    """Value and unit as the measure wants them: growth in %, sign by direction, ranks in 位."""
    value, value_max, unit, code = quantity.value, quantity.value_max, quantity.unit, quantity.unit_code
    value, value_max = _plain(value), _plain(value_max)
    if predicate.measure == "growth" and quantity.family == "times":
        value = value * 100 if value is not None else None
        value_max = value_max * 100 if value_max is not None else None
        unit, code = "%", "%"
    if (
        predicate.measure == "rank"
        or predicate.measure == "difference"
        and (predicate.rule.startswith("cue.change.places") or unit == "名")
    ):
        unit, code = "位", None
    if predicate.measure in ("growth", "difference", "contribution") and predicate.sign < 0 and value is not None and value > 0:
        value, value_max = -value, (-value_max if value_max is not None else None)
    return value, value_max, unit, code
