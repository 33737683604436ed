"""Doors to take over a list of sites from xlsx: blank, preview, write."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from xiangfeng.base.errors import Refused
from xiangfeng.sites.actions.importing import import_sites
from xiangfeng.sites.forms import SitesFileForm
from xiangfeng.sites.queries import MANAGE, import_ground, managed_units, types_offered
from xiangfeng.sites.site_list import Read, read_sites, write_blank
from xiangfeng.sites.site_preview import lines_of, preview_of
from xiangfeng.sites.staff.shared import who
from xiangfeng.web.doors import StaffRequest, fill, needs
from xiangfeng.web.ledger import xlsx_response


@needs(MANAGE)
def blank(request: StaffRequest) -> HttpResponse:
    """An empty list to fill."""
    types = list(dict.fromkeys(one.name for one in types_offered(request.actor)))
    units = list(managed_units(request.actor).values_list("name", flat=True))
    return xlsx_response(write_blank(types, units), "点位表（空表）")


@needs(MANAGE)
def start(request: StaffRequest) -> HttpResponse:
    """Upload a list; it is shown cell by cell before anything is written."""
    form = SitesFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        read = fill(form, lambda: _read(request, upload))
        if read:
            context = {"preview": preview_of(upload.name, read, request.actor.user_id)}
            return render(request, "web/import_preview.html", context)
    crumb = ("点位", reverse("sites:sites"))
    importing = {"title": "导入点位", "crumb": crumb, "blank_url": reverse("sites:blank")}
    return render(request, "web/import_start.html", {"form": form, "importing": importing})


def _read(request: StaffRequest, upload: Any) -> Read:
    if upload.size > settings.UPLOAD_MAX_MB * 1024 * 1024:
        raise Refused(f"文件超过 {settings.UPLOAD_MAX_MB} MB，请确认选的是点位表")
    return read_sites(upload.read(), import_ground(request.actor))


@require_POST
@needs(MANAGE)
def confirm(request: StaffRequest) -> HttpResponse:
    """Write what the preview showed."""
    try:
        lines = lines_of(request.POST.get("token", ""), request.actor.user_id)
        done = import_sites(lines, **who(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("sites:import")
    messages.success(request, f"新登记 {done.created} 个点位，更新 {done.changed} 个")
    return redirect("sites:sites")
