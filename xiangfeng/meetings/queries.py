"""Which meetings, invitations and resolutions may be seen, and what they stand for."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Concat

from xiangfeng.access.actor import Actor
from xiangfeng.duties.models import DutyKind, Occurrence
from xiangfeng.meetings.models import (
    AgendaItem,
    Attendance,
    Meeting,
    MeetingState,
    Reply,
    Report,
    Resolution,
)
from xiangfeng.orgs.queries import user_ids_by_unit
from xiangfeng.tasks.models import Feedback
from xiangfeng.web.rows import found_rows, joined, waiting_rows

VIEW, ATTEND, MANAGE, ISSUE = "meetings.view", "meetings.attend", "meetings.manage", "meetings.issue"
HELD = (MeetingState.HELD, MeetingState.CLOSED)


def meetings_for(actor: Actor) -> QuerySet[Meeting]:
    """Meetings of the units the actor looks after, latest first, with what a page and a paper show of them."""
    return _full(Meeting.objects.within(actor, VIEW))


def load_meeting(meeting: Meeting) -> Meeting:
    """The meeting read anew with everything that hangs on it; the caller has checked it."""
    return _full(Meeting.objects.all()).get(pk=meeting.pk)


def _full(rows: QuerySet[Meeting]) -> QuerySet[Meeting]:
    beside: list[tuple[str, QuerySet[Any]]] = [
        ("agenda", AgendaItem.objects.order_by("seq", "pk")),
        ("attendances", Attendance.objects.select_related("unit").order_by("is_observer", "seq", "pk")),
        ("reports", Report.objects.select_related("unit").order_by("unit__path", "pk")),
        ("resolutions", _followed(Resolution.objects.order_by("seq", "pk"))),
    ]
    return rows.select_related("unit").prefetch_related(*(Prefetch(name, found) for name, found in beside))


def previous_resolutions(meeting: Meeting) -> QuerySet[Resolution]:
    """What the last meeting before this one decided, to be read out at this one. One query."""
    before = Q(day__lt=meeting.day) | Q(day=meeting.day, starts__lt=meeting.starts)
    last = (
        Meeting.objects.filter(before, unit_id=meeting.unit_id, state=MeetingState.CLOSED)
        .filter(Exists(Resolution.objects.filter(meeting=OuterRef("pk"))))
        .order_by("-day", "-starts", "-pk")
    )
    rows = Resolution.objects.filter(meeting=Subquery(last.values("pk")[:1]))
    return _followed(rows).select_related("meeting", "lead", "task").order_by("seq", "pk")


def _followed(rows: QuerySet[Resolution]) -> QuerySet[Resolution]:
    """With lead, task, and as ``said`` what the unit last reported on it."""
    last = Feedback.objects.filter(task=OuterRef("task")).order_by("-at", "-pk")
    return rows.select_related("lead", "task").annotate(said=Subquery(last.values("text")[:1]))


def occurrences_of(meeting: Meeting) -> list[Occurrence]:
    """The duties that a meeting of this kind and day stands for. One query."""
    rows = Occurrence.objects.filter(
        unit_id=meeting.unit_id,
        duty__kind__in=meeting.duty_kinds,
        start__lte=meeting.day,
        end__gte=meeting.day,
    )
    return list(rows.select_related("duty__article").order_by("duty__seq", "pk"))


def audience_of(meeting: Meeting, *, on: dt.date) -> set[int]:
    """The users who are to hear of it: those asked by name, and for units those who answer for them."""
    rows = list(meeting.attendances.select_related("unit", "person"))
    users = {row.person.user_id for row in rows if row.person is not None and row.person.user_id is not None}
    units = [row.unit for row in rows if row.unit_id != meeting.unit_id]
    for ids in user_ids_by_unit(ATTEND, units, on=on).values():
        users |= set(ids)
    return {user for user in users if user is not None}


def invitations_for(actor: Actor) -> QuerySet[Attendance]:
    """Invitations of the actor's own units, and those by name; only of meetings that have been called. Latest first."""
    rows = Attendance.objects.filter(_mine(actor)).exclude(meeting__state=MeetingState.DRAFT)
    return rows.select_related("meeting__unit", "unit").order_by("-meeting__day", "-meeting__starts", "pk")


def answerable_for(actor: Actor) -> QuerySet[Attendance]:
    """Rows whose invitation page the actor may open: their own, and those of the meetings they hold."""
    managed = Q(meeting__in=Meeting.objects.within(actor, MANAGE))
    own = _mine(actor) & ~Q(meeting__state=MeetingState.DRAFT)
    return Attendance.objects.filter(own | managed).select_related("meeting__unit", "unit")


def _mine(actor: Actor) -> Q:
    own = Attendance.scope.q(actor, ATTEND)
    return own | Q(person_id=actor.person_id) if actor.person_id is not None else own


def resolutions_for(actor: Actor) -> QuerySet[Resolution]:
    """Everything decided at the meetings the actor looks after; what is not yet a task comes first."""
    rows = Resolution.objects.within(actor, VIEW).exclude(meeting__state=MeetingState.CANCELLED)
    return (
        _followed(rows)
        .select_related("meeting__unit", "lead", "task")
        .order_by(F("task_id").asc(nulls_first=True), "due_on", "pk")
    )


def waiting_for(actor: Actor, *, today: dt.date) -> tuple[QuerySet[Any], ...]:
    """What waits for this person: meetings to be called, held or written up, and invitations without a reply."""
    return _waiting_meetings(actor), _waiting_invitations(actor, today)


def _waiting_meetings(actor: Actor) -> QuerySet[Any]:
    managed, issued = Meeting.scope.q(actor, MANAGE), Meeting.scope.q(actor, ISSUE)
    work = Q(state__in=(MeetingState.DRAFT, MeetingState.NOTIFIED, MeetingState.HELD))
    untasked = Q(state=MeetingState.CLOSED, left__gt=0)
    rows = Meeting.objects.annotate(left=Count("resolutions", filter=Q(resolutions__task=None)))
    rows = rows.filter((managed & (work | untasked)) | (issued & (_callable() | _issuable())))
    return waiting_rows(
        rows,
        "meetings.meeting",
        title="title",
        unit="unit__name",
        due="day",
        extra=joined("@left", "|", _kinds(), "|", "@place"),
    )


def _kinds() -> Concat:
    """The duties a meeting is to fulfil, so that 我的待办 does not list both the meeting and its duty."""
    leading = Case(When(is_leading=True, then=Value(f"{DutyKind.LEADING_MEETING} ")), default=Value(""))
    other = Case(When(is_mobilisation=True, then=Value(DutyKind.MOBILISATION.value)), default=Value(""))
    return Concat(leading, other, output_field=CharField())


def _callable() -> Q:
    """Drafts whose notice can be signed: the leaders are not asked before the office has done its part."""
    items = Exists(AgendaItem.objects.filter(meeting=OuterRef("pk")))
    people = Exists(Attendance.objects.filter(meeting=OuterRef("pk")))
    return Q(items, people, state=MeetingState.DRAFT, late_reason="")


def _issuable() -> Q:
    """Held meetings whose minutes have the parts of their kind, as `Meeting.missing_parts` says it."""
    summary, decisions, measures = ~Q(summary=""), ~Q(decisions=""), ~Q(measures="")
    of_kind = (
        (Q(is_leading=True) & summary & decisions & measures)
        | (Q(is_leading=False, is_mobilisation=True) & summary & measures)
        | (Q(is_leading=False, is_mobilisation=False) & decisions)
    )
    return of_kind & Q(state=MeetingState.HELD, began__isnull=False)


def _waiting_invitations(actor: Actor, today: dt.date) -> QuerySet[Any]:
    rows = Attendance.objects.filter(
        _mine(actor), meeting__state=MeetingState.NOTIFIED, reply=Reply.NONE, meeting__day__gte=today
    )
    return waiting_rows(
        rows,
        "meetings.attendance",
        state="meeting__state",
        title="meeting__title",
        unit="unit__name",
        due="meeting__day",
        extra="meeting__place",
    )


def found_by(actor: Actor, text: str) -> tuple[QuerySet[Any], ...]:
    """Meetings and resolutions in which ``text`` stands, as far as the actor may see them."""
    seen = Meeting.objects.within(actor, VIEW).filter(
        Q(number__icontains=text)
        | Q(title__icontains=text)
        | Q(minutes_number__icontains=text)
        | Q(summary__icontains=text)
        | Q(decisions__icontains=text)
        | Q(measures__icontains=text)
        | Q(host__icontains=text)
        | Q(unit__name__icontains=text)
        | Exists(Attendance.objects.filter(meeting=OuterRef("pk"), name__icontains=text))
    )
    decided = Resolution.objects.within(actor, VIEW).filter(
        Q(text__icontains=text) | Q(lead__name__icontains=text)
    )
    return (
        found_rows(seen, "meetings.meeting", title="title", detail="number", at="day"),
        found_rows(decided, "meetings.resolution", title="text", detail="meeting__title", at="due_on"),
    )


def occurrences_within(actor: Actor, pk: int) -> QuerySet[Occurrence]:
    """One occurrence that asks for a meeting the actor may hold, for filling in a form; empty when there is none."""
    rows = Occurrence.objects.within(actor, MANAGE).filter(pk=pk)
    return rows.select_related("duty").order_by("pk")


def readable_for(actor: Actor) -> QuerySet[Meeting]:
    """Meetings whose issued papers the actor may read: those they look after, and those they were asked to."""
    asked = invitations_for(actor).order_by().values("meeting")
    return _full(Meeting.objects.filter(Meeting.scope.q(actor, VIEW) | Q(pk__in=asked)))
