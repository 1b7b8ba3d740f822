"""Names joined by 、, 和 or 及: their parts, and the head or lead that the parts share."""

from __future__ import annotations

from dataclasses import replace

import regex

from extractor.phrases import Phrase, catalogue_term, in_quotes
from extractor.scan import Scan
from extractor.stretches import Span
from extractor.trimming import trim_phrase

LISTED = regex.compile("、")


"""The comma of lists alone: where a joined name has 和 or 及 of its own."""


_JOIN = regex.compile(r"、|以及|和(?!林|平|谐|县|田|政|顺|龙|硕|布)|及(?!其他|其)|与|,")


def split_coordination(scan: Scan, phrase: Phrase, join: regex.Pattern[str] = _JOIN) -> list[Phrase]:
    """``汽车、有色金属行业增加值`` → its parts, each with the head they share. One part where nothing is joined."""
    if not phrase.spans:
        return [phrase]
    *prefix, (start, end) = phrase.spans
    pair = _pair(scan, phrase)
    if pair:
        return pair
    if prefix and not _JOIN.search(scan.text, start, end) and _JOIN.search(scan.text, *prefix[-1]):
        return [
            replace(part, spans=(*part.spans, (start, end)))
            for part in split_coordination(scan, replace(phrase, spans=phrase.spans[:-1]), join)
        ]
    cuts = [
        m
        for m in join.finditer(scan.text, start, end)
        if not in_quotes(scan.text, m.start(), start, end) and not _joined_inside(scan, m.start(), end)
    ]
    if not cuts:
        return [phrase]
    borders = [start, *[x for m in cuts for x in (m.start(), m.end())], end]
    pieces = [trim_phrase(scan, a, b) for a, b in zip(borders[::2], borders[1::2], strict=True)]
    pieces = [piece for piece in pieces if piece[0] < piece[1]]
    if len(pieces) < 2:
        return [phrase]
    head = _shared_head(scan, pieces)
    summary = _SUMMARY.search(scan.text, *pieces[-1])
    lead = _shared_lead(scan, pieces)
    parts = []
    for i, piece in enumerate(pieces):
        spans = list(prefix)
        if lead is not None and i > 0:
            spans.append(lead)
        if (
            summary is not None
            and head is not None
            and i == len(pieces) - 1
            and piece[0] < summary.start()
            and summary.end() <= head[0]
        ):
            spans += [(piece[0], summary.start()), head]
        elif i == len(pieces) - 1 and (others := _OTHERS.search(scan.text, *piece)) is not None:
            spans.append((piece[0], others.start()))
            if head is not None and head[0] > others.end():
                spans.append(head)
        else:
            spans.append(piece)
        if head is not None and i < len(pieces) - 1:
            spans.append(head)
        parts.append(Phrase(tuple(spans), phrase.subject))
    return parts


_SUMMARY = regex.compile(
    r"(?:等|这)?(?:[一二两三四五六七八九十]{1,3}|[0-9]{1,2})(?:个|大|类|家|种|项)+(?:领域|行业|产业|方面|板块|门类|品种|园区|县区|市|省|县|区|国家)+(?:的|实现|完成)*"
)
"""甲、乙、丙⟦三个领域实现⟧利润: what sums up a list before the head that its parts share."""


_OTHERS = regex.compile(r"(?<=\p{Han}{2})(?<![高平中初优对均同])等(?=\p{Han}{2})(?!级|离子|方面)")
"""甲服务、乙服务⟦等服务业⟧: the class that closes a list is no part of its last name."""


_PAIRED = regex.compile(
    r"第?(?P<first>[一二三城镇农村乡]{1,2})[、和](?:第?(?P<second>[一二三城镇农村乡]{1,2})[、和])?第?(?P<last>[一二三]|城镇|农村|乡村|城市)(?P<head>.+)"
)


def _pair(scan: Scan, phrase: Phrase) -> list[Phrase]:
    """城乡居民收入, 存贷款余额: one word that stands for two."""
    for start, end in phrase.spans:
        for cue in scan.cues.within(start, end):
            if cue.kind == "pair":
                whole = "".join(scan.text[a:b] for a, b in phrase.spans)
                word = scan.text[cue.start : cue.end]
                return [replace(phrase, text=whole.replace(word, part)) for part in cue.value.split("|")]
    words = scan.text[slice(*phrase.spans[-1])]
    match = _PAIRED.match(words)
    if match and match["first"] in ("一", "二", "三", "城镇", "农村", "城市", "乡村"):
        ordinal = "第" if words[0] == "第" else ""
        return [
            replace(phrase, text=ordinal + part + match["head"])
            for part in (match["first"], match["second"], match["last"])
            if part
        ]
    return []


def _joined_inside(scan: Scan, at: int, hi: int) -> bool:
    """A join inside a catalogue term (住宿和餐饮业增加值) or a named industry is no border between parts."""
    return any(m.start < at < m.end and m.end <= hi for m in scan.metrics.touching(at, at + 1)) or any(
        e.start < at < e.end for e in scan.entities.touching(at, at + 1)
    )


def _shared_head(scan: Scan, pieces: list[Span]) -> Span | None:
    """The catalogue term at the end of the last part, where the others have none of their own family."""
    last = pieces[-1]
    things = _THINGS.search(scan.text, *last)
    if things is not None and all(_ends_in_verb(scan, piece) for piece in pieces[:-1]):
        return things.span()
    term = catalogue_term(scan, *last)
    if term is None:
        return None if any(catalogue_term(scan, *p) for p in pieces[:-1]) else _head_of_last(scan, pieces)
    others = [catalogue_term(scan, *piece) for piece in pieces[:-1]]
    if any(c.kind == "head" and c.end - c.start > 1 and c.end == last[1] for c in scan.cues.within(*last)):
        others = [None if o is not None and o.unit in ("count", "people") else o for o in others]  # 充电桩、电池产量: things made
    if any(
        other is not None and other.start == piece[0] and piece[1] - piece[0] > 4
        for other, piece in zip(others, pieces[:-1], strict=True)
    ):
        return None
    if any(other is not None and other.unit == term.unit for other in others):
        return None
    own = scan.text[term.start : last[1]]
    if any(scan.text.endswith(own, *piece) for piece in pieces[:-1]):
        return None
    if term.start > last[0]:
        industry = next((e for e in scan.entities.touching(*last) if e.type == "INDUSTRY" and term.start < e.end < last[1]), None)
        return (industry.end if industry is not None else term.start), last[1]
    if any(other is not None for other in others):
        return None
    shorter = scan.shorter_term(*last)
    if shorter is not None:
        return shorter.start, last[1]
    return _head_of_last(scan, pieces)


_THINGS = regex.compile(r"(?<=\p{Han}{2})(?:项目|企业|工程|合同|协议)$")


def _ends_in_verb(scan: Scan, piece: Span) -> bool:
    """新签约、⟦新开工⟧、新投产项目: what the things have in common stands behind the last verb."""
    cue = scan.cues.ending_at(piece[1], piece[0])
    return cue is not None and cue.kind in ("lead", "keep") and cue.start <= piece[0] + 1


def _head_of_last(scan: Scan, pieces: list[Span]) -> Span | None:
    """A word such as 产量 at the end of the last part, unless an earlier part ends as it does and so has its own (茶叶产量和蚕茧产量)."""
    start, end = pieces[-1]
    if any(scan.text[piece[1] - 1] == scan.text[end - 1] for piece in pieces[:-1]):
        return None
    heads = (
        c for c in scan.cues.within(start, end) if c.kind == "head" and c.end - c.start > 1 and c.end == end and c.start > start
    )
    return next(((c.start, c.end) for c in heads), None)


def _shared_lead(scan: Scan, pieces: list[Span]) -> Span | None:
    """``对拉美、非洲出口``: the 对 of the first part holds for all; 新增 does not need to be said twice."""
    text = scan.text
    first = pieces[0]
    if text[first[0]] == "对" and all(text[p[0]] != "对" for p in pieces[1:]):
        return first[0], first[0] + 1
    return None
