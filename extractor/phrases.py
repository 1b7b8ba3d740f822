"""The noun phrase that a number measures: where it begins and ends, and its place in the catalogue."""

from __future__ import annotations

from dataclasses import dataclass, replace

import regex

from extractor.mentions import Cue, Metric
from extractor.scan import Scan
from extractor.stretches import Span
from extractor.trimming import in_relative_clause, inside_term, trim_phrase


@dataclass(frozen=True, slots=True)
class Phrase:
    """A metric's name: its pieces in order, and what was found before it.

    Attributes:
        spans: pieces of the name; empty where nothing was said.
        subject: the span of a named body or place that stands right before the name.
        is_generic: only a head such as 总量 or 增速 that needs the metric said before.
        text: the name where it is not simply the pieces joined (城镇… out of 城乡…).
    """

    spans: tuple[Span, ...]
    subject: Span | None = None
    is_generic: bool = False
    text: str | None = None


_SUBJECT_TYPES = frozenset({"ORG", "PARK", "PLACE", "GOV", "PERSON"})


_NOT_SUBJECT_BEFORE = "对向与和同自"


QUOTED = regex.compile(r"[“‘「《(][^“”‘’「」《》()]{1,30}[”’」》)]")


def phrase_before(scan: Scan, lo: int, hi: int) -> Phrase:
    """The noun phrase that ends at ``hi`` and starts no earlier than ``lo``."""
    text = scan.text
    inserted = _INSERTION.search(text, lo, hi)
    if inserted is not None and not text[inserted.end() : hi].strip():
        return phrase_before(scan, lo, inserted.start())
    if inserted is not None:
        before, after = phrase_before(scan, lo, inserted.start()), phrase_before(scan, inserted.end(), hi)
        return replace(
            after,
            spans=(*before.spans, *after.spans),
            subject=after.subject or before.subject,
            is_generic=after.is_generic and not before.spans,
        )
    start, subject = _after_boundaries(scan, lo, hi)
    named = _industry_before_period(scan, lo, start)
    start, end = trim_phrase(scan, start, hi)
    if named is not None and start < end:
        return _made(scan, (named, (start, end)), subject)
    made = _MADE_VALUE.fullmatch(text, start, end)
    if made is not None:
        return _made(scan, (made.span("who"), made.span("what")), subject)
    lead = _strong_lead(scan, start, end)
    middle = next(
        (c for c in reversed(scan.cues.within(start, end)) if c.kind == "distribute" and start < c.start and c.end < end), None
    )
    if middle is not None:
        lead = middle
    if lead is None:
        return _made(scan, ((start, end),), subject)
    head = trim_phrase(scan, lead.end, end)
    tail = trim_phrase(scan, start, lead.start)
    if head[0] >= head[1]:
        return _made(scan, ((start, end),), subject)
    if (
        tail[0] >= tail[1]
        or _HOW_OFTEN.fullmatch(text, *tail)
        or tail[1] - tail[0] > (_LONGEST_LIST if middle is not None else 16)
        or text[lead.start - 1 : lead.start] in ",:;"
    ):
        return _made(scan, (head,), subject)
    return _made(scan, (tail, head), subject)


_MADE_VALUE = regex.compile(r"(?P<who>[\p{Han}]{2,14})实现(?P<what>增加值|总?产值)")
"""某产业⟦实现⟧增加值: the catalogue knows it with its verb, a table has it without."""
_LONGEST_LIST = 60
"""Characters of names in a list before 分别."""
_HOW_OFTEN = regex.compile("累计|共计?|合计|总共|先后")


def _industry_before_period(scan: Scan, lo: int, start: int) -> Span | None:
    """``纺织业上半年增加值``: a time between an industry and its metric does not part them."""
    period = scan.periods.ending_at(start, lo)
    if period is None:
        return None
    industry = next(
        (
            e
            for e in reversed(scan.entities.touching(max(lo, period.start - 14), period.start))
            if e.end == period.start and e.type == "INDUSTRY" and e.start >= lo
        ),
        None,
    )
    return (industry.start, industry.end) if industry is not None else None


_INSERTION = regex.compile(r"\((?=[^()]*[0-9,;、]|[^()]{5})[^()]{1,40}\)")


def _made(scan: Scan, spans: tuple[Span, ...], subject: Span | None) -> Phrase:
    kept = tuple(_without_stray_quote(scan.text, span) for span in spans if span[0] < span[1])
    kept = tuple(span for span in kept if span[0] < span[1])
    if not kept or len(kept) == 1 and (_is_bare_verb(scan, kept[0]) or _NO_NAME.fullmatch(scan.text, *kept[0])):
        return Phrase((), subject)
    if len(kept) == 1 and scan.text[kept[0][0]] in "对向在给为由" and _is_named(scan, kept[0][0] + 1, kept[0][1]):
        return Phrase((), subject or (kept[0][0] + 1, kept[0][1]))
    whole = "".join(scan.text[a:b] for a, b in kept)
    cue = next((c for c in scan.cues.within(*kept[-1]) if c.kind == "head" and c.value == "generic"), None)
    generic = len(kept) == 1 and cue is not None and (cue.start, cue.end) == kept[0] or whole in ("同比", "其")
    return Phrase(kept, subject, generic)


_NO_NAME = regex.compile(
    r"虽然?|但是?|却|仍|按照?|(?:按[^,;。]{0,8}|平均)(?:汇率|价格|口径)(?:折算|计算)?|[一二三四五六七八九十两]{1,2}年来?|[较比与是到从]|排|位列|创|转为|增支|月均|上年|去年|同期|预计|其余|还有|另有|以及|合计|总计|共计|其他|其它|当月|本月|累计|进一步|比重达|我们|他们|(?:扣除|剔除|考虑)[^,;。]{2,14}(?:因素|影响)后?|[\p{P}\p{S}]+"
)


_UNTIL = regex.compile(r"之前|以前|以来|期间|前(?=[\p{Han}]{2})")
"""2月29日⟦前⟧完成投资: of the time, not of what is measured."""


def _is_named(scan: Scan, start: int, end: int) -> bool:
    """Is the stretch one relative word or one name of a body or place?"""
    return any((r.start, r.end) == (start, end) for r in scan.relatives.within(start, end)) or any(
        (e.start, e.end) == (start, end) and e.type in _SUBJECT_TYPES for e in scan.entities.within(start, end)
    )


def _without_stray_quote(text: str, span: Span) -> Span:
    """An opening mark whose closing one comes later belongs to the speech, not to the name; a closing one ends a name before it."""
    start, end = span
    closed = max(text.rfind(mark, start, end - 1) for mark in "”’」")
    if closed > start and not any(mark in text[start:closed] for mark in "“‘「"):
        start = closed + 1
    opened = max(text.rfind(mark, start, end) for mark in "“‘「")
    return (opened + 1, end) if opened >= start and not any(mark in text[opened:end] for mark in "”’」") else span


def _is_bare_verb(scan: Scan, span: Span) -> bool:
    """Nothing but a verb such as 实现: no name of anything."""
    return any(c.kind == "lead" and (c.start, c.end) == span for c in scan.cues.within(*span))


def _after_boundaries(scan: Scan, lo: int, hi: int) -> tuple[int, Span | None]:  # noqa: C901 - one kind of border after the other
    """Where the phrase may begin: after the last period, connector, or name of a body in subject position."""
    text = scan.text
    start = lo
    subject: Span | None = None
    for period in scan.periods.within(lo, hi):
        until = _UNTIL.match(text, period.end, hi)
        start = max(start, until.end() if until is not None else period.end)
    for pseudo in scan.pseudo.within(lo, hi):
        if pseudo.reason in ("streak", "date") or pseudo.reason == "list_marker" and scan.text[pseudo.start] not in "[［":
            start = max(start, pseudo.end)
    for within in WITHIN.finditer(text, lo, hi):
        if within.end() < hi and not _in_metric(scan, within.start(), within.end()):
            start = max(start, within.end())
    for relative in scan.relatives.within(lo, hi):
        if text[max(lo, relative.start - 1) : relative.start] not in _NOT_SUBJECT_BEFORE or relative.start == lo:
            start, subject = max(start, relative.end), (relative.start, relative.end)
    for entity in scan.entities.within(lo, hi):
        before = text[entity.start - 1] if entity.start > lo else ""
        if entity.type not in _SUBJECT_TYPES or before and before in _NOT_SUBJECT_BEFORE or _towards(text, lo, entity.start):
            continue
        if text.startswith(("游客", "旅客", "客商", "籍"), entity.end):
            continue  # 接待广东省游客: whose guests they are
        if entity.end == hi - 1 and text[entity.end] == "等":
            continue  # 甲园、⟦乙园⟧等9个项目: an example, no owner
        if text[entity.start : entity.end] == "中国" and entity.end < hi and text.startswith(_CHINA_NAMES, entity.end):
            continue
        if before == "及" or entity.type in ("GOV", "PERSON") and before and before not in ",;:。、 ":
            continue
        if entity.end < hi and text[entity.end] in "”’」》)、和商资籍系式至到及与" or _in_metric(scan, entity.start, entity.end):
            continue
        start, subject = max(start, entity.end), (entity.start, entity.end)
    for cue in scan.cues.within(start, hi):
        if (
            cue.kind in ("connector", "of_which")
            and (cue.start == start or text[cue.start - 1] in ",;:。" or text.startswith("包", cue.start))
            or cue.kind == "status"
            or cue.kind == "role"
            and text[cue.end] == "的"
        ):
            if not _in_metric(scan, cue.start, cue.end) and text[cue.end : hi] not in ("率", "量", "额", "数"):
                start = max(start, cue.end)
    return start, subject


WITHIN = regex.compile(r"在(?P<set>[^,;。:、在中]{2,14})中(?![国心小部等学型药西央介长层])")
"""在六县中总量居第二: the set that a figure is taken in, no part of its name."""


_PROJECT = regex.compile(
    r"(?:.*(?:投资建设|投资|签约|建设|承建|实施)的)?(?P<name>[^,;。的]{4,40}(?:项目|工程))的?(?P<head>(?:计划|预计|估算)?(?:总投资额?|投资额?|投资总额|投资规模|年产值|占地面积|占地|建筑面积))"
)
_PROJECT_CLASS = regex.compile(
    r"重点|重大|签约|新建|续建|改建|扩建|开工|招商|引进|技改|技术改造|在建|落地|储备|入库|亿元|各类|省级|市级|民生|产业项目|工业项目|百大|建设项目|投资项目|合作项目|国家项目"
)


_VISITED = regex.compile(
    r"(?P<name>[^,;。的]{2,14}?)(?:分别|共|累计)*(?P<head>接待(?:游客|旅客|观众|市民|中外游客|国内外游客)?(?:人次|人数|总人次)?)"
)
_VISITED_CLASS = regex.compile(
    r"景区|景点|旅游点|场馆|博物馆|酒店|宾馆|民宿|农家乐|旅行社|乡村|公园|文化馆|图书馆|企业|单位|[A-Z0-9]级|方面|旅游|出游|入境|国内|过夜|一日游|机场|车站|港口"
)
_OWNERS = ((_PROJECT, _PROJECT_CLASS), (_VISITED, _VISITED_CLASS))


def of_named_owner(scan: Scan, phrase: Phrase) -> Phrase:
    """``某铸件项目投资``, ``青龙洞接待游客``: a project or a sight by its name is whose figure it is; their classes are part of the metric."""
    if len(phrase.spans) != 1 or phrase.text is not None:
        return phrase
    for pattern, classes in _OWNERS:
        match = pattern.fullmatch(scan.text, *phrase.spans[0])
        if match is not None and not classes.search(match["name"]):
            return replace(phrase, spans=(match.span("head"),), subject=match.span("name"))
    return phrase


_CHINA_NAMES = ("驰名", "名牌", "鞋都", "专利", "质量奖", "品牌", "优秀", "传统", "历史", "著名", "电谷", "硅谷", "之乡")


def _towards(text: str, lo: int, at: int) -> bool:
    """对主要贸易伙伴东盟进出口: a partner, not whose figure it is."""
    return regex.search(r"(?:^|[,;。]|我国|全[国省市])?对(?!外)[^,;。]{0,14}$", text[lo:at]) is not None


def _in_metric(scan: Scan, start: int, end: int) -> bool:
    return any(m.start < end and start < m.end for m in scan.metrics.touching(start, end))


def _strong_lead(scan: Scan, lo: int, hi: int) -> Cue | None:
    """The last verb such as 完成 or 实现 inside the phrase, outside catalogue terms and quotes."""
    found = None
    for cue in scan.cues.within(lo, hi):
        spoken = (
            cue.value == "strong"
            or cue.start > lo
            and any(c.end == cue.start and c.kind == "adverb" for c in scan.cues.touching(max(lo, cue.start - 3), cue.start))
        )
        if (
            cue.kind == "lead"
            and spoken
            and "、" not in scan.text[lo : cue.start]
            and not inside_term(scan, cue.start, cue.end, hi)
            and not in_quotes(scan.text, cue.start, lo, hi)
            and not in_relative_clause(scan, cue.end, hi)
        ):
            found = cue
    return found


def in_quotes(text: str, at: int, lo: int, hi: int) -> bool:
    """Is a place inside quotation marks that open and close in a stretch?"""
    return any(m.start() < at < m.end() for m in QUOTED.finditer(text, lo, hi))


def catalogue_term(scan: Scan, start: int, end: int) -> Metric | None:
    """The catalogue term that ends the phrase, or all but its last word of growth."""
    found = None
    for metric in scan.metrics.within(start, end):
        if metric.end == end or _only_tail(scan.text, metric.end, end):
            found = metric
    return found


_TAIL = regex.compile(
    r"(?:累计|同比|名义|实际)*(?:增速|增幅|涨幅|降幅|增长率|总量|总额|规模|数量|数|总数|额|余额|指数|产品|比重|占比|比例)?"
)


def _only_tail(text: str, start: int, end: int) -> bool:
    return _TAIL.fullmatch(text, start, end) is not None
