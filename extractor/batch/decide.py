"""What becomes of an outcome once it is seen beside those before it: a copy, another article's id, or what it is."""

from __future__ import annotations

import json

from extractor.batch.duplicates import likeness, says_nothing_new
from extractor.batch.journal import Journal
from extractor.batch.outcomes import Outcome
from extractor.batch.plan import Plan
from extractor.sinks import is_database


def decide(plan: Plan, journal: Journal, outcome: Outcome) -> Outcome:
    """An id that is another article's fails; a copy is linked to its original."""
    if outcome.kind == "failed" or outcome.article_id is None:
        return outcome
    same_id = journal.find_id(outcome.article_id)
    if same_id and same_id[0] == outcome.text_key:
        return _as_copy(outcome, None)  # the same article again: there is nothing to add
    if same_id and same_id[1] != outcome.address:
        return outcome.fail(
            "same_id", f"its id {outcome.article_id!r} is that of {same_id[1]}; give each article an id of its own"
        )
    if same_id and not is_database(plan.sink):
        return outcome.fail("same_id", "it has changed since an earlier session of this run wrote it; run again without --resume")
    if outcome.kind == "unchanged" or plan.is_duplicate_kept:
        return outcome
    original = journal.find_text(outcome.text_key) or _find_near(plan, journal, outcome)
    if original and original != outcome.article_id:
        return _as_copy(outcome, original)
    return outcome


def _find_near(plan: Plan, journal: Journal, outcome: Outcome) -> str | None:
    if not outcome.sketch or plan.near_duplicates is None:
        return None
    for article_id, signature, numerals in journal.find_alike(outcome.sketch.signature):
        is_alike = likeness(outcome.sketch.signature, signature) >= plan.near_duplicates
        if article_id != outcome.article_id and is_alike and says_nothing_new(outcome.sketch.numerals, numerals):
            return article_id
    return None


def _as_copy(outcome: Outcome, original: str | None) -> Outcome:
    line = (
        outcome.copy_line.replace(b'"duplicate_of":"?"', b'"duplicate_of":' + json.dumps(original).encode(), 1)
        if original
        else b""
    )
    return Outcome(
        outcome.address,
        outcome.fingerprint,
        "duplicate",
        outcome.size,
        article_id=outcome.article_id,
        text_key=outcome.text_key,
        line=line,
    )
