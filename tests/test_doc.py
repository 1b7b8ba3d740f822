"""The spaCy view of an extraction."""

from __future__ import annotations

import pytest

from extractor import extract
from extractor.doc import SPANS_KEY, to_doc

TEXT = "上半年，衡阳市完成进出口总额62.3亿元，\n同比增长9.4%。"


def test_text_is_kept_character_for_character():
    # spaCy writes a blank after a token where `spaces` says so; none may be added or lost
    assert to_doc(extract(TEXT)).text == TEXT


def test_quantities_and_entities_are_tokens_of_their_own():
    extraction = extract(TEXT)
    doc = to_doc(extraction)
    words = [token.text for token in doc]
    assert "62.3亿元" in words and "9.4%" in words and "上半年" in words
    assert ("衡阳市", "PLACE") in [(ent.text, ent.label_) for ent in doc.ents]


def test_facts_are_spans_with_measure_and_id():
    extraction = extract(TEXT)
    doc = to_doc(extraction)
    assert [(s.text, s.label_, s.id_) for s in doc.spans[SPANS_KEY]] == [(f.quote, f.measure, f.id) for f in extraction.facts]


def test_a_doc_needs_the_text():
    extraction = extract(TEXT)
    bare = extraction.model_copy(update={"article": extraction.article.model_copy(update={"text": None})})
    with pytest.raises(ValueError, match="no text"):
        to_doc(bare)
