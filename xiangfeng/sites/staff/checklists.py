"""Doors to checklists and their items."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from xiangfeng.access.scope import may
from xiangfeng.administration.staff.pages import form_page
from xiangfeng.administration.timeline import events_of
from xiangfeng.history.queries import entries_for
from xiangfeng.regulations.queries import norms_for
from xiangfeng.scoring.scheme import plain
from xiangfeng.sites.actions import checklists as actions
from xiangfeng.sites.forms import ChecklistForm, CopyForm, ItemForm
from xiangfeng.sites.models import Checklist, ChecklistItem, Topic
from xiangfeng.sites.queries import MANAGE, VIEW, counted_checklists_for
from xiangfeng.sites.staff.shared import chosen_unit, who
from xiangfeng.web.doors import StaffRequest, attempt, fill, find, needs, number
from xiangfeng.web.ledger import Column, Empty, Spec, Tab, ledger

CRUMB = "检查表"


def _url(row: Checklist) -> str:
    return reverse("sites:checklist", args=[row.pk])


SPEC = Spec(
    title="检查表",
    columns=(
        Column("name", "名称", lambda row: row.name, sort="name", url=_url),
        Column("unit", "制定单位", lambda row: row.unit.name, sort="unit__path"),
        Column("items", "检查项", lambda row: row.item_count, sort="item_count", is_numeric=True),
        Column("total", "总分", lambda row: plain(row.total), sort="total", is_numeric=True),
        Column("uses", "几类点位在用", lambda row: row.uses, sort="uses", is_numeric=True),
        Column("basis", "依据", lambda row: row.basis),
        Column("is_active", "状态", lambda row: "在用" if row.is_active else "停用",
               tag=lambda row: ("ok", "在用") if row.is_active else ("idle", "停用")),
    ),
    tabs=(Tab("active", "在用", Q(is_active=True)), Tab("stopped", "停用", Q(is_active=False)), Tab("all", "全部", Q())),
    empty=Empty("这里没有检查表", "在“点位类型”页可以一次装入九类点位的检查表，也可以自己建。"),
    note="检查派发时各存一份，之后改表不影响",
    search=("name", "basis"),
    search_label="名称、依据",
)  # fmt: skip


@needs(VIEW)
def checklists(request: StaffRequest) -> HttpResponse:
    """The checklists of the own units and of those above."""
    url = reverse("sites:checklist_new") if request.actor.can(MANAGE) else ""
    return ledger(request, counted_checklists_for(request.actor), SPEC, new_url=url, new_label="新建检查表")


@needs(VIEW)
def checklist(request: StaffRequest, pk: int) -> HttpResponse:
    """One checklist: its items, the types checked by it; for who keeps it, changing each item."""
    row = find(Checklist.objects.within(request.actor, VIEW).select_related("unit"), pk=pk)
    items = list(row.items.select_related("norm").order_by("seq", "id"))
    can_manage = may(request.actor, MANAGE, row)
    topics = {topic: sum((one.points for one in items if one.topic == topic), start=0) for topic in Topic}
    context = {
        "row": row,
        "items": items,
        "total": sum(one.points for one in items),
        "topics": [(Topic(topic).label, points) for topic, points in topics.items() if points],
        "types": list(row.types.filter(is_active=True).select_related("unit").order_by("unit__path", "seq")),
        "can_manage": can_manage,
        "can_copy": request.actor.can(MANAGE),
        "events": events_of(entries_for(row).order_by("-at", "-id")[:12], request.actor),
    }
    return render(request, "sites/staff/checklist.html", context)


@needs(MANAGE)
def new(request: StaffRequest) -> HttpResponse:
    """An empty checklist for the own unit."""
    unit, _ = chosen_unit(request, MANAGE)
    form = ChecklistForm(request.POST or None)
    if request.method == "POST":
        act = partial(actions.create_checklist, unit, **who(request))
        made = fill(form, lambda: act(name=form.cleaned_data["name"], basis=form.cleaned_data["basis"]))
        if made:
            messages.success(request, f"已建“{made.name}”，请加检查项")
            return redirect("sites:checklist", pk=made.pk)
    crumbs = [(CRUMB, reverse("sites:checklists"))]
    return form_page(request, form, title="新建检查表", submit="新建", crumbs=crumbs, note=unit.name)


@needs(MANAGE)
def copy(request: StaffRequest, pk: int) -> HttpResponse:
    """The own unit's copy of a checklist, the county's for instance."""
    source = find(Checklist.objects.within(request.actor, VIEW).select_related("unit"), pk=pk)
    unit, _ = chosen_unit(request, MANAGE)
    name = source.name if source.unit_id != unit.pk else f"{source.name}（副本）"
    form = CopyForm(request.POST or None, initial={"name": name[:60]})
    if request.method == "POST":
        act = partial(actions.copy_checklist, source, unit, **who(request))
        made = fill(form, lambda: act(name=form.cleaned_data["name"]))
        if made:
            messages.success(
                request, f"已复制为{unit.name}的“{made.name}”，可以改了；要用它，请到“点位类型”里选上"
            )
            return redirect("sites:checklist", pk=made.pk)
    note = f"从{source.unit.name}“{source.name}”复制到{unit.name}"
    return form_page(request, form, title="复制检查表", submit="复制", crumbs=_crumbs(source), note=note)


def _crumbs(row: Checklist) -> list[tuple[str, str]]:
    return [(CRUMB, reverse("sites:checklists")), (row.name, _url(row))]


def _own(request: StaffRequest, pk: int) -> Checklist:
    return find(Checklist.objects.within(request.actor, MANAGE).select_related("unit"), pk=pk)


@needs(MANAGE)
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change name and basis."""
    row = _own(request, pk)
    initial = {"name": row.name, "basis": row.basis, "revision": row.revision}
    form = ChecklistForm(request.POST or None, initial=initial)
    act = partial(actions.edit_checklist, row, **who(request))
    if request.method == "POST" and fill(form, lambda: act(**_seen(form.cleaned_data))):
        messages.success(request, "已保存")
        return redirect(_url(row))
    return form_page(request, form, title=f"修改{row.name}", submit="保存", crumbs=_crumbs(row))


def _seen(data: dict[str, Any]) -> dict[str, Any]:
    """The cleaned data with a revision in any case: a hidden box may have been emptied."""
    return data | {"revision": data["revision"] or 0}


@require_POST
@needs(MANAGE)
def use(request: StaffRequest, pk: int) -> HttpResponse:
    """Out of use, or back into use."""
    row, is_active = _own(request, pk), request.POST.get("verb") == "restore"
    seen = number(request.POST.get("revision", ""))
    act = partial(actions.use_checklist, row, revision=seen, is_active=is_active, **who(request))
    attempt(request, act, done=f"“{row.name}”已{'恢复' if is_active else '停用'}")
    return redirect(_url(row))


@needs(MANAGE)
def item_new(request: StaffRequest, pk: int) -> HttpResponse:
    """One more item at the end."""
    return _item_page(request, _own(request, pk), None)


@needs(MANAGE)
def item_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change an item."""
    item = _item(request, pk)
    return _item_page(request, item.checklist, item)


def _item(request: StaffRequest, pk: int) -> ChecklistItem:
    rows = ChecklistItem.objects.within(request.actor, MANAGE)
    return find(rows.select_related("checklist__unit", "norm__unit"), pk=pk)


def _item_page(request: StaffRequest, row: Checklist, item: ChecklistItem | None) -> HttpResponse:
    initial: dict[str, Any] = {"revision": row.revision}
    if item is not None:
        initial |= {name: getattr(item, name) for name in actions.ITEM_FIELDS}
        initial |= {"points": plain(item.points), "each": plain(item.each)}
    form = ItemForm(request.POST or None, initial=initial, norms=norms_for(row.unit).select_related("unit"))
    act = partial(actions.save_item, row, item, **who(request))
    if request.method == "POST" and fill(form, lambda: act(**_seen(form.cleaned_data))):
        messages.success(request, "已保存" if item else "已加上")
        return redirect(_url(row))
    title, submit = ("修改检查项", "保存") if item else ("加检查项", "加上")
    return form_page(request, form, title=title, submit=submit, crumbs=_crumbs(row))


@require_POST
@needs(MANAGE)
def item_change(request: StaffRequest, pk: int) -> HttpResponse:
    """One place up or down, or off the list."""
    item, verb = _item(request, pk), request.POST.get("verb", "")
    given = {"revision": number(request.POST.get("revision", "")), **who(request)}
    if verb == "remove":
        attempt(request, partial(actions.remove_item, item, **given), done=f"已删“{item.title}”")
    else:
        act = partial(actions.move_item, item, is_up=verb == "up", **given)
        attempt(request, act, done=f"“{item.title}”已{'上移' if verb == 'up' else '下移'}")
    return redirect(_url(item.checklist))
