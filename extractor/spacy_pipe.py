"""``nlp.add_pipe("press_facts")``: facts in any Chinese spaCy pipeline.

Nothing here is a data model of its own. The component keeps the extraction, as its JSON and without the text, in
``doc.user_data``; what ``doc._`` and ``doc.spans`` show is read from there. So a Doc can be pickled, sent to another
process and stored like any other.
"""

import logging
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, List, Optional

from spacy.language import Language
from spacy.tokens import Doc, Span

from extractor.doc import SPANS_KEY
from extractor.io.dates import iso_date

if TYPE_CHECKING:
    from extractor.records import Extraction, Fact, Facts

__all__ = ["PressFacts"]

# No postponed annotations: spaCy reads those of the factory to check a pipeline's config.

EXTRACTION_KEY = "press_extraction"
ERROR_KEY = "press_error"
_CONTEXT = ("published", "title", "url", "id")
_log = logging.getLogger("extractor.spacy")


class PressFacts:
    """The component: reads ``doc.text`` and leaves the facts on the Doc.

    Args:
        rules: folders of rule files, added to the shipped ones.
        published: date of publication (ISO) of documents that come without one.
        name: the component's name in its pipeline.

    Raises:
        RuleError: a rule file is wrong; the message names file, rule and remedy.
        ValueError: ``published`` is no ISO date.

    Examples:
        >>> import spacy
        >>> nlp = spacy.blank("zh")
        >>> press_facts = nlp.add_pipe("press_facts", config={"published": "2024-07-20"})
        >>> doc = nlp("上半年,衡阳市新增企业17家。")
        >>> [(span.text, span._.press_fact.metric, span._.press_fact.period.end) for span in doc.spans["press_facts"]]
        [('17家', '新增企业', '2024-06-30')]
    """

    def __init__(self, rules: List[str], published: Optional[str], name: str = "press_facts") -> None:
        from extractor.parts import shared
        from extractor.pipeline import Extractor

        self.name = name
        self.rules = rules
        self.published = iso_date(published) if published else None
        self._extractor = Extractor(rules=rules) if rules else shared()

    def __call__(self, doc: Doc) -> Doc:
        """Extract one document. An article that fails has no facts, and ``doc._.press_error`` says why; nothing is raised."""
        _forget(doc)
        try:
            extraction = self._extractor.extract(doc.text, **_context(doc, self.published))
            spans = [_span(doc, fact.start, fact.end, fact.measure, fact.id) for fact in extraction.facts]
            kept = extraction.model_copy(update={"article": extraction.article.model_copy(update={"text": None})})
            doc.user_data[EXTRACTION_KEY] = kept.model_dump_json()
            doc.spans[SPANS_KEY] = spans
        except Exception as error:  # noqa: BLE001 - one article must not end the user's stream of thousands
            _forget(doc)
            doc.user_data[ERROR_KEY] = f"{type(error).__name__}: {error}"
            _log.warning("%s: no facts of %r…: %s: %s", self.name, doc.text[:20], type(error).__name__, error)
        return doc

    def __reduce__(self) -> tuple[type, tuple[List[str], Optional[str], str]]:
        # compiled rules are not sent to worker processes: each builds them anew
        return PressFacts, (self.rules, self.published, self.name)


@Language.factory(
    "press_facts",
    default_config={"rules": [], "published": None},
    assigns=["doc.spans", "doc._.press_facts", "doc._.press_extraction", "doc._.press_error"],
)
def make_press_facts(nlp: Language, name: str, rules: List[str], published: Optional[str]) -> PressFacts:  # noqa: ARG001 - spaCy gives it by name
    """The factory that spaCy finds by the entry point ``spacy_factories``."""
    return PressFacts(rules, published, name)


def _context(doc: Doc, published: Optional[str]) -> dict[str, Any]:
    """What is known of the article: ``doc._.press_context``, else the context of ``nlp.pipe(…, as_tuples=True)``."""
    given = doc._.press_context
    if given is None:
        given = getattr(doc, "_context", None)
    known = {key: given[key] for key in _CONTEXT if given.get(key) not in (None, "")} if isinstance(given, Mapping) else {}
    if "id" in known:
        known["id"] = str(known["id"])  # often the number of a row
    if "published" in known:
        known["published"] = iso_date(str(known["published"]))  # a date, or one of the spellings that tables have
    return {"published": published} | known


def _span(doc: Doc, start: int, end: int, label: str, span_id: str) -> Span:
    """The tokens that a fact touches: the segmenter's borders need not be the number's."""
    return doc.char_span(start, end, label=label, span_id=span_id, alignment_mode="expand")  # type: ignore[return-value]  # "expand" finds tokens for any span


def _forget(doc: Doc) -> None:
    """What an earlier pass left."""
    doc.user_data.pop(EXTRACTION_KEY, None)
    doc.user_data.pop(ERROR_KEY, None)
    doc.spans[SPANS_KEY] = []


def extraction_of(doc: Doc) -> "Optional[Extraction]":
    """The whole record of a Doc, its text put back.

    Returns:
        The ``Extraction``; None where the component has not run, failed, or read another text (a Doc made of a part of the one
        that was read keeps its user data, not its offsets).
    """
    kept = doc.user_data.get(EXTRACTION_KEY)
    return _parsed(kept, doc.text) if kept is not None else None


@lru_cache(maxsize=256)
def _parsed(kept: str, text: str) -> "Optional[Extraction]":
    """Records are frozen, so those who ask share them."""
    import hashlib

    from extractor.clean import storable
    from extractor.records import Extraction

    extraction = Extraction.model_validate_json(kept)
    raw = storable(text)
    if hashlib.sha256(raw.encode("utf-8")).hexdigest() != extraction.article.raw_sha256:
        return None
    return extraction.model_copy(update={"article": extraction.article.model_copy(update={"text": raw})})


def facts_of(doc: Doc) -> "Facts":
    """The ``Facts`` of a Doc, in the order of the text; empty where there are none."""
    from extractor.records import Facts

    extraction = extraction_of(doc)
    return Facts(extraction.facts if extraction else ())


def fact_of(span: Span) -> "Optional[Fact]":
    """The ``Fact`` behind a span of ``doc.spans["press_facts"]``; None for any other span."""
    return next((fact for fact in facts_of(span.doc) if fact.id == span.id_), None)


def error_of(doc: Doc) -> Optional[str]:
    """Why a document has no facts although the component has run; None where all went well."""
    return doc.user_data.get(ERROR_KEY)


# named functions: worker processes that are not forked get them by pickle
Doc.set_extension("press_context", default=None, force=True)
Doc.set_extension("press_extraction", getter=extraction_of, force=True)
Doc.set_extension("press_facts", getter=facts_of, force=True)
Doc.set_extension("press_error", getter=error_of, force=True)
Span.set_extension("press_fact", getter=fact_of, force=True)
