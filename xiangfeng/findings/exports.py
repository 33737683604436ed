"""整改通知书 for several findings of one village (papers-and-ledgers §7.1): no statutory 文种, so no red head."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.timezone import localtime

from xiangfeng.base.numbering import chinese_date
from xiangfeng.documents.paper import Align, Column, Kind, Paper, Table, para
from xiangfeng.findings.models import Finding, Notice

FEEDBACK = "在平台上逐条报整改，附整改后照片1张；不便上网的，报纸质材料由创建办代录。"
DEMAND = "按要求整改到位，不留死角。"


def notice_paper(notice: Notice, findings: Sequence[Finding]) -> Paper:
    """编号/对象/检查时间/问题清单/整改要求/时限/反馈方式/签发/送达签收; one line for each finding, with number, place and norm."""
    due = f"{chinese_date(notice.due_on)}前"
    facts = (
        ("编号", notice.number),
        ("检查时间", _days(findings)),
        ("整改要求", notice.demand or DEMAND),
        ("整改时限", due),
        ("反馈方式", FEEDBACK),
        ("签发", notice.issued_by),
        ("送达签收", _signed(findings)),
    )
    return Paper(
        Kind.PLAIN,
        "整改通知书",
        (
            para(f"经查，你单位存在下列 {len(findings)} 个问题，请于{due}整改到位，并按下列方式反馈。"),
            _problems(findings),
            Table((Column("项目", 0.24), Column("内容", 0.76, Align.LEFT)), facts),
        ),
        to=notice.lead.name,
        signer=notice.unit.full_name or notice.unit.name,
        date=localtime(notice.issued_at).date(),
    )


def _problems(findings: Sequence[Finding]) -> Table:
    columns = (
        Column("序号", 0.07),
        Column("整改编号", 0.19),
        Column("点位", 0.2, Align.LEFT),
        Column("问题", 0.36, Align.LEFT),
        Column("规范", 0.18, Align.LEFT),
    )
    rows = [
        (one.task.number if one.task else "", one.where, _problem(one), str(one.norm) if one.norm else "")
        for one in findings
    ]
    return Table(
        columns, tuple((str(number), *row) for number, row in enumerate(rows, start=1)), caption="问题清单"
    )


def _problem(one: Finding) -> str:
    return f"{one.text}（{one.count}处）" if one.count > 1 else one.text


def _days(findings: Sequence[Finding]) -> str:
    days = sorted({one.found_on for one in findings})
    if not days:
        return ""
    return chinese_date(days[0]) if len(days) == 1 else f"{chinese_date(days[0])}至{chinese_date(days[-1])}"


def _signed(findings: Sequence[Finding]) -> str:
    """The day the unit had taken notice of all of them; until then a place for the pen."""
    times: list[dt.datetime | None] = [one.task.accepted_at if one.task else None for one in findings]
    if not times or None in times:
        return "签收人：　　　　　　　　年　　月　　日"
    return f"{chinese_date(localtime(max(filter(None, times))).date())}在平台签收"
