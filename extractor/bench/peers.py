"""Other programs, where they are installed: none of them binds what it finds."""

from __future__ import annotations

from collections.abc import Callable

from extractor.bench.speed import Program


def jieba_lcut() -> Program:
    """What every speed is held against: plain segmentation."""
    import jieba

    jieba.setLogLevel(30)
    jieba.initialize()
    lcut: Program = jieba.lcut
    return lcut


def spacy_blank() -> Program:
    """spaCy's tokenizer for Chinese over jieba, without any component."""
    import spacy

    return spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}})


def ours() -> Program:
    """All of ``extract``, and its record as JSON."""
    from extractor.pipeline import Extractor

    extract = Extractor().extract
    return lambda text: extract(text).model_dump_json()


def recognizers_text() -> Program:
    """Microsoft's Recognizers-Text: numbers, percentages and units; Chinese."""
    from recognizers_number import recognize_number, recognize_percentage
    from recognizers_number_with_unit import recognize_currency, recognize_dimension

    readers = (recognize_number, recognize_percentage, recognize_currency, recognize_dimension)
    return lambda text: [read(text, "zh-cn") for read in readers]


def jionlp() -> Program:
    """JioNLP: money and time."""
    import jionlp

    return lambda text: (jionlp.ner.extract_money(text), jionlp.ner.extract_time(text))


def lac() -> Program:
    """Baidu's LAC: segmentation and tags."""
    from LAC import LAC

    run: Program = LAC(mode="lac").run
    return run


PEERS: dict[str, Callable[[], Program]] = {"Recognizers-Text": recognizers_text, "JioNLP": jionlp, "LAC": lac}


def installed_peers() -> dict[str, Program]:
    """Those that can be imported here."""
    found = {}
    for name, load in PEERS.items():
        try:
            found[name] = load()
        except ImportError:
            continue
    return found
