"""我的待办: one list of what waits for a person, gathered from the facts; finishing the work makes the row vanish."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Exists, Q, QuerySet
from django.urls import reverse

from xiangfeng.access.actor import Actor
from xiangfeng.assessments.models import SchemeState, SchemeVersion
from xiangfeng.base.paths import ancestors
from xiangfeng.calendars.queries import coverage
from xiangfeng.history.models import Entry as History
from xiangfeng.history.queries import entries_within
from xiangfeng.orgs.models import Unit, UnitKind
from xiangfeng.workbench import sources
from xiangfeng.workbench.queries import assessments
from xiangfeng.workbench.repeats import without_repeats
from xiangfeng.workbench.todos import Row, Todo, by_urgency

WORK = tuple(f"{app}." for app in ("assessments", *sources.APPS))
"""How the names of rows begin that are work, not housekeeping."""


def todos_for(actor: Actor, *, today: dt.date) -> list[Todo]:
    """Everything that waits for this person or that they wait for, the most urgent first. A fixed number of queries."""
    rows = rows_for(actor, today=today)
    cells = assessments.open_cells(rows, actor)
    return by_urgency([*_described(rows, actor, today, cells), *_of_set_up(actor, today)])


def dated_for(actor: Actor, *, today: dt.date) -> list[Todo]:
    """The same without what the installation itself still needs and without open cells counted: one query."""
    rows = rows_for(actor, today=today)
    return by_urgency(_described(rows, actor, today, {}))


def rows_for(actor: Actor, *, today: dt.date) -> list[Row]:
    """What waits in every app, by one UNION ALL."""
    branches: list[QuerySet[Any, Any]] = list(assessments.waiting_for(actor, today=today))
    for app in sources.APPS.values():
        branches += app.queries.waiting_for(actor, today=today)
    first, *others = branches
    return [Row(*row) for row in first.union(*others, all=True)]


def _described(rows: list[Row], actor: Actor, today: dt.date, cells: dict[int, int]) -> list[Todo]:
    found = []
    for row in without_repeats(rows):
        if row.source.startswith("assessments."):
            words = assessments.describe(row, actor, today, cells)
        else:
            words = sources.words_of(row.source).describe(row, actor, today)
        if words is not None:
            found.append(
                Todo(
                    **words,
                    due=row.due_on,
                    source=row.source,
                    pk=row.pk,
                    kind=sources.KINDS.get(row.source, "事项"),
                    key=f"{row.source}|{row.state}|{row.unit_name}|{words['label']}",
                    unit_name=row.unit_name,
                )
            )
    return found


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
    active = SchemeVersion.objects.filter(
        state=SchemeState.ACTIVE, unit__path__in=ancestors(home.path, with_self=True)
    )
    bare = Unit.objects.filter(~Exists(active), pk=home.unit_id, kind=UnitKind.TOWNSHIP)
    if not bare.exists():
        return []
    page = reverse("assessments:schemes")
    return [
        Todo("还没有启用的指标体系", "有了它，每月1日自动开考评期", today, "从模板新建或导入", "去设置", page)
    ]


def recent_for(actor: Actor) -> list[History]:
    """The last few things done in the work itself – never who came and went."""
    if not actor.can("history.view"):
        return []
    work = Q()
    for start in WORK:
        work |= Q(subject_type__startswith=start)
    return list(entries_within(actor).filter(work)[:5])
