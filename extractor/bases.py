"""What a change is measured against where its own clause does not say so: carried in the sentence, or implied by the times named."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractor.claims import Claim
from extractor.scan import Scan
from extractor.stretches import Span

_REACH = 600
"""How far back, in characters, a basis is looked for."""
_AGAINST = regex.compile(r"(?:[与同和跟]|相?比于?|相?较于?)(?P<base>[^,;。:]{2,16}?)相比(?:较)?[,:]")
_YEAR = regex.compile(r"(?P<year>[12][0-9]{3})年?(?:同期)?")
_MONTHLY = regex.compile(r"环比(?:来)?看|\(下同\)|（下同）")


def fill_bases(scan: Scan, claims: Sequence[Claim]) -> None:
    """Give changes with no stated basis the one that their sentence or paragraph goes on with; a named year before is yoy.

    ``同2016年相比,医院增加…,床位增加…`` holds for all changes of the sentence; after ``环比回落0.7%。其中,农村回落…``
    the parts are measured month on month too.
    """
    for n, claim in enumerate(claims):
        if claim.measure not in ("growth", "difference"):
            continue
        if "comparison" in claim.inherited and claim.comparison == "yoy":
            _carry(scan, claims[max(0, n - 12) : n], claim)
        _name_year_before(claim)
        if claim.reference is None and claim.comparison == "since" and "reference" in claim.evidence:
            claim.evidence.pop("reference")


def _carry(scan: Scan, before: Sequence[Claim], claim: Claim) -> None:
    opened = _opened(scan, claim)
    if opened is not None:
        claim.comparison, claim.reference = "since", scan.text[slice(*opened)]
        claim.inherited.discard("comparison")
        claim.note("comparison", *opened)
        claim.note("reference", *opened)
        return
    for earlier in reversed(before):
        if earlier.sentence.block is not claim.sentence.block:
            return
        if earlier.measure not in ("growth", "difference") or "comparison" in earlier.inherited and earlier.comparison == "yoy":
            continue
        same = earlier.sentence is claim.sentence or _goes_on(scan, claim)
        if earlier.comparison == "mom" and earlier.measure == claim.measure == "growth" and same:
            claim.comparison = "mom"
        return


def _goes_on(scan: Scan, claim: Claim) -> bool:
    """A sentence that breaks down the one before, or a paragraph that said it speaks month on month."""
    sentence, block = claim.sentence, claim.sentence.block
    if scan.text.startswith(("其中", "分", "从"), sentence.start):
        return True
    return _MONTHLY.search(scan.text, max(block.start, sentence.start - _REACH), sentence.start) is not None


def _opened(scan: Scan, claim: Claim) -> Span | None:
    """The base of a comparison that opened the sentence: ``同2016年相比,``."""
    found = None
    for match in _AGAINST.finditer(scan.text, max(claim.sentence.start, claim.quantity.start - _REACH), claim.quantity.start):
        if scan.periods.touching(*match.span("base")):
            found = match.span("base")
    return found


def _name_year_before(claim: Claim) -> None:
    """较2018年增长 in figures of 2019 is year on year."""
    if claim.comparison != "since" or claim.reference is None or claim.period is None:
        return
    named = _YEAR.fullmatch(claim.reference)
    first, last = claim.period.first, claim.period.last
    if named is not None and first is not None and last is not None and first.year == last.year == int(named["year"]) + 1:
        claim.comparison, claim.reference = "yoy", None
