"""An extraction as a spaCy Doc: for those who go on with their own spaCy pipeline."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from extractor.records import Extraction
from extractor.tokens import load_tokenizer

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

__all__ = ["SPANS_KEY", "to_doc"]

SPANS_KEY = "press_facts"


def to_doc(extraction: Extraction, vocab: Vocab | None = None) -> Doc:
    """Build a spaCy Doc over the article's text.

    Words are jieba's, save that every quantity and every entity stays one token, so that spans never cut a value.
    Entities are ``doc.ents`` (with their contract types as labels), facts are ``doc.spans["press_facts"]`` with the
    measure as label and the fact's id as span id.

    Args:
        extraction: with its text (``article.text`` not left out).
        vocab: the vocabulary of the caller's pipeline; a blank Chinese one where not given.

    Returns:
        A Doc whose text is the article's text, character for character.

    Raises:
        ValueError: the extraction was made without its text.

    Examples:
        >>> from extractor import extract
        >>> from extractor.doc import to_doc
        >>> doc = to_doc(extract("衡阳市新增企业17家。"))
        >>> [(span.text, span.label_) for span in doc.spans["press_facts"]], [(ent.text, ent.label_) for ent in doc.ents]
        ([('17家', 'level')], [('衡阳市', 'PLACE')])
    """
    from spacy.tokens import Doc, Span
    from spacy.util import filter_spans

    text = extraction.article.text
    if text is None:
        raise ValueError("the extraction holds no text; extract with the text kept to build a Doc")
    words = [word for word in _words(extraction, text) if word]
    doc = Doc(_vocab(vocab), words=words, spaces=[False] * len(words))
    doc.ents = filter_spans(
        [span for e in extraction.entities if (span := doc.char_span(e.start, e.end, label=e.type)) is not None]
    )
    facts = []
    for fact in extraction.facts:
        found = doc.char_span(fact.start, fact.end)
        if found is not None:
            facts.append(Span(doc, found.start, found.end, label=fact.measure, span_id=fact.id))
    doc.spans[SPANS_KEY] = facts
    return doc


def _vocab(vocab: Vocab | None) -> Vocab:
    if vocab is not None:
        return vocab
    import spacy

    return spacy.blank("zh").vocab


def _words(extraction: Extraction, text: str) -> Iterator[str]:
    """jieba's words between the spans that stay whole; overlapping spans give way to the earlier, longer one."""
    whole = sorted({(x.start, x.end) for x in (*extraction.facts, *extraction.entities)}, key=lambda s: (s[0], -s[1]))
    tokenizer = load_tokenizer()
    at = 0
    for start, end in whole:
        if start < at:
            continue
        yield from tokenizer.cut(text[at:start], HMM=False)
        yield text[start:end]
        at = end
    yield from tokenizer.cut(text[at:], HMM=False)
