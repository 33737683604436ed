"""Doors of 创建方案: the list, writing one, the plan of a year in one press."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from xiangfeng.access.scope import may
from xiangfeng.goals.actions import programmes as actions
from xiangfeng.goals.actions.plans import create_plan
from xiangfeng.goals.forms.plans import NewProgrammeForm, ProgrammeForm, programme_initial
from xiangfeng.goals.models import Plan
from xiangfeng.goals.plan_page import events_of
from xiangfeng.goals.queries.plans import MANAGE, VIEW, programmes_for
from xiangfeng.goals.queries.programmes import years_of
from xiangfeng.history.queries import entries_for
from xiangfeng.orgs.models import UnitKind
from xiangfeng.orgs.queries import units_for
from xiangfeng.web.doors import StaffRequest, attempt, fill, find, needs, number
from xiangfeng.web.ledger import Column, Empty, Spec, ledger

SPEC = Spec(
    title="创建方案",
    columns=(
        Column("title", "名称", lambda p: p.title, url=lambda p: reverse("goals:programme", args=[p.pk])),
        Column("unit", "单位", lambda p: p.unit.name, sort="unit__path"),
        Column("years", "起止", lambda p: f"{p.from_year}–{p.to_year}年", sort="from_year"),
        Column("plans", "年度计划", lambda p: f"{p.plan_count} 份"),
        Column(
            "planning",
            "写入的发展规划",
            lambda p: " ".join([p.planning_title, p.planning_clause]).strip() or "未登记",
        ),
    ),
    empty=Empty("还没有创建方案", "写清背景、目标、工作内容和每年做什么，第一年的目标可以一键生成。"),
    note="管几年的总方案，每年的计划从这里来",
    search=("title", "unit__name"),
    search_label="名称、单位",
)


@needs(VIEW)
def programmes(request: StaffRequest) -> HttpResponse:
    """All programmes within reach."""
    url = reverse("goals:programme_new") if request.actor.can(MANAGE) else ""
    return ledger(request, programmes_for(request.actor), SPEC, new_url=url, new_label="编创建方案")


@needs(MANAGE)
def programme_new(request: StaffRequest) -> HttpResponse:
    """Begin a programme; its texts are written on the next page."""
    units = units_for(request.actor, MANAGE).exclude(kind=UnitKind.COUNTY)
    year, first = request.at.year, units.first()
    initial = {
        "unit": first, "from_year": year, "to_year": year + 2,
        "title": f"{first.name}文明创建三年工作方案" if first else "",
    }  # fmt: skip
    form = NewProgrammeForm(request.POST or None, units=units, initial=initial)
    if request.method == "POST":
        act = partial(actions.create_programme, actor=request.actor, at=request.at)
        if made := fill(form, lambda: act(**form.cleaned_data)):
            return redirect("goals:programme_edit", pk=made.pk)
    back = reverse("goals:programmes")
    page = {
        "title": "编创建方案", "crumbs": [("创建方案", back)], "submit": "下一步，写内容", "back_url": back, "note": "",
    }  # fmt: skip
    return render(request, "administration/staff/form.html", {"page": page, "form": form})


@needs(VIEW)
def programme(request: StaffRequest, pk: int) -> HttpResponse:
    """The four parts and the years with their plans."""
    row = find(programmes_for(request.actor), pk=pk)
    context = {
        "programme": row,
        "years": years_of(row, this_year=request.at.year),
        "can_manage": may(request.actor, MANAGE, row),
        "events": events_of(entries_for(row)),
    }
    return render(request, "goals/staff/programme.html", context)


@needs(MANAGE)
def programme_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Write the four parts."""
    row = find(programmes_for(request.actor), pk=pk)
    form = ProgrammeForm(request.POST or None, programme=row, initial=programme_initial(row))
    if request.method == "POST":

        def act() -> object:
            data = form.cleaned_data
            return actions.edit_programme(
                row, title=data["title"], from_year=data["from_year"], to_year=data["to_year"], parts=data,
                yearly=form.yearly(), planning=(data["planning_title"], data["planning_clause"]),
                revision=data["revision"], actor=request.actor, at=request.at,
            )  # fmt: skip

        if fill(form, act):
            return redirect("goals:programme", pk=pk)
    back = reverse("goals:programme", args=[pk])
    page = {
        "title": "写创建方案",
        "crumbs": [(row.title, back)],
        "submit": "保存",
        "back_url": back,
        "note": "",
    }
    return render(request, "administration/staff/form.html", {"page": page, "form": form})


@require_POST
@needs(MANAGE)
def programme_generate(request: StaffRequest, pk: int) -> HttpResponse:
    """The plan of a year: the first with the eleven kinds of work, later ones with what was carried over."""
    row = find(programmes_for(request.actor), pk=pk)
    year = number(request.POST.get("year", ""))
    made: list[Plan] = []
    who = {"actor": request.actor, "at": request.at}

    def act() -> None:
        if year == row.from_year:
            made.append(actions.generate_first_year(row, **who))
        else:
            made.append(create_plan(row.unit, year=year, programme=row, **who))

    done = "已生成，逐个核对目标值、牵头单位和期限" if year == row.from_year else "已建，上年结转的目标已列入"
    attempt(request, act, done=done)
    return redirect("goals:plan", pk=made[0].pk) if made else redirect("goals:programme", pk=pk)
