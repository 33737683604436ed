"""Doors to draws: drawing, the record that anyone can draw again from, voiding."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from xiangfeng.access.scope import may
from xiangfeng.administration.staff.pages import form_page
from xiangfeng.base.drawing import lot
from xiangfeng.inspections.actions import drawing as actions
from xiangfeng.inspections.codes import new_seed
from xiangfeng.inspections.forms import MemberDrawForm, PartyDrawForm, ReasonForm, SiteDrawForm
from xiangfeng.inspections.models import Draw, DrawKind, Inspection, InspectionState
from xiangfeng.inspections.queries import draws_for
from xiangfeng.inspections.queries.inspections import people_to_send, sites_to_check
from xiangfeng.inspections.replay import PARTY, drawn_again
from xiangfeng.inspections.staff.shared import MANAGE, VIEW, crumbs
from xiangfeng.orgs.models import Unit
from xiangfeng.sites.models import SiteType
from xiangfeng.web.doors import StaffRequest, fill, find, needs

TITLES = {
    "sites": ("抽点位", "抽签"),
    "members": ("抽检查人", "抽签"),
    "parties": ("抽哪个组去哪个村", "抽签"),
}
NOTES = {
    "sites": "按点位类型和责任单位定候选名单，抽签前先把种子念出来；抽签记录里有名单、种子和办法，谁都能再抽一遍。",
    "members": "从候选人里给每个组抽人；要回避的人不会抽到查自己单位的组。",
    "parties": "同一个村的点位归同一个组；组里有这个村的人，这个组就不会抽到这个村。",
}


@needs(MANAGE)
def draw_new(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    """Draw: the seed is shown before, or typed as a witness calls it out."""
    row = find(Inspection.objects.within(request.actor, MANAGE).select_related("unit"), pk=pk)
    if kind not in TITLES:
        raise Http404("没有这种抽签")
    seed = new_seed()
    form = _form(request, row, kind, {"seed": seed, "proposed": seed})
    if request.method == "POST" and (
        made := fill(form, lambda: _draw(request, row, kind, form.cleaned_data))
    ):
        messages.success(request, f"抽签完成，种子 {made.seed}")
        return redirect("inspections:draw", pk=made.pk)
    title, submit = TITLES[kind]
    return form_page(
        request, form, title=title, submit=submit, crumbs=crumbs(row), hint="抽签记录不能删，只能写明理由作废。",
        note=NOTES[kind],
    )  # fmt: skip


def _form(request: StaffRequest, row: Inspection, kind: str, initial: dict[str, Any]) -> Any:
    data = request.POST or None
    if kind == "sites":
        free = sites_to_check(row)
        types = SiteType.objects.filter(pk__in=free.order_by().values("type_id")).order_by("seq", "pk")
        units = Unit.objects.filter(pk__in=free.order_by().values("unit_id")).order_by("path")
        return SiteDrawForm(data, initial=initial, types=types, units=units)
    if kind == "members":
        return MemberDrawForm(data, initial=initial, people=people_to_send(row.unit, request.at.date()))
    return PartyDrawForm(data, initial=initial)


def _draw(request: StaffRequest, row: Inspection, kind: str, data: dict[str, Any]) -> Draw:
    rest: dict[str, Any] = {
        "seed": data["seed"], "witness": data["witness"], "actor": request.actor, "at": request.at,
    }  # fmt: skip
    if kind == "parties":
        return actions.deal_parties(row, **rest)
    if kind == "members":
        return actions.draw_members(row, pool=data["people"], each=data["each"], **rest)
    pool = sites_to_check(row)
    if data["types"]:
        pool = pool.filter(type__in=data["types"])
    if data["units"]:
        pool = pool.filter(unit__in=data["units"])
    return actions.draw_sites(row, pool=pool, wanted=data["wanted"], bottoms=data["bottoms"] or 0, **rest)


@needs(VIEW)
def draw(request: StaffRequest, pk: int) -> HttpResponse:
    """The record: pool, seed, method, what was drawn; ``?again=1`` draws again from it and says whether it is the same."""
    row = find(draws_for(request.actor), pk=pk)
    again = drawn_again(row) if request.GET.get("again") else None
    can_void = (
        not row.void_reason
        and row.inspection.state == InspectionState.DRAFT
        and may(request.actor, MANAGE, row)
    )
    context = {
        "draw": row,
        "crumbs": crumbs(row.inspection),
        "lines": _lines(row),
        "is_sites": row.kind == DrawKind.SITES,
        "again": again is not None,
        "is_equal": again == row.picked,
        "can_void": can_void,
        "pool_count": sum(one["group"] != PARTY for one in row.pool),
        "first": next((one["id"] for one in row.pool if one["group"] != PARTY), 0),
        "parties": [one for one in row.pool if one["group"] == PARTY],
    }
    return render(request, "inspections/staff/draw.html", context)


def _lines(row: Draw) -> list[dict[str, Any]]:
    """The candidates in the order of their lots, with what became of each."""
    parties = {one["id"]: one["name"] for one in row.pool if one["group"] == PARTY}
    picked = dict.fromkeys(row.picked, "") if row.kind == DrawKind.SITES else dict(map(tuple, row.picked))
    prefix = row.seed if row.kind == DrawKind.SITES else f"{row.seed}:place"
    lines = [
        {
            "id": one["id"],
            "name": one["name"],
            "group": one["group"],
            "lot": lot(prefix, one["id"]),
            "is_in": one["id"] in picked,
            "is_must": one["id"] in row.must,
            "party": parties.get(picked.get(one["id"]), ""),
            "barred": "、".join(parties[party] for party in one.get("barred", ())),
        }
        for one in row.pool
        if one["group"] != PARTY
    ]
    return sorted(lines, key=lambda line: line["lot"])


@needs(MANAGE)
def draw_void(request: StaffRequest, pk: int) -> HttpResponse:
    """Say that a draw does not count."""
    rows = Draw.objects.within(request.actor, MANAGE).select_related("inspection__unit")
    row = find(rows, pk=pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST":
        act = partial(actions.void_draw, row, actor=request.actor, at=request.at)
        fill(form, lambda: act(**form.cleaned_data))
        if not form.errors:
            messages.success(request, "这次抽签已作废，记录保留")
            return redirect("inspections:draw", pk=pk)
    way = [*crumbs(row.inspection), ("抽签记录", reverse("inspections:draw", args=[pk]))]
    return form_page(
        request, form, title="作废抽签", submit="作废", crumbs=way, note="抽进来的点位或人会一起退出。"
    )
