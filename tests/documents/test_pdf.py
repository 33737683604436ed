"""The printed page measured against GB/T 9704-2012."""

from __future__ import annotations

import dataclasses
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.documents import samples
from tests.documents.reading import MM, Page, metadata, read
from xiangfeng.documents.docx import render_docx
from xiangfeng.documents.paper import (
    Attachment,
    Column,
    Heading,
    Kind,
    Names,
    Number,
    Paper,
    Run,
    Table,
    para,
    places,
)
from xiangfeng.documents.pdf import render_pdf

RED = (0xC8 / 255, 0x10 / 255, 0x2E / 255)


@pytest.fixture(scope="module")
def notice() -> list[Page]:
    return read(render_pdf(samples.notice()))


@pytest.fixture(scope="module")
def full() -> list[Page]:
    """Pages filled with one unbroken text, to count lines and characters."""
    return read(render_pdf(samples.full_text(28 * 22 * 3)))


def squeezed(text: str) -> str:
    return "".join(text.split())


def page_text(page: Page) -> str:
    """What stands within the type area, line by line, without blanks."""
    return squeezed("".join(g.text for row in page.lines() for g in row if row[0].bottom < 37 + 225 + 1))


def body_lines(page: Page) -> list[list[str]]:
    return [[g.text for g in row] for row in page.lines() if row[0].size == pytest.approx(16)]


def test_a_full_page_has_22_lines_of_28_characters(full: list[Page]) -> None:
    lines = body_lines(full[1])
    assert len(lines) == 22
    assert {len(line) for line in lines} == {28}


def test_the_type_area_stands_37_mm_from_the_top_and_28_mm_from_the_binding(full: list[Page]) -> None:
    body = [g for g in full[1].glyphs if g.size == pytest.approx(16)]
    assert min(g.left for g in body) == pytest.approx(28, abs=0.2)
    assert min(g.top for g in body) == pytest.approx(37, abs=0.2)
    assert max(g.right for g in body) - min(g.left for g in body) == pytest.approx(156, abs=0.3)
    assert max(g.bottom for g in body) <= 37 + 225


def test_lines_stand_at_even_pitch(full: list[Page]) -> None:
    baselines = [row[0].baseline for row in full[1].lines() if row[0].size == pytest.approx(16)]
    gaps = [below - above for above, below in itertools.pairwise(baselines)]
    assert gaps == pytest.approx([225 / 22] * 21, abs=0.01)


def test_the_mark_is_red_and_starts_35_mm_below_the_type_area_top(notice: list[Page]) -> None:
    mark = notice[0].line("文明创建工作领导小组办公室文件")
    assert all(g.colour == pytest.approx(RED, abs=0.01) for g in mark)
    assert mark[0].top == pytest.approx(37 + 35, abs=0.5)
    assert mark[0].left >= 28 - 0.3
    assert mark[-1].right <= 28 + 156 + 0.3


@pytest.mark.parametrize(
    "mark", ["云溪镇文件", "中国共产党云溪县云溪镇委员会精神文明建设和新时代文明实践工作领导小组办公室文件"]
)
def test_a_mark_of_any_length_is_one_line_within_the_type_area(mark: str) -> None:
    paper = dataclasses.replace(samples.notice(), mark=mark)
    line = read(render_pdf(paper))[0].line(mark)
    assert line[0].left >= 28 - 0.3
    assert line[-1].right <= 184 + 0.3


def test_the_red_rule_is_as_wide_as_the_type_area_4_mm_below_the_number(notice: list[Page]) -> None:
    left, right, top, _, colour = notice[0].rects[0]
    number = notice[0].line("云创办〔2026〕23号")
    assert (left, right) == pytest.approx((28, 184), abs=0.1)
    assert colour == pytest.approx(RED, abs=0.01)
    assert top - number[0].bottom == pytest.approx(4, abs=0.2)


def test_head_parts_stand_two_two_and_one_lines_apart(notice: list[Page]) -> None:
    pitch = 225 / 22
    page = notice[0]
    mark, number = page.line("领导小组办公室文件"), page.line("〔2026〕23号")
    title, last, to = (
        page.line("关于2026年11月"),
        page.line("文明创建考评情况的通报"),
        page.line("镇直各单位："),
    )
    assert number[0].top - mark[0].bottom == pytest.approx(2 * pitch, abs=0.5)
    assert title[0].top - page.rects[0][3] == pytest.approx(2 * pitch, abs=0.5)
    assert title[0].size == pytest.approx(22)
    assert set(title[0].colour) == {0}
    assert pitch < to[0].top - last[0].bottom < 2 * pitch
    assert to[0].left == pytest.approx(28, abs=0.2)


def test_page_numbers_stand_outside_7_mm_below_the_type_area(notice: list[Page]) -> None:
    for page, text, side in zip(notice, ("—1—", "—2—", "—3—"), ("right", "left", "right"), strict=True):
        row = max(page.lines(), key=lambda row: row[0].baseline)
        assert squeezed("".join(g.text for g in row)) == text
        assert row[0].size == pytest.approx(14)
        middle = (row[0].top + row[0].bottom) / 2
        assert middle == pytest.approx(37 + 225 + 7, abs=0.3)
        character = 14 / MM
        if side == "right":
            assert row[-1].right == pytest.approx(184 - character, abs=0.5)
        else:
            assert row[0].left == pytest.approx(28 + character, abs=0.5)


def test_the_imprint_closes_the_last_page_with_rules_of_035_and_025_mm(notice: list[Page]) -> None:
    rules = [rect for rect in notice[-1].rects if rect[3] - rect[2] < 1]
    assert [round(bottom - top, 2) for _, _, top, bottom, _ in rules] == [0.35, 0.25, 0.35]
    assert all((left, right) == pytest.approx((28, 184), abs=0.1) for left, right, *_ in rules)
    assert rules[-1][3] == pytest.approx(37 + 225, abs=0.1)
    cc = notice[-1].line("抄送：县文明办")
    assert cc[0].size == pytest.approx(14)
    assert cc[0].left == pytest.approx(28 + 14 / MM, abs=0.2)
    assert notice[-1].line("印发")[-1].right == pytest.approx(184 - 14 / MM, abs=0.3)


def test_a_sealed_signature_and_its_date_share_one_axis_clear_of_the_edge(notice: list[Page]) -> None:
    signer, day = notice[1].line(samples.OFFICE), notice[1].line("2026年12月3日")
    assert (signer[0].left + signer[-1].right) / 2 == pytest.approx(
        (day[0].left + day[-1].right) / 2, abs=0.5
    )
    short = dataclasses.replace(samples.notice(), signer="云溪镇政府")
    day = read(render_pdf(short))[1].line("2026年12月3日")
    assert 184 - day[-1].right == pytest.approx(4 * 156 / 28, abs=0.5)


def test_an_unsealed_date_begins_two_characters_right_of_the_signature() -> None:
    page = read(render_pdf(samples.plain()))[0]
    signer, day = page.line(samples.OFFICE), page.line("2026年12月7日")
    assert day[0].left - signer[0].left == pytest.approx(2 * 156 / 28, abs=0.5)
    assert 184 - signer[-1].right == pytest.approx(2 * 156 / 28, abs=0.5)


def test_wrapped_attachment_names_align_with_their_first_character() -> None:
    page = read(render_pdf(samples.letter()))[0]
    first, wrapped = page.line("2. 劝导记录"), page.line("扫描件汇总清单")
    start = next(g for g in first if g.text == "劝")
    assert wrapped[0].left == pytest.approx(start.left, abs=0.2)


def test_headings_take_their_numbers_and_typefaces() -> None:
    text = "".join(squeezed(page.text) for page in read(render_pdf(samples.minutes())))
    for head in ("一、关于冬季", "二、关于移风易俗", "（一）红白理事会", "1.各村12月底", "（1）修订稿"):
        assert head in text
    page = read(render_pdf(samples.notice()))[1]
    assert page.line("二、名次")[0].font != page.line("稻香村、柳湾村")[0].font


@pytest.mark.parametrize("rows", [12, 150, 400])
def test_a_long_table_repeats_its_header_and_loses_no_row(rows: int) -> None:
    paper = samples.notice(rows)
    pages = read(render_pdf(paper))[2:]
    assert all("综合得分" in page.text for page in pages)
    text = "\n".join(page.text for page in pages)
    table = paper.attachments[0].blocks[0]
    names = [line.split()[:2] for line in text.splitlines() if len(line.split()) > 5]
    assert [name for name in names if name[0].isdigit()] == [list(row[:2]) for row in table.rows]  # type: ignore[union-attr]


@pytest.mark.parametrize("paper", [samples.notice(), samples.letter(), samples.minutes(), samples.plain()])
def test_every_text_of_the_paper_is_printed(paper: Paper) -> None:
    printed = "".join(page_text(page) for page in read(render_pdf(paper)))
    for place in places(paper):
        for line in place.text.split("\n"):
            assert squeezed(line) in printed, place


def test_a_letter_has_no_number_on_its_first_page_and_double_rules_170_mm_wide() -> None:
    page = read(render_pdf(samples.letter()))[0]
    assert "— 1 —" not in page.text
    assert all(right - left == pytest.approx(170, abs=0.1) for left, right, *_ in page.rects)
    thick = [round(bottom - top, 2) for _, _, top, bottom, _ in sorted(page.rects, key=lambda r: r[2])]
    assert thick == [1.0, 0.35, 0.35, 1.0]
    assert max(bottom for *_, bottom, _ in page.rects) == pytest.approx(297 - 20, abs=0.1)
    assert page.line("云溪镇人民政府")[0].top == pytest.approx(30, abs=0.5)


def test_nothing_typed_is_read_as_markup() -> None:
    nasty = '#panic("x") *b* _i_ $x^2$ [c] \\ `r` <l> @ref = h // c /* d */ #let a=1 "q" \' {}'
    paper = Paper(
        kind=Kind.DOCUMENT,
        mark="#mark*文件",
        number=Number("#号", 2026, 1),
        title="#title $题$",
        to=nasty,
        blocks=(Heading(1, nasty), para(nasty, Run(nasty, "f")), samples.score_table(3)),
        attachments=(Attachment("#attach", (para(nasty),)),),
        signer="#sign",
        cc=nasty,
        printer="#printer",
        date=samples.notice().date,
    )
    pages = read(render_pdf(paper))
    printed = squeezed("".join(page.text for page in pages))
    assert printed.count(squeezed(nasty)) == 6
    for text in ("#mark*文件", "#号〔2026〕1号", "#title$题$", "#attach", "#sign", "#printer"):
        assert text in printed


def test_rare_characters_of_names_are_printed_from_a_typeface_that_has_them() -> None:
    pdf = render_pdf(Paper(Kind.PLAIN, "名单堃喆", (para("堃喆玥赟祎䶮"),), date=samples.notice().date))
    assert "堃喆玥赟祎䶮" in read(pdf)[0].text
    assert b"pdfaid:part" in pdf


def test_a_character_in_no_typeface_still_gives_a_paper() -> None:
    pdf = render_pdf(Paper(Kind.PLAIN, "题", (para("正文ﷺ完"),)))
    assert "正文" in read(pdf)[0].text


def test_the_file_is_archival_named_and_the_same_each_time() -> None:
    paper = samples.notice()
    pdf = render_pdf(paper)
    assert pdf == render_pdf(paper)
    assert b"pdfaid:part>2" in pdf
    about = metadata(pdf)
    assert (about["Title"], about["Author"]) == ("关于2026年11月文明创建考评情况的通报", samples.OFFICE)
    assert about["CreationDate"].startswith("D:20261203")


def test_the_signature_never_stands_alone_on_a_page() -> None:
    for lines in range(15, 23):
        paper = dataclasses.replace(
            samples.full_text(0),
            blocks=tuple(para("云溪镇各村一致同意。") for _ in range(lines)),
            signer="云溪镇人民政府",
        )
        pages = read(render_pdf(paper))
        assert all("一致同意" in page.text for page in pages), lines


def test_a_table_of_14_columns_keeps_its_figures_whole() -> None:
    columns = (
        Column("序号"),
        Column("村（单位）"),
        *(Column(f"指标项目名称{n}") for n in range(10)),
        Column("综合得分"),
    )
    row = ("1", "稻香村", *("100.00",) * 10, "96.15")
    paper = Paper(Kind.PLAIN, "明细表", (Table(columns, (row,)),), date=samples.notice().date)
    page = read(render_pdf(paper))[0]
    assert "".join(row) in page_text(page)
    assert page.line("稻香村")[-1].right < 184


def test_a_cell_longer_than_a_page_goes_on_over_pages() -> None:
    long = "村道两侧垃圾桶外溢，" * 300 + "完毕。"
    table = Table((Column("序号"), Column("问题")), (("1", long), ("2", "无")))
    pages = read(render_pdf(Paper(Kind.PLAIN, "清单", (table,), date=samples.notice().date)))
    assert len(pages) > 2
    assert "完毕。" in "".join(page.text for page in pages)
    assert all(g.bottom <= 37 + 225 + 10 for page in pages for g in page.glyphs)


@settings(max_examples=25)
@given(st.text(max_size=40), st.lists(st.text(max_size=30), max_size=4), st.integers(0, 3))
def test_any_text_makes_both_files(text: str, cells: list[str], rows: int) -> None:
    columns = tuple(Column(cell) for cell in cells) or (Column(text),)
    paper = Paper(
        kind=Kind.DOCUMENT,
        title=text,
        mark=text,
        number=Number(text, 2026, 1),
        to=text,
        blocks=(
            para(text),
            Heading(2, text),
            Names(tuple(cells)),
            Table(columns, (tuple(cells) or (text,),) * rows),
        ),
        attachments=(Attachment(text, (para(text),)), Attachment(text)),
        signer=text * 2,
        cc=text,
        remark=text,
    )
    assert render_pdf(paper).startswith(b"%PDF")
    assert render_docx(paper).startswith(b"PK")
