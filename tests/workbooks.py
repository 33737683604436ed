"""Spreadsheets as people send them."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

import xlsxwriter


def book_of(*rows: Iterable[Any]) -> bytes:
    """One sheet with these rows, as xlsx."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return stream.getvalue()
