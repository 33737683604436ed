"""Doors to the environment registers: the lists, one row with its checks, taking over a list."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from xiangfeng.access.scope import may
from xiangfeng.administration.staff.pages import form_page
from xiangfeng.administration.timeline import events_of
from xiangfeng.base.errors import Refused
from xiangfeng.history.queries import entries_for
from xiangfeng.tasks.queries.waits import own_units
from xiangfeng.upkeep.actions import items as actions
from xiangfeng.upkeep.forms import CheckForm, ItemForm, ListFileForm
from xiangfeng.upkeep.models import Item
from xiangfeng.upkeep.queries.rows import (
    MANAGE,
    RECORD,
    VIEW,
    VIEW_OWN,
    items_for,
    spots_for,
    units_to_record,
)
from xiangfeng.upkeep.register_list import Read, lines_of, preview_of, read_list, write_blank
from xiangfeng.upkeep.register_specs import facts_of, is_seated, register_spec
from xiangfeng.upkeep.registers import BY_KEY, REGISTERS, Register
from xiangfeng.web.doors import StaffRequest, attempt, fill, find, needs, number
from xiangfeng.web.ledger import ledger, xlsx_response


def declared(key: str) -> Register:
    """The register of an address, or 404."""
    if key not in BY_KEY:
        raise Http404("没有这本台账。")
    return BY_KEY[key]


def _list(key: str) -> str:
    return reverse("upkeep:register", args=[key])


@needs(VIEW, VIEW_OWN)
def registers(request: StaffRequest) -> HttpResponse:
    """The menu's entry: the first register, which has tabs to the others."""
    return redirect(_list(REGISTERS[0].key))


@needs(VIEW, VIEW_OWN)
def register(request: StaffRequest, key: str) -> HttpResponse:
    """One register as a list, with tabs to the others."""
    one, actor = declared(key), request.actor
    rows = items_for(actor).filter(register=key)
    tabs = [
        {"title": other.title, "url": _list(other.key), "count": None, "is_on": other is one, "is_bad": False}
        for other in REGISTERS
    ]
    can = actor.can(RECORD)
    return ledger(
        request, rows, register_spec(one, actor, request.at.date()),
        new_url=reverse("upkeep:item_new", args=[key]) if can else "", new_label="登记一行",
        import_url=reverse("upkeep:register_import", args=[key]) if can else "",
        register_tabs=tabs, register=one, draw_units=_draw_units(request, one),
        spots=list(spots_for(actor).filter(register=key)[:5]) if one.draws else [],
    )  # fmt: skip


def _draw_units(request: StaffRequest, one: Register) -> list[Any]:
    if not (one.draws and request.actor.can(MANAGE)):
        return []
    return list(units_to_record(request.actor).within(request.actor, MANAGE))  # type: ignore[attr-defined]


@needs(RECORD)
def item_new(request: StaffRequest, key: str) -> HttpResponse:
    """Enter a row."""
    one = declared(key)
    units = units_to_record(request.actor)
    form = ItemForm(request.POST or None, register=one, units=units, home=own_units(request.actor, RECORD))
    if request.method == "POST":
        act = partial(actions.add_item, register=key, actor=request.actor, at=request.at)
        made = fill(
            form, lambda: act(form.cleaned_data["unit"], name=form.cleaned_data["name"], values=form.values())
        )
        if made:
            messages.success(request, f"已登记{made.unit.name}“{made.name}”")
            return redirect("upkeep:item", pk=made.pk)
    return form_page(
        request,
        form,
        title=f"登记{one.title}",
        submit="登记",
        crumbs=[(one.title, _list(key))],
        note=one.note,
    )


def _item(request: StaffRequest, pk: int) -> Item:
    return find(items_for(request.actor), pk=pk)


@needs(VIEW, VIEW_OWN)
def item(request: StaffRequest, pk: int) -> HttpResponse:
    """One row: what it holds, its checks, a check to write down."""
    row, today = _item(request, pk), request.at.date()
    can_record = row.is_active and may(request.actor, RECORD, row)
    context = {
        "row": row,
        "register": row.declared,
        "list_url": _list(row.register),
        "facts": facts_of(row, request.actor),
        "checks": list(row.checks.select_related("spot").order_by("-on", "-pk")[:24]),
        "can_record": can_record,
        "form": CheckForm(initial={"on": today, "spot": number(request.GET.get("spot", ""))}),
        "events": events_of(entries_for(row).order_by("-at", "-id")[:14], request.actor),
    }
    return render(request, "upkeep/staff/item.html", context)


@needs(RECORD)
def item_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a row."""
    row = _item(request, pk)
    if not may(request.actor, RECORD, row):
        raise Http404("没有这条记录，或者不在您的管辖范围内。")
    form = ItemForm(
        request.POST or None, register=row.declared, row=row, is_seated=is_seated(request.actor, row)
    )
    if request.method == "POST":
        act = partial(actions.edit_item, row, actor=request.actor, at=request.at)
        data = form.cleaned_data if form.is_valid() else {}
        if fill(
            form, lambda: act(name=data["name"], revision=data["revision"], values=form.values()) or True
        ):
            messages.success(request, "已改好")
            return redirect("upkeep:item", pk=pk)
    crumbs = [(row.declared.title, _list(row.register)), (row.name, reverse("upkeep:item", args=[pk]))]
    return form_page(request, form, title=f"改{row.declared.title}", submit="保存", crumbs=crumbs)


@require_POST
@needs(RECORD)
def item_check(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down a check; from a random check, back to it."""
    row, form = _item(request, pk), CheckForm(request.POST)
    spot = spots_for(request.actor).filter(pk=number(request.POST.get("spot", ""))).first()
    if not form.is_valid():
        messages.error(request, "；".join(str(text) for texts in form.errors.values() for text in texts))
        return redirect("upkeep:item", pk=pk)
    facts = form.facts()
    act = partial(actions.check_item, row, spot=spot, actor=request.actor, at=request.at, **facts)
    if attempt(request, act, done=f"已记下{row.name}的检查") and spot:
        return redirect("upkeep:spot", pk=spot.pk)
    return redirect("upkeep:item", pk=pk)


@require_POST
@needs(RECORD)
def item_strike(request: StaffRequest, pk: int) -> HttpResponse:
    """Out of the register, with the reason."""
    row, reason = _item(request, pk), request.POST.get("note", "")
    act = partial(actions.strike_item, row, reason=reason, actor=request.actor, at=request.at)
    attempt(request, act, done="已注销，检查记录还留着")
    return redirect("upkeep:item", pk=pk)


@needs(RECORD)
def register_blank(request: StaffRequest, key: str) -> HttpResponse:
    """An empty list to fill."""
    one = declared(key)
    return xlsx_response(write_blank(one), f"{one.title}台账（空表）")


@needs(RECORD)
def register_import(request: StaffRequest, key: str) -> HttpResponse:
    """Upload a list; it is shown cell by cell before anything is written."""
    one, form = declared(key), ListFileForm(request.POST or None, request.FILES or None)
    read = (
        fill(form, lambda: _read(request, one, form.cleaned_data["file"]))
        if request.method == "POST"
        else None
    )
    if read:
        urls = {name: reverse(f"upkeep:{url}", args=[key])
                for name, url in (("confirm_url", "register_confirm"), ("back_url", "register_import"))}  # fmt: skip
        preview = preview_of(one, form.cleaned_data["file"].name, read, **urls)
        return render(request, "web/import_preview.html", {"preview": preview})
    blank = reverse("upkeep:register_blank", args=[key])
    crumb = (one.title, reverse("upkeep:register", args=[key]))
    importing = {"title": f"导入{one.title}台账", "note": one.note, "blank_url": blank, "crumb": crumb}
    return render(request, "web/import_start.html", {"form": form, "importing": importing})


def _read(request: StaffRequest, one: Register, upload: Any) -> Read:
    if upload.size > settings.UPLOAD_MAX_MB * 1024 * 1024:
        raise Refused(f"文件超过 {settings.UPLOAD_MAX_MB} MB，请确认选的是台账")
    units = dict(units_to_record(request.actor).values_list("name", "pk"))
    own = next(iter(units.values())) if len(units) == 1 else None
    return read_list(upload.read(), one, units, own=own)


@require_POST
@needs(RECORD)
def register_confirm(request: StaffRequest, key: str) -> HttpResponse:
    """Write what the preview showed."""
    one = declared(key)
    units = {unit.pk: unit for unit in units_to_record(request.actor)}
    try:
        lines = lines_of(request.POST.get("token", ""), one)
        made, changed = actions.take_over(key, lines, units=units, actor=request.actor, at=request.at)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("upkeep:register_import", key=key)
    messages.success(request, f"新建 {made} 行，更新 {changed} 行")
    return redirect("upkeep:register", key=key)
