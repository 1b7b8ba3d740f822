"""Indicators that a count sums up before one number speaks of each: ``税收、投资⟦2项指标增速⟧均居全市第一``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import regex

from extractor.claims import Claim
from extractor.clauses import Clause
from extractor.coordination import split_coordination
from extractor.making import make_claim
from extractor.mentions import Quantity, Sentence
from extractor.phrases import Phrase, phrase_before
from extractor.scan import Scan
from extractor.statements import Predicate

_TAIL = r"(?:主要|经济|重点|核心|综合)*指标(?P<head>增速|增幅|总量|完成率)?"
_SUMMED = regex.compile(_TAIL)
_SUMMED_IN_WORDS = regex.compile(rf"(?P<list>.+?)(?P<count>[两二三四五六七八九])项{_TAIL}")
_COUNTS = {"两": 2} | {word: value for value, word in enumerate("二三四五六七八九", 2)}


def sum_up(
    scan: Scan,
    sentence: Sentence,
    clause: Clause,
    group: Sequence[Quantity],
    predicate: Predicate,
    phrase: Phrase,
    claims: list[Claim],
) -> list[Claim]:
    """A claim for each of the listed indicators; their count, where it is the last of ``claims``, is taken out.

    Returns:
        None of them where the list does not have as many names as the count says.
    """
    if not phrase.spans:
        return []
    in_words = _SUMMED_IN_WORDS.fullmatch(scan.text, *phrase.spans[-1])
    summed = in_words or _SUMMED.fullmatch(scan.text, *phrase.spans[-1])
    if summed is None:
        return []
    if in_words is not None:
        count, listed = Decimal(_COUNTS[in_words["count"]]), phrase_before(scan, *in_words.span("list"))
    else:
        last = claims[-1].quantity if claims else None
        if last is None or last.value is None or last.unit not in ("项", "个"):
            return []
        if last.end != summed.start() or last.start < clause.start:
            return []
        count, listed = last.value, phrase_before(scan, clause.start, last.start)
    parts = split_coordination(scan, listed)
    if len(parts) < 2 or len(parts) != count:
        return []
    if in_words is None:
        claims.pop()
    heads = (summed.span("head"),) if summed["head"] else ()
    named = [replace(part, spans=(*part.spans, *heads)) for part in parts]
    if len(group) == len(named):
        return [make_claim(scan, sentence, q, predicate, part) for q, part in zip(group, named, strict=True)]
    return [make_claim(scan, sentence, quantity, predicate, part) for part in named for quantity in group]
