"""Doors to 一户一档: one unit's file of one year on the screen, as a paper, as xlsx."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from xiangfeng.web.doors import StaffRequest, find, needs, number
from xiangfeng.web.ledger import xlsx_response
from xiangfeng.web.papers import check_kind, paper_response
from xiangfeng.workbench.dossier.sections import Dossier
from xiangfeng.workbench.exports import dossier_paper, dossier_xlsx
from xiangfeng.workbench.queries.dossier import LOOK, LOOK_OWN, dossier_for, units_on_file

YEARS = 5


def _dossier(request: StaffRequest, pk: int) -> Dossier:
    unit = find(units_on_file(request.actor), pk=pk)
    asked, today = number(request.GET.get("year", "")), request.at.date()
    year = asked if today.year - YEARS < asked <= today.year else today.year
    return dossier_for(unit, year, request.actor, today=today)


@needs(LOOK, LOOK_OWN)
def dossier(request: StaffRequest, pk: int) -> HttpResponse:
    """The file: contents, figures, each section with its latest lines; ``?all=1`` with all of them, to print."""
    file = _dossier(request, pk)
    context = {
        "file": file,
        "can_see_unit": request.actor.can("orgs.view"),
        "is_whole": request.GET.get("all") == "1",
        "years": range(request.at.year, request.at.year - YEARS, -1),
    }
    return render(request, "workbench/staff/dossier.html", context)


@needs(LOOK, LOOK_OWN)
def dossier_file(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    """The whole file as PDF or DOCX."""
    check_kind(kind)
    file = _dossier(request, pk)
    name = f"{file.unit.name}{file.year}年创建档案"
    return paper_response(dossier_paper(file, on=request.at.date()), name, kind)


@needs(LOOK, LOOK_OWN)
def dossier_book(request: StaffRequest, pk: int) -> HttpResponse:
    """The whole file as one xlsx, a sheet for each section."""
    file = _dossier(request, pk)
    return xlsx_response(dossier_xlsx(file), f"{file.unit.name}{file.year}年创建档案")


@needs(LOOK_OWN)
def own_dossier(request: StaffRequest) -> HttpResponse:
    """To the file of one's own unit."""
    home = request.actor.home
    if home is None:
        raise Http404("您还没有任职的单位。")
    return redirect("workbench:dossier", pk=home.unit_id)
