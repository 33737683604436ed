"""The lines of a Word file as a person sees them, automatic numbers included. No database.

What may be opened at all is judged before (`attachments.checks`); here only text is taken: no macros, pictures or links.
"""

from __future__ import annotations

import io
from collections import defaultdict
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from xiangfeng.base.errors import Refused
from xiangfeng.base.numbering import chinese_numeral

_CHINESE = ("chinese", "ideograph", "japanese", "taiwanese")
_MOST = 5000


def read_lines(content: bytes) -> list[str]:
    """Paragraph by paragraph, table rows as lines. Refuses what Word itself would not open."""
    try:
        document = docx.Document(io.BytesIO(content))
        numbers = _Numbers(document)
        lines: list[str] = []
        for block in document.iter_inner_content():
            if isinstance(block, Paragraph):
                lines += (numbers.of(block) + block.text).split("\n")
            elif isinstance(block, Table):
                lines += [
                    "　".join(dict.fromkeys(cell.text.strip() for cell in row.cells)) for row in block.rows
                ]
            if len(lines) > _MOST:
                break
    except Exception as error:  # whatever is wrong inside of a file from outside
        raise Refused(
            "这个 Word 文件读不出来，请用 Word 或 WPS 另存为 .docx，或者把文字复制过来粘贴"
        ) from error
    return lines


class _Numbers:
    """Counts automatic numbering the way Word shows it: 第%1条 with the format of each level."""

    def __init__(self, document: Any) -> None:
        self._counts: dict[str, list[int]] = defaultdict(lambda: [0] * 9)
        self._levels: dict[str, dict[int, tuple[str, str]]] = {}
        try:
            root = document.part.numbering_part.element
        except (NotImplementedError, KeyError, AttributeError):
            return
        kinds = {
            one.get(qn("w:abstractNumId")): {
                int(level.get(qn("w:ilvl"))): (_value(level, "w:numFmt"), _value(level, "w:lvlText"))
                for level in one.findall(qn("w:lvl"))
            }
            for one in root.findall(qn("w:abstractNum"))
        }
        for number in root.findall(qn("w:num")):
            self._levels[number.get(qn("w:numId"))] = kinds.get(_value(number, "w:abstractNumId"), {})

    def of(self, paragraph: Paragraph) -> str:
        """The number in front of a paragraph, counted on; empty where Word shows none."""
        properties: Any = paragraph._p.pPr
        found: Any = properties.numPr if properties is not None else None
        if found is None and paragraph.style is not None:
            style: Any = paragraph.style.element.pPr
            found = style.numPr if style is not None else None
        if found is None or found.numId is None or not paragraph.text.strip():
            return ""
        key, level = str(found.numId.val), found.ilvl.val if found.ilvl is not None else 0
        levels = self._levels.get(key, {})
        if level not in levels:
            return ""
        counts = self._counts[key]
        counts[level] += 1
        counts[level + 1 :] = [0] * (8 - level)
        text = levels[level][1]
        for one in range(level + 1):
            text = text.replace(f"%{one + 1}", _numeral(levels.get(one, ("", ""))[0], max(counts[one], 1)))
        return text + " " if any(char.isalnum() for char in text) else ""


def _value(element: Any, name: str) -> str:
    found = element.find(qn(name))
    return (found.get(qn("w:val")) or "") if found is not None else ""


def _numeral(kind: str, number: int) -> str:
    return chinese_numeral(number) if kind.startswith(_CHINESE) else str(number)
