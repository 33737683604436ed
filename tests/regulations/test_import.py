"""Taking over a text: what township papers look like, Word's own numbering, tables, and what may not come in."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from tests.cast import Cast
from xiangfeng.base.errors import Refused
from xiangfeng.regulations.models import Regulation
from xiangfeng.regulations.outline import ARTICLE, CHAPTER, Piece
from xiangfeng.regulations.parsing import parse
from xiangfeng.regulations.sheet_file import read_sheet, write_sheet
from xiangfeng.regulations.word_file import read_lines

LAW = """
云溪镇公共厕所管理办法
第一章　总则
第一条　为管好公共厕所，制定本办法。
第二条  本办法适用于：
（一）集镇公厕；
（二）村级公厕。
按照前款管理的公厕挂牌公示。
第二章 管理
第三条 保洁员每天清扫两次。
""".splitlines()

PARTS = """
意见箱管理制度
一、开箱
（一）每周由两人开箱。
1.记录时间；
2、记录件数。
二、答复。逐件答复，说明是否采纳。
""".splitlines()


def _seen(lines: list[str]) -> list[tuple[str, str, str]]:
    return [(one.level, one.label, one.text) for one in parse(lines).pieces]


def test_a_text_in_articles():
    assert parse(LAW).title == "云溪镇公共厕所管理办法"
    assert _seen(LAW) == [
        ("chapter", "第一章", "总则"),
        ("article", "第一条", "为管好公共厕所，制定本办法。"),
        ("article", "第二条", "本办法适用于："),
        ("item", "第二条（一）", "集镇公厕；"),
        ("item", "第二条（二）", "村级公厕。"),
        ("paragraph", "第二条第二款", "按照前款管理的公厕挂牌公示。"),
        ("chapter", "第二章", "管理"),
        ("article", "第三条", "保洁员每天清扫两次。"),
    ]
    assert parse(LAW).says == "2 章（部分）、3 条、1 款、2 项"
    assert parse(LAW).notes == ()


def test_a_text_in_parts():
    assert _seen(PARTS) == [
        ("chapter", "一", "开箱"),
        ("article", "一-1", "每周由两人开箱。"),
        ("item", "一-1（1）", "记录时间；"),
        ("item", "一-1（2）", "记录件数。"),
        ("chapter", "二", "答复"),
        ("article", "二-1", "逐件答复，说明是否采纳。"),
    ]


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        (["一、每周开箱。", "二、逐件答复。"], [("article", "1"), ("article", "2")]),
        (["1. 每周开箱。", "2. 逐件答复。"], [("article", "1"), ("article", "2")]),
        (["一、开箱", "1.每周一次。", "（1）两人；"], [("chapter", "一"), ("article", "一-1"), ("item", "一-1（1）")]),
        (["第一章 总则", "一、目的。"], [("chapter", "第一章"), ("article", "第一条")]),
        (["引言一段，没有编号。", "第一条 开箱。"], [("paragraph", ""), ("article", "第一条")]),
    ],
)  # fmt: skip
def test_other_ways_of_numbering(lines: list[str], wanted: list[tuple[str, str]]):
    seen = [(level, label) for level, label, _ in _seen(lines)]
    assert [level for level, _ in seen] == [level for level, _ in wanted]


def test_decimals_and_years_are_no_numbers():
    assert _seen(["第一条 开箱。", "1.5米以上的挂墙。"])[1][0] == "paragraph"
    assert _seen(["第一条 开箱。", "2026年起施行。"])[1][0] == "paragraph"


@pytest.mark.parametrize(
    ("lines", "note"),
    [
        (["第一条 开箱。", "第一条 答复。"], "第一条出现了两次"),
        (["第一条 开箱。", "第二条 环境卫生的主要"], "最后一段没有句号"),
        (["第一条 每周，", "第二条 开箱。"], "看下一条是不是被断开"),
        (["只有一段话。"], "没有认出“条”"),
    ],
)
def test_what_the_reader_should_look_at(lines: list[str], note: str):
    assert any(note in one for one in parse(lines).notes)


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ([], "没有认出任何条款"),
        (["第一条 好。"] * 601, "不像一个制度"),
        (["第一条 " + "字" * 2001], "超过 2000 字"),
    ],
)
def test_what_is_no_regulation(lines: list[str], why: str):
    with pytest.raises(Refused, match=why):
        parse(lines)


def _word(lines: list[str], *, numbered: bool = False) -> bytes:
    document = docx.Document()
    for line in lines:
        paragraph = document.add_paragraph(line)
        if numbered:
            properties = paragraph._p.get_or_add_pPr()
            number = properties.get_or_add_numPr()
            number.get_or_add_ilvl().val = 0
            number.get_or_add_numId().val = 77
    if numbered:
        root = document.part.numbering_part.element
        kind = OxmlElement("w:abstractNum")
        kind.set(qn("w:abstractNumId"), "770")
        level = OxmlElement("w:lvl")
        level.set(qn("w:ilvl"), "0")
        for name, value in (("w:numFmt", "chineseCountingThousand"), ("w:lvlText", "第%1条")):
            part = OxmlElement(name)
            part.set(qn("w:val"), value)
            level.append(part)
        kind.append(level)
        root.insert(0, kind)
        use = OxmlElement("w:num")
        use.set(qn("w:numId"), "77")
        of = OxmlElement("w:abstractNumId")
        of.set(qn("w:val"), "770")
        use.append(of)
        root.append(use)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_words_own_numbers_are_read():
    assert read_lines(_word(["开箱。", "", "答复。"], numbered=True)) == [
        "第一条 开箱。",
        "",
        "第二条 答复。",
    ]


def test_a_broken_word_file_is_said():
    with pytest.raises(Refused, match="读不出来"):
        read_lines(b"PK\x03\x04 nothing")


def test_the_table_comes_back_as_it_went():
    pieces = [Piece(CHAPTER, "开箱"), Piece(ARTICLE, "=每周一次。", "A4.3b")]
    read = read_sheet(write_sheet([*pieces]))
    assert [(one.level, one.text, one.requirements) for one in read.pieces] == [
        ("chapter", "开箱", ""), ("article", "=每周一次。", "A4.3b"),
    ]  # fmt: skip


def test_a_table_of_something_else_is_refused():
    blank = write_sheet([])
    with pytest.raises(Refused, match="没有条款"):
        read_sheet(blank)
    with pytest.raises(Refused, match="xlsx"):
        read_sheet(b"not a table")


@pytest.fixture
def clerk(client_for: Callable[..., Client], cast: Cast) -> Client:
    return client_for(cast.people["clerk"])


def _upload(client: Client, draft: Regulation, name: str, content: bytes) -> str:
    file = SimpleUploadedFile(name, content)
    answer = client.post(reverse("regulations:import", args=[draft.pk]), {"file": file})
    assert answer.status_code == 200
    return answer.content.decode()


def test_word_is_shown_first_and_written_on_confirmation(clerk: Client, draft: Regulation):
    before = list(draft.articles.values_list("text", flat=True))
    page = _upload(clerk, draft, "办法.docx", _word(LAW))
    assert "认出 2 章（部分）、3 条、1 款、2 项" in page
    assert "文件里的标题是“云溪镇公共厕所管理办法”" in page
    assert list(draft.articles.values_list("text", flat=True)) == before
    token = re.search(r'name="token" value="([^"]+)"', page)
    assert token
    url = reverse("regulations:import_confirm", args=[draft.pk])
    answer = clerk.post(url, {"token": token[1]}, follow=True)
    assert "正文已写入" in answer.content.decode()
    assert list(draft.articles.order_by("seq").values_list("label", flat=True)) == [
        "第一章", "第一条", "第二条", "第二条（一）", "第二条（二）", "第二条第二款", "第二章", "第三条",
    ]  # fmt: skip
    again = clerk.post(url, {"token": token[1]}, follow=True)
    assert "刚被别人改过" in again.content.decode()


def test_a_preview_is_good_for_its_own_draft_only(
    clerk: Client, draft: Regulation, adopted: Regulation, cast: Cast, at: dt.datetime
):
    page = _upload(clerk, draft, "办法.docx", _word(LAW))
    token = re.search(r'name="token" value="([^"]+)"', page)
    assert token
    url = reverse("regulations:import_confirm", args=[adopted.pk])
    assert "不是这个制度的" in clerk.post(url, {"token": token[1]}, follow=True).content.decode()
    assert "放得太久或不完整" in clerk.post(url, {"token": "x"}, follow=True).content.decode()


def test_unlawful_words_are_shown_before_writing(clerk: Client, draft: Regulation):
    url = reverse("regulations:import", args=[draft.pk])
    page = clerk.post(url, {"text": "第一条 乱扔垃圾罚款50元。"}).content.decode()
    assert "有 1 条写了乡镇无权规定的措施" in page and "行政处罚法第16条" in page


def test_what_may_not_come_in(clerk: Client, draft: Regulation):
    for name, content, why in (
        ("旧.doc", b"\xd0\xcf\x11\xe0", "旧格式 .doc"),
        ("办法.docx", b"hello", "内容不是 docx"),
        ("办法.pdf", b"%PDF-1.4\n%%EOF", "不能导入正文"),
        ("办法.exe", b"MZ", "不能导入正文"),
    ):
        assert why in _upload(clerk, draft, name, content), name


def test_a_macro_is_refused(clerk: Client, draft: Regulation):
    stream = io.BytesIO(_word(LAW))
    with zipfile.ZipFile(stream, "a") as packed:
        packed.writestr("word/vbaProject.bin", b"x")
    assert "带有宏或程序" in _upload(clerk, draft, "办法.docx", stream.getvalue())


def test_nothing_given_is_said_and_what_was_pasted_stays(clerk: Client, draft: Regulation):
    url = reverse("regulations:import", args=[draft.pk])
    assert "请粘贴文字，或者选一个文件" in clerk.post(url, {"text": ""}).content.decode()
    long = "第一条 " + "字" * 2001
    page = clerk.post(url, {"text": long}).content.decode()
    assert "超过 2000 字" in page and long in page
