"""What the leader's one screen draws from what was asked: figures, the overdue list, columns. No database."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.base.workdays import Calendar
from xiangfeng.duties.models import Occurrence
from xiangfeng.orgs.models import Unit
from xiangfeng.tasks.lights import between
from xiangfeng.tasks.models import Task
from xiangfeng.workbench.queries.checking import Checking
from xiangfeng.workbench.queries.leader import Month, rate
from xiangfeng.workbench.todos import Todo

SHOWN = 8
"""Overdue things on the screen; the rest is one click away."""
TALL = 92  # of 100 units of the drawing


@dataclass(frozen=True)
class Part:
    """A piece of the small line under a figure."""

    text: str
    is_bad: bool = False
    url: str = ""


@dataclass(frozen=True)
class Figure:
    """One number of the top row with the list it opens."""

    title: str
    value: str
    small: str
    url: str
    parts: tuple[Part, ...] = ()
    is_bad: bool = False


@dataclass(frozen=True)
class Over:
    """One overdue thing; ``who`` is the unit that owes it, ``days`` are working days as everywhere else."""

    title: str
    who: str
    holder: str
    days: int
    url: str
    urge: int = 0
    """The task to be urged, when the person may."""
    instruct_url: str = ""
    count: int = 1

    @property
    def how_long(self) -> str:
        """The days, of the longest when several stand in one row."""
        return f"最长 {self.days} 天" if self.count > 1 else f"{self.days} 天"


@dataclass(frozen=True)
class Column:
    """One month's column, in units of a drawing 100 high."""

    month: Month
    url: str
    height: int
    part_height: int

    @property
    def top(self) -> int:
        return 100 - self.height

    @property
    def part_top(self) -> int:
        return 100 - self.part_height


def duty_figure(rows: Iterable[Occurrence], *, today: dt.date, url: str) -> Figure:
    """制度义务: of those that were to be done by today, how many were done on time."""
    lights = Counter(row.light(today) for row in rows if row.due_on <= today or row.done_on is not None)
    late, red, open_still = lights["late"], lights["red"], lights["yellow"] + lights[""]
    owed = lights["green"] + late + red + open_still
    parts = [Part(f"迟 {late}"), Part(f"逾期 {red}", is_bad=red > 0)]
    return Figure("制度义务按期完成", str(lights["green"]), f" / 到今天 {owed} 项", url, tuple(parts))


def task_figure(months: Sequence[Month], *, today: dt.date, url: str) -> Figure:
    """任务 of this year: the share closed in time of those that were due."""
    of_year = [month for month in months if month.first.year == today.year]
    due, on_time = sum(month.due for month in of_year), sum(month.on_time for month in of_year)
    return Figure("任务按期办结率", rate(on_time, due), "", url, (Part(f"到期 {due} 件，按期 {on_time} 件"),))


def pledge_figure(signed: int, expected: int, *, year: int) -> Figure:
    """责任书: the share of the units that owe one and have signed, never 100 % while one is missing."""
    value = f"{signed * 100 // expected}%" if expected else "—"
    said = f"应签 {expected} 个，已签 {signed} 个" if expected else "计划批准后生成"
    return Figure("责任书签订率", value, "", reverse("pledges:pledges") + f"?year={year}", (Part(said),))


def over_figure(tasks: int, duties: int, *, tasks_url: str, duties_url: str) -> Figure:
    """超期未办, tasks and duties together: the sum opens the list beside it, each part its own ledger."""
    parts = (Part(f"任务 {tasks}", url=tasks_url), Part(f"制度义务 {duties}", url=duties_url))
    return Figure("超期未办", str(tasks + duties), " 件", "#over", parts, is_bad=bool(tasks + duties))


def checking_figure(found: Checking) -> Figure:
    """检查发现 that wait for a decision; beside them overdue 整改 and how far the running inspections are."""
    urls = checking_urls()
    parts = [Part(f"整改逾期 {found.late}", url=urls["late"], is_bad=found.late > 0)]
    if found.owed:
        parts.append(Part(f"检查 {found.checked}/{found.owed} 处", url=urls["inspections"]))
    return Figure(
        "检查发现待处理",
        str(found.recorded),
        " 处",
        urls["recorded"],
        tuple(parts),
        is_bad=found.recorded > 0,
    )


def checking_figures(found: Checking) -> tuple[Figure, Figure]:
    """What was found by those who look, and what was said by everybody."""
    return checking_figure(found), voice_figure(found)


def voice_figure(found: Checking) -> Figure:
    """群众反映 not answered yet, and how many of them are past their day."""
    urls = checking_urls()
    part = Part(f"超期 {found.voiced_late}", url=urls["voiced_late"], is_bad=found.voiced_late > 0)
    return Figure("群众反映未办结", str(found.voiced), " 件", urls["voiced"], (part,))


def checking_urls() -> dict[str, str]:
    """Where the numbers of 检查整改 lead."""
    return {
        "recorded": reverse("findings:findings") + "?tab=recorded",
        "late": reverse("tasks:rectifications") + "?tab=late",
        "inspections": reverse("inspections:inspections"),
        "voiced": reverse("feedback:reports") + "?tab=open",
        "voiced_late": reverse("feedback:reports") + "?tab=late",
    }


def mine_figure(todos: Sequence[Todo]) -> Figure:
    """等我处理, by what it is."""
    mine = [todo for todo in todos if todo.is_mine]
    kinds = Counter(todo.kind for todo in mine).most_common(3)
    parts = tuple(Part(f"{kind} {count}") for kind, count in kinds) or (Part("没有等您办的事"),)
    return Figure("等我处理", str(len(mine)), " 件", reverse("workbench:inbox") + "?part=all", parts)


def columns_of(months: Sequence[Month]) -> list[Column]:
    """The six months, the tallest as high as the drawing allows."""
    most = max((month.due for month in months), default=0) or 1
    return [
        Column(month, _due_in(month.first), month.due * TALL // most, month.on_time * TALL // most)
        for month in months
    ]


def _due_in(first: dt.date) -> str:
    return reverse("tasks:tasks") + f"?month={first:%Y-%m}"


def over_of(
    tasks: Sequence[Task], red: Sequence[Occurrence], actor: Actor, *, today: dt.date, calendar: Calendar
) -> list[Over]:
    """Overdue tasks and duties in one list, the longest overdue first; one row for a duty however often it was missed."""
    by_duty: dict[int, list[Occurrence]] = defaultdict(list)
    for row in red:
        by_duty[row.duty_id].append(row)
    found = [_of_task(task, actor, _late(task.due_on, today, calendar)) for task in tasks]
    found += [_of_duty(rows, actor, today, calendar) for rows in by_duty.values()]
    return sorted(found, key=lambda one: -one.days)


def _late(due_on: dt.date, today: dt.date, calendar: Calendar) -> int:
    """Working days past the deadline, at least one: the same number as in the ledgers."""
    return max(1, between(calendar, due_on, today))


def _of_task(task: Task, actor: Actor, days: int) -> Over:
    return Over(
        title=task.title,
        who=task.lead.name,
        holder=f"包干 {task.charged.name}" if task.charged else task.owner,
        days=days,
        url=reverse("tasks:task", args=[task.pk]),
        urge=task.pk if may(actor, "tasks.urge", task) else 0,
        instruct_url=_instruct(
            actor,
            f"tasks.task:{task.pk}",
            f"{task.number} {task.title}",
            reverse("tasks:task", args=[task.pk]),
        ),
    )


def _of_duty(rows: list[Occurrence], actor: Actor, today: dt.date, calendar: Calendar) -> Over:
    """All the times one duty was missed in one row, which then leads to the duty."""
    first = min(rows, key=lambda row: row.due_on)
    duty, is_one = first.duty, len(rows) == 1
    url = reverse("duties:occurrence", args=[first.pk]) if is_one else reverse("duties:duty", args=[duty.pk])
    title = f"{duty.title}（{first.label}）" if is_one else f"{duty.title} {len(rows)} 次没有做"
    return Over(
        title=title,
        who=duty.doer,
        holder=duty.article.label,
        days=_late(first.due_on, today, calendar),
        url=url,
        instruct_url=_instruct(actor, f"duties.occurrence:{first.pk}", title, url),
        count=len(rows),
    )


def _instruct(actor: Actor, subject: str, text: str, url: str) -> str:
    if not actor.can("advice.instruct"):
        return ""
    return reverse("advice:instruct") + "?" + urlencode({"subject": subject, "text": text, "url": url})


def addresses(town: Unit) -> dict[str, str]:
    """Where the figures lead: the township's duty calendar and its tasks."""
    unit = urlencode({"unit": town.pk})
    return {
        "duties": reverse("duties:wall") + f"?{unit}",
        "tasks": reverse("tasks:figures"),
        "list": reverse("tasks:tasks"),
        "over": reverse("tasks:tasks") + "?light=overdue",
        "red": reverse("duties:list") + f"?tab=red&{unit}",
        "urge": reverse("tasks:bulk"),
    }
