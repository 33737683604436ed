"""督办单, 整改通知书, 催办通知书 and 销号单 (papers-and-ledgers §7.1): no statutory 文种, so no red head."""

from __future__ import annotations

import datetime as dt

from django.utils.timezone import localtime

from xiangfeng.base.numbering import chinese_date
from xiangfeng.documents.paper import Align, Column, Kind, Paper, Table, para
from xiangfeng.tasks.models import Feedback, FileRole, Task, TaskKind, TaskState, Urge

NAMES = {"order": "督办单", "notice": "整改通知书", "closing": "销号单"}


def paper_name(task: Task) -> str:
    """Which paper goes out with a task: 整改通知书 for 整改, 督办单 for all others."""
    return "notice" if task.kind == TaskKind.RECTIFICATION else "order"


def _date(value: dt.date | dt.datetime | None) -> str:
    if value is None:
        return ""
    return chinese_date(localtime(value).date() if isinstance(value, dt.datetime) else value)


def _sheet(rows: list[tuple[str, str]]) -> Table:
    columns = (Column("项目", 0.24), Column("内容", 0.76, Align.LEFT))
    return Table(columns, tuple(rows))


def _issuer(task: Task) -> str:
    return task.unit.full_name or task.unit.name


def _paper(task: Task, title: str, *blocks: object, to: str = "", on: dt.date) -> Paper:
    return Paper(Kind.PLAIN, title, tuple(blocks), to=to, signer=_issuer(task), date=on)  # type: ignore[arg-type]


def order_of(task: Task, *, on: dt.date) -> Paper:
    """督办单: 单号/标题/类型/依据/来源/事项/牵头/协办/督办人/分管领导/期限/紧急程度/汇报频次/进展/结论/办结时间."""
    latest = Feedback.objects.filter(task=task).order_by("-at", "-id").first()
    rows = [
        ("单号", task.number),
        ("类型", task.get_kind_display()),
        ("事项", task.title),
        ("要求", task.content),
        ("依据", task.basis),
        ("来源", task.origin_text or task.get_origin_display()),
        ("牵头单位", task.lead.name + (f"（责任人：{task.owner}）" if task.owner else "")),
        ("协办单位", "、".join(unit.name for unit in task.helpers.all())),
        ("督办人", task.supervisor),
        ("包干领导", task.charged.name if task.charged else ""),
        ("交办时间", _date(task.assigned_at)),
        ("办结期限", _date(task.due_on)),
        ("紧急程度", "紧急（短时限）" if task.is_short else "一般"),
        ("汇报频次", task.get_frequency_display()),
        ("进展", task.measures or (latest.text if latest else "")),
        ("结论", task.conclusion),
        ("办结时间", _date(task.closed_on)),
    ]
    return _paper(task, f"{task.unit.name}督办单", _sheet(rows), on=_issued(task, on))


def notice_of(task: Task, *, on: dt.date) -> Paper:
    """整改通知书: 编号/对象/检查时间/问题清单/整改要求/时限/反馈方式/签发/送达签收."""
    rows = [
        ("编号", task.number),
        ("检查时间", _date(task.found_on or task.created_at)),
        ("来源", task.origin_text or task.get_origin_display()),
        ("点位", task.where),
        ("问题", task.title),
        ("对应规范", str(task.norm) if task.norm else ""),
        ("整改要求", task.content or "按要求整改到位，不留死角。"),
        ("责任人", task.owner),
        ("整改时限", f"{_date(task.due_on)}前"),
        ("反馈方式", "在平台报完成，附整改后照片1张；不便上网的，报纸质材料由创建办代录"),
        ("签发", _issuer(task)),
        ("送达签收", _date(task.accepted_at)),
    ]
    opening = para(f"经查，你单位存在以下问题，请于{_date(task.due_on)}前整改到位，并按下列方式反馈。")
    return _paper(task, "整改通知书", opening, _sheet(rows), to=task.lead.name, on=_issued(task, on))


def closing_of(task: Task, *, on: dt.date) -> Paper:
    """销号单: what was done, who checked it, whether on time."""
    photos = [one for one in task.files.all() if one.role == FileRole.AFTER]
    rows = [
        ("编号", task.number),
        ("事项", task.title),
        ("牵头单位", task.lead.name),
        ("期限", _date(task.due_on) + (f"（原期限{_date(task.first_due_on)}）" if task.due_on != task.first_due_on else "")),
        ("报完成", _date(task.submitted_on)),
        ("是否按期", "逾期" if task.was_late else "按期"),
        ("措施和结果", task.measures),
        ("佐证", f"整改后照片{len(photos)}张" if photos else ""),
        ("核查人", task.closed_by),
        ("核查结论", task.conclusion),
        ("销号时间", _date(task.closed_on)),
    ]  # fmt: skip
    return _paper(task, "任务销号单", _sheet(rows), on=task.closed_on or on)


def urge_notice(urge: Urge) -> Paper:
    """催办通知书 to the lead unit."""
    task = urge.task
    day = localtime(urge.at).date()
    late = "，已经逾期" if day > task.due_on else ""
    text = f"《{task.title}》（{task.number}）由你单位牵头办理，期限为{_date(task.due_on)}{late}。{urge.text}"
    closing = "请抓紧办理，并在平台反馈进展；确有客观困难的，写明理由申请延期（只能延期一次）。"
    number = _sheet([("编号", urge.number), ("催办人", urge.by)])
    return _paper(task, "催办通知书", para(text), para(closing), number, to=task.lead.name, on=day)


def _issued(task: Task, on: dt.date) -> dt.date:
    return localtime(task.assigned_at).date() if task.assigned_at else on


def paper_of(task: Task, what: str, *, on: dt.date) -> Paper | None:
    """One of the papers by its key; None for a 销号单 of what is not 销号."""
    if what == "closing":
        return closing_of(task, on=on) if task.state == TaskState.DONE else None
    return notice_of(task, on=on) if what == "notice" else order_of(task, on=on)
