"""Doors to the ledger of sites, one site, adding, changing, stopping."""

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
from xiangfeng.history.queries import entries_for
from xiangfeng.sites import actions
from xiangfeng.sites.actions.sites import FIELDS
from xiangfeng.sites.exports import COLUMNS, TABS, score_tag, site_url
from xiangfeng.sites.forms import SiteForm
from xiangfeng.sites.models import Site
from xiangfeng.sites.queries import (
    MANAGE,
    VIEW,
    VIEW_OWN,
    managed_units,
    own_sites_for,
    sites_for,
    types_for,
    types_offered,
    units_with_sites,
)
from xiangfeng.sites.staff.shared import who
from xiangfeng.web.doors import StaffRequest, attempt, fill, find, needs
from xiangfeng.web.ledger import Empty, Filter, Spec, ledger


def _type_names(request: Any) -> list[tuple[str, str]]:
    names = dict.fromkeys(types_for(request.actor).values_list("name", flat=True))
    return [(name, name) for name in names]


def _unit_names(request: Any) -> list[tuple[str, str]]:
    return [(str(pk), name) for pk, name in units_with_sites(request.actor).values_list("pk", "name")]


SPEC = Spec(
    title="点位",
    columns=COLUMNS,
    tabs=TABS,
    empty=Empty(
        "这里没有点位",
        "点位是检查要去的地方：公厕、学校、集市、村组……登记后可以抽查、画在地图上。先在“点位类型”里装入类型和检查表，再逐个登记或导入 Excel。",
    ),
    filters=(
        Filter("type", "类型", _type_names, lambda rows, value: rows.filter(type__name=value)),
        Filter("unit", "责任单位", _unit_names, lambda rows, value: rows.filter(unit_id=value)),
    ),
    search=("code", "name", "address", "keeper"),
    search_label="编号、名称、地址、责任人",
    row_url=site_url,
    file_name="点位台账",
    is_numbered=False,
    template="sites/staff/sites.html",
)

OWN_SPEC = Spec(
    title="本单位点位",
    columns=tuple(one for one in COLUMNS if one.key != "unit"),
    empty=Empty(
        "还没有登记本单位的点位", "镇创建办登记后会出现在这里；检查就到这些地方去，按类型的检查表打分。"
    ),
    note="检查会去的地方，按检查表打分",
    row_url=site_url,
)


@needs(VIEW)
def sites(request: StaffRequest) -> HttpResponse:
    """Ledger 19: 在用, 低分, 没查过, 停用."""
    context: dict[str, Any] = {}
    if request.actor.can(MANAGE):
        context |= {
            "import_url": reverse("sites:import"),
            "new_url": reverse("sites:new"),
            "new_label": "登记点位",
        }
    rows = sites_for(request.actor).filter(Site.scope.q(request.actor, VIEW))
    return ledger(request, rows, SPEC, **context)


@needs(VIEW_OWN)
def own(request: StaffRequest) -> HttpResponse:
    """The sites in use for which the own unit answers."""
    return ledger(request, own_sites_for(request.actor).filter(is_active=True), OWN_SPEC)


@needs(VIEW, VIEW_OWN)
def site(request: StaffRequest, pk: int) -> HttpResponse:
    """One site: what it is, how it was last found, what it is checked by."""
    row, actor = find(sites_for(request.actor), pk=pk), request.actor
    checklist = row.type.checklist
    items = checklist.items.select_related("norm").order_by("seq", "id") if checklist else ()
    is_upper = may(actor, VIEW, row)
    context = {
        "row": row,
        "score": score_tag(row),
        "checklist": checklist,
        "items": list(items),
        "is_upper": is_upper,
        "findings_url": _above("findings", row) if is_upper and actor.can("findings.view") else "",
        "inspections_url": _above("inspections", row) if is_upper and actor.can("inspections.view") else "",
        "can_manage": may(actor, MANAGE, row),
        "acts": _acts(row),
        "events": events_of(entries_for(row).order_by("-at", "-id")[:14], actor),
    }
    return render(request, "sites/staff/site.html", context)


def _above(app: str, row: Site) -> str:
    """The list of an app above, narrowed to one site; by its address, because names of apps above are not known here."""
    return f"/work/{app}/?site={row.pk}"


def _acts(row: Site) -> list[dict[str, Any]]:
    act: dict[str, Any] = {"url": reverse("sites:use", args=[row.pk]), "note_label": "理由", "reason": ""}
    if row.is_active:
        effect = "以后的检查和抽签不再有它，以前的记录都留着；可以恢复。"
        return [act | {"verb": "stop", "title": "停用", "effect": effect, "has_note": True, "is_grave": True}]
    effect = "以后的检查和抽签又会有它。"
    return [
        act | {"verb": "restore", "title": "恢复", "effect": effect, "has_note": False, "is_grave": False}
    ]


@needs(MANAGE)
def new(request: StaffRequest) -> HttpResponse:
    """Register a site."""
    given: dict[str, Any] = {"units": managed_units(request.actor), "types": types_offered(request.actor)}
    initial = {"unit": request.GET.get("unit", ""), "type": request.GET.get("type", "")}
    form = SiteForm(request.POST or None, initial=initial, **given)
    if request.method == "POST" and (made := fill(form, lambda: _add(request, form.cleaned_data))):
        messages.success(request, f"已登记“{made.name}”，编号 {made.code}")
        return redirect("sites:site", pk=made.pk)
    hint = "" if given["types"] else "还没有点位类型，请先到“点位类型”装入"
    crumbs = [("点位", reverse("sites:sites"))]
    return form_page(request, form, title="登记点位", submit="登记", crumbs=crumbs, hint=hint)


def _add(request: StaffRequest, data: dict[str, Any]) -> Site:
    fields = {name: data[name] for name in FIELDS if name != "unit"}
    return actions.add_site(data["unit"], **fields, **who(request))


@needs(MANAGE)
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a site."""
    rows = Site.objects.within(request.actor, MANAGE).select_related("unit", "type__unit")
    row = find(rows, pk=pk)
    given: dict[str, Any] = {
        "units": managed_units(request.actor),
        "types": types_offered(request.actor, besides=row.type),
    }
    initial = {name: getattr(row, name) for name in (*FIELDS, "revision")}
    form = SiteForm(request.POST or None, initial=initial | _plain(row), **given)
    if request.method == "POST" and fill(form, lambda: _edit(request, row, form.cleaned_data)):
        messages.success(request, "已保存")
        return redirect("sites:site", pk=pk)
    crumbs = [("点位", reverse("sites:sites")), (row.name, site_url(row))]
    return form_page(request, form, title=f"修改{row.name}", submit="保存", crumbs=crumbs)


def _plain(row: Site) -> dict[str, str]:
    """The coordinates as they were typed: 104.1, not 104.100000."""
    return {
        name: f"{value.normalize():f}" for name in ("x", "y") if (value := getattr(row, name)) is not None
    }


def _edit(request: StaffRequest, row: Site, data: dict[str, Any]) -> Site:
    fields = {name: data[name] for name in FIELDS}
    return actions.edit_site(row, revision=data["revision"] or 0, **fields, **who(request))


@require_POST
@needs(MANAGE)
def use(request: StaffRequest, pk: int) -> HttpResponse:
    """Stop a site with a reason, or take it back."""
    row = find(Site.objects.within(request.actor, MANAGE).select_related("unit"), pk=pk)
    if request.POST.get("verb") == "restore":
        act = partial(actions.restore_site, row, **who(request))
    else:
        reason = request.POST.get("note", "")[:300]
        act = partial(actions.stop_site, row, reason=reason, **who(request))
    attempt(request, act, done=f"“{row.name}”已{'恢复' if request.POST.get('verb') == 'restore' else '停用'}")
    return redirect("sites:site", pk=pk)
