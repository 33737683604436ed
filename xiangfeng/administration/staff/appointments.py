"""Doors to appoint somebody and to end an appointment."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from xiangfeng.administration.actions import people as acts
from xiangfeng.administration.forms.people import AppointmentForm, EndForm
from xiangfeng.administration.queries.people import posts_near
from xiangfeng.administration.queries.units import MANAGE
from xiangfeng.administration.staff.pages import form_page, person_crumbs
from xiangfeng.administration.timeline import day
from xiangfeng.orgs.models import Appointment, Person
from xiangfeng.web.doors import StaffRequest, fill, find, needs


@needs(MANAGE)
def appoint(request: StaffRequest, pk: int) -> HttpResponse:
    """Seat a person in a post of the neighbourhood."""
    person = find(Person.objects.within(request.actor, MANAGE).select_related("unit", "user"), pk=pk)
    posts = posts_near(person, request.actor)
    initial = {"from_date": request.at.date(), "post": request.GET.get("post", "")}
    form = AppointmentForm(request.POST or None, posts=posts, initial=initial)
    if request.method == "POST":
        made = fill(
            form,
            lambda: acts.appoint_person(person, actor=request.actor, at=request.at, **form.cleaned_data),
        )
        if made:
            messages.success(request, f"{person.name}已任{made.post}，从{day(made.from_date)}起")
            return redirect("administration:person", pk=pk)
    hint = "没有要找的岗位？先在单位页设立；要到别的乡镇任职，先把人员调过去。到任当天权限自动生效。"
    return form_page(
        request, form, title=f"给{person.name}任职", submit="任职", crumbs=person_crumbs(person), hint=hint
    )


@needs(MANAGE)
def end(request: StaffRequest, pk: int) -> HttpResponse:
    """Close an appointment on its last day."""
    rows = Appointment.objects.within(request.actor, MANAGE).select_related("post__unit", "person__unit")
    seat = find(rows, pk=pk)
    form = EndForm(request.POST or None, initial={"to_date": seat.to_date or request.at.date()})
    if request.method == "POST" and fill(
        form,
        lambda: acts.end_appointment(
            seat, to_date=form.cleaned_data["to_date"], actor=request.actor, at=request.at
        ),
    ):
        messages.success(request, f"{seat.person.name}的{seat.post.title}任到{day(seat.to_date)}")
        return redirect("administration:person", pk=seat.person_id)
    return form_page(
        request,
        form,
        title=f"办结{seat.person.name}的{seat.post.title}",
        submit="办结任职",
        crumbs=person_crumbs(seat.person),
        note=f"{day(seat.from_date)}起",
        hint="这条任职留着，以前的名单还能查到；第二天起权限自动收回。",
    )
