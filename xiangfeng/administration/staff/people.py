"""Doors to people: who sat where on a day, everybody, one person."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_POST

from xiangfeng.access.scope import may
from xiangfeng.administration.actions import people as acts
from xiangfeng.administration.forms.people import EditPersonForm, PersonForm
from xiangfeng.administration.queries.accounts import MANAGE as ACCOUNTS
from xiangfeng.administration.queries.people import masked, seats_of
from xiangfeng.administration.queries.people import roster as roster_of
from xiangfeng.administration.queries.units import MANAGE, VIEW
from xiangfeng.administration.staff.pages import form_page, person_crumbs
from xiangfeng.administration.staff.people_lists import PEOPLE, PEOPLE_IN_FULL, ROSTER
from xiangfeng.administration.timeline import day, events_of
from xiangfeng.base.errors import Refused
from xiangfeng.history.queries import entries_for
from xiangfeng.orgs.actions import may_seat
from xiangfeng.orgs.models import Person
from xiangfeng.orgs.queries import appointments_for, people_for, units_for
from xiangfeng.web.doors import StaffRequest, fill, find, needs
from xiangfeng.web.ledger import ledger, ledger_xlsx

SHOWN_EVENTS = 12


def _asked_day(request: StaffRequest) -> dt.date:
    today: dt.date = request.at.date()
    try:
        return parse_date(request.GET.get("on", "")) or today
    except ValueError:
        return today


def _new(request: StaffRequest) -> dict[str, str]:
    """The button of both lists."""
    url = reverse("administration:person_new") if request.actor.can(MANAGE) else ""
    return {"new_url": url, "new_label": "登记人员"}


@needs(VIEW)
def people(request: StaffRequest) -> HttpResponse:
    """Who sits where – on the day ``?on=YYYY-MM-DD`` when one is named (A1.1: any past day's list)."""
    on = _asked_day(request)
    note = "今天在任的人" if on == request.at.date() else f"{day(on)}在任的人"
    rows = appointments_for(request.actor, on=on).select_related("person__unit")
    return ledger(request, rows, PEOPLE, note=note, **_new(request))


@require_POST
@needs(MANAGE)
def people_export(request: StaffRequest) -> HttpResponse:
    """Ledger no. 1 of the units one keeps, with the numbers in full; that it was taken out is recorded."""
    on = _asked_day(request)
    acts.note_export(on=on, actor=request.actor, at=request.at)
    rows = appointments_for(request.actor, on=on, capability=MANAGE)
    return ledger_xlsx(request, rows, PEOPLE_IN_FULL)


@needs(VIEW)
def roster(request: StaffRequest) -> HttpResponse:
    """Everybody on record, seated or not."""
    rows = roster_of(request.actor, on=request.at.date())
    return ledger(request, rows, ROSTER, **_new(request))


@needs(VIEW)
def person(request: StaffRequest, pk: int) -> HttpResponse:
    """One person: particulars, all appointments, account, what was done."""
    row = find(people_for(request.actor), pk=pk)
    return person_page(request, row, phone=masked(row.phone))


def person_page(
    request: StaffRequest, row: Person, *, phone: str, is_phone_full: bool = False
) -> HttpResponse:
    """The page of one person, with as much of the number as was asked for."""
    seats = seats_of(row)
    entries = entries_for(row).order_by("-at", "-id")[:SHOWN_EVENTS]
    context = {
        "person_row": row,
        "phone": phone,
        "is_phone_full": is_phone_full,
        "seats": [(seat, may_seat(request.actor, seat.post.role, seat.post.unit)) for seat in seats],
        "today": request.at.date(),
        "events": events_of(entries, request.actor),
        "can_manage": may(request.actor, MANAGE, row),
        "can_open": row.user is None and may(request.actor, ACCOUNTS, row),
        "can_see_account": row.user is not None and may(request.actor, ACCOUNTS, row),
    }
    answer = render(request, "administration/staff/person.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@needs(VIEW)
def person_phone(request: StaffRequest, pk: int) -> HttpResponse:
    """The number in full, once; that somebody looked is recorded."""
    row = find(people_for(request.actor), pk=pk)
    try:
        phone = acts.read_phone(row, actor=request.actor, at=request.at)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("administration:person", pk=pk)
    return person_page(request, row, phone=phone, is_phone_full=True)


@needs(MANAGE)
def person_new(request: StaffRequest) -> HttpResponse:
    """Enter somebody; ``?unit=`` proposes the unit."""
    units = units_for(request.actor, MANAGE).filter(is_active=True)
    form = PersonForm(request.POST or None, units=units, initial={"unit": request.GET.get("unit", "")})
    if request.method == "POST":
        made = fill(form, lambda: acts.add_person(actor=request.actor, at=request.at, **form.cleaned_data))
        if made:
            messages.success(request, f"已登记{made.name}，接着给他任职")
            return redirect("administration:appoint", pk=made.pk)
    crumbs = [("人员与任职", reverse("administration:people"))]
    return form_page(request, form, title="登记人员", submit="登记，接着任职", crumbs=crumbs)


@needs(MANAGE)
def person_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """A person's name, phone and unit."""
    row = find(Person.objects.within(request.actor, MANAGE).select_related("unit", "user"), pk=pk)
    units = units_for(request.actor, MANAGE).filter(is_active=True)
    initial = {"unit": row.unit_id, "name": row.name}
    form = EditPersonForm(request.POST or None, person=row, units=units, initial=initial)
    if request.method == "POST" and fill(
        form, lambda: acts.edit_person(row, actor=request.actor, at=request.at, **form.changes)
    ):
        messages.success(request, "已保存")
        return redirect("administration:person", pk=pk)
    note = f"登记的电话：{masked(row.phone)}" if row.phone else ""
    return form_page(
        request, form, title=f"修改{row.name}", submit="保存", crumbs=person_crumbs(row), note=note
    )
