"""What waits, as values: one row, the list cut by urgency, many alike folded into one. Pure: no database."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple
from urllib.parse import quote

OVERDUE_ALIKE = 3
"""So many overdue things of one kind and unit become one row."""
ALIKE = 5


class Row(NamedTuple):
    """One row of the union over all apps: where it comes from, and what its `describe` needs to say it in words."""

    source: str
    pk: int
    state: str
    due_on: dt.date | None
    title: str
    unit_name: str
    extra: str


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
    source: str = ""
    pk: int = 0
    kind: str = ""
    """What things of this sort are called: 任务, 会议."""
    key: str = ""
    """Those with the same key are alike: same app, same state, same unit."""
    unit_name: str = ""
    count: int = 1

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
            return f"最长 {days} 天" if self.count > 1 else f"逾期 {days} 天"
        said = f"{self.due.month}月{self.due.day}日"
        return "今天" if days == 0 else said if self.due.year == today.year else f"{self.due.year}年{said}"


@dataclass(frozen=True)
class Section:
    """A part of the list under one heading; ``total`` counts what was folded, too."""

    key: str
    title: str
    todos: list[Todo] = field(default_factory=list)

    @property
    def total(self) -> int:
        return sum(todo.count for todo in self.todos)


PARTS = (
    ("overdue", "已逾期"),
    ("today", "今天"),
    ("week", "本周"),
    ("later", "以后"),
    ("waiting", "等别人"),
)


def by_urgency(todos: Iterable[Todo]) -> list[Todo]:
    """The most urgent first; what has no deadline last."""
    return sorted(todos, key=lambda todo: (todo.due or dt.date.max, todo.text))


def sections_of(todos: list[Todo], *, today: dt.date) -> list[Section]:
    """The list cut into 已逾期、今天、本周、以后、等别人, empty parts left out."""
    end_of_week = today + dt.timedelta(days=6 - today.weekday())
    parts = [Section(key, title) for key, title in PARTS]
    for todo in todos:
        due = todo.due or dt.date.max
        edges = (due < today, due == today, due <= end_of_week, True)
        place = 4 if not todo.is_mine else edges.index(True)
        parts[place].todos.append(todo)
    return [part for part in parts if part.todos]


def folded(sections: list[Section], *, today: dt.date, base: str) -> list[Section]:
    """Many of one kind, state and unit in a part become one row that opens them (``base?alike=…``)."""
    return [replace(part, todos=_fold(part, today, base)) for part in sections]


def _fold(part: Section, today: dt.date, base: str) -> list[Todo]:
    alike: dict[str, list[Todo]] = defaultdict(list)
    for todo in part.todos:
        alike[todo.key].append(todo)
    limit = OVERDUE_ALIKE if part.key == "overdue" else ALIKE
    found = []
    for todo in part.todos:
        same = alike[todo.key] if todo.key else [todo]
        if len(same) < limit:
            found.append(todo)
        elif same[0] is todo:
            found.append(_one_for(same, part, base))
    return found


def _one_for(same: list[Todo], part: Section, base: str) -> Todo:
    first = same[0]
    what = "逾期未办" if part.key == "overdue" else "" if part.key == "waiting" else f"，{first.label}"
    return replace(
        first,
        text=f"{first.unit_name} {len(same)} 件{first.kind}{what}".strip(),
        detail="、".join(todo.text for todo in same[:2]) + " 等",
        effect=f"打开这 {len(same)} 件的清单",
        label=f"看 {len(same)} 件",
        url=f"{base}?part={part.key}&alike={quote(first.key)}",
        count=len(same),
    )


def alike_only(sections: list[Section], key: str) -> list[Section]:
    """Only the things folded under ``key``, one row each."""
    found = [replace(part, todos=[todo for todo in part.todos if todo.key == key]) for part in sections]
    return [part for part in found if part.todos]


def month_days(today: dt.date) -> list[list[dict[str, Any]]]:
    """The weeks of this month for the small calendar beside the list, Monday first; days of other months are None."""
    weeks = calendar.Calendar(firstweekday=0).monthdatescalendar(today.year, today.month)
    return [
        [
            {"day": day.day if day.month == today.month else "", "date": day, "is_today": day == today}
            for day in week
        ]
        for week in weeks
    ]
