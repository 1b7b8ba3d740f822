"""Target, forecast or actual: cues and how far they reach, and lists of tasks."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractor.claims import Claim
from extractor.cues import CueFinder
from extractor.mentions import Cue
from extractor.scan import Scan, Track
from extractor.subjects import REACH


def fill_status(scan: Scan, claims: Sequence[Claim], cues: CueFinder) -> None:
    """Target, forecast or actual: the last status cue whose reach covers the number; ``section`` reaches to the paragraph's end."""
    said = Track([cue for cue in scan.cues if cue.kind == "status"])
    for claim in claims:
        sentence = claim.sentence
        best = None
        for cue in said.within(max(sentence.start, claim.quantity.start - REACH), claim.quantity.number_start):
            reach = cues.rules[cue.rule].reach
            if best is not None and cue.rule.endswith("_future"):
                continue
            if reach == "clause" and regex.search(r"[,;,;]", scan.text[cue.end : claim.quantity.start]):
                continue
            best = cue
        if best is None:
            best = _section_cue(said, claim, cues)
        if best is not None and best.value == "forecast" and claim.measure == "rank" and best.end < claim.anchor - 12:
            best = None
        if best is not None and claim.measure == "completion" and best.rule.endswith("target_clause") or best is not None and claim.comparison == "target":
            best = None
        if best is not None and best.value != "actual":
            claim.status = best.value
            claim.note("status", best.start, best.end)
            if best.start < sentence.start:
                claim.inherited.add("status")
    if _is_plan(scan, claims, cues):
        for claim in claims:
            claim.status = "target"
            claim.inherited.add("status")


def _is_plan(scan: Scan, claims: Sequence[Claim], cues: CueFinder) -> bool:
    """A list of tasks: nothing but counts, each sentence beginning with what is to be done, and no word of anything achieved.

    Work reports list the tasks of the coming year so, without a word such as 计划.
    """
    if len(claims) < 6 or any(c.measure != "level" or c.status != "actual" or c.is_reached or c.unit == "%" for c in claims):
        return False
    if any(p.first is not None and p.kind != "day" for p in scan.periods) or _ACHIEVED.search(scan.text):
        return False
    said = {c.sentence.start for c in claims}
    opening = [s for s in scan.sentences if s.start in said]
    acting = sum(1 for s in opening if any(c.kind in ("lead", "keep", "change") for c in scan.cues.within(s.start, min(s.end, s.start + 8))) or scan.text[s.start] in "为向")
    return acting * 2 > len(opening)


_ACHIEVED = regex.compile(r"已|了|达到?[0-9]|提高到|增长|(?<!城乡|安|宜|定)居(?!民|住|家|委)|连续|再创|同比|完成率|获|成功|投用|首次|突破|共有|现有")


def _section_cue(said: Track[Cue], claim: Claim, cues: CueFinder) -> Cue | None:
    start = claim.sentence.start
    nearby = said.within(max(claim.sentence.block.start, start - REACH), start)
    return next((cue for cue in reversed(nearby) if cues.rules[cue.rule].reach == "section" or cue.value == "actual"), None)
