"""Doors to lists of checks, the printed form with its code, and the result as a paper."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from xiangfeng.inspections.codes import typed
from xiangfeng.inspections.models import Kind, Verdict, Visit, VisitState
from xiangfeng.inspections.papers import visit_paper
from xiangfeng.inspections.queries import own_visits_for, visits_for
from xiangfeng.inspections.queries.filling import items_of
from xiangfeng.inspections.queries.readiness import live_visits
from xiangfeng.inspections.staff.shared import INSPECT, VIEW, VIEW_OWN, VISIT_KINDS, crumbs, found, score_text
from xiangfeng.web.doors import StaffRequest, find, needs, number
from xiangfeng.web.ledger import Column, Empty, Filter, Spec, Tab, ledger
from xiangfeng.web.papers import check_kind, paper_response
from xiangfeng.web.qr import qr_svg


def _url(row: Visit) -> str:
    return reverse("inspections:visit", args=[row.pk])


_SITE = Column("site", "点位", lambda row: row.site.name, sort="site__code", url=_url)
_DAY = Column(
    "day", "检查日期", lambda row: f"{row.visited_on:%Y-%m-%d}" if row.visited_on else "", sort="visited_on"
)
_SCORE = Column("score", "得分", score_text, sort="score")
_BAD = Column("bad", "有问题的项", lambda row: row.bad_count, is_numeric=True)

SPEC = Spec(
    title="检查表",
    columns=(
        Column("code", "表号", lambda row: row.code, sort="code", url=_url),
        _SITE,
        Column("unit", "责任单位", lambda row: row.site.unit.name, sort="site__unit__path"),
        Column("type", "类型", lambda row: row.site.type.name, is_default=False),
        Column("inspection", "检查", lambda row: row.inspection.title),
        Column("party", "检查组", lambda row: row.party.name if row.party else ""),
        Column("inspectors", "检查人", lambda row: row.inspectors, is_default=False),
        _DAY,
        _SCORE,
        _BAD,
        Column("state", "状态", lambda row: row.get_state_display(), sort="state",
               tag=lambda row: (VISIT_KINDS[row.state], row.get_state_display())),
    ),
    empty=Empty("还没有检查表", "检查派发以后，每个点位一张检查表，填好交了就有得分。"),
    filters=(
        Filter("kind", "种类", lambda request: Kind.choices, lambda rows, value: rows.filter(inspection__kind=value)),
    ),
    tabs=(
        Tab("all", "全部", Q()),
        Tab("waiting", "待查", Q(state=VisitState.WAITING)),
        Tab("done", "已查", Q(state=VisitState.HANDED_IN)),
        Tab("void", "不查了", Q(state=VisitState.VOID)),
    ),
    search=("code", "site__name", "site__unit__name", "inspection__title"),
    search_label="表号、点位、单位",
    row_url=_url,
)  # fmt: skip

OWN = Spec(
    title="本单位检查结果",
    columns=(
        _DAY,
        _SITE,
        Column("inspection", "检查", lambda row: row.inspection.title),
        Column("by", "检查单位", lambda row: row.inspection.unit.name),
        _SCORE,
        _BAD,
    ),
    empty=Empty("还没有检查结果", "到本单位的点位检查过、交了表以后，得分和问题列在这里。"),
    search=("site__name", "inspection__title"),
    search_label="点位、检查",
    row_url=_url,
)


def _with_faults(rows: Any) -> Any:
    return rows.annotate(bad_count=Count("answers", filter=Q(answers__verdict=Verdict.BAD)))


@needs(VIEW)
def visits(request: StaffRequest) -> HttpResponse:
    """All checks in reach; ``?site=`` those of one site, ``?unit=`` those of one unit's sites."""
    rows, note = visits_for(request.actor), ""
    if site := number(request.GET.get("site", "")):
        rows = rows.filter(site_id=site)
        one = rows.first()
        note = f"{one.site.unit.name} {one.site.name}" if one else ""
    if unit := number(request.GET.get("unit", "")):
        rows = rows.filter(site__unit_id=unit)
    return ledger(request, _with_faults(rows), SPEC, note=note)


@needs(VIEW_OWN)
def own(request: StaffRequest) -> HttpResponse:
    """What was found at the sites of one's own unit."""
    return ledger(request, _with_faults(own_visits_for(request.actor)), OWN)


@needs(VIEW, INSPECT)
def find_visit(request: StaffRequest) -> HttpResponse:
    """From the code on the paper form to the form on the screen."""
    code = typed(request.GET.get("code", ""))
    row = visits_for(request.actor).filter(code=code).first() if code else None
    if row is None:
        messages.error(
            request, f"没有表号是“{code}”的检查表，请核对纸表右上角" if code else "请输入纸表右上角的表号"
        )
        return redirect("inspections:inspections")
    return redirect("inspections:visit", pk=row.pk)


@needs(VIEW)
def print_forms(request: StaffRequest, pk: int) -> HttpResponse:
    """The empty forms of an inspection that are still to be filled, to be printed; ``?visit=`` one of them."""
    row = found(request, pk)
    wanted = number(request.GET.get("visit", ""))
    chosen = [one for one in live_visits(row) if wanted in (0, one.pk) and one.state == VisitState.WAITING]
    for one in chosen:
        one.inspection = row
    sheets = [{"visit": one, "items": list(items_of(one).values())} for one in chosen]
    context = {"row": row, "crumbs": crumbs(row), "sheets": sheets, "members": _members(row)}
    return render(request, "inspections/staff/print.html", context)


def _members(row: Any) -> dict[int, str]:
    return {party.pk: "、".join(person.name for person in party.members.all()) for party in row.parties.all()}


@needs(VIEW)
def visit_code(request: StaffRequest, pk: int) -> HttpResponse:
    """The code for the paper form: the address of the form on the screen."""
    row = find(visits_for(request.actor), pk=pk)
    return HttpResponse(qr_svg(request.build_absolute_uri(_url(row))), content_type="image/svg+xml")


@needs(VIEW, VIEW_OWN)
def visit_file(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    """The result as PDF or DOCX."""
    row = find(visits_for(request.actor).filter(state=VisitState.HANDED_IN), pk=pk)
    check_kind(kind)
    paper = visit_paper(row, list(row.answers.order_by("pk")), list(row.photos.order_by("pk")))
    return paper_response(paper, f"检查表{row.code}", kind)
