"""一户一档: everything that the apps know of one unit in one year, by one statement over all of them (A5.2a)."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from django.db.models import CharField, DateField, Model, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, Concat, TruncDate

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import Scope, may
from xiangfeng.advice.queries import problems_for, readable_guidance
from xiangfeng.assessments.models import Entry, PeriodState
from xiangfeng.attachments.queries import visible_to
from xiangfeng.feedback.queries import reports_for
from xiangfeng.findings.models import Finding, FindingState
from xiangfeng.goals.models import PlanState
from xiangfeng.goals.queries.board import Line, board_of
from xiangfeng.goals.queries.plans import goals_for
from xiangfeng.inspections.models import Visit, VisitState
from xiangfeng.leadership.models import Charge
from xiangfeng.meetings.models import Attendance, MeetingState
from xiangfeng.orgs.models import Appointment, Unit
from xiangfeng.pledges.models import PledgeState
from xiangfeng.pledges.queries import readable_pledges
from xiangfeng.sites.models import Site
from xiangfeng.tasks.models import TaskKind, TaskState
from xiangfeng.tasks.queries import tasks_for
from xiangfeng.upkeep.queries.rows import records_for
from xiangfeng.workbench.dossier.lines import Row
from xiangfeng.workbench.dossier.sections import Dossier, figures_of, sections_of

LOOK, LOOK_OWN = "assessments.view", "assessments.view_own"
"""Whoever sees a unit's results may open its file; each section asks for its own right besides."""
BAR = "|"
_TEXT = CharField()


class Year(NamedTuple):
    """The first and the last day of a calendar year."""

    first: dt.date
    last: dt.date


def year_of(number: int) -> Year:
    return Year(dt.date(number, 1, 1), dt.date(number, 12, 31))


def units_on_file(actor: Actor) -> QuerySet[Unit]:
    """The units whose file the actor may open, in tree order."""
    seen = Unit.scope.q(actor, LOOK) | Unit.scope.q(actor, LOOK_OWN)
    return Unit.objects.filter(seen).select_related("parent").order_by("path")


def dossier_for(unit: Unit, year: int, actor: Actor, *, today: dt.date) -> Dossier:
    """The unit's file of one year with what the actor may see of it. As many queries whatever it holds."""
    days, is_own = year_of(year), not may(actor, LOOK, unit)
    held = actor.capabilities_on(unit.path)
    rows, goals = rows_of(unit, days, actor), goals_of(unit, days, actor, today=today)
    sections = sections_of(rows, goals, unit, year=year, today=today, held=frozenset(held), is_own=is_own)
    shown = {one.kind.source for one in sections}
    return Dossier(
        unit, year, _facts_of(unit, days), sections, figures_of(rows, goals, unit, min(today, days.last), shown)
    )  # fmt: skip


def _facts_of(unit: Unit, year: Year) -> list[tuple[str, str]]:
    charged = "、".join(dict.fromkeys(row.person.name for row in charges_of(unit, year)))
    facts = [
        ("全称", unit.full_name or unit.name),
        ("类型", unit.get_kind_display()),
        ("上级单位", unit.parent.name if unit.parent else ""),
        ("参评类别", unit.group),
        ("代码", unit.code),
        ("包干领导", charged),
    ]
    return [(title, text) for title, text in facts if text]


def rows_of(unit: Unit, year: Year, actor: Actor) -> list[Row]:
    """Everything about the unit in that year that the actor may see, the latest first. One query."""
    branches: list[QuerySet[Any, Any]] = [
        *_of_the_unit(unit, year, actor),
        *_of_checks(unit, year, actor),
        *_of_tasks(unit, year, actor),
        *_of_goals_and_meetings(unit, year, actor),
        *_of_advice(unit, year, actor),
        _of_upkeep(unit, year, actor),
        _of_feedback(unit, year, actor),
    ]
    first, *others = branches
    found = [Row(*row) for row in first.union(*others, all=True)]
    return sorted(found, key=lambda row: (row.on or dt.date.min, row.pk), reverse=True)


def charges_of(unit: Unit, year: Year) -> list[Charge]:
    """The leaders who answered for the unit during the year, the latest last. One query."""
    rows = Charge.objects.filter(Q(to_date=None) | Q(to_date__gte=year.first), target=unit)
    return list(rows.filter(from_date__lte=year.last).select_related("person").order_by("from_date", "pk"))


def goals_of(unit: Unit, year: Year, actor: Actor, *, today: dt.date) -> list[Line]:
    """The goals the unit answers for that year, with value and standing: some queries, whatever their number."""
    rows = goals_for(actor).filter(
        unit=unit, plan__year=year.first.year, plan__state=PlanState.APPROVED, children=None
    )
    return board_of(list(rows.order_by("due_on", "pk")), today=min(today, year.last))


def _seen(model: type[Model], actor: Actor, name: str) -> Q:
    scope: Any = model.scope  # type: ignore[attr-defined]
    found: Q = scope.q(actor, f"{name}.view") | scope.q(actor, f"{name}.view_own")
    return found


def _text(*parts: str | Combinable) -> Combinable:
    """Columns by name and values as one text, with nothing for what is empty."""
    pieces = [
        Coalesce(Cast(part, _TEXT), Value("", output_field=_TEXT), output_field=_TEXT)
        if isinstance(part, str)
        else part
        for part in parts
    ]
    return pieces[0] if len(pieces) == 1 else Concat(*pieces, output_field=_TEXT)


def _said(text: str) -> Value:
    return Value(text, output_field=_TEXT)


def _branch(
    rows: QuerySet[Any], source: str, *, on: str | Combinable | None, title: str | Combinable,
    detail: str | Combinable = "", state: str = "", extra: str | Combinable = "",
) -> QuerySet[Any, Any]:  # fmt: skip
    """One branch of the union: the rows in the shape of :class:`Row`."""
    columns = {
        "f_source": _said(source),
        "f_on": Cast(Value(None) if on is None else on, DateField()),
        "f_title": _text(title),
        "f_detail": _text(detail) if detail else _said(""),
        "f_state": _text(state) if state else _said(""),
        "f_extra": _text(extra) if extra else _said(""),
    }
    first, *others = columns
    rows = rows.select_related(None).annotate(**columns).order_by()
    return rows.values_list(first, "pk", *others)


def _of_the_unit(unit: Unit, year: Year, actor: Actor) -> tuple[QuerySet[Any, Any], ...]:
    """Who sits there, its sites, its files."""
    seen = may(actor, "orgs.view", unit) or may(actor, LOOK_OWN, unit)
    seats = Appointment.objects.filter(Q(to_date=None) | Q(to_date__gte=year.first), post__unit=unit)
    seats = seats.filter(from_date__lte=year.last) if seen else seats.none()
    sites = Site.objects.filter(_seen(Site, actor, "sites"), unit=unit, is_active=True)
    files = visible_to(actor).filter(unit=unit, uploaded_at__year=year.first.year)
    return (
        _branch(seats, "orgs.appointment", on="from_date", title="person__name", detail="post__title", extra="to_date"),
        _branch(
            sites, "sites.site", on="last_checked_on", title="name",
            detail=_text("type__name", _said("　"), "address"), extra=_text("last_score", _said(BAR), "last_full"),
        ),
        _branch(
            files, "attachments.attachment", on=TruncDate("uploaded_at"), title="name", detail="purpose",
            state="kind",
        ),
    )  # fmt: skip


def _of_checks(unit: Unit, year: Year, actor: Actor) -> tuple[QuerySet[Any, Any], ...]:
    """Checks of its sites, what was found, its results by month."""
    visits = Visit.objects.filter(
        _seen(Visit, actor, "inspections"), site__unit=unit, state=VisitState.HANDED_IN,
        visited_on__range=year,
    )  # fmt: skip
    findings = Finding.objects.filter(_seen(Finding, actor, "findings"), lead=unit, found_on__range=year)
    entries = Entry.objects.filter(
        _seen(Entry, actor, "assessments"), unit=unit, period__year=year.first.year,
        period__state__in=(PeriodState.FINAL, PeriodState.PUBLISHED),
    )  # fmt: skip
    figures = ("period_id", "period__month", "shown", "rank", "group_rank")
    parts = [part for name in figures for part in (name, _said(BAR))]
    return (
        _branch(
            visits, "inspections.visit", on="visited_on", title="site__name", detail="inspection__title",
            extra=_text("score", _said(BAR), "full"),
        ),
        _branch(
            findings.exclude(state=FindingState.VOID), "findings.finding", on="found_on", title="text",
            detail=Coalesce("site__name", "place", output_field=_TEXT), state="state",
        ),
        _branch(
            entries, "assessments.entry", on=None, title="period__month", detail="grade", state="group",
            extra=_text(*parts),
        ),
    )  # fmt: skip


def _of_tasks(unit: Unit, year: Year, actor: Actor) -> tuple[QuerySet[Any, Any], ...]:
    """What it leads, 整改 apart from all other work."""
    rows = tasks_for(actor).filter(lead=unit, due_on__range=year)
    rows = rows.exclude(state__in=(TaskState.DRAFT, TaskState.CANCELLED, TaskState.SKIPPED))
    fixes = rows.filter(kind=TaskKind.RECTIFICATION)
    fields: dict[str, Any] = {
        "on": "due_on", "title": "title", "detail": "number", "state": "state",
        "extra": _text("was_late", _said(BAR), "kind"),
    }  # fmt: skip
    return (
        _branch(fixes, "tasks.rectification", **fields),
        _branch(rows.exclude(kind=TaskKind.RECTIFICATION), "tasks.task", **fields),
    )


def _of_goals_and_meetings(unit: Unit, year: Year, actor: Actor) -> tuple[QuerySet[Any, Any], ...]:
    """责任书 it gave, and meetings it was asked to."""
    pledges = readable_pledges(actor).filter(party=unit, year=year.first.year).exclude(state=PledgeState.VOID)
    seen = Scope("meeting__unit").q(actor, "meetings.view") | Attendance.scope.q(actor, "meetings.attend")
    meetings = Attendance.objects.filter(
        seen, unit=unit, meeting__day__range=year, meeting__state__in=(MeetingState.HELD, MeetingState.CLOSED)
    )
    return (
        _branch(pledges, "pledges.pledge", on="signed_on", title="number", detail="unit__name", state="state"),
        _branch(
            meetings, "meetings.attendance", on="meeting__day", title="meeting__title", detail="name",
            state="state", extra="meeting_id",
        ),
    )  # fmt: skip


def _of_advice(unit: Unit, year: Year, actor: Actor) -> tuple[QuerySet[Any, Any], ...]:
    """指导、调研 given to it, and problems it answers for."""
    guidance = readable_guidance(actor).filter(subject=unit, held_on__range=year, void_reason="")
    problems = problems_for(actor).filter(lead=unit, found_on__range=year)
    return (
        _branch(
            guidance, "advice.guidance", on="held_on", title="title", detail="people", state="kind",
            extra="result",
        ),
        _branch(
            problems, "advice.problem", on="found_on", title="description", detail="place", state="state",
            extra="was_late",
        ),
    )  # fmt: skip


def _of_upkeep(unit: Unit, year: Year, actor: Actor) -> QuerySet[Any, Any]:
    """Routine work as it was recorded."""
    rows = records_for(actor).filter(unit=unit, done_on__range=year, is_void=False)
    return _branch(
        rows, "upkeep.record", on="done_on", title="kind", state="kind", extra="amount",
        detail=_text("done_by", _said("　"), "place"),
    )  # fmt: skip


def _of_feedback(unit: Unit, year: Year, actor: Actor) -> QuerySet[Any, Any]:
    """群众反映 that were handed to it, as it read them: never what was said, nor by whom."""
    rows = reports_for(actor).filter(handler=unit, came_on__range=year).exclude(sent_at=None)
    return _branch(
        rows, "feedback.report", on="came_on", title="brief", detail="number", state="state", extra="was_late"
    )
