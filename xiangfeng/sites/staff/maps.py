"""Doors to the map of a unit's sites: drawn here, without anything from outside."""

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
from xiangfeng.base.errors import Refused
from xiangfeng.sites.actions.outlines import clear_outline, set_outline
from xiangfeng.sites.bands import BANDS, band
from xiangfeng.sites.exports import score_tag
from xiangfeng.sites.forms import OutlineForm
from xiangfeng.sites.maps import Drawing, Place, draw_map, label_of, shape
from xiangfeng.sites.models import Outline, Site
from xiangfeng.sites.outlines import MOST_BYTES
from xiangfeng.sites.queries import MANAGE, VIEW, map_sites, upper_units
from xiangfeng.sites.staff.shared import chosen_unit, who
from xiangfeng.web.doors import StaffRequest, attempt, fill, find, needs, number


@needs(VIEW)
def site_map(request: StaffRequest) -> HttpResponse:
    """The sites of one unit in its outline, numbered, with a list that says the same."""
    unit, units = chosen_unit(request, VIEW)
    rows = list(map_sites(unit, request.actor))
    shown, choices = _narrowed(request, rows)
    outline = Outline.objects.filter(unit=unit).first()
    placed = [one for one in shown if one.x is not None and one.y is not None]
    places = [Place(one.pk, float(one.x or 0), float(one.y or 0)) for one in placed]
    drawing = draw_map(outline.rings if outline else [], places)
    lines = [_line(number, one, drawing) for number, one in enumerate(shown, start=1)]
    context = {
        "unit": unit, "units": units, "drawing": drawing, "lines": lines, "outline": outline,
        "marks": [line for line in lines if line["spot"]], "has_sites": bool(rows), **choices,
        "legend": [{"band": key, "words": words, "path": shape(key, 10, 10, 8)} for key, (_, words) in BANDS.items()],
        "unplaced": len(shown) - len(placed), "astray": len(drawing.astray),
        "can_manage": may(request.actor, MANAGE, unit),
    }  # fmt: skip
    return render(request, "sites/staff/map.html", context)


def _narrowed(request: StaffRequest, rows: list[Site]) -> tuple[list[Site], dict[str, Any]]:
    """The sites of the type and the responsible unit that the address names, and what there is to choose from."""
    kind, lead = request.GET.get("type", ""), number(request.GET.get("lead", ""))
    types = list(dict.fromkeys(one.type.name for one in sorted(rows, key=lambda one: one.type.seq)))
    leads = list({one.unit_id: one.unit for one in rows}.values())
    kind = kind if kind in types else ""
    lead = lead if lead in [one.pk for one in leads] else 0
    shown = [one for one in rows if kind in ("", one.type.name) and lead in (0, one.unit_id)]
    return shown, {"types": [(name, name == kind) for name in types], "leads": leads, "lead": lead}


def _line(number: int, row: Site, drawing: Drawing) -> dict[str, Any]:
    spot, key = drawing.spots.get(row.pk), band(row.last_score, row.last_full)
    x, y = spot or (0, 0)
    anchor, label_x, label_y = label_of(row.pk, drawing.spots) if spot else ("start", 0, 0)
    return {
        "number": number, "row": row, "band": key, "tag": score_tag(row), "spot": spot,
        "path": shape(key, x, y) if spot else "", "x": x, "y": y, "label_x": label_x, "label_y": label_y, "anchor": anchor,
        "sign": shape(key, 10, 10, 8), "is_astray": row.pk in drawing.astray,
    }  # fmt: skip


@needs(MANAGE)
def outline(request: StaffRequest, pk: int) -> HttpResponse:
    """Upload the outline."""
    unit = find(upper_units(request.actor, MANAGE), pk=pk)
    form = OutlineForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        if fill(form, lambda: set_outline(unit, _content(upload), **who(request))):
            messages.success(request, "边界已更新")
            return redirect(_url(pk))
    crumbs = [("点位地图", _url(pk))]
    return form_page(request, form, title=f"上传{unit.name}的边界", submit="上传", crumbs=crumbs)


def _url(unit_id: int) -> str:
    return f"{reverse('sites:map')}?unit={unit_id}"


def _content(upload: Any) -> bytes:
    """The file, unless it is far too large to be read at all."""
    if upload.size > MOST_BYTES:
        raise Refused(f"文件超过 {MOST_BYTES // 1024 // 1024} MB，请先在制图软件里把边界简化再上传")
    content: bytes = upload.read()
    return content


@require_POST
@needs(MANAGE)
def outline_clear(request: StaffRequest, pk: int) -> HttpResponse:
    """Draw without outline again."""
    unit = find(upper_units(request.actor, MANAGE), pk=pk)
    attempt(request, partial(clear_outline, unit, **who(request)), done="边界已删除，地图按坐标直接画")
    return redirect(_url(pk))
