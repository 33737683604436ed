"""Doors to one check: the form as it is filled on the desktop, its result, what may be done with it, clashes."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from xiangfeng.access.scope import may
from xiangfeng.administration.timeline import events_of
from xiangfeng.findings.models import Finding
from xiangfeng.history.queries import entries_for
from xiangfeng.inspections.actions import running
from xiangfeng.inspections.actions.filling import reopen_visit
from xiangfeng.inspections.actions.settling import settle_clash
from xiangfeng.inspections.actions.typing import Filled, Typed, fill_form
from xiangfeng.inspections.forms import HandInForm
from xiangfeng.inspections.models import Clash, Visit, VisitState
from xiangfeng.inspections.queries import visits_for
from xiangfeng.inspections.queries.filling import items_of, reason_against, reason_shut
from xiangfeng.inspections.sheet import Line, lines_of
from xiangfeng.inspections.staff.shared import (
    INSPECT,
    VIEW,
    VIEW_OWN,
    VISIT_KINDS,
    crumbs,
    score_text,
)
from xiangfeng.web.doors import StaffRequest, attempt, find, needs, number
from xiangfeng.web.moves import acts_for, make_move
from xiangfeng.web.papers import kept_response


@needs(VIEW, VIEW_OWN)
def visit(request: StaffRequest, pk: int) -> HttpResponse:
    """One check: the form to be filled, or the result with its deductions."""
    row = find(visits_for(request.actor), pk=pk)
    return _page(request, row, HandInForm(initial=_proposed(request, row)), _lines(row))


@needs(VIEW, VIEW_OWN)
def visit_photo(request: StaffRequest, pk: int, photo: int) -> HttpResponse:
    """One photo of a check, for who sees the check."""
    row = find(visits_for(request.actor), pk=pk)
    one = find(row.photos.select_related("attachment"), pk=photo)
    return kept_response(one.attachment, one.attachment.name)


def _proposed(request: StaffRequest, row: Visit) -> dict[str, Any]:
    members = "、".join(person.name for person in row.party.members.order_by("pk")) if row.party else ""
    names = ("present", "is_confirmed", "remark", "is_typed_back")
    return {
        "visited_on": row.visited_on or request.at.date(),
        "inspectors": row.inspectors or members,
    } | {name: getattr(row, name) for name in names}


def _page(
    request: StaffRequest, row: Visit, form: HandInForm, lines: list[Line], filled: Filled | None = None
) -> HttpResponse:
    bad = [line for line in lines if line.is_bad]
    context = {
        "visit": row,
        "crumbs": _crumbs(request, row),
        "kind": VISIT_KINDS[row.state],
        "lines": lines,
        "bad": bad,
        "lost": sum((line.points for line in bad), Decimal(0)),
        "left": sum(not line.verdict for line in lines),
        "clashes": [line for line in lines if line.clash],
        "score": score_text(row),
        "form": form,
        "filled": filled,
        "why_not": reason_shut(row) or reason_against(row, request.actor),
        "is_open": row.state == VisitState.WAITING,
        "acts": _acts(request, row),
        "events": _events(request, row),
    }
    status = 422 if form.errors or (filled and not filled.is_whole) else 200
    return render(request, "inspections/staff/visit.html", context, status=status)


def _events(request: StaffRequest, row: Visit) -> list[dict[str, Any]]:
    """What was done with the form; each item filled would drown it."""
    entries = entries_for(row).exclude(verb="填检查项").order_by("-at", "-id")
    return events_of(entries[:10], request.actor)


def _lines(row: Visit, typed: dict[str, Typed] | None = None, filled: Filled | None = None) -> list[Line]:
    answers = list(row.answers.order_by("pk"))
    keys = [f"inspections.answer:{answer.pk}" for answer in answers]
    found = Finding.objects.filter(origin_key__in=keys).order_by("pk")
    return lines_of(
        row.inspection.forms.get(row.form, {}),
        answers=answers,
        photos=row.photos.select_related("attachment").order_by("pk"),
        clashes=row.clashes.order_by("pk"),
        typed=typed,
        errors=filled.refused if filled else None,
        findings={one.origin_key: one for one in found},
    )


def _crumbs(request: StaffRequest, row: Visit) -> list[tuple[str, str]]:
    if may(request.actor, VIEW, row.inspection):
        return crumbs(row.inspection)
    if may(request.actor, VIEW, row):
        return [("检查表", reverse("inspections:visits"))]
    return [("本单位检查结果", reverse("inspections:own"))]


def _acts(request: StaffRequest, row: Visit) -> list[dict[str, Any]]:
    """Handing in is the form's own button."""
    acts = acts_for(row, request.actor, reverse("inspections:visit_move", args=[row.pk]))
    return [act for act in acts if act["verb"] != "hand_in"]


@require_POST
@needs(INSPECT)
def visit_fill(request: StaffRequest, pk: int) -> HttpResponse:
    """Keep what was typed, and hand it in when that button was pressed."""
    row = find(Visit.objects.within(request.actor, INSPECT).select_related(*_RELATED), pk=pk)
    wants_in = "hand_in" in request.POST
    form = HandInForm(request.POST)
    is_right = form.is_valid()
    typed = _typed(request, row)
    filled = fill_form(
        row, typed.values(), photos=request.FILES.getlist("photos"), photo_item=request.POST.get("photo_item", ""),
        hand_in=form.cleaned_data if wants_in and is_right else None, actor=request.actor, at=request.at,
    )  # fmt: skip
    if not wants_in:
        form = HandInForm(initial=request.POST.dict())
    if (wants_in and not is_right) or not filled.is_whole:
        return _page(request, row, form, _lines(row, typed, filled), filled)
    _say(request, filled)
    return redirect("inspections:visit", pk=pk)


_RELATED = ("inspection__unit", "site__unit", "site__type", "party")


def _typed(request: StaffRequest, row: Visit) -> dict[str, Typed]:
    """The items as they were sent; those without a verdict were not looked at yet."""
    data = request.POST
    return {
        code: Typed(
            code,
            data[f"v-{code}"],
            number(data.get(f"n-{code}", "").strip()),
            data.get(f"t-{code}", ""),
            number(data.get(f"s-{code}", "")),
        )
        for code in items_of(row)
        if data.get(f"v-{code}")
    }


def _say(request: StaffRequest, filled: Filled) -> None:
    if filled.clashes:
        messages.warning(
            request, f"有 {len(filled.clashes)} 项别人刚填过、和您填的不一样，两份都留着，请在下面选定"
        )
    if filled.is_handed_in:
        messages.success(request, "已交表，得分和检查发现都已登记")
    else:
        messages.success(request, f"已存下 {filled.saved} 项，没交表之前都可以改")


@require_POST
@needs(VIEW)
def visit_move(request: StaffRequest, pk: int) -> HttpResponse:
    """Strike, restore, reopen."""
    row, who = find(visits_for(request.actor), pk=pk), {"actor": request.actor, "at": request.at}
    verbs: dict[str, Any] = {
        "strike": lambda row, note: running.strike_visit(row, reason=note, **who),
        "restore": lambda row, note: running.restore_visit(row, **who),
        "reopen": lambda row, note: reopen_visit(row, reason=note, **who),
    }
    return make_move(request, row, verbs, reverse("inspections:visit", args=[pk]))


@require_POST
@needs(INSPECT)
def clash_settle(request: StaffRequest, pk: int) -> HttpResponse:
    """Say which of two different answers stands."""
    rows = Clash.objects.within(request.actor, INSPECT)
    row = find(rows.select_related(*(f"visit__{name}" for name in _RELATED)), pk=pk)
    act = partial(settle_clash, row, take_other="other" in request.POST, actor=request.actor, at=request.at)
    attempt(request, act, done="已选定")
    return redirect("inspections:visit", pk=row.visit_id)
