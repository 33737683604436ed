"""Doors to 异议: entering one that came by telephone or letter, reading one, answering it."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from xiangfeng.access.scope import may
from xiangfeng.administration.staff.pages import form_page
from xiangfeng.base.errors import Refused
from xiangfeng.notices.actions import objections as actions
from xiangfeng.notices.forms import AnswerForm, EntryForm
from xiangfeng.notices.models import Notice, Objection
from xiangfeng.notices.queries.rows import MANAGE, VIEW, notices_for, objections_for
from xiangfeng.web.doors import StaffRequest, fill, find, needs


def _crumbs(row: Notice) -> list[tuple[str, str]]:
    return [
        ("公告公示", reverse("notices:notices")),
        (row.number or row.title, reverse("notices:notice", args=[row.pk])),
    ]


@needs(MANAGE)
def objection_new(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down one that came by telephone, letter or in person."""
    row = find(notices_for(request.actor, MANAGE), pk=pk)
    form = EntryForm(request.POST or None, initial={"came_on": request.at.date()})
    if request.method == "POST":
        act = partial(actions.enter_objection, row, actor=request.actor, at=request.at)
        made = fill(form, lambda: act(**form.cleaned_data))
        if made:
            messages.success(request, "异议已登记")
            return redirect("notices:objection", pk=made.pk)
    return form_page(request, form, title="登记异议", submit="登记", crumbs=_crumbs(row), note=row.title)


@needs(VIEW)
def objection(request: StaffRequest, pk: int) -> HttpResponse:
    """One objection; who raised it is not on the page."""
    return _page(request, find(objections_for(request.actor), pk=pk))


@require_POST
@needs(MANAGE)
def objection_contact(request: StaffRequest, pk: int) -> HttpResponse:
    """Who raised it, shown once; the look is written down."""
    row = find(objections_for(request.actor, MANAGE), pk=pk)
    try:
        shown = actions.reveal_objector(row, actor=request.actor, at=request.at)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("notices:objection", pk=pk)
    answer = _page(request, row, contact=shown)
    answer["Cache-Control"] = "no-store, private"
    return answer


def _page(request: StaffRequest, row: Objection, contact: str = "") -> HttpResponse:
    can_manage = may(request.actor, MANAGE, row)
    context = {
        "row": row,
        "notice": row.notice,
        "can_manage": can_manage,
        "contact": contact,
        "can_answer": can_manage and row.is_open,
        "is_late": row.is_open and request.at.date() > row.due_on,
        "form": AnswerForm(),
    }
    return render(request, "notices/staff/objection.html", context)


@needs(MANAGE)
def objection_answer(request: StaffRequest, pk: int) -> HttpResponse:
    """Answer it; with a mistake the form comes back with what was typed."""
    row = find(objections_for(request.actor, MANAGE), pk=pk)
    form = AnswerForm(request.POST or None)
    if request.method == "POST":
        act = partial(actions.answer_objection, row, actor=request.actor, at=request.at)
        if fill(form, lambda: act(**form.cleaned_data)):
            messages.success(request, "已答复，提异议的人凭查询码看得到")
            return redirect("notices:objection", pk=pk)
    url = reverse("notices:objection", args=[pk])
    return form_page(
        request, form, title="答复异议", submit="答复", crumbs=[*_crumbs(row.notice), ("异议", url)],
        hint=row.text, back_url=url,
    )  # fmt: skip
