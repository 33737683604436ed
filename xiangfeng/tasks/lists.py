"""The ledgers of tasks as declarations: 任务台账, 督办台账 (no. 7) and 问题整改台账 (no. 6, the columns there are facts for)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localtime

from xiangfeng.orgs.queries import units_for
from xiangfeng.tasks import lights
from xiangfeng.tasks.lights import Day
from xiangfeng.tasks.models import AT_WORK, CLOSED, Origin, TaskKind, TaskState
from xiangfeng.tasks.queries import VIEW
from xiangfeng.web.ledger import Column, Empty, Filter, Spec, Tab

STATE_TAGS = {"draft": "line", "assigned": "info", "accepted": "info", "submitted": "warn", "skipped": "idle", "cancelled": "idle"}  # fmt: skip
TITLES = {"": "任务台账", TaskKind.SUPERVISION: "督办台账", TaskKind.RECTIFICATION: "问题整改台账"}
EMPTY = Empty(
    "还没有任务",
    "会议议定、领导批示、制度义务交办的事，都会出现在这里；也可以现在就立项。",
)
EMPTY_RECTIFICATIONS = Empty(
    "还没有整改",
    "在“检查发现”里选几条转整改，责任单位签收、报整改，创建办核查销号，都在这里。",
)


def status_of(task: Any, day: Day) -> tuple[str, str]:
    """The tag of a task: its light when it has one, else its state."""
    light = day.light(task.state, task.due_on, was_late=task.was_late)
    if light == lights.OVERDUE:
        return "bad", f"逾期 {day.late_days(task.due_on, None)} 个工作日"
    if light == lights.SOON:
        return "warn", "今天到期" if task.due_on == day.today else "快到期"
    if light == lights.DONE:
        return "ok", "按期销号"
    if light == lights.LATE:
        return "warn", "逾期销号"
    return STATE_TAGS.get(task.state, "line"), task.get_state_display()


def _day(value: dt.date | dt.datetime | None) -> str:
    if value is None:
        return ""
    day = localtime(value).date() if isinstance(value, dt.datetime) else value
    return day.isoformat()


def _url(task: Any) -> str:
    return reverse("tasks:task", args=[task.pk])


def _late(day: Day) -> Callable[[Any], Any]:
    def value(task: Any) -> Any:
        if task.state in (TaskState.SKIPPED, TaskState.CANCELLED, TaskState.DRAFT):
            return ""
        return day.late_days(task.due_on, task.submitted_on) or ""

    return value


def _title(task: Any) -> str:
    parts = f"（子任务 {task.part_done}/{task.part_count}）" if task.part_count else ""
    return f"{task.title}{parts}"


def _status(title: str, day: Day, *, is_default: bool = True) -> Column:
    return Column(
        "state",
        title,
        lambda t: status_of(t, day)[1],
        sort="state",
        tag=lambda t: status_of(t, day),
        is_default=is_default,
    )


def _helpers(task: Any) -> str:
    return "、".join(unit.name for unit in task.helpers.all())


def _task_columns(day: Day) -> tuple[Column, ...]:
    return (
        Column("title", "事项", _title, sort="title", url=_url),
        Column("number", "编号", lambda t: t.number, sort="number", is_default=False),
        Column("kind", "种类", lambda t: t.get_kind_display(), sort="kind"),
        Column("lead", "牵头单位", lambda t: t.lead.name, sort="lead__path"),
        Column("helpers", "协办单位", _helpers, is_default=False),
        Column("owner", "责任人", lambda t: t.owner, is_default=False),
        Column("assigned", "交办时间", lambda t: _day(t.assigned_at), sort="assigned_at", is_default=False),
        Column("due", "期限", lambda t: _day(t.due_on), sort="due_on"),
        _status("状态", day),
        Column("progress", "进展", lambda t: t.measures or t.latest),
        Column("late", "逾期天数", _late(day), is_numeric=True),
        Column("origin", "来源", lambda t: t.origin_text or t.get_origin_display()),
        Column("closed", "销号时间", lambda t: _day(t.closed_on), sort="closed_on", is_default=False),
    )


def _supervision_columns(day: Day) -> tuple[Column, ...]:
    """Ledger 7: 督办单号|事项|依据|牵头|协办|包干领导|交办时间|期限|汇报频次|进展|逾期天数|结果|销号时间."""
    return (
        Column("number", "督办单号", lambda t: t.number, sort="number", url=_url),
        Column("title", "事项", _title, sort="title"),
        Column("basis", "依据", lambda t: t.basis, is_default=False),
        Column("lead", "牵头", lambda t: t.lead.name, sort="lead__path"),
        Column("helpers", "协办", _helpers),
        Column("charged", "包干领导", lambda t: t.charged.name if t.charged else "", sort="charged__name"),
        Column("assigned", "交办时间", lambda t: _day(t.assigned_at), sort="assigned_at", is_default=False),
        Column("due", "期限", lambda t: _day(t.due_on), sort="due_on"),
        Column("frequency", "汇报频次", lambda t: t.get_frequency_display()),
        Column("progress", "进展", lambda t: t.measures or t.latest, is_default=False),
        Column("late", "逾期天数", _late(day), is_numeric=True),
        _status("结果", day),
        Column("closed", "销号时间", lambda t: _day(t.closed_on), sort="closed_on", is_default=False),
    )


WORDS_OF_ORIGIN = {
    Origin.INSPECTION: "检查",
    Origin.SECRET: "暗访",
    Origin.UPPER: "上级",
    Origin.INSTRUCTION: "上级",
    Origin.PUBLIC: "群众",
}
"""The four words of ledger 6; whatever the township gave itself came of its own checking."""


def source_of(task: Any) -> str:
    """检查, 暗访, 上级 or 群众, with the detail behind: 检查（11月月度检查）."""
    word = WORDS_OF_ORIGIN.get(Origin(task.origin), "检查")
    said = task.get_origin_display()
    detail = task.origin_text or ("" if said == word else said)
    return f"{word}（{detail}）" if detail else word


def _rectification_columns(day: Day) -> tuple[Column, ...]:
    """Ledger 6: 发现时间|来源|点位|问题描述|规范码|责任单位|责任人|整改措施|整改时限|完成情况|完成时间|核查人|核查结果|是否销号|照片前|照片后;
    the sheet itself puts 序号 before."""
    return (
        Column("found", "发现时间", lambda t: _day(t.found_on or t.created_at), sort="created_at"),
        Column("origin", "来源", source_of, sort="origin"),
        Column("site", "点位", lambda t: t.where, sort="site__name"),
        Column("title", "问题描述", _title, sort="title", url=_url),
        Column("norm", "规范码", lambda t: t.norm.code if t.norm else "", sort="norm__code"),
        Column("lead", "责任单位", lambda t: t.lead.name, sort="lead__path"),
        Column("owner", "责任人", lambda t: t.owner, is_default=False),
        Column("measures", "整改措施", lambda t: t.measures, is_default=False),
        Column("due", "整改时限", lambda t: _day(t.due_on), sort="due_on"),
        _status("完成情况", day),
        Column("submitted", "完成时间", lambda t: _day(t.submitted_on), sort="submitted_on"),
        Column("judge", "核查人", lambda t: t.closed_by, is_default=False),
        Column("conclusion", "核查结果", lambda t: t.conclusion, is_default=False),
        Column("closed", "是否销号", lambda t: t.state == TaskState.DONE),
        Column("before", "照片前", lambda t: t.before_count, is_numeric=True, is_default=False),
        Column("after", "照片后", lambda t: t.after_count, is_numeric=True),
    )


def _months(today: dt.date) -> list[tuple[str, str]]:
    """The deadline's month: two ahead and a year back."""
    count = today.year * 12 + today.month - 1
    months = [divmod(number, 12) for number in range(count + 2, count - 12, -1)]
    return [(f"{year}-{month + 1:02}", f"{year}年{month + 1}月") for year, month in months]


def _in_month(rows: Any, value: str) -> Any:
    year, month = value.split("-")
    return rows.filter(due_on__year=int(year), due_on__month=int(month))


def _light_filter(day: Day) -> Callable[[Any, str], Any]:
    where = {
        lights.SOON: Q(state__in=AT_WORK, due_on__gte=day.today, due_on__lte=day.soon_until),
        lights.OVERDUE: Q(state__in=AT_WORK, due_on__lt=day.today),
        lights.DONE: Q(state=TaskState.DONE, was_late=False),
        lights.LATE: Q(state=TaskState.DONE, was_late=True),
    }
    return lambda rows, value: rows.filter(where[value])


def _filters(kind: str, day: Day) -> tuple[Filter, ...]:
    kinds = Filter("kind", "种类", lambda request: TaskKind.choices, lambda rows, v: rows.filter(kind=v))
    return (
        *((kinds,) if not kind else ()),
        Filter(
            "unit",
            "牵头单位",
            lambda request: [
                (str(u.pk), u.name) for u in units_for(request.actor, VIEW).filter(is_active=True)
            ],
            lambda rows, v: rows.filter(lead_id=int(v)),
        ),
        Filter("light", "灯", lambda request: list(lights.WORDS.items()), _light_filter(day)),
        Filter("month", "期限", lambda request: _months(day.today), _in_month),
    )


COLUMNS = {
    "": _task_columns,
    TaskKind.SUPERVISION: _supervision_columns,
    TaskKind.RECTIFICATION: _rectification_columns,
}


def spec_for(kind: str, day: Day) -> Spec:
    """The list page of all tasks, of 督办 or of 整改."""
    late = Q(state__in=AT_WORK, due_on__lt=day.today)
    return Spec(
        title=TITLES[kind],
        columns=COLUMNS[kind](day),
        empty=EMPTY_RECTIFICATIONS if kind == TaskKind.RECTIFICATION else EMPTY,
        note="期限和逾期按工作日算",
        filters=_filters(kind, day),
        tabs=(
            Tab("open", "在办", Q(state__in=(*AT_WORK, TaskState.SUBMITTED))),
            Tab("late", "逾期", late, is_bad=True),
            Tab("judge", "待核查", Q(state=TaskState.SUBMITTED)),
            Tab("draft", "未交办", Q(state=TaskState.DRAFT)),
            Tab("closed", "已办结", Q(state__in=CLOSED)),
            Tab("all", "全部", Q()),
        ),
        search=("title", "number", "lead__name", "owner", "basis", "place", "site__name"),
        search_label="事项、编号、单位、责任人、地点",
        row_url=_url,
        tone=lambda t: {"bad": "bad", "warn": "warn"}.get(status_of(t, day)[0], "") if t.is_at_work else "",
        template="tasks/staff/tasks.html",
    )
