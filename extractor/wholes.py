"""The whole that a share is of, where the share does not say it: what 其中 took its part from, or the whole said last."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractor.claims import Claim
from extractor.mentions import Sentence
from extractor.scan import Scan

_TRADE = regex.compile(r"对(?!外)[^,;。]{2,20}?(?P<head>进出口|出口|进口)")
"""对某国出口占比…: a partner's share is of the trade that its own head noun names."""


def name_wholes(scan: Scan, sentence: Sentence, claims: list[Claim], earlier: Sequence[Claim]) -> None:
    """Give each bare share (占比41%, 占41%) of a sentence its whole."""
    said: Claim | None = None
    for n, claim in enumerate(claims):
        if claim.measure != "share":
            continue
        if claim.reference is None and claim.rule.startswith("cue.share"):
            whole = _before_part(scan, sentence, claims[:n], claim, earlier)
            trade = _TRADE.fullmatch(scan.text, *claim.metric_spans[0]) if len(claim.metric_spans) == 1 else None
            if trade is not None:
                claim.reference = trade["head"]
                claim.evidence["reference"] = [trade.span("head")]
            elif whole is not None:
                claim.reference = _name(scan, whole)
                claim.evidence["reference"] = list(whole.metric_spans)
            elif said is not None:
                claim.reference = said.reference
                claim.evidence["reference"] = list(said.evidence["reference"])
        said = claim if claim.reference is not None and claim.evidence.get("reference") else said


def _before_part(scan: Scan, sentence: Sentence, before: list[Claim], claim: Claim, earlier: Sequence[Claim]) -> Claim | None:
    """``员工310人,其中技工占比…``: what was measured last before 其中, in the sentence before where 其中 opens this one."""
    part = next((c for c in reversed(scan.cues.within(sentence.start, claim.quantity.start)) if c.kind == "of_which"), None)
    if part is None:
        return None
    near = [c for c in before if c.end <= part.start]
    if not near and part.start == sentence.start:
        near = [c for c in earlier[-1:] if c.sentence.block is sentence.block]
    whole = next((c for c in reversed(near) if c.metric_spans and scan.text[c.end : c.end + 1] != ")"), None)
    is_part = whole is not None and whole.measure in ("level", "growth") and whole.metric_spans != claim.metric_spans
    return whole if is_part else None


def _name(scan: Scan, claim: Claim) -> str:
    return claim.metric_text or "".join(scan.text[a:b] for a, b in claim.metric_spans)
