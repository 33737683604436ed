"""目标管理责任书 and 补充协议 as papers: no red head, goals as a table, places for both sides to sign (7.1)."""

from __future__ import annotations

import datetime as dt

from xiangfeng.documents.paper import Align, Block, Column, Heading, Kind, Paper, Table, date_text, para
from xiangfeng.pledges import content
from xiangfeng.pledges.models import Pledge, Side, Signature, Supplement
from xiangfeng.pledges.queries import signatures_of

GOALS = (
    Column("序号", 8), Column("目标任务", 24, Align.LEFT), Column("指标", 28, Align.LEFT), Column("目标值", 20),
    Column("分值", 10), Column("期限", 16),
)  # fmt: skip
CHANGES = (Column("目标任务", 30, Align.LEFT), Column("项目", 16), Column("原约定", 22), Column("变更为", 22))
SIDES = (Column("甲方", 50, Align.LEFT), Column("乙方", 50, Align.LEFT))


def paper_of(row: Pledge | Supplement) -> Paper:
    """The paper of either."""
    return pledge_paper(row) if isinstance(row, Pledge) else supplement_paper(row)


def pledge_paper(pledge: Pledge) -> Paper:
    """The text that both sides sign; without signatures it leaves room for pen and seal."""
    giver, party = pledge.names
    blocks: list[Block] = [
        para(f"编号：{pledge.number}", indent=False),
        para(f"甲方：{giver}", indent=False),
        para(f"乙方：{party}", indent=False),
        para(f"为落实{pledge.year}年度文明创建目标，明确双方责任，签订本责任书。"),
        Heading(1, "目标任务"),
        Table(GOALS, tuple(_goal(n, line) for n, line in enumerate(pledge.lines, 1)), note="分值按年度计划权重折算，合计100。"),
        Heading(1, "责任内容"), *_paras(pledge.responsibilities),
        Heading(1, "甲方责任与保障"), *_paras(pledge.support),
        Heading(1, "考核办法"), *_paras(pledge.method),
        Heading(1, "奖惩办法"), *_paras(pledge.rewards),
        Heading(1, "生效与变更"),
        para("本责任书双方签字（盖章）后生效，一式两份。签订后确需变更的，由双方签订补充协议。"),
        _sides(giver, party, signatures_of(pledge)),
    ]  # fmt: skip
    return Paper(Kind.PLAIN, pledge.title, tuple(blocks), has_seal=False, date=pledge.signed_on)


def supplement_paper(row: Supplement) -> Paper:
    """What changes, why and on what basis; the rest stays."""
    pledge = row.pledge
    names = dict(content.FIELDS)
    rows = tuple(
        (
            one["title"], names[name], content.said(name, one["old"][name], one["measure"]),
            content.said(name, one["new"][name], one["measure"]),
        )
        for one in row.changes
        for name in one["new"]
    )  # fmt: skip
    blocks: list[Block] = [
        para(f"编号：{row.number}", indent=False),
        para(f"甲方：{pledge.unit.name}", indent=False),
        para(f"乙方：{pledge.party.name}", indent=False),
        para(f"因{row.reason.rstrip('。')}，依据{row.basis.rstrip('。')}，双方同意对{pledge.title}（{pledge.number}）作如下变更："),
        Table(CHANGES, rows),
        para("其余约定不变。本协议双方签字（盖章）后生效，与原责任书具有同等效力。"),
        _sides(pledge.unit.name, pledge.party.name, signatures_of(row)),
    ]  # fmt: skip
    return Paper(Kind.PLAIN, row.title, tuple(blocks), has_seal=False, date=row.signed_on)


def _goal(number: int, line: content.Line) -> tuple[str, ...]:
    due = content.said("due_on", line["due_on"], "")
    return (str(number), line["title"], line["indicator"], content.target_text(line), line["weight"], due)


def _paras(text: str) -> list[Block]:
    return [para(line) for line in text.splitlines() if line.strip()]


def _sides(giver: str, party: str, signed: dict[str, Signature]) -> Table:
    left, right = signed.get(Side.GIVER), signed.get(Side.PARTY)
    rows = (
        (f"{giver}（盖章）", f"{party}（盖章）"),
        (f"责任人：{_name(left)}", f"责任人：{_name(right)}"),
        (f"日期：{_day(left)}", f"日期：{_day(right)}"),
    )
    return Table(SIDES, rows)


def _name(one: Signature | None) -> str:
    return f"{one.post}　{one.name}" if one else ""


def _day(one: Signature | None) -> str:
    return date_text(_local(one.at)) if one else "　　年　　月　　日"


def _local(at: dt.datetime) -> dt.date:
    from django.utils.timezone import localtime

    return localtime(at).date()
