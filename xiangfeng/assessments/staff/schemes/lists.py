"""The list of 指标体系, and the ways to a new version: a shipped template, a file, a copy."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from xiangfeng.assessments.actions.schemes import MANAGE, activate_scheme, copy_scheme, create_scheme
from xiangfeng.assessments.forms.scheme_new import CopyForm, ImportForm, NewForm
from xiangfeng.assessments.models import SchemeState, SchemeVersion
from xiangfeng.assessments.queries.periods import VIEW, schemes_for
from xiangfeng.assessments.scheme_edit import full_of
from xiangfeng.assessments.scheme_files import read_scheme_file
from xiangfeng.assessments.staff.schemes.tree import tree_of
from xiangfeng.base.errors import Refused
from xiangfeng.orgs.models import Unit, UnitKind
from xiangfeng.orgs.queries import units_for
from xiangfeng.scoring import templates
from xiangfeng.scoring.figures import figure
from xiangfeng.scoring.scheme import Scheme, SchemeError, Source
from xiangfeng.web.doors import StaffRequest, find, needs
from xiangfeng.web.ledger import Column, Empty, Spec, Tab, ledger
from xiangfeng.web.moves import make_move
from xiangfeng.workflow.flow import fire

STATE_TAGS = {SchemeState.DRAFT: "idle", SchemeState.ACTIVE: "ok", SchemeState.RETIRED: "line"}
MAKERS = (UnitKind.PROVINCE, UnitKind.CITY, UnitKind.COUNTY, UnitKind.TOWNSHIP)


def _address(row: SchemeVersion) -> str:
    return reverse("assessments:scheme", args=[row.pk])


LEDGER = Spec(
    "指标体系",
    columns=(
        Column("name", "名称", lambda row: row.name, sort="name"),
        Column("unit", "制定单位", lambda row: row.unit.name, sort="unit__path"),
        Column("year", "年度", lambda row: row.year, sort="year", is_numeric=True),
        Column("version", "版本", lambda row: f"第{row.version}版"),
        Column("state", "状态", lambda row: row.get_state_display(), tag=lambda row: state_tag(row)),
        Column("items", "计分项", lambda row: len(row.scheme.items()), is_numeric=True),
        Column("full", "满分", lambda row: figure(full_of(row.scheme)), is_numeric=True),
        Column(
            "updated",
            "最近修改",
            lambda row: timezone.localtime(row.updated_at).strftime("%Y年%-m月%-d日 %H:%M"),
            sort="updated_at",
        ),
    ),
    empty=Empty(
        "还没有启用的指标体系", "从随软件附带的模板开始最快：选一个，改成本地的办法，启用后就能开考评。"
    ),
    tabs=(
        Tab("active", "启用", Q(state=SchemeState.ACTIVE)),
        Tab("draft", "草稿", Q(state=SchemeState.DRAFT)),
        Tab("retired", "停用", Q(state=SchemeState.RETIRED)),
    ),
    search=("name", "unit__name"),
    search_label="名称、单位",
    row_url=_address,
    template="assessments/staff/schemes.html",
)


EMPTY = {
    "draft": Empty("没有草稿", "用模板新建、导入或另存的都先放在这里，改好再启用。"),
    "retired": Empty("没有停用的", "换了新版以后，旧版放在这里，用过它的月份随时可查。"),
}


def state_tag(row: SchemeVersion) -> tuple[str, str]:
    """The version's state as a status sign."""
    return STATE_TAGS[SchemeState(row.state)], row.get_state_display()


def makers_for(request: StaffRequest) -> QuerySet[Unit]:
    """The units for which this person may keep a 指标体系."""
    return units_for(request.actor, MANAGE).filter(kind__in=MAKERS, is_active=True)


@needs(VIEW)
def schemes(request: StaffRequest) -> HttpResponse:
    """Every version the actor may see."""
    can_make = request.actor.can(MANAGE)
    spec = replace(LEDGER, empty=EMPTY.get(request.GET.get("tab", ""), LEDGER.empty))
    return ledger(request, schemes_for(request.actor), spec, can_make=can_make)


def _about(name: str) -> dict[str, Any]:
    """A shipped scheme for the choice: its title and the remarks at the head of its file."""
    scheme = templates.load(name)
    remarks = [
        line.removeprefix("#").strip()
        for line in templates.text(name).split("# 乡风考评方案")[0].splitlines()
    ]
    return {
        "key": name,
        "title": scheme.name,
        "text": "".join(filter(None, remarks)),
        "items": len(scheme.items()),
        "full": figure(full_of(scheme)),
        "sources": [f"{source.title} {figure(source.weight)}%" for source in scheme.sources],
    }


def _blank() -> Scheme:
    return Scheme("", 2000, sources=(Source("site", "现场检查"),))


@needs(MANAGE)
def scheme_new(request: StaffRequest) -> HttpResponse:
    """Choose a template, look at its tree, name the new version."""
    key = request.GET.get("template", "")
    chosen = templates.load(key) if key in templates.names() else _blank()
    initial = {"template": key, "name": chosen.name, "year": request.at.year, "version": "1"}
    form = NewForm(request.POST or None, units=makers_for(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        start = templates.load(typed["template"]) if typed["template"] else _blank()
        scheme = replace(start, **{name: typed[name] for name in ("name", "year", "version")})
        if (made := _make(request, form, typed["unit"], scheme)) is not None:
            return redirect("assessments:scheme", made.pk)
    context = {
        "form": form,
        "templates": [_about(name) for name in templates.names()],
        "chosen": _about(key) if key in templates.names() else None,
        "is_blank": "template" in request.GET and not key,
        "tree": tree_of(chosen),
    }
    return render(request, "assessments/staff/scheme_new.html", context)


def _make(request: StaffRequest, form: Any, unit: Unit, scheme: Scheme) -> SchemeVersion | None:
    """Create the draft; a refusal is said on the form, which keeps what was typed."""
    try:
        made = create_scheme(unit, scheme, actor=request.actor, at=request.at)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    problems = len(scheme.problems())
    todo = f"还有 {problems} 个问题，列在下面，改好才能启用。" if problems else "看过无误后启用。"
    messages.success(request, f"已存为草稿。{todo}")
    return made


@needs(MANAGE)
def scheme_import(request: StaffRequest) -> HttpResponse:
    """A TOML or xlsx file becomes a draft; what cannot be read is named by place and nothing is kept."""
    form = ImportForm(request.POST or None, request.FILES or None, units=makers_for(request))
    if request.method == "POST" and form.is_valid():
        try:
            scheme = read_scheme_file(form.cleaned_data["file"].read())
        except SchemeError as error:
            form.add_error("file", f"{error}什么也没有导入，请改好再试。")
        else:
            made = _make(request, form, form.cleaned_data["unit"], scheme)
            if made is not None:
                return redirect("assessments:scheme", made.pk)
    return render(request, "assessments/staff/scheme_import.html", {"form": form})


@needs(MANAGE)
def scheme_copy(request: StaffRequest, pk: int) -> HttpResponse:
    """A new draft from a version: a new one of the same year, next year's, or one of a township below."""
    row = find(schemes_for(request.actor), pk=pk)
    year = row.year + 1 if request.GET.get("to") == "next" else row.year
    version = str(int(row.version) + 1) if year == row.year and row.version.isdigit() else "1"
    initial = {"unit": row.unit_id, "year": year, "version": version}
    form = CopyForm(request.POST or None, units=makers_for(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = copy_scheme(row, **form.cleaned_data, actor=request.actor, at=request.at)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "已另存为草稿，可以改了；原来那一版没有变。")
            return redirect("assessments:scheme", made.pk)
    return render(request, "assessments/staff/scheme_copy.html", {"row": row, "form": form})


@require_POST
@needs(MANAGE)
def scheme_move(request: StaffRequest, pk: int) -> HttpResponse:
    """Activate or retire."""
    row = find(schemes_for(request.actor), pk=pk)
    acts = {
        "activate": lambda one, note: activate_scheme(one, actor=request.actor, at=request.at),
        "retire": lambda one, note: fire(one, "retire", actor=request.actor, at=request.at, note=note),
    }
    return make_move(request, row, acts, _address(row))
