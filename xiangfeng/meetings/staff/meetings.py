"""The list (ledger 4), a meeting's page, calling one, and the one door for its moves."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from xiangfeng.access.scope import may
from xiangfeng.duties.models import DutyKind
from xiangfeng.history.queries import entries_for
from xiangfeng.meetings import queries
from xiangfeng.meetings.actions import meetings as actions
from xiangfeng.meetings.actions import minutes
from xiangfeng.meetings.attending import names_of, quorum_of
from xiangfeng.meetings.forms import MeetingForm, Points, VersionForm, initial_of
from xiangfeng.meetings.models import Meeting, MeetingState
from xiangfeng.meetings.progress import counts_of, progress_of
from xiangfeng.meetings.queries import MANAGE, VIEW
from xiangfeng.meetings.standing import next_step_of, standing_of, steps_of
from xiangfeng.orgs.models import UnitKind
from xiangfeng.orgs.queries import units_for
from xiangfeng.web.doors import StaffRequest, fill, find, needs, number
from xiangfeng.web.ledger import Column, Empty, Filter, Spec, Tab, ledger
from xiangfeng.web.moves import acts_for, make_move
from xiangfeng.web.timeline import timeline

STATE_KINDS = {"draft": "idle", "notified": "info", "held": "warn", "closed": "ok", "cancelled": "line"}
TYPES = (("领导小组", "is_leading"), ("动员推进", "is_mobilisation"))


def kind_of(meeting: Meeting) -> str:
    return "、".join(text for text, name in TYPES if getattr(meeting, name)) or "其他"


def _listed(rows: Any, end: str = "；") -> str:
    return end.join(str(row) for row in rows)


def _proofs(meeting: Meeting) -> str:
    pairs = (
        ("通知", meeting.notice_pdf_id),
        ("签到表", meeting.sheet_id),
        ("纪要", meeting.minutes_pdf_id),
    )
    return "、".join(title for title, pk in pairs if pk)


COLUMNS = (
    Column("title", "会议名称", lambda m: m.title, url=lambda m: reverse("meetings:meeting", args=[m.pk])),
    Column("kind", "类别", kind_of),
    Column("quarter", "季度", lambda m: m.quarter_text, is_default=False),
    Column("when", "时间", lambda m: f"{m.day.year}年{m.day.month}月{m.day.day}日 {m.began or m.starts:%H:%M}", sort="day"),
    Column("place", "地点", lambda m: m.place),
    Column("host", "主持", lambda m: m.host, is_default=False),
    Column("due", "应到", lambda m: quorum_of(m.attendances.all()).due, is_numeric=True),
    Column("came", "实到", lambda m: quorum_of(m.attendances.all()).came, is_numeric=True),
    Column("agenda", "主要内容", lambda m: _listed(m.agenda.all()), is_default=False),
    Column("decided", "议定事项", lambda m: _listed(m.resolutions.all()), is_default=False),
    Column("minutes", "纪要文号", lambda m: m.minutes_number),
    Column("proofs", "材料", _proofs, is_default=False),
    Column("state", "状态", lambda m: m.get_state_display(), sort="state",
           tag=lambda m: (STATE_KINDS[m.state], m.get_state_display())),
)  # fmt: skip


def _years(request: HttpRequest) -> list[tuple[str, str]]:
    this = timezone.localdate().year
    return [(str(year), f"{year}年") for year in range(this, this - 6, -1)]


SPEC = Spec(
    title="会议记录",
    columns=COLUMNS,
    empty=Empty(
        "还没有会议",
        "制度要求每季度开一次领导小组会、一次动员推进会；点“筹备会议”，参会名单会自动带出领导小组成员。",
    ),
    note="领导小组会、动员推进会每季度各一次",
    filters=(
        Filter("year", "年度", _years, lambda rows, value: rows.filter(day__year=int(value))),
        Filter(
            "quarter",
            "季度",
            lambda request: [(str(n), f"第{text}季度") for n, text in enumerate("一二三四", start=1)],
            lambda rows, value: rows.filter(day__quarter=int(value)),
        ),
    ),
    tabs=(
        Tab("all", "全部", Q()),
        Tab("leading", "领导小组会", Q(is_leading=True)),
        Tab("mobilisation", "动员推进会", Q(is_mobilisation=True)),
        Tab("other", "其他", Q(is_leading=False, is_mobilisation=False)),
        Tab("minutes", "待纪要", Q(state=MeetingState.HELD)),
    ),
    search=("title", "number", "minutes_number", "place", "host"),
    search_label="会议名称、文号、地点",
    tone=lambda m: "warn" if m.state == MeetingState.HELD else "",
)


@needs(VIEW)
def meetings(request: StaffRequest) -> HttpResponse:
    """Ledger 4."""
    url = reverse("meetings:new") if request.actor.can(MANAGE) else ""
    return ledger(request, queries.meetings_for(request.actor), SPEC, new_url=url, new_label="筹备会议")


def find_meeting(request: StaffRequest, pk: int, capability: str = VIEW) -> Meeting:
    """The meeting when the actor may see it; 404 when not."""
    rows = queries.meetings_for(request.actor)
    return find(
        rows if capability == VIEW else rows & Meeting.objects.within(request.actor, capability), pk=pk
    )


def locked(request: StaffRequest, row: Meeting) -> HttpResponse:
    """Back to the meeting with the reason why what stands in it is not changed any more."""
    messages.error(request, f"现在是“{row.get_state_display()}”，不能再改；纪要有误的，先重新打开")
    return redirect("meetings:meeting", pk=row.pk)


@needs(VIEW)
def meeting(request: StaffRequest, pk: int) -> HttpResponse:
    """One meeting: which duty it fulfils, what was decided and what became of it, minutes, who came."""
    row, today = find_meeting(request, pk), request.at.date()
    resolutions, previous = list(row.resolutions.all()), list(queries.previous_resolutions(row))
    agenda, limit = list(row.agenda.all()), settings.MEETING_MINUTES
    acts = [act for act in acts_for(row, request.actor, _url("move", row)) if not _is_idle(act["verb"], row)]
    context = {
        "meeting": row,
        "tag": STATE_KINDS[row.state],
        "standing": standing_of(row, queries.occurrences_of(row)),
        "steps": steps_of(row),
        "acts": acts,
        "next_step": next_step_of(row, [act["verb"] for act in acts]),
        "resolutions": [(one, *progress_of(one, today)) for one in resolutions],
        "counts": counts_of(resolutions),
        "previous": [(one, *progress_of(one, today)) for one in previous],
        "quorum": quorum_of(row.attendances.all()),
        "names": names_of(row.attendances.all()),
        "agenda_minutes": sum(item.minutes for item in agenda),
        "limit": limit,
        "can_edit": may(request.actor, MANAGE, row) and row.is_open,
        "can_task": may(request.actor, "tasks.assign", row.unit) and row.state in queries.HELD,
        "events": _events(row),
    }
    return render(request, "meetings/staff/meeting.html", context)


def _is_idle(verb: str, row: Meeting) -> bool:
    """A late entry needs no notice, and any other draft cannot be held yet: no button for what never comes."""
    return row.state == MeetingState.DRAFT and verb == ("notify" if row.late_reason else "hold")


def _url(name: str, row: Meeting) -> str:
    return reverse(f"meetings:{name}", args=[row.pk])


def _events(row: Meeting) -> list[dict[str, str]]:
    found = entries_for(row).order_by("-at", "-id")[:8]
    return timeline(found)


@needs(MANAGE)
def new(request: StaffRequest) -> HttpResponse:
    """Begin a meeting; ``?kind=`` or ``?occurrence=`` fills in which and when."""
    units = units_for(request.actor, MANAGE).filter(kind__in=(UnitKind.COUNTY, UnitKind.TOWNSHIP))
    form = MeetingForm(request.POST or None, units=units, initial=_wanted(request))
    if request.method == "POST":
        made = fill(form, lambda: _create(form.cleaned_data, request))
        if made is not None:
            return redirect("meetings:meeting", pk=made.pk)
    return render(request, "meetings/staff/edit.html", {"form": form, "meeting": None})


def _create(data: dict[str, Any], request: StaffRequest) -> Meeting:
    data = {**data}
    data.pop("version", None)
    return actions.create_meeting(data.pop("unit"), actor=request.actor, at=request.at, **data)


def _wanted(request: StaffRequest) -> dict[str, Any]:
    """The form of a meeting that a duty asks for; the last meeting lends place, host and recorder."""
    last = Meeting.objects.within(request.actor, MANAGE).order_by("-day", "-pk").first()
    initial: dict[str, Any] = {"planned_minutes": settings.MEETING_MINUTES, "starts": dt.time(9, 0)}
    if last is not None:
        names = ("place", "host", "recorder", "contact", "contact_phone")
        initial |= {name: getattr(last, name) for name in names} | {"unit": last.unit_id}
    kind = request.GET.get("kind", "")
    if wanted := number(request.GET.get("occurrence", "")):
        duty = next((one for one in queries.occurrences_within(request.actor, wanted)), None)
        if duty is not None:
            kind = "mobilisation" if duty.duty.kind == DutyKind.MOBILISATION else "leading"
            initial |= {"unit": duty.unit_id}
    return initial | {"kind": kind if kind in ("leading", "mobilisation", "other") else "leading"}


@needs(MANAGE)
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change what was typed when the meeting was called."""
    row = find_meeting(request, pk, MANAGE)
    if not row.is_open:
        return locked(request, row)
    form = MeetingForm(request.POST or None, units=None, initial=initial_of(row))
    if request.method == "POST":
        act = partial(actions.edit_meeting, row, actor=request.actor, at=request.at)
        if fill(form, lambda: act(**_versioned(form.cleaned_data))) is not None:
            return redirect("meetings:meeting", pk=pk)
    return render(request, "meetings/staff/edit.html", {"form": form, "meeting": row})


def _versioned(data: dict[str, Any]) -> dict[str, Any]:
    return {**data, "version": data.get("version") or 0}


@needs(MANAGE)
def agenda(request: StaffRequest, pk: int) -> HttpResponse:
    """The agenda as lines that may be put into another order by their numbers."""
    row = find_meeting(request, pk, MANAGE)
    if not row.is_open:
        return locked(request, row)
    lines = [
        {"seq": item.seq, "title": item.title, "speaker": item.speaker, "minutes": item.minutes}
        for item in row.agenda.all()
    ]
    form = VersionForm(request.POST or None, initial={"version": row.version})
    points = Points(request.POST or None, initial=lines, prefix="point")
    if request.method == "POST" and points.is_valid():
        typed = _points(points)
        done = fill(form, lambda: _set_agenda(row, typed, form.cleaned_data["version"], request))
        if done is not None:
            return redirect("meetings:meeting", pk=pk)
    context = {"meeting": row, "form": form, "points": points, "limit": settings.MEETING_MINUTES}
    return render(request, "meetings/staff/agenda.html", context)


def _points(points: Any) -> list[actions.Point]:
    """The typed lines in the order of their numbers; those without one come last."""
    kept = [data for data in points.cleaned_data if data.get("title")]
    kept.sort(key=lambda data: data.get("seq") or 99)
    return [actions.Point(data["title"], data["speaker"], data.get("minutes") or 10) for data in kept]


def _set_agenda(row: Meeting, typed: list[actions.Point], version: int, request: StaffRequest) -> bool:
    actions.set_agenda(row, typed, version=version, actor=request.actor, at=request.at)
    return True


@require_POST
@needs(VIEW)
def move(request: StaffRequest, pk: int) -> HttpResponse:
    """Every move of a meeting: notify, hold, close, cancel, reopen."""
    row, who = find_meeting(request, pk), {"actor": request.actor, "at": request.at}
    verbs: dict[str, Any] = {
        "notify": lambda row, note: actions.issue_notice(row, **who),
        "hold": lambda row, note: minutes.hold_meeting(row, **who),
        "close": lambda row, note: minutes.close_meeting(row, **who),
        "cancel": lambda row, note: actions.cancel_meeting(row, reason=note, **who),
        "reopen": lambda row, note: minutes.reopen_meeting(row, reason=note, **who),
    }
    return make_move(request, row, verbs, reverse("meetings:meeting", args=[pk]))


@needs(VIEW)
def timer(request: StaffRequest, pk: int) -> HttpResponse:
    """A page for the wall: the agenda with its minutes, and how long it has really been. Keeps nothing."""
    row = find_meeting(request, pk)
    ends, total = [], 0
    for item in row.agenda.all():
        total += item.minutes
        ends.append((item, total))
    context = {"meeting": row, "points": ends, "total": total, "limit": settings.MEETING_MINUTES}
    return render(request, "meetings/staff/timer.html", context)
