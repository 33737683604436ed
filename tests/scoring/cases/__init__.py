"""Published figures of real notices, typed in by us: unit names, figures and the misprints they carry.

Each case is a dict of worksheets: title → rows, first row first; `book` makes the .xlsx of it. The sources (public
notices of Chinese townships) are named at each case; no sentence of theirs is copied beyond the figures.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter

Rows = Sequence[Sequence[Any]]


def book(sheets: Mapping[str, Rows]) -> bytes:
    """The sheets as an .xlsx; text stays text, `None` leaves the cell empty."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as made:
        for title, rows in sheets.items():
            sheet = made.add_worksheet(title)
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if isinstance(value, int | float | Decimal):
                        sheet.write_number(number, column, float(value))
                    elif value is not None:
                        sheet.write_string(number, column, value)
    return file.getvalue()
