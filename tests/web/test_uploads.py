"""Every door that takes a spreadsheet outlives one with a stray cell at the end of the world."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
import xlsxwriter

from xiangfeng.administration.unit_list import read_units
from xiangfeng.base.errors import Refused
from xiangfeng.bulletins.recheck import recheck_tables
from xiangfeng.calendars.tables import parse_xlsx


@pytest.mark.parametrize("read", [read_units, parse_xlsx, recheck_tables])
def test_a_stray_cell_is_refused_in_words(read: Callable[[bytes], Any]):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "名称")
        sheet.write(1_048_575, 16_383, "x")
    with pytest.raises(Refused, match="第 1,048,576 行，超过 5,000 行"):
        read(file.getvalue())
