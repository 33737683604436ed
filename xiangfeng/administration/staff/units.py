"""Doors to look at units: the tree, the flat ledger, one unit."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from xiangfeng.access.scope import may
from xiangfeng.administration.queries.units import (
    MANAGE,
    VIEW,
    branch_of,
    default_top,
    posts_of,
    unit_rows,
    with_counts,
)
from xiangfeng.administration.timeline import events_of
from xiangfeng.history.queries import entries_for
from xiangfeng.orgs.models import Person, Unit, UnitKind
from xiangfeng.orgs.queries import ancestors_of, units_for
from xiangfeng.web.doors import StaffRequest, find, needs
from xiangfeng.web.ledger import Column, Empty, Filter, Spec, Tab, ledger

SHOWN_EVENTS = 12
SHOWN_BELOW = 100


def _url(row: Any) -> str:
    return reverse("administration:unit", args=[row.pk])


def _state(row: Any) -> tuple[str, str]:
    return ("ok", "在用") if row.is_active else ("idle", "停用")


LIST = Spec(
    title="单位台账",
    columns=(
        Column("name", "名称", lambda row: row.name, sort="name", url=_url),
        Column("kind", "类型", lambda row: row.get_kind_display(), sort="kind"),
        Column("parent", "上级单位", lambda row: row.parent.name if row.parent else "", sort="parent__path"),
        Column("group", "参评类别", lambda row: row.group, sort="group"),
        Column("seq", "排序", lambda row: row.seq, sort="seq", is_numeric=True),
        Column("code", "代码", lambda row: row.code, sort="code"),
        Column("full_name", "全称", lambda row: row.full_name, is_default=False),
        Column("document_code", "机关代字", lambda row: row.document_code, is_default=False),
        Column("seated", "在任人数", lambda row: row.seated, is_numeric=True),
        Column("state", "状态", lambda row: _state(row)[1], tag=_state),
    ),
    filters=(
        Filter("kind", "类型", lambda request: UnitKind.choices, lambda rows, value: rows.filter(kind=value)),
    ),
    tabs=(
        Tab("used", "在用", Q(is_active=True)),
        Tab("retired", "停用", Q(is_active=False)),
        Tab("all", "全部", Q()),
    ),
    search=("name", "full_name", "code"),
    search_label="名称、代码",
    row_url=_url,
    empty=Empty("没有符合条件的单位", "换个条件再筛一次，或者回到单位树新建。"),
    template="administration/staff/unit_list.html",
)  # fmt: skip


@needs(VIEW)
def units(request: StaffRequest) -> HttpResponse:
    """The tree, one branch at a time: ``?top=`` names the unit at its root."""
    wanted = request.GET.get("top", "") or default_top(request.actor)
    top = find(units_for(request.actor), pk=wanted)
    with_retired = request.GET.get("retired") == "1"
    branch = branch_of(top, request.actor, on=request.at.date(), with_retired=with_retired)
    context = {
        "branch": branch,
        "top": top,
        "with_retired": with_retired,
        "can_manage": may(request.actor, MANAGE, top),
        "can_see_file": may(request.actor, "assessments.view", top),
    }
    return render(request, "administration/staff/units.html", context)


@needs(VIEW)
def unit_list(request: StaffRequest) -> HttpResponse:
    """All units in reach, flat, with filters and xlsx."""
    return ledger(request, unit_rows(request.actor, on=request.at.date()), LIST)


@needs(VIEW)
def unit(request: StaffRequest, pk: int) -> HttpResponse:
    """One unit: particulars, posts and who sits there, people, what hangs below, what was done."""
    row = find(units_for(request.actor).select_related("parent"), pk=pk)
    today = request.at.date()
    below = with_counts(Unit.objects.filter(parent=row), on=today).order_by("-is_active", "seq", "id")
    entries = entries_for(row).order_by("-at", "-id")[:SHOWN_EVENTS]
    context = {
        "unit": row,
        "above": [one for one in ancestors_of(row) if may(request.actor, VIEW, one)],
        "posts": posts_of(row, on=today),
        "people": Person.objects.filter(unit=row).order_by("name", "id")[:SHOWN_BELOW],
        "below": below[:SHOWN_BELOW],
        "events": events_of(entries, request.actor),
        "can_manage": may(request.actor, MANAGE, row),
        "can_see_file": may(request.actor, "assessments.view", row),
    }
    return render(request, "administration/staff/unit.html", context)
