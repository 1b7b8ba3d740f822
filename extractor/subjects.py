"""Whose figure it is: named in the sentence, carried from the paragraph, or the article's home. Every fill is marked."""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import regex

from extractor.claims import Claim
from extractor.coreference import Home, resolve_back_reference, resolve_relative
from extractor.mentions import Entity
from extractor.scan import Scan, Track, mask
from extractor.stretches import is_closed_off

REACH = 2000


"""How far back, in characters, a word in the same sentence can act; no sentence of a release is longer."""


_SUBJECT_TYPES = frozenset({"ORG", "PARK", "PLACE"})


_REPORTED = regex.compile(
    r"(?:还|也|同时|进一步)?(?:党组书记|党委书记)?(?:常务|执行)?副?(?:会长|秘书长|理事长|局长|厅长|部长|司长|处长|行长|主席|总工程师|新闻发言人|发言人|相关负责人|有关负责人|负责人)|(?:数据)?(?:统计|显示|发布|公布|介绍|表示|获悉|消息|披露|了解|召开|举行|印发|报道|通报|透露|认为|指出|预计|预测|电)"
)


_WIRE = regex.compile(r"\s?[0-9]{1,2}(?:月[0-9]{1,2})?日(?:电|讯|,?\()")


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose figure: name, type and code, where it was said, and whether it opens its sentence."""

    name: str
    type: str | None
    code: str | None
    start: int
    end: int
    opens: bool = False


def fill_subjects(scan: Scan, claims: Sequence[Claim], home: Home) -> None:
    """Give each claim the body or place it speaks of.

    In this order: the name right before its metric; the last name in subject position of its sentence (a place does
    not reach past a semicolon); the name that an earlier sentence of the paragraph opened with; the article's home.
    """
    mentions = Track(_subject_mentions(scan, home, mask(len(scan.text), spans_of(claims, "reference", "comparison"))))
    openings = Track([s for s in mentions if s.opens])
    default = home_subject(scan, home, mentions)
    sections = Track(_sections(scan))
    headings = [b.start for b in scan.blocks if b.kind == "heading"]
    for claim in claims:
        own = claim.evidence.pop("subject", None)
        chosen = _at(scan, own[0], home) if own else None
        chosen = chosen or _in_sentence(scan, mentions, claim) or _in_paragraph(openings, claim)
        chosen = chosen or sections.last_within(_section_start(headings, claim.sentence.start), claim.sentence.start)
        if chosen is None:
            claim.subject, claim.subject_type, claim.subject_code = default
            claim.inherited.add("subject")
            continue
        claim.subject, claim.subject_type, claim.subject_code = chosen.name, chosen.type, chosen.code
        claim.note("subject", chosen.start, chosen.end)
        if chosen.start < claim.sentence.start:
            claim.inherited.add("subject")


def _in_sentence(scan: Scan, mentions: Track[Subject], claim: Claim) -> Subject | None:
    at = claim.quantity.start
    lowest = max(claim.sentence.start, at - REACH)
    border = scan.text.rfind(";", lowest, at)
    return next(
        (
            s
            for s in reversed(mentions.within(lowest, at))
            if (s.opens or s.start > border or scan.text[s.start] in "全我") and not is_closed_off(scan.text, s.end, at)
        ),
        None,
    )


def _in_paragraph(openings: Track[Subject], claim: Claim) -> Subject | None:
    return openings.last_within(claim.sentence.block.start, claim.sentence.start)


_HEADS_SECTION = regex.compile(r"(?:区域|地区)?(?:(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})个?(?:城市|市|县|省份|园区))?:\s*$")


def _sections(scan: Scan) -> list[Subject]:
    """Lines that hold nothing but a name and a colon (``甲市:``): whose figures the lines below them give."""
    found = []
    for block in scan.blocks:
        named = next((e for e in scan.entities.within(block.start, block.end) if e.type in _SUBJECT_TYPES), None)
        if named is None or named.start - block.start > 3 or block.end - block.start > 30:
            continue
        if _HEADS_SECTION.fullmatch(scan.text, named.end, block.end):
            found.append(Subject(subject_name(scan, named), named.type, named.code, named.start, named.end))
    return found


def _section_start(headings: Sequence[int], at: int) -> int:
    """Where the section of ``at`` begins: at the last heading before it."""
    before = bisect.bisect_left(headings, at)
    return headings[before - 1] if before else 0


def home_subject(scan: Scan, home: Home, mentions: Sequence[Subject]) -> tuple[str | None, str | None, str | None]:
    """Whose figures an article gives where nobody is named: its own relative word (全省), the body or place it is about, else the country."""
    if _is_national(scan):
        return "全国", "PLACE", None
    words = Counter(
        scan.text[m.start : m.end]
        for m in mentions
        if scan.text[m.start] in "全我" and scan.text[m.start + 1] in "省市区县州旗盟"
    )
    if words:
        word = words.most_common(1)[0][0]
        resolved = resolve_relative(word, home)
        return (resolved[0], _home_type(resolved[0], home), resolved[1]) if resolved is not None else (word, None, None)
    if home.body is not None and not _MEDIA.search(home.body):
        return home.body, home.body_type, None
    if home.place is not None:
        return home.place, "PLACE", home.code
    for relative in scan.relatives:
        said = scan.text[relative.start : relative.end]
        if said[0] in "全我本" and said[1] in "省市区县州旗盟镇":
            return said, None, None
    return "全国", "PLACE", None


_MEDIA = regex.compile(r"(?:网|社|报|新闻|客户端|电视台|广播|频道|杂志|在线)$")
_NATIONAL_BODY = regex.compile(r"^(?:国家(?!高新)|国务院|海关总署|中国人民银行|人民银行$|财政部|[\p{Han}]{2,8}部$|全国)")


def _is_national(scan: Scan) -> bool:
    """A release of a national body that speaks of the country, and of no 全市 or 全省 as its own."""
    said = Counter(scan.text[w.start : w.start + 2] for w in scan.relatives)
    own = sum(n for word, n in said.items() if word[0] in "全我本" and word[1:] in ("省", "市", "县", "区", "州", "旗", "盟"))
    country = said["全国"] + said["我国"] + sum(1 for e in scan.entities if e.type == "PLACE" and e.name == "中国")
    bodies = any(e.type == "GOV" and _NATIONAL_BODY.search(e.name) for e in scan.entities)
    return own == 0 and bodies and country >= 1


def spans_of(claims: Sequence[Claim], *names: str) -> list[tuple[int, int]]:
    """The spans that the claims read the named fields from."""
    return [span for claim in claims for name in names for span in claim.evidence.get(name, ())]


def _subject_mentions(scan: Scan, home: Home, taken: bytearray) -> list[Subject]:
    """Bodies, parks, places and relative words that stand where a subject stands: at the start of a clause, or after its time."""
    openings = {s.start for s in scan.sentences}
    named = [
        Subject(
            subject_name(scan, entity),
            entity.type,
            entity.code,
            entity.start,
            entity.end,
            _opens(scan, entity.start, openings) and scan.text[entity.end : entity.end + 1] != "、",
        )
        for entity in scan.entities
        if entity.type in _SUBJECT_TYPES and _is_free(scan, entity.start, entity.end, taken) and not _is_reporter(scan, entity)
    ]
    relative = [
        replace(_relative(scan, word.start, word.end, home), opens=_opens(scan, word.start, openings))
        for word in scan.relatives
        if _is_free(scan, word.start, word.end, taken)
    ]
    return sorted([*named, *relative], key=lambda s: s.start)


_NAME_OF_CHINA = regex.compile(
    r"中国(?=[\p{Han}]{2})(?!经济|的|在|对|与|已|将|是|为|有|共|仍|各|全|货物|外贸|人口|消费|居民|制造业|政府)"
)
"""中国驰名商标, 中国鞋都: part of a name, not the country as whose figure it is."""


_PARTNER = regex.compile(
    r"(?:仍|依然|继续|已|依旧|一直|保持)?(?:是|为|成为)[^,;。]{0,12}(?:市场|贸易伙伴|来源地|来源国|目的地|投资国)"
)
"""某国⟦是第一大出口市场⟧: with whom one trades, not whose figures follow."""


_EXAMPLES = regex.compile(
    r"(?:、\p{Han}{2,8}){0,6}等(?:[0-9]{1,3}|[一二三四五六七八九十两]{1,3})个?(?:[省市区县州旗镇乡国]|地区|城市)"
)
"""甲市⟦、乙市等16个市⟧: examples of a set, not whose figure it is."""


def _is_free(scan: Scan, start: int, end: int, taken: bytearray) -> bool:
    text = scan.text
    if _NAME_OF_CHINA.match(text, start) and not any(m.start == end for m in scan.metrics.touching(end, end + 1)):
        return False
    if taken[start] or text[end : end + 1] in "”’」》" or _PARTNER.match(text, end) or _EXAMPLES.match(text, end):
        return False
    if any(m.start < end and start < m.end for m in scan.metrics.touching(start, end)):
        return False
    before = start
    while period := scan.periods.ending_at(before, 0):
        before = period.start
    lead = text[max(0, before - 1) : before]
    return (
        before == 0
        or lead in ",;:。!?\n\u3000 —·"
        or text[max(0, before - 2) : before] in ("其中", "同时", "截至", "目前", "而且", "此外")
        or lead == "日"
        or text.startswith("为例", end)
    )


def _opens(scan: Scan, start: int, openings: set[int]) -> bool:
    """Does a name open its sentence, a time or a blank before it allowed?"""
    at = start
    while at not in openings:
        period = scan.periods.ending_at(at, 0)
        if period is not None:
            at = period.start
        elif at > 0 and scan.text[at - 1] in " ,\u3000—":
            at -= 1
        elif at > 1 and scan.text[at - 2 : at] in ("截至", "其中", "初步", "据悉"):
            at -= 2
        else:
            return False
    return True


def _is_reporter(scan: Scan, entity: Entity) -> bool:
    """国家统计局公布, 某公司表示: who says it, not whose figure it is."""
    if entity.type == "PLACE":
        return _WIRE.match(scan.text, entity.end) is not None
    return _MEDIA.search(entity.name) is not None or _REPORTED.match(scan.text, entity.end) is not None


def subject_name(scan: Scan, entity: Entity) -> str:
    """The full name of a body said in short; a place as written where its official name is of another kind (新疆)."""
    written = scan.text[entity.start : entity.end]
    if entity.type == "PLACE" and entity.name.startswith(written) and len(entity.name) > len(written) + 1:
        return written
    return entity.name


def _relative(scan: Scan, start: int, end: int, home: Home) -> Subject:
    word = scan.text[start:end]
    resolved = resolve_relative(word, home)
    if resolved is None and (back := resolve_back_reference(word, start, scan.entities)) is not None:
        return Subject(back.name, back.type, back.code, start, end)
    if resolved is None:
        return Subject(word, None, None, start, end)
    return Subject(resolved[0], _home_type(resolved[0], home), resolved[1], start, end)


def _home_type(name: str, home: Home) -> str | None:
    """全区 in a park's release is the park, under the id that its name has."""
    return home.body_type if name == home.body else "PLACE"


def _at(scan: Scan, span: tuple[int, int], home: Home) -> Subject | None:
    for entity in scan.entities.touching(*span):
        if (entity.start, entity.end) == tuple(span):
            return None if _is_reporter(scan, entity) else Subject(subject_name(scan, entity), entity.type, entity.code, *span)
    for word in scan.relatives.touching(*span):
        if (word.start, word.end) == tuple(span):
            return _relative(scan, *span, home)
    back = resolve_back_reference(scan.text[slice(*span)], span[0], scan.entities)
    if back is not None:
        return Subject(back.name, back.type, back.code, *span)
    return Subject(scan.text[slice(*span)], None, None, *span)
