"""Measures of GB/T 9704-2012 《党政机关公文格式》, shared by the PDF and the DOCX.

Lengths are millimetres unless the name ends in `_PT`. A 版心 holds 22 lines of 28 characters of 3号.
"""

from __future__ import annotations

from typing import Final

PT_PER_MM: Final = 72 / 25.4

PAGE_WIDTH: Final = 210.0
PAGE_HEIGHT: Final = 297.0
TOP: Final = 37.0
"""天头."""
LEFT: Final = 28.0
"""订口, the binding edge."""
TYPE_WIDTH: Final = 156.0
TYPE_HEIGHT: Final = 225.0
"""版心."""
RIGHT: Final = PAGE_WIDTH - LEFT - TYPE_WIDTH
BOTTOM: Final = PAGE_HEIGHT - TOP - TYPE_HEIGHT

LINES: Final = 22
CHARACTERS: Final = 28
LINE_PITCH_PT: Final = TYPE_HEIGHT * PT_PER_MM / LINES
CHARACTER_PITCH_PT: Final = TYPE_WIDTH * PT_PER_MM / CHARACTERS

SIZE_2_PT: Final = 22.0
"""2号, 标题."""
SIZE_3_PT: Final = 16.0
"""3号, 正文."""
SIZE_4_PT: Final = 14.0
"""4号, 版记 and 页码."""
TITLE_PITCH_PT: Final = 36.0

MARK_DROP: Final = 35.0
"""版心 top to the upper edge of the 发文机关标志."""
MARK_MAX_PT: Final = 48.0
MARK_MIN_SCALE: Final = 0.72
"""A long 标志 is set narrower, down to this share of its natural width, before it is set smaller."""
RULE_GAP: Final = 4.0
"""发文字号 to the red rule."""
RULE_THICKNESS: Final = 0.5
PAGE_NUMBER_DROP: Final = 7.0
"""版心 bottom to the dash of the page number."""

LETTER_MARK_TOP: Final = 30.0
LETTER_RULE_WIDTH: Final = 170.0
LETTER_FOOT: Final = 20.0
LETTER_THICK: Final = 1.0
LETTER_THIN: Final = 0.35
LETTER_RULE_SPACE: Final = 0.8

TABLE_PADDING_EM: Final = 0.28
"""Between a table's rules and its text, left and right, in characters of the table's size."""

IMPRINT_OUTER: Final = 0.35
IMPRINT_INNER: Final = 0.25
"""版记 rules: first and last, and those between."""

RED: Final = "#c8102e"


def em_width(text: str) -> float:
    """Width of `text` in characters, on the safe side: a letter or digit of ASCII is little more than half a 汉字."""
    return sum(0.55 if character.isascii() else 1.0 for character in text)


def fit_mark(line: str) -> tuple[float, float]:
    """Size in points and horizontal scale with which one line of a 发文机关标志 fits the type width.

    Short marks are set at their largest size; longer ones first narrower (as printers do), then smaller.
    """
    width = max(em_width(line), 1.0)
    room = TYPE_WIDTH * PT_PER_MM
    size = min(MARK_MAX_PT, room / (MARK_MIN_SCALE * width))
    scale = min(1.0, room / (width * size))
    return round(size, 2), round(scale, 4)
