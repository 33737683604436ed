"""A notice as a paper: 公示 and 公告 of a township are no red-headed papers (GB/T 9704; standards.md §6.1)."""

from __future__ import annotations

from xiangfeng.base.numbering import chinese_date
from xiangfeng.documents.paper import Align, Column, Kind, Paper, Para, Table, para
from xiangfeng.notices.models import Notice
from xiangfeng.notices.tables import grid_of


def signer_of(row: Notice) -> str:
    """The name under the notice."""
    return row.unit.full_name or row.unit.name


def span_text(row: Notice) -> str:
    """公示期 in words; how long it will be where it is not yet issued."""
    if row.starts_on and row.ends_on:
        return f"公示期 {row.workdays} 个工作日，从 {chinese_date(row.starts_on)}起至 {chinese_date(row.ends_on)}止"
    return f"公示期 {row.workdays} 个工作日，发布当天不算"


def held_text(row: Notice) -> str:
    """When and where a 活动 is."""
    if not row.held_on:
        return ""
    until = f"至{chinese_date(row.held_until)}" if row.held_until and row.held_until != row.held_on else ""
    return f"时间：{chinese_date(row.held_on)}{until}。地点：{row.venue}。"


def closing(row: Notice) -> list[str]:
    """The sentences at the end of a 公示: how long, and how to object; of a 活动: when and where."""
    if not row.is_publicity:
        return [held_text(row)] if row.held_on else []
    ways = "；".join(
        part
        for part in (
            f"电话 {row.phone}" if row.phone else "",
            f"来信来访 {row.place}" if row.place else "",
            "网上在本公示页面提出",
        )
        if part
    )
    return [
        f"{span_text(row)}。",
        f"对公示内容有不同意见的，请在公示期内提出，说明事实，可以不留姓名。受理：{ways}。",
    ]


LONG_CELL = 12


def _column(head: str, cells: tuple[str, ...]) -> Column:
    """Short words stand in the middle of their column, sentences begin at its left."""
    is_long = any(len(cell) > LONG_CELL for cell in cells)
    return Column(head, align=Align.LEFT if is_long else Align.CENTER)


def notice_paper(row: Notice) -> Paper:
    """The notice as it is posted: number, text, table, how to object, signature and day."""
    blocks: list[Para | Table] = [para(f"{row.number}", indent=False)] if row.number else []
    if row.corrects_id and row.corrects:
        blocks.append(para(f"（本{row.get_kind_display()}更正 {row.corrects.number}：{row.reason}）"))
    blocks += [para(line.strip()) for line in row.body.splitlines() if line.strip()]
    grid = grid_of(row.table)
    if grid.heads:
        columns = tuple(
            _column(head, cells) for head, cells in zip(grid.heads, zip(*grid.rows, strict=True), strict=True)
        )
        blocks.append(Table(columns, grid.rows))
    blocks += [para(line) for line in closing(row)]
    return Paper(
        kind=Kind.PLAIN,
        title=row.title,
        blocks=tuple(blocks),
        signer=signer_of(row),
        date=row.issued_on or None,
        has_seal=True,
    )
