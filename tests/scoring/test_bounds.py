"""A stray cell at the end of the world must not take the server with it."""

from __future__ import annotations

import io
import zipfile

import pytest
import xlsxwriter

from xiangfeng.scoring.sheets import SheetError, read_grids
from xiangfeng.scoring.sheets.bounds import column_number, far_corner


def workbook(*cells: tuple[int, int, object]) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        for row, column, value in ((0, 0, "村"), (0, 1, "得分"), *cells):
            sheet.write(row, column, value, bold)
    return file.getvalue()


def changed(data: bytes, old: bytes, new: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(file, "w") as after:
        for part in before.infolist():
            content = before.read(part)
            after.writestr(part, content.replace(old, new) if "worksheets" in part.filename else content)
    return file.getvalue()


def corner(data: bytes) -> tuple[int, int]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return far_corner(archive)


@pytest.mark.parametrize(
    ("cell", "reason"),
    [((1_048_575, 0, 1), "超过 5,000 行"), ((0, 16_383, 1), "超过 400 列"), ((1_048_575, 16_383, "x"), "超过 5,000 行")],
)  # fmt: skip
def test_a_stray_cell_is_refused_before_it_is_loaded(cell: tuple[int, int, object], reason: str):
    with pytest.raises(SheetError, match=reason):
        read_grids(workbook(cell))


def test_beyond_what_excel_itself_knows():
    data = changed(workbook((1, 1, 90)), b'r="B2"', b'r="ZZZZZZ999999999999"')
    with pytest.raises(SheetError, match="超过 5,000 行"):
        read_grids(data)


def test_a_far_row_of_cells_without_their_own_address():
    data = changed(changed(workbook((1, 1, 90)), b' r="B2"', b""), b'<row r="2"', b'<row r="1048576"')
    with pytest.raises(SheetError, match="超过 5,000 行"):
        read_grids(data)


def test_cells_that_are_only_painted_do_not_count():
    data = workbook((1, 1, 90), (1_048_575, 16_383, None))
    assert corner(data) == (2, 2)
    assert len(read_grids(data)[0].rows) == 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<sheetData>", b"<sheetData><oops>"),
        (b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet'),
        (b"</worksheet>", b""),
    ],
)
def test_broken_xml_is_a_damaged_file(old: bytes, new: bytes):
    with pytest.raises(SheetError, match="已损坏"):
        read_grids(changed(workbook((1, 1, 90)), old, new))


def test_columns_are_counted_like_excel_does():
    assert [column_number(letters) for letters in ("A", "Z", "AA", "XFD", "xfd")] == [1, 26, 27, 16384, 16384]
