"""The whole way from a text to its extraction: what every article can rely on, whatever stands in it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

import extractor
from extractor.io.encodings import decode
from extractor.parts import shared
from extractor.pipeline import Extractor

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = sorted((ROOT / "samples").glob("*.txt"))
TEXT = "上半年，白河县规模以上工业增加值同比增长8.5%，新增企业17家，产值1.6亿元。"
DIGITS = frozenset("0123456789０１２３４５６７８９")


def sample_text(path):
    return decode(path.read_bytes())


def extract(text, **known):
    return shared().extract(text, **known)


@pytest.fixture(scope="module")
def extractions():
    assert SAMPLES
    return {path.stem: extract(sample_text(path), id=path.stem) for path in SAMPLES}


def lost(extraction):
    """The digits of what is read (all but boilerplate and bylines) that no fact and no skipped entry covers."""
    text = extraction.article.text
    unread = [(b.start, b.end) for b in extraction.article.blocks if b.kind in ("boilerplate", "byline")]
    covered = [False] * len(text)
    for start, end in (*unread, *((r.start, r.end) for r in (*extraction.facts, *extraction.skipped))):
        covered[start:end] = [True] * (end - start)
    return [text[max(0, at - 12) : at + 6] for at, char in enumerate(text) if char in DIGITS and not covered[at]]


def found(extraction):
    """What was quoted of each fact, with its value as a JSON number."""
    return [(fact["quote"], fact["value"], fact["unit"]) for fact in json.loads(extraction.model_dump_json())["facts"]]


# ---------------------------------------------------------------- determinism


def test_same_bytes_in_every_process():
    script = (
        "import sys\nfrom pathlib import Path\nfrom extractor import extract\nfrom extractor.io.encodings import decode\n"
        "for path in sys.argv[1:]:\n"
        "    text = decode(Path(path).read_bytes())\n"
        "    sys.stdout.buffer.write(extract(text, published='2024-08-01').model_dump_json().encode() + b'\\n')\n"
    )
    outputs = set()
    for seed in ("0", "1", "4711"):
        done = subprocess.run(
            [sys.executable, "-c", script, *map(str, SAMPLES)],
            capture_output=True,
            check=True,
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": seed},
        )
        outputs.add(done.stdout)
    assert len(outputs) == 1
    assert outputs.pop().count(b"\n") == len(SAMPLES)


def test_two_extractors_of_one_process_agree():
    one, other = Extractor(), Extractor()
    assert one.rulebook.hash == other.rulebook.hash
    assert one.extract(TEXT) == other.extract(TEXT)


# ---------------------------------------------------------------- offsets


@pytest.mark.parametrize("name", [path.stem for path in SAMPLES])
def test_every_span_of_a_sample_lies_where_it_says(extractions, name):
    extraction = extractions[name]
    text = extraction.article.text
    assert text == sample_text(ROOT / "samples" / f"{name}.txt")
    for fact in extraction.facts:
        assert text[fact.start : fact.end] == fact.quote
        assert fact.quote.strip()
        assert 0 <= fact.sentence_start <= fact.start < fact.end <= fact.sentence_end <= len(text)
        assert all(0 <= start < end <= len(text) for spans in fact.evidence.values() for start, end in spans)
    for skipped in extraction.skipped:
        assert text[skipped.start : skipped.end] == skipped.quote
    for entity in extraction.entities:
        assert text[entity.start : entity.end] == entity.text
    assert [fact.start for fact in extraction.facts] == sorted(fact.start for fact in extraction.facts)


@pytest.mark.parametrize("name", [path.stem for path in SAMPLES])
def test_blocks_of_a_sample_are_in_order_and_apart(extractions, name):
    blocks = extractions[name].article.blocks
    assert blocks
    assert all(0 <= block.start < block.end for block in blocks)
    assert all(before.end <= after.start for before, after in pairwise(blocks))


@pytest.mark.parametrize("name", [path.stem for path in SAMPLES])
def test_facts_come_from_readable_blocks_only(extractions, name):
    extraction = extractions[name]
    unread = [(b.start, b.end) for b in extraction.article.blocks if b.kind in ("boilerplate", "byline")]
    assert not [fact.quote for fact in extraction.facts if any(start < fact.end and fact.start < end for start, end in unread)]


@pytest.mark.parametrize("name", [path.stem for path in SAMPLES])
def test_every_digit_of_a_sample_is_in_a_fact_or_skipped(extractions, name):
    assert not lost(extractions[name])


def test_nothing_is_both_fact_and_skipped(extractions):
    for extraction in extractions.values():
        facts = [(fact.start, fact.end) for fact in extraction.facts]
        both = [s.quote for s in extraction.skipped if any(start < s.end and s.start < end for start, end in facts)]
        assert not both, extraction.article.id


def test_crlf_keeps_its_places():
    lines = ("白河县通报。", "上半年，全县新增企业17家，", "产值1.6亿元。", "")
    text = "\r\n".join(lines)
    extraction = extract(text)
    assert extraction.article.text == text
    assert found(extraction) == [("17家", 17, "家"), ("1.6亿元", 160000000, "元")]
    assert all(text[fact.start : fact.end] == fact.quote for fact in extraction.facts)
    assert [(q, v, u) for q, v, u in found(extract(text.replace("\r\n", "\n")))] == found(extraction)


def test_a_number_cut_by_crlf_is_one_number():
    text = "上半年，白河县新增企业１７家，\r\n产值１．６亿元，增长１２．４％。\r\n"
    extraction = extract(text)
    assert found(extraction) == [("１７家", 17, "家"), ("１．６亿元", 160000000, "元"), ("１２．４％", 12.4, "%")]
    assert all(text[fact.start : fact.end] == fact.quote for fact in extraction.facts)


def test_zero_width_characters_stay_in_the_quote():
    text = "上半年，白河县新增企业1\u200b7家，产值1.6\u200b亿元，\ufeff增长12.4\u2060%。"
    extraction = extract(text)
    assert found(extraction) == [("1\u200b7家", 17, "家"), ("1.6\u200b亿元", 160000000, "元"), ("12.4\u2060%", 12.4, "%")]
    assert all(text[fact.start : fact.end] == fact.quote for fact in extraction.facts)


def test_characters_beyond_the_basic_plane_count_as_one():
    text = "𠮷河镇通报😀：上半年新增企业17家。"
    (fact,) = extract(text).facts
    assert (fact.start, fact.end, fact.quote) == (text.index("17"), text.index("17") + 3, "17家")


# ---------------------------------------------------------------- ids


def test_ids_are_unique_across_articles(extractions):
    facts = [fact.id for extraction in extractions.values() for fact in extraction.facts]
    mentions = [entity.id for extraction in extractions.values() for entity in extraction.entities]
    assert len(set(facts)) == len(facts) > 300
    assert len(set(mentions)) == len(mentions) > 100


def test_ids_of_one_text_differ_between_articles():
    one, other = extract(TEXT, id="one"), extract(TEXT, id="two")
    assert not {fact.id for fact in one.facts} & {fact.id for fact in other.facts}
    assert not {entity.id for entity in one.entities} & {entity.id for entity in other.entities}
    assert [e.entity_id for e in one.entities] == [e.entity_id for e in other.entities]


def test_repeats_name_a_fact_of_the_article(extractions):
    for extraction in extractions.values():
        ids = {fact.id for fact in extraction.facts}
        assert all(fact.repeats in ids - {fact.id} for fact in extraction.facts if fact.repeats)


def test_the_article_id_follows_url_and_text():
    ids = [
        extract(TEXT).article.id,
        extract(TEXT).article.id,
        extract(TEXT, url="https://example.org/1").article.id,
        extract(TEXT + "又").article.id,
    ]
    assert ids[0] == ids[1]
    assert len(set(ids)) == 3
    assert extract(TEXT, id="own").article.id == "own"


# ---------------------------------------------------------------- arguments


@pytest.mark.parametrize("published", ["2024-07-20", date(2024, 7, 20), "2024-07-20T08:30:00+08:00"])
def test_relative_periods_are_read_by_the_date_of_publication(published):
    extraction = extract("上半年白河县新增企业17家。", published=published)
    assert extraction.article.published == "2024-07-20"
    period = extraction.facts[0].period
    assert (period.start, period.end, period.text) == ("2024-01-01", "2024-06-30", "上半年")


def test_without_a_date_a_relative_period_stays_open():
    (fact,) = extract("上半年白河县新增企业17家。").facts
    assert fact.period is None


def test_a_title_is_kept_and_gives_no_facts_of_its_own():
    extraction = extract("上半年白河县新增企业17家。", title="白河县新增企业18家", url="https://example.org/1")
    assert extraction.article.title == "白河县新增企业18家"
    assert extraction.article.url == "https://example.org/1"
    assert [fact.quote for fact in extraction.facts] == ["17家"]


@pytest.mark.parametrize("text", [b"\xe4\xb8\x8a", None, 17, ["17"]])
def test_what_is_no_string_is_refused(text):
    with pytest.raises(TypeError, match=f"text must be a string, not {type(text).__name__}"):
        extract(text)


@pytest.mark.parametrize("published", ["17/8/2023", "2023-13-01", "去年", "", 20230817])
def test_what_is_no_date_is_refused(published):
    with pytest.raises(ValueError, match="published must be an ISO date such as 2023-08-17"):
        extract(TEXT, published=published)


def test_the_package_functions_are_those_of_the_shared_extractor():
    assert extractor.extract(TEXT, id="a") == extract(TEXT, id="a")
    assert extractor.Extractor is Extractor
    with pytest.raises(AttributeError, match="no attribute 'extrakt'"):
        extractor.extrakt  # noqa: B018 - looking is what fails


# ---------------------------------------------------------------- pipe


def test_pipe_takes_strings_and_mappings_in_order():
    articles = [TEXT, {"text": TEXT, "id": "second", "published": "2024-07-20", "title": "", "url": None, "unknown": 1}, ""]
    first, second, third = shared().pipe(iter(articles))
    assert first == extract(TEXT)
    assert second == extract(TEXT, id="second", published="2024-07-20")
    assert third.facts == []


def test_pipe_is_lazy():
    def articles():
        yield TEXT
        raise LookupError("the second was asked for")

    stream = shared().pipe(articles())
    assert next(stream).facts
    with pytest.raises(LookupError):
        next(stream)


# ---------------------------------------------------------------- odd texts


@pytest.mark.parametrize("text", ["", " ", "\n", "\r\n\r\n", "\ufeff", "\u200b\u200b", "。", "，、；", "\t\u3000"])
def test_nothing_comes_of_nothing(text):
    extraction = extract(text)
    assert (extraction.facts, extraction.skipped, extraction.entities) == ([], [], [])
    assert extraction.article.text == text


@pytest.mark.parametrize("text", ["No figures in Chinese here.", "こんにちは", "👍👍👍", "<div class='a'></div>"])
def test_text_without_chinese_and_numerals_gives_nothing(text):
    assert extract(text).facts == []


@pytest.mark.parametrize(
    "text", ["123 456 7.8 9,000", "1", "3.14", "１２３", "12\n13\n14", "1,2,3,4", "-5", "8.5%", "2023-08-17", "1.2.3.4", "5:3:2"]
)
def test_bare_numerals_are_accounted_for(text):
    extraction = extract(text)
    assert not lost(extraction)
    assert all(text[s.start : s.end] == s.quote for s in extraction.skipped)


def test_nul_and_lone_surrogates_become_one_replacement_each():
    text = "上半年，白河县新增企业17家。\x00产值\udc801.6亿元\ud800。"
    extraction = extract(text)
    assert extraction.article.text == "上半年，白河县新增企业17家。\ufffd产值\ufffd1.6亿元\ufffd。"
    assert len(extraction.article.text) == len(text)
    assert [fact.quote for fact in extraction.facts] == ["17家", "1.6亿元"]
    extraction.model_dump_json().encode("utf-8")


def test_every_code_point_of_the_basic_plane_is_survived():
    text = "".join(map(chr, range(0x10000)))
    extraction = extract(text)
    assert len(extraction.article.text) == len(text)
    extraction.model_dump_json().encode("utf-8")


LONG = {
    "one sentence": "上半年，白河县新增企业17家，产值1.6亿元，同比增长8.5%，",
    "sentences": "上半年，白河县新增企业17家，产值1.6亿元，同比增长8.5%。",
    "digits": "1",
    "no figures": "加快推进高质量发展",
    "open marks": "《“（",
}


@pytest.mark.parametrize("name", LONG)
def test_a_line_of_30_000_characters_comes_to_an_end(name):
    unit = LONG[name]
    text = (unit * (30_000 // len(unit) + 1))[:30_000]
    extraction = extract(text)
    assert extraction.article.text == text
    assert all(text[fact.start : fact.end] == fact.quote for fact in extraction.facts)


def test_chinese_punctuation_of_either_width_reads_the_same():
    wide = "上半年，白河县新增企业17家；产值1.6亿元（增长8.5%）。"
    narrow = wide.translate(str.maketrans("，；（）", ",;()"))
    assert found(extract(wide)) == found(extract(narrow))


PACK = """\
family: unit
rules:
  - id: unit.count.crate_test
    unit_family: count
    units: {箱笼: {code: "{crate}"}}
    examples: ["发放蜂种⟦350箱笼⟧。"]
    unlike: [{text: "发放蜂种350箱。", why: "another unit"}]
"""


def test_a_pack_of_rules_changes_only_its_own_extractor(tmp_path):
    text = "上半年，白河县发放蜂种350箱笼。"
    (tmp_path / "mine.yaml").write_text(PACK, encoding="utf-8")
    mine = Extractor(rules=[tmp_path])
    assert mine.rulebook.hash != shared().rulebook.hash
    assert found(mine.extract(text)) == [("350箱笼", 350, "箱笼")]
    assert found(extract(text)) != [("350箱笼", 350, "箱笼")]
