"""Doors to one seat of the leading group: its page, appoint, change, end, hand over."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from xiangfeng.access.scope import may
from xiangfeng.administration.queries.people import masked
from xiangfeng.administration.staff.pages import form_page
from xiangfeng.administration.timeline import events_of
from xiangfeng.history.queries import entries_for
from xiangfeng.leadership.actions.members import (
    appoint_member,
    edit_member,
    end_member,
    gap_after,
    replace_member,
)
from xiangfeng.leadership.forms import EditMemberForm, EndForm, NewMemberForm, SuccessorForm
from xiangfeng.leadership.models import Charge, Member
from xiangfeng.leadership.queries import MANAGE, VIEW, candidates_of, charges_for, members_for
from xiangfeng.leadership.staff.asked import group_url, managed
from xiangfeng.orgs.models import Unit
from xiangfeng.orgs.queries import subtree_of
from xiangfeng.web.doors import StaffRequest, fill, find, needs


def _crumbs(member: Member) -> list[tuple[str, str]]:
    return [
        (f"{member.unit.name}领导小组", group_url(member.unit_id)),
        (member.person.name, reverse("leadership:member", args=[member.pk])),
    ]


def _represented(unit: Unit) -> QuerySet[Unit]:
    return subtree_of(unit).exclude(pk=unit.pk).filter(is_active=True)


def _kept(request: StaffRequest, pk: int) -> Member:
    return find(members_for(request.actor, MANAGE), pk=pk)


@needs(VIEW)
def member(request: StaffRequest, pk: int) -> HttpResponse:
    """One seat: its four fields, what the person holds, what was done, what may be done."""
    row = find(members_for(request.actor), pk=pk)
    today = request.at.date()
    held = charges_for(request.actor).filter(unit=row.unit, person=row.person)
    context = {
        "member": row,
        "phone": masked(row.person.phone),
        "can_see_person": request.actor.can("orgs.view"),
        "fields": [
            ("分工", row.division), ("任务", row.duty), ("责任", row.liability), ("奖惩", row.reward)
        ],
        "charges": [(charge, _runs(charge, today)) for charge in held.order_by("-from_date", "-id")],
        "is_running": row.from_date <= today and (row.to_date is None or row.to_date >= today),
        "is_over": row.to_date is not None and row.to_date < today,
        "can_manage": may(request.actor, MANAGE, row),
        "events": events_of(entries_for(row).order_by("-at", "-id")[:12], request.actor),
    }  # fmt: skip
    return render(request, "leadership/staff/member.html", context)


def _runs(charge: Charge, today: dt.date) -> bool:
    return charge.from_date <= today and (charge.to_date is None or charge.to_date >= today)


@needs(MANAGE)
def member_new(request: StaffRequest, pk: int) -> HttpResponse:
    """Seat somebody in the group of a unit."""
    unit = managed(request, pk)
    form = NewMemberForm(
        request.POST or None, people=candidates_of(unit), units=_represented(unit),
        initial={"from_date": request.at.date(), "post": request.GET.get("post", "member")},
    )  # fmt: skip
    if request.method == "POST":
        made = fill(
            form, lambda: appoint_member(unit, actor=request.actor, at=request.at, **form.cleaned_data)
        )
        if made:
            messages.success(request, f"{made.person.name}已列入领导小组")
            return redirect(group_url(unit))
    crumbs = [(f"{unit.name}领导小组", group_url(unit))]
    return form_page(request, form, title="添加成员", submit="列入领导小组", crumbs=crumbs)


@needs(MANAGE)
def member_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a seat; the four fields of 分工 above all."""
    row = _kept(request, pk)
    form = EditMemberForm(
        request.POST or None, units=_represented(row.unit), initial=EditMemberForm.initial_of(row)
    )
    if request.method == "POST" and fill(
        form, lambda: edit_member(row, actor=request.actor, at=request.at, **form.cleaned_data)
    ):
        messages.success(request, "已保存")
        return redirect("leadership:member", pk=pk)
    title = f"修改{row.person.name}的职务和分工"
    return form_page(request, form, title=title, submit="保存", crumbs=_crumbs(row))


@needs(MANAGE)
def member_end(request: StaffRequest, pk: int) -> HttpResponse:
    """End a seat without a successor; says plainly what the group lacks from then on."""
    row, today = _kept(request, pk), request.at.date()
    gap = gap_after(row, row.to_date or today)
    form = EndForm(request.POST or None, may_leave_gap=bool(gap), initial={"to_date": today})
    if request.method == "POST" and fill(
        form, lambda: end_member(row, actor=request.actor, at=request.at, **form.cleaned_data)
    ):
        messages.success(request, f"{row.person.name}的任期已办结")
        return redirect(group_url(row.unit_id))
    note = f"注意：{gap}。有人接任请用“换届”。" if gap else ""
    return form_page(
        request, form, title=f"办结{row.person.name}的任期", submit="办结", crumbs=_crumbs(row), note=note,
        hint="办结后名单里还能按日期查到他。",
    )  # fmt: skip


@needs(MANAGE)
def member_replace(request: StaffRequest, pk: int) -> HttpResponse:
    """换届: end and appoint in one step."""
    row = _kept(request, pk)
    people = candidates_of(row.unit).exclude(pk=row.person_id)
    initial = {"on": request.at.date(), "title": row.title}
    form = SuccessorForm(request.POST or None, people=people, initial=initial)
    if request.method == "POST":
        made = fill(
            form, lambda: replace_member(row, actor=request.actor, at=request.at, **form.cleaned_data)
        )
        if made:
            messages.success(request, f"{made.person.name}接任{made.get_post_display()}")
            return redirect(group_url(row.unit_id))
    title = f"换届：谁接任{row.person.name}的{row.get_post_display()}"
    return form_page(request, form, title=title, submit="办结并接任", crumbs=_crumbs(row))
