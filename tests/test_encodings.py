"""Bytes to text: the bytes decide, what a page declares is a hint, and a few broken bytes cost no article."""

from __future__ import annotations

import pytest

from extractor.io.encodings import NotText, decode, decode_page, is_sound, recognise

SIMPLIFIED = "上半年全市新增企业17家，同比增长8.5%。"
TRADITIONAL = "上半年全市實現產值12.6億元，比去年同期增長8.5%。"
LONG = "全县上半年完成植树造林4万亩，新建水库3座，农村供水工程惠及群众11万人。\n" * 60


def page(text, declared):
    return f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={declared}"></head><body><p>{text}</p></body></html>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-32"])
def test_simplified_text_is_read_in_any_encoding(encoding):
    assert decode(SIMPLIFIED.encode(encoding)) == SIMPLIFIED


def test_big5_is_told_from_gb18030():
    assert decode(TRADITIONAL.encode("big5")) == TRADITIONAL


@pytest.mark.parametrize("text", ["今日は良い天気です。経済は成長しています。", "Économie: la région a crû de 5% cet été"])
def test_other_encodings_are_refused_not_misread(text):
    with pytest.raises(NotText, match="unknown encoding.*--encoding"):
        decode(text.encode("shift_jis" if "今" in text else "latin-1"))


def test_named_encoding_is_obeyed():
    assert decode("Größe 企业".encode("gb18030"), "gb18030") == "Größe 企业"
    with pytest.raises(NotText, match="no encoding that Python knows"):
        decode(b"abc", "klingon")
    with pytest.raises(NotText, match="not utf-8: byte 0"):
        decode(SIMPLIFIED.encode("gb18030"), "utf-8")


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"%PDF-1.7 x", "PDF"),
        (b"PK\x03\x04..", "ZIP"),
        (b"\x1f\x8b..", "gzip"),
        (b"\x28\xb5\x2f\xfd.", "zstd"),
        (b"\x00\x01\x02" * 50, "binary"),
    ],
)
def test_binary_files_are_named_as_such(data, word):
    for read in (decode, decode_page):
        with pytest.raises(NotText, match=word):
            read(data)


@pytest.mark.parametrize(
    ("encoding", "declared", "text"),
    [
        ("gb18030", "utf-8", SIMPLIFIED),
        ("utf-8", "gb2312", SIMPLIFIED),
        ("utf-8", "big5", TRADITIONAL),
        ("big5", "gbk", TRADITIONAL),
        ("gb18030", "big5", SIMPLIFIED),
        ("gb18030", "iso-8859-1", SIMPLIFIED),
        ("utf-8-sig", "gb2312", SIMPLIFIED),
    ],
)
def test_right_bytes_win_over_wrong_declarations(encoding, declared, text):
    assert decode_page(page(text, declared).encode(encoding)) == page(text, declared)


def test_a_right_declaration_decides_where_the_text_has_few_frequent_characters():
    names = "赵钱孙李周吴郑王大，冯陈褚卫蒋沈韩杨朱秦尤许"
    with pytest.raises(NotText):
        decode_page(page(names, "iso-8859-1").encode("gb18030"))
    assert names in decode_page(page(names, "gb2312").encode("gb18030"))


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_few_broken_bytes_do_not_cost_the_article(encoding):
    data = bytearray(LONG.encode(encoding))
    at = len("全县上半年完成植树造林".encode(encoding)) - 1
    data[at : at + 1] = b"\xff"
    text = decode(bytes(data))
    assert text.count("\ufffd") in (1, 2) and text[-500:] == LONG[-500:]


def test_many_broken_bytes_do():
    data = LONG.encode()
    with pytest.raises(NotText, match="unknown encoding"):
        decode(b"".join(data[at : at + 50] + b"\xff\xfe\xff" for at in range(0, len(data), 50)))


def test_much_ascii_with_little_chinese_does_not_pass_for_broken_utf8():
    html = page(SIMPLIFIED, "gb2312") + "<script>" + "var a = 1; " * 20_000 + "</script>"
    assert SIMPLIFIED in decode_page(html.encode("gb18030"))


def test_the_beginning_of_a_file_may_end_inside_a_character():
    for encoding in ("utf-8", "gb18030"):
        assert recognise(LONG.encode(encoding)[:1000], is_whole=False) == encoding


@pytest.mark.parametrize(
    ("text", "is_fit"), [("", True), ("企" * 2000 + "\ufffd", True), ("企" * 900 + "\ufffd", False), ("\ufffd", False)]
)
def test_fewer_than_one_in_a_thousand_may_be_broken(text, is_fit):
    assert is_sound(text) is is_fit
