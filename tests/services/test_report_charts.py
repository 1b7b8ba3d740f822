"""The report's charts: who is one subject, what a target came to, which periods share a line, and how it is all drawn."""

from __future__ import annotations

import itertools

import pytest

from extractor import extract
from extractor.report.charts import library
from extractor.report.page import STATIC, write_page
from tests.services.browser import Reader

PARTS = ("dom", "format", "filter", "subjects", "series", "spans", "verdict", "pairs", "scale")
_ids = itertools.count()


@pytest.fixture(scope="module")
def ask(chromium):
    """Ask the charts' logic alone, without a page around it."""
    page = chromium.new_page()
    page.add_script_tag(content="\n".join((STATIC / f"{name}.js").read_text(encoding="utf-8") for name in PARTS))
    yield page.evaluate
    page.close()


def fact(value=1, **fields):
    """A fact as the page has it."""
    period = fields.pop("period", ("2024-01-01", "2024-12-31"))
    article = {"id": "a", "name": "a", "published": None, **fields.pop("article", {})}
    return {
        "id": f"f{next(_ids)}", "subject": "甲县", "subject_id": "n1", "subject_code": None, "subjectKey": "甲县", "metric": "产量",
        "metric_id": None, "metricKey": "=产量", "breakdown": None, "measure": "level", "value": value, "value_max": None, "unit": "元",
        "bound": None, "comparison": None, "reference": None, "status": "actual", "quote": str(value), "repeats": None, "article": article,
        "period": period and {"start": period[0], "end": period[1], "text": period[2] if len(period) > 2 else None},
    } | fields  # fmt: skip


def growth(value, **fields):
    return fact(value, **({"measure": "growth", "unit": "%", "comparison": "yoy"} | fields))


def page_of(path, *texts, is_drawn=True):
    """A page of articles: texts, each with a title of its own."""
    records = [extract(text, id=f"a{at}", title=title, published=published) for at, (title, published, text) in enumerate(texts)]
    with path.open("wb") as file:
        write_page(records, file, title="made", charts=library() if is_drawn else None)
    return path


def cells(page, caption):
    """The rows of a table."""
    rows = page.locator(f"#view-charts [aria-label='{caption}'] tbody tr")
    return [[cell.strip() for cell in row.split("\t")] for row in rows.all_inner_texts()]


def texts_of(page, role):
    return page.locator(f".drawing svg .role-{role} text").all_text_contents()


# ---- targets
H1 = ("2024-01-01", "2024-06-30")
VERDICTS = [
    # target, actual, what the rules say of the metric, verdict
    (growth(8), growth(8.1), "higher", "reached"),
    (growth(8), growth(7.9), "higher", "not reached"),
    (growth(8, bound="about"), growth(7.9), "higher", "about reached"),
    (growth(8, bound="about"), growth(7.5), "higher", "not reached"),
    (growth(8, bound="at_least"), growth(8), "higher", "reached"),
    (growth(5, value_max=6), growth(5.5), "higher", "reached"),
    (growth(5, value_max=6), growth(4.9), "higher", "not reached"),
    (growth(3, bound="at_most"), growth(0.3), "neutral", "reached"),
    (growth(3, bound="at_most"), growth(3.4), "neutral", "not reached"),
    (growth(2), growth(0.3), "neutral", "below target"),
    (growth(2), growth(2.6), "neutral", "above target"),
    (growth(2, bound="about"), growth(2.1), "neutral", "reached"),
    # a fall that is wanted
    (growth(-20, bound="about"), growth(-19.1), "lower", "about reached"),
    (growth(-20, bound="about"), growth(-12), "lower", "not reached"),
    (growth(-3.2), growth(-3.6), "lower", "reached"),
    (growth(-3.2), growth(-3.6), None, "reached"),
    (growth(-3.2, bound="at_least", quote="3.2%以上"), growth(-3.6), "lower", "reached"),
    (growth(-3.2, bound="at_least", quote="3.2%以上"), growth(-3), "lower", "not reached"),
    (growth(-3, bound="at_most", quote="控制在3%以内"), growth(-2), "higher", "reached"),
    (growth(-3, bound="at_most", quote="控制在3%以内"), growth(-4), "higher", "not reached"),
    (growth(-3, bound="at_least", quote="不低于-3%"), growth(-2), "higher", "reached"),
    (growth(-5), growth(-3), "higher", "unclear"),
    (growth(-5), growth(-5), "higher", "reached"),
    (fact(-770000, measure="difference", comparison="yoy"), fact(-800000, measure="difference"), "higher", "reached"),
    (growth(2), growth(1.5), "lower", "reached"),
    (fact(-770000, measure="difference", comparison="yoy"), fact(-800000, measure="difference"), None, "reached"),
    (fact(4.5, unit="%"), fact(4.2), "lower", "reached"),
    (fact(5.5, unit="%", bound="about"), fact(5.6), "lower", "about reached"),
    (fact(5.5, unit="%", bound="about"), fact(6), "lower", "not reached"),
    # ranks, completion
    (fact(20, measure="rank", unit="位", bound="at_most"), fact(12), None, "reached"),
    (fact(5, measure="rank", unit="位", bound="at_least"), fact(7), None, "not reached"),
    (fact(100, measure="completion", unit="%"), fact(103), "lower", "reached"),
    # a figure that is itself a bound
    (fact(40), fact(40, bound="at_least"), "higher", "reached"),
    (fact(41), fact(40, bound="at_least"), "higher", "unclear"),
    (fact(40), fact(40, bound="nearly"), "higher", "about reached"),
    (fact(40), fact(39, bound="at_most"), "higher", "not reached"),
    (growth(-3.2), growth(-3.5, bound="at_least", quote="超过3.5%"), "lower", "reached"),
    # part of the time
    (growth(8), growth(8.4, period=H1), "higher", "on course"),
    (growth(8), growth(6, period=H1), "higher", "behind"),
    (fact(40), fact(21, period=H1), "higher", "under way"),
    (fact(40), fact(41, period=H1), "higher", "reached"),
    (fact(100, measure="completion", unit="%"), fact(55, measure="completion", period=H1), None, "under way"),
    (fact(40, bound="at_most"), fact(21, period=H1), "lower", "on course"),
]


def test_a_target_is_judged_by_what_is_wanted(ask):
    told = ask("cases => cases.map(([target, actual, better]) => verdictOf(target, actual, better ?? undefined))", VERDICTS)
    wrong = [
        (case[0]["value"], case[0]["bound"], case[1]["value"], case[2], case[3], verdict)
        for case, verdict in zip(VERDICTS, told, strict=True)
        if verdict != case[3]
    ]
    assert wrong == []
    assert set(told) <= set(ask("() => Object.keys(VERDICTS)"))


YEAR, DECEMBER, Q4 = ("2024-01-01", "2024-12-31"), ("2024-12-01", "2024-12-31"), ("2024-10-01", "2024-12-31")


@pytest.mark.parametrize(
    ("goal", "told", "best"),
    [
        (YEAR, [DECEMBER, YEAR], 1),
        (YEAR, [DECEMBER, Q4], None),
        (YEAR, [H1, ("2024-01-01", "2024-11-30"), DECEMBER], 1),
        (YEAR, [("2024-12-31", "2024-12-31", "年末"), H1], 0),
        (YEAR, [("2024-05-18", "2024-05-18", "5月18日")], None),
        (YEAR, [("2023-01-01", "2024-12-31"), ("2024-01-01", "2025-12-31")], None),
        (("2024-12-31", "2024-12-31"), [DECEMBER, YEAR], 1),
        (("2021-01-01", "2025-12-31"), [YEAR, ("2021-01-01", "2023-12-31")], 1),
    ],
)
def test_an_outcome_covers_the_target_or_adds_up_from_its_beginning(ask, goal, told, best):
    actuals = [fact(at, period=period) for at, period in enumerate(told)]
    found = ask("([target, actuals]) => outcomeOf(target, actuals)?.value ?? null", [fact(status="target", period=goal), actuals])
    assert found == best


def test_a_target_without_an_outcome_says_why(ask):
    targets = [
        fact(40, metric="a", metricKey="a"),
        fact(40, metric="b", metricKey="b"),
        growth(8, metric="c", metricKey="c"),
        growth(8, metric="d", metricKey="d"),
        fact(40, metric="e", metricKey="e", period=None),
        fact(40, metric="f", metricKey="f"),
        fact(40, metric="g", metricKey="g", subject="全市", subjectKey="全市 1"),
    ]
    actuals = [
        fact(3.8, metricKey="a", period=DECEMBER),
        fact(9, metricKey="b", unit="美元"),
        growth(0.9, metricKey="c", comparison="mom"),
        fact(9, metricKey="d"),
        fact(41, metricKey="g", subject="全市", subjectKey="全市 2"),
    ]
    facts = [one | {"status": "target"} for one in targets] + actuals
    told = ask("facts => pairTargets(facts, () => undefined)", facts)
    assert told["pairs"] == []
    assert [one["why"] for one in told["open"]] == [
        "told for another time: 2024-12",
        "told in another unit: 美元",
        "told on another basis: mom",
        "told as another measure: level",
        "the target has no period",
        "no outcome told",
        "told of 全市 elsewhere, perhaps another place",
    ]


PLAN = "2024年,信丰县力争社会消费品零售总额达到40亿元,居民消费价格涨幅控制在3%以内,单位GDP能耗下降3.2%,固定资产投资增长8%左右,进出口总额达到1.2亿美元。\n"
YEAR_END = (
    "12月份,信丰县社会消费品零售总额3.8亿元。\n"
    "2024年,信丰县社会消费品零售总额40.6亿元,居民消费价格上涨0.3%,单位GDP能耗下降3.6%,固定资产投资增长7.9%,进出口总额8.9亿元。\n"
)


def test_targets_are_told_with_their_outcomes_and_verdicts(reader, tmp_path):
    path = page_of(tmp_path / "page.html", ("安排", "2024-01-20", PLAN), ("情况", "2025-01-20", YEAR_END))
    page = reader.open(path, "#view=charts")
    page.wait_for_function("document.querySelectorAll('.drawing svg').length === 2")
    rows = {row[1]: (row[2], row[4], row[6]) for row in cells(page, "Targets and what came of them")}
    assert rows == {
        "社会消费品零售总额": ("40亿元", "40.6亿元", "reached"),
        "居民消费价格": ("≤+3%", "+0.3%", "reached"),
        "单位GDP能耗": ("−3.2%", "−3.6%", "reached"),
        "固定资产投资": ("≈+8%", "+7.9%", "about reached"),
    }
    assert cells(page, "Targets without an outcome") == [
        ["信丰县", "进出口总额", "1.2亿美元", "2024", "told in another unit: 元"]
    ]
    assert "5 targets: 1 without an outcome, 3 reached, 1 about reached." in page.inner_text("#view-charts")
    shown = " ".join(page.locator(".drawing svg .mark-text text").all_text_contents())
    assert "102%" in shown and "40亿元 → 40.6亿元 ✓" in shown and "≈+8% → +7.9% ≈" in shown


def test_many_targets_are_first_some_then_all(reader, tmp_path):
    counties = ["安远县", "信丰县", "大余县", "上犹县", "崇义县", "定南县", "全南县", "宁都县", "于都县"]
    metrics = ["地区生产总值", "固定资产投资", "社会消费品零售总额", "规模以上工业增加值", "一般公共预算收入"]
    plan = "".join(f"2024年,{county}力争{','.join(f'{metric}增长5%' for metric in metrics)}。\n" for county in counties)
    told = "".join(f"2024年,{county}{','.join(f'{metric}同比增长6%' for metric in metrics)}。\n" for county in counties)
    page = reader.open(page_of(tmp_path / "page.html", ("计划", None, plan), ("结果", None, told)), "#view=charts")
    page.wait_for_selector(".drawing svg")
    assert len(cells(page, "Targets and what came of them")) == 45
    names = page.locator(".drawing svg .role-axis-label text").filter(has_text="2024")
    assert names.count() == 40
    page.click("text=Show 5 more rows")
    page.wait_for_selector("text=Show the first 40 only")
    page.wait_for_selector(".drawing svg")
    assert names.count() == 45


# ---- subjects and statements
def test_open_names_of_two_articles_are_two_subjects(ask):
    facts = [
        fact(subject="全市", subject_id=None, article={"id": "1", "name": "甲市公报"}),
        fact(subject="全市", subject_id=None, article={"id": "2", "name": "乙市公报"}),
        fact(subject="丙县", subject_id="n1", subject_code="360001"),
        fact(subject="丙县", subject_id="n2", article={"id": "2"}),
        fact(subject="丁区", subject_id="n3", subject_code="110105"),
        fact(subject="丁区", subject_id="n4", subject_code="220104"),
    ]
    keys, labels = ask(
        """facts => {
            const names = subjectNames(facts);
            return [facts.map((fact) => subjectKey(fact, names)), facts.map((fact) => subjectLabel(fact, names))];
        }""",
        facts,
    )
    assert len(set(keys[:2])) == 2 and keys[2] == keys[3] and len(set(keys[4:])) == 2
    assert labels == ["全市 (甲市公报)", "全市 (乙市公报)", "丙县", "丙县", "丁区 (110105)", "丁区 (220104)"]


def test_a_statement_of_several_articles_counts_once(ask):
    again = {"article": {"id": "b", "name": "b"}}
    facts = [growth(5), growth(5, **again), growth(5, repeats="f"), growth(5, period=H1, **again), growth(5, bound="about")]
    facts += [growth(5, period=None), growth(5, period=None, **again)]
    told = ask("facts => eachOnce(facts).map((fact) => [fact.id, fact.others])", facts)
    assert told == [[facts[at]["id"], int(at == 0)] for at in (0, 3, 4, 5, 6)]


def test_open_names_stay_apart_in_charts_and_are_named_in_the_filter(reader, tmp_path):
    texts = [
        ("南山市公报", None, "2024年,全市固定资产投资812亿元。\n"),
        ("北河市公报", None, "2023年,全市固定资产投资112亿元。\n"),
    ]
    page = reader.open(page_of(tmp_path / "page.html", *texts), "#view=charts&chart=time")
    page.wait_for_selector(".drawing svg")
    assert [row[1] for row in cells(page, "固定资产投资 · level (元)")] == ["全市 (北河市公报)", "全市 (南山市公报)"]
    assert page.locator(".drawing svg .mark-line path").count() == 0
    page.click("#facet-subject")
    assert "全市 (may be several)" in page.inner_text("#choices-subject")


# ---- time
def test_periods_have_shapes_places_and_names(ask):
    told = ask(
        """periods => periods.map(([start, end]) =>
            spansOf({ start, end }).map((span) => [span, positionText(positionOf({ start, end }, span), span)]))""",
        [
            ["2023-01-01", "2023-01-31"], ["2023-01-01", "2023-02-28"], ["2023-01-01", "2023-03-31"], ["2023-04-01", "2023-06-30"],
            ["2023-07-01", "2023-12-31"], ["2023-01-01", "2023-12-31"], ["2024-02-01", "2024-02-29"], ["2023-02-01", "2023-04-30"],
            ["2021-01-01", "2025-12-31"], ["2023-06-30", "2023-06-30"], ["2023-10-01", "2023-10-07"],
        ],
    )  # fmt: skip
    assert told == [
        [["cumulative", "2023-01"], ["month", "2023-01"]],
        [["cumulative", "2023-02"]],
        [["cumulative", "2023-03"], ["quarter", "2023-Q1"]],
        [["quarter", "2023-Q2"]],
        [["half", "2023-H2"]],
        [["cumulative", "2023-12"], ["year", "2023"]],
        [["month", "2024-02"]],
        [["other", "2023-04"]],
        [["other", "2025-12"]],
        [["day", "2023-06-30"]],
        [["other", "2023-10"]],
    ]


def upto(year, month):
    return (f"{year}-01-01", f"{year}-{month:02d}-{ {2: 28, 4: 30, 6: 30, 9: 30, 11: 30}.get(month, 31) }")


@pytest.mark.parametrize(
    ("periods", "span", "runs"),
    [
        ([upto(2023, 3), upto(2023, 6), upto(2023, 9), upto(2023, 12)], "cumulative", [4]),
        ([upto(2023, 2), upto(2023, 3), upto(2023, 4), upto(2023, 6)], "cumulative", [3]),
        ([upto(2023, 10), upto(2023, 11), upto(2024, 2), upto(2024, 3)], "cumulative", [2, 2]),
        ([upto(2011, 12), upto(2020, 12), upto(2021, 12)], "year", [2]),
        ([("2023-03-31", "2023-03-31"), ("2023-06-30", "2023-06-30"), ("2023-09-30", "2023-09-30")], "day", [3]),
        ([("2013-12-31", "2013-12-31"), ("2023-12-31", "2023-12-31")], "day", []),
        ([("2023-02-01", "2023-04-30"), ("2023-03-01", "2023-05-31")], "other", []),
    ],
)
def test_a_line_ends_where_a_period_is_missing(ask, periods, span, runs):
    facts = [fact(at, period=period) for at, period in enumerate(periods)]
    found = ask("([facts, span]) => linesOf(facts, span)[0].runs.map((run) => run.length)", [facts, span])
    assert found == runs


def test_the_metric_with_the_longest_line_comes_first(ask):
    profit = [fact(at, metricKey="=利润", period=upto(year, 12)) for at, year in enumerate((2011, 2014, 2017, 2020))]
    output = [fact(at, metricKey="=产值", period=upto(year, 12)) for at, year in enumerate((2021, 2022, 2023))]
    told = ask("facts => timeSeries(facts).map(({ facts, spans }) => [facts[0].metricKey, spans[0].span])", profit + output)
    assert told == [["=产值", "year"], ["=利润", "year"]]


MONTHS = [("1至2月", 6.2), ("一季度", 9.4), ("1至4月", 12.1), ("上半年", 19.3), ("1至7月", 22.5)]


def test_what_adds_up_is_one_line_a_year_in_units_that_people_read(reader, tmp_path):
    texts = [
        (f"{year}年{name}", None, f"{year}年{name},兴国县社会消费品零售总额{value}亿元。\n")
        for year in (2023, 2024)
        for name, value in MONTHS
    ]
    warnings = []
    reader.page.on("console", lambda message: warnings.append(message.text))
    page = reader.open(page_of(tmp_path / "page.html", *texts), "#view=charts&chart=time")
    page.wait_for_selector(".drawing svg")
    assert page.inner_text(".spans [aria-current]") == "from January (10)"
    assert page.locator(".drawing svg .mark-line path").count() == 4  # February to April, June to July, in each year
    assert "亿元" in texts_of(page, "axis-title")
    labels = texts_of(page, "axis-label")
    assert {"2023-02", "2024-07"} <= set(labels) and not any("G" in label or "m" in label for label in labels)
    assert {"10", "20"} <= set(labels)
    page.click("text=quarters (2)")
    page.wait_for_selector(".drawing svg .role-axis-label >> text=2023-Q1")
    assert "8 figures of other periods" in page.inner_text("#view-charts")
    page.go_back()
    page.wait_for_selector(".spans [aria-current] >> text=from January")
    assert warnings == []


def test_subjects_are_added_and_left_out(reader, tmp_path):
    counties = ["安远县", "信丰县", "大余县", "上犹县", "崇义县", "定南县", "全南县", "宁都县", "于都县", "兴国县"]
    texts = [
        (str(year), None, "".join(f"{year}年,{name}财政收入{at + year - 2010}亿元。\n" for at, name in enumerate(counties)))
        for year in (2022, 2023)
    ]
    page = reader.open(page_of(tmp_path / "page.html", *texts), "#view=charts&chart=time")
    page.wait_for_selector(".drawing svg")
    chips = page.locator("#view-charts button.chip")
    assert chips.count() == 7 and "3 more subjects are grey points" in page.inner_text("#view-charts")
    left = chips.first.locator("[lang]").inner_text()
    chips.first.click()
    page.wait_for_function("document.querySelectorAll('#view-charts button.chip').length === 6")
    page.select_option("#subject-picker", label="兴国县 (2)")
    page.wait_for_function("document.querySelectorAll('#view-charts button.chip').length === 7")
    page.wait_for_selector(".drawing svg")
    assert page.locator(".drawing svg .mark-line path").count() == 7
    names = " ".join(chips.all_inner_texts())
    assert "兴国县" in names and left not in names and "3 more subjects not drawn" in page.inner_text("#view-charts")
    page.evaluate(f"location.hash += `&subject=${{encodeURIComponent('{left}')}}`")  # filtered to one that was left out
    page.wait_for_selector("#view-charts span.chip")
    page.wait_for_selector(".drawing svg .mark-line path")


# ---- axes
def test_axes_have_a_scale_of_wan_and_yi_and_room(ask):
    assert ask("() => [[13.5e8, 2e7], [0.8], [12345], [2.5e5], [3.4e12], [1.4e14]].map((one) => scaleFor(one, '元'))") == [
        {"scale": scale, "title": title}
        for scale, title in [(1e8, "亿元"), (1, "元"), (1, "元"), (1e4, "万元"), (1e8, "亿元"), (1e12, "万亿元")]
    ]
    one = ask("() => paddedDomain([8.3])")
    assert one[0] < 8 and one[1] > 9
    assert ask("() => paddedDomain([5.1, 5.5], { withZero: true })")[0] == 0
    assert ask("() => paddedDomain([-4, -1], { withZero: true })")[1] == 0
    assert ask("() => [ticksOf([1, 2, 3, 4, 5, 6, 7], 3), ticksOf([24, 12, 12], 9), ticksOf([5], 4)]") == [
        [1, 3, 5, 7],
        [12, 24],
        [5],
    ]


def test_far_values_do_not_squeeze_and_like_values_stand_side_by_side(ask):
    assert ask("() => fences([3, 4, 5, 5, 6, 7, 253])") == [3, 7]
    assert ask("() => fences([3, 253])") == [3, 253]
    assert ask("() => [roundTicks(-11.8, 28.3, 10), roundTicks(0, 0.9, 4)]") == [
        [-10, -5, 0, 5, 10, 15, 20, 25],
        [0, 0.5],
    ]
    assert ask("() => lanesOf([5, 5.1, 9, 5], 0.5)") == [0, -1, 0, 1]


# ---- growth and years
GROWN = [
    ("2023", "2024-01-20", "2023年,于都县地区生产总值同比增长6.5%,财政收入同比增长3%。\n"),
    ("2024", "2025-01-20", "2024年,于都县地区生产总值同比增长5.5%。\n"),
    ("转载", "2025-01-22", "2024年,于都县地区生产总值同比增长5.5%。\n"),
]


@pytest.fixture(scope="module")
def grown(tmp_path_factory):
    return page_of(tmp_path_factory.mktemp("grown") / "page.html", *GROWN)


def test_growth_is_of_one_period_where_one_is_chosen_and_the_table_says_which(reader, grown):
    page = reader.open(grown, "#view=charts&chart=growth")
    page.wait_for_selector(".drawing svg")
    table = {row[0]: row[1:] for row in cells(page, "Growth by metric")}
    assert table["地区生产总值"][0] == "6%" and "于都县 +5.5% 2024" in " ".join(table["地区生产总值"][1].split())
    assert "Figures of 2 periods stand together" in page.inner_text("#view-charts")
    page.select_option("#period-picker", value="2024")
    page.wait_for_function("document.querySelectorAll('#view-charts tbody tr').length === 1")
    assert cells(page, "Growth by metric")[0][1] == "5.5%"


def test_years_can_be_filtered(reader, grown):
    page = reader.open(grown, "#view=facts")
    page.click("#facet-year")
    assert page.locator("#choices-year .name").all_inner_texts() == ["2024", "2023"]
    page.locator("#choices-year label").first.click()
    page.keyboard.press("Escape")
    assert page.inner_text("#found").startswith("2 of 3 articles, 2 facts")
    assert set(page.locator("#view-facts td.period").all_inner_texts()) == {"2024"}
    assert page.inner_text("#facet-year .chosen") == "2024" and "year=2024" in page.evaluate("location.hash")


def test_far_growth_is_told_in_figures_at_the_edge(reader, tmp_path):
    metrics = ["地区生产总值", "固定资产投资", "财政收入", "税收收入", "工业用电量"]
    text = (
        "2024年,于都县" + ",".join(f"{name}同比增长{at + 3}%" for at, name in enumerate(metrics)) + ",招商引资额同比增长253%。\n"
    )
    page = reader.open(page_of(tmp_path / "page.html", ("a", None, text)), "#view=charts&chart=growth")
    page.wait_for_selector(".drawing svg")
    assert "253" in page.locator(".drawing svg .mark-text text").all_text_contents()
    assert not any(label in ("100", "200", "250") for label in texts_of(page, "axis-label"))


def test_a_metric_is_found_among_many_by_name(reader, tmp_path):
    metrics = [
        "地区生产总值", "固定资产投资", "财政收入", "税收收入", "社会消费品零售总额", "进出口总额", "规模以上工业增加值", "粮食产量",
        "常住人口", "城镇居民人均可支配收入", "农村居民人均可支配收入", "一般公共预算收入", "住户存款余额", "发电量",
    ]  # fmt: skip
    text = "".join(f"2024年,于都县{name}同比增长{at + 1}%。\n" for at, name in enumerate(metrics))
    page = reader.open(page_of(tmp_path / "page.html", ("a", None, text), is_drawn=False), "#view=charts&chart=time")
    page.click("#picker")
    page.fill("#picker-choices input", "粮食")
    assert page.locator("#picker-choices .choice").count() == 1
    page.click("#picker-choices .choice")
    page.wait_for_selector("#picker >> text=粮食产量")
    assert cells(page, "粮食产量 · growth yoy (%)")[0][2] == "+8%"
    assert page.evaluate("document.activeElement.id") == "picker"


# ---- in the dark, on paper, on a phone
def test_a_drawing_follows_the_theme_and_is_light_on_paper(chromium, grown):
    one = Reader(chromium, color_scheme="dark")
    page = one.open(grown, "#view=charts&chart=growth")
    page.wait_for_selector(".drawing svg")
    fill = "getComputedStyle(document.querySelector('.drawing svg .role-axis-label text')).fill"
    dark = page.evaluate(fill)
    page.click("#theme")
    light = page.evaluate(fill)
    page.click("#theme")
    assert page.evaluate(fill) == dark != light
    page.emulate_media(media="print")
    assert page.evaluate(fill) == light
    assert page.is_visible(".drawing svg") and page.is_visible("h3.on-paper") and page.is_hidden("#picker")
    assert page.locator(".drawing svg").bounding_box()["height"] > 60
    one.context.close()
    assert one.faults == []


def test_on_a_phone_names_are_whole_and_nothing_runs_off(chromium, tmp_path):
    plan = "2024年,信丰县力争规模以上工业战略性新兴产业增加值增长8%。\n"
    told = "2024年,信丰县规模以上工业战略性新兴产业增加值同比增长9%。\n"
    path = page_of(tmp_path / "page.html", ("a", None, plan), ("b", None, told))
    one = Reader(chromium)
    one.page.set_viewport_size({"width": 390, "height": 844})
    for chart in ("targets", "growth", "time"):
        page = one.open(path, f"#view=charts&chart={chart}")
        page.wait_for_selector(".drawing svg")
        for box in page.locator("#view-charts :is(select, .facet, .chip, .drawing svg)").all():
            place = box.bounding_box()
            assert place["x"] >= 0 and place["x"] + place["width"] <= 390
        if chart != "time":
            names = " ".join(page.locator(".drawing svg .mark-text text").all_text_contents())
            assert "规模以上工业战略性新兴产业增加值" in names and "…" not in names
    one.context.close()
    assert one.faults == []
