"""Lines of text in a Word document in the pitch of GB/T 9704-2012: what both head and body are written with."""

from __future__ import annotations

import docx
from docx.document import Document as DocxDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from xiangfeng.documents import measures as m
from xiangfeng.documents import ooxml
from xiangfeng.documents.paper import clean

FANG, TITLE, HEI, KAI, SONG = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "宋体"
LEFT, CENTER, RIGHT = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
JUSTIFY = WD_ALIGN_PARAGRAPH.JUSTIFY
BODY_PITCH_PT = ooxml.LINE_TWIPS / 20


def add_text(paragraph: Paragraph, text: str, face: str = FANG, size: float = m.SIZE_3_PT) -> None:
    """Add `text` in one typeface; line breaks in it become blanks."""
    if text:
        ooxml.set_face(paragraph.add_run(clean(text)), face, size)


def shape(paragraph: Paragraph, pitch: float, *, before: float = 0.0) -> None:
    """Exact line height and space above in points, no space below, no widow control (22 lines stay 22)."""
    layout = paragraph.paragraph_format
    layout.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    layout.line_spacing = Pt(pitch)
    layout.space_before, layout.space_after = Pt(before), Pt(0)
    layout.widow_control = False


class Lines:
    """A Word document written from top to bottom."""

    def __init__(self) -> None:
        self.document: DocxDocument = docx.Document()

    def line(
        self,
        text: str = "",
        face: str = FANG,
        *,
        size: float = m.SIZE_3_PT,
        pitch: float = BODY_PITCH_PT,
        align: WD_ALIGN_PARAGRAPH | None = None,
        before: float = 0.0,
    ) -> Paragraph:
        """One paragraph of one typeface."""
        paragraph = self.document.add_paragraph()
        shape(paragraph, pitch, before=before)
        if align is not None:
            paragraph.alignment = align
        add_text(paragraph, text, face, size)
        return paragraph

    def blank(self, lines: int = 1) -> None:
        """Empty lines."""
        for _ in range(lines):
            self.line()

    def title(self, lines: tuple[str, ...]) -> None:
        """A 标题: 2号小标宋, centred, kept with what follows."""
        for text in lines:
            paragraph = self.line(text, TITLE, size=m.SIZE_2_PT, pitch=m.TITLE_PITCH_PT, align=CENTER)
            paragraph.paragraph_format.keep_with_next = True
