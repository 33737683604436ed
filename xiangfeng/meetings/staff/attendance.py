"""Who is asked and who came; the sheet, the code for the phone."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from xiangfeng.meetings.actions import attendance as actions
from xiangfeng.meetings.attending import quorum_of
from xiangfeng.meetings.forms import GuestForm, Marks, SheetForm
from xiangfeng.meetings.models import Attendance, Meeting, MeetingState, Presence, Reply
from xiangfeng.meetings.queries import MANAGE
from xiangfeng.meetings.signing import is_sign_open
from xiangfeng.meetings.staff.meetings import find_meeting
from xiangfeng.orgs.queries import subtree_of
from xiangfeng.web.doors import StaffRequest, attempt, find, needs, number
from xiangfeng.web.qr import qr_svg

OPEN_LIST = (MeetingState.DRAFT, MeetingState.NOTIFIED)


@needs(MANAGE)
def attendance(request: StaffRequest, pk: int) -> HttpResponse:
    """The list of who was asked; one line a person, to be gone through by keyboard."""
    row = find_meeting(request, pk, MANAGE)
    people = list(row.attendances.all())
    lines = [_line(one, _can_mark(request, row)) for one in people]
    marks = Marks(request.POST or None, initial=lines, prefix="mark")
    if request.method == "POST" and marks.is_valid() and _save(request, row, marks):
        return redirect("meetings:attendance", pk=pk)
    return render(request, "meetings/staff/attendance.html", _page(request, row, people, marks))


def _can_mark(request: StaffRequest, row: Meeting) -> bool:
    return row.state in (*OPEN_LIST, MeetingState.HELD) and row.day <= request.at.date()


def _line(row: Attendance, can_mark: bool) -> dict[str, Any]:
    """What stands in the line; on the day what was replied (请假, 委托) is filled in, to be saved or changed."""
    state, note = row.state, row.substitute or row.reason
    if can_mark and not state and row.reply in (Reply.LEAVE, Reply.SUBSTITUTE):
        state, note = row.reply, row.reply_note
    return {"pk": row.pk, "was": row.state, "state": state, "name": row.name, "note": note}


def _mark(data: dict[str, Any], rest: str) -> actions.Mark:
    """One typed line; ``rest`` is what those count for who were left without a mark."""
    state = data["state"] or rest
    is_substitute = state == Presence.SUBSTITUTE
    reason = data["note"] if state in (Presence.LEAVE, Presence.ABSENT) else ""
    substitute = data["note"] if is_substitute else ""
    return actions.Mark(data["pk"], data["was"], state, reason, substitute, data["name"])


def _save(request: StaffRequest, row: Meeting, marks: Any) -> bool:
    """Write what was typed and say what came of it; rows that somebody else changed first are named."""
    rest = Presence.PRESENT if "rest" in request.POST else Presence.PENDING
    typed = [_mark(data, rest) for data in marks.cleaned_data]
    found: list[tuple[int, list[str]]] = []

    def act() -> None:
        found.append(actions.mark_attendance(row, typed, actor=request.actor, at=request.at))

    if not attempt(request, act, done="已保存到会情况"):
        return False
    if found[0][1]:
        names = "、".join(found[0][1])
        messages.warning(request, f"这几位在您打开页面之后刚签到或被别人登记，没有覆盖：{names}")
    return True


def _page(request: StaffRequest, row: Meeting, people: list[Attendance], marks: Any) -> dict[str, Any]:
    units = list(subtree_of(row.unit).filter(is_active=True))
    asked = {one.unit_id for one in people}
    by_pk = {one.pk: one for one in people}
    lines = [(form, by_pk.get(number(str(form["pk"].value())))) for form in marks]
    return {
        "meeting": row,
        "marks": marks,
        "lines": [(form, one) for form, one in lines if one is not None],
        "quorum": quorum_of(people),
        "units": [unit for unit in units if unit.pk not in asked and unit.pk != row.unit_id],
        "guest": GuestForm(units=[(unit.pk, unit.name) for unit in units]),
        "can_list": row.state in OPEN_LIST,
        "can_mark": _can_mark(request, row),
        "is_sign_open": is_sign_open(row, request.at),
    }


@needs(MANAGE)
def sign_code(request: StaffRequest, pk: int) -> HttpResponse:
    """The code for the wall, with its address in words and when it works."""
    row = find_meeting(request, pk, MANAGE)
    address = request.build_absolute_uri(reverse("meetings:sign", args=[row.token]))
    context = {"meeting": row, "address": address, "is_sign_open": is_sign_open(row, request.at)}
    return render(request, "meetings/staff/sign_code.html", context)


@needs(MANAGE)
def sign_svg(request: StaffRequest, pk: int) -> HttpResponse:
    """The code itself as a picture."""
    row = find_meeting(request, pk, MANAGE)
    address = request.build_absolute_uri(reverse("meetings:sign", args=[row.token]))
    return HttpResponse(qr_svg(address), content_type="image/svg+xml")


@require_POST
@needs(MANAGE)
def invite(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask more units (ticked) or one more person (typed)."""
    row = find_meeting(request, pk, MANAGE)
    units = subtree_of(row.unit).filter(is_active=True)
    who: dict[str, Any] = {"actor": request.actor, "at": request.at}
    if "person" not in request.POST:
        chosen = list(units.filter(pk__in=map(number, request.POST.getlist("unit"))))
        attempt(request, partial(actions.invite_units, row, chosen, **who), done="已列入参会名单")
        return redirect("meetings:attendance", pk=pk)
    form = GuestForm(request.POST, units=[(unit.pk, unit.name) for unit in units])
    if form.is_valid():
        data = {**form.cleaned_data, "unit": find(units, pk=form.cleaned_data["unit"])}
        attempt(
            request, partial(actions.invite_person, row, **data, **who), done=f"{data['name']}已列入参会名单"
        )
    else:
        messages.error(request, "没有加上：请选单位、写姓名（40字以内）")
    return redirect("meetings:attendance", pk=pk)


@require_POST
@needs(MANAGE)
def take_off(request: StaffRequest, pk: int) -> HttpResponse:
    """Somebody comes off the list again."""
    rows = Attendance.objects.filter(meeting__in=Meeting.objects.within(request.actor, MANAGE))
    one = find(rows.select_related("meeting__unit", "unit"), pk=pk)
    meeting_id = one.meeting_id
    act = partial(actions.take_off, one, actor=request.actor, at=request.at)
    attempt(request, act, done=f"{one}已移出参会名单")
    return redirect("meetings:attendance", pk=meeting_id)


@require_POST
@needs(MANAGE)
def sheet_upload(request: StaffRequest, pk: int) -> HttpResponse:
    """The signed sheet as a scan or a photo."""
    row, form = find_meeting(request, pk, MANAGE), SheetForm(request.POST, request.FILES)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        act = partial(actions.attach_sheet, row, upload, actor=request.actor, at=request.at)
        attempt(request, act, done="签到表已存档")
    else:
        messages.error(request, "请先选签到表的扫描件或照片，再上传")
    return redirect("meetings:attendance", pk=pk)
