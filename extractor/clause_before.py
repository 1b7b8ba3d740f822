"""The clause before, which holds no number but names what the number of this one is of."""

from __future__ import annotations

from itertools import pairwise

import regex

from extractor.claims import Claim
from extractor.mentions import Sentence
from extractor.phrases import Phrase, phrase_before
from extractor.scan import Scan
from extractor.trimming import TURN


def clause_before(scan: Scan, sentence: Sentence, lo: int, claims: list[Claim]) -> tuple[int, int] | None:
    """The clause without a number right before the one that begins at ``lo``, in the same sentence."""
    since = claims[-1].quantity.end if claims else sentence.start
    end = lo - 1
    if end <= since or scan.text[end] not in ",;:":
        return None
    start = max(since, *(scan.text.rfind(mark, since, end) + 1 for mark in ",;:"))
    return (start, end) if end - start >= 2 else None


def listed_names(scan: Scan, lo: int, hi: int) -> list[tuple[int, int]]:
    """``超亿元的县市有甲、乙、开发区``: the names that close a clause, where most of them are names of places or bodies."""
    tail = _LIST_OF_NAMES.search(scan.text, lo, hi)
    if tail is None:
        return []
    pieces = list(zip(tail.starts("name"), tail.ends("name"), strict=True))
    known = {(e.start, e.end) for e in scan.entities.within(*tail.span()) if e.type in ("PLACE", "PARK", "ORG", "GOV")}
    return pieces if len(known.intersection(pieces)) * 2 > len(pieces) else []


_NAME = r"(?P<name>(?:(?![和及])\p{Han}){2,12})"
_LIST_OF_NAMES = regex.compile(rf"(?:有|为|是|包括|[:：]){_NAME}(?:[、和及]{_NAME})+$")


def named_before(scan: Scan, sentence: Sentence, lo: int, claims: list[Claim]) -> Phrase | None:
    """``甲业、乙业和丙业三个大类,分别达到…``: the list stands in the clause before."""
    span = clause_before(scan, sentence, lo, claims)
    if span is None:
        return None
    tail = regex.compile(
        r"(?:等)?(?:[一二两三四五六七八九十]|[0-9]{1,2})(?:个)?(?:大)?(?:类|行业|产业|领域|方面|市|省|县|区|国)$"
    ).search(scan.text, *span)
    end = tail.start() if tail else span[1]
    start = next((c.end for c in reversed(scan.cues.within(span[0], end)) if c.kind == "level"), span[0])
    return phrase_before(scan, start, end)


def industries_before(scan: Scan, sentence: Sentence, lo: int, claims: list[Claim], count: int) -> list[tuple[int, int]]:
    """``甲业和乙业稳步回升,增速为3.4%和4.8%``: as many industries as numbers open the clause before."""
    span = clause_before(scan, sentence, lo, claims)
    if span is None:
        return []
    names = [e for e in scan.entities.within(*span) if e.type == "INDUSTRY"]
    joined = all(regex.fullmatch("[、和及与]", scan.text[a.end : b.start]) for a, b in pairwise(names))
    return [(e.start, e.end) for e in names] if len(names) == count and joined and names[0].start - span[0] <= 6 else []


def head_for(scan: Scan, claims: list[Claim]) -> tuple[tuple[int, int], ...]:
    """The head noun that a generic word (增速) leaves to the metric said before."""
    heads = (shared_head(scan, claim) for claim in reversed(claims[-4:]))
    return next(((head,) for head in heads if head is not None), ())


def shared_head(scan: Scan, claim: Claim) -> tuple[int, int] | None:
    """The head noun at the end of a claim's metric that the parts of a whole share (播种面积, 运输量)."""
    if not claim.metric_spans:
        return None
    last = claim.metric_spans[-1]
    cue = next((c for c in scan.cues.within(*last) if c.kind == "head" and c.end == last[1]), None)
    return (cue.start, cue.end) if cue is not None and cue.value == "shared" else None


def turned(scan: Scan, sentence: Sentence, lo: int, claims: list[Claim], phrase: Phrase) -> Phrase | None:
    """``快递业务稳步增长,增速达12.4%``: the clause before says of what."""
    span = clause_before(scan, sentence, lo, claims) if phrase.is_generic or not phrase.spans else None
    turn = TURN.search(scan.text, *span) if span is not None else None
    if span is None or turn is None:
        return None
    named = phrase_before(scan, *span)
    is_name = len(named.spans) == 1 and not named.is_generic and named.spans[0][1] <= turn.start()
    return named if is_name else None


def taken_up(scan: Scan, sentence: Sentence, lo: int, claims: list[Claim]) -> Claim | None:
    """``对甲国、乙国出口分别增长…,其中甲国是最大市场,占…``: the name that opens the clause before says which part is meant."""
    span = clause_before(scan, sentence, lo, claims)
    if span is None:
        return None
    opening = next((e for e in scan.entities.within(*span) if e.start - span[0] <= 3 and e.type in ("PLACE", "INDUSTRY")), None)
    if opening is None:
        return None
    name = scan.text[opening.start : opening.end]
    named = [c for c in claims if any(name in scan.text[a:b] for a, b in c.metric_spans)]
    return named[-1] if named and named[-1].metric_spans != claims[-1].metric_spans else None


_SUPERLATIVE = regex.compile(
    r"(?:同样)?(?:其次|依次)?(?:是|为)?(?P<name>[^,;:]{1,14}?)(?P<kind>增长|增速|所占比重|占比)?(?:最[多大快高少小慢低]|居首|次之)$"
)


_NEXT = regex.compile(r"(?:其次|最后|再次)(?:是|为)(?P<name>[^,;:]{1,14})$")


def superlative(scan: Scan, sentence: Sentence, lo: int, claims: list[Claim]) -> tuple[Phrase, str | None] | None:
    """``茶叶最快,为8.2%;其次是水果,为5.4%``: who comes first or next names the metric; 快 and 慢 speak of growth."""
    span = clause_before(scan, sentence, lo, claims)
    if span is None:
        return None
    match = _SUPERLATIVE.fullmatch(scan.text, *span) or _NEXT.fullmatch(scan.text, *span)
    if match is None:
        return None
    phrase = phrase_before(scan, *match.span("name"))
    if not phrase.spans or phrase.is_generic:
        return None
    word = scan.text[span[1] - 1]
    kind = match.groupdict().get("kind")
    if kind in ("增长", "增速") or word in "快慢":
        return phrase, "growth"
    if kind is not None:
        return phrase, "share"
    return phrase, claims[-1].measure if claims and match.re is _NEXT else None
