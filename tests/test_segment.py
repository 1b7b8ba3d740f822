"""Segmentation: what is the article, what is the page's, and what the page says about the article."""

from datetime import date
from pathlib import Path

import pytest
import srsly

from extractor.block_rules import BlockRule, compile_blocks, fires
from extractor.clean import clean
from extractor.front_matter import weigh
from extractor.rules_base import unmark
from extractor.segment import segment

RULES = Path(__file__).parent.parent / "rules"
A = "今年上半年,洣江市规模以上工业增加值同比增长7.6%,比全省高0.4个百分点,增速居全省第3位,工业经济运行总体平稳,稳中向好的态势更加明显。"
B = "全市完成固定资产投资312.5亿元,同比增长9.8%,其中工业投资增长14.2%,民间投资增长6.1%,投资结构持续优化,发展后劲不断增强。"


def _load():
    fragments, rules = {}, []
    for name in ("fragments", "boilerplate", "captions", "front_matter", "headings"):
        data = srsly.yaml_loads((RULES / f"{name}.yaml").read_text(encoding="utf-8"))
        fragments |= data.get("fragments", {})
        rules += [BlockRule.model_validate(rule) for rule in data.get("rules", [])]
    return rules, compile_blocks(rules, fragments)


ALL, FINDER = _load()


def layout_of(*lines, **known):
    text = clean("\n".join(lines)).text
    layout = segment(text, FINDER, **known)
    return layout, [(block.kind, text[block.start : block.end]) for block in layout.blocks]


def kinds(*lines, **known):
    return [kind for kind, _ in layout_of(*lines, **known)[1]]


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.id)
def test_rule_proofs(rule):
    for example in rule.proofs():
        text, spans = unmark(example.text)
        found = fires(rule.id, text, FINDER)
        assert [(start, end) for start, end, _ in found] == spans, example.text
        front = weigh([one for _, _, said in found for one in said], None)
        given = {
            "source": front.source,
            "authors": list(front.authors),
            "place": front.dateline,
            "published": front.published and front.published.isoformat(),
        }
        assert {key: given[key] for key in example.gives} == example.gives
    for unlike in rule.unlike:
        assert not fires(rule.id, unlike.text, FINDER), unlike.why


def test_every_line_is_covered_once():
    text = clean(f"题目一则\n\n  {A}  \n\n标签:\n\t{B}\n").text
    blocks = segment(text, FINDER).blocks
    assert [text[b.start : b.end] for b in blocks] == [line.strip() for line in text.split("\n") if line.strip()]


def test_government_page():
    layout, blocks = layout_of(
        "首 页 政 务 公 开 网 上 办 事 互 动", "您现在所在的位置: 首页 > 新闻中心 > 部门动态", "上半年全市工业经济稳中有进",
        "来源:洣江市工信局 作者:王小河 发布时间:2023-08-17 07:18 浏览次数: 123 次 字体:[大 中 小]", A, B,
        "【打印】 【关闭】", "扫一扫在手机打开当前页", "上一篇:洣江市召开会议", "下一篇:全市新增企业120家",
        "主办:洣江市人民政府", "湘ICP备12345678号 网站标识码:4304000001",
    )  # fmt: skip
    assert [kind for kind, _ in blocks] == ["boilerplate"] * 2 + ["title", "byline", "body", "body"] + ["boilerplate"] * 6
    assert layout.title == "上半年全市工业经济稳中有进"
    assert (layout.source, layout.authors, layout.published) == ("洣江市工信局", ("王小河",), date(2023, 8, 17))


def test_headlines_full_of_figures_are_links():
    links = [
        "- 洣江一季度出口增长5%",
        "- 教育部:校外培训专项行动推进",
        "- 股民狂买3.9元股票,结果如何?",
        "- 山城上半年投资420.4亿元",
        "- 大江市:河长制见效 水质提升",
    ]
    assert kinds("全市投资增势良好", A, B, *links)[3:] == ["boilerplate"] * 5
    assert kinds("全市投资增势良好", A, "为您推荐", *links)[2:] == ["boilerplate"] * 6
    above = kinds(*links, "全市投资增势良好", "来源:洣江日报", A, B)
    assert above == ["boilerplate"] * 5 + ["title", "byline", "body", "body"]


@pytest.mark.parametrize(
    "lines",
    [
        [
            "地区生产总值增长7%左右",
            "规模以上工业增加值增长7.4%左右",
            "固定资产投资增长11%左右",
            "进出口总额增长13%左右",
            "城镇新增就业4.2万人",
        ],
        ["- 专精特新企业:21家", "- 单项冠军:3家", "- 国家级孵化器获批!全市首个", "- 服务平台累计达80家", "- 外贸增速排全市第4"],
        ["指标", "1-7月", "同比增长(%)", "地区生产总值", "1234.5", "6.7", "固定资产投资", "—", "9.8"],
        [
            "一是新能源电池项目,总投资50亿元,年内投产",
            "二是光电产业园,占地180亩,已入驻企业21家",
            "三是港口扩建工程,完成年度计划的61.5%",
            "四是数据中心,安装机柜3000个",
        ],
    ],
)
def test_lists_of_figures_stay(lines):
    assert "boilerplate" not in kinds("洣江高新区半年交卷", A, *lines)
    assert "boilerplate" not in kinds("洣江高新区半年交卷", *lines)


def test_digest_of_headings_and_paragraphs():
    assert kinds("国内快讯", "央视网消息(新闻联播):", "前十月投资达2.6万亿元", A, "软件企业收入保持增长", B) == [
        "title",
        "byline",
        "heading",
        "body",
        "heading",
        "body",
    ]


def test_one_paragraph_is_body():
    assert kinds(A) == ["body"]
    assert kinds("全市上半年出口增长12.3%") == ["body"]
    assert kinds("") == []


def test_sidebar_above_the_article():
    layout, blocks = layout_of(
        "热门排行", "洣江签约项目12个", "洣江出口增长20%", "全市上半年投资增长9.8%", "2023年08月17日 09:30 来源: 洣江日报", A, B
    )
    assert [kind for kind, _ in blocks] == ["boilerplate"] * 3 + ["title", "byline", "body", "body"]
    assert layout.source == "洣江日报"


def test_links_in_the_middle():
    assert kinds("洣江外贸创新高", A, "相关阅读", "洣江召开会议", B, A, "责任编辑:周青", "推荐", "这些食物不能一起吃") == [
        "title", "body", "boilerplate", "boilerplate", "body", "body", "byline", "boilerplate", "boilerplate",
    ]  # fmt: skip


def test_tags_above_the_article_hide_nothing():
    assert kinds("洣江外贸创新高", "标签:外贸", A, B)[2:] == ["body", "body"]


def test_captions():
    lines = [
        "园区半年成绩单",
        A * 2,
        "(资料图片仅供参考)",
        "洣江高新区为全年目标加压奋进。",
        B * 2,
        "洣江高新区打造数字经济高地。",
        A * 2,
        "港口一派繁忙。(资料图片)",
        "图为企业车间。周青 摄",
        B,
    ]
    assert kinds(*lines) == ["title", "body", "caption", "caption", "body", "caption", "body", "caption", "caption", "body"]


def test_headings():
    assert kinds("洣江经济半年报", "一、工业", A, "(二)消费持续回暖。", B, "年中答卷——“稳进新好”", A, "今年主要预期目标:", "出口增长5%", "投资增长6%") == [
        "title", "heading", "body", "heading", "body", "heading", "body", "heading", "body", "body",
    ]  # fmt: skip


def test_given_title_wins():
    layout, blocks = layout_of(
        "洣江网", "头条新闻速览天下大事小情", "上半年 外贸创新高", A, title="上半年外贸创新高_洣江网", published=date(2024, 1, 2)
    )
    assert blocks[2][0] == "title"
    assert layout.title == "上半年外贸创新高_洣江网"
    assert layout.published == date(2024, 1, 2)


@pytest.mark.parametrize(
    ("opening", "source", "authors", "place"),
    [
        ("新华社长沙1月19日电(记者 王小河 李大江)", "新华社", ("王小河", "李大江"), "长沙"),
        ("本报讯(记者 王小河 通讯员 周青)", None, ("王小河", "周青"), None),
        ("央视网消息(新闻联播):", "央视网", (), None),
        ("洣江时刻8月17日讯(通讯员 周青)", "洣江时刻", ("周青",), None),
    ],
)
def test_openings_stay_in_the_body(opening, source, authors, place):
    layout, blocks = layout_of("洣江外贸创新高", opening + A)
    assert blocks[1][0] == "body"
    assert (layout.source, layout.authors, layout.dateline) == (source, authors, place)


@pytest.mark.parametrize(
    ("lines", "url", "day"),
    [
        (["发布时间:2023-08-17 07:18"], None, date(2023, 8, 17)),
        (["(2023年8月17日)"], None, date(2023, 8, 17)),
        (["2023年8月17日 来源:洣江日报"], None, date(2023, 8, 17)),
        ([], "http://x.gov.cn/xw/202308/t20230817_123.html", date(2023, 8, 17)),
        ([], "http://x.gov.cn/2023-08/17/content_1.htm", date(2023, 8, 17)),
        ([], "http://x.gov.cn/2023/8/7/1.htm", date(2023, 8, 7)),
        ([], "http://x.gov.cn/202313/t20231399_1.html", None),
        (["新华社长沙1月19日电 全省外贸开局良好。"], "http://x.gov.cn/2023/content_1.htm", date(2023, 1, 19)),
        (["新华社长沙1月19日电 全省外贸开局良好。"], None, None),
        (["发布时间:2023-02-31"], None, None),
    ],
)
def test_published(lines, url, day):
    assert layout_of("洣江外贸创新高", *lines, A, url=url)[0].published == day


def test_official_signature():
    layout, blocks = layout_of("洣江经济半年报", A, B, "洣江市统计局", "二〇二三年十二月十二日")
    assert [kind for kind, _ in blocks[-2:]] == ["byline", "byline"]
    assert (layout.source, layout.published) == ("洣江市统计局", date(2023, 12, 12))


@pytest.mark.parametrize(
    "text",
    ["(" * 300_000, "“a" * 150_000, "来源:" * 100_000, "记者 " * 99, "- a\n" * 20_000, "\ufffd\n" * 1000, "2023-08-17" * 29],
)
def test_odd_text_never_raises_and_loses_no_line(text):
    cleaned = clean(text).text
    covered = sum(block.end - block.start for block in segment(cleaned, FINDER).blocks)
    assert covered <= len(cleaned) and (covered > 0 or not cleaned.strip())
