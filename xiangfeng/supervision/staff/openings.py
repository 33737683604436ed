"""Doors to 开箱: ledger 9, writing one down, entering its slips, putting one right, its paper."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from xiangfeng.access.scope import may
from xiangfeng.administration.staff.pages import form_page
from xiangfeng.administration.timeline import events_of
from xiangfeng.feedback.actions import Sender
from xiangfeng.feedback.actions import url_of as report_url
from xiangfeng.history.queries import entries_for
from xiangfeng.supervision.actions import openings as actions
from xiangfeng.supervision.exports import opening_paper, sheet_paper
from xiangfeng.supervision.flow import MANAGE
from xiangfeng.supervision.forms import CorrectForm, ItemForm, NoteForm, OpeningForm, new_key
from xiangfeng.supervision.lists import OPENING_LEDGER, OPENINGS, opening_tag
from xiangfeng.supervision.models import Opening
from xiangfeng.supervision.queries.rows import (
    STANDS,
    VIEW,
    boxes_for,
    categories_of,
    last_openers,
    openings_for,
    places_of,
    reports_of,
)
from xiangfeng.supervision.staff.shared import own_unit, tabs_of, who
from xiangfeng.web.doors import StaffRequest, attempt, fill, find, needs
from xiangfeng.web.ledger import ledger
from xiangfeng.web.papers import check_kind, paper_response

FIELDS = ("on", "opener1", "opener2", "counted")


@needs(VIEW)
def openings(request: StaffRequest) -> HttpResponse:
    """Ledger 9."""
    spec = OPENING_LEDGER if request.GET.get("export") else OPENINGS
    return ledger(request, openings_for(request.actor), spec, pages=tabs_of("supervision:openings"))


@needs(MANAGE)
def opening_new(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down that a box was opened; who opened the last one is proposed."""
    box = find(boxes_for(request.actor, MANAGE), pk=pk)
    one, two = last_openers(box.unit)
    initial = {"on": request.at.date(), "opener1": one, "opener2": two}
    form = OpeningForm(request.POST or None, initial=initial)
    if request.method == "POST":
        made = fill(form, lambda: actions.record_opening(box, **form.cleaned_data, **who(request)))
        if made:
            says = f"取出 {made.counted} 件，请逐件登记" if made.counted else "空箱，这一次办完了"
            messages.success(request, f"已记开箱，{says}")
            return redirect("supervision:opening", pk=made.pk)
    crumbs = [
        ("意见箱", reverse("supervision:boxes")),
        (f"{box.number} 号", reverse("supervision:box", args=[box.pk])),
    ]
    return form_page(request, form, title="记开箱", submit="记下", crumbs=crumbs, note=box.place)


@needs(VIEW)
def opening(request: StaffRequest, pk: int) -> HttpResponse:
    """One opening: what was counted, what is entered, the next slip."""
    row = find(openings_for(request.actor), pk=pk)
    return _page(request, row, _item_form(request, row, fresh=True))


def _item_form(request: StaffRequest, row: Opening, *, fresh: bool) -> ItemForm:
    sent = {} if fresh else {"data": request.POST, "files": request.FILES}
    unit = row.box.unit
    return ItemForm(
        **sent, categories=categories_of(unit), units=places_of(unit), initial={"form_key": new_key()}
    )


def _page(request: StaffRequest, row: Opening, form: ItemForm) -> HttpResponse:
    can = may(request.actor, MANAGE, row) and not row.is_void
    reads = may(request.actor, "feedback.view", row.box)
    reports = reports_of(row, request.actor) if row.entered else []
    context = {
        "row": row,
        "tag": opening_tag(row),
        "reports": [(one, report_url(one) if reads else "") for one in reports],
        "form": form,
        "note_form": NoteForm(),
        "can_enter": can and row.entered < row.counted,
        "can_correct": can,
        "correction": Opening.objects.filter(corrects=row).first() if row.is_void else None,
        "events": events_of(list(entries_for(row).order_by("-at", "-id")[:14]), request.actor),
    }
    return render(request, "supervision/staff/opening.html", context, status=422 if form.errors else 200)


def _managed(request: StaffRequest, pk: int) -> Opening:
    return find(openings_for(request.actor, MANAGE), pk=pk)


@require_POST
@needs(MANAGE)
def opening_item(request: StaffRequest, pk: int) -> HttpResponse:
    """Enter one slip as a 群众反映."""
    row = _managed(request, pk)
    form = _item_form(request, row, fresh=False)
    found = fill(form, lambda: actions.enter_item(row, **_item(form), **who(request)))
    if not found:
        return _page(request, row, form)
    left = f"，还有 {row.left} 件" if row.left else "，这一箱录齐了"
    messages.success(request, f"已登记 {found.report.number}{left}")
    return redirect("supervision:opening", pk=pk)


def _item(form: ItemForm) -> dict[str, Any]:
    data = dict(form.cleaned_data)
    sender = Sender(name=data.pop("name"), phone=data.pop("phone"))
    return {**data, "sender": sender}


@require_POST
@needs(MANAGE)
def opening_explain(request: StaffRequest, pk: int) -> HttpResponse:
    """Say why fewer are entered than were counted."""
    row = _managed(request, pk)
    attempt(
        request,
        lambda: actions.explain_gap(row, note=request.POST.get("note", ""), **who(request)),
        done="说明已记下，这一次开箱办完了",
    )
    return redirect("supervision:opening", pk=pk)


@needs(MANAGE)
def opening_correct(request: StaffRequest, pk: int) -> HttpResponse:
    """Put a record right; the old one stays."""
    row = _managed(request, pk)
    form = CorrectForm(request.POST or None, initial={name: getattr(row, name) for name in FIELDS})
    if request.method == "POST":
        made = fill(form, partial(_correct, request, row, form))
        if made:
            messages.success(request, "已更正，原来的记录还查得到")
            return redirect("supervision:opening", pk=made.pk)
    crumbs = [
        ("开箱记录", reverse("supervision:openings")),
        (f"{row.box.number} 号 {row.on:%m-%d}", reverse("supervision:opening", args=[pk])),
    ]
    return form_page(request, form, title="更正开箱记录", submit="更正", crumbs=crumbs)


def _correct(request: StaffRequest, row: Opening, form: CorrectForm) -> Opening:
    return actions.correct_opening(row, **form.cleaned_data, **who(request))


@needs(VIEW)
def opening_file(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    """开箱记录 as PDF or DOCX."""
    row = find(openings_for(request.actor), pk=pk)
    check_kind(kind)
    name = f"意见箱{row.box.number}号开箱记录（{row.on:%Y-%m-%d}）"
    return paper_response(opening_paper(row, reports_of(row, request.actor)), name, kind)


@needs(MANAGE)
def sheet_file(request: StaffRequest, kind: str) -> HttpResponse:
    """The empty sheet to take along, all boxes of the own unit on it."""
    check_kind(kind)
    unit = own_unit(request, MANAGE)
    rows = list(boxes_for(request.actor).filter(STANDS, unit=unit))
    return paper_response(sheet_paper(unit, rows), f"{unit.name}意见箱开箱单", kind)
