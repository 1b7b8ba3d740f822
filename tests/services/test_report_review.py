"""A reviewer's work in the report: it counts wherever facts are shown, it is never lost, and one finds one's way."""

from __future__ import annotations

import csv
import io
import json

import pytest

from extractor import extract
from extractor.report.page import unpack
from tests.services.browser import Reader
from tests.services.test_report_browser import choose, found, page_of, search, select

FIRST = "2023年,武宁县粮食总产量达106.68亿斤,新增企业17家。"
SECOND = "2024年,石城县财政收入11.2亿元,同比增长4.5%。"


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    """A report of two short articles."""
    return page_of(tmp_path_factory.mktemp("two") / "two.html", extract(FIRST, id="a"), extract(SECOND, id="b"), title="two")


def rows_of(path):
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


def correct(page, quote, **fields):
    choose(page, quote)
    page.keyboard.press("c")
    for name, value in fields.items():
        page.fill(f"#field-{name}", value)
    page.click("#correct button[type=submit]")


def add(page, words, metric):
    select(page, words)
    page.keyboard.press("a")
    page.fill("#field-metric", metric)
    page.click("#correct button[type=submit]")
    page.wait_for_selector("#facts-table tr.added.chosen")


def marked(page):
    """The marks in the open article's table, in its order."""
    return list(page.locator("#facts-table tbody tr").evaluate_all("rows => rows.map(row => row.dataset.mark)"))


def load_marks(page, path):
    page.click("#tab-review")
    page.set_input_files("#marks-file", path)


# ---- what the reviewer says counts everywhere
def test_corrections_and_missed_facts_are_in_tables_filters_charts_and_downloads(reader, two):
    page = reader.open(two, "#a=b")
    correct(page, "11.2亿元", value="12.2亿", metric="税收收入", period="2024-H1")
    assert "税收收入" in page.inner_text("#facts-table tr.chosen") and "12.2亿元" in page.inner_text("#panel h3")
    page.keyboard.press("Escape")
    page.keyboard.press("k")
    choose(page, "17家")
    page.keyboard.press("x")
    add(page, "2023年", "年份")
    page.click("#tab-facts")
    search(page, "税收收入")
    assert page.locator("#view-facts .fact-link").all_inner_texts() == ["税收收入"]
    assert page.inner_text("#view-facts td.value") == "12.2亿元" and page.inner_text("#view-facts td.period") == "2024-H1"
    search(page, "")
    _, facts = found(page)
    rows = {row["metric"]: row for row in rows_of(reader.download("#csv"))}
    assert len(rows) == facts
    one, other = rows["税收收入"], rows["年份"]
    assert (one["value"], one["period_end"], one["review"]) == ("1220000000", "2024-06-30", "corrected")
    assert one["as_read"] == "metric: 财政收入; value: 1120000000; period: 2024"
    assert (other["quote"], other["start"], other["review"]) == ("2023年", "0", "added") and other["sentence"] == FIRST
    page.check("#nowrong")
    assert found(page)[1] == facts - 1 and "17家" not in page.locator("#view-facts td.value").all_inner_texts()
    assert [row["review"] for row in json.loads(reader.download("#json").read_text())].count("wrong") == 0
    page.goto(page.url.split("#")[0] + "#view=charts&chart=time")
    page.wait_for_selector("#view-charts tbody tr")
    assert "税收收入" in page.inner_text("#picker")


def test_a_missed_fact_is_offered_with_its_value_unit_and_period(reader, tmp_path):
    made = extract("2023年,武宁县新增企业17家。粮食总产量达106.68亿斤,增速提高0.7个百分点,目标3%以上,投资1,200多万元。", id="a")
    page = reader.open(page_of(tmp_path / "page.html", made.model_copy(update={"facts": made.facts[:1]})), "#a=a")
    for words, value, unit, bound in (
        ("106.68亿斤", "106.68亿", "斤", ""),
        ("0.7个百分点,", "0.7", "百分点", ""),
        ("3%以上", "3", "%", "at_least"),
        ("1,200多万元", "1200万", "元", "at_least"),
    ):
        select(page, words)
        page.keyboard.press("a")
        offered = [page.input_value(f"#field-{name}") for name in ("value", "unit", "bound", "subject", "period")]
        assert offered == [value, unit, bound, "武宁县", "2023"]
        page.keyboard.press("Escape")
        page.wait_for_function("!document.querySelector('dialog[open]')")


def test_an_added_fact_can_be_changed_and_taken_away(reader, two):
    page = reader.open(two, "#a=a")
    add(page, "2023年", "年份")
    page.keyboard.press("y")
    assert marked(page).count("added") == 1
    page.keyboard.press("c")
    page.fill("#field-metric", "统计年份")
    page.click("#correct button[type=submit]")
    page.wait_for_selector("#panel h3:has-text('统计年份')")
    assert page.locator("#facts-table tr.added").count() == 1
    page.click("#panel .mark-added")
    assert page.locator("#facts-table tr.added").count() == 0


def test_what_is_selected_may_begin_in_a_marked_number_and_end_beside_one(reader, two):
    page = reader.open(two, "#a=b")
    choose(page, "11.2亿元")  # it can have the focus now
    box = page.locator("#text mark.fact", has_text="11.2亿元").bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 1, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + 30, middle, steps=3)
    page.mouse.move(box["x"] + box["width"] - 1, middle, steps=3)
    page.mouse.up()
    assert page.evaluate("String(getSelection())") == "11.2亿元"
    page.evaluate(
        """() => {
            const mark = [...document.querySelectorAll("#text mark")][0];
            getSelection().setBaseAndExtent(mark.firstChild, 0, mark, 1);
        }"""
    )
    page.keyboard.press("a")
    assert page.inner_text("#correct blockquote") == "11.2亿元"


# ---- nothing is lost
def test_two_tabs_of_one_report_do_not_undo_each_other(reader, two):
    page = reader.open(two, "#a=a")
    other = reader.context.new_page()
    other.goto(two.as_uri() + "#a=a")
    other.wait_for_selector("#text")
    choose(page, "17家")
    page.keyboard.press("x")
    other.wait_for_selector("#facts-table tr[data-mark=wrong]")
    choose(other, "106.68亿斤")
    other.keyboard.press("y")
    other.keyboard.press("d")
    page.wait_for_selector("#facts-table tr[data-mark=right]")
    assert page.is_checked("#done") and marked(page) == ["right", "wrong"]
    page = reader.open(two, "#a=a")
    assert marked(page) == ["right", "wrong"] and page.is_checked("#done")


def test_a_report_made_anew_finds_the_marks_of_its_articles(reader, two, tmp_path):
    page = reader.open(two, "#a=a")
    choose(page, "17家")
    page.keyboard.press("x")
    add(page, "2023年", "年份")
    page.keyboard.press("j")
    choose(page, "4.5%")
    page.keyboard.press("y")
    made = extract(SECOND, id="b")
    less = made.model_copy(update={"facts": [fact for fact in made.facts if fact.quote != "4.5%"]})
    page = reader.open(page_of(tmp_path / "new.html", extract("又讯。", id="0"), extract(FIRST, id="a"), less), "#a=a")
    assert marked(page) == ["added", "unmarked", "wrong"]
    page.click("#tab-review")
    assert "4.5%" in page.inner_text("section:visible table:has-text('no longer read so')")
    page = reader.open(page_of(tmp_path / "other.html", extract(f"{FIRST}又讯。", id="a")), "#a=a")
    assert set(marked(page)) == {"unmarked"}


def test_marks_that_an_earlier_version_kept_are_taken_over(reader, two):
    [fact] = [fact for fact in extract(FIRST, id="a").facts if fact.quote == "17家"]
    key = unpack(two.read_bytes())[-1]["key"]
    marks = [[fact.id, {"mark": "wrong"}], ["f_gone", {"mark": "right"}]]
    old = json.dumps({"report": key, "marks": marks, "added": [], "done": ["b"]})
    page = reader.open(two, "#a=a")
    page.evaluate("([key, old]) => localStorage.setItem(key, old)", [f"extractor-report:{key}", old])
    page = reader.open(two, "#a=a")
    assert marked(page)[-1] == "wrong"
    choose(page, "17家")
    page.keyboard.press("u")
    page = reader.open(two, "#a=a")
    assert set(marked(page)) == {"unmarked"}
    page.keyboard.press("j")
    assert page.is_checked("#done")


def test_a_colleague_s_marks_are_merged_and_differences_told(reader, chromium, two, tmp_path):
    colleague = Reader(chromium)
    there = colleague.open(two, "#a=a")
    choose(there, "17家")
    there.keyboard.press("y")
    choose(there, "106.68亿斤")
    there.keyboard.press("y")
    add(there, "2023年", "年份")
    there.keyboard.press("d")
    there.click("#tab-review")
    marks = colleague.download("#save-marks").rename(tmp_path / "marks.json")
    colleague.context.close()

    page = reader.open(two, "#a=a")
    choose(page, "17家")
    page.keyboard.press("x")
    load_marks(page, marks)
    told = page.inner_text("#taken")
    assert "3 marks taken, 0 as here, 1 otherwise than here" in told and "another report" not in told
    row = page.locator("#view-review tr", has_text="17家 新增企业")
    assert row.inner_text().split("\t")[2:4] == ["wrong", "right"]
    row.locator("text=Take the file's").click()
    page.wait_for_selector("text=otherwise than here", state="detached")
    page.keyboard.press("1")
    assert marked(page) == ["added", "right", "right"] and page.is_checked("#done")
    load_marks(page, marks)
    assert "0 marks taken, 3 as here" in page.inner_text("#taken")


def test_marks_of_another_report_are_told_as_such(reader, two, tmp_path):
    kept = json.loads(extract(FIRST, id="a").model_dump_json())
    marks = [[kept["facts"][-1]["id"], {"mark": "wrong"}], ["f_gone", {"mark": "x"}], 7]
    fields = {"metric": "<img>", "value": "many", "from": 1, "quote": "0"}
    file = {"format": 2, "report": "other", "title": "last month"}
    file["articles"] = [
        {"id": "a", "sha256": kept["article"]["raw_sha256"], "marks": marks, "added": [fields], "done": False},
        {"id": "b", "sha256": "0", "marks": marks, "added": [], "done": True},
        {"id": "c", "sha256": "0", "marks": [], "added": [], "done": True},
    ]
    (tmp_path / "marks.json").write_text(json.dumps(file), encoding="utf-8")
    page = reader.open(two, "#a=a")
    load_marks(page, tmp_path / "marks.json")
    told = page.inner_text("#taken")
    assert "1 mark taken" in told and "another report, “last month”" in told
    assert "1 article that is not in this report, 1 article whose text is another here" in told
    (tmp_path / "marks.json").write_text("[1, 2]", encoding="utf-8")
    load_marks(page, tmp_path / "marks.json")
    page.wait_for_selector("text=This is no file of marks")
    page.keyboard.press("1")
    assert marked(page)[-1] == "wrong"


def test_what_could_not_be_kept_is_told_and_kept_with_the_next_mark(reader, two):
    page = reader.open(two, "#a=a")
    page.evaluate("() => { window.set = Storage.prototype.setItem; Storage.prototype.setItem = () => { throw Error('full'); }; }")
    choose(page, "17家")
    page.keyboard.press("x")
    page.click("#tab-review")
    assert "keeps nothing" in page.inner_text("#view-review")
    page.evaluate("() => { Storage.prototype.setItem = window.set; }")
    page.keyboard.press("1")
    choose(page, "106.68亿斤")
    page.keyboard.press("y")
    page = reader.open(two, "#a=a")
    assert marked(page) == ["right", "wrong"]


# ---- finding one's way
def test_back_leads_through_articles_and_views_not_through_keys(reader, samples):
    page = reader.open(samples)
    for key in "jjjnn":
        page.keyboard.press(key)
    address = page.evaluate("location.hash")
    page.keyboard.press("2")
    page.go_back()
    assert page.evaluate("location.hash") == address
    page.go_back()
    assert page.locator("#panel").count() == 0 and page.locator("#list li[aria-posinset='3'] a[aria-current]").count() == 1
    page.go_back()
    page.go_back()
    assert page.locator("#list li[aria-posinset='1'] a[aria-current]").count() == 1


def test_one_comes_back_to_where_a_chart_was_read(reader, samples):
    page = reader.open(samples, "#view=charts&chart=growth")
    page.wait_for_selector("#view-charts tbody a")
    link = page.locator("#view-charts tbody a").nth(20)
    link.scroll_into_view_if_needed()
    top = page.evaluate("document.querySelector('#view-charts').scrollTop")
    link.click()
    page.wait_for_selector("#panel")
    page.go_back()
    assert top > 100
    page.wait_for_function("top => document.querySelector('#view-charts').scrollTop === top", arg=top)


def test_escape_leaves_the_search_and_the_view_as_they_are(reader, samples):
    page = reader.open(samples, "#view=charts")
    search(page, "荆门")
    some = found(page)
    page.keyboard.press("Escape")
    assert page.input_value("#q") == "荆门" and page.evaluate("document.activeElement.id") != "q"
    page.keyboard.press("Escape")
    assert found(page) == some and page.is_visible("#view-charts")


def test_the_list_is_one_stop_and_what_is_open_is_skipped_to(reader, samples):
    page = reader.open(samples)
    page.focus("#order")
    page.keyboard.press("Tab")
    at = "document.activeElement.parentElement.dataset.at"
    assert page.evaluate(at) == "0"
    page.keyboard.press("End")
    assert page.evaluate(at) == "14"
    page.keyboard.press("ArrowUp")
    assert page.evaluate(at) == "13" and page.locator("#list a[tabindex='0']").count() == 1
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#list') === null")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(at) == "13"
    page.keyboard.press("Enter")
    page.wait_for_selector("#text")
    page.focus("#skip")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "reading"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#reading') !== null")


def test_facts_have_a_card_with_their_sentence_and_values_are_sorted_within_a_unit(reader, tmp_path):
    text = "2023年,武宁县新增企业17家,实现财政收入1.2亿元,新增商户500家,实现税收收入0.8亿元。"
    page = reader.open(page_of(tmp_path / "page.html", extract(text, id="a")), "#view=facts&sort=value")
    values = page.locator("#view-facts td.value")
    assert values.all_inner_texts() == ["17家", "500家", "8000万元", "1.2亿元"]
    page.click("#sort-value")
    assert values.all_inner_texts() == ["500家", "17家", "1.2亿元", "8000万元"]
    page.hover("#view-facts td.period >> nth=1")
    page.hover("#view-facts .fact-link >> nth=1")
    page.wait_for_selector("#card .said strong:has-text('17家')")
    page.wait_for_timeout(400)
    assert page.is_visible("#card"), "the card of a fact goes while one points at it"
    page.check("#sentences")
    assert page.locator("#view-facts tr.said strong").all_inner_texts() == ["500家", "17家", "1.2亿元", "0.8亿元"]
    assert page.evaluate("document.activeElement.id") == "sentences"


def test_a_printed_table_names_its_columns_report_and_filters(reader, samples):
    page = reader.open(samples, "#view=facts&measure=growth&q=荆门")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    head = page.locator("#view-facts thead")
    assert head.locator("button").count() == 0 and "Subject" in head.inner_text()
    said = page.inner_text("#paper")
    assert all(words in said for words in ("samples", "Facts", "printed 20", "Measure: growth", "Search: 荆门", "facts"))
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.is_hidden("#paper") and head.locator("button").count() == 7


def test_on_a_phone_facts_are_sorted_and_printed(chromium, samples):
    one = Reader(chromium, has_touch=True, is_mobile=True)
    one.page.set_viewport_size({"width": 390, "height": 844})
    page = one.open(samples, "#view=facts")
    page.select_option("#sort", "confidence")
    page.tap("#turn")
    values = [float(text.split()[0]) for text in page.locator("#view-facts td.number").all_inner_texts()]
    assert values == sorted(values, reverse=True) and page.is_visible("#print")
    one.context.close()
    assert one.faults == []


# ---- small things
def test_what_turns_the_order_of_reading_round_is_shown_by_name(reader, tmp_path):
    text = "新\u202e闻\n2023年,武宁县新增企业\u202e17家\u202c。"
    path = page_of(tmp_path / "page.html", extract(text, id="a", title="新\u202e闻"), title="\u2066t")
    page = reader.open(path, "#a=a")
    assert page.inner_text("#article-name") == "新[RLO]闻" and page.inner_text("#title") == "[LRI]t"
    assert page.locator("#text .turning").evaluate_all("all => all.map(one => one.dataset.name)") == ["RLO", "RLO", "PDF"]
    select(page, "17家")
    page.keyboard.press("a")
    assert page.inner_text("#correct blockquote") == "17家"


def test_an_address_that_leads_nowhere_says_so(reader, two):
    fact = extract(SECOND, id="b").facts[0]
    page = reader.open(two, f"#f={fact.id}")
    assert page.inner_text("#article-name").startswith("2024年") and page.locator("#panel").count() == 1
    assert "not in this article" in reader.open(two, "#a=a&f=f_gone").inner_text("#outside")
    assert "not in this report: zz" in reader.open(two, "#a=zz").inner_text("#detail")
    page = reader.open(two, "#a=a&q=石城")
    assert "does not fit" in page.inner_text("#outside")
    page.click("#outside button")
    assert page.is_hidden("#outside")
    page = reader.open(two, "#q=nowhere")
    assert page.is_visible("text=No article fits search") and not page.is_visible("#detail h3")


def test_search_takes_traditional_characters_and_simple_ones_for_each_other(reader, tmp_path):
    made = [extract("2023年,武宁县进出口总额10亿元。", id="a"), extract("2023年,臺灣產業產值10億元。", id="b")]
    page = reader.open(page_of(tmp_path / "page.html", *made))
    for words in ("進出口", "产业产值"):
        search(page, words)
        assert found(page)[0] == 1


def test_badges_lines_and_names_say_what_is_there(reader, tmp_path):
    wrong = extract("2023年,武宁县实现进出口总额10亿元,其中出口3亿元、进口2亿元。", id="wrong")
    lines = extract(f"旧式换行\r{SECOND}\r{SECOND}", id="lines")
    long = extract("武宁县" * 20, id="long")
    page = reader.open(page_of(tmp_path / "page.html", wrong, lines, long), "#a=lines")
    assert page.locator("#text p").count() == 3
    assert page.locator("#list .name >> nth=2").inner_text().endswith("…")
    assert page.locator("#tab-checks .badge").count() == 1
    page.locator("#text mark").first.click()
    assert "11.2亿 = 1120000000" in page.inner_text("#panel .fields")
    search(page, "旧式")
    assert page.locator("#tab-checks .badge").count() == 0
