"""The matrices: routines × weeks of a month, and units × spans of a quarter. Colours never without words. Pure."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from xiangfeng.duties.spans import last_of_month
from xiangfeng.upkeep import spans
from xiangfeng.upkeep.models import Job, Routine


@dataclass(frozen=True)
class Cell:
    """One cell: ``kind`` as in `spans.KINDS`, or ``gap``; what it says, and the same as a sentence."""

    kind: str
    text: str
    title: str
    url: str = ""
    span: int = 1


@dataclass
class Line:
    """One row of a matrix."""

    title: str
    note: str
    url: str
    cells: list[Cell] = field(default_factory=list)


def month_bounds(year: int, month: int) -> spans.Span:
    return dt.date(year, month, 1), last_of_month(year, month)


def quarter_of(day: dt.date) -> spans.Span:
    first = dt.date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return first, last_of_month(first.year, first.month + 2)


def weeks_of(first: dt.date, last: dt.date) -> list[spans.Span]:
    """The weeks whose Sunday lies in the month."""
    sunday = first + dt.timedelta(days=6 - first.weekday())
    found = []
    while sunday <= last:
        found.append((sunday - dt.timedelta(days=6), sunday))
        sunday += dt.timedelta(days=7)
    return found


def month_matrix(jobs: Sequence[Job], first: dt.date, last: dt.date, today: dt.date) -> list[Line]:
    """Routines in the order of the jobs × weeks of the month; half-months and months take several weeks' room."""
    by_routine: dict[int, list[Job]] = defaultdict(list)
    routines: dict[int, Routine] = {}
    for job in jobs:
        by_routine[job.routine_id].append(job)
        routines[job.routine_id] = job.routine
    weeks = weeks_of(first, last)
    lines = []
    for pk, routine in sorted(routines.items(), key=lambda one: (one[1].kind, one[0])):
        line = Line(routine.title, routine.get_pace_display(), reverse("upkeep:routine", args=[pk]))
        by_due: dict[dt.date, list[Job]] = defaultdict(list)
        for job in by_routine[pk]:
            by_due[job.due_on].append(job)
        for due_on, room in _columns(routine.pace, weeks, first, last):
            line.cells.append(_sum_cell(routine, by_due.get(due_on, []), due_on, room, today))
        lines.append(line)
    return lines


def _columns(pace: str, weeks: list[spans.Span], first: dt.date, last: dt.date) -> list[tuple[dt.date, int]]:
    """The last day of each span of the month and how many weeks wide it is drawn."""
    if pace == "week":
        return [(sunday, 1) for _, sunday in weeks]
    if pace == "half":
        middle = first.replace(day=15)
        return [(middle, 2), (last, len(weeks) - 2)]
    return [(last, len(weeks))]


def _sum_cell(routine: Routine, jobs: list[Job], due_on: dt.date, room: int, today: dt.date) -> Cell:
    if not jobs:
        return Cell("gap", "", f"{routine.title}这一期没有应做的。", span=room)
    lights = [job.light(today) for job in jobs]
    owed = [light for light in lights if light != "excused"]
    done = sum(light in ("done", "late") for light in owed)
    late, overdue, soon = (owed.count(light) for light in ("late", "overdue", "soon"))
    count = f"{done}/{len(owed)}"
    if not owed:
        kind, text = "idle", "都免做"
    elif overdue:
        kind, text = "bad", f"{count} 逾{overdue}"
    elif soon:
        kind, text = "warn", f"{count} 快到期"
    elif done == len(owed):
        kind, text = ("late", f"{count} 迟{late}") if late else ("ok", f"{count} 做完")
    else:
        kind, text = "todo", f"{count} {due_on.month}.{due_on.day}前"
    label = jobs[0].label
    title = (
        f"{routine.title}{label}：应做{len(owed)}个单位，做了{done}个，其中迟做{late}个，逾期{overdue}个。"
    )
    query = {"tab": "all", "routine": routine.pk, "from": due_on, "to": due_on}
    return Cell(kind, text, title, f"{reverse('upkeep:jobs')}?{urlencode(query)}", room)


def unit_matrix(
    jobs: Sequence[Job], pace: str, first: dt.date, last: dt.date, today: dt.date
) -> tuple[list[str], list[Line]]:
    """The headings and units × spans of one routine that fall due from ``first`` to ``last``."""
    years = range(first.year - 1, last.year + 1)
    columns = [one for year in years for one in spans.spans_of(pace, year) if first <= one[1] <= last]
    by_unit: dict[int, dict[dt.date, Job]] = defaultdict(dict)
    for job in jobs:
        by_unit[job.unit_id][job.start] = job
    lines = []
    for owned in by_unit.values():
        unit: Any = next(iter(owned.values())).unit
        cells = [_cell(owned.get(start), today) for start, _ in columns]
        lines.append(Line(unit.name, "", "", cells))
    return [spans.short_of(pace, *one) for one in columns], lines


def _cell(job: Job | None, today: dt.date) -> Cell:
    if job is None:
        return Cell("gap", "", "这一期没有应做的。")
    light = job.light(today)
    on = f"{job.done_on.month}.{job.done_on.day}" if job.done_on else ""
    left = (job.due_on - today).days
    text = {
        "done": f"{on}做", "late": f"{on}迟", "excused": "免做", "overdue": f"逾{-left}天",
        "soon": f"剩{left}天" if left else "今天", "": f"{job.due_on.month}.{job.due_on.day}前",
    }[light]  # fmt: skip
    title = f"{job}：{spans.words_of(job, today)}。"
    return Cell(spans.KINDS[light], text, title, reverse("upkeep:job", args=[job.pk]))
