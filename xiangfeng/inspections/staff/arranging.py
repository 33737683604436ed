"""Doors to what goes into an inspection: sites by filter and tick, parties, who goes where."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from xiangfeng.administration.staff.pages import form_page
from xiangfeng.inspections.actions import arranging as actions
from xiangfeng.inspections.forms import PartyForm
from xiangfeng.inspections.models import Inspection, Party
from xiangfeng.inspections.queries.inspections import people_to_send, sites_to_check
from xiangfeng.inspections.queries.readiness import cap_of, visits_by_unit
from xiangfeng.inspections.staff.shared import MANAGE, crumbs, found
from xiangfeng.web.doors import StaffRequest, attempt, fill, find, needs, number


def picked(request: StaffRequest, name: str) -> list[int]:
    """The ticked rows of a form."""
    return [pk for text in request.POST.getlist(name) if (pk := number(text))]


@needs(MANAGE)
def sites(request: StaffRequest, pk: int) -> HttpResponse:
    """The sites that may go in, by type and unit, with how often their unit was visited this year; ticked ones go in."""
    row = find(Inspection.objects.within(request.actor, MANAGE).select_related("unit"), pk=pk)
    free = sites_to_check(row)
    if request.method == "POST":
        chosen = free.filter(pk__in=picked(request, "site"))
        act = partial(actions.add_sites, row, actor=request.actor, at=request.at)
        if attempt(request, lambda: act(chosen), done="点位已加进来"):
            return redirect("inspections:inspection", pk=pk)
    rows = list(free)
    wanted = {key: number(request.GET.get(key, "")) for key in ("type", "unit")}
    shown = [
        site for site in rows if wanted["type"] in (0, site.type_id) and wanted["unit"] in (0, site.unit_id)
    ]
    context = {
        "row": row,
        "crumbs": crumbs(row),
        "groups": _groups(row, shown),
        "wanted": wanted,
        "count": len(shown),
    }
    return render(request, "inspections/staff/sites.html", context | _choices(rows))


def _choices(rows: list[Any]) -> dict[str, Any]:
    types = {site.type_id: site.type for site in rows}
    units = {site.unit_id: site.unit for site in rows}
    return {"types": list(types.values()), "units": list(units.values())}


def _groups(row: Inspection, shown: list[Any]) -> list[dict[str, Any]]:
    """The sites under their units, each unit with its visits of the year against the cap."""
    year = row.starts_on.year
    units = {site.unit_id: site.unit for site in shown}
    made, cap = visits_by_unit(units, year), cap_of(row.unit, year)
    return [
        {
            "unit": unit,
            "made": made.get(pk, 0),
            "cap": cap,
            "is_full": made.get(pk, 0) >= cap,
            "sites": [site for site in shown if site.unit_id == pk],
        }
        for pk, unit in units.items()
    ]


@require_POST
@needs(MANAGE)
def sites_remove(request: StaffRequest, pk: int) -> HttpResponse:
    """Take ticked sites out again, or give them to a party: one list, two buttons."""
    row = found(request, pk, MANAGE)
    chosen = [visit for visit in row.visits.all() if visit.pk in picked(request, "visit")]
    who: dict[str, Any] = {"actor": request.actor, "at": request.at}
    if "remove" in request.POST:
        attempt(request, lambda: actions.remove_sites(row, chosen, **who), done="点位已去掉")
    else:
        wanted = number(request.POST.get("party", ""))
        party = find(Party.objects.within(request.actor, MANAGE).filter(inspection=row), pk=wanted)
        attempt(request, lambda: actions.assign_visits(party, chosen, **who), done=f"已分给{party.name}")
    return redirect("inspections:inspection", pk=pk)


@needs(MANAGE)
def party_new(request: StaffRequest, pk: int) -> HttpResponse:
    """Form a party."""
    row = find(Inspection.objects.within(request.actor, MANAGE).select_related("unit"), pk=pk)
    taken = row.parties.count()
    names = ("一组", "二组", "三组", "四组", "五组", "六组")
    initial = {"name": names[taken] if taken < len(names) else ""}
    return _party_page(request, row, partial(actions.add_party, row), initial, "编检查组")


@needs(MANAGE)
def party_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change who is in a party."""
    party = find(Party.objects.within(request.actor, MANAGE).select_related("inspection__unit"), pk=pk)
    initial = {"name": party.name, "members": list(party.members.all())}
    act = partial(actions.edit_party, party)
    return _party_page(request, party.inspection, act, initial, f"改{party.name}")


def _party_page(
    request: StaffRequest, row: Inspection, act: Any, initial: dict[str, Any], title: str
) -> HttpResponse:
    form = PartyForm(
        request.POST or None, initial=initial, people=people_to_send(row.unit, request.at.date())
    )
    if request.method == "POST" and fill(
        form, lambda: act(**form.cleaned_data, actor=request.actor, at=request.at)
    ):
        messages.success(request, "已保存")
        return redirect("inspections:inspection", pk=row.pk)
    return form_page(request, form, title=title, submit="保存", crumbs=crumbs(row))


@require_POST
@needs(MANAGE)
def party_remove(request: StaffRequest, pk: int) -> HttpResponse:
    """Dissolve a party."""
    party = find(Party.objects.within(request.actor, MANAGE).select_related("inspection__unit"), pk=pk)
    back_to = reverse("inspections:inspection", args=[party.inspection_id])
    attempt(
        request, lambda: actions.remove_party(party, actor=request.actor, at=request.at), done="检查组已撤"
    )
    return redirect(back_to)
