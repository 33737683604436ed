"""Doors to 包干: who holds which village and key work on a day, giving and ending it, key works."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from xiangfeng.access.scope import may
from xiangfeng.administration.staff.pages import form_page
from xiangfeng.leadership.actions.charges import assign_charge, close_work, create_work, end_charge
from xiangfeng.leadership.forms import ChargeEndForm, ChargeForm, WorkForm
from xiangfeng.leadership.models import KeyWork
from xiangfeng.leadership.queries import (
    MANAGE,
    VIEW,
    areas_of,
    board_of,
    charges_for,
    charges_of,
    members_of,
    works_for,
)
from xiangfeng.leadership.staff.asked import charges_url, group_url, head_of, managed, or_nowhere
from xiangfeng.orgs.models import Unit
from xiangfeng.orgs.queries import assessed_units_of
from xiangfeng.web.doors import StaffRequest, attempt, fill, find, needs, number


@needs(VIEW)
@or_nowhere
def charges(request: StaffRequest) -> HttpResponse:
    """包干 of a unit on a day (``?unit=``, ``?on=``): what nobody holds comes first. ``?work=`` names a work's unit."""
    wanted = request.GET.get("work", "")
    work = find(works_for(request.actor), pk=number(wanted)) if wanted else None
    head = head_of(request, str(work.unit_id) if work else "")
    board = board_of(head["unit"], on=head["on"])
    context = head | {
        "board": board,
        "year": head["on"].year,
        "shown_work": work.pk if work else 0,
        "can_manage": may(request.actor, MANAGE, head["unit"]),
        "group_url": group_url(head["unit"]),
    }
    return render(request, "leadership/staff/charges.html", context)


def _crumbs(unit: Unit) -> list[tuple[str, str]]:
    return [(f"{unit.name}包干", charges_url(unit))]


def _object(request: StaffRequest, unit: Unit) -> tuple[Unit | None, KeyWork | None]:
    village, work = number(request.GET.get("village", "")), number(request.GET.get("work", ""))
    if village:
        return find(assessed_units_of(unit), pk=village), None
    if work:
        return None, find(works_for(request.actor, MANAGE).filter(unit=unit), pk=work)
    raise Http404("请从“包干”页选一个村或一项重点工作。")


@needs(MANAGE)
def charge_new(request: StaffRequest, pk: int) -> HttpResponse:
    """Give a village (``?village=``) or a key work (``?work=``) into a leader's hands, or other hands, from a day on."""
    unit = managed(request, pk)
    village, work = _object(request, unit)
    today = request.at.date()
    counts = {person: len(names) for person, names in areas_of(charges_of(unit, on=today)).items()}
    members = members_of(unit, on=today)
    form = ChargeForm(request.POST or None, members=members, counts=counts, initial={"from_date": today})
    if request.method == "POST" and fill(
        form, lambda: _assign(request, unit, village, work, form.cleaned_data)
    ):
        messages.success(request, f"{village or work}的包干已定")
        return redirect(charges_url(unit))
    title = f"定{village or work}的包干领导"
    return form_page(request, form, title=title, submit="定包干", crumbs=_crumbs(unit))


def _assign(
    request: StaffRequest, unit: Unit, village: Unit | None, work: KeyWork | None, data: dict[str, Any]
) -> Any:
    seat = members_of(unit, on=request.at.date()).filter(person_id=data["person"]).first()
    return assign_charge(
        unit, person=seat.person, from_date=data["from_date"], target=village, work=work,
        actor=request.actor, at=request.at,
    )  # fmt: skip


@needs(MANAGE)
def charge_end(request: StaffRequest, pk: int) -> HttpResponse:
    """End a 包干 on a day."""
    row = find(charges_for(request.actor, MANAGE), pk=pk)
    form = ChargeEndForm(request.POST or None, initial={"to_date": request.at.date()})
    if request.method == "POST" and fill(
        form, lambda: end_charge(row, actor=request.actor, at=request.at, **form.cleaned_data)
    ):
        messages.success(request, f"{row}已办结")
        return redirect(charges_url(row.unit_id))
    return form_page(request, form, title=f"办结：{row}", submit="办结包干", crumbs=_crumbs(row.unit))


@needs(MANAGE)
def work_new(request: StaffRequest, pk: int) -> HttpResponse:
    """List a key work of the year."""
    unit = managed(request, pk)
    form = WorkForm(request.POST or None, initial={"year": request.at.year})
    if request.method == "POST" and fill(
        form, lambda: create_work(unit, actor=request.actor, at=request.at, **form.cleaned_data)
    ):
        messages.success(request, "已列入，请接着定包干领导")
        return redirect(charges_url(unit))
    return form_page(request, form, title="列重点工作", submit="列入", crumbs=_crumbs(unit))


@require_POST
@needs(MANAGE)
def work_close(request: StaffRequest, pk: int) -> HttpResponse:
    """Close a key work; its 包干 ends today."""
    row = find(works_for(request.actor, MANAGE), pk=pk)
    attempt(request, partial(close_work, row, actor=request.actor, at=request.at), done=f"“{row.name}”已办结")
    return redirect(charges_url(row.unit_id))
