"""The report's page, without a browser: what is in it, where, and that the same records give the same bytes."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import pytest
from typer.testing import CliRunner

from extractor import extract
from extractor.cli.main import app
from extractor.io.inputs import Failure
from extractor.report.charts import library
from extractor.report.collect import name_of
from extractor.report.page import FACT, unpack, write_page
from extractor.view.palette import GROUND, INK, MEASURES, MUTED, PAPER, contrast
from tests.making import ROOT, run_over, write_rows

TEXT = "2023年上半年,武宁县规模以上工业增加值同比增长8.5%,新增企业17家。\n"
NASTY = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"


@pytest.fixture
def invoke():
    runner = CliRunner()
    return lambda *given, stdin=None: runner.invoke(app, [str(one) for one in given], input=stdin)


@pytest.fixture(scope="module")
def samples(tmp_path_factory):
    """The sample articles, extracted into a file, SQLite and DuckDB."""
    folder = tmp_path_factory.mktemp("samples")
    sinks = [str(folder / "facts.jsonl"), f"sqlite:///{folder}/facts.db", f"duckdb:///{folder}/facts.duckdb"]
    for sink in sinks:
        report, _ = run_over(ROOT / "samples", sink)
        assert report.is_clean
    return sinks


def page_of(*records, charts=None, title="t"):
    file = io.BytesIO()
    summary = write_page(records, file, title=title, charts=charts)
    return file.getvalue(), summary


class Elements(HTMLParser):
    """Scripts, styles and attributes of a page."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.scripts: list[tuple[str | None, str]] = []
        self.styles: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self._open: str | None = None
        self.feed(page.decode())

    def handle_starttag(self, tag, attrs):
        self.attributes += attrs
        self._open = tag
        if tag == "script":
            self.scripts.append((dict(attrs).get("type"), ""))
        if tag == "style":
            self.styles.append("")

    def handle_data(self, data):
        if self._open == "script":
            kind, text = self.scripts[-1]
            self.scripts[-1] = (kind, text + data)
        elif self._open == "style":
            self.styles[-1] += data

    def handle_endtag(self, tag):
        self._open = None


# ---- what is in it
def test_the_page_holds_the_records_as_they_are():
    extraction = extract(TEXT, id="a", title="标题", url="https://example.org/a", published="2023-07-20")
    page, summary = page_of(extraction, Failure("b.txt", "the text is empty"))
    head, (article, facts, skipped, checks), last = unpack(page)
    record = json.loads(extraction.model_dump_json())
    assert dict(zip(head["names"]["article"], article, strict=True)) == {
        name: record["article"][name] for name in head["names"]["article"]
    }
    assert [dict(zip(head["names"]["facts"], fact, strict=True)) for fact in facts] == record["facts"]
    assert [dict(zip(head["names"]["skipped"], one, strict=True)) for one in skipped] == record["skipped"] and checks == []
    assert last["failures"] == [["b.txt", "the text is empty"]] and last["articles"] == 1
    assert (summary.articles, summary.facts, len(summary.failures)) == (1, 2, 1)


def test_the_page_knows_which_metrics_are_better_when_lower(tmp_path):
    text = "2024年,武宁县单位GDP能耗下降3.1%,居民消费价格上涨0.3%,地区生产总值增长5%。\n"
    better = unpack(page_of(extract(text))[0])[-1]["better"]
    assert better == {"consumer_price": "neutral", "energy_consumption_per_unit_of_gdp": "lower"}
    pack = tmp_path / "rules"
    pack.mkdir()
    (pack / "own.yaml").write_text(
        "domain: own\nmetrics:\n"
        "  - {id: own_waiting_days, name: 平均候诊天数, english: days of waiting, aliases: [], unit: time, better: lower, kind: rate,\n"
        '     breakdown: false, examples: ["⟦平均候诊天数⟧为3天。"], unlike: [{text: "住院3天。", why: "a stay"}]}\n',
        encoding="utf-8",
    )
    file = io.BytesIO()
    made = extract(TEXT)
    own = [made.facts[0].model_copy(update={"metric_id": "own_waiting_days"})]
    write_page([made.model_copy(update={"facts": own})], file, title="t", charts=None, packs=[str(pack)])
    assert unpack(file.getvalue())[-1]["better"] == {"own_waiting_days": "lower"}


def test_all_fields_of_a_fact_are_in_it():
    assert set(FACT) == set(json.loads(extract(TEXT).model_dump_json())["facts"][0])


def test_file_databases_and_articles_give_the_same_page(samples, tmp_path, invoke):
    pages = []
    for source in [*samples, ROOT / "samples"]:
        result = invoke("report", source, "-o", tmp_path / "page.html", "--title", "samples", "--quiet")
        assert result.exit_code == 0, result.stderr
        pages.append((tmp_path / "page.html").read_bytes())
    assert len(unpack(pages[0])) == 17
    for page in pages[1:]:
        assert unpack(page) == unpack(pages[0])
    assert pages[0] == pages[1] == pages[2] == pages[3]


def test_long_data_is_cut_into_pieces_that_belong_together(monkeypatch):
    extraction = extract(TEXT, id="a")
    whole, _ = page_of(extraction)
    monkeypatch.setattr("extractor.report.page._PIECE", 99)
    page, _ = page_of(extraction)
    assert page.count(b'class="data"') > 5 and unpack(page) == unpack(whole)


def test_a_page_knows_the_other_forms_of_its_characters():
    simple = unpack(page_of(extract("2023年,武宁县进出口总额10亿元。", id="a"))[0])[-1]["simple"]
    assert "進进" in simple and "億亿" in simple and "臺台" not in simple


def test_a_page_is_called_after_its_sources(tmp_path):
    (tmp_path / "a[1].txt").touch()
    names = ["pages/", "pages/*.txt", f"{tmp_path}/a[1].txt", "postgresql+psycopg://me:secret@host/facts"]
    assert [name_of(name) for name in names] == ["pages", "pages", "a[1].txt", "facts"]


def test_the_key_of_a_report_is_that_of_its_texts():
    one, other = extract(TEXT, id="a"), extract(TEXT, id="b")
    keys = [unpack(page_of(*records)[0])[-1]["key"] for records in ([one], [other], [one, other])]
    assert len(set(keys)) == 3
    assert unpack(page_of(one, title="another title")[0])[-1]["key"] == keys[0]


# ---- nothing in it can run
def test_words_of_articles_are_in_the_data_alone():
    page, _ = page_of(
        extract(f"2023年,全市新增企业17家。{NASTY}", id=NASTY, title=NASTY, url=f"javascript:{NASTY}"),
        Failure(NASTY, NASTY),
        title=NASTY,
    )
    frame, _ = page_of()
    mark = b'<script type="application/octet-stream" class="data">'
    assert page.split(mark)[0] == frame.split(mark)[0]
    assert re.sub(rb"^[A-Za-z0-9+/=]*", b"", page.split(mark)[1]) == re.sub(rb"^[A-Za-z0-9+/=]*", b"", frame.split(mark)[1])
    assert NASTY in json.dumps(unpack(page), ensure_ascii=False)


@pytest.mark.parametrize("charts", [None, "window.vegaEmbed = 1;"])
def test_the_policy_lets_only_our_scripts_and_style_run(charts):
    elements = Elements(page_of(extract(TEXT), charts=charts)[0])
    policy = next(value for name, value in elements.attributes if name == "content" and "default-src" in (value or ""))
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))

    def digest(text: str) -> str:
        return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

    run = [text for kind, text in elements.scripts if kind != "application/octet-stream"]
    assert set(rules["script-src"].split()) == {digest(text) for text in run} and len(run) == 1 + (charts is not None)
    assert [rules["style-src"]] == [digest(text) for text in elements.styles]
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    assert "unsafe" not in policy and "http" not in policy and "*" not in policy
    assert not [name for name, _ in elements.attributes if name.startswith("on") or name in ("style", "src")]


def test_the_script_makes_no_markup_of_strings():
    script = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "extractor/report/static").glob("*.js"))
    assert not re.findall(
        r"\.innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|srcdoc|javascript:", script
    )


def test_every_script_of_the_folder_is_in_the_page():
    from extractor.report.page import SCRIPTS

    assert sorted(SCRIPTS) == sorted(path.stem for path in (ROOT / "extractor/report/static").glob("*.js"))


def test_the_chart_library_is_one_script_that_ends_no_element():
    script = library()
    assert script is not None and "vegaEmbed" in script
    assert "</script" not in script.lower() and "<!--" not in script


def test_a_page_with_charts_names_the_licence_of_every_library_in_it():
    """The package that carries them lists them as NAME@VERSION, the words of no licence among them."""
    import vl_convert

    (binary,) = Path(vl_convert.__file__).parent.glob("vl_convert*.so")
    carried = {name.decode() for name in re.findall(rb"/npm/([a-z][a-z0-9.-]+)@\d+\.\d+\.\d+/\+esm", binary.read_bytes())}
    assert len(carried) > 50 and {"vega", "vega-lite", "d3-array", "topojson-client"} <= carried
    script = library()
    assert script is not None and f"<script>{script}</script>" in page_of(extract(TEXT), charts=script)[0].decode()
    notices = script.partition("*/")[0]
    assert sorted(name for name in carried if not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", notices)) == []
    for words in ("University of Washington", "Mike Bostock", "Redistributions in binary form", "Permission is hereby granted"):
        assert words in notices


# ---- the command
def test_it_says_what_is_in_the_page_and_how_to_open_it(invoke, tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    page = tmp_path / "page.html"
    result = invoke("report", tmp_path / "a.txt", "-o", page)
    assert result.exit_code == 0 and result.stdout == ""
    assert "1 article, 2 facts, 0 contradictions" in result.stderr and page.as_uri() in result.stderr
    assert unpack(page.read_bytes())[0]["title"] == "a.txt"


def test_what_can_not_be_read_is_told_and_listed(invoke, tmp_path):
    for name, text in (("a", TEXT), ("b", "no Chinese 12%"), ("c", "")):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    result = invoke("report", tmp_path, tmp_path / "none.txt", f"sqlite:///{tmp_path}/none.db", "-o", tmp_path / "page.html")
    assert result.exit_code == 1 and "4 inputs could not be read" in result.stderr
    failures = unpack((tmp_path / "page.html").read_bytes())[-1]["failures"]
    assert [Path(where).name for where, _ in failures] == ["b.txt", "c.txt", "none.txt", "none.db"]
    assert all(message in result.stderr for _, message in failures)


def test_where_nothing_can_be_read_the_old_page_stays(invoke, tmp_path):
    page = tmp_path / "page.html"
    page.write_text("old", encoding="utf-8")
    result = invoke("report", tmp_path / "none.jsonl", "-o", page, "--force")
    assert result.exit_code == 2 and "none.jsonl" in result.stderr and page.read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]


def test_a_file_that_is_no_report_is_spared(invoke, tmp_path):
    article, other = tmp_path / "a.txt", tmp_path / "keep.txt"
    article.write_text(TEXT, encoding="utf-8")
    other.write_text(TEXT, encoding="utf-8")
    for page in (other, article):
        refused = invoke("report", article, "-o", page)
        assert refused.exit_code == 2 and "is no report page" in refused.stderr and page.read_text(encoding="utf-8") == TEXT
    assert invoke("report", article, "-o", other, "--force").exit_code == 0
    assert invoke("report", article, "--to", other).exit_code == 0  # a page of ours is replaced
    (tmp_path / "empty.html").touch()
    assert invoke("report", article, "-o", tmp_path / "empty.html").exit_code == 0


def test_addresses_that_are_no_sources_are_answered(invoke, tmp_path):
    for source, words in (("facts.db", "did you mean sqlite:///facts.db?"), ("https://example.org/a.html", "not fetched")):
        result = invoke("report", source, "-o", tmp_path / "page.html")
        assert result.exit_code == 2 and words in result.stderr and not list(tmp_path.iterdir())


def test_the_page_in_the_folder_of_its_articles_is_no_article(invoke, tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    for _ in range(2):
        result = invoke("report", tmp_path, "-o", tmp_path / "report.html")
        assert result.exit_code == 0, result.stderr
        assert len(unpack((tmp_path / "report.html").read_bytes())) == 3


def test_extractions_and_articles_in_one_folder_and_from_a_pipe(invoke, tmp_path, samples):
    lines = Path(samples[0]).read_text(encoding="utf-8").splitlines(keepends=True)
    (tmp_path / "facts.jsonl").write_text("".join(lines[:3]) + '{"facts": [], "article": 1}\n', encoding="utf-8")
    write_rows(tmp_path / "rows.jsonl", [{"id": "mine", "text": TEXT}])
    result = invoke("report", tmp_path, "-", "-o", tmp_path / "page.html", stdin="".join(lines[3:5]))
    assert result.exit_code == 1 and "facts.jsonl:4: not an extraction" in result.stderr
    articles = [one[0][0] for one in unpack((tmp_path / "page.html").read_bytes())[1:-1]]
    assert articles == [json.loads(line)["article"]["id"] for line in lines[:3]] + ["mine"] + [
        json.loads(line)["article"]["id"] for line in lines[3:5]
    ]


def test_texts_from_a_pipe_are_articles(invoke, tmp_path):
    result = invoke("report", "-", "-o", tmp_path / "page.html", "--published", "2023-07-20", stdin=TEXT)
    assert result.exit_code == 0
    assert len(unpack((tmp_path / "page.html").read_bytes())[1][1]) == 2


def test_a_password_is_not_in_the_page(invoke, tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    address = "postgresql+psycopg://me:hidden-word@127.0.0.1:1/press"
    result = invoke("report", tmp_path / "a.txt", address, "-o", tmp_path / "page.html")
    data = json.dumps(unpack((tmp_path / "page.html").read_bytes()), ensure_ascii=False)
    assert result.exit_code == 1 and "press" in data and "hidden-word" not in data + result.stderr


def test_a_database_that_is_none_is_told(invoke, tmp_path):
    (tmp_path / "text.db").write_text("no database at all, but a text of some length", encoding="utf-8")
    result = invoke("report", f"sqlite:///{tmp_path}/text.db", "-o", tmp_path / "page.html")
    assert result.exit_code == 2 and "SQLite" in result.stderr and not (tmp_path / "page.html").exists()


# ---- colours, gold
def test_colours_can_be_read_on_both_papers():
    for colour in [*MEASURES.values(), INK, MUTED]:
        for side in ("light", "dark"):
            for ground in (PAPER, GROUND):
                assert contrast(getattr(colour, side), getattr(ground, side)) >= 4.5


def test_gold_in_a_zip_file_is_gold(invoke, tmp_path):
    with zipfile.ZipFile(tmp_path / "gold.zip", "w") as archive:
        for path in (ROOT / "samples").glob("park_half_year.*"):
            archive.write(path, path.name)
    figures = [
        json.loads(invoke("evaluate", gold, "--json").stdout)["facts"]["core_f1_by_document"]["park_half_year"]
        for gold in (tmp_path / "gold.zip", ROOT / "samples")
    ]
    assert figures[0] == figures[1] > 0.9


@pytest.mark.parametrize(
    ("content", "fault"), [(b"no zip", "no zip file"), (None, "gold.zip:a.txt: the text of a.json is missing")]
)
def test_a_zip_file_that_is_no_gold_says_why(invoke, tmp_path, content, fault):
    path = tmp_path / "gold.zip"
    if content is None:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("a.json", '{"facts": []}')
    else:
        path.write_bytes(content)
    result = invoke("evaluate", path)
    assert result.exit_code == 2 and fault in result.stderr
