"""The few pieces of WordprocessingML python-docx has no words for."""

from __future__ import annotations

import io
import math
import zipfile
from typing import Any

from docx.document import Document as DocxDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run as DocxRun

from xiangfeng.documents.measures import CHARACTER_PITCH_PT, LINE_PITCH_PT, PT_PER_MM, SIZE_3_PT

GRID_UNITS = 4096
"""`w:charSpace` counts in 1/4096 point."""
LINE_TWIPS = math.floor(LINE_PITCH_PT * 20)
"""Rounded down, so that 22 lines fit the 版心."""


def element(tag: str, **attributes: object) -> Any:
    """`<w:tag w:name="value">`."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def set_fonts(fonts: Any, face: str) -> None:
    """One typeface for all scripts of an `rFonts`; references to the theme, which would win, are dropped."""
    for theme in [name for name in fonts.attrib if "Theme" in name]:
        del fonts.attrib[theme]
    for slot in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{slot}"), face)


def set_chinese(document: DocxDocument) -> None:
    """Chinese as the language of the text, and punctuation marks squeezed where they meet."""
    defaults = document.styles.element.find(qn("w:docDefaults"))
    for language in defaults.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    settings = document.settings.element
    for control in settings.iter(qn("w:characterSpacingControl")):
        control.set(qn("w:val"), "compressPunctuation")


def set_face(run: DocxRun, face: str, size: float, *, colour: str = "", scale: float = 1.0) -> None:
    """Typeface for Chinese and Latin alike, size in points, colour as RRGGBB, horizontal scale."""
    properties = run._r.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    set_fonts(fonts, face)
    fonts.set(qn("w:hint"), "eastAsia")
    run.font.size = Pt(size)
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour.lstrip("#").upper())
    if scale < 1.0:
        width = element("w", val=round(scale * 100))
        properties.insert_element_before(width, "w:kern", "w:position", "w:sz", "w:szCs", "w:lang")


def set_grid(section: Any) -> None:
    """`docGrid` of 22 lines × 28 characters (GB/T 9704-2012 5.2.3)."""
    properties = section._sectPr
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    space = math.floor((CHARACTER_PITCH_PT - SIZE_3_PT) * GRID_UNITS)
    properties.append(element("docGrid", type="linesAndChars", linePitch=LINE_TWIPS, charSpace=space))


def set_indent(paragraph: Paragraph, **characters: int) -> None:
    """Indents in hundredths of a character, as Word keeps them: `firstLineChars=200` is two characters."""
    properties = paragraph._p.get_or_add_pPr()
    indent = properties.get_or_add_ind()
    for name, value in characters.items():
        indent.set(qn(f"w:{name}"), str(value))
        plain = name.removesuffix("Chars")
        indent.set(qn(f"w:{plain}"), str(round(value / 100 * CHARACTER_PITCH_PT * 20)))


def set_rule(
    paragraph: Paragraph, millimetres: float, colour: str, gap: float, style: str = "single"
) -> None:
    """A rule under the paragraph, `gap` millimetres below its text."""
    borders = element("pBdr")
    borders.append(
        element(
            "bottom",
            val=style,
            sz=max(2, round(millimetres * PT_PER_MM * 8)),
            space=round(gap * PT_PER_MM),
            color=colour.lstrip("#").upper(),
        )
    )
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr"
    )


def set_field(paragraph: Paragraph, instruction: str, face: str, size: float) -> None:
    """A field such as PAGE, with its result left to Word."""
    for part in ("begin", "instrText", "separate", "text", "end"):
        run = paragraph.add_run("1" if part == "text" else "")
        set_face(run, face, size)
        if part == "instrText":
            code = element("instrText")
            code.text = f" {instruction} "
            run._r.append(code)
        elif part != "text":
            run._r.append(element("fldChar", fldCharType=part))


def set_cell_rules(table: Any, rules: dict[str, float]) -> None:
    """Borders of a table by side (top, bottom, insideH…) in millimetres; sides not named have none."""
    properties = table._tbl.tblPr
    for old in properties.findall(qn("w:tblBorders")):
        properties.remove(old)
    borders = element("tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        if side in rules:
            size = max(2, round(rules[side] * PT_PER_MM * 8))
            borders.append(element(side, val="single", sz=size, space=0, color="000000"))
        else:
            borders.append(element(side, val="nil"))
    _insert_table_property(properties, borders)


def fix_table(table: Any, widths: list[int], padding: int) -> None:
    """Fixed column widths in twips and side padding in twips."""
    properties = table._tbl.tblPr
    for tag in ("tblW", "tblLayout", "tblCellMar"):
        for old in properties.findall(qn(f"w:{tag}")):
            properties.remove(old)
    margins = element("tblCellMar")
    margins.append(element("left", w=padding, type="dxa"))
    margins.append(element("right", w=padding, type="dxa"))
    for made in (element("tblW", w=sum(widths), type="dxa"), element("tblLayout", type="fixed"), margins):
        _insert_table_property(properties, made)
    for column, width in zip(table._tbl.tblGrid.findall(qn("w:gridCol")), widths, strict=True):
        column.set(qn("w:w"), str(width))
    for row in table._tbl.tr_lst:
        for cell, width in zip(row.tc_lst, widths, strict=True):
            size = cell.get_or_add_tcPr().get_or_add_tcW()
            size.set(qn("w:w"), str(width))
            size.set(qn("w:type"), "dxa")


def float_at_bottom(table: Any) -> None:
    """Place the table on the lower edge of the 版心 of the page it stands on."""
    position = element(
        "tblpPr",
        leftFromText=0,
        rightFromText=0,
        vertAnchor="margin",
        horzAnchor="margin",
        tblpX=1,
        tblpYSpec="bottom",
    )
    _insert_table_property(table._tbl.tblPr, position)


_TABLE_ORDER = [
    "tblStyle",
    "tblpPr",
    "tblOverlap",
    "bidiVisual",
    "tblStyleRowBandSize",
    "tblStyleColBandSize",
    "tblW",
    "jc",
    "tblCellSpacing",
    "tblInd",
    "tblBorders",
    "shd",
    "tblLayout",
    "tblCellMar",
    "tblLook",
]


def _insert_table_property(properties: Any, made: Any) -> None:
    """Insert where the schema wants it; Word refuses a file with properties out of order."""
    name = made.tag.split("}")[1]
    later = {qn(f"w:{tag}") for tag in _TABLE_ORDER[_TABLE_ORDER.index(name) + 1 :]}
    for n, other in enumerate(properties):
        if other.tag in later:
            properties.insert(n, made)
            return
    properties.append(made)


def packed(document: DocxDocument) -> bytes:
    """The file, with the same bytes for the same content: every entry carries one fixed date."""
    loose = io.BytesIO()
    document.save(loose)
    fixed = io.BytesIO()
    with zipfile.ZipFile(loose) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            target.writestr(entry, source.read(name))
    return fixed.getvalue()
