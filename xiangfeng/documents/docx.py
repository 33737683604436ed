"""A `Paper` as DOCX in the layout of GB/T 9704-2012, for offices that go on in Word or WPS.

The file names the typefaces the standard asks for (仿宋_GB2312, 方正小标宋简体…) and holds none: the office's own
licensed fonts set it, and the program's fall-back where they are missing.
"""

from __future__ import annotations

from typing import Any

from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from xiangfeng.documents import measures as m
from xiangfeng.documents import ooxml
from xiangfeng.documents.docx_body import TYPE_TWIPS, write_blocks
from xiangfeng.documents.docx_lines import (
    CENTER,
    FANG,
    HEI,
    JUSTIFY,
    KAI,
    LEFT,
    RIGHT,
    SONG,
    TITLE,
    Lines,
    add_text,
    shape,
)
from xiangfeng.documents.paper import (
    Kind,
    Paper,
    attachment_heads,
    attachment_names,
    cc_text,
    clean,
    date_text,
    moment,
)
from xiangfeng.documents.titles import break_title


def render_docx(paper: Paper) -> bytes:
    """The paper as DOCX; the same paper gives the same bytes."""
    lines = Lines()
    _set_properties(lines, paper)
    _set_page(lines, paper)
    _set_page_numbers(lines, paper)
    _HEADS[paper.kind](lines, paper)
    lines.blank()
    if paper.to_line:
        lines.line(paper.to_line, align=LEFT)
    write_blocks(lines, paper.blocks)
    _write_end(lines, paper)
    _write_attachments(lines, paper)
    _write_imprint(lines, paper)
    return ooxml.packed(lines.document)


# ---- the file


def _set_properties(lines: Lines, paper: Paper) -> None:
    core = lines.document.core_properties
    core.title = clean("".join(paper.title.split("\n")))[:255]
    core.author = core.last_modified_by = clean(paper.signer)[:255]
    core.comments = ""
    core.created = core.modified = moment(paper)
    core.revision = 1
    core.language = "zh-CN"


def _set_page(lines: Lines, paper: Paper) -> None:
    section = lines.document.sections[0]
    section.page_width, section.page_height = Mm(m.PAGE_WIDTH), Mm(m.PAGE_HEIGHT)
    section.top_margin, section.bottom_margin = Mm(m.TOP), Mm(m.BOTTOM)
    section.left_margin, section.right_margin = Mm(m.LEFT), Mm(m.RIGHT)
    section.header_distance = Mm(m.LETTER_MARK_TOP)
    section.footer_distance = Mm(m.LETTER_FOOT)
    ooxml.set_grid(section)
    normal: Any = lines.document.styles["Normal"]
    normal.font.size = Pt(m.SIZE_3_PT)
    ooxml.set_fonts(normal.element.get_or_add_rPr().get_or_add_rFonts(), FANG)
    ooxml.set_chinese(lines.document)


def _set_page_numbers(lines: Lines, paper: Paper) -> None:
    """— N — of 4号宋体, its dash 7 mm below the 版心: odd pages right, even pages left, one character in."""
    section = lines.document.sections[0]
    lines.document.settings.odd_and_even_pages_header_footer = True
    section.different_first_page_header_footer = paper.kind == Kind.LETTER
    lift = m.BOTTOM - m.PAGE_NUMBER_DROP - m.LETTER_FOOT
    for footer, align in ((section.footer, RIGHT), (section.even_page_footer, LEFT)):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        shape(paragraph, m.SIZE_4_PT)
        paragraph.paragraph_format.space_after = Mm(lift) - Pt(m.SIZE_4_PT / 2)
        paragraph.alignment = align
        ooxml.set_indent(paragraph, **({"rightChars": 100} if align == RIGHT else {"leftChars": 100}))
        add_text(paragraph, "— ", SONG, m.SIZE_4_PT)
        ooxml.set_field(paragraph, "PAGE", SONG, m.SIZE_4_PT)
        add_text(paragraph, " —", SONG, m.SIZE_4_PT)


# ---- heads


def _document_head(lines: Lines, paper: Paper) -> None:
    corner = _write_corner(lines, paper)
    _write_mark(lines, paper, m.MARK_DROP * m.PT_PER_MM - corner * m.LINE_PITCH_PT)
    number = str(paper.number) if paper.number else ""
    if paper.approver:
        paragraph = lines.line(number, before=2 * m.LINE_PITCH_PT, align=LEFT)
        _to_right(paragraph, m.TYPE_WIDTH - m.CHARACTER_PITCH_PT / m.PT_PER_MM)
        add_text(paragraph, "签发人：")
        add_text(paragraph, paper.approver, KAI)
        ooxml.set_indent(paragraph, leftChars=100)
    else:
        paragraph = lines.line(number, before=2 * m.LINE_PITCH_PT, align=CENTER)
    ooxml.set_rule(paragraph, m.RULE_THICKNESS, m.RED, m.RULE_GAP)
    lines.blank(2)
    lines.title(paper.title_lines)


def _minutes_head(lines: Lines, paper: Paper) -> None:
    _write_mark(lines, paper, m.MARK_DROP * m.PT_PER_MM)
    if paper.number:
        lines.line(str(paper.number), align=CENTER, before=m.LINE_PITCH_PT)
    paragraph = lines.line(paper.signer, align=LEFT, before=m.LINE_PITCH_PT)
    _to_right(paragraph, m.TYPE_WIDTH)
    add_text(paragraph, date_text(paper.date))
    ooxml.set_rule(paragraph, m.RULE_THICKNESS, m.RED, m.RULE_GAP)
    lines.blank(2)
    lines.title(paper.title_lines)


def _letter_head(lines: Lines, paper: Paper) -> None:
    section = lines.document.sections[0]
    header, footer = section.first_page_header, section.first_page_footer
    header.is_linked_to_previous = footer.is_linked_to_previous = False
    overhang = (m.LETTER_RULE_WIDTH - m.TYPE_WIDTH) / 2 * m.PT_PER_MM / m.CHARACTER_PITCH_PT
    sides = {"leftChars": -round(overhang * 100), "rightChars": -round(overhang * 100)}
    head, foot = header.paragraphs[0], footer.paragraphs[0]
    mark = " ".join(paper.mark.split("\n"))
    size, scale = m.fit_mark(mark)
    head.alignment = CENTER
    ooxml.set_face(head.add_run(clean(mark)), TITLE, size, colour=m.RED, scale=scale)
    for paragraph, pitch, gap, style in (
        (head, size * 1.1, m.RULE_GAP, "thickThinSmallGap"),
        (foot, 6.0, 0.0, "thinThickSmallGap"),
    ):
        shape(paragraph, pitch)
        ooxml.set_indent(paragraph, **sides)
        ooxml.set_rule(paragraph, m.LETTER_THICK, m.RED, gap, style)
    _write_corner(lines, paper)
    lines.line(str(paper.number) if paper.number else "", align=RIGHT)
    lines.blank(2)
    lines.title(paper.title_lines)


def _plain_head(lines: Lines, paper: Paper) -> None:
    lines.title(paper.title_lines)
    if paper.number:
        lines.line(str(paper.number), KAI, align=CENTER)


_HEADS = {
    Kind.DOCUMENT: _document_head,
    Kind.LETTER: _letter_head,
    Kind.MINUTES: _minutes_head,
    Kind.PLAIN: _plain_head,
}


def _write_corner(lines: Lines, paper: Paper) -> int:
    """份号、密级、紧急程度 at the upper left; the number of lines they took."""
    corner = [(paper.copy_number, FANG), (paper.secrecy, HEI), (paper.urgency, HEI)]
    filled = [(text, face) for text, face in corner if text.strip()]
    for text, face in filled:
        lines.line(text, face, align=LEFT)
    return len(filled)


def _write_mark(lines: Lines, paper: Paper, drop: float) -> None:
    for n, text in enumerate(line.strip() for line in paper.mark.splitlines() if line.strip()):
        size, scale = m.fit_mark(text)
        paragraph = lines.line(align=CENTER, pitch=size * 1.1, before=max(drop, 0.0) if n == 0 else 0.0)
        ooxml.set_face(paragraph.add_run(clean(text)), TITLE, size, colour=m.RED, scale=scale)


def _to_right(paragraph: Paragraph, millimetres: float) -> None:
    """What is added next ends at `millimetres` from the left margin."""
    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(millimetres), WD_TAB_ALIGNMENT.RIGHT)
    paragraph.add_run().add_tab()


# ---- after the body


def _write_end(lines: Lines, paper: Paper) -> None:
    notes = attachment_names(paper)
    if notes:
        lines.blank()
    for n, (label, name) in enumerate(notes):
        lead, figure = ("附件：" if n == 0 else ""), (f"{label} " if label else "")
        paragraph = lines.line(f"{lead}{figure}{name}", align=JUSTIFY)
        hang = 125 if label else 0  # “1. ” is a character and a quarter wide
        ooxml.set_indent(paragraph, leftChars=500 + hang, hangingChars=100 * len(lead) + hang)
    if paper.rolls:
        lines.blank()
    for roll in paper.rolls:
        paragraph = lines.line(f"{roll.label}：", HEI, align=JUSTIFY)
        add_text(paragraph, roll.names)
        width = (len(roll.label) + 1) * 100
        ooxml.set_indent(paragraph, leftChars=200 + width, hangingChars=width)
    if paper.kind != Kind.MINUTES:
        _write_signature(lines, paper)
    if paper.remark.strip():
        ooxml.set_indent(lines.line(paper.remark, align=JUSTIFY), firstLineChars=200)
    if paper.tail:
        lines.blank()
        write_blocks(lines, paper.tail)


def _write_signature(lines: Lines, paper: Paper) -> None:
    """署名 and 成文日期 where `paper.typ` sets them, reckoned in characters."""
    day = date_text(paper.date)
    signer, width = m.em_width(paper.signer), m.em_width(day)
    if paper.is_sealed:
        axis = max(4 + width / 2, signer / 2)
        places = (axis - signer / 2, axis - width / 2)
    elif signer >= width + 2:
        places = (2.0, signer - width)
    else:
        places = (4 + width - signer, 2.0)
    lines.blank(2 if paper.is_sealed else 1)
    for text, right in zip((paper.signer, day), places, strict=True):
        if text.strip():
            paragraph = lines.line(text, align=RIGHT)
            ooxml.set_indent(paragraph, rightChars=max(0, round(right * 100)))
            paragraph.paragraph_format.keep_with_next = text is not day


def _write_attachments(lines: Lines, paper: Paper) -> None:
    for head, attachment in zip(attachment_heads(paper), paper.attachments, strict=True):
        if attachment.blocks:
            lines.line(head, HEI, align=LEFT).paragraph_format.page_break_before = True
            lines.blank()
            lines.title(break_title(attachment.title))
            write_blocks(lines, attachment.blocks)


def _write_imprint(lines: Lines, paper: Paper) -> None:
    """版记: a table on the lower edge of the last 版心; a 信函 has 抄送 alone, without rules."""
    rows = [(f"抄送：{cc_text(paper)}", "")] if paper.cc.strip() else []
    printed = f"{date_text(paper.printed_on)}印发" if paper.printed_on else ""
    if paper.kind != Kind.LETTER and (paper.printer.strip() or printed):
        rows.append((paper.printer, printed))
    if not rows:
        return
    table = lines.document.add_table(rows=len(rows), cols=1)
    outer, inner = m.IMPRINT_OUTER, m.IMPRINT_INNER
    rules = {} if paper.kind == Kind.LETTER else {"top": outer, "bottom": outer, "insideH": inner}
    ooxml.set_cell_rules(table, rules)
    ooxml.fix_table(table, [TYPE_TWIPS], 0)
    ooxml.float_at_bottom(table)
    for cell, (text, right) in zip(table.columns[0].cells, rows, strict=True):
        paragraph = cell.paragraphs[0]
        shape(paragraph, m.SIZE_4_PT * 1.6)
        add_text(paragraph, text, size=m.SIZE_4_PT)
        ooxml.set_indent(paragraph, leftChars=100, rightChars=100)
        if right:
            _to_right(paragraph, m.TYPE_WIDTH - m.SIZE_4_PT / m.PT_PER_MM)
            add_text(paragraph, right, size=m.SIZE_4_PT)
        else:
            ooxml.set_indent(paragraph, leftChars=400, rightChars=100, hangingChars=300)
    lines.line(pitch=1.0)
