"""Doors to take over a list of units from xlsx: blank, preview, write."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from xiangfeng.administration.actions.units import import_units
from xiangfeng.administration.forms.units import UnitFileForm
from xiangfeng.administration.queries.units import MANAGE
from xiangfeng.administration.staff.unit_edit import managed
from xiangfeng.administration.unit_list import Read, read_units, write_blank
from xiangfeng.administration.unit_preview import lines_of, preview_of
from xiangfeng.base.errors import Refused
from xiangfeng.orgs.models import Unit
from xiangfeng.web.doors import StaffRequest, fill, needs
from xiangfeng.web.ledger import xlsx_response


@needs(MANAGE)
def blank(request: StaffRequest) -> HttpResponse:
    """An empty list to fill."""
    return xlsx_response(write_blank(), "单位名单（空表）")


@needs(MANAGE)
def unit_import(request: StaffRequest, pk: int) -> HttpResponse:
    """Upload a list of the units right under this one; it is shown cell by cell before anything is written."""
    parent = managed(request, pk)
    form = UnitFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        read = fill(form, lambda: _read(parent, upload))
        if read:
            context = {"preview": preview_of(parent, upload.name, read)}
            return render(request, "web/import_preview.html", context)
    importing = {
        "title": f"导入{parent.name}的下级单位",
        "note": "",
        "crumb": (parent.name, reverse("administration:unit", args=[parent.pk])),
        "blank_url": reverse("administration:unit_blank"),
    }
    return render(request, "web/import_start.html", {"form": form, "importing": importing})


def _read(parent: Unit, upload: Any) -> Read:
    if upload.size > settings.UPLOAD_MAX_MB * 1024 * 1024:
        raise Refused(f"文件超过 {settings.UPLOAD_MAX_MB} MB，请确认选的是单位名单")
    known = dict(Unit.objects.filter(parent=parent).values_list("name", "kind"))
    return read_units(upload.read(), known=known)


@require_POST
@needs(MANAGE)
def confirm(request: StaffRequest, pk: int) -> HttpResponse:
    """Write what the preview showed."""
    parent = managed(request, pk)
    try:
        lines = lines_of(request.POST.get("token", ""), parent)
        done = import_units(parent, lines, actor=request.actor, at=request.at)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("administration:unit_import", pk=pk)
    messages.success(request, f"新建 {done.created} 个单位，更新 {done.changed} 个")
    return redirect(reverse("administration:units") + f"?top={pk}")
