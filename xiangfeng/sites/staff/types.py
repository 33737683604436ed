"""Doors to the types of sites."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from xiangfeng.access.scope import may
from xiangfeng.administration.staff.pages import form_page
from xiangfeng.base.paths import ancestors
from xiangfeng.orgs.models import Unit
from xiangfeng.sites.actions import types as actions
from xiangfeng.sites.actions.installing import install_types
from xiangfeng.sites.forms import TypeForm
from xiangfeng.sites.models import Checklist, SiteType
from xiangfeng.sites.queries import MANAGE, VIEW, page_types, upper_units
from xiangfeng.sites.staff.shared import chosen_unit, who
from xiangfeng.web.doors import StaffRequest, attempt, fill, find, needs


@needs(VIEW)
def types(request: StaffRequest) -> HttpResponse:
    """The types of one unit in order, and those it takes from above."""
    unit, units = chosen_unit(request, VIEW)
    rows = page_types(unit)
    own = [one for one in rows if one.unit_id == unit.pk]
    context = {
        "unit": unit,
        "units": units,
        "own": own,
        "upper": [one for one in rows if one.unit_id != unit.pk],
        "can_manage": may(request.actor, MANAGE, unit),
    }
    return render(request, "sites/staff/types.html", context)


def _url(unit_id: int) -> str:
    return f"{reverse('sites:types')}?unit={unit_id}"


@require_POST
@needs(MANAGE)
def install(request: StaffRequest, pk: int) -> HttpResponse:
    """Take the nine usual types with their checklists."""
    unit = find(upper_units(request.actor, MANAGE), pk=pk)
    act = partial(install_types, unit, **who(request))
    attempt(request, act, done="九类点位和检查表已装入，请按本地办法核对分值")
    return redirect(_url(pk))


def _checklists(unit: Unit, besides: int | None = None) -> QuerySet[Checklist]:
    """Those in use of the unit and above, and the one a type has."""
    rows = Checklist.objects.filter(unit__path__in=ancestors(unit.path, with_self=True))
    return (rows.filter(is_active=True) | rows.filter(pk=besides or 0)).order_by("-unit__path", "name")


@needs(MANAGE)
def new(request: StaffRequest, pk: int) -> HttpResponse:
    """A new type."""
    unit = find(upper_units(request.actor, MANAGE), pk=pk)
    form = TypeForm(request.POST or None, checklists=_checklists(unit))
    act = partial(actions.add_type, unit, **who(request))
    if request.method == "POST" and (made := fill(form, lambda: act(**form.cleaned_data))):
        messages.success(request, f"已新增类型“{made.name}”")
        return redirect(_url(pk))
    crumbs = [("点位类型", _url(pk))]
    return form_page(request, form, title="新增点位类型", submit="新增", crumbs=crumbs, note=unit.name)


def _row(request: StaffRequest, pk: int) -> SiteType:
    return find(
        SiteType.objects.within(request.actor, MANAGE).select_related("unit", "checklist__unit"), pk=pk
    )


@needs(MANAGE)
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a type's name and checklist."""
    row = _row(request, pk)
    initial: dict[str, Any] = {"name": row.name, "checklist": row.checklist_id}
    checklists = _checklists(row.unit, row.checklist_id)
    form = TypeForm(request.POST or None, initial=initial, checklists=checklists)
    act = partial(actions.edit_type, row, **who(request))
    if request.method == "POST" and fill(form, lambda: act(**form.cleaned_data)):
        messages.success(request, "已保存")
        return redirect(_url(row.unit_id))
    crumbs = [("点位类型", _url(row.unit_id))]
    hint = "正在进行的检查仍用派发时的检查表。"
    return form_page(request, form, title=f"修改类型{row.name}", submit="保存", crumbs=crumbs, hint=hint)


@require_POST
@needs(MANAGE)
def change(request: StaffRequest, pk: int) -> HttpResponse:
    """One place up or down, out of use, back into use."""
    row, verb = _row(request, pk), request.POST.get("verb", "")
    if verb in ("up", "down"):
        act = partial(actions.move_type, row, is_up=verb == "up", **who(request))
        attempt(request, act, done=f"“{row.name}”已{'上移' if verb == 'up' else '下移'}")
    else:
        is_active = verb == "restore"
        act = partial(actions.use_type, row, is_active=is_active, **who(request))
        attempt(request, act, done=f"“{row.name}”已{'恢复' if is_active else '停用'}")
    return redirect(_url(row.unit_id))
