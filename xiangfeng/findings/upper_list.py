"""A list of findings that came from above, out of xlsx: which lines are good, what is wrong with the others. No database.

Reading names every bad cell by row, column and reason and keeps the good lines.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

import xlsxwriter

from xiangfeng.base.errors import Refused
from xiangfeng.scoring.sheets import first_rows
from xiangfeng.web.previews import Bad, find_headings

COLUMNS = ("发现日期", "责任单位", "点位", "地点", "问题", "规范码", "处数", "扣分", "指标编码")
NEEDED = ("责任单位", "问题")
SYNONYMS = {"日期": "发现日期", "发现时间": "发现日期", "检查时间": "发现日期", "单位": "责任单位", "村": "责任单位", "村（社区）": "责任单位",
            "点位编号": "点位", "点位名称": "点位", "问题描述": "问题", "存在问题": "问题", "规范": "规范码", "数量": "处数",
            "扣分值": "扣分", "指标": "指标编码", "对应指标编码": "指标编码"}  # fmt: skip
MOST_ROWS = 1000
SHAPES = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日")


@dataclass(frozen=True, slots=True)
class Known:
    """What the lines may name: units and norms to their ids, the sites of each unit by code and by name; and today."""

    units: Mapping[str, int]
    sites: Mapping[tuple[int, str], int]
    norms: Mapping[str, int]
    found_on: dt.date
    today: dt.date


@dataclass(frozen=True, slots=True)
class Line:
    """One good line, by ids."""

    number: int
    found_on: str
    lead_id: int
    site_id: int | None
    place: str
    text: str
    norm_id: int | None
    count: int
    points: str
    indicator: str


@dataclass
class Read:
    """What was read: the good lines, the bad cells, and every line as it stood for showing."""

    columns: list[str]
    lines: list[Line] = field(default_factory=list)
    bad: list[Bad] = field(default_factory=list)
    shown: list[tuple[int, list[str]]] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    """Titles of columns that are none of ours."""


def read_findings(content: bytes, known: Known) -> Read:
    """The first sheet of a workbook. Refused when it is no table, has no heading, is empty or too long."""
    rows = first_rows(content)
    if len(rows) > MOST_ROWS:
        raise Refused(f"表里有 {len(rows)} 行，一次最多导入 {MOST_ROWS} 行，请分几次导入")
    start, columns = _headings(rows)
    read, seen = Read(columns), dict[tuple[Any, ...], int]()
    heads = [_text(cell) for cell in rows[start]]
    read.unread = [head for head, title in zip(heads, columns, strict=True) if head and not title]
    for number, row in enumerate(rows[start + 1 :], start + 2):
        cells = {title: _text(value) for title, value in zip(columns, row, strict=False) if title}
        if not any(cells.values()):
            continue
        read.shown.append((number, [cells.get(title, "") for title in columns]))
        one = _Reading(number, cells, known)
        line = one.line()
        key = (cells["责任单位"], cells.get("点位"), cells.get("地点"), cells["问题"], cells.get("发现日期"))
        if key in seen:
            one.refuse("问题", f"与第 {seen[key]} 行重复")
        seen.setdefault(key, number)
        read.bad += one.bad
        if not one.bad:
            read.lines.append(line)
    if not read.shown:
        raise Refused("表里没有内容，请在表头下面一行一个问题填写")
    return read


def _headings(rows: Sequence[Sequence[Any]]) -> tuple[int, list[str]]:
    says = f"找不到表头。第一行应写：{'、'.join(COLUMNS)}（至少要有“责任单位”“问题”）"
    return find_headings(rows, COLUMNS, needed=NEEDED, read=_title, says=says)


def _title(cell: Any) -> str:
    return SYNONYMS.get(_text(cell), _text(cell))


def _text(value: Any) -> str:
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()


class _Reading:
    """One line on its way from text to ids."""

    def __init__(self, number: int, cells: Mapping[str, str], known: Known) -> None:
        self.number, self.cells, self.known, self.bad = number, cells, known, list[Bad]()

    def refuse(self, column: str, reason: str) -> None:
        self.bad.append(Bad(self.number, column, self.cells.get(column, ""), reason))

    def line(self) -> Line:
        """The line; worth nothing when something of it was refused."""
        cells, known = self.cells, self.known
        lead = known.units.get(cells["责任单位"])
        if lead is None:
            self.refuse(
                "责任单位", "没有这个单位，照单位台账里的名称写" if cells["责任单位"] else "没有填责任单位"
            )
        text = cells["问题"]
        if not text or len(text) > 400:
            self.refuse("问题", "写在400字以内" if text else "没有写问题")
        if len(cells.get("地点", "")) > 100:
            self.refuse("地点", "太长，最多 100 个字")
        if len(cells.get("指标编码", "")) > 40:
            self.refuse("指标编码", "太长，最多 40 个字")
        return Line(
            number=self.number, found_on=self._day(), lead_id=lead or 0, site_id=self._site(lead), text=text,
            place=cells.get("地点", ""), norm_id=self._norm(), count=self._count(), points=self._points(),
            indicator=cells.get("指标编码", ""),
        )  # fmt: skip

    def _day(self) -> str:
        text = self.cells.get("发现日期", "")
        if not text:
            return self.known.found_on.isoformat()
        for shape in SHAPES:
            try:
                day = dt.datetime.strptime(text[:10] if "-" in text else text, shape).date()  # noqa: DTZ007
            except ValueError:
                continue
            if day > self.known.today:
                self.refuse("发现日期", "这一天还没有到")
            return day.isoformat()
        self.refuse("发现日期", "写成 2026-11-23 这样")
        return ""

    def _site(self, lead: int | None) -> int | None:
        text = self.cells.get("点位", "")
        if not text or lead is None:
            return None
        found = self.known.sites.get((lead, text))
        if found is None:
            self.refuse("点位", "这个单位没有这个点位；写编号或名称，或者写在“地点”里")
        return found

    def _norm(self) -> int | None:
        text = self.cells.get("规范码", "").upper()
        if text and text not in self.known.norms:
            self.refuse("规范码", "没有这个规范码，如 N06")
        return self.known.norms.get(text)

    def _count(self) -> int:
        text = self.cells.get("处数", "") or "1"
        if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 999):
            self.refuse("处数", "应是 1 到 999 的整数")
            return 1
        return int(text)

    def _points(self) -> str:
        text = self.cells.get("扣分", "") or "0"
        try:
            points = abs(Decimal(text))
        except InvalidOperation:
            self.refuse("扣分", "应是数字，如 0.5")
            return "0"
        if not points.is_finite() or points > 999 or points != round(points, 3):
            self.refuse("扣分", "应在 0 到 999 之间，最多三位小数")
            return "0"
        return str(points)


def write_blank() -> bytes:
    """An empty list to fill."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("问题清单")
    sheet.write_row(0, 0, COLUMNS, book.add_format({"bold": True, "border": 1, "bg_color": "#EEF2F5"}))
    sheet.set_column(0, len(COLUMNS) - 1, 14)
    sheet.set_column(4, 4, 40)
    sheet.freeze_panes(1, 0)
    book.close()
    return stream.getvalue()
