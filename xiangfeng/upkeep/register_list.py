"""A register as a table: out of and into xlsx, checked cell by cell. No database.

Reading names every bad cell by row, column and reason and keeps the good lines.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import xlsxwriter

from xiangfeng.base.errors import Refused
from xiangfeng.scoring.sheets import first_rows
from xiangfeng.upkeep.actions.items import Taken
from xiangfeng.upkeep.registers import DAY, Register
from xiangfeng.web.previews import Bad, find_headings, sealed, table_of, unsealed

MOST_ROWS = 3000
SALT = "upkeep.register_import"


@dataclass
class Read:
    """What was read: the good lines, the bad cells, and every line as it stood for showing."""

    columns: list[str]
    lines: list[Taken] = field(default_factory=list)
    bad: list[Bad] = field(default_factory=list)
    shown: list[tuple[int, list[str]]] = field(default_factory=list)


def read_list(
    content: bytes, register: Register, units: Mapping[str, int], *, own: int | None = None
) -> Read:
    """The first sheet of a workbook. ``units``: ids by name of those one may write for; ``own``: the unit of a line that names none.
    Refused when it is no table."""
    rows = first_rows(content)
    if len(rows) > MOST_ROWS:
        raise Refused(f"表里有 {len(rows)} 行，一次最多导入 {MOST_ROWS} 行，请分几次导入")
    start, columns = _headings(rows, register)
    read = Read([title for title in columns if title])
    seen: dict[tuple[int | None, str], int] = {}
    for number, row in enumerate(rows[start + 1 :], start + 2):
        cells = {title: _text(value) for title, value in zip(columns, row, strict=False) if title}
        if any(cells.values()):
            _take(read, number, cells, register, units, own, seen)
    if not read.shown:
        raise Refused("表里没有内容，请在表头下面一行一行地填")
    return read


def _headings(rows: Sequence[Sequence[Any]], register: Register) -> tuple[int, list[str]]:
    says = f"找不到表头。第一行应写：{'、'.join(register.headings)}"
    return find_headings(rows, register.headings, needed=(register.name_title,), read=_text, says=says)


def _take(
    read: Read,
    number: int,
    cells: Mapping[str, str],
    register: Register,
    units: Mapping[str, int],
    own: int | None,
    seen: dict[tuple[int | None, str], int],
) -> None:
    """One line: good, or every reason against it."""
    bad: list[Bad] = []
    read.shown.append((number, [cells.get(title, "") for title in read.columns]))
    named = cells.get("单位", "")
    unit_id = units.get(named) if named else own
    if unit_id is None:
        reason = "没有这个单位，或者不归您管" if named else "没有填单位"
        bad.append(Bad(number, "单位", named, reason))
    name = cells.get(register.name_title, "")
    try:
        name = register.tidy_name(name)
    except ValueError as error:
        bad.append(Bad(number, register.name_title, name, str(error)))
    values, wrong = register.tidy({one.key: cells.get(one.title, "") for one in register.fields})
    titles = {one.key: one.title for one in register.fields}
    bad += [Bad(number, titles[key], cells.get(titles[key], ""), reason) for key, reason in wrong.items()]
    if not bad and (unit_id, name) in seen:
        bad.append(Bad(number, register.name_title, name, f"与第 {seen[unit_id, name]} 行重复"))
    seen.setdefault((unit_id, name), number)
    read.bad += bad
    if not bad and unit_id is not None:
        read.lines.append(Taken(number, unit_id, name, values))


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def write_blank(register: Register) -> bytes:
    """An empty list with its headings and what there is to choose from."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet(register.title)
    bold = book.add_format({"bold": True, "border": 1, "bg_color": "#EEF2F5"})
    text = book.add_format({"num_format": "@"})
    sheet.set_column(0, len(register.headings) - 1, 18, text)
    sheet.write_row(0, 0, register.headings, bold)
    sheet.freeze_panes(1, 0)
    for column, one in enumerate(register.fields, start=2):
        if one.options:
            sheet.data_validation(
                1, column, MOST_ROWS, column, {"validate": "list", "source": list(one.options)}
            )
        elif one.kind == DAY:
            sheet.write_comment(0, column, "写成 2026-11-23")
    book.close()
    return stream.getvalue()


def preview_of(
    register: Register, filename: str, read: Read, *, confirm_url: str, back_url: str
) -> dict[str, Any]:
    """The variable ``preview`` of web/import_preview.html."""
    return table_of(read.columns, read.shown, read.bad) | {
        "title": f"核对要导入的{register.title}台账",
        "filename": filename,
        "unit": "行",
        "good_count": len(read.lines),
        "confirm_url": confirm_url,
        "back_url": back_url,
        "confirm_label": "写入",
        "says": f"同一单位同一{register.name_title}的更新（空着的格子不动），没有的新建；有误的行整行不写。",
        "token": _token(register, read.lines),
    }


def _token(register: Register, lines: Sequence[Taken]) -> str:
    packed = [[line.number, line.unit_id, line.name, line.values] for line in lines]
    return sealed(packed, salt=SALT, of=register.key)


def lines_of(token: str, register: Register) -> list[Taken]:
    """The good lines of a preview. Refused when it is too old, tampered with or another register's."""
    lines = unsealed(token, salt=SALT, of=register.key, whose="这本台账")
    return [Taken(number, unit_id, name, values) for number, unit_id, name, values in lines]
