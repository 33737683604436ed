"""A published table is read back and its misprints are named."""

from __future__ import annotations

import io

import pytest
import xlsxwriter

from xiangfeng.base.errors import Refused
from xiangfeng.bulletins.recheck import recheck_tables


def book(rows: list[list[object]]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as workbook:
        sheet = workbook.add_worksheet("排名")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return stream.getvalue()


def kinds(rows: list[list[object]], units: tuple[str, ...] = ()) -> list[str]:
    return sorted(one.kind for table in recheck_tables(book(rows), units) for one in table.anomalies)


HEAD: list[object] = ["名次", "村（居）", "考评成绩"]


def test_a_right_table_has_no_anomaly():
    assert kinds([HEAD, [1, "甲村", 95], [2, "乙村", 90], [2, "丙村", 90], [4, "丁村", 88]]) == []


def test_a_rank_that_goes_on_after_a_tie_is_named():
    assert kinds([HEAD, [1, "甲村", 95], [2, "乙村", 90], [2, "丙村", 90], [3, "丁村", 88]]) == ["rank"]


def test_ranks_within_groups_are_understood():
    rows: list[list[object]] = [["类别", *HEAD], ["A类", 1, "甲村", 95], ["A类", 2, "乙村", 90]]
    assert kinds([*rows, ["B类", 1, "丙村", 85], ["B类", 2, "丁村", 80]]) == []


def test_unknown_units_and_fines_are_named():
    rows: list[list[object]] = [["本月对末位的村罚款400元。"], HEAD, [1, "甲村", 95], [2, "乙寸", 90]]
    assert "wording" in kinds(rows)
    assert {"unknown_unit", "missing_unit"} <= set(kinds(rows, ("甲村", "乙村")))


@pytest.mark.parametrize("content", [b"", b"not a workbook", book([["只有一句话"]])])
def test_what_is_no_table_is_refused_in_words(content: bytes):
    with pytest.raises(Refused):
        recheck_tables(content)
