"""The spaCy component: the same facts as ``extract``, whatever the segmenter, the process and the way of storing."""

from __future__ import annotations

import contextlib
import io
import logging
import pickle
import re
import subprocess
import sys

import pytest
import spacy
from spacy.tokens import Doc, DocBin

from extractor import extract, spacy_pipe
from extractor.rules_base import RuleError
from tests.making import ROOT

SAMPLES = {path.stem: path.read_bytes().decode("utf-8") for path in sorted((ROOT / "samples").glob("*.txt"))}
TEXT = "2023年上半年，全市规模以上工业增加值同比增长8.5%，新增企业17家。"
PAGE = (ROOT / "docs" / "spacy.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def pkuseg_model(tmp_path_factory):
    """A small model of our own: those of the package are downloads."""
    import jieba
    import spacy_pkuseg

    lines = [line.strip() for text in list(SAMPLES.values())[:4] for line in text.splitlines() if line.strip()]
    folder = tmp_path_factory.mktemp("pkuseg")
    words = "\n".join(" ".join(word for word in jieba.cut(line) if word.strip()) for line in lines)
    (folder / "train.txt").write_text(words, encoding="utf-8")
    spacy_pkuseg.train(str(folder / "train.txt"), str(folder / "train.txt"), str(folder / "model"), train_iter=2)
    return str(folder / "model")


def pipeline(segmenter="char", model=None, **config):
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": segmenter}}})
    if model:
        nlp.tokenizer.initialize(pkuseg_model=model)
    nlp.add_pipe("press_facts", config=config)
    return nlp


def as_json(facts):
    return [fact.model_dump_json() for fact in facts]


@pytest.fixture(scope="module")
def nlp():
    return pipeline()


# ---- the same facts
@pytest.mark.parametrize("segmenter", ["char", "jieba", "pkuseg"])
def test_facts_are_those_of_extract_over_all_samples(segmenter, pkuseg_model):
    nlp = pipeline(segmenter, pkuseg_model if segmenter == "pkuseg" else None)
    for text in SAMPLES.values():
        doc, expected = nlp(text), extract(text)
        assert doc.text == text and doc._.press_error is None
        assert as_json(doc._.press_facts) == as_json(expected.facts)
        assert doc._.press_extraction == expected
        assert doc._.press_extraction.model_dump_json() == expected.model_dump_json()
        spans = doc.spans["press_facts"]
        assert [(span.id_, span.label_) for span in spans] == [(fact.id, fact.measure) for fact in expected.facts]
        for span, fact in zip(spans, expected.facts, strict=True):
            assert span._.press_fact == fact and fact.quote in span.text
            assert span.start_char <= fact.start and fact.end <= span.end_char


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t",
        "全市\x00新增企业１７ 家。\r\n 下\u200b降 5 %",
        "\ufeff新增企业17家",
        "  新增  企业  1 234  家  ",
        "\u3000\u3000产值增长5%\x85",
    ],
)
@pytest.mark.parametrize("segmenter", ["char", "jieba"])
def test_odd_texts_are_read_exactly(text, segmenter):
    doc = pipeline(segmenter)(text)
    assert doc.text == text and doc._.press_error is None
    assert doc._.press_extraction == extract(text)


def test_a_fact_inside_a_token_is_kept_and_its_offsets_stay_exact():
    words = ["全市新增", "企业17", "家。"]
    nlp = spacy.blank("zh")
    nlp.tokenizer = lambda text: Doc(nlp.vocab, words=words, spaces=[False] * 3)
    nlp.add_pipe("press_facts")
    doc = nlp("".join(words))
    [span], [fact] = doc.spans["press_facts"], doc._.press_facts
    assert (
        span.text == "企业17家。" and (fact.start, fact.end) == (6, 9) and doc.text[fact.start : fact.end] == fact.quote == "17家"
    )


def test_behind_a_trained_component_entities_and_tags_stay():
    nlp = spacy.blank("zh")
    tagger = nlp.add_pipe("tagger")
    tagger.add_label("N")
    nlp.initialize()
    nlp.add_pipe("press_facts")
    ruler = nlp.add_pipe("entity_ruler", first=True)
    ruler.add_patterns([{"label": "WHO", "pattern": "全市"}])
    doc = nlp(TEXT)
    assert [(ent.text, ent.label_) for ent in doc.ents] == [("全市", "WHO")] and {token.tag_ for token in doc} == {"N"}
    assert as_json(doc._.press_facts) == as_json(extract(TEXT).facts)
    assert not nlp.analyze_pipes()["problems"]["press_facts"]


# ---- what is known of an article
def test_context_comes_with_the_text_or_on_the_doc_or_from_the_config(nlp):
    text = "今年上半年，新增企业17家。"
    context = {"published": "2024-07-15", "title": "企业", "url": "https://example.org/1", "id": 7, "more": object()}
    [(doc, back)] = nlp.pipe([(text, context)], as_tuples=True)
    assert back is context
    assert doc._.press_extraction == extract(text, published="2024-07-15", title="企业", url="https://example.org/1", id="7")
    own = nlp.make_doc(text)
    own._.press_context = {"published": "2022/7/1"}
    [(doc, _)] = nlp.pipe([(own, context)], as_tuples=True)
    assert doc._.press_facts[0].period.start == "2022-01-01"
    assert pipeline(published="2021年7月1日")(text)._.press_facts[0].period.start == "2021-01-01"
    [(doc, back)] = nlp.pipe([(text, "a label")], as_tuples=True)
    assert back == "a label" and len(doc._.press_facts) == 1


def test_config_is_checked_when_the_component_is_made(tmp_path):
    with pytest.raises(RuleError, match="no such folder"):
        pipeline(rules=[str(tmp_path / "none")])
    with pytest.raises(ValueError, match="ISO date"):
        pipeline(published="yesterday")


# ---- failures
def test_an_article_that_fails_does_not_end_the_stream(nlp, caplog):
    rows = [(TEXT, {}), (TEXT, {"published": "no date"}), (TEXT, {"title": 5}), (TEXT, {})]
    with caplog.at_level(logging.WARNING, logger="extractor.spacy"):
        docs = [doc for doc, _ in nlp.pipe(rows, as_tuples=True)]
    assert [len(doc._.press_facts) for doc in docs] == [2, 0, 0, 2]
    assert "ISO date" in docs[1]._.press_error and docs[2]._.press_error and docs[1]._.press_extraction is None
    assert [len(doc.spans["press_facts"]) for doc in docs] == [2, 0, 0, 2]
    assert len(caplog.records) == 2 and "no facts of '2023年上半年" in caplog.text
    again = nlp(docs[1])  # mended, nothing of the failure stays
    assert again._.press_error is None and len(again._.press_facts) == 2


# ---- storing
def test_docs_are_stored_with_their_facts(nlp, tmp_path):
    doc = nlp(SAMPLES["park_half_year"])
    expected = doc._.press_extraction
    binary = DocBin(store_user_data=True)
    binary.add(doc)
    binary.to_disk(tmp_path / "docs.spacy")
    doc.to_disk(tmp_path / "doc")
    empty = spacy.blank("zh").vocab
    copies = [
        Doc(empty).from_bytes(doc.to_bytes()),
        Doc(empty).from_disk(tmp_path / "doc"),
        *DocBin().from_disk(tmp_path / "docs.spacy").get_docs(empty),
        pickle.loads(pickle.dumps(doc)),
        doc.copy(),
    ]
    for copy in copies:
        assert copy._.press_extraction == expected
        assert [(s.text, s.label_, s.id_) for s in copy.spans["press_facts"]] == [
            (s.text, s.label_, s.id_) for s in doc.spans["press_facts"]
        ]
        assert copy.spans["press_facts"][3]._.press_fact == expected.facts[3]


def test_a_part_of_a_doc_does_not_show_offsets_of_the_whole(nlp):
    doc = nlp(TEXT)
    part = doc[8:].as_doc(copy_user_data=True)
    assert part._.press_extraction is None and part._.press_facts == []
    assert len(nlp(part)._.press_facts) == 2
    assert doc[0:3]._.press_fact is None


def test_many_processes_give_the_same(nlp):
    rows = [(text, {"id": name, "published": "2024-08-01"}) for name, text in SAMPLES.items()]
    alone = [doc._.press_extraction for doc, _ in nlp.pipe(rows, as_tuples=True)]
    together = list(nlp.pipe(rows, as_tuples=True, n_process=2, batch_size=4))
    assert [doc._.press_extraction for doc, _ in together] == alone
    assert [context["id"] for _, context in together] == list(SAMPLES)


def test_the_component_is_pickled_as_its_config(nlp):
    component = pickle.loads(pickle.dumps(nlp.get_pipe("press_facts")))
    assert as_json(component(nlp.make_doc(TEXT))._.press_facts) == as_json(extract(TEXT).facts)


def test_a_pipeline_is_stored_with_its_config(tmp_path):
    rules = tmp_path / "my_rules"
    rules.mkdir()
    (rules / "bees.yaml").write_text(
        "domain: bees\nmetrics:\n  - {id: bee_colonies, name: 蜂群存栏量, english: bee colonies kept, aliases: [蜂群存栏], unit: count, "
        "better: higher, kind: stock, breakdown: false, examples: ['年末⟦蜂群存栏量⟧3.2万箱。'], unlike: [{text: 蜂蜜产量120吨。, why: honey}]}\n",
        encoding="utf-8",
    )
    text = "年末，全县蜂群存栏量3.2万箱。"
    nlp = pipeline(rules=[str(rules)], published="2024-12-31")
    nlp.to_disk(tmp_path / "pipeline")
    [fact] = spacy.load(tmp_path / "pipeline")(text)._.press_facts
    assert fact.metric_id == "bee_colonies" and fact.period.start.startswith("2024")
    assert fact == nlp(text)._.press_facts[0]
    assert pipeline()(text)._.press_facts[0].metric_id != "bee_colonies"
    elsewhere = rules.rename(tmp_path / "elsewhere")
    with pytest.raises(RuleError, match="no such folder"):
        spacy.load(tmp_path / "pipeline")
    moved = spacy.load(tmp_path / "pipeline", config={"components": {"press_facts": {"rules": [str(elsewhere)]}}})
    assert moved(text)._.press_facts[0].metric_id == "bee_colonies"


# ---- the documentation, and the core
EXAMPLES = re.findall(r"```python\n(.*?)```\n(?:\n```text\n(.*?)```)?", PAGE, re.DOTALL)


@pytest.mark.parametrize(("code", "output"), EXAMPLES)
def test_an_example_prints_what_the_page_says(code, output):
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(compile(code, "docs/spacy.md", "exec"), {})
    assert printed.getvalue() == output


def test_there_are_examples():
    assert len(EXAMPLES) == 4 and sum(bool(output) for _, output in EXAMPLES) == 3


def test_the_core_does_not_load_spacy():
    code = "import sys, extractor; extractor.extract('新增企业17家'); print('spacy' in sys.modules, 'extractor.spacy_pipe' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=120)
    assert done.stdout.split() == ["False", "False"], done.stderr


def test_the_names_are_those_of_the_page():
    for name in ("press_facts", "press_extraction", "press_error", "press_context"):
        assert Doc.has_extension(name) and f"doc._.{name}" in PAGE
    assert spacy_pipe.EXTRACTION_KEY in PAGE
