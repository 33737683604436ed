"""The four buttons of a village's home: where each leads, its figure, and what tone it has. Pure but for addresses."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse

from xiangfeng.workbench.queries.village import Count3, Home
from xiangfeng.workbench.todos import Todo


@dataclass(frozen=True)
class Button:
    """One big button: ``strong`` is the figure inside ``before`` and ``after``."""

    title: str
    icon: str
    url: str
    before: str
    strong: str
    after: str
    detail: str
    tone: str = ""


def buttons_of(home: Home, mine: list[Todo], today: dt.date) -> list[Button]:
    """看任务、报整改、看成绩、提申诉."""
    return [_tasks(home.tasks, mine), _rectifications(home.rectifications), _result(home), _objection(home)]


def _day(day: dt.date) -> str:
    return f"{day.month}月{day.day}日"


def _tasks(count: Count3, mine: list[Todo]) -> Button:
    """整改 has a button of its own, so the nearest is not one of those."""
    tasks = (todo for todo in mine if todo.source.startswith("tasks.") and not todo.detail.startswith("整改"))
    nearest = next(tasks, None)
    detail = "交办给本单位的任务，在这里签收、报进展"
    if nearest and nearest.due:
        detail = f"最近一件：{nearest.text}，{_day(nearest.due)}前"
    elif count.next_due:
        detail = f"最近一件 {_day(count.next_due)}前"
    return Button(
        "看任务", "list-check", reverse("tasks:own"), *_figure(count, "件要办"), detail, _tone(count)
    )


def _rectifications(count: Count3) -> Button:
    detail = "改好一件报一件，照片传 1 张就行"
    url = reverse("tasks:own") + "?kind=rectification"
    return Button("报整改", "camera-up", url, *_figure(count, "件要改"), detail, _tone(count))


def _figure(count: Count3, word: str) -> tuple[str, str, str]:
    if count.overdue:
        return ("", str(count.overdue), "件已逾期")
    return ("", str(count.total), word) if count.total else ("现在没有", "", "")


def _tone(count: Count3) -> str:
    return "bad" if count.overdue else "warn" if count.total else ""


def _result(home: Home) -> Button:
    entry = home.result
    if entry is None:
        detail = "月度考评定稿后，这里看得分和每一处扣分"
        return Button("看成绩", "report-analytics", reverse("assessments:own"), "还没有成绩", "", "", detail)
    score = f"{entry.shown:.2f}" if entry.shown is not None else "—"
    place = f"全镇第 {entry.rank}" if entry.rank else entry.unranked_reason or "没有名次"
    if entry.group and entry.group_rank:
        place += f"，{entry.group}第 {entry.group_rank}"
    url = reverse("assessments:own_entry", args=[entry.pk])
    return Button("看成绩", "report-analytics", url, f"{entry.period.month} 月", score, "分", place)


def _objection(home: Home) -> Button:
    entry = home.open_result
    if entry is None or entry.period.object_until is None:
        detail = "成绩定稿后的几个工作日内可提，镇里限期答复"
        return Button(
            "提申诉", "message-question", reverse("assessments:own"), "现在没有可申诉的", "", "", detail
        )
    url = reverse("assessments:own_entry", args=[entry.pk])
    until = f"{_day(entry.period.object_until)}前可提，写清哪一项、为什么"
    return Button(
        "提申诉", "message-question", url, f"{entry.period.month} 月成绩可以提", "", "", until, "warn"
    )
