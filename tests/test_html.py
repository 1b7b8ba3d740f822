"""Pages of the web: main text, title, date and tables; what is no article is told."""

from __future__ import annotations

import hashlib
import json

import pytest
from lxml.html import fromstring
from typer.testing import CliRunner

from extractor import extract
from extractor.cli.main import app
from extractor.extras import how_to_get
from extractor.io.html import NoHtml, read_page
from extractor.io.page_templates import CONTAINERS
from extractor.io.page_text import render
from extractor.io.read import ArticleInput, Failure, Options, read_articles

PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>衡阳市2023年1-7月主要经济指标</title>
<meta name="PubDate" content="2023-08-20"></head><body>
<div class="nav"><a href="/">首页</a> <a href="/tj">统计数据</a></div>
<div class="TRS_Editor"><h1>衡阳市2023年1-7月主要经济指标</h1>
<p>1至7月,衡阳市经济运行总体平稳,主要指标持续恢复,工业生产稳步加快,消费市场较快增长,外贸进出口保持增长。</p>
<p>单位:亿元</p>
<table><tr><th>指标</th><th>1-7月</th><th>同比增长(%)</th></tr>
<tr><td>规模以上工业增加值</td><td>402.6</td><td>6.1</td></tr>
<tr><td>固定资产投资</td><td>512.3</td><td>-3.2</td></tr>
<tr><td>社会消费品零售总额</td><td>318.9</td><td>7.4</td></tr></table>
<p>全市进出口总额62亿元,增长3.1%,其中出口41亿元,增长5.5%。下一步,全市将继续抓好项目建设,确保完成全年目标任务。</p></div>
<script>var a = "进出口999亿元";</script><div class="footer">版权所有 衡阳市统计局</div></body></html>"""


def test_a_page_gives_text_title_and_date():
    page = read_page(PAGE)
    assert (page.title, page.published) == ("衡阳市2023年1-7月主要经济指标", "2023-08-20")
    assert page.text.startswith("衡阳市2023年1-7月主要经济指标\n")
    assert "| 固定资产投资 | 512.3 | -3.2 |" in page.text
    assert "首页" not in page.text and "999" not in page.text


@pytest.mark.parametrize("html", ["", "<html><body></body></html>", "<html><body><script>1</script></body></html>"])
def test_a_page_without_an_article_is_told(html):
    with pytest.raises(NoHtml, match="no article found"):
        read_page(html)


@pytest.mark.parametrize(("encoding", "declared"), [("utf-8", "utf-8"), ("gb18030", "gb2312"), ("gb18030", "utf-8")])
def test_pages_are_read_whatever_they_are_written_in_and_say(tmp_path, encoding, declared):
    path = tmp_path / "page.html"
    path.write_bytes(PAGE.replace('charset="utf-8"', f'charset="{declared}"').encode(encoding))
    (article,) = read_articles(path, Options())
    assert isinstance(article, ArticleInput)
    assert article.raw_sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert "社会消费品零售总额" in article.text


def test_tables_of_a_page_become_facts_and_the_page_is_named(tmp_path):
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "empty.htm").write_text("<html><body>没有</body></html>", encoding="utf-8")
    result = CliRunner().invoke(app, ["run", str(tmp_path)])
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    page = next(line for line in lines if line["article"]["id"] == "page")
    assert page["article"]["raw_sha256"] == hashlib.sha256(PAGE.encode()).hexdigest()
    levels = [(f["metric"], f["value"], f["unit"]) for f in page["facts"] if f["rule"] == "link.table.level"]
    assert levels == [
        ("规模以上工业增加值", 40260000000, "元"),
        ("固定资产投资", 51230000000, "元"),
        ("社会消费品零售总额", 31890000000, "元"),
    ]
    assert {f["subject"] for f in page["facts"]} == {"衡阳市"}


# ---------------------------------------------------------------- the systems government sites are made with
SENTENCES = (
    "八月,全县完成农村公路养护46公里,较上月多9公里。",
    "同期,新开通公交线路2条,日均载客3100人次。",
    "下一步,交通部门将继续做好秋季养护,保障群众出行。",
)
MENU = "".join(f'<li><a href="/c{n}/">栏目{n}</a></li>' for n in range(40))
NEWS = "".join(f'<li><a href="/n{n}.html">邻县第{n}条消息:新增企业{n}家</a></li>' for n in range(20))


def site(inside, head=""):
    """A page as such sites have it: menus in tables, the article somewhere in the middle, without paragraphs."""
    return (
        f"<html><head><title>八月交通运行情况_某县人民政府门户网站</title>{head}</head><body><table><tr><td><ul>{MENU}</ul></td></tr>"
        f"<tr><td><div id='content'>{inside}</div></td></tr><tr><td><ul>{NEWS}</ul></td></tr></table>"
        "<div>主办:某县人民政府办公室 备案序号00000000</div></body></html>"
    )


def holder(selector):
    inside = "<br>&nbsp;&nbsp;".join(SENTENCES) + "<style>.a{color:red}</style><script>var n = '新增777家';</script>"
    last = selector.split()[-1]
    tag = "td" if selector == ".bt_content" else "div"
    named = f'<{tag} {"id" if last[0] == "#" else "class"}="{last[1:]}">{inside}</{tag}>'
    return f"<table><tr>{named}</tr></table>" if tag == "td" else named


@pytest.mark.parametrize("selector", [*CONTAINERS, "#ZOOM", ".trs_editor"])
def test_the_article_is_found_where_the_system_keeps_it(selector):
    page = read_page(site(holder(selector)))
    assert [sentence in page.text.split("\n") for sentence in SENTENCES] == [True] * 3
    assert "777" not in page.text and "color" not in page.text
    assert page.title == "八月交通运行情况"


def test_an_empty_container_is_passed_over():
    page = read_page(site('<div id="zoom"><a href="a.pdf">附件</a></div>' + "".join(f"<p>{one}</p>" for one in SENTENCES)))
    assert all(sentence in page.text for sentence in SENTENCES)


def test_the_official_tags_win():
    head = """<meta name="ArticleTitle" content="八月公路养护情况"><META NAME="PUBDATE" CONTENT="2023年9月4日 10:20">
    <meta name="ContentSource" content="县交通运输局"><meta name="Url" content="http://example.org/a.html">
    <meta name="PubDate" content="2020-01-01"><meta name="keywords" content="公路">"""
    page = read_page(site(holder("#zoom"), head))
    assert (page.title, page.published, page.url) == ("八月公路养护情况", "2023-09-04", "http://example.org/a.html")
    assert page.text.startswith("八月公路养护情况\n来源:县交通运输局\n")
    assert extract(page.text, title=page.title).article.source == "县交通运输局"


def test_a_source_the_text_names_is_not_told_twice_and_a_wrong_date_not_taken():
    head = '<meta name="ContentSource" content="县交通运输局"><meta name="PubDate" content="昨天"><meta name="Url" content="/a.html">'
    page = read_page(site(holder("#zoom").replace("八月,", "来源：县交通运输局<br>八月,", 1), head))
    assert page.text.count("来源") == 1 and page.published is None and page.url is None


ROWS = "<tr><td>工业</td><td>12.5</td><td></td></tr><tr><td>农业</td><td>7</td><td>1.2</td></tr>"
TABLES = {
    "a head without th": (
        f"<table><tr><td><p>指标</p></td><td>总量<br>(亿元)</td><td>增长(%)</td></tr>{ROWS}</table>",
        ["| 指标 | 总量 (亿元) | 增长(%) |", "|---|---|---|", "| 工业 | 12.5 |  |", "| 农业 | 7 | 1.2 |"],
    ),
    "a title and a unit over all columns": (
        f"<table><tr><td colspan=3>主要指标</td></tr><tr><td colspan=3>单位:亿元</td></tr><tr><td>指标</td><td>一</td><td>二</td></tr>{ROWS}</table>",
        ["主要指标", "单位:亿元", "| 指标 | 一 | 二 |", "|---|---|---|", "| 工业 | 12.5 |  |", "| 农业 | 7 | 1.2 |"],
    ),
    "a head of two rows": (
        f"<table><tr><td rowspan=2>指标</td><td colspan=2>上半年</td></tr><tr><td>总量</td><td>增长</td></tr>{ROWS}</table>",
        ["| 指标 | 上半年总量 | 上半年增长 |", "|---|---|---|", "| 工业 | 12.5 |  |", "| 农业 | 7 | 1.2 |"],
    ),
    "years in the head": (
        f"<table><tr><td>指标</td><td>2022</td><td>2023</td></tr>{ROWS}</table>",
        ["| 指标 | 2022 | 2023 |", "|---|---|---|", "| 工业 | 12.5 |  |", "| 农业 | 7 | 1.2 |"],
    ),
    "no head": (f"<table>{ROWS}</table>", ["| 工业 | 12.5 |  |", "| 农业 | 7 | 1.2 |"]),
    "a cell that reaches over two rows": (
        "<table><tr><th>指标</th><th>总量</th></tr><tr><td>工业</td><td rowspan=2>9</td></tr><tr><td>矿业</td></tr><tr><td>农业</td><td>7</td></tr></table>",
        ["| 指标 | 总量 |", "|---|---|", "| 工业 | 9 |", "| 矿业 |  |", "| 农业 | 7 |"],
    ),
    "only for the layout": (
        "<table><tr><td><p>第一段3家。</p><p>第二段。</p></td></tr><tr><td>第三段<br>第四段</td></tr></table>",
        ["第一段3家。", "第二段。", "第三段", "第四段"],
    ),
}


@pytest.mark.parametrize("name", TABLES)
def test_tables_become_rows(name):
    html, lines = TABLES[name]
    assert render(fromstring(html)).split("\n") == lines


@pytest.mark.parametrize("name", [name for name in TABLES if "layout" not in name])
def test_tables_of_pages_without_a_known_container_are_kept_too(name):
    html, lines = TABLES[name]
    text = "".join(f"<p>{one}</p>" for one in SENTENCES)
    found = read_page(f"<html><body><div class='x'>{text}{html}{text.replace('八月', '九月')}</div></body></html>").text
    assert [line.replace(" ", "") for line in lines] == [
        line.replace(" ", "") for line in found.split("\n") if line in lines or "|" in line
    ]


def test_what_is_hidden_or_silent_is_no_text():
    html = "<div>甲<span style='display: none'>乙</span><!-- 丙 --><select><option>丁</option></select>戊<p hidden>己</p><b>庚</b> 辛</div>"
    assert render(fromstring(html)) == "甲戊\n庚 辛"


def test_a_page_nested_deeply_is_read():
    html = site("<div>" * 200 + holder("#zoom") + "</div>" * 200)
    assert SENTENCES[0] in read_page(html).text


@pytest.mark.parametrize("name", ["a.html", "a.htm", "a.shtml"])
def test_suffixes_of_pages(tmp_path, name):
    (tmp_path / name).write_text(site(holder("#zoom")), encoding="gb18030")
    (article,) = read_articles(tmp_path / name, Options())
    assert SENTENCES[1] in article.text and article.id == "a"


def test_a_page_of_entities_and_one_in_another_language(tmp_path):
    (tmp_path / "a.html").write_bytes(site(holder("#zoom")).encode("ascii", "xmlcharrefreplace"))
    (tmp_path / "b.html").write_text(
        "<html><body><p>" + "The county built twelve roads. " * 20 + "</p></body></html>", encoding="utf-8"
    )
    article, failure = (next(read_articles(tmp_path / name, Options())) for name in ("a.html", "b.html"))
    assert SENTENCES[0] in article.text
    assert failure.reason == "no_chinese"


def test_without_the_extra_the_message_says_how_to_get_it(monkeypatch, tmp_path):
    monkeypatch.setitem(__import__("sys").modules, "trafilatura", None)
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    (failure,) = read_articles(path, Options())
    assert isinstance(failure, Failure) and failure.reason == "no_library"
    assert "reading HTML needs the extra 'html'" in failure.message and how_to_get("html") in failure.message


# ---------------------------------------------------------------- what stands around an article
def around(inside, after="", head="", title="九月客运情况_某市交通局"):
    return f"<html><head><title>{title}</title>{head}</head><body><div>{inside}</div>{after}</body></html>"


PARAGRAPHS = "".join(f"<p>{one}</p>" for one in SENTENCES)
OTHERS = "".join(f"<div><p>邻市消息:本月新辟航线{n}条,旅客增加{n}万人次。</p></div>" for n in range(1, 3))


def test_the_container_is_taken_though_more_is_found():
    text = read_page(around(f'<div class="TRS_Editor">{PARAGRAPHS}</div><p>某局印发</p>', OTHERS)).text
    assert text.split("\n") == ["九月客运情况", *SENTENCES]


def test_a_container_with_a_small_part_is_passed_over():
    teaser = '<div class="news_content">请看本局发布的九月份客运情况及下一步的工作安排。</div>'
    text = read_page(around(teaser + "<div>" + PARAGRAPHS * 3 + "</div>")).text
    assert all(sentence in text for sentence in SENTENCES)


@pytest.mark.parametrize(
    "inside",
    [
        f'<div id="articlecontent"><p>字体:大 中 小</p><ucapcontent>{PARAGRAPHS}</ucapcontent><p>相邻栏目9条</p></div>',
        f'<div id="article_content"><div id="article">{PARAGRAPHS}</div><p>网友甲:希望再开3条线路。</p></div>',
        f'<table><tr><td>索引号 000</td></tr><tr><td><meta name="ContentStart">{PARAGRAPHS}<meta name="ContentEnd"></td></tr></table>',
    ],
    ids=["a tag of its own", "the inner one", "marked"],
)
def test_the_narrowest_known_place_is_taken(inside):
    assert read_page(around(inside)).text.split("\n") == ["九月客运情况", *SENTENCES]


def test_lists_of_links_are_no_text_but_lists_of_findings_are():
    menu = "<ul>" + "".join(f'<li><a href="/{n}">某某局第{n}处</a></li>' for n in range(9)) + "</ul>"
    findings = "<ul>" + "".join(f"<li>第{n}项完成{n}0公里,见<a href='/{n}'>附表</a></li>" for n in range(1, 5)) + "</ul>"
    text = read_page(around(PARAGRAPHS + findings + menu + PARAGRAPHS.replace("八月", "九月"))).text
    assert "第3项完成30公里" in text and "某某局" not in text


def test_a_table_for_the_layout_is_no_table_where_no_container_is_known():
    rows = "".join(f"<tr><td>{one}</td></tr>" for one in SENTENCES)
    text = read_page(around(f"<table><tr><td></td><td></td></tr></table><table>{rows}</table>")).text
    assert all(sentence in text.split("\n") for sentence in SENTENCES) and "|" not in text


# ---------------------------------------------------------------- titles and dates
def test_the_site_is_no_part_of_the_title_though_the_page_repeats_it():
    page = read_page(around(f"<h1>九月客运情况-某某网</h1>{PARAGRAPHS}", title="九月客运情况-某某网"))
    assert page.title == "九月客运情况"


@pytest.mark.parametrize(
    "title", ["九月客运 情况--交通·出行--某某网", "九月客运 情况_出行_某某频道首页_某某网 - EXAMPLE.COM", "九月客运 情况-"]
)
def test_the_title_is_the_part_that_stands_in_the_page(title):
    assert read_page(around(f"<h2>九月客运 情况</h2>{PARAGRAPHS}", title=title)).title == "九月客运 情况"


TAG = '<meta name="PubDate" content="2023-05-12 08:00:01">'
MADE = '<meta name="others" content="页面生成时间 2023-05-12 08:00:01">'
DAYS = {
    "the tag": (TAG, "", "2023-05-12"),
    "the page says an earlier day": (TAG, "<p>发布时间：2019年09月30日 来源：某局</p>", "2019-09-30"),
    "the page says a later day": (TAG, "<p>发布时间：2023-06-01</p>", "2023-05-12"),
    "the page says several": (TAG, "<p>发布日期：2019-09-30</p><p>发布日期：2018-01-02</p>", "2023-05-12"),
    "the tag says when the page was made": (TAG + MADE, "<p>日期：2019/09/06 来源：某局</p>", "2019-09-06"),
    "only when the page was made": (TAG + MADE, "", "2023-05-12"),
    "another day than the page was made": (TAG.replace("05-12", "05-11") + MADE, "<p>日期：2019/09/06</p>", "2023-05-11"),
    "no tag": ("", "<p>发布时间: 2019-09-30 10:53</p>", "2019-09-30"),
    "nothing but a year": ("", "<p>本站建于1997年,运行至今。</p>", None),
}


@pytest.mark.parametrize("name", DAYS)
def test_days_of_publication(name):
    head, line, day = DAYS[name]
    assert read_page(around(f'<h1>九月客运情况</h1>{line}<div id="zoom">{PARAGRAPHS}</div>', head=head)).published == day
