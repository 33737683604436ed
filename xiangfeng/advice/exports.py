"""建议单 as a paper, with the 批示 printed on it (A5.2b); a 调研 or 指导 as a plain report (A5.2a, A5.3a)."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from xiangfeng.advice.models import Guidance, GuidanceKind, Instruction, Proposal
from xiangfeng.base.numbering import chinese_date
from xiangfeng.documents.paper import Align, Column, Heading, Kind, Paper, Para, Table, para
from xiangfeng.tasks.models import Task


def _paragraphs(text: str) -> list[Para]:
    return [para(line.strip()) for line in text.splitlines() if line.strip()] or [para("（没有写）")]


def proposal_paper(
    row: Proposal, instructions: Sequence[Instruction], tasks: Sequence[Task], *, decline: str = ""
) -> Paper:
    """The 建议单 as it is signed and filed: number, 情况, 建议, 领导批示, and the tasks that came of it.

    Before a 批示 the part is left open for a pen.
    """
    day = timezone.localdate(row.submitted_at or row.created_at)
    blocks: list[Para | Heading | Table] = [
        para(f"编号：{row.number}　　提出人：{row.submitter}", indent=False),
        Heading(1, "情况"),
        *_paragraphs(row.situation),
        Heading(1, "建议"),
        *_paragraphs(row.suggestion),
        Heading(1, "领导批示"),
    ]
    for one in instructions:
        blocks.append(para(one.text))
        signed = f"{one.leader_name}{f'（{one.leader_post}）' if one.leader_post else ''}"
        blocks.append(para(f"{signed}　{chinese_date(timezone.localdate(one.at))}"))
    if decline:
        blocks.append(para(f"不采纳：{decline}"))
    if not instructions and not decline:
        blocks += [para("　"), para("　"), para("签名：　　　　　　　　年　　月　　日")]
    if tasks:
        blocks += [Heading(1, "办理"), _task_table(tasks)]
    return Paper(
        kind=Kind.PLAIN,
        title=f"{row.title}\n建议单",
        blocks=tuple(blocks),
        signer=row.unit.full_name or row.unit.name,
        date=day,
        has_seal=False,
    )


def guidance_paper(row: Guidance, tasks: Sequence[Task]) -> Paper:
    """调研报告 or 指导记录 in plain form: where, when, who, what was seen, advised and done about it.

    What has not come yet (意见, 结果) is left out rather than printed as empty heads.
    """
    is_survey = row.kind == GuidanceKind.SURVEY
    blocks: list[Para | Heading | Table] = [
        para(f"编号：{row.number}", indent=False),
        para(f"对象：{row.subject.full_name or row.subject.name}", indent=False),
        para(f"时间：{chinese_date(row.held_on)}　　参加人：{row.people}", indent=False),
        Heading(1, "基本情况" if is_survey else "了解到的情况"),
        *_paragraphs(row.seen),
    ]
    for title, text in (("意见建议" if is_survey else "指导意见", row.advised), ("落实结果", row.result)):
        if text:
            blocks += [Heading(1, title), *_paragraphs(text)]
    if tasks:
        blocks += [Heading(1, "转办任务"), _task_table(tasks)]
    return Paper(
        kind=Kind.PLAIN,
        title=f"{row.title}\n{'调研报告' if is_survey else '指导记录'}",
        blocks=tuple(blocks),
        signer=row.unit.full_name or row.unit.name,
        date=row.held_on,
        has_seal=False,
    )


def _task_table(tasks: Sequence[Task]) -> Table:
    columns = (
        Column("编号", 0.3), Column("任务", 0.3, Align.LEFT), Column("牵头", 0.16), Column("期限", 0.12),
        Column("结果", 0.12),
    )  # fmt: skip
    rows = tuple(
        (task.number, task.title, task.lead.name, f"{task.due_on:%-m月%-d日}", _result(task))
        for task in tasks
    )
    return Table(columns, rows)


def _result(task: Task) -> str:
    closed = f"{task.closed_on:%-m月%-d日}" if task.closed_on else ""
    return f"{closed}{task.get_state_display()}"
