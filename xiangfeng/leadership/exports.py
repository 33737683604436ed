"""Ledger 1 (领导小组成员) as a table, and the list of the leading group as a paper."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence

import xlsxwriter

from xiangfeng.administration.queries.people import masked
from xiangfeng.base.numbering import chinese_date
from xiangfeng.documents.paper import Align, Column, Heading, Kind, Paper, Para, Table, para
from xiangfeng.leadership.completeness import check
from xiangfeng.leadership.models import GroupPost, Member
from xiangfeng.orgs.models import Unit

HEADINGS = ("序号", "姓名", "单位", "职务", "小组职务", "分工", "包干片区", "联系电话", "任职文号", "起止")
WIDTHS = (6, 10, 16, 16, 16, 36, 24, 14, 20, 28)


def span_text(first: dt.date, last: dt.date | None) -> str:
    """起止 as the ledger writes it: 2024年1月8日—今."""
    return f"{chinese_date(first)}—{chinese_date(last) if last else '今'}"


def unit_text(member: Member) -> str:
    """The unit a member stands for: the 成员单位, else where the person is on record."""
    return member.represents.name if member.represents else member.person.unit.name


def ledger_rows(
    members: Sequence[Member], areas: dict[int, list[str]], *, with_phone: bool
) -> list[tuple[str, ...]]:
    """The rows of ledger 1 without 序号; phone numbers masked unless ``with_phone``."""
    return [
        (
            member.person.name,
            unit_text(member),
            member.title,
            str(member.get_post_display()),
            member.division,
            "、".join(areas.get(member.person_id, ())),
            member.person.phone if with_phone else masked(member.person.phone),
            member.basis,
            span_text(member.from_date, member.to_date),
        )
        for member in members
    ]


def write_ledger(rows: Sequence[Sequence[str]]) -> bytes:
    """The rows as xlsx; without rows it is the blank to fill."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet("领导小组成员")
    bold = book.add_format({"bold": True, "border": 1, "bg_color": "#EEF2F5"})
    wrap = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    sheet.write_row(0, 0, HEADINGS, bold)
    sheet.freeze_panes(1, 0)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    posts = {"validate": "list", "source": [str(label) for label in GroupPost.labels]}
    sheet.data_validation(1, 4, 500, 4, posts)
    for number, row in enumerate(rows, start=1):
        sheet.write_number(number, 0, number)
        for column, text in enumerate(row, start=1):
            sheet.write_string(number, column, text, wrap)
    book.close()
    return stream.getvalue()


def roll_paper(unit: Unit, members: Sequence[Member], areas: dict[int, list[str]], *, on: dt.date) -> Paper:
    """《…领导小组成员名单》 as of a day: who sits where, the 分工表, the 包干. No phone numbers: it hangs on the wall."""
    outcome = check((member.post, member.person.name) for member in members)
    blocks: list[Para | Heading | Table] = [para(f"截至{chinese_date(on)}，共 {len(members)} 人。")]
    for post in GroupPost:
        names = [_named(member) for member in members if member.post == post]
        if names:
            blocks.append(para(f"{post.label}：{'、'.join(names)}"))
    if outcome.problems:
        blocks.append(para(f"说明：{'；'.join(outcome.problems)}。"))
    divided = [member for member in members if member.is_divided]
    if divided:
        columns = (
            Column("姓名", 0.1),
            *(Column(title, 0.2, Align.LEFT) for title in ("分工", "任务", "责任", "奖惩")),
        )
        rows = tuple((one.person.name, one.division, one.duty, one.liability, one.reward) for one in divided)
        blocks += [Heading(1, "分工"), Table(columns, rows, note=_not_divided(members))]
    held = [(one.person.name, "、".join(areas[one.person_id])) for one in members if areas.get(one.person_id)]
    if held:
        columns = (Column("包干领导", 0.25), Column("包干的村和重点工作", 0.75, Align.LEFT))
        blocks += [Heading(1, "包干"), Table(columns, tuple(held))]
    return Paper(
        kind=Kind.PLAIN,
        title=f"{unit.name}文明创建工作领导小组成员名单",
        blocks=tuple(blocks),
        signer=unit.full_name or unit.name,
        date=on,
        has_seal=True,
    )


def _named(member: Member) -> str:
    title = member.title or (member.represents.name if member.represents else "")
    return f"{member.person.name}（{title}）" if title else str(member.person.name)


def _not_divided(members: Sequence[Member]) -> str:
    lacking = [f"{one.person.name}缺{'、'.join(one.missing)}" for one in members if not one.is_divided]
    return f"分工未生效：{'；'.join(lacking)}" if lacking else ""
