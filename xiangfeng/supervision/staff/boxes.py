"""Doors to 意见箱: the register, one box, its list in and out, stickers and the sheet to take along."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Max
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from xiangfeng.access.scope import may
from xiangfeng.administration.staff.pages import form_page
from xiangfeng.administration.timeline import events_of
from xiangfeng.base.errors import Refused
from xiangfeng.feedback.models import Desk
from xiangfeng.history.queries import entries_for
from xiangfeng.orgs.models import Unit
from xiangfeng.sites.models import Site
from xiangfeng.supervision.actions import boxes as actions
from xiangfeng.supervision.box_list import Read, lines_of, preview_of, read_boxes, write_blank
from xiangfeng.supervision.flow import MANAGE
from xiangfeng.supervision.forms import BoxForm, ListFileForm, RetireForm
from xiangfeng.supervision.lists import box_spec, box_tag, opening_tag
from xiangfeng.supervision.models import Box
from xiangfeng.supervision.queries.rows import STANDS, VIEW, boxes_for, places_of
from xiangfeng.supervision.staff.shared import own_unit, tabs_of, who
from xiangfeng.web.doors import StaffRequest, fill, find, needs
from xiangfeng.web.ledger import ledger, xlsx_response
from xiangfeng.web.qr import qr_svg

SHOWN = 20


@needs(VIEW)
def boxes(request: StaffRequest) -> HttpResponse:
    """The register of boxes in reach."""
    can = request.actor.can(MANAGE)
    return ledger(
        request,
        boxes_for(request.actor),
        box_spec(request.at.date()),
        new_url=reverse("supervision:box_new") if can else "",
        new_label="登记意见箱",
        import_url=reverse("supervision:box_import") if can else "",
        pages=tabs_of("supervision:boxes"),
        can_manage=can,
    )


@needs(VIEW)
def box(request: StaffRequest, pk: int) -> HttpResponse:
    """One box with its openings."""
    row, today = find(boxes_for(request.actor), pk=pk), request.at.date()
    openings = list(row.openings.order_by("-on", "-id")[:SHOWN])
    context = {
        "row": row,
        "tag": box_tag(row, today),
        "openings": [(one, opening_tag(one)) for one in openings],
        "days": settings.BOX_DAYS,
        "can_manage": may(request.actor, MANAGE, row),
        "events": events_of(list(entries_for(row).order_by("-at", "-id")[:14]), request.actor),
    }
    return render(request, "supervision/staff/box.html", context)


def _managed(request: StaffRequest, pk: int) -> Box:
    return find(boxes_for(request.actor, MANAGE), pk=pk)


def _form(request: StaffRequest, unit: Unit, initial: dict[str, Any]) -> BoxForm:
    units = places_of(unit)
    sites = (
        Site.objects.filter(unit__in=units, is_active=True)
        .select_related("unit")
        .order_by("unit__path", "code")
    )
    return BoxForm(request.POST or None, units=units, sites=sites, initial=initial)


def _values(form: BoxForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in actions.FIELDS}


@needs(MANAGE)
def box_new(request: StaffRequest) -> HttpResponse:
    """Enter a box; the next free number is proposed."""
    unit = own_unit(request, MANAGE)
    last = Box.objects.filter(unit=unit).aggregate(n=Max("number"))["n"] or 0
    form = _form(request, unit, {"number": last + 1, "since": request.at.date()})
    if request.method == "POST":
        made = fill(form, lambda: actions.add_box(unit, **_values(form), **who(request)))
        if made:
            messages.success(request, f"已登记意见箱 {made.number} 号，{made.due_on:%-m月%-d日}前开第一次")
            return redirect("supervision:box", pk=made.pk)
    return form_page(request, form, title="登记意见箱", submit="登记", crumbs=_crumbs())


def _crumbs(row: Box | None = None) -> list[tuple[str, str]]:
    own = [(f"{row.number} 号", reverse("supervision:box", args=[row.pk]))] if row else []
    return [("意见箱", reverse("supervision:boxes")), *own]


@needs(MANAGE)
def box_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change what is known of a box."""
    row = _managed(request, pk)
    initial = {name: getattr(row, name) for name in (*actions.FIELDS, "revision")}
    form = _form(request, row.unit, initial)
    if request.method == "POST":
        act = partial(actions.edit_box, row, **who(request))
        if fill(form, lambda: act(revision=form.cleaned_data["revision"] or 0, **_values(form))):
            messages.success(request, "已保存")
            return redirect("supervision:box", pk=pk)
    return form_page(request, form, title="修改意见箱", submit="保存", crumbs=_crumbs(row))


@needs(MANAGE)
def box_retire(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a box down."""
    row = _managed(request, pk)
    form = RetireForm(request.POST or None, initial={"on": request.at.date(), "revision": row.revision})
    if request.method == "POST":
        act = partial(actions.retire_box, row, **who(request))
        if fill(form, lambda: act(**form.cleaned_data | {"revision": form.cleaned_data["revision"] or 0})):
            messages.success(request, "已撤除，以前的开箱记录都还在")
            return redirect("supervision:box", pk=pk)
    return form_page(request, form, title="撤除意见箱", submit="撤除", crumbs=_crumbs(row), note=row.place)


@needs(MANAGE)
def box_blank(request: StaffRequest) -> HttpResponse:
    """An empty list to fill."""
    names = list(places_of(own_unit(request, MANAGE)).values_list("name", flat=True))
    return xlsx_response(write_blank(names), "意见箱台账（空表）")


@needs(MANAGE)
def box_import(request: StaffRequest) -> HttpResponse:
    """Upload a list; it is shown cell by cell before anything is written."""
    form = ListFileForm(request.POST or None, request.FILES or None)
    read = fill(form, lambda: _read(request, form.cleaned_data["file"])) if request.method == "POST" else None
    if read:
        urls = {
            "confirm_url": reverse("supervision:box_confirm"),
            "back_url": reverse("supervision:box_import"),
        }
        name = form.cleaned_data["file"].name
        context = {"preview": preview_of(name, read, user_id=request.actor.user_id, **urls)}
        return render(request, "web/import_preview.html", context)
    crumb = ("意见箱", reverse("supervision:boxes"))
    importing = {"title": "导入意见箱", "crumb": crumb, "blank_url": reverse("supervision:box_blank")}
    return render(request, "web/import_start.html", {"form": form, "importing": importing})


def _read(request: StaffRequest, upload: Any) -> Read:
    if upload.size > settings.UPLOAD_MAX_MB * 1024 * 1024:
        raise Refused(f"文件超过 {settings.UPLOAD_MAX_MB} MB，请确认选的是意见箱台账")
    unit = own_unit(request, MANAGE)
    villages = dict(places_of(unit).values_list("name", "pk"))
    known = {one.number: one.is_active for one in Box.objects.filter(unit=unit).order_by("pk")}
    return read_boxes(upload.read(), villages, known)


@require_POST
@needs(MANAGE)
def box_confirm(request: StaffRequest) -> HttpResponse:
    """Write what the preview showed."""
    unit = own_unit(request, MANAGE)
    villages = {one.pk: one for one in places_of(unit)}
    try:
        lines = lines_of(request.POST.get("token", ""), request.actor.user_id)
        made, changed = actions.take_over(unit, lines, villages=villages, **who(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("supervision:box_import")
    messages.success(request, f"新登记 {made} 个意见箱，更新 {changed} 个")
    return redirect("supervision:boxes")


@needs(VIEW)
def stickers(request: StaffRequest) -> HttpResponse:
    """What is glued on the boxes: number, place, and the way to report by phone."""
    rows = list(boxes_for(request.actor).filter(STANDS))
    desks = {desk.unit_id: desk for desk in Desk.objects.filter(unit_id__in={row.unit_id for row in rows})}
    found = [
        {"box": row, "desk": desks.get(row.unit_id), "url": _report_url(request, row.unit_id)} for row in rows
    ]
    return render(request, "supervision/staff/stickers.html", {"stickers": found, "days": settings.BOX_DAYS})


def _report_url(request: StaffRequest, unit_id: int) -> str:
    return request.build_absolute_uri(f"{reverse('feedback:public_new')}?unit={unit_id}")


@needs(VIEW)
def sticker_code(request: StaffRequest, pk: int) -> HttpResponse:
    """The address of the public form as a picture, for the unit of a box."""
    row = find(boxes_for(request.actor), pk=pk)
    return HttpResponse(qr_svg(_report_url(request, row.unit_id)), content_type="image/svg+xml")
