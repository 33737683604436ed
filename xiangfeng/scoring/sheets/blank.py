"""Writing the score sheet as .xlsx: the blank form to print or fill, and the same filled. Both read back.

Text is never taken for a formula or a link, whatever it begins with.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import xlsxwriter

from xiangfeng.base.rounding import half_up

from ..entry import Cell, Subject
from ..figures import figure
from ..rules import bind, explain
from ..rules.levels import Levelled
from ..scheme.model import POLICIES, Node, Scheme, Source, plain
from .cells import upper_texts
from .grid import column_letter
from .scores import NOTES

SAFE: dict[str, Any] = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
"""Options of every workbook we write."""

RAW_HEADINGS = {"count": "（处数）", "actual": "（实际值）", "met": "（情形）"}
FIRST_UNIT_ROW = 5


@dataclass(frozen=True)
class _Field:
    """One column of the form."""

    heading: str
    above: str = ""
    node: Node | None = None
    source: Source | None = None
    entry: str = "value"
    role: str = ""
    width: float = 9


def write_blank(scheme: Scheme, subjects: Sequence[Subject]) -> bytes:
    """The form to fill: names and groups of the units are written, the scores are not."""
    bare = [Subject(each.key, each.name, each.group, each.is_ranked) for each in subjects]
    return write_filled(scheme, bare)


def write_filled(scheme: Scheme, subjects: Sequence[Subject]) -> bytes:
    """The form with what was entered. Findings and several judges become their points; upper-level scores for one item
    or source become that cell's score."""
    fields = _fields(scheme, subjects)
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, SAFE) as book:
        sheet = book.add_worksheet("打分表")
        formats = _formats(book)
        _write_head(sheet, scheme, fields, formats)
        for n, subject in enumerate(subjects):
            for column, each in enumerate(fields):
                value = _value(scheme, each, subject, n + 1)
                style = formats["text" if each.role in ("unit", "remark") else "cell"]
                _write(sheet, FIRST_UNIT_ROW + n, column, value, style)
        last = FIRST_UNIT_ROW + max(len(subjects), 1) - 1
        for column, each in enumerate(fields):
            _limit(sheet, each, column, last)
        _set_up_print(sheet, fields)
        _write_notes(book, scheme, formats)
    return file.getvalue()


def _fields(scheme: Scheme, subjects: Sequence[Subject]) -> list[_Field]:
    fields = [
        _Field("序号", role="seq", width=6),
        _Field("村（单位）", role="unit", width=16),
        _Field("类别", role="group", width=8),
    ]
    for source in scheme.walk():
        for node in source.items():
            entry = _entry(node, subjects)
            heading = f"{node.code} {node.title}{RAW_HEADINGS.get(entry, '')}"
            fields.append(_Field(heading, source.title, node, entry=entry, width=11))
        if source.kind in ("given", "mean"):
            fields.append(_Field(source.title, source=source, width=10))
    fields.append(_Field("上级考评", role="upper", width=12))
    fields += [_Field("加分", role="bonus"), _Field("扣分", role="deduction")]
    fields += [_Field("一票否决", role="veto", width=10)] if scheme.vetoes else []
    return [*fields, _Field("备注", role="remark", width=24)]


def _entry(node: Node, subjects: Sequence[Subject]) -> str:
    """A column holds raw entries when every cell typed in it is one of the same kind; points otherwise."""
    kinds = {_raw_kind(_cell(subject, node)) for subject in subjects} - {""}
    return kinds.pop() if len(kinds) == 1 else "value"


def _cell(subject: Subject, node: Node) -> Cell:
    cell = subject.cells.get(node.code, Cell())
    return Cell(value=cell) if isinstance(cell, Decimal) else cell


def _raw_kind(cell: Cell) -> str:
    if cell.is_empty:
        return ""
    if cell.value is None and not cell.judges and not cell.deductions:
        for kind in RAW_HEADINGS:
            if getattr(cell, kind) is not None:
                return kind
    return "value"


def _value(scheme: Scheme, each: _Field, subject: Subject, number: int) -> str | Decimal | None:
    if each.node is not None:
        return _item_value(scheme, each, subject, each.node)
    if each.source is not None:
        return _given_value(each.source, subject)
    values: dict[str, str | Decimal] = {
        "seq": Decimal(number),
        "unit": subject.name,
        "group": subject.group,
        "upper": _upper_value(subject),
        "bonus": _adjusted(subject, 1),
        "deduction": _adjusted(subject, -1),
        "veto": "；".join(hit.code for hit in subject.vetoes),
        "remark": _remark(subject),
    }
    return values[each.role]


def _item_value(scheme: Scheme, each: _Field, subject: Subject, node: Node) -> str | Decimal | None:
    above = [upper for upper in subject.upper if upper.at == "cell" and upper.key == node.code]
    if above:
        return _given_by(scheme, above[-1].by, above[-1].value)
    cell = _cell(subject, node)
    if cell.is_empty:
        return "缺" if cell.missing else None
    if each.entry == "met":
        return "、".join(cell.met or ())
    if each.entry != "value":
        number: Decimal = getattr(cell, each.entry)
        return number
    if cell.value is not None:
        return _given_by(scheme, cell.given_by, cell.value)
    if cell.level is not None:
        return cell.level
    if cell.ok is not None and bind(node.rule).entry == "ok" if node.rule else False:
        return "符合" if cell.ok else "不符合"
    return _points(node, cell)


def _points(node: Node, cell: Cell) -> Decimal | None:
    if cell.judges:
        return half_up(sum(cell.judges, Decimal(0)) / len(cell.judges), 4)
    if node.rule is None or node.points is None:
        return None
    return half_up(bind(node.rule).amount(node.points, cell), 4)


def _given_by(scheme: Scheme, by: str, value: Decimal) -> str | Decimal:
    return f"{plain(value)}（{by}）" if by in scheme.givers else value


def _given_value(source: Source, subject: Subject) -> str | Decimal | None:
    above = [upper.value for upper in subject.upper if upper.at == "source" and upper.key == source.key]
    if above:
        return above[-1]
    value = subject.given.get(source.key)
    if value is None:
        return "缺" if source.key in subject.missing else None
    if isinstance(value, Decimal):
        return value
    numbers = [number for number in value if number is not None]
    return numbers[0] if len(numbers) == 1 else "、".join(map(plain, numbers))


def _upper_value(subject: Subject) -> str:
    texts = [
        f"{each.by}{plain(each.value)}{'采用' if each.at == 'subject' else ''}"
        for each in subject.upper
        if each.at == "subject" or (each.at == "note" and not each.note)
    ]
    noted = [each for each in subject.upper if each.at == "note" and each.note]
    return "；".join([*texts, *([upper_texts(noted)] if noted else [])])


def _adjusted(subject: Subject, sign: int) -> str:
    found = [each for each in subject.adjustments if each.points * sign > 0]
    return "；".join(f"{plain(abs(each.points))}（{each.text}）" for each in found)


def _remark(subject: Subject) -> str:
    reasons = [
        cell.missing.reason
        for cell in subject.cells.values()
        if isinstance(cell, Cell) and cell.missing is not None
    ]
    reasons += [use.reason for use in subject.missing.values()]
    reasons += [hit.reason for hit in subject.vetoes]
    reasons += [] if subject.is_ranked else ["不参加排名"]
    return "；".join(dict.fromkeys(reason for reason in reasons if reason))


def _formats(book: xlsxwriter.Workbook) -> dict[str, Any]:
    line = {"border": 1, "valign": "vcenter", "text_wrap": True, "font_size": 11}
    return {
        "title": book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"}),
        "note": book.add_format({"font_size": 10, "text_wrap": True, "valign": "vcenter"}),
        "head": book.add_format({**line, "bold": True, "align": "center", "bg_color": "#EDF1F5"}),
        "limit": book.add_format({**line, "align": "center", "font_color": "#5C6670"}),
        "cell": book.add_format({**line, "align": "center"}),
        "text": book.add_format(line),
    }


def _write(sheet: Any, row: int, column: int, value: str | Decimal | None, style: Any) -> None:
    """Numbers as numbers, everything else as literal text."""
    if isinstance(value, Decimal):
        sheet.write_number(row, column, value, style)
    elif value:
        sheet.write_string(row, column, value, style)
    else:
        sheet.write_blank(row, column, None, style)


def _write_head(sheet: Any, scheme: Scheme, fields: list[_Field], formats: dict[str, Any]) -> None:
    last = len(fields) - 1
    sheet.merge_range(0, 0, 0, last, f"{scheme.name}打分表", formats["title"])
    note = "一行一个单位。加分、扣分写成：1（原因）。缺项怎么填、各项怎么算见“填写说明”。"
    sheet.merge_range(1, 0, 1, last, note, formats["note"])
    sheet.set_row(0, 30)
    sheet.set_row(1, 20)
    sheet.set_row(3, 48)
    for column, each in enumerate(fields):
        if not each.above:
            sheet.merge_range(2, column, 3, column, each.heading, formats["head"])
        else:
            sheet.write_string(3, column, each.heading, formats["head"])
        _write(sheet, 4, column, "满分" if each.role == "unit" else _full(each), formats["limit"])
    for first, end, above in _spans(fields):
        if first == end:
            sheet.write_string(2, first, above, formats["head"])
        else:
            sheet.merge_range(2, first, 2, end, above, formats["head"])


def _spans(fields: list[_Field]) -> list[tuple[int, int, str]]:
    """First and last column of every heading that stands above others."""
    spans: list[tuple[int, int, str]] = []
    for column, each in enumerate(fields):
        if each.above and spans and spans[-1][2] == each.above and spans[-1][1] == column - 1:
            spans[-1] = (spans[-1][0], column, each.above)
        elif each.above:
            spans.append((column, column, each.above))
    return spans


def _full(each: _Field) -> Decimal | None:
    if each.node is not None:
        return each.node.points
    return each.source.full if each.source is not None else None


def _limit(sheet: Any, each: _Field, column: int, last: int) -> None:
    """Data validation: points within 0–满分 in whole steps, or 缺; the rule as the hint beside the cell."""
    full = _full(each)
    if full is None or each.entry != "value":
        return
    hint = explain(each.node) if each.node is not None else f"0–{figure(full)} 分。"
    options: dict[str, Any] = {
        "validate": "any",
        "input_title": each.heading[:30],
        "input_message": hint[:250],
    }
    if not _takes_words(each):
        step = (
            each.node.step if each.node is not None else each.source.step if each.source is not None else None
        )
        cell = f"{column_letter(column)}{FIRST_UNIT_ROW + 1}"
        tests = [f"ISNUMBER({cell})", f"{cell}>=0", f"{cell}<={plain(full)}"]
        if step:
            tests.append(f"ABS({cell}/{plain(step)}-ROUND({cell}/{plain(step)},0))<0.000001")
        remedy = (
            f"请填 0–{figure(full)} 之间的分数"
            + (f"，最小单位 {figure(step)}" if step else "")
            + "；缺项填“缺”。"
        )
        options |= {
            "validate": "custom",
            "value": f'=OR({cell}="缺",AND({",".join(tests)}))',
            "error_title": "分数不对",
            "error_message": remedy[:250],
        }
    sheet.data_validation(FIRST_UNIT_ROW, column, last, column, options)


def _takes_words(each: _Field) -> bool:
    """Whether a level, 符合, several numbers or an open-ended score may be typed here."""
    if each.source is not None:
        return each.source.kind == "mean"
    kind = bind(each.node.rule) if each.node is not None and each.node.rule is not None else None
    return isinstance(kind, Levelled) or (
        kind is not None and (kind.entry == "ok" or kind.key in ("R7", "R10"))
    )


def _set_up_print(sheet: Any, fields: list[_Field]) -> None:
    for column, each in enumerate(fields):
        sheet.set_column(column, column, each.width)
    sheet.freeze_panes(FIRST_UNIT_ROW, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2, 4)
    sheet.set_footer("&C第 &P 页，共 &N 页")


def _write_notes(book: xlsxwriter.Workbook, scheme: Scheme, formats: dict[str, Any]) -> None:
    """The sheet 填写说明: every item's full mark and rule, and how to fill in."""
    sheet = book.add_worksheet(NOTES)
    lines = [
        "分数直接填数字；判级的项目填 A、B、C、C#；“不符合不得分”的项目可填“符合”“不符合”。",
        f"缺项填“缺”，备注写原因，按“{POLICIES[scheme.missing.policy]}”处理。"
        if scheme.missing
        else "每一格都要填；方案没有规定缺项怎么算。",
        "上级考评写哪一级和分数，例如 县考92；要用上级成绩代替本级成绩的，写成 县考92采用。",
        "加分、扣分写成：1（原因）；0.5（原因）。",
        "填好后原样导入，不要改表头。",
    ]
    for row, line in enumerate(lines):
        sheet.write_string(row, 0, f"{row + 1}. {line}")
    top = len(lines) + 1
    for column, heading in enumerate(("编号", "打分项", "满分", "计分规则", "要求的佐证")):
        sheet.write_string(top, column, heading, formats["head"])
    for row, node in enumerate(scheme.items(), top + 1):
        values = (node.code, node.title, node.points, explain(node), node.proof)
        for column, value in enumerate(values):
            _write(sheet, row, column, value, formats["text"])
    for column, width in enumerate((8, 28, 8, 60, 30)):
        sheet.set_column(column, column, width)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
