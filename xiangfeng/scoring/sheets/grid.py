"""An .xlsx file as plain rows: text and exact numbers, or one Chinese sentence saying why it cannot be read."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import python_calamine

from xiangfeng.base.errors import Refused

from ..scheme.model import plain
from .bounds import far_corner

MOST_BYTES = 10 * 1024 * 1024
MOST_UNPACKED = 200 * 1024 * 1024
MOST_ROWS = 5_000
MOST_COLUMNS = 400

Value = str | Decimal | None

_NUMBER = re.compile(r"[+-]?\d{1,12}(\.\d{1,12})?")
_OLD_FORMAT = bytes.fromhex("d0cf11e0a1b11ae1")


class SheetError(ValueError):
    """A file that cannot be read at all: one Chinese sentence with the remedy."""


@dataclass(frozen=True)
class Grid:
    """One worksheet. `rows[0]` is Excel row 1; empty cells are `None`, numbers are exact."""

    title: str
    rows: tuple[tuple[Value, ...], ...]

    def at(self, row: int, column: int) -> Value:
        """The value at Excel row `row` (from 1) and column index `column` (from 0)."""
        if not 1 <= row <= len(self.rows):
            return None
        line = self.rows[row - 1]
        return line[column] if column < len(line) else None


def column_letter(index: int) -> str:
    """A, B … Z, AA … for a column index from 0."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def text_of(value: Value) -> str:
    """A cell as a person reads it."""
    return plain(value) if isinstance(value, Decimal) else (value or "")


def number_of(value: Value) -> Decimal | None:
    """The exact number in a cell, also when it was typed as text (`９５．５`, `95.5分`); `None` when there is none."""
    if isinstance(value, Decimal):
        return value
    text = "".join(unicodedata.normalize("NFKC", value or "").split()).replace("−", "-").replace(",", "")
    for unit in ("分", "元", "个"):
        text = text.removesuffix(unit)
    return Decimal(text) if _NUMBER.fullmatch(text) else None


def read_grids(data: bytes) -> list[Grid]:
    """All worksheets that hold anything, in order. Raises `SheetError`.

    Refuses files over 10 MB, sheets over 5,000 rows or 400 columns, .xls, encrypted and damaged files.
    """
    check_workbook(data)
    try:
        with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            grids = [_grid(book.get_sheet_by_name(name)) for name in book.sheet_names]
    except python_calamine.PasswordError:
        raise SheetError(_ENCRYPTED) from None
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        if isinstance(error, SheetError):
            raise
        raise SheetError(_DAMAGED) from error
    grids = [grid for grid in grids if grid.rows]
    if not grids:
        raise SheetError("表格是空的，没有任何内容。")
    return grids


_DAMAGED = "表格文件已损坏，打不开。请用 Excel 或 WPS 打开后另存为 .xlsx 再试。"
_ENCRYPTED = "表格设了打开密码，读不了。请取消密码后另存一份再试。"


def check_workbook(data: bytes) -> None:
    """Raises `SheetError` for what must not be handed to a reader: no .xlsx, damaged, encrypted, too large once unpacked
    or in the rectangle that its filled cells span."""
    if not data:
        raise SheetError("文件是空的（0 字节）。")
    if len(data) > MOST_BYTES:
        raise SheetError("文件超过 10 MB。请删去图片和多余的工作表再试。")
    if data.startswith(_OLD_FORMAT):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise SheetError(_ENCRYPTED)
        raise SheetError("这是旧格式 .xls 文件。请用 Excel 或 WPS 另存为 .xlsx 再试。")
    if not data.startswith(b"PK"):
        raise SheetError("这不是 .xlsx 表格。请用 Excel 或 WPS 另存为 .xlsx 再试。")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _refuse_parts(archive)
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, RuntimeError, NotImplementedError) as error:
        if isinstance(error, SheetError):
            raise
        raise SheetError(_DAMAGED) from error


def first_rows(data: bytes) -> list[list[Any]]:
    """The rows of the first worksheet of a table somebody uploads, as read; the one safe way in for plain lists.

    Raises `Refused` for what is no workbook, or one that must not be handed to a reader (`check_workbook`).
    """
    try:
        check_workbook(data)
        sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    except SheetError as error:
        raise Refused(f"打不开这个文件：{error}") from error
    except (python_calamine.CalamineError, OSError) as error:
        raise Refused("打不开这个文件，请用 .xlsx 格式的表格") from error
    return sheet.to_python(skip_empty_area=False)


def _refuse_parts(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if not any(part.filename.startswith("xl/") for part in parts):
        raise SheetError("这不是 .xlsx 表格（像是 Word 或压缩包）。请选 Excel 表格。")
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise SheetError("表格展开后过大。请删去图片和多余的工作表再试。")
    rows, columns = far_corner(archive)
    if rows > MOST_ROWS:
        raise SheetError(f"表格有内容的最后一行是第 {rows:,} 行，超过 5,000 行。请删去多余的行，或分开导入。")
    if columns > MOST_COLUMNS:
        raise SheetError(f"表格有内容的最后一列是第 {columns} 列，超过 {MOST_COLUMNS} 列。请删去多余的列。")


def _grid(sheet: python_calamine.CalamineSheet) -> Grid:
    if sheet.total_height > MOST_ROWS:
        raise SheetError(f"工作表“{sheet.name}”有 {sheet.total_height:,} 行，超过 5,000 行。请分开导入。")
    if sheet.total_width > MOST_COLUMNS:
        raise SheetError(
            f"工作表“{sheet.name}”有 {sheet.total_width} 列，超过 {MOST_COLUMNS} 列。请删去多余的列。"
        )
    rows = [tuple(_value(cell) for cell in row) for row in sheet.to_python(skip_empty_area=False)]
    while rows and not any(cell is not None for cell in rows[-1]):
        rows.pop()
    return Grid(sheet.name, tuple(rows))


def _value(cell: object) -> Value:
    """Twelve digits are kept of a floating number: what Excel shows, without the noise of sums like 0.1+0.2."""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, int):
        return Decimal(cell)
    if isinstance(cell, float):
        return Decimal(format(cell, ".12g"))
    return str(cell).strip() or None
