"""我的待办: one list of what waits for a person, gathered from the facts; finishing the work makes the row vanish."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.timezone import localtime

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.assessments.models import Entry, Objection, ObjectionState, Period, PeriodState
from xiangfeng.assessments.queries.periods import active_schemes_of
from xiangfeng.assessments.queries.sheet import open_counts
from xiangfeng.calendars.queries import coverage
from xiangfeng.history.models import Entry as History
from xiangfeng.history.queries import entries_within
from xiangfeng.orgs.models import Unit, UnitKind


@dataclass(frozen=True)
class Todo:
    """One thing that waits: what, until when, and what pressing the button does."""

    text: str
    detail: str
    due: dt.date | None
    effect: str
    label: str
    url: str
    is_mine: bool = True

    def tone(self, today: dt.date) -> str:
        """bad when overdue, warn on the day itself, else plain."""
        if self.due is None:
            return ""
        return "bad" if self.due < today else "warn" if self.due == today else ""

    def when(self, today: dt.date) -> str:
        """The due day as people say it."""
        if self.due is None:
            return "不限期"
        days = (today - self.due).days
        if days > 0:
            return f"逾期 {days} 天"
        return "今天" if days == 0 else f"{self.due.month}月{self.due.day}日"


@dataclass(frozen=True)
class Section:
    """A part of the list under one heading."""

    key: str
    title: str
    todos: list[Todo] = field(default_factory=list)


def todos_for(actor: Actor, *, today: dt.date) -> list[Todo]:
    """Everything that waits for this person or that they wait for, the most urgent first. A fixed number of queries."""
    found = [
        *_of_periods(actor, today),
        *_of_objections(actor),
        *_of_own_results(actor, today),
        *_of_set_up(actor, today),
    ]
    return sorted(found, key=lambda todo: (todo.due or dt.date.max, todo.text))


def sections_of(todos: list[Todo], *, today: dt.date) -> list[Section]:
    """The list cut into 已逾期、今天、本周、以后、等别人, empty parts left out."""
    end_of_week = today + dt.timedelta(days=6 - today.weekday())
    parts = [
        Section("overdue", "已逾期"),
        Section("today", "今天"),
        Section("week", "本周"),
        Section("later", "以后"),
        Section("waiting", "等别人"),
    ]
    for todo in todos:
        due = todo.due or dt.date.max
        edges = (due < today, due == today, due <= end_of_week, True)
        place = 4 if not todo.is_mine else edges.index(True)
        parts[place].todos.append(todo)
    return [part for part in parts if part.todos]


def _of_periods(actor: Actor, today: dt.date) -> list[Todo]:
    scope = Period.objects.within(actor, "assessments.view")
    rows = list(
        scope.exclude(state=PeriodState.PUBLISHED)
        .select_related("unit", "scheme_version")
        .annotate(entry_count=Count("entries"))
        .order_by("year", "month", "unit__path")[:200]
    )
    mine = [row for row in rows if row.state == PeriodState.SCORING and may(actor, "assessments.score", row)]
    still_open = open_counts(mine) if mine else {}
    return [
        todo for row in rows if (todo := _of_period(row, actor, still_open.get(row.pk, 0), today)) is not None
    ]


# state → who is asked first: (right, what waits, what happens, button, page, whether it waits for this very person)
NEXT_STEPS: dict[str, tuple[tuple[str, str, str, str, str, bool], ...]] = {
    PeriodState.DRAFT: (
        ("assessments.manage", "还没有开始打分", "核对参评名单后开始打分", "去筹备", "period", True),
    ),
    PeriodState.SCORING: (
        (
            "assessments.score",
            "打分：{open}",
            "回到打分表，光标停在第一个没录的格子",
            "接着录",
            "sheet",
            True,
        ),
    ),
    PeriodState.REVIEW: (
        ("assessments.review", "等您复核", "看打分表，定稿排名或退回打分", "去复核", "sheet", True),
        ("assessments.score", "已提交复核", "只是查看，不改变状态", "看打分表", "sheet", False),
    ),
    PeriodState.FINAL: (
        ("assessments.issue", "通报等您签发", "看通报全文，签发后各村收到", "看通报", "bulletin", True),
        (
            "assessments.manage",
            "已定稿，还没有发通报",
            "看排名，生成并改好通报，送签发",
            "拟通报",
            "ranking",
            True,
        ),
    ),
}


def _of_period(row: Any, actor: Actor, empty: int, today: dt.date) -> Todo | None:
    for right, text, effect, label, page, is_mine in NEXT_STEPS.get(row.state, ()):
        if may(actor, right, row):
            still = f"{empty} 格未录" if empty > 0 else "已录完，可以提交复核"
            return Todo(
                text=f"{row.unit.name} {_month(row, today)}考评{text.format(open=still)}",
                detail=f"{row.due_on.month}月{row.due_on.day}日前要发通报",
                due=row.due_on,
                effect=effect,
                label=label,
                url=reverse(f"assessments:{page}", args=[row.pk]) + ("#next" if label == "接着录" else ""),
                is_mine=is_mine,
            )
    return None


def _month(period: Any, today: dt.date) -> str:
    return f"{period.month}月" if period.year == today.year else f"{period.year}年{period.month}月"


def _of_objections(actor: Actor) -> list[Todo]:
    if not actor.can("assessments.answer"):
        return []
    rows = (
        Objection.objects.within(actor, "assessments.answer")
        .filter(state=ObjectionState.FILED)
        .select_related("entry__unit", "entry__period__unit")
        .order_by("due_on")[:100]
    )
    return [
        Todo(
            f"{row.entry.unit.name}对{row.entry.period.month}月{row.key_title or '综合得分'}提出异议",
            f"{localtime(row.filed_at):%-m月%-d日}收到",
            row.due_on,
            "采纳或不采纳，写明理由，村里看得到",
            "去答复",
            reverse("assessments:objection", args=[row.pk]),
        )
        for row in rows
        if may(actor, "assessments.answer", row.entry.period)
    ]


def _of_own_results(actor: Actor, today: dt.date) -> list[Todo]:
    if not actor.can("assessments.object"):
        return []
    rows = (
        Entry.objects.within(actor, "assessments.object")
        .filter(period__object_until__gte=today, period__state=PeriodState.FINAL)
        .select_related("unit", "period")
        .order_by("period__object_until")[:50]
    )
    return [
        Todo(
            f"核对{row.unit.name} {row.period.month}月考评得分",
            "逐项看扣分；有不同意见可提异议",
            row.period.object_until,
            "看本村每一分怎么来的",
            "去核对",
            reverse("assessments:own_entry", args=[row.pk]),
        )
        for row in rows
    ]


def _of_set_up(actor: Actor, today: dt.date) -> list[Todo]:
    if not actor.can("calendars.manage") and not actor.can("assessments.manage"):
        return []
    is_mine = actor.can("calendars.manage")
    page = reverse("administration:calendar") if is_mine else reverse("manual_page", args=["administration"])
    found = [
        Todo(
            text,
            "缺了它，异议期和答复期限算不出来",
            today,
            "按国办通知录入或导入" if is_mine else "由县文明办或系统管理员录入，请提醒他们",
            "去录入" if is_mine else "看说明",
            page,
            is_mine=is_mine,
        )
        for text in coverage(today).warnings
    ]
    return found + (_without_scheme(actor, today) if actor.can("assessments.manage") else [])


def _without_scheme(actor: Actor, today: dt.date) -> list[Todo]:
    home = actor.home
    if home is None:
        return []
    unit = Unit.objects.filter(pk=home.unit_id, kind=UnitKind.TOWNSHIP).first()
    if unit is None or active_schemes_of(unit).exists():
        return []
    page = reverse("assessments:schemes")
    return [
        Todo("还没有启用的指标体系", "有了它，每月1日自动开考评期", today, "从模板新建或导入", "去设置", page)
    ]


def recent_for(actor: Actor) -> list[History]:
    """The last few things done in the work itself – never who came and went."""
    if not actor.can("history.view"):
        return []
    return list(entries_within(actor).filter(subject_type__startswith="assessments.")[:5])


def month_days(today: dt.date) -> list[list[dict[str, Any]]]:
    """The weeks of this month for the small calendar beside the list, Monday first; days of other months are None."""
    weeks = calendar.Calendar(firstweekday=0).monthdatescalendar(today.year, today.month)
    return [
        [{"day": day.day if day.month == today.month else "", "is_today": day == today} for day in week]
        for week in weeks
    ]
