"""A list of boxes as a table: out of and into xlsx, checked cell by cell. No database."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import xlsxwriter
from django.utils.dateparse import parse_date

from xiangfeng.base.errors import Refused
from xiangfeng.scoring.sheets import first_rows
from xiangfeng.web.previews import Bad, find_headings, sealed, table_of, unsealed

HEADINGS = {
    "箱号": "number",
    "位置": "place",
    "所在村（单位）": "village",
    "保管人": "keeper",
    "设置日期": "since",
}
SYNONYMS = {"所在村": "所在村（单位）", "村": "所在村（单位）", "单位": "所在村（单位）", "编号": "箱号"}
LONGEST = {"位置": 80, "保管人": 40}
MOST_ROWS = 500
SALT = "supervision.box_import"


@dataclass(frozen=True, slots=True)
class Line:
    """One good line: its row in the file, the number of the box, the columns that are filled; ``village`` by its id, ``since`` a day."""

    row: int
    number: int
    fields: dict[str, Any]


@dataclass
class Read:
    """What was read: the good lines, the bad cells, and every line as it stood for showing."""

    columns: list[str]
    lines: list[Line] = field(default_factory=list)
    bad: list[Bad] = field(default_factory=list)
    shown: list[tuple[int, list[str]]] = field(default_factory=list)


def read_boxes(content: bytes, villages: Mapping[str, int], known: Mapping[int, bool]) -> Read:
    """The first sheet of a workbook. ``villages``: ids by name; ``known``: the numbers there are, and whether the box still hangs.
    Refused when it is no table of boxes."""
    rows = first_rows(content)
    if len(rows) > MOST_ROWS:
        raise Refused(f"表里有 {len(rows)} 行，一次最多导入 {MOST_ROWS} 行，请分几次导入")
    says = f"找不到表头。第一行应写：{'、'.join(HEADINGS)}"
    start, titles = find_headings(rows, HEADINGS, needed=("箱号", "位置"), read=_title, says=says)
    read, seen = Read([title for title in titles if title]), dict[int, int]()
    for number, row in enumerate(rows[start + 1 :], start + 2):
        cells = {title: _text(value) for title, value in zip(titles, row, strict=False) if title}
        if any(cells.values()):
            read.shown.append((number, [cells.get(title, "") for title in read.columns]))
            _take(read, number, cells, villages, known, seen)
    if not read.shown:
        raise Refused("表里没有内容，请在表头下面一行一个意见箱填写")
    return read


def _take(
    read: Read,
    number: int,
    cells: Mapping[str, str],
    villages: Mapping[str, int],
    known: Mapping[int, bool],
    seen: dict[int, int],
) -> None:
    """One line: good, or every reason against it."""
    bad: list[Bad] = []

    def say(title: str, reason: str) -> None:
        bad.append(Bad(number, title, cells.get(title, ""), reason))

    box = _number(cells.get("箱号", ""))
    if box is None:
        say("箱号", "应是 1 到 9999 的数")
    elif box in seen:
        say("箱号", f"与第 {seen[box]} 行重复")
    elif known.get(box) is False:
        say("箱号", "这个意见箱已经撤了，请换一个箱号")
    seen.setdefault(box or 0, number)
    fields: dict[str, Any] = {HEADINGS[title]: text for title, text in cells.items() if text}
    for title in ("位置", "保管人"):
        if box not in known and not cells.get(title):
            say(title, f"新的意见箱要填{title}")
        if len(cells.get(title, "")) > LONGEST[title]:
            say(title, f"太长，最多 {LONGEST[title]} 个字")
    if village := cells.get("所在村（单位）"):
        fields["village"] = villages.get(village)
        if village not in villages:
            say("所在村（单位）", "没有这个单位，或者不归您管")
    if since := cells.get("设置日期"):
        fields["since"] = _day(since)
        if fields["since"] is None:
            say("设置日期", "应写成 2026-11-23")
    read.bad += bad
    if not bad and box is not None:
        read.lines.append(Line(number, box, {k: v for k, v in fields.items() if k != "number"}))


def _title(cell: Any) -> str:
    return SYNONYMS.get(_text(cell), _text(cell))


def _text(cell: Any) -> str:
    if isinstance(cell, dt.date):
        return f"{cell:%Y-%m-%d}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _number(text: str) -> int | None:
    text = text.removesuffix("号").strip()
    return int(text) if text.isascii() and text.isdigit() and 0 < int(text[:6]) < 10000 else None


def _day(text: str) -> dt.date | None:
    try:
        return parse_date(text.replace("/", "-").replace(".", "-")[:10])
    except ValueError:
        return None


def preview_of(
    filename: str, read: Read, *, user_id: int | None, confirm_url: str, back_url: str
) -> dict[str, Any]:
    """The variable ``preview`` of web/import_preview.html."""
    return table_of(read.columns, read.shown, read.bad) | {
        "title": "核对要导入的意见箱",
        "filename": filename,
        "unit": "行",
        "good_count": len(read.lines),
        "confirm_url": confirm_url,
        "back_url": back_url,
        "confirm_label": "写入",
        "says": "箱号相同的更新（空着的格子不动），没有的新建；有误的行整行不写。",
        "token": _token(read.lines, user_id),
    }


def _token(lines: Sequence[Line], user_id: int | None) -> str:
    packed = [
        [line.row, line.number, {k: str(v) if k == "since" else v for k, v in line.fields.items()}]
        for line in lines
    ]
    return sealed(packed, salt=SALT, of=user_id)


def lines_of(token: str, user_id: int | None) -> list[Line]:
    """The good lines of a preview. Refused when it is too old, tampered with or somebody else's."""
    return [
        Line(row, number, fields | ({"since": _day(fields["since"])} if "since" in fields else {}))
        for row, number, fields in unsealed(token, salt=SALT, of=user_id, whose="您")
    ]


def write_blank(villages: Sequence[str]) -> bytes:
    """An empty list with its headings and the villages to choose from."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet, lists = book.add_worksheet("意见箱"), book.add_worksheet("可选")
    bold = book.add_format({"bold": True, "border": 1, "bg_color": "#EEF2F5"})
    sheet.set_column(0, len(HEADINGS) - 1, 20, book.add_format({"num_format": "@"}))
    sheet.write_row(0, 0, [*HEADINGS], bold)
    sheet.write_comment(0, [*HEADINGS].index("设置日期"), "写成 2026-11-23")
    sheet.freeze_panes(1, 0)
    lists.write_column(0, 0, ["所在村（单位）", *villages])
    if villages:
        place = [*HEADINGS].index("所在村（单位）")
        source = f"=可选!$A$2:$A${len(villages) + 1}"
        sheet.data_validation(1, place, MOST_ROWS, place, {"validate": "list", "source": source})
    book.close()
    return stream.getvalue()
