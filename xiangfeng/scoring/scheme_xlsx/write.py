"""Writing a scheme as a workbook."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import MISSING, fields
from decimal import Decimal
from typing import Any

import xlsxwriter

from ..rules import RULES, bind
from ..scheme import Node, Rule, Scheme, SchemeError, Source
from ..sheets.blank import SAFE
from .fields import (
    CAPS_FIELDS,
    LEVELS,
    MISSING_FIELDS,
    NODE_FIELDS,
    NODE_HEADINGS,
    SETTINGS,
    SOURCE_FIELDS,
    SOURCE_HEADINGS,
    TABLES,
    Field,
    Written,
    params_out,
    text_out,
)

WIDTHS = {
    "标准": 34,
    "内容": 24,
    "指标": 22,
    "项目": 18,
    "参数": 30,
    "规则说明": 46,
    "佐证": 24,
    "名称": 20,
    "名额": 28,
}


def write_scheme_xlsx(scheme: Scheme) -> bytes:
    """The workbook; every cell is a plain value, defaults are left empty, the column 规则说明 is for reading only."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, SAFE) as book:
        head = book.add_format(
            {"bold": True, "border": 1, "bg_color": "#EDF1F5", "text_wrap": True, "valign": "vcenter"}
        )
        body = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
        _sheet(book, "方案", ("设置", "内容"), list(_settings(scheme)), head, body)
        _sheet(book, "来源与权重", SOURCE_HEADINGS, list(_sources(scheme)), head, body)
        _sheet(book, "指标", NODE_HEADINGS, list(_nodes(scheme)), head, body)
        for name, (title, _, columns) in TABLES.items():
            rows = [[value_of(each, column) for column in columns] for each in getattr(scheme, name)]
            _sheet(book, title, [column.heading for column in columns], rows, head, body)
    return file.getvalue()


def value_of(part: Any, field: Field) -> Written:
    """What stands in the cell: nothing where the value is the default."""
    value = getattr(part, field.name)
    default = next(each.default for each in fields(part) if each.name == field.name)
    if value is None or (default is not MISSING and value == default):
        return None
    return field.write(value)


def _settings(scheme: Scheme) -> Iterator[Sequence[Written]]:
    for field in SETTINGS:
        yield field.heading, value_of(scheme, field)
    for title, missing in (("缺项", scheme.missing), ("缺轮", scheme.missing_round)):
        for field in MISSING_FIELDS:
            yield f"{title}{field.heading}", value_of(missing, field) if missing else None
    for field in CAPS_FIELDS:
        yield field.heading, value_of(scheme.caps, field)


def _sources(scheme: Scheme) -> Iterator[Sequence[Written]]:
    def walk(source: Source, parent: str) -> Iterator[Sequence[Written]]:
        yield [
            *(value_of(source, field) for field in SOURCE_FIELDS),
            text_out(parent) if parent else None,
            *_rule(source.rank_score),
        ]
        for child in source.children:
            yield from walk(child, source.key)

    for source in scheme.sources:
        yield from walk(source, "")


def _nodes(scheme: Scheme) -> Iterator[Sequence[Written]]:
    for source in scheme.walk():
        for node in source.nodes:
            yield from _node(node, source.key, 1)


def _node(node: Node, key: str, depth: int) -> Iterator[Sequence[Written]]:
    code, points, methods, step, proof = (value_of(node, field) for field in NODE_FIELDS)
    column = node.level if node.level in LEVELS else LEVELS[-1]
    titles = [text_out(node.title) if level == column else None for level in LEVELS]
    odd = None if node.level in LEVELS else text_out(node.level)
    rule, params = _rule(node.rule)
    yield [
        text_out(key),
        Decimal(depth),
        odd,
        *titles,
        code,
        points,
        methods,
        rule,
        params,
        _words(node),
        step,
        proof,
    ]
    for child in node.children:
        yield from _node(child, key, depth + 1)


def _rule(rule: Rule | None) -> tuple[Written, Written]:
    if rule is None:
        return None, None
    title = RULES[rule.name].title if rule.name in RULES else ""
    return f"{rule.name} {title}".strip(), params_out(rule) or None


def _words(node: Node) -> Written:
    """The rule in one sentence, for the reader of the sheet."""
    if node.rule is None:
        return None
    try:
        return bind(node.rule).sentence(node.points or Decimal(0))
    except SchemeError as error:
        return str(error)


def _sheet(
    book: Any, title: str, headings: Sequence[str], rows: Sequence[Sequence[Written]], head: Any, body: Any
) -> None:
    sheet = book.add_worksheet(title)
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, heading, head)
        sheet.set_column(
            column, column, WIDTHS.get(heading, 40 if heading == "内容" and title == "方案" else 12)
        )
    for n, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            if isinstance(value, Decimal):
                sheet.write_number(n, column, value, body)
            elif value:
                sheet.write_string(n, column, value, body)
            else:
                sheet.write_blank(n, column, None, body)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
