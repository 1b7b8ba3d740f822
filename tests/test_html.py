"""Pages of the web: main text, title, date and tables; what is no article is told."""

from __future__ import annotations

import hashlib
import json

import pytest
from typer.testing import CliRunner

from extractor.cli.main import app
from extractor.io.html import NoHtml, read_page
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


def test_without_the_extra_the_message_says_how_to_get_it(monkeypatch, tmp_path):
    monkeypatch.setitem(__import__("sys").modules, "trafilatura", None)
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    (failure,) = read_articles(path, Options())
    assert isinstance(failure, Failure) and "pip install 'extractor-zh[html]'" in failure.message
