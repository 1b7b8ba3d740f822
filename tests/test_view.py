"""What a notebook shows, frames, and choosing facts."""

from __future__ import annotations

import re
import warnings
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import polars as pl
import pytest

from extractor import Extraction, Extractor, extract, to_frame
from extractor.extras import how_to_get
from extractor.records import Facts
from extractor.rules_base import RuleError
from extractor.sinks.schema import FACTS, TABLES
from extractor.view import notebook
from extractor.view.marks import pieces
from extractor.view.palette import MEASURES, PAPER, contrast

SAMPLES = Path(__file__).parent.parent / "samples"
TEXT = "2023年,衡阳市税收收入93亿元,增长6.5%;力争2024年增长7%。第12条,详见附件。"


@pytest.fixture(scope="module")
def samples() -> list[Extraction]:
    return [extract(path.read_text(encoding="utf-8"), id=path.stem) for path in sorted(SAMPLES.glob("*.txt"))]


@pytest.fixture(scope="module")
def tax() -> Extraction:
    return extract(TEXT, id="tax")


class Page(HTMLParser):
    """What a browser would see: elements, all closed, and the text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data if self.open[-1:] != ["style"] else ""


# ---------------------------------------------------------------- marks
def test_pieces_are_the_whole_text_and_know_their_facts(samples):
    for extraction in samples:
        text, found = extraction.article.text, list(pieces(extraction))
        assert "".join(text[piece.start : piece.end] for piece in found) == text
        for number, fact in enumerate(extraction.facts):
            marked = [piece for piece in found if number in piece.facts]
            assert (marked[0].start, marked[-1].end) == (fact.start, fact.end)
        for number, item in enumerate(extraction.skipped):
            assert any(number in piece.skipped and piece.start == item.start for piece in found)


def test_marks_that_overlap_are_each_whole(tax):
    whole = tax.facts[0].model_copy(update={"start": tax.facts[0].start - 4, "end": tax.facts[1].start + 1})
    crossed = tax.model_copy(update={"facts": Facts([whole, *tax.facts])})
    found = [piece for piece in pieces(crossed) if 0 in piece.facts]
    assert (found[0].start, found[-1].end) == (whole.start, whole.end)
    assert {(0,), (0, 1), (0, 2)} == {piece.facts for piece in found}


# ---------------------------------------------------------------- notebook
def test_a_notebook_shows_each_fact_in_the_text_and_in_the_table(samples):
    for extraction in samples:
        page = Page(extraction._repr_html_())
        assert not page.open
        marks = {n for tag, a in page.tags if tag == "mark" for n in a["data-f"].split()}
        rows = [a["data-f"] for tag, a in page.tags if tag == "tr" and "data-f" in a]
        assert rows == [str(n) for n in range(len(extraction.facts))] and marks == set(rows)
        assert sum(a.get("class") == "xf-skipped" for _, a in page.tags) >= len({(s.start, s.end) for s in extraction.skipped})
        assert all(fact.metric in page.text and notebook.value_text(fact) in page.text for fact in extraction.facts)


def test_nothing_of_the_article_is_markup():
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'><b>衡阳市</b>税收收入93亿元,\u202e增长6.5%。\x1b[2J"
    extraction = extract(evil, id='"><script>', title="</style><script>alert(1)</script>")
    html = extraction._repr_html_() + extraction.facts._repr_html_()
    tags = {tag for tag, _ in Page(html).tags}
    assert tags <= {"div", "style", "span", "mark", "b", "dl", "dt", "dd", "table", "thead", "tbody", "tr", "th", "td"}
    assert not any(name.startswith("on") for _, attrs in Page(html).tags for name in attrs)
    assert "\u202e" not in html and "\x1b" not in html and "<script" not in html


def test_a_long_article_is_cut_and_says_so(monkeypatch):
    monkeypatch.setattr(notebook, "MOST_CHARACTERS", 60)
    monkeypatch.setattr(notebook, "MOST_FACTS", 3)
    extraction = extract("2023年,衡阳市税收收入93亿元。\n" * 9)
    page = Page(extraction._repr_html_())
    assert "(the first 3 are shown)" in page.text and f"{len(extraction.article.text) - 60} more characters" in page.text
    assert sum(tag == "tr" for tag, _ in page.tags) == 4
    assert Page(extraction.facts._repr_html_()).text.count("衡阳市") == 3


def test_an_extraction_without_its_text_or_facts_shows_what_there_is(tax):
    bare = tax.model_copy(update={"article": tax.article.model_copy(update={"text": None})})
    assert "税收收入" in Page(bare._repr_html_()).text
    assert "0 facts" in Page(extract("")._repr_html_()).text


def test_a_contradiction_is_told():
    extraction = extract("2023年,衡阳市进出口总额96.4亿元,其中出口61.2亿元、进口25.2亿元。")
    assert f"contradiction: {extraction.checks[0].message}" in Page(extraction._repr_html_()).text


def test_at_a_prompt_a_fact_is_a_line(tax):
    assert str(tax.facts[2]) == "衡阳市 税收收入 +7% · growth yoy · target · 2024"
    assert str(tax).splitlines()[0] == "tax · 3 facts · 3 numerals that are no facts" and len(str(tax).splitlines()) == 4


def test_a_page_of_its_own_follows_the_system_and_no_other_does(tax):
    css = tax._repr_html_().partition("<style>")[2].partition("</style>")[0]
    alone = css.partition("@media (prefers-color-scheme:dark){")[2]
    assert alone.startswith(":root:has(> body > .xf) .xf{") and PAPER.dark in alone.partition("}")[0]
    assert css.count("prefers-color-scheme") == 1 and ":root:has(> body > .xf){color-scheme:light dark}" in css


def test_colours_can_be_read():
    for colour in MEASURES.values():
        assert contrast(colour.light, PAPER.light) >= 4.5 and contrast(colour.dark, PAPER.dark) >= 4.5


# ---------------------------------------------------------------- where
@pytest.mark.parametrize(
    ("conditions", "quotes"),
    [
        ({}, ["93亿元", "6.5%", "7%"]),
        ({"measure": "growth"}, ["6.5%", "7%"]),
        ({"measure": "growth", "status": "actual"}, ["6.5%"]),
        ({"status": ["target", "forecast"]}, ["7%"]),
        ({"metric": re.compile("税收")}, ["93亿元", "6.5%", "7%"]),
        ({"reference": re.compile(".")}, []),
        ({"value": 7}, ["7%"]),
        ({"value": lambda value: value > 6.9}, ["93亿元", "7%"]),
        ({"period": "2024"}, ["7%"]),
        ({"period": "2023-06"}, []),
        ({"bound": None, "subject": "衡阳市"}, ["93亿元", "6.5%", "7%"]),
    ],
)
def test_where(tax, conditions, quotes):
    chosen = tax.facts.where(**conditions)
    assert isinstance(chosen, Facts) and [fact.quote for fact in chosen] == quotes


def test_where_says_what_is_wrong(tax):
    with pytest.raises(TypeError, match="no field 'metrics'; did you mean 'metric'"):
        tax.facts.where(metrics="x")
    with pytest.raises(ValueError, match="'last year' is no beginning of an ISO date"):
        tax.facts.where(period="last year")


@pytest.mark.parametrize(
    ("field", "wanted", "hint"),
    [
        ("status", "targets", "did you mean 'target'"),
        ("measure", "Growth", "did you mean 'growth'"),
        ("measure", ["growth", "shares"], "'shares'; did you mean 'share'"),
        ("bound", "xyz", "choose of about, at_least, at_most, nearly"),
    ],
)
def test_where_refuses_a_word_that_the_field_never_has(tax, field, wanted, hint):
    with pytest.raises(ValueError, match=hint):
        tax.facts.where(**{field: wanted})
    assert tax.facts.where(**{field: re.compile("no such word")}) == [] == tax.facts.where(**{field: lambda value: False})


def test_the_front_door_takes_what_people_give():
    assert (
        extract(TEXT, "2024-01-20").article.published == Extractor().extract(TEXT, "2024-01-20").article.published == "2024-01-20"
    )
    with pytest.raises(ValueError, match="published must be an ISO date"):
        extract(TEXT, "a title")
    with pytest.raises(RuleError, match="my_rules: no such folder"):
        Extractor(rules="my_rules")
    for name in ("/data/2023/通报(一).txt", "notice.html", "a b/c.jsonl.gz"):
        with pytest.warns(UserWarning, match="looks like the name of a file"):
            extract(name)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for text in (TEXT, "", "notice", "2023年新增企业17家。\n附件1.docx", "详见附件1.docx。"):
            extract(text)


def test_facts_stay_facts_through_json(tax):
    again = Extraction.model_validate_json(tax.model_dump_json())
    assert isinstance(again.facts, Facts) and again == tax
    assert tax.to_dicts()[1]["article_id"] == "tax" and tax.to_dicts()[1] == {"article_id": "tax", **tax.facts.to_dicts()[1]}
    assert Extraction.model_json_schema()["properties"]["facts"]["items"] == {"$ref": "#/$defs/Fact"}


# ---------------------------------------------------------------- frames
@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_frames_have_the_columns_of_the_tables(samples, library):
    kind = {"pandas": pd.DataFrame, "polars": pl.DataFrame}[library]
    for table in TABLES:
        frame, empty = to_frame(samples, table.name, library=library), to_frame([], table.name, library=library)
        assert isinstance(frame, kind) and tuple(frame.columns) == tuple(empty.columns) == table.names
        assert list(map(str, frame.dtypes)) == list(map(str, empty.dtypes)) and len(frame) > len(empty) == 0
    facts = to_frame(samples, library=library)
    assert list(facts["id"]) == [fact.id for one in samples for fact in one.facts]
    assert list(facts["value"]) == [float(fact.value) for one in samples for fact in one.facts]


def test_types_are_those_that_one_calculates_with(tax):
    frame = tax.to_frame()
    assert str(frame["period_end"].dtype) == "datetime64[s]" and list(frame["period_end"].dt.year) == [2023, 2023, 2024]
    assert frame["value"].sum() == 9300000000 + 6.5 + 7 and frame["value_max"].isna().all()
    polars = tax.to_frame(library="polars")
    assert polars["period_end"].dtype == pl.Date and polars["inherited"].dtype == pl.List(pl.String)
    assert tax.facts.to_frame().equals(frame.drop(columns="article_id"))
    assert tax.facts.where(status="target").to_frame(library="polars").columns == [n for n in FACTS.names if n != "article_id"]


def test_frames_say_what_is_wrong(tax, monkeypatch):
    with pytest.raises(ValueError, match="no table 'fact'; choose one of articles, entities"):
        tax.to_frame("fact")
    for given in (tax, tax.facts, [tax.facts]):
        with pytest.raises(TypeError, match="to_frame takes several extractions.*extraction.facts.to_frame()"):
            to_frame(given)
    with pytest.raises(ValueError, match="'dask' to make frames with; choose pandas or polars"):
        tax.to_frame(library="dask")
    monkeypatch.setitem(__import__("sys").modules, "polars", None)
    with pytest.raises(ImportError, match="pip install polars"):
        tax.to_frame(library="polars")
    monkeypatch.setitem(__import__("sys").modules, "pandas", None)
    with pytest.raises(ImportError, match=re.escape(how_to_get("notebook"))):
        tax.to_frame()
