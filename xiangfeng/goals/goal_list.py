"""年度目标任务分解 as a table (ledger 2): reading one, every bad cell named by row, column and reason. No database."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from xiangfeng.base.errors import Refused
from xiangfeng.scoring.sheets import first_rows
from xiangfeng.web.previews import Bad, find_headings

HEADINGS = (
    "序号", "目标", "指标", "目标值", "单位", "权重", "责任领导", "牵头单位", "配合单位", "完成时限", "进展", "完成值", "状态",
    "佐证",
)  # fmt: skip
TAKEN = HEADINGS[:10]
"""Progress and state are not imported: they come from reports and records."""
MOST_ROWS = 500
LIMITS = {"目标": 120, "指标": 80, "单位": 12, "责任领导": 40, "配合单位": 120}
PLACE = re.compile(r"[1-9]\d{0,3}(\.[1-9]\d{0,3}){0,3}")
DATE = re.compile(r"(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})日?$")
RATES = ("%", "分", "‰")


@dataclass
class Read:
    """What was read: the good lines as ``(place, fields)``, the bad cells, and every line as it stood for showing."""

    columns: list[str]
    lines: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    bad: list[Bad] = field(default_factory=list)
    shown: list[tuple[int, list[str]]] = field(default_factory=list)


def read_goals(content: bytes, *, units: Mapping[str, int], year: int) -> Read:
    """The first sheet of a workbook; ``units`` are the ids of the units a goal may go to, by name."""
    rows = first_rows(content)
    start, columns = _headings(rows)
    read = Read(columns)
    places: set[str] = set()
    for index, row in enumerate(rows[start + 1 :], start + 2):
        cells = {title: _text(value) for title, value in zip(columns, row, strict=False) if title}
        if not any(cells.values()):
            continue
        read.shown.append((index, [cells.get(title, "") for title in columns]))
        line = _Line(index, cells, units, year)
        place = line.place(places)
        fields = line.fields()
        read.bad += line.bad
        if not line.bad:
            places.add(place)
            read.lines.append((place, fields))
    if not read.shown:
        raise Refused("表里没有内容，请在表头下面一行一个目标填写")
    if len(read.shown) > MOST_ROWS:
        raise Refused(f"表里有 {len(read.shown)} 行，一份计划最多 {MOST_ROWS} 个目标")
    _settle(read.lines)
    return read


def _headings(rows: Sequence[Sequence[Any]]) -> tuple[int, list[str]]:
    says = f"找不到表头。第一行应写：{'、'.join(TAKEN)}（至少要有“序号”和“目标”）"
    return find_headings(rows, TAKEN, needed=("目标", "序号"), read=_text, says=says)


class _Line:
    """One row being read; ``bad`` gathers what is wrong with it."""

    def __init__(self, index: int, cells: Mapping[str, str], units: Mapping[str, int], year: int) -> None:
        self.index, self.cells, self.units, self.year = index, cells, units, year
        self.bad: list[Bad] = []

    def _refuse(self, column: str, reason: str) -> None:
        self.bad.append(Bad(self.index, column, self.cells.get(column, ""), reason))

    def place(self, places: set[str]) -> str:
        """1, 1.1, 1.2 …; its upper line must stand before it."""
        text = self.cells.get("序号", "")
        if not PLACE.fullmatch(text):
            self._refuse("序号", "写 1、1.1、1.2 这样的层级号，最多四级")
        elif text in places:
            self._refuse("序号", "这个序号前面已经有了")
        elif "." in text and text.rpartition(".")[0] not in places:
            self._refuse("序号", f"前面没有（或没有填对）上级目标 {text.rpartition('.')[0]}")
        return text

    def fields(self) -> dict[str, Any]:
        """The row as the action takes it, figures as text so that it can be carried signed."""
        get = self.cells.get
        if not get("目标"):
            self._refuse("目标", "没有填目标")
        for column, limit in LIMITS.items():
            if len(get(column, "")) > limit:
                self._refuse(column, f"太长，最多 {limit} 个字")
        direction, target = self._target()
        weight = self._figure("权重", get("权重", ""), Decimal(100))
        unit = get("牵头单位", "")
        if unit and unit not in self.units:
            self._refuse("牵头单位", "没有这个单位，名称要和“单位”里的一致")
        return {
            "title": get("目标", ""), "indicator": get("指标", ""), "direction": direction, "target": target,
            "measure": get("单位", ""), "weight": weight, "leader": get("责任领导", ""),
            "unit_id": self.units.get(unit), "helpers": get("配合单位", ""), "due_on": self._day(),
        }  # fmt: skip

    def _target(self) -> tuple[str, Decimal | None]:
        text = self.cells.get("目标值", "")
        direction = "le" if text[:1] in "≤<" and text else "ge"
        return direction, self._figure("目标值", text.lstrip("≥≤<>= "), Decimal("9999999999"))

    def _figure(self, column: str, text: str, most: Decimal) -> Decimal | None:
        if not text:
            return None
        try:
            value = Decimal(text.removesuffix("%"))
        except InvalidOperation:
            self._refuse(column, "应是数字")
            return None
        if not value.is_finite() or not 0 <= value <= most or value != round(value, 2):
            self._refuse(column, f"应是 0 到 {most} 的数，最多两位小数")
            return None
        return value

    def _day(self) -> dt.date | None:
        text = self.cells.get("完成时限", "")
        if not text:
            return None
        found = DATE.match(text.partition(" ")[0])
        try:
            day = dt.date(*map(int, found.groups())) if found else None
        except ValueError:
            day = None
        if day is None:
            self._refuse("完成时限", f"应是日期，如 {self.year}-12-20")
        elif day.year != self.year:
            self._refuse("完成时限", f"应在{self.year}年内")
        return day


def _settle(lines: Sequence[tuple[str, dict[str, Any]]]) -> None:
    """Whether the children of each line add up to it or each keeps its standard, as the figures themselves say."""
    for place, fields in lines:
        below = [one["target"] for at, one in lines if at.rpartition(".")[0] == place]
        target = fields["target"]
        keeps = bool(below) and all(one == target for one in below) and sum(filter(None, below)) != target
        fields["is_additive"] = not (keeps or fields["measure"] in RATES)


def _text(cell: Any) -> str:
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else f"{Decimal(str(cell)):f}"
    if isinstance(cell, dt.datetime | dt.date):
        return cell.strftime("%Y-%m-%d")
    return str(cell).strip()
