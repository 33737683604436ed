"""What a unit's file holds, section by section, with what of it stands in figures."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse

from xiangfeng.goals.queries.board import Line as GoalLine
from xiangfeng.goals.standing import DROPPED, REACHED
from xiangfeng.orgs.models import Unit
from xiangfeng.tasks.models import TaskState
from xiangfeng.tasks.queries import Rate
from xiangfeng.workbench.dossier.lines import Line, Row, goal_line, line_of

SHOWN = 5
"""Lines of a section on the page; all of them are on the whole file, the paper and the xlsx."""
GOALS, ENTRIES, FIXES = "goals.goal", "assessments.entry", "tasks.rectification"


class Kind(NamedTuple):
    """A section: ``lists`` is the list it opens for the office, ``own`` the one for the unit's own people (empty: none), with
    ``query`` filled in from ``unit``, ``name`` and ``year``; ``needs``: the rights of which one shows it.
    """

    source: str
    title: str
    day: str
    needs: str
    lists: str = ""
    query: str = ""
    own: str = ""
    own_query: str = ""


KINDS = (
    Kind("orgs.appointment", "在岗人员", "任职起", ""),
    Kind("sites.site", "点位", "最近检查", "sites", "sites:sites", "unit={unit}", "sites:own"),
    Kind("inspections.visit", "检查", "检查日期", "inspections", "inspections:visits", "q={name}&tab=all", "inspections:own"),
    Kind("findings.finding", "检查发现", "发现日期", "findings", "findings:findings", "unit={unit}&tab=all", "findings:own"),
    Kind(FIXES, "问题整改", "期限", "tasks", "tasks:rectifications", "unit={unit}&tab=all", "tasks:own", "kind=rectification"),
    Kind(ENTRIES, "考评成绩", "月份", "assessments", "", "", "assessments:own"),
    Kind("pledges.pledge", "责任书", "签订日期", "pledges", "pledges:pledges", "year={year}&q={name}", "pledges:own"),
    Kind(GOALS, "目标", "时限", "goals", "goals:plans", "year={year}", "goals:own"),
    Kind("meetings.attendance", "参加的会议", "日期", "meetings", "meetings:meetings", "year={year}", "meetings:invited"),
    Kind("tasks.task", "任务", "期限", "tasks", "tasks:tasks", "unit={unit}&tab=all", "tasks:own"),
    Kind("advice.problem", "问题", "发现日期", "advice", "advice:problems", "q={name}&tab=all"),
    Kind("advice.guidance", "指导调研", "日期", "advice", "advice:guidances", "unit={unit}", "advice:own_guidance"),
    Kind("feedback.report", "群众反映", "收到日期", "feedback", "feedback:reports", "unit={unit}&tab=all", "feedback:own"),
    Kind("upkeep.record", "日常作业", "作业日期", "upkeep", "upkeep:records", "unit={unit}", "upkeep:own"),
    Kind("attachments.attachment", "佐证文件", "上传日期", "attachments", "administration:attachments", "q={name}"),
)  # fmt: skip


@dataclass(frozen=True)
class Section:
    """One section as it is drawn: all its lines, the latest first, the figures above them, the list it opens."""

    kind: Kind
    lines: list[Line]
    said: str = ""
    url: str = ""

    @property
    def anchor(self) -> str:
        return self.kind.source.replace(".", "-")

    @property
    def count(self) -> int:
        return len(self.lines)

    @property
    def latest(self) -> list[Line]:
        return self.lines[:SHOWN]

    @property
    def more(self) -> int:
        return max(len(self.lines) - SHOWN, 0)


@dataclass(frozen=True)
class Figure:
    """One number at the head of the file and the section it is read from."""

    title: str
    value: str
    small: str
    anchor: str
    detail: str = ""


@dataclass(frozen=True)
class Dossier:
    """One unit's file of one year."""

    unit: Unit
    year: int
    facts: list[tuple[str, str]]
    sections: list[Section] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)


def sections_of(
    rows: Sequence[Row], goals: Sequence[GoalLine], unit: Unit, *, year: int, today: dt.date, held: frozenset[str], is_own: bool
) -> list[Section]:  # fmt: skip
    """The sections that the actor may see, in order; one without lines is shown with a zero. ``held`` are the rights on the unit."""
    by_source: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_source[row.source].append(row)
    by_source[ENTRIES].sort(key=lambda row: -int(row.parts[1]))
    found = []
    for kind in KINDS:
        if kind.needs and not held & {f"{kind.needs}.view", f"{kind.needs}.view_own", f"{kind.needs}.attend"}:
            continue
        lines = (
            [goal_line(one) for one in goals]
            if kind.source == GOALS
            else [line_of(row, today=today, is_own=is_own) for row in by_source[kind.source]]
        )
        said = _said_of(kind.source, by_source[kind.source], goals, today)
        if lines or not (is_own and kind.needs == "advice" and not kind.own):
            found.append(Section(kind, lines, said, _list_url(kind, unit, year, is_own)))
    return found


def rate_of(rows: Sequence[Row], unit: Unit, today: dt.date) -> Rate:
    """The unit's tasks of the year that were due by today, counted as :class:`Rate` says."""
    due = [row for row in rows if row.on and row.on <= today]
    done = [row for row in due if row.state == TaskState.DONE]
    on_time = [row for row in done if not row.was_late]
    return Rate(unit.pk, unit.name, today.replace(month=1, day=1), len(due), len(done), len(on_time))


def figures_of(rows: Sequence[Row], goals: Sequence[GoalLine], dossier_unit: Unit, today: dt.date, shown: set[str]) -> list[Figure]:  # fmt: skip
    """The numbers at the head: checks, findings, 整改率, 按期率, the last result, goals reached; only of sections shown."""
    fixes = rate_of([row for row in rows if row.source == FIXES], dossier_unit, today)
    counts = {kind.source: sum(row.source == kind.source for row in rows) for kind in KINDS}
    months = sorted((row for row in rows if row.source == ENTRIES), key=lambda row: int(row.parts[1]))
    leaves = [one for one in goals if one.state.state != DROPPED]
    reached = sum(one.state.state == REACHED for one in leaves)
    found = [
        Figure("检查", str(counts["inspections.visit"]), " 次", "inspections.visit"),
        Figure("检查发现", str(counts["findings.finding"]), " 处", "findings.finding"),
        Figure(
            "整改率", _rate(fixes.done, fixes.due), "", FIXES, f"到期 {fixes.due} 件，销号 {fixes.done} 件"
        ),
        Figure("按期整改率", _rate(fixes.on_time, fixes.due), "", FIXES, f"按期销号 {fixes.on_time} 件"),
        Figure("目标达标", str(reached), f" / {len(leaves)} 项", GOALS),
    ]
    if months:
        last = line_of(months[-1], today=today, is_own=False)
        found.insert(4, Figure(f"{last.day}得分", last.title.removesuffix(" 分"), " 分", ENTRIES, last.text))
    return [replace(one, anchor=one.anchor.replace(".", "-")) for one in found if one.anchor in shown]


def _rate(part: int, whole: int) -> str:
    return f"{part * 100 / whole:.1f}%" if whole else "—"


def _said_of(source: str, rows: Sequence[Row], goals: Sequence[GoalLine], today: dt.date) -> str:
    if source in (FIXES, "tasks.task"):
        due = [row for row in rows if row.on and row.on <= today]
        open_late = sum(row.state in ("assigned", "accepted") for row in due if row.on and row.on < today)
        done = sum(row.state == TaskState.DONE for row in due)
        late = f"，逾期未办 {open_late} 件" if open_late else ""
        return f"到期 {len(due)} 件，已销号 {done} 件{late}" if due else ""
    if source == "findings.finding" and rows:
        waiting = sum(row.state == "recorded" for row in rows)
        return f"待处理 {waiting} 处" if waiting else "都已处理"
    if source == GOALS and goals:
        return f"达标 {sum(one.state.state == REACHED for one in goals)} 项"
    return ""


def _list_url(kind: Kind, unit: Unit, year: int, is_own: bool) -> str:
    name, query = (kind.own, kind.own_query) if is_own else (kind.lists, kind.query)
    if kind.source == "orgs.appointment" and not is_own:
        return reverse("administration:unit", args=[unit.pk])
    if not name:
        return ""
    words = {"unit": str(unit.pk), "name": unit.name, "year": str(year)}
    pairs = [part.partition("=") for part in query.split("&") if part]
    asked = urlencode([(key, value.format(**words)) for key, _, value in pairs])
    return reverse(name) + (f"?{asked}" if asked else "")
