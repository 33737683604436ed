"""一户一档 as one paper with contents, and as one xlsx with a sheet for each section."""

from __future__ import annotations

import datetime as dt
import io

import xlsxwriter

from xiangfeng.documents.paper import Align, Column, Heading, Kind, Paper, Para, Table, para
from xiangfeng.workbench.dossier.sections import Dossier, Section

HEADS = ("事项", "说明", "情况")


def dossier_paper(file: Dossier, *, on: dt.date) -> Paper:
    """The whole file: facts, contents with counts, then each section that has something as a table."""
    full = [one for one in file.sections if one.lines]
    blocks: list[Para | Heading | Table] = [
        Heading(1, "基本情况"),
        *(para(f"{title}：{text}") for title, text in file.facts),
        *(para(f"{title}：{text}") for title, text in _figures(file)),
        Heading(1, "目录"),
        Table(
            (Column("内容", 0.6, Align.LEFT), Column("条数", 0.4)),
            tuple((one.kind.title, str(one.count)) for one in file.sections) or (("（没有内容）", "0"),),
        ),
    ]
    for one in full:
        blocks += [Heading(1, one.kind.title), *([para(one.said + "。")] if one.said else []), _table(one)]
    return Paper(
        kind=Kind.PLAIN,
        title=f"{file.unit.name}{file.year}年创建档案",
        blocks=tuple(blocks),
        signer="",
        date=on,
        has_seal=False,
    )


def _figures(file: Dossier) -> list[tuple[str, str]]:
    return [
        (one.title, f"{one.value}{one.small}{f'（{one.detail}）' if one.detail else ''}")
        for one in file.figures
    ]


def _table(section: Section) -> Table:
    columns = (
        Column(section.kind.day, 0.16), Column(HEADS[0], 0.36, Align.LEFT), Column(HEADS[1], 0.28, Align.LEFT),
        Column(HEADS[2], 0.2),
    )  # fmt: skip
    return Table(columns, tuple((one.day, one.title, one.detail, one.text) for one in section.lines))


def dossier_xlsx(file: Dossier) -> bytes:
    """A first sheet with facts, figures and contents, then one sheet for each section, empty ones too."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"strings_to_formulas": False, "strings_to_urls": False})
    bold = book.add_format({"bold": True, "border": 1, "bg_color": "#EEF2F5"})
    first = book.add_worksheet("目录")
    first.set_column(0, 0, 18)
    first.set_column(1, 1, 40)
    rows = [("单位", file.unit.name), ("年度", str(file.year)), *file.facts, *_figures(file)]
    for number, row in enumerate(rows):
        first.write_row(number, 0, row)
    first.write_row(len(rows) + 1, 0, ("内容", "条数"), bold)
    for number, one in enumerate(file.sections, start=len(rows) + 2):
        first.write_string(number, 0, one.kind.title)
        first.write_number(number, 1, one.count)
        sheet = book.add_worksheet(one.kind.title)
        sheet.write_row(0, 0, ("序号", one.kind.day, *HEADS), bold)
        sheet.set_column(1, 1, 14)
        sheet.set_column(2, 3, 36)
        sheet.freeze_panes(1, 0)
        for place, line in enumerate(one.lines, start=1):
            sheet.write_number(place, 0, place)
            sheet.write_row(place, 1, (line.day, line.title, line.detail, line.text))
    book.close()
    return stream.getvalue()
