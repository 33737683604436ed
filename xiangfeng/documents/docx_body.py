"""Paragraphs, headings, tables and lists of names in the DOCX."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from xiangfeng.documents import measures as m
from xiangfeng.documents import ooxml
from xiangfeng.documents.codes import SIZE_MM, code_png
from xiangfeng.documents.docx_lines import (
    CENTER,
    FANG,
    HEI,
    JUSTIFY,
    KAI,
    LEFT,
    RIGHT,
    Lines,
    add_text,
    shape,
)
from xiangfeng.documents.paper import Align, Block, Code, Heading, Names, Para, Table, labelled
from xiangfeng.documents.tables import layout

_LEVEL_FACES = {1: HEI, 2: KAI, 3: FANG, 4: FANG}
_ALIGNS = {Align.LEFT: LEFT, Align.CENTER: CENTER, Align.RIGHT: RIGHT}
TYPE_TWIPS = round(m.TYPE_WIDTH * m.PT_PER_MM * 20)


def write_blocks(lines: Lines, blocks: Sequence[Block]) -> None:
    """The blocks of a body or an attachment, headings numbered."""
    for label, block in labelled(blocks):
        if isinstance(block, Para):
            paragraph = lines.line(align=JUSTIFY)
            if block.indent:
                ooxml.set_indent(paragraph, firstLineChars=200)
            for run in block.runs:
                add_text(paragraph, run.text)
        elif isinstance(block, Heading):
            _heading(lines, label, block)
        elif isinstance(block, Table):
            _table(lines, block)
        elif isinstance(block, Code):
            _code(lines, block)
        else:
            _names(lines, block)


def _code(lines: Lines, code: Code) -> None:
    """The picture and the lines beside it, in a table without rules."""
    table = lines.document.add_table(rows=1, cols=2)
    left = round((SIZE_MM + 4) * m.PT_PER_MM * 20)
    ooxml.fix_table(table, [left, TYPE_TWIPS - left], 0)
    picture, words = table.rows[0].cells
    picture.paragraphs[0].add_run().add_picture(io.BytesIO(code_png(code.address)), width=Mm(SIZE_MM))
    for n, text in enumerate(code.lines):
        paragraph = words.paragraphs[0] if n == 0 else words.add_paragraph()
        shape(paragraph, m.SIZE_4_PT * 1.6)
        add_text(paragraph, text, FANG, m.SIZE_4_PT)


def _heading(lines: Lines, label: str, heading: Heading) -> None:
    paragraph = lines.line(align=JUSTIFY)
    ooxml.set_indent(paragraph, firstLineChars=200)
    add_text(paragraph, label + heading.text, _LEVEL_FACES[heading.level] if heading.text else FANG)
    for run in heading.tail:
        add_text(paragraph, run.text)
    if not heading.tail:
        paragraph.paragraph_format.keep_with_next = True
        properties = paragraph._p.get_or_add_pPr()
        level = ooxml.element("outlineLvl", val=heading.level - 1)
        properties.insert_element_before(level, "w:divId", "w:cnfStyle", "w:rPr", "w:sectPr", "w:pPrChange")


def _names(lines: Lines, names: Names) -> None:
    rows = [names.items[n : n + names.columns] for n in range(0, len(names.items), names.columns)]
    step = (m.TYPE_WIDTH * m.PT_PER_MM - 2 * m.CHARACTER_PITCH_PT) / names.columns
    for row in rows:
        paragraph = lines.line(align=LEFT)
        ooxml.set_indent(paragraph, leftChars=200)
        for n in range(1, names.columns):
            paragraph.paragraph_format.tab_stops.add_tab_stop(Pt(2 * m.CHARACTER_PITCH_PT + n * step))
        for n, name in enumerate(row):
            if n:
                paragraph.add_run().add_tab()
            add_text(paragraph, name)


def _table(lines: Lines, table: Table) -> None:
    size = layout(table).size
    if table.caption:
        caption = lines.line(table.caption, HEI, size=m.SIZE_4_PT, align=CENTER)
        caption.paragraph_format.keep_with_next = True
    made = lines.document.add_table(rows=1 + len(table.rows), cols=len(table.columns))
    ooxml.set_cell_rules(made, dict.fromkeys(("top", "left", "bottom", "right", "insideH", "insideV"), 0.18))
    widths = [round(share * TYPE_TWIPS) for share in layout(table).shares]
    ooxml.fix_table(made, widths, round(m.TABLE_PADDING_EM * size * 20))
    rows = made._tbl.tr_lst
    _row(made, rows[0], [column.title for column in table.columns], [CENTER] * len(table.columns), HEI, size)
    rows[0].get_or_add_trPr().append(ooxml.element("tblHeader"))
    aligns = [_ALIGNS[column.align] for column in table.columns]
    for row, texts in zip(rows[1:], table.rows, strict=True):
        _row(made, row, texts, aligns, FANG, size)
    if table.note:
        lines.line(table.note, size=size, pitch=size * 1.4, align=JUSTIFY, before=6)


def _row(table: Any, row: Any, texts: Sequence[str], aligns: Sequence[Any], face: str, size: float) -> None:
    """Fill one row; it is not broken over pages. `row` is the XML row: going through cells is quadratic."""
    row.get_or_add_trPr().append(ooxml.element("cantSplit"))
    for cell, text, align in zip(row.tc_lst, texts, aligns, strict=True):
        cell.get_or_add_tcPr().append(ooxml.element("vAlign", val="center"))
        first = cell.p_lst[0]
        for n, part in enumerate(text.split("\n")):
            paragraph = Paragraph(first if n == 0 else cell.add_p(), table)
            shape(paragraph, size * 1.3)
            paragraph.alignment = align
            add_text(paragraph, part, face, size)
        margins = ooxml.element("tcMar")
        margins.append(ooxml.element("top", w=60, type="dxa"))
        margins.append(ooxml.element("bottom", w=60, type="dxa"))
        cell.get_or_add_tcPr().insert_element_before(margins, "w:textDirection", "w:tcFitText", "w:vAlign")
