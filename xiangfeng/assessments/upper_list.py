"""上级考评 of many units as one table: the blank to fill, and a filled one read, every bad cell named. Pure: no database."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

import xlsxwriter

from xiangfeng.assessments.models import UpperUse
from xiangfeng.base.errors import Refused
from xiangfeng.scoring.scheme import Scheme, plain
from xiangfeng.scoring.sheets import first_rows
from xiangfeng.scoring.sheets.blank import SAFE
from xiangfeng.web.previews import Bad

UNIT, LEVEL, NAME, POINTS, USE, KEY = HEADINGS = ("单位", "层级", "考评名称", "得分", "用法", "替换哪一项")
NEEDED = (UNIT, LEVEL, NAME, POINTS)
MOST_POINTS = Decimal(1000)


@dataclass(frozen=True, slots=True)
class Line:
    """One good line; plain text and ids, so that it can wait, signed, in the page."""

    entry_id: int
    level: str
    name: str
    points: str
    use: str
    key: str


@dataclass
class Read:
    """The good lines, the bad cells, and all lines as they stood."""

    lines: list[Line] = field(default_factory=list)
    bad: list[Bad] = field(default_factory=list)
    shown: list[tuple[int, list[str]]] = field(default_factory=list)


def write_blank(scheme: Scheme, units: Sequence[str]) -> bytes:
    """The table with one line a unit; levels and uses to choose from."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, SAFE) as book:
        head = book.add_format({"bold": True, "border": 1, "bg_color": "#EDF1F5"})
        sheet = book.add_worksheet("上级考评")
        sheet.write_row(0, 0, HEADINGS, head)
        for number, name in enumerate(units, 1):
            sheet.write_string(number, 0, name)
        last = max(len(units), 1)
        for column, words in ((1, scheme.givers[1:]), (4, UpperUse.labels)):
            sheet.data_validation(1, column, last, column, {"validate": "list", "source": list(words)})
        sheet.set_column(0, len(HEADINGS) - 1, 18)
        sheet.freeze_panes(1, 0)
    return file.getvalue()


def read_uppers(content: bytes, scheme: Scheme, entries: Mapping[str, int]) -> Read:
    """The first sheet of a workbook; ``entries`` are the ids of the entries by the unit's name. A unit without points is passed over.

    Refused when the sheet has no heading or no line.
    """
    rows = [["" if cell is None else str(cell).strip() for cell in row] for row in first_rows(content)]
    start = next((n for n, row in enumerate(rows[:10]) if all(title in row for title in NEEDED)), None)
    if start is None:
        raise Refused(f"找不到表头。第一行应写：{'、'.join(HEADINGS)}（至少要有前四样）")
    read, seen = Read(), dict[tuple[str, ...], int]()
    for number, row in enumerate(rows[start + 1 :], start + 2):
        pairs = zip(rows[start], row, strict=False)
        cells = dict.fromkeys(HEADINGS, "") | {title: text for title, text in pairs if title in HEADINGS}
        if not any(text for title, text in cells.items() if title != UNIT):
            continue
        read.shown.append((number, list(cells.values())))
        line, bad = _line(cells, scheme, entries)
        place = (cells[UNIT], cells[LEVEL], cells[NAME])
        if place in seen:
            bad[NAME] = f"与第 {seen[place]} 行重复"
        seen.setdefault(place, number)
        read.bad += [Bad(number, title, cells[title], why) for title, why in bad.items()]
        read.lines += [] if bad else [line]
    if not read.shown:
        raise Refused("表里没有成绩，请在表头下面一行一个单位填写")
    return read


def _line(
    cells: Mapping[str, str], scheme: Scheme, entries: Mapping[str, int]
) -> tuple[Line, dict[str, str]]:
    """The line, and what is wrong with it by heading."""
    bad: dict[str, str] = {}
    levels, uses = scheme.givers[1:], {label: value for value, label in UpperUse.choices}
    if cells[UNIT] not in entries:
        bad[UNIT] = "参评名单里没有这个单位，照名单里的名称写"
    if cells[LEVEL].removesuffix("级") not in levels:
        bad[LEVEL] = f"应填{'、'.join(levels)}之一"
    if not 0 < len(cells[NAME]) <= 60:
        bad[NAME] = "写明是哪次考评，60字以内"
    use = uses.get(cells[USE] or UpperUse.NOTE.label, "")
    if not use:
        bad[USE] = f"应填{'、'.join(uses)}之一"
    key, top, why = _place(scheme, use, cells[KEY])
    if why:
        bad[KEY] = why
    points = _points(cells[POINTS])
    if points is None or not 0 <= points <= top:
        bad[POINTS] = f"应是 0 到 {plain(top)} 的数，最多三位小数"
    entry = entries.get(cells[UNIT], 0)
    level = cells[LEVEL].removesuffix("级")
    return Line(entry, level, cells[NAME], str(points), use, key), bad


def _place(scheme: Scheme, use: str, text: str) -> tuple[str, Decimal, str]:
    """The key of what is replaced, by code or by title, the most points it takes, and what is wrong."""
    tops: dict[str, tuple[str, Decimal]] = {}
    if use == UpperUse.CELL:
        tops = {node.code: (node.title, node.points or Decimal(0)) for node in scheme.items()}
    elif use == UpperUse.SOURCE:
        tops = {one.key: (one.title, Decimal(100) if one.scale else one.full_points) for one in scheme.walk()}
    elif text:
        return "", MOST_POINTS, f"用法是“{UpperUse(use).label}”的不用填" if use else ""
    else:
        return "", MOST_POINTS, ""
    found = [key for key, (title, _) in tops.items() if text and text in (key, title)]
    if len(found) != 1:
        kind = "指标" if use == UpperUse.CELL else "来源"
        return "", MOST_POINTS, f"{'有几个同名的，请填编号' if found else f'写{kind}的编号或名称'}"
    return found[0], tops[found[0]][1], ""


def _points(text: str) -> Decimal | None:
    try:
        points = Decimal(text)
    except InvalidOperation:
        return None
    return points if points.is_finite() and points == round(points, 3) else None
