"""A 制度 with how it is kept: articles at the left, the chosen article's duties and proofs at the right (mock j)."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse

from xiangfeng.duties import exports, lights, rules
from xiangfeng.duties.queries import MANAGE, VIEW, standing_of
from xiangfeng.duties.staff.calendar import chosen_year
from xiangfeng.regulations.models import Regulation, RegulationState
from xiangfeng.web.doors import StaffRequest, find, needs, number

STATE_KINDS = {"draft": "idle", "review": "info", "reviewed": "info", "in_force": "ok", "repealed": "idle"}


def _find(request: StaffRequest, pk: int) -> Regulation:
    rows = Regulation.objects.within(request.actor, "regulations.view").select_related("unit")
    return find(rows, pk=pk)


@needs(VIEW)
def regulation(request: StaffRequest, pk: int) -> HttpResponse:
    """The live proof of every article of a 制度."""
    row, today, year = _find(request, pk), request.at.date(), chosen_year(request)
    wanted = number(request.GET.get("article", ""))
    standing = standing_of(row, request.actor, year=year, today=today, chosen=wanted)
    days = standing.days
    context = {
        "regulation": row,
        "state_kind": STATE_KINDS[row.state],
        "standing": standing,
        "year": year,
        "duties": [
            (duty, rules.in_words(duty), [(one, lights.tag(one, today, days)) for one in rows])
            for duty, rows in standing.duties
        ],
        "can_add": request.actor.can(MANAGE) and row.state == RegulationState.IN_FORCE,
        "text_url": _text_url(row),
    }
    return render(request, "duties/staff/regulation.html", context)


def _text_url(row: Regulation) -> str:
    try:
        return reverse("regulations:regulation", args=[row.pk])
    except NoReverseMatch:
        return ""


@needs(VIEW)
def export(request: StaffRequest, pk: int) -> HttpResponse:
    """落实情况 as xlsx: every duty of the 制度 with each of its occurrences of the year."""
    row, year, today = _find(request, pk), chosen_year(request), request.at.date()
    data = exports.standing_xlsx(
        row, standing_of(row, request.actor, year=year, today=today), year=year, today=today
    )
    return exports.answer(data, f"{row.title}{year}年落实情况.xlsx")
