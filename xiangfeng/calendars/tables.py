"""The notice as a table: 日期, 类型 (休 or 班), 名称 – out of pasted text, CSV or xlsx. No database."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from xiangfeng.base.errors import Refused
from xiangfeng.scoring.sheets import first_rows

OFF_WORDS = frozenset({"休", "休息", "放假", "假", "节假日"})
WORKED_WORDS = frozenset({"班", "上班", "调休上班", "补班", "调休"})
_DATE = re.compile(r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$")
_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Row:
    """One named day."""

    date: dt.date
    is_workday: bool
    name: str = ""


def parse_text(text: str) -> list[Row]:
    """Rows of pasted or CSV text, separated by commas or tabs. Refused names every line that cannot be read."""
    lines = text.lstrip("\ufeff").replace("\t", ",").replace("，", ",").splitlines()
    return parse_cells(csv.reader(io.StringIO("\n".join(lines))))


def parse_xlsx(content: bytes) -> list[Row]:
    """Rows of the first sheet of a workbook. Refused when it is none, or names every line that cannot be read."""
    return parse_cells(first_rows(content))


def parse_cells(lines: Iterable[Sequence[Any]]) -> list[Row]:
    """Rows of a table whose columns are 日期, 类型, 名称; a first line of headings and empty lines are left out."""
    rows: list[Row] = []
    wrong: list[str] = []
    for number, line in enumerate(lines, 1):
        cells = [cell if isinstance(cell, dt.date) else str(cell).strip() for cell in line]
        if not any(cells) or (number == 1 and cells[0] == "日期"):
            continue
        row = _row(cells)
        if isinstance(row, str):
            wrong.append(f"第 {number} 行：{row}")
        else:
            rows.append(row)
    if wrong:
        rest = f"……共 {len(wrong)} 行有问题" if len(wrong) > _SHOWN else ""
        raise Refused("；".join(wrong[:_SHOWN]) + rest)
    return rows


def _row(cells: list[Any]) -> Row | str:
    date, kind, name = [*cells, "", "", ""][:3]
    day = _date(date)
    if day is None:
        return f"“{date}”不是日期，应写成 2027-01-01"
    if kind not in OFF_WORDS | WORKED_WORDS:
        return f"类型“{kind}”看不懂，应填“休”或“班”"
    return Row(day, kind in WORKED_WORDS, str(name)[:40])


def _date(cell: Any) -> dt.date | None:
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    found = _DATE.match(str(cell))
    try:
        return dt.date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        return None
