"""The three rates as xlsx, with what counts written below. Pure."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from typing import Protocol

import xlsxwriter

from xiangfeng.feedback.rates import COMMON, DEFINITIONS, TITLES, Share


class LineLike(Protocol):
    """One line of the table."""

    @property
    def name(self) -> str: ...

    @property
    def shares(self) -> Mapping[str, Share]: ...


def rates_xlsx(title: str, head: str, lines: Iterable[LineLike], totals: Mapping[str, Share]) -> bytes:
    """``lines`` under ``head`` (月份, 承办单位 …) with counts as numbers and rates in percent, the sum, and the definitions."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("三率")
    bold = book.add_format({"bold": True, "border": 1, "bg_color": "#EEF2F5"})
    sheet.write_string(0, 0, title, book.add_format({"bold": True}))
    heads = [head]
    for name in TITLES.values():
        heads += [f"{name}：计入", f"{name}：达到", f"{name}（%）"]
    sheet.write_row(1, 0, heads, bold)
    row = 2
    for line in lines:
        _write(sheet, row, line.name, line.shares)
        row += 1
    _write(sheet, row, "合计", totals)
    for number, (rate, name) in enumerate(TITLES.items(), start=row + 2):
        sheet.write_string(number, 0, f"{name} = {DEFINITIONS[rate]}")
    sheet.write_string(row + 5, 0, COMMON)
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, len(heads), 12)
    sheet.freeze_panes(2, 1)
    book.close()
    return stream.getvalue()


def _write(sheet: xlsxwriter.workbook.Worksheet, row: int, name: str, shares: Mapping[str, Share]) -> None:
    sheet.write_string(row, 0, name)
    for number, rate in enumerate(TITLES):
        share = shares.get(rate)
        if share is None:
            continue
        sheet.write_number(row, 1 + 3 * number, share.of)
        sheet.write_number(row, 2 + 3 * number, share.good)
        if share.percent is not None:
            sheet.write_number(row, 3 + 3 * number, share.percent)
