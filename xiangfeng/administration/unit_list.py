"""A list of units as a table: 名称, 类型, 参评类别, 排序, 代码 – out of and into xlsx. No database.

Reading names every bad cell by row, column and reason and keeps the good lines.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import xlsxwriter

from xiangfeng.base.errors import Refused
from xiangfeng.orgs.models import UnitKind
from xiangfeng.scoring.sheets import first_rows
from xiangfeng.web.previews import Bad, find_headings

HEADINGS = {
    "名称": "name",
    "类型": "kind",
    "参评类别": "group",
    "排序": "seq",
    "代码": "code",
}
KINDS = {str(kind.label): str(kind.value) for kind in UnitKind} | {
    "乡": "township", "镇": "township", "街道": "township", "乡镇": "township", "行政村": "village", "居委会": "community",
}  # fmt: skip
SYNONYMS = {"单位": "名称", "单位名称": "名称", "村": "名称", "村（社区）": "名称", "类别": "参评类别", "组别": "参评类别",
            "区划代码": "代码", "单位代码": "代码"}  # fmt: skip
MOST_ROWS = 2000
SEQ_MAX = 9999


@dataclass(frozen=True, slots=True)
class Line:
    """One good line. ``given`` names the columns the file has: a column left out changes nothing."""

    number: int
    name: str
    kind: str = "village"
    group: str = ""
    seq: int = 0
    code: str = ""
    given: frozenset[str] = frozenset()

    @property
    def particulars(self) -> dict[str, Any]:
        """What the file says about the unit beside its name and kind."""
        return {name: getattr(self, name) for name in ("group", "seq", "code") if name in self.given}


@dataclass
class Read:
    """What was read: the good lines, the bad cells, and every line as it stood for showing."""

    columns: list[str]
    lines: list[Line] = field(default_factory=list)
    bad: list[Bad] = field(default_factory=list)
    shown: list[tuple[int, list[str]]] = field(default_factory=list)


def read_units(content: bytes, *, known: Mapping[str, str] = {}) -> Read:  # noqa: B006
    """The first sheet of a workbook. ``known``: kinds of the units there are, by name. Refused when it is no table."""
    rows = _rows(content)
    start, columns = _headings(rows)
    read = Read(columns)
    seen: dict[str, int] = {}
    for number, row in enumerate(rows[start + 1 :], start + 2):
        cells = {title: _text(value) for title, value in zip(columns, row, strict=False)}
        if not any(cells.values()):
            continue
        read.shown.append((number, [cells.get(title, "") for title in columns]))
        bad = [*_bad_cells(number, cells, known), *_twice(number, cells, seen)]
        read.bad += bad
        if not bad:
            read.lines.append(_line(number, cells, columns))
    if not read.shown:
        raise Refused("表里没有内容，请在表头下面一行一个单位填写")
    return read


def _rows(content: bytes) -> list[list[Any]]:
    rows = first_rows(content)
    if len(rows) > MOST_ROWS:
        raise Refused(f"表里有 {len(rows)} 行，一次最多导入 {MOST_ROWS} 行，请分几次导入")
    return rows


def _headings(rows: Sequence[Sequence[Any]]) -> tuple[int, list[str]]:
    says = "找不到表头。第一行应写：名称、类型、参评类别、排序、代码（至少要有“名称”）"
    return find_headings(rows, HEADINGS, needed=("名称",), read=_title, says=says)


def _title(cell: Any) -> str:
    return SYNONYMS.get(_text(cell), _text(cell))


def _bad_cells(number: int, cells: Mapping[str, str], known: Mapping[str, str]) -> list[Bad]:
    found = []

    def bad(column: str, reason: str) -> None:
        found.append(Bad(number, column, cells.get(column, ""), reason))

    name, kind, seq = cells["名称"], cells.get("类型", ""), cells.get("排序", "")
    if not name:
        bad("名称", "没有填名称")
    elif len(name) > 60:
        bad("名称", "名称太长，最多 60 个字")
    if kind and kind not in KINDS:
        bad("类型", "没有这种类型，照空表的下拉框选")
    elif kind and name in known and known[name] != KINDS[kind]:
        bad("类型", f"现有的“{name}”是{UnitKind(known[name]).label}，导入不改类型")
    if seq and not (seq.isdecimal() and int(seq) <= SEQ_MAX):
        bad("排序", f"应是 0 到 {SEQ_MAX} 的整数")
    for column, limit in (("参评类别", 20), ("代码", 32)):
        if len(cells.get(column, "")) > limit:
            bad(column, f"太长，最多 {limit} 个字")
    return found


def _twice(number: int, cells: Mapping[str, str], seen: dict[str, int]) -> list[Bad]:
    name = cells["名称"]
    if name and name in seen:
        return [Bad(number, "名称", name, f"与第 {seen[name]} 行重复")]
    seen[name] = number
    return []


def _line(number: int, cells: Mapping[str, str], columns: Collection[str]) -> Line:
    return Line(
        number,
        cells["名称"],
        kind=KINDS.get(cells.get("类型", ""), "village"),
        group=cells.get("参评类别", ""),
        seq=int(cells.get("排序") or 0),
        code=cells.get("代码", ""),
        given=frozenset(HEADINGS[title] for title in columns if title),
    )


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def write_blank() -> bytes:
    """An empty list with its headings and the kinds to choose from."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("单位")
    bold = book.add_format({"bold": True, "border": 1, "bg_color": "#EEF2F5"})
    sheet.write_row(0, 0, [*HEADINGS], bold)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 4, 14)
    sheet.freeze_panes(1, 0)
    sheet.data_validation(1, 1, MOST_ROWS, 1, {"validate": "list", "source": [*map(str, UnitKind.labels)]})
    # Codes are digits that must stay as they are: 330000000000 is no number.
    sheet.set_column(4, 4, 18, book.add_format({"num_format": "@"}))
    book.close()
    return stream.getvalue()
