"""The plan and the evaluation as papers, and the goals as the county's table (ledger 2)."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence

import xlsxwriter

from xiangfeng.base.numbering import chinese_date
from xiangfeng.documents.paper import (
    Align,
    Attachment,
    Block,
    Column,
    Heading,
    Kind,
    Number,
    Paper,
    Para,
    Table,
    para,
    runs_of,
)  # fmt: skip
from xiangfeng.goals.check import number
from xiangfeng.goals.goal_list import HEADINGS
from xiangfeng.goals.models import Evaluation, Plan
from xiangfeng.goals.queries.board import Line
from xiangfeng.goals.queries.evaluations import Share

WIDTHS = (8, 30, 18, 9, 7, 7, 10, 14, 18, 12, 30, 9, 12, 20)


def goals_xlsx(lines: Sequence[Line]) -> bytes:
    """Ledger 2, its columns in order; 序号 says the level (1, 1.1), so that the table can be read back."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet("目标任务分解")
    bold = book.add_format({"bold": True, "border": 1, "bg_color": "#EEF2F5"})
    text = book.add_format({"num_format": "@"})
    sheet.write_row(0, 0, HEADINGS, bold)
    for index, width in enumerate(WIDTHS):
        sheet.set_column(index, index, width, text if index == 0 else None)
    sheet.freeze_panes(1, 2)
    for row, line in enumerate(lines, start=1):
        for column, value in enumerate(_cells(line)):
            if isinstance(value, float):
                sheet.write_number(row, column, value)
            else:
                sheet.write_string(row, column, value)
    book.close()
    return stream.getvalue()


def _cells(line: Line) -> list[str | float]:
    goal = line.goal
    target: str | float = ""
    if goal.target is not None:
        target = f"≤{number(goal.target)}" if goal.direction == "le" else float(goal.target)
    return [
        line.label, goal.title, goal.indicator, target, goal.measure,
        float(goal.weight) if goal.weight is not None else "", goal.leader, goal.unit.name if goal.unit else "",
        goal.helpers, str(goal.due_on or ""), (line.progress.text if line.progress else "") or line.source,
        float(line.value) if line.value is not None else "", line.state.text if line.is_live else "",
        line.proof_name,
    ]  # fmt: skip


def paper_of_plan(plan: Plan, lines: Sequence[Line], *, today: dt.date) -> Paper:
    """依据、指导思想、目标、重点任务、时间表、责任分工、保障措施, with the goals as attachment. A red head once it has its
    number, plain before."""
    agency = plan.unit.document_code
    has_number = bool(plan.serial and agency)
    issuer = plan.unit.full_name or plan.unit.name
    table = Attachment(f"{plan.year}年度目标任务分解表", (_goal_table(lines),))
    return Paper(
        kind=Kind.DOCUMENT if has_number else Kind.PLAIN,
        title=plan.title,
        blocks=tuple(_plan_blocks(plan, lines)),
        mark=f"{issuer}文件" if has_number else "",
        number=Number(agency, plan.year, plan.serial) if has_number and plan.serial else None,
        to="各村（社区）、镇直各单位" if has_number else "",
        attachments=(table,) if lines else (),
        signer=issuer,
        date=plan.approved_on or today,
        has_seal=has_number,
    )


def _plan_blocks(plan: Plan, lines: Sequence[Line]) -> list[Block]:
    tops = [line for line in lines if line.depth == 1]
    basis = (
        f"根据{plan.upper_number}要求，结合实际，制定本计划。"
        if plan.upper_number
        else "结合实际，制定本计划。"
    )
    blocks: list[Block] = [para(basis)]
    blocks += _section("指导思想", plan.guidance)
    blocks += [Heading(1, "目标和重点任务")]
    blocks += [Heading(2, one.goal.title, runs_of(_task_text(one))) for one in tops]
    blocks += [Heading(1, "时间安排"), *_timetable(tops)]
    blocks += [
        Heading(1, "责任分工"),
        para("各目标的责任领导、牵头单位、配合单位和分解到各单位的数，见附件。"),
    ]
    blocks += _section("保障措施", plan.safeguards)
    return blocks


def _section(title: str, text: str) -> list[Block]:
    parts = [part.strip() for part in text.splitlines() if part.strip()]
    return [Heading(1, title), *(para(part) for part in parts)] if parts else []


def _task_text(line: Line) -> str:
    goal = line.goal
    parts = []
    if goal.indicator:
        word = "不超过" if goal.direction == "le" else "不少于"
        figure = f"{word} {number(goal.target)} {goal.measure}".strip() if goal.target is not None else ""
        parts.append(f"{goal.indicator}{figure}")
    parts += [f"权重 {number(goal.weight)}"] if goal.weight is not None else []
    parts += [f"牵头单位：{goal.unit.name}"] if goal.unit else []
    parts += [f"{goal.due_on.month}月{goal.due_on.day}日前完成"] if goal.due_on else []
    return f"{'；'.join(parts)}。" if parts else ""


def _timetable(tops: Sequence[Line]) -> list[Para]:
    found = []
    for quarter, word in enumerate("一二三四", start=1):
        due = [
            line.goal.title
            for line in tops
            if line.goal.due_on and (line.goal.due_on.month + 2) // 3 == quarter
        ]
        if due:
            found.append(para(f"{word}季度完成：{'；'.join(due)}。"))
    return found or [para("按附件所列时限完成。")]


def _goal_table(lines: Sequence[Line]) -> Table:
    columns = (
        Column("序号", 0.08), Column("目标", 0.3, Align.LEFT), Column("指标", 0.16, Align.LEFT),
        Column("目标值", 0.13), Column("权重", 0.08), Column("牵头单位", 0.13), Column("完成时限", 0.12),
    )  # fmt: skip
    rows = tuple(
        (
            line.label, line.goal.title, line.goal.indicator, line.goal.goal_text, number(line.goal.weight),
            line.goal.unit.name if line.goal.unit else "",
            f"{line.goal.due_on.month}月{line.goal.due_on.day}日" if line.goal.due_on else "",
        )
        for line in lines
    )  # fmt: skip
    return Table(columns, rows)


def paper_of_evaluation(evaluation: Evaluation, share: Share, *, today: dt.date) -> Paper:
    """总体情况、完成情况、存在问题、调整意见, with the figures of the day it was closed; not red-headed."""
    day = chinese_date(evaluation.closed_on or today)
    figures: list[Block] = [Heading(1, "目标完成情况"), para(share.totals)]
    figures += [_figure_table(share.tops, note=f"完成值取自{day}的记录。")] if share.tops else []
    blocks = [*_section("总体情况", evaluation.summary), *(figures if evaluation.snapshot else [])]
    blocks += [*_section("存在问题", evaluation.problems), *_section("调整意见", evaluation.adjustments)]
    return Paper(
        kind=Kind.PLAIN, title=f"{evaluation}报告", blocks=tuple(blocks),
        attachments=(Attachment(f"{'各' if share.is_whole else '本'}单位完成情况", (_figure_table(share.rest),)),) if share.rest else (),
        signer=evaluation.unit.full_name or evaluation.unit.name, date=evaluation.closed_on or today,
        has_seal=False,
    )  # fmt: skip


def _figure_table(rows: Sequence[dict[str, str]], note: str = "") -> Table:
    columns = (
        Column("序号", 0.08), Column("目标", 0.34, Align.LEFT), Column("目标值", 0.16), Column("完成值", 0.14),
        Column("牵头单位", 0.14), Column("状态", 0.14),
    )  # fmt: skip
    names = ("label", "title", "target", "value", "unit", "text")
    return Table(columns, tuple(tuple(row[name] for name in names) for row in rows), note=note)
