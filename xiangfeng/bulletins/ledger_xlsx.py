"""月考核评分汇总 (台账 no. 5) as .xlsx: 序号|村(单位)|类别|各项得分…|现场分|整改分|上级考评|加分|扣分|综合得分|名次|等次|奖惩|备注.

各项得分 is one column an item. The scheme's first source that scores items is 现场分 and the one about 整改 is 整改分; further
sources follow under their own titles. All values are plain: no formulas, and no text becomes one.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import xlsxwriter

from xiangfeng.base.rounding import half_up
from xiangfeng.scoring.compute import Breakdown, Outcome, Result
from xiangfeng.scoring.exact import total_of
from xiangfeng.scoring.figures import Number
from xiangfeng.scoring.scheme import Scheme, Source
from xiangfeng.scoring.sheets.blank import SAFE

from .tables import award_text, extras, upper_text

Value = str | Number | None
Parts = Mapping[tuple[str, str], Breakdown]
"""The parts of a unit's total by kind and key."""
PART_PLACES = 4
"""Parts of a total are shown with up to four decimals, so that they can be added up again."""


@dataclass(frozen=True)
class _Field:
    title: str
    value: Callable[[Outcome, Parts], Value]
    width: float = 9
    total: str = ""
    """How the last row sums this column up: `sum`, `mean` or not at all."""


def write_ledger(result: Result, *, title: str) -> bytes:
    """The ledger of one period: a title, the headings, a row a unit, and 合计/平均; A4 landscape, one page wide, the
    head on every page. Below stand the 口径."""
    fields = _fields(result)
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, SAFE) as book:
        sheet = book.add_worksheet("月考核评分汇总")
        formats = _formats(book)
        sheet.merge_range(0, 0, 0, len(fields) - 1, title, formats["title"])
        for column, field in enumerate(fields):
            sheet.set_column(column, column, field.width)
            sheet.write_string(1, column, field.title, formats["head"])
        table = [_values(fields, row, n) for n, row in enumerate(result.rows, 1)]
        for n, values in enumerate([*table, _totals(result, fields, table)], 2):
            for column, value in enumerate(values):
                _write(sheet, n, column, value, formats)
        for n, line in enumerate(result.caliber):
            sheet.write_string(4 + len(result.rows) + n, 0, line)
        sheet.set_row(0, 32)
        sheet.set_row(1, 48)
        sheet.freeze_panes(2, 2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0, 1)
        sheet.set_footer("&C第 &P 页，共 &N 页")
    return file.getvalue()


def _values(fields: Sequence[_Field], row: Outcome, number: int) -> list[Value]:
    parts = {(part.kind, part.key): part for part in row.breakdown.walk()}
    return [Decimal(number) if field.title == "序号" else field.value(row, parts) for field in fields]


def headings(result: Result) -> list[str]:
    """The headings in order."""
    return [field.title for field in _fields(result)]


def _fields(result: Result) -> list[_Field]:
    scheme = result.scheme
    site, fix, others = _named_sources(scheme)
    items = [
        _Field(_item_title(node.code, node.title), _part("item", node.code), 8, "mean")
        for node in scheme.items()
    ]
    return [
        _Field("序号", lambda row, parts: None, 6),
        _Field("村(单位)", lambda row, parts: row.name, 16),
        _Field("类别", lambda row, parts: row.group, 9),
        *items,
        _Field("现场分", _part("source", site), 9, "mean"),
        _Field("整改分", _part("source", fix), 9, "mean"),
        *(_Field(source.title, _part("source", source.key), 9, "mean") for source in others),
        _Field("上级考评", lambda row, parts: upper_text(row), 14),
        _Field("加分", lambda row, parts: extras(scheme, row)[0] or None, 7, "sum"),
        _Field("扣分", lambda row, parts: extras(scheme, row)[1] or None, 7, "sum"),
        _Field("综合得分", lambda row, parts: row.shown, 10, "mean"),
        _Field("名次", lambda row, parts: None if row.rank is None else Decimal(row.rank), 7),
        _Field("等次", lambda row, parts: row.grade, 8),
        _Field("奖惩", lambda row, parts: _award(row), 10, "sum"),
        _Field("备注", lambda row, parts: "".join(row.notes), 28),
    ]


def _item_title(code: str, title: str) -> str:
    return f"{code} {title}"


def _named_sources(scheme: Scheme) -> tuple[str, str, list[Source]]:
    """The keys of the sources printed as 现场分 and 整改分, and the other sources."""
    tops = list(scheme.sources)
    fix = next((source for source in tops if "整改" in source.title), None)
    site = next((source for source in tops if "现场" in source.title or source.kind == "items"), None)
    others = [source for source in tops if source not in (site, fix)]
    return site.key if site else "", fix.key if fix else "", others if len(tops) > 1 else []


def _part(kind: str, key: str) -> Callable[[Outcome, Parts], Value]:
    def value(row: Outcome, parts: Parts) -> Value:
        part = parts.get((kind, key)) if key else None
        return None if part is None or part.value is None else half_up(part.value, PART_PLACES)

    return value


def _award(row: Outcome) -> Value:
    if row.awards and all(award.amount for award in row.awards):
        return sum((award.amount for award in row.awards), Decimal(0))
    return award_text(row)


def _formats(book: xlsxwriter.Workbook) -> dict[str, Any]:
    line = {"border": 1, "valign": "vcenter", "font_size": 11, "text_wrap": True}
    return {
        "title": book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"}),
        "head": book.add_format({**line, "bold": True, "align": "center", "bg_color": "#EDF1F5"}),
        "number": book.add_format({**line, "align": "right"}),
        "text": book.add_format(line),
    }


def _write(sheet: Any, row: int, column: int, value: Value, formats: dict[str, Any]) -> None:
    if isinstance(value, Decimal | Fraction):
        sheet.write_number(row, column, float(value), formats["number"])
    elif value:
        sheet.write_string(row, column, value, formats["text"])
    else:
        sheet.write_blank(row, column, None, formats["text"])


def _totals(result: Result, fields: Sequence[_Field], table: Sequence[Sequence[Value]]) -> list[Value]:
    """The last row: 平均 of scores over the ranked units, 合计 of 加分, 扣分 and 奖惩; written as values."""
    ranked = [values for row, values in zip(result.rows, table, strict=True) if row.status == "ranked"]
    return [
        _total(result, field, [values[column] for values in ranked]) for column, field in enumerate(fields)
    ]


def _total(result: Result, field: _Field, values: Sequence[Value]) -> Value:
    found = [value for value in values if isinstance(value, Decimal | Fraction)] if field.total else []
    if field.title == "村(单位)":
        return "平均/合计"
    if not found:
        return None
    if field.title == "综合得分":
        return result.stats.mean_shown
    total = total_of(found)
    return total if field.total == "sum" else half_up(Fraction(total) / len(found), result.scheme.places)
