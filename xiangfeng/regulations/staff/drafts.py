"""Beginning a 制度, its facts, its revision, its original, throwing a draft away."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from xiangfeng.orgs.models import Unit, UnitKind
from xiangfeng.orgs.queries import units_for
from xiangfeng.regulations import templates
from xiangfeng.regulations.actions import drafts, install_library
from xiangfeng.regulations.actions.originals import attach_original
from xiangfeng.regulations.forms import FactsForm, LibraryForm, NewForm, OriginalForm
from xiangfeng.regulations.models import RegulationState
from xiangfeng.regulations.queries import ENACT, MANAGE, regulations_for
from xiangfeng.regulations.staff.regulations import find_regulation
from xiangfeng.web.doors import StaffRequest, attempt, fill, needs, number


def _units(request: StaffRequest) -> QuerySet[Unit]:
    kinds = (UnitKind.COUNTY, UnitKind.TOWNSHIP)
    return units_for(request.actor, MANAGE).filter(kind__in=kinds, is_active=True)


@needs(MANAGE)
def new(request: StaffRequest) -> HttpResponse:
    """Begin a 制度 from nothing; a name in use is refused with the way to the one that has it."""
    form = NewForm(request.POST or None, units=_units(request))
    twin = None
    if request.method == "POST" and form.is_valid():
        try:
            made = drafts.create_regulation(**form.cleaned_data, actor=request.actor, at=request.at)
        except drafts.SameTitle as refusal:
            form.add_error("title", str(refusal))
            twin = refusal.regulation
        else:
            messages.success(request, f"已建草稿，编号 {made.number}。接着导入或录入正文")
            return redirect("regulations:import", pk=made.pk)
    return render(request, "regulations/staff/new.html", {"form": form, "twin": twin})


@needs(MANAGE)
def library(request: StaffRequest) -> HttpResponse:
    """从范本新建: choose which of the shipped 制度 to draft."""
    units = _units(request)
    shipped = templates.load_all()
    form = LibraryForm(request.POST or None, units=units, keys=[(one.key, one.title) for one in shipped])
    if request.method == "POST":
        made = fill(form, partial(_install, request, form))
        if made is not None:
            text = f"起草了 {len(made)} 个制度，请逐个核对后送合法性审核"
            messages.success(request, text if made else "选中的都已经有了，没有新建")
            return redirect(reverse("regulations:regulations") + "?tab=draft")
    unit = units.filter(pk=number(request.GET.get("unit", ""))).first() or units.first()
    rows = _offered(request, unit)
    has_free = any(not row["taken"] for row in rows)
    context = {"form": form, "unit": unit, "units": units, "rows": rows, "has_free": has_free}
    return render(request, "regulations/staff/library.html", context)


def _install(request: StaffRequest, form: LibraryForm) -> list[Any]:
    data = form.cleaned_data
    given = {"keys": data["keys"], "owner": data["owner"]}
    return install_library(data["unit"], **given, actor=request.actor, at=request.at)


def _offered(request: StaffRequest, unit: Unit | None) -> list[dict[str, Any]]:
    """Each 范本 with what it will be called, and whether the unit has it already."""
    name = unit.name if unit else ""
    own = regulations_for(request.actor).filter(unit=unit).exclude(state=RegulationState.REPEALED)
    taken = dict(own.order_by("version").values_list("title", "pk"))
    asked = request.POST.getlist("keys") if request.method == "POST" else None
    return [
        {
            "key": one.key,
            "title": one.title_for(name),
            "about": one.about,
            "count": one.article_count,
            "taken": taken.get(one.title_for(name)),
            "is_on": one.key in asked if asked is not None else True,
        }
        for one in templates.load_all()
    ]


@require_POST
@needs(MANAGE, ENACT)
def facts(request: StaffRequest, pk: int) -> HttpResponse:
    """Save name, owner, meeting and 施行日; what is wrong comes back beside its field."""
    row = find_regulation(request, pk)
    form = FactsForm(request.POST, is_draft=row.state == RegulationState.DRAFT)
    if form.is_valid():
        act = partial(drafts.edit_facts, row, **form.cleaned_data, actor=request.actor, at=request.at)
        if fill(form, act):
            messages.success(request, "已保存")
            return redirect("regulations:regulation", pk=pk)
    context = {"regulation": row, "form": form}
    return render(request, "regulations/staff/facts.html", context, status=422)


@require_POST
@needs(MANAGE)
def revise(request: StaffRequest, pk: int) -> HttpResponse:
    """修订: go to the new draft, or stay with the refusal."""
    row = find_regulation(request, pk)
    made: list[Any] = []

    def act() -> None:
        made.append(drafts.revise_regulation(row, actor=request.actor, at=request.at))

    attempt(request, act, done="已建修订稿，正文从施行中的一版复制过来；原版在新版施行前继续有效")
    return redirect("regulations:regulation", pk=made[0].pk if made else pk)


@require_POST
@needs(MANAGE)
def delete(request: StaffRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    row = find_regulation(request, pk)
    act = partial(drafts.delete_draft, row, actor=request.actor, at=request.at)
    if attempt(request, act, done=f"已删除草稿“{row}”"):
        return redirect("regulations:regulations")
    return redirect("regulations:regulation", pk=pk)


@require_POST
@needs(MANAGE)
def original(request: StaffRequest, pk: int) -> HttpResponse:
    """Keep the stamped original."""
    row, form = find_regulation(request, pk), OriginalForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, "请先选一个文件，再点“存原件”")
    else:
        upload = form.cleaned_data["file"]
        act = partial(attach_original, row, upload, actor=request.actor, at=request.at)
        attempt(request, act, done="原件已存")
    return redirect("regulations:regulation", pk=pk)
