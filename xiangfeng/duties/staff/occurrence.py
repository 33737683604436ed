"""One occurrence: what, why, until when, with what proof; and the leaders' two ways out."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_POST

from xiangfeng.access.scope import may
from xiangfeng.calendars import queries as calendars
from xiangfeng.duties import actions, lights, rules
from xiangfeng.duties.forms import GroundsForm, MergeForm, ReasonForm
from xiangfeng.duties.models import Occurrence, OccurrenceState
from xiangfeng.duties.queries import EXEMPT, VIEW, occurrences_for, of_year
from xiangfeng.duties.waiting import place_of
from xiangfeng.history.queries import entries_for
from xiangfeng.web.doors import StaffRequest, attempt, fill, find, needs, number
from xiangfeng.web.timeline import timeline

OUT = (OccurrenceState.EXEMPT, OccurrenceState.MERGED)


@needs(VIEW)
def occurrence(request: StaffRequest, pk: int) -> HttpResponse:
    """The page that explains one cell of the wall."""
    return _page(request, find(occurrences_for(request.actor), pk=pk))


def _page(request: StaffRequest, row: Occurrence, *, status: int = 200, **opened: forms.Form) -> HttpResponse:
    today, days = request.at.date(), calendars.calendar()
    same_year = list(of_year(row.unit, row.year))
    can_decide = may(request.actor, EXEMPT, row)
    is_open = row.state == OccurrenceState.OPEN
    others = _others(row, same_year) if can_decide and is_open else []
    context: dict[str, Any] = {
        "row": row,
        "tag": lights.tag(row, today, days),
        "explain": lights.explain(row, today, days),
        "rule": rules.in_words(row.duty),
        "why_day": rules.why_this_day(row.duty, lights.day(row.end, today)),
        "siblings": [(one, lights.tag(one, today, days)) for one in same_year if one.duty_id == row.duty_id],
        "can_decide": can_decide,
        "is_open": is_open,
        "is_out": row.state in OUT,
        "place": place_of(row.duty.kind) if is_open and may(request.actor, "duties.manage", row) else None,
        "task_url": _task_url(request, row),
        "others": others,
        "opened": next(iter(opened), ""),
        "events": _events(row),
        **_forms(others),
        **opened,
    }
    return render(request, "duties/staff/occurrence.html", context, status=status)


def _forms(others: list[tuple[str, str]]) -> dict[str, forms.Form]:
    return {
        "exempt_form": GroundsForm(prefix="exempt"),
        "merge_form": MergeForm(prefix="merge", choices=others),
        "restore_form": ReasonForm(prefix="restore"),
    }


def _others(row: Occurrence, same_year: list[Occurrence]) -> list[tuple[str, str]]:
    """Those of the same year into which this one may be 并入."""
    from xiangfeng.duties.actions.ways_out import why_not_into

    return [(str(one.pk), str(one)) for one in same_year if why_not_into(row, one) is None]


def _task_url(request: StaffRequest, row: Occurrence) -> str:
    """To the form of a new task for this occurrence, for who may assign tasks; pages above are known by name only."""
    if row.state != OccurrenceState.OPEN or not may(request.actor, "tasks.assign", row):
        return ""
    try:
        return f"{reverse('tasks:new')}?occurrence={row.pk}"
    except NoReverseMatch:
        return ""


def _events(row: Occurrence) -> list[dict[str, str]]:
    found = timeline(entries_for(row).order_by("-at", "-id")[:12])
    if row.done_on:
        when = f"{row.done_on:%-m月%-d日}"
        found.insert(
            0,
            {"when": when, "who": "", "text": f"做到了：{row.proof_text}", "note": "", "url": row.proof_url},
        )
    return found  # fmt: skip


@require_POST
@needs(EXEMPT)
def exempt(request: StaffRequest, pk: int) -> HttpResponse:
    """免办 with reason and basis."""
    row, form = find(occurrences_for(request.actor), pk=pk), GroundsForm(request.POST, prefix="exempt")
    who = {"actor": request.actor, "at": request.at}
    if fill(form, lambda: actions.exempt_occurrence(row, **form.cleaned_data, **who)):
        messages.success(request, "已批准免办，理由和依据留在记录里")
        return redirect("duties:occurrence", pk=pk)
    return _page(request, row, status=422, exempt_form=form)


@require_POST
@needs(EXEMPT)
def merge(request: StaffRequest, pk: int) -> HttpResponse:
    """并入 another one with reason and basis."""
    row = find(occurrences_for(request.actor), pk=pk)
    choices = _others(row, list(of_year(row.unit, row.year)))
    form = MergeForm(request.POST, prefix="merge", choices=choices)

    def act() -> Occurrence:
        data = form.cleaned_data
        into = find(occurrences_for(request.actor), pk=number(data["into"]))
        return actions.merge_occurrence(
            row, into, data["reason"], data["basis"], actor=request.actor, at=request.at
        )

    if fill(form, act):
        messages.success(request, "已批准并入，颜色以后跟着那一项走")
        return redirect("duties:occurrence", pk=pk)
    return _page(request, row, status=422, merge_form=form)


@require_POST
@needs(EXEMPT)
def restore(request: StaffRequest, pk: int) -> HttpResponse:
    """Take 免办 or 并入 back."""
    row, form = find(occurrences_for(request.actor), pk=pk), ReasonForm(request.POST, prefix="restore")
    who = {"actor": request.actor, "at": request.at}
    if not form.is_valid():
        return _page(request, row, status=422, restore_form=form)
    act = partial(actions.restore_occurrence, row, form.cleaned_data["reason"], **who)
    attempt(request, act, done="已撤回，这一期重新算应办")
    return redirect("duties:occurrence", pk=pk)
