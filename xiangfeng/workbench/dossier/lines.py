"""One row of a unit's file in words: its day, what it is, how it stands, where it is read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.urls import reverse

from xiangfeng.advice.models import GuidanceKind, ProblemState
from xiangfeng.attachments.models import FileKind
from xiangfeng.feedback.lights import TONES
from xiangfeng.feedback.models import ReportState
from xiangfeng.findings.models import FindingState
from xiangfeng.goals.queries.board import Line as GoalLine
from xiangfeng.meetings.models import Presence
from xiangfeng.pledges.models import PledgeState
from xiangfeng.tasks.models import AT_WORK, TaskState
from xiangfeng.upkeep.models import WorkKind
from xiangfeng.workbench import sources

TRUE = ("1", "t", "true", "True")
"""How the databases write a true value as text."""


class Row(NamedTuple):
    """One row of the union over all apps."""

    source: str
    pk: int
    on: dt.date | None
    title: str
    detail: str
    state: str
    extra: str

    @property
    def parts(self) -> list[str]:
        return self.extra.split("|")

    @property
    def was_late(self) -> bool:
        return self.parts[0] in TRUE


@dataclass(frozen=True)
class Line:
    """One line of a section: ``kind`` and ``text`` make the sign that says how it stands."""

    day: str
    title: str
    detail: str
    kind: str
    text: str
    url: str = ""


def line_of(row: Row, *, today: dt.date, is_own: bool) -> Line:
    """The row in words; ``is_own``: for somebody of the unit itself, who reads some things on pages of their own."""
    kind, text = _HOW[row.source](row, today)
    return Line(_day_of(row), _title_of(row), row.detail.strip("　"), kind, text, _url_of(row, is_own))


def goal_line(one: GoalLine) -> Line:
    """A goal with what has been reached of it."""
    goal = one.goal
    value = (
        f"已完成 {one.value.normalize():f} {goal.measure}".strip() if one.value is not None else "还没有数"
    )
    aim = f"{goal.indicator} {goal.goal_text}".strip()
    day = f"{goal.due_on:%Y-%m-%d}" if goal.due_on else ""
    url = reverse("goals:goal", args=[goal.pk])
    return Line(day, goal.title, f"{aim}，{value}".strip("，"), one.state.kind, one.state.text, url)


def _day_of(row: Row) -> str:
    if row.source == "assessments.entry":
        return f"{row.parts[1]}月"
    return row.on.isoformat() if row.on else ""


def _title_of(row: Row) -> str:
    if row.source == "assessments.entry":
        return f"{float(row.parts[2]):.2f} 分" if row.parts[2] else "没有得分"
    if row.source == "upkeep.record":
        return str(WorkKind(row.state).label)
    return row.title


def _choice(
    choices: Any, kinds: Mapping[str, str], usual: str = "info"
) -> Callable[[Row, dt.date], tuple[str, str]]:
    words = {str(key): str(word) for key, word in choices.choices}
    return lambda row, today: (kinds.get(row.state, usual), words.get(row.state, row.state))


def _of_task(row: Row, today: dt.date) -> tuple[str, str]:
    if row.state in AT_WORK and row.on and row.on < today:
        return "bad", "已逾期"
    if row.state == TaskState.DONE:
        return ("warn", "逾期销号") if row.was_late else ("ok", "按期销号")
    return ("warn" if row.state == TaskState.SUBMITTED else "info"), str(TaskState(row.state).label)


def _of_score(row: Row, today: dt.date) -> tuple[str, str]:
    """A score out of its full marks, as the latest of a site or that of one check."""
    score, full = row.parts
    if not score:
        return "idle", "还没有查过"
    return "info", f"{float(score):g} / {float(full):g} 分" if full else f"{float(score):g} 分"


def _of_entry(row: Row, today: dt.date) -> tuple[str, str]:
    rank, in_group = row.parts[3], row.parts[4]
    if not rank:
        return "idle", "不排名"
    return "info", f"第 {rank} 名" + (f"，{row.state}第 {in_group}" if row.state and in_group else "")


def _of_seat(row: Row, today: dt.date) -> tuple[str, str]:
    return ("idle", f"到 {row.extra}") if row.extra and row.extra < today.isoformat() else ("ok", "在任")


def _of_guidance(row: Row, today: dt.date) -> tuple[str, str]:
    word = GuidanceKind(row.state).label
    return ("ok", f"{word}，有结果") if row.extra else ("info", str(word))


def _of_report(row: Row, today: dt.date) -> tuple[str, str]:
    kind, text = TONES[ReportState(row.state)], str(ReportState(row.state).label)
    return ("warn", f"{text}，曾超期") if row.was_late else (kind, text)


_HOW: dict[str, Callable[[Row, dt.date], tuple[str, str]]] = {
    "orgs.appointment": _of_seat,
    "sites.site": _of_score,
    "inspections.visit": _of_score,
    "findings.finding": _choice(FindingState, {"recorded": "warn", "noted": "idle", "linked": "line"}),
    "tasks.rectification": _of_task,
    "tasks.task": _of_task,
    "assessments.entry": _of_entry,
    "pledges.pledge": _choice(PledgeState, {"signed": "ok", "draft": "idle"}, "warn"),
    "meetings.attendance": _choice(
        Presence, {"present": "ok", "substitute": "ok", "absent": "bad", "": "idle"}
    ),
    "advice.guidance": _of_guidance,
    "advice.problem": _choice(ProblemState, {"solved": "ok"}),
    "feedback.report": _of_report,
    "upkeep.record": lambda row, today: ("ok", row.parts[0] or "做了"),
    "attachments.attachment": _choice(FileKind, {}, "line"),
}


def _url_of(row: Row, is_own: bool) -> str:
    match row.source:
        case "orgs.appointment":
            return ""
        case "attachments.attachment":
            return reverse("administration:attachment", args=[row.pk])
        case "tasks.rectification":
            return reverse("tasks:task", args=[row.pk])
        case "assessments.entry" if is_own:
            return reverse("assessments:own_entry", args=[row.pk])
        case "assessments.entry":
            return reverse("assessments:ranking_entry", args=[int(row.parts[0]), row.pk])
        case "meetings.attendance" if is_own:
            return reverse("meetings:invitation", args=[row.pk])
        case "meetings.attendance":
            return reverse("meetings:meeting", args=[int(row.extra)])
    app = row.source.partition(".")[0]
    return sources.words_of(row.source).link(row.source, row.pk) if app in sources.APPS else ""
