"""A list of sites as a table (ledger 19): out of and into xlsx. No database.

Reading names every bad cell by row, column and reason and keeps the good lines. 检查表 and 最近得分 of an exported ledger
are passed over: the one follows from the type, the other comes from checks.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

import xlsxwriter

from xiangfeng.base.errors import Refused
from xiangfeng.scoring.sheets import first_rows
from xiangfeng.web.previews import Bad, find_headings

HEADINGS = {
    "编号": "code",
    "名称": "name",
    "类型": "type_id",
    "地址": "address",
    "责任单位": "unit_id",
    "责任人": "keeper",
    "东向坐标": "x",
    "北向坐标": "y",
    "备注": "note",
}
PASSED_OVER = ("序号", "检查表", "最近得分")
SYNONYMS = {"点位": "名称", "点位名称": "名称", "单位": "责任单位", "村": "责任单位", "经度": "东向坐标", "纬度": "北向坐标",
            "点位类型": "类型", "点位编号": "编号"}  # fmt: skip
LONGEST = {"编号": 20, "名称": 60, "地址": 120, "责任人": 40, "备注": 200}
COORDINATES = ("东向坐标", "北向坐标")
MOST_ROWS = 2000
FARTHEST = Decimal(10) ** 8


@dataclass(frozen=True, slots=True)
class Known:
    """What there is already: units by name (several of one name), types by name for each unit, and the sites: id and type by
    unit and code, code by unit and name."""

    units: Mapping[str, Sequence[int]]
    types: Mapping[int, Mapping[str, int]]
    codes: Mapping[tuple[int, str], tuple[int, str]]
    names: Mapping[tuple[int, str], str]


@dataclass(frozen=True, slots=True)
class Line:
    """One good line. ``pk`` is the site it changes, None for a new one; ``fields`` holds the columns the file has."""

    number: int
    unit_id: int
    pk: int | None
    fields: dict[str, Any]


@dataclass
class Read:
    """What was read: the good lines, the bad cells, and every line as it stood for showing; ``unread`` are headings that
    mean nothing here."""

    columns: list[str]
    unread: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    bad: list[Bad] = field(default_factory=list)
    shown: list[tuple[int, list[str]]] = field(default_factory=list)


def read_sites(content: bytes, known: Known) -> Read:
    """The first sheet of a workbook. Refused when it is no table of sites."""
    rows = first_rows(content)
    if len(rows) > MOST_ROWS:
        raise Refused(f"表里有 {len(rows)} 行，一次最多导入 {MOST_ROWS} 行，请分几次导入")
    start, columns = _headings(rows)
    read, seen = Read(columns, _unread(rows[start])), dict[tuple[int, str], int]()
    for number, row in enumerate(rows[start + 1 :], start + 2):
        cells = {title: _text(value) for title, value in zip(columns, row, strict=False) if title in HEADINGS}
        if not any(cells.values()):
            continue
        read.shown.append((number, [cells.get(title, "") for title in columns]))
        _read_line(_Row(number, cells, known, seen, read))
    if not read.shown:
        raise Refused("表里没有内容，请在表头下面一行一个点位填写")
    return read


def _headings(rows: Sequence[Sequence[Any]]) -> tuple[int, list[str]]:
    says = "找不到表头。第一行应有：编号、名称、类型、地址、责任单位、责任人（至少要有“名称”和“责任单位”）"
    return find_headings(rows, HEADINGS, needed=("名称", "责任单位"), read=_title, says=says)


def _title(cell: Any) -> str:
    return SYNONYMS.get(_text(cell), _text(cell))


def _unread(cells: Sequence[Any]) -> list[str]:
    titles = [_title(cell) for cell in cells]
    return [title for title in titles if title and title not in HEADINGS and title not in PASSED_OVER]


@dataclass
class _Row:
    """One line on its way from cells to a `Line`, gathering what is wrong."""

    number: int
    cells: dict[str, str]
    known: Known
    seen: dict[tuple[int, str], int]
    read: Read
    is_bad: bool = False

    def bad(self, column: str, reason: str) -> None:
        self.is_bad = True
        self.read.bad.append(Bad(self.number, column, self.cells.get(column, ""), reason))


def _read_line(row: _Row) -> None:
    _check_lengths(row)
    unit_id = _unit(row)
    pk = _site(row, unit_id) if unit_id else None
    fields: dict[str, Any] = {
        HEADINGS[title]: text for title, text in row.cells.items() if text or pk is None
    }
    fields |= _coordinates(row)
    if unit_id:
        fields |= {"unit_id": unit_id, "type_id": _type(row, unit_id, pk)}
    fields = {name: value for name, value in fields.items() if value is not None}
    if not row.is_bad and unit_id:
        row.read.lines.append(Line(row.number, unit_id, pk, fields))


def _check_lengths(row: _Row) -> None:
    if not row.cells.get("名称"):
        row.bad("名称", "没有填名称")
    for column, limit in LONGEST.items():
        if len(row.cells.get(column, "")) > limit:
            row.bad(column, f"太长，最多 {limit} 个字")


def _unit(row: _Row) -> int | None:
    name = row.cells.get("责任单位", "")
    found = row.known.units.get(name, ())
    if not name:
        row.bad("责任单位", "没有填责任单位")
    elif not found:
        row.bad("责任单位", "没有这个单位，或不归您管；名称要和单位页上一样")
    elif len(found) > 1:
        row.bad("责任单位", f"有 {len(found)} 个单位叫这个名称，请在前面写上乡镇，如“云溪镇{name}”")
    return found[0] if len(found) == 1 else None


def _site(row: _Row, unit_id: int) -> int | None:
    """The site that the line means; None for a new one. The same twice in one file is bad, and so is a second of one name."""
    code, name = row.cells.get("编号", ""), row.cells.get("名称", "")
    pk, _ = row.known.codes.get((unit_id, code), (None, "")) if code else (None, "")
    column, key = ("编号", (unit_id, code)) if code else ("名称", (unit_id, f"={name}"))
    if key in row.seen:
        row.bad(column, f"与第 {row.seen[key]} 行重复")
    row.seen.setdefault(key, row.number)
    if not code and (there := row.known.names.get((unit_id, name))):
        row.bad("名称", f"已有同名点位，编号 {there}；要改它，请填上编号")
    return pk


def _type(row: _Row, unit_id: int, pk: int | None) -> int | None:
    """The type by its id; None where it stays what it is."""
    name, types = row.cells.get("类型", ""), row.known.types.get(unit_id, {})
    _, has = row.known.codes.get((unit_id, row.cells.get("编号", "")), (None, ""))
    if pk is not None and name in ("", has):
        return None
    if not name:
        row.bad("类型", "新点位要填类型")
    elif name not in types:
        row.bad("类型", f"没有这种类型，可填：{'、'.join(types) or '还没有设类型'}")
    return types.get(name)


def _coordinates(row: _Row) -> dict[str, Decimal | None]:
    found = {HEADINGS[title]: _number(row, title) for title in COORDINATES}
    given = [bool(row.cells.get(title)) for title in COORDINATES]
    if any(given) and not all(given):
        row.bad(COORDINATES[given.index(False)], "坐标要么两个都填，要么都不填")
    return found


def _number(row: _Row, title: str) -> Decimal | None:
    text = row.cells.get(title, "")
    if not text:
        return None
    try:
        value = Decimal(text)
        is_good = value.is_finite() and abs(value) < FARTHEST
    except InvalidOperation:
        is_good = False
    if not is_good:
        row.bad(title, "应是一个数，如 104.123456")
        return None
    return value.quantize(Decimal("0.000001"))


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def write_blank(types: Sequence[str], units: Sequence[str]) -> bytes:
    """An empty list with its headings; types and units to choose from."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet, lists = book.add_worksheet("点位"), book.add_worksheet("可选")
    bold = book.add_format({"bold": True, "border": 1, "bg_color": "#EEF2F5"})
    sheet.write_row(0, 0, [*HEADINGS], bold)
    # Codes such as 007 must stay as they are typed.
    sheet.set_column(0, 0, 10, book.add_format({"num_format": "@"}))
    sheet.set_column(1, len(HEADINGS) - 1, 18)
    sheet.freeze_panes(1, 0)
    lists.write_column(0, 0, ["类型", *types])
    lists.write_column(0, 1, ["责任单位", *units])
    for column, (title, choices) in enumerate((("类型", types), ("责任单位", units))):
        letter = "AB"[column]
        if choices:
            source = f"=可选!${letter}$2:${letter}${len(choices) + 1}"
            place = [*HEADINGS].index(title)
            sheet.data_validation(1, place, MOST_ROWS, place, {"validate": "list", "source": source})
    book.close()
    return stream.getvalue()
