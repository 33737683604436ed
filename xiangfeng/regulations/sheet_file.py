"""The text of a 制度 as a table: 层级、条号、内容、对应要求; reading it back. Pure but for the file format."""

from __future__ import annotations

import io
from collections.abc import Sequence

import xlsxwriter

from xiangfeng.base.errors import Refused
from xiangfeng.regulations.outline import CHAPTER, NAMES, PARAGRAPH, RANK, Piece, numbered, style_of
from xiangfeng.regulations.parsing import Parsed
from xiangfeng.scoring.sheets import first_rows

HEADS = ("层级", "条号", "内容", "对应要求")
_LEVELS = {title: level for level, title in NAMES.items()} | {"章": CHAPTER, "部分": CHAPTER, "节": CHAPTER}


def write_sheet(pieces: Sequence[Piece]) -> bytes:
    """The text as xlsx; empty pieces give the blank form."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("条款")
    head = book.add_format({"bold": True, "border": 1, "bg_color": "#EEF2F5"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.write_row(0, 0, HEADS, head)
    sheet.set_column(0, 1, 12)
    sheet.set_column(2, 2, 90)
    sheet.set_column(3, 3, 18)
    sheet.freeze_panes(1, 0)
    for number, piece in enumerate(pieces, start=1):
        cells = (NAMES[piece.level], piece.label, piece.text, piece.requirements)
        for column, text in enumerate(cells):
            sheet.write_string(number, column, text, wrap)
    book.close()
    return stream.getvalue()


def read_sheet(content: bytes) -> Parsed:
    """Understand a table with these heads. Refuses another one; what is wrong in a line is said with its number."""
    rows = [["" if cell is None else str(cell).strip() for cell in row] for row in first_rows(content)]
    heads = next((number for number, row in enumerate(rows[:10]) if {"层级", "内容"} <= set(row)), None)
    if heads is None:
        raise Refused("表里找不到“层级”“内容”两列。请下载空表，按它的列头填写")
    place = {title: rows[heads].index(title) for title in HEADS if title in rows[heads]}
    pieces = []
    for number, row in enumerate(rows[heads + 1 :], start=heads + 2):
        cell = {title: row[at] if at < len(row) else "" for title, at in place.items()}
        if not any(cell.values()):
            continue
        level = _LEVELS.get(cell["层级"], cell["层级"])
        if level not in RANK:
            raise Refused(f"第{number}行的层级是“{cell['层级']}”，只能写{'、'.join(NAMES.values())}")
        if not cell["内容"]:
            raise Refused(f"第{number}行没有内容")
        pieces.append(Piece(level, cell["内容"], cell.get("对应要求", ""), source=cell.get("条号", "")))
    if not pieces:
        raise Refused("表里没有条款，请填写后再上传")
    style = style_of([piece.source for piece in pieces])
    done = numbered(pieces, style)
    notes = [] if done[0].level != PARAGRAPH else ["最前面的文字没有编号，作为引言收下。"]
    return Parsed("", tuple(done), style, tuple(notes))
