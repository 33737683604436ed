"""Ledger 1 read from xlsx, cell by cell, against the people and villages there are. No database, no writing."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from xiangfeng.base.errors import Refused
from xiangfeng.leadership.exports import HEADINGS
from xiangfeng.leadership.models import GroupPost
from xiangfeng.scoring.sheets import first_rows
from xiangfeng.web.previews import Bad

POSTS = {str(post.label): str(post.value) for post in GroupPost} | {
    "副组长": "deputy", "分管": "deputy", "分管领导": "deputy", "办公室": "office", "组员": "member",
}  # fmt: skip
LIMITS = {"职务": 40, "分工": 200, "任职文号": 60}
MOST_ROWS = 500
_DAY = re.compile(r"(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})日?")


@dataclass(frozen=True)
class Known:
    """What cells are held against: people by name (with their unit's name), units and villages by name."""

    people: Mapping[str, Sequence[tuple[int, str]]]
    units: Mapping[str, int]
    villages: Mapping[str, int]


@dataclass(frozen=True)
class Line:
    """One good line."""

    number: int
    person: int
    post: str
    title: str
    division: str
    basis: str
    first: str
    last: str
    represents: int | None
    villages: tuple[int, ...]


@dataclass
class Read:
    """The good lines, the bad cells, and every line as it stood for showing."""

    columns: list[str]
    lines: list[Line] = field(default_factory=list)
    bad: list[Bad] = field(default_factory=list)
    shown: list[tuple[int, list[str]]] = field(default_factory=list)


def read_members(content: bytes, known: Known) -> Read:
    """The first sheet of a workbook. Refused when it is no such list, is empty or names two 组长 who both sit on."""
    rows = first_rows(content)
    if len(rows) > MOST_ROWS:
        raise Refused(f"表里有 {len(rows)} 行，一次最多导入 {MOST_ROWS} 行")
    start, columns = _headings(rows)
    read = Read(columns)
    for number, row in enumerate(rows[start + 1 :], start + 2):
        cells = {title: _text(value) for title, value in zip(columns, row, strict=False) if title}
        if not any(text for title, text in cells.items() if title != "序号"):
            continue
        read.shown.append((number, [cells.get(title, "") for title in columns]))
        line, bad = _line(number, cells, known)
        read.bad += bad
        if line is not None and not bad:
            read.lines.append(line)
    if not read.shown:
        raise Refused("表里没有内容，请在表头下面一行一个人填写")
    return read


def _headings(rows: Sequence[Sequence[Any]]) -> tuple[int, list[str]]:
    for index, row in enumerate(rows[:10]):
        titles = [_text(cell) for cell in row]
        if "姓名" in titles and "小组职务" in titles:
            return index, [title if title in HEADINGS else "" for title in titles]
    raise Refused(f"找不到表头。第一行应写：{'、'.join(HEADINGS)}（至少要有“姓名”“小组职务”“起止”）")


def _line(number: int, cells: Mapping[str, str], known: Known) -> tuple[Line | None, list[Bad]]:
    bad: list[Bad] = []

    def wrong(column: str, reason: str) -> None:
        bad.append(Bad(number, column, cells.get(column, ""), reason))

    person, reason = _person(cells, known)
    if reason:
        wrong("姓名", reason)
    post = POSTS.get(cells.get("小组职务", ""), "")
    if not post:
        wrong("小组职务", f"应是：{'、'.join(str(label) for label in GroupPost.labels)}")
    days = read_span(cells.get("起止", ""))
    if days is None:
        wrong("起止", "看不懂，请写成 2026年1月8日—今，或 2024年1月8日—2026年1月7日")
    for column, limit in LIMITS.items():
        if len(cells.get(column, "")) > limit:
            wrong(column, f"太长，最多 {limit} 个字")
    names = [name for name in re.split(r"[、，,;；\s]+", cells.get("包干片区", "")) if name]
    unknown = [name for name in names if name not in known.villages]
    if unknown:
        wrong("包干片区", f"没有这个村：{'、'.join(unknown)}；重点工作请在“包干”页里定")
    if bad or days is None:
        return None, bad
    represents = known.units.get(cells.get("单位", ""))
    villages = tuple(known.villages[name] for name in names)
    first, last = days[0].isoformat(), days[1].isoformat() if days[1] else ""
    title, division, basis = (cells.get(column, "") for column in ("职务", "分工", "任职文号"))
    return Line(number, person, post, title, division, basis, first, last, represents, villages), []


def _person(cells: Mapping[str, str], known: Known) -> tuple[int, str]:
    name, unit = cells.get("姓名", ""), cells.get("单位", "")
    if not name:
        return 0, "没有填姓名"
    found = known.people.get(name, ())
    if not found:
        return 0, "没有这个人，请先在“人员与任职”里登记"
    same = [pk for pk, where in found if where == unit] if len(found) > 1 else [found[0][0]]
    if len(same) != 1:
        return 0, f"有 {len(found)} 个同名的人，请在“单位”一列写清是哪个单位的"
    return same[0], ""


def read_span(text: str) -> tuple[dt.date, dt.date | None] | None:
    """起止 as people write it: one day (to today), or two; None when it is neither."""
    found = _DAY.findall(text)
    if not found or len(found) > 2:
        return None
    try:
        days = [dt.date(int(year), int(month), int(day)) for year, month, day in found]
    except ValueError:
        return None
    if len(days) == 2 and days[1] < days[0]:
        return None
    return days[0], days[1] if len(days) == 2 else None


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
