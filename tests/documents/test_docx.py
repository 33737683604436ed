"""The DOCX read back from its XML: page, grid, typefaces, tables, page numbers."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree  # type: ignore[import-untyped]

from tests.documents import samples
from xiangfeng.documents.docx import render_docx
from xiangfeng.documents.paper import Kind, Paper, para, places

TWIPS_PER_MM = 72 / 25.4 * 20


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def body(paper: Paper) -> Any:
    return etree.fromstring(parts(render_docx(paper))["word/document.xml"])


def attribute(node: Any, name: str) -> str:
    value: str = node.get(qn(f"w:{name}"))
    return value


def words(node: Any) -> str:
    return "".join(text.text or "" for text in node.iter(qn("w:t")))


def squeezed(text: str) -> str:
    return "".join(text.split())


def paragraph(root: Any, text: str) -> Any:
    return next(p for p in root.iter(qn("w:p")) if text in words(p))


def faces(node: Any) -> set[str]:
    return {attribute(fonts, "eastAsia") for fonts in node.iter(qn("w:rFonts"))}


@pytest.fixture(scope="module")
def notice() -> Any:
    return body(samples.notice())


def test_the_page_is_a4_with_the_standard_margins(notice: Any) -> None:
    size, margins = notice.find(".//" + qn("w:pgSz")), notice.find(".//" + qn("w:pgMar"))
    sizes = [int(attribute(size, side)) / TWIPS_PER_MM for side in ("w", "h")]
    edges = [int(attribute(margins, side)) / TWIPS_PER_MM for side in ("top", "left", "right", "bottom")]
    assert sizes == pytest.approx([210, 297], abs=0.1)
    assert edges == pytest.approx([37, 28, 26, 35], abs=0.1)


def test_the_grid_holds_22_lines_of_28_characters(notice: Any) -> None:
    grid = notice.find(".//" + qn("w:docGrid"))
    assert attribute(grid, "type") == "linesAndChars"
    height, width = 225 * TWIPS_PER_MM, 156 * TWIPS_PER_MM
    assert height // int(attribute(grid, "linePitch")) == 22
    character = (16 + int(attribute(grid, "charSpace")) / 4096) * 20
    assert width // character == 28


def test_typefaces_are_named_for_chinese_text(notice: Any) -> None:
    assert faces(paragraph(notice, "办公室文件")) == {"方正小标宋简体"}
    assert faces(paragraph(notice, "一、总体情况")) == {"黑体"}
    assert faces(paragraph(notice, "（一）限期整改。")) == {"楷体_GB2312", "仿宋_GB2312"}
    assert faces(paragraph(notice, "全镇平均")) == {"仿宋_GB2312"}
    assert faces(paragraph(notice, "文明创建考评情况的通报")) == {"方正小标宋简体"}


def test_body_paragraphs_are_indented_by_two_characters(notice: Any) -> None:
    indent = paragraph(notice, "全镇平均").find(".//" + qn("w:ind"))
    assert attribute(indent, "firstLineChars") == "200"


def test_the_head_is_red_with_a_rule_under_the_number(notice: Any) -> None:
    colours = {attribute(c, "val") for c in paragraph(notice, "办公室文件").iter(qn("w:color"))}
    assert colours == {"C8102E"}
    rule = paragraph(notice, "〔2026〕23号").find(".//" + qn("w:pBdr") + "/" + qn("w:bottom"))
    assert attribute(rule, "color") == "C8102E"
    assert int(attribute(rule, "space")) * 25.4 / 72 == pytest.approx(4, abs=0.3)


def test_the_table_repeats_its_header_and_keeps_rows_whole(notice: Any) -> None:
    table = next(t for t in notice.iter(qn("w:tbl")) if "稻香村" in words(t))
    rows = list(table.iter(qn("w:tr")))
    assert len(rows) == 13
    assert rows[0].find(".//" + qn("w:tblHeader")) is not None
    assert all(row.find(".//" + qn("w:cantSplit")) is not None for row in rows)
    widths = [int(attribute(column, "w")) for column in table.iter(qn("w:gridCol"))]
    assert sum(widths) == pytest.approx(156 * TWIPS_PER_MM, abs=10)


def test_the_imprint_is_a_table_at_the_foot_with_rules_of_both_weights(notice: Any) -> None:
    table = next(t for t in notice.iter(qn("w:tbl")) if "抄送" in words(t))
    position = table.find(".//" + qn("w:tblpPr"))
    assert (attribute(position, "vertAnchor"), attribute(position, "tblpYSpec")) == ("margin", "bottom")
    rules = {rule.tag.split("}")[1]: rule for rule in table.find(".//" + qn("w:tblBorders"))}
    millimetres = {
        side: int(attribute(rules[side], "sz")) / 8 * 25.4 / 72 for side in ("top", "bottom", "insideH")
    }
    assert millimetres == pytest.approx({"top": 0.35, "bottom": 0.35, "insideH": 0.25}, abs=0.05)


def test_page_numbers_differ_for_odd_and_even_pages() -> None:
    files = parts(render_docx(samples.notice()))
    settings = files["word/settings.xml"].decode()
    assert "w:evenAndOddHeaders" in settings
    footers = [
        etree.fromstring(data) for name, data in files.items() if re.match(r"word/footer\d*\.xml", name)
    ]
    numbered = [footer for footer in footers if "PAGE" in "".join(footer.itertext())]
    sides = {attribute(footer.find(".//" + qn("w:jc")), "val") for footer in numbered}
    assert sides == {"right", "left"}
    assert all(faces(footer) == {"宋体"} for footer in numbered)
    assert all(words(footer).startswith("— ") and words(footer).endswith(" —") for footer in numbered)


@pytest.mark.parametrize("paper", [samples.notice(), samples.letter(), samples.minutes(), samples.plain()])
def test_every_text_of_the_paper_is_in_the_file(paper: Paper) -> None:
    files = parts(render_docx(paper))
    written = "".join(
        squeezed(words(etree.fromstring(data)))
        for name, data in files.items()
        if re.match(r"word/(document|header\d*|footer\d*)\.xml", name)
    )
    for place in places(paper):
        for line in place.text.split("\n"):
            assert squeezed(line) in written, place


@pytest.mark.parametrize("paper", [samples.notice(), samples.letter(), samples.minutes(), samples.plain()])
def test_the_same_paper_gives_the_same_bytes_that_open_again(paper: Paper) -> None:
    data = render_docx(paper)
    assert data == render_docx(paper)
    opened = docx.Document(io.BytesIO(data))
    assert opened.core_properties.title == "".join(paper.title.split("\n"))
    assert paper.date is not None
    assert opened.core_properties.created is not None
    assert opened.core_properties.created.date() == paper.date


def test_paragraph_properties_keep_the_order_word_insists_on() -> None:
    order = [
        "pStyle",
        "keepNext",
        "keepLines",
        "pageBreakBefore",
        "framePr",
        "widowControl",
        "numPr",
        "suppressLineNumbers",
        "pBdr",
        "shd",
        "tabs",
        "suppressAutoHyphens",
        "spacing",
        "ind",
        "contextualSpacing",
        "jc",
        "outlineLvl",
        "rPr",
        "sectPr",
    ]
    run_order = ["rFonts", "b", "color", "spacing", "w", "kern", "position", "sz", "szCs", "lang"]
    for paper in (samples.notice(), samples.letter(), samples.minutes()):
        for name, data in parts(render_docx(paper)).items():
            if not re.match(r"word/(document|header\d*|footer\d*)\.xml", name):
                continue
            root = etree.fromstring(data)
            for tag, wanted in (("pPr", order), ("rPr", run_order)):
                for properties in root.iter(qn(f"w:{tag}")):
                    names = [child.tag.split("}")[1] for child in properties]
                    assert names == sorted(names, key=wanted.index)


def test_control_characters_and_markup_do_no_harm() -> None:
    nasty = "a\x00b\x0bc<w:p>&amp;\ud83d"
    paper = Paper(Kind.PLAIN, "题\x07目", (para(nasty.encode("utf-8", "ignore").decode()),), signer="\x1f署")
    assert "abc<w:p>&amp;" in words(body(paper)).replace(" ", "")
