"""会议通知 with its 回执, 签到表 and 纪要 as papers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from xiangfeng.base.numbering import chinese_date
from xiangfeng.documents.paper import (
    Align,
    Attachment,
    Column,
    Heading,
    Kind,
    Number,
    Paper,
    Para,
    Roll,
    Table,
    para,
    runs_of,
)
from xiangfeng.meetings.attending import names_of, quorum_of
from xiangfeng.meetings.models import Meeting, Report, Resolution
from xiangfeng.meetings.progress import progress_of
from xiangfeng.orgs.models import Unit

_NUMBER = re.compile(r"^(.+)〔(\d{4})〕(\d+)号$")
SPARE_LINES = 5
"""Empty lines at the end of the sheet for people who were not on the list."""


def number_of(text: str) -> Number | None:
    """A tidy 发文字号 in its parts; None for an empty one."""
    found = _NUMBER.match(text)
    return Number(found[1], int(found[2]), int(found[3])) if found else None


def issuer_of(unit: Unit) -> str:
    return unit.full_name or unit.name


def notice_paper(meeting: Meeting, today: dt.date) -> Paper:
    """会议通知: with a red head when it has a 发文字号, else plain; the 回执 is its attachment."""
    number = number_of(meeting.notice_number)
    day = chinese_date(meeting.day)
    agenda = [
        Para(runs_of(f"{seq}.{item.title}{_speaker(item.speaker)}，{item.minutes}分钟"))
        for seq, item in enumerate(meeting.agenda.all(), start=1)
    ]
    blocks: list[Heading | Para | Table] = [
        para(f"定于{day}召开{meeting.title}。现将有关事项通知如下："),
        Heading(1, "时间", runs_of(f"：{day}（{'一二三四五六日'[meeting.day.weekday()]}）{meeting.starts:%H:%M}，"
                                 f"会期约{meeting.planned_minutes}分钟。")),
        Heading(1, "地点", runs_of(f"：{meeting.place}。")),
        Heading(1, "主持", runs_of(f"：{meeting.host}。")),
        Heading(1, "参会人员", runs_of(f"：{_invited(meeting)}。")),
        Heading(1, "议程"),
        *agenda,
        Heading(1, "要求"),
        para(meeting.requirements or "请按时参会；不能参会的请提前请假，可委托他人参会。请在会前报送本单位的进展、问题和打算。"),
    ]  # fmt: skip
    if meeting.contact:
        blocks.append(para(f"联系人：{meeting.contact}　电话：{meeting.contact_phone}"))
    signer = issuer_of(meeting.unit)
    return Paper(
        kind=Kind.DOCUMENT if number else Kind.PLAIN,
        title=f"关于召开{meeting.title}的通知",
        blocks=tuple(blocks),
        mark=f"{signer}文件" if number else "",
        number=number,
        to="各参会单位",
        attachments=(Attachment("参会回执", (_receipt(meeting),)),),
        signer=signer,
        date=meeting.notified_on or today,
        has_seal=number is not None,
    )


def _speaker(text: str) -> str:
    return f"（{text}）" if text else ""


def _invited(meeting: Meeting) -> str:
    names = [
        _with_unit(row.unit, str(row), meeting) for row in meeting.attendances.all() if not row.is_observer
    ]
    observers = [
        _with_unit(row.unit, str(row), meeting) for row in meeting.attendances.all() if row.is_observer
    ]
    text = "、".join(names)
    return f"{text}；列席：{'、'.join(observers)}" if observers else text


def _with_unit(unit: Unit, name: str, meeting: Meeting) -> str:
    return name if unit.pk == meeting.unit_id or name.startswith(unit.name) else f"{unit.name}{name}"


def _receipt(meeting: Meeting) -> Table:
    columns = (
        Column("单位", 3, Align.LEFT),
        Column("姓名", 2),
        Column("职务", 2.5),
        Column("参加/请假/委托", 2.5),
        Column("请假事由或代会人", 3, Align.LEFT),
    )
    return Table(
        columns,
        (("", "", "", "", ""),),
        note=f"请于会前报{meeting.contact or '创建办'}，也可在平台“请我参加”里回执。",
    )


def sheet_paper(meeting: Meeting) -> Paper:
    """签到表 with empty cells for the signatures and some spare lines."""
    columns = (
        Column("序号", 1),
        Column("姓名", 1.8),
        Column("单位、职务", 3.4, Align.LEFT),
        Column("签名", 2.6),
        Column("时间", 1.4),
        Column("代签", 1.2),
    )
    rows = [
        (str(seq), row.name, f"{row.unit.name}{row.title}{'（列席）' if row.is_observer else ''}", "", "", "")
        for seq, row in enumerate(meeting.attendances.all(), start=1)
    ]
    last = len(rows)
    rows += [(str(last + spare), "", "", "", "", "") for spare in range(1, SPARE_LINES + 1)]
    when = f"{chinese_date(meeting.day)} {meeting.starts:%H:%M}"
    return Paper(
        kind=Kind.PLAIN,
        title=f"{meeting.title}签到表",
        blocks=(
            para(f"时间：{when}　　地点：{meeting.place}　　主持：{meeting.host}", indent=False),
            Table(columns, tuple(rows), note="代会的在“代签”一栏写明代谁。纸质签到与手机签到同样有效。"),
        ),
        has_seal=False,
    )


def minutes_paper(meeting: Meeting, previous: Sequence[Resolution], today: dt.date) -> Paper:
    """纪要: who was there, what was reported, the parts, what became of the last resolutions, and the new ones."""
    blocks: list[Heading | Para | Table] = [para(_opening(meeting))]
    if agenda := list(meeting.agenda.all()):
        blocks.append(para(f"议题：{'；'.join(item.title for item in agenda)}。"))
    for _, title, text, _ in meeting.parts:
        if text.strip():
            blocks += [Heading(1, title), *(para(line) for line in text.splitlines() if line.strip())]
    if reports := list(meeting.reports.all()):
        blocks.append(Heading(1, "部门汇报"))
        for report in reports:
            blocks.append(Heading(2, f"{report.unit.name}。", runs_of(_said(report))))
    if previous:
        blocks += [Heading(1, "上次议定事项落实情况"), _resolutions(previous, "进展", today)]
    if resolutions := list(meeting.resolutions.all()):
        blocks += [Heading(1, "议定事项"), _resolutions(resolutions, "任务编号", today)]
    issuer = issuer_of(meeting.unit)
    return Paper(
        kind=Kind.MINUTES,
        title=f"{meeting.title}纪要",
        blocks=tuple(blocks),
        mark=f"{meeting.unit.name}文明创建工作会议纪要",
        number=number_of(meeting.minutes_number),
        signer=issuer,
        date=meeting.minutes_on or today,
        rolls=tuple(Roll(label, names) for label, names in names_of(meeting.attendances.all())),
        printer=issuer,
        printed_on=meeting.minutes_on or today,
    )


def _opening(meeting: Meeting) -> str:
    quorum = quorum_of(meeting.attendances.all())
    clock = (
        f"{meeting.began:%H:%M}至{meeting.ended:%H:%M}"
        if meeting.began and meeting.ended
        else f"{meeting.starts:%H:%M}"
    )
    text = f"{chinese_date(meeting.day)}{clock}，{meeting.host}在{meeting.place}主持召开{meeting.title}。"
    text += f"应到{quorum.due}人，实到{quorum.came}人"
    text += f"，{meeting.recorder}记录。" if meeting.recorder else "。"
    if meeting.is_combined:
        text += f"本次会议与动员推进会合并召开，依据：{meeting.combine_basis.rstrip('。')}。"
    return text


def _said(report: Report) -> str:
    pairs = (("进展", report.progress), ("问题", report.problems), ("打算", report.plans))
    return "".join(
        f"{label}：{' '.join(text.split()).rstrip('。')}。" for label, text in pairs if text.strip()
    )


def _resolutions(rows: Sequence[Resolution], last: str, today: dt.date) -> Table:
    columns = (
        Column("序号", 1),
        Column("事项", 5, Align.LEFT),
        Column("牵头单位", 2.2),
        Column("时限", 1.8),
        Column(last, 2.6),
    )

    def end(row: Resolution) -> str:
        if last == "进展":
            return progress_of(row, today)[1]
        return row.task.number if row.task else ""

    return Table(
        columns,
        tuple(
            (str(n), row.text, row.lead.name, f"{row.due_on.month}月{row.due_on.day}日", end(row))
            for n, row in enumerate(rows, start=1)
        ),
    )
