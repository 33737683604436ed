"""Doors to the leading group as of any day: page, paper, ledger 1."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from xiangfeng.access.scope import may
from xiangfeng.administration.actions.people import note_export
from xiangfeng.administration.queries.people import masked
from xiangfeng.leadership.completeness import check
from xiangfeng.leadership.exports import ledger_rows, roll_paper, unit_text, write_ledger
from xiangfeng.leadership.queries import (
    MANAGE,
    VIEW,
    areas_of,
    charges_of,
    members_of,
    turning_days,
    units_with_groups,
)
from xiangfeng.leadership.staff.asked import day_of, head_of, or_nowhere
from xiangfeng.orgs.models import Unit
from xiangfeng.web.doors import StaffRequest, find, needs
from xiangfeng.web.ledger import xlsx_response
from xiangfeng.web.papers import check_kind, paper_response

PHONES = "orgs.manage"


@needs(VIEW)
@or_nowhere
def group(request: StaffRequest) -> HttpResponse:
    """The leading group of a unit on a day (``?unit=``, ``?on=``), whether it is complete, and its 分工表."""
    head = head_of(request)
    unit, on = head["unit"], head["on"]
    members = list(members_of(unit, on=on))
    areas = areas_of(charges_of(unit, on=on))
    context = head | {
        "rows": [
            {
                "member": one,
                "unit": unit_text(one),
                "areas": areas.get(one.person_id, []),
                "phone": masked(one.person.phone),
            }
            for one in members
        ],
        "check": check((one.post, one.person.name) for one in members),
        "undivided": [one for one in members if not one.is_divided],
        "days": turning_days(unit)[:12],
        "can_manage": may(request.actor, MANAGE, unit),
        "can_export_phones": may(request.actor, PHONES, unit),
    }
    return render(request, "leadership/staff/group.html", context)


def _viewed(request: StaffRequest, pk: int) -> Unit:
    return find(units_with_groups(request.actor), pk=pk)


@needs(VIEW)
def group_file(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    """《领导小组成员名单》 of a day as PDF or DOCX; without phone numbers."""
    unit, on = _viewed(request, pk), day_of(request)
    check_kind(kind)
    paper = roll_paper(unit, list(members_of(unit, on=on)), areas_of(charges_of(unit, on=on)), on=on)
    return paper_response(paper, f"{unit.name}领导小组成员名单（{on:%Y-%m-%d}）", kind)


def _ledger(request: StaffRequest, unit: Unit, *, with_phone: bool) -> HttpResponse:
    on = day_of(request)
    rows = ledger_rows(
        list(members_of(unit, on=on)), areas_of(charges_of(unit, on=on)), with_phone=with_phone
    )
    return xlsx_response(write_ledger(rows), f"{unit.name}领导小组成员（{on:%Y-%m-%d}）")


@needs(VIEW)
def group_xlsx(request: StaffRequest, pk: int) -> HttpResponse:
    """Ledger 1 of a day with masked phone numbers."""
    return _ledger(request, _viewed(request, pk), with_phone=False)


@require_POST
@needs(PHONES)
def group_xlsx_full(request: StaffRequest, pk: int) -> HttpResponse:
    """Ledger 1 of a day with the numbers in full, for who keeps them; that it was taken out is recorded."""
    unit = find(Unit.objects.within(request.actor, PHONES), pk=pk)
    note_export(on=day_of(request), actor=request.actor, at=request.at)
    return _ledger(request, unit, with_phone=True)
