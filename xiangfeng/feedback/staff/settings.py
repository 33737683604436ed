"""Doors to what a unit sets for its reports: desk, categories, 分派规则, 答复用语."""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from xiangfeng.administration.staff.pages import form_page
from xiangfeng.feedback.actions import settings as actions
from xiangfeng.feedback.actions.registering import LIST_URL
from xiangfeng.feedback.flow import MANAGE
from xiangfeng.feedback.models import Category, Desk, Kind, Phrase, Route
from xiangfeng.feedback.queries.desks import settings_of
from xiangfeng.feedback.staff.forms import CategoryForm, DeskForm, PhraseForm, RouteForm
from xiangfeng.feedback.terms import term_of
from xiangfeng.orgs.models import Unit
from xiangfeng.sites.queries import upper_units
from xiangfeng.web.doors import StaffRequest, attempt, fill, find, needs, number

CRUMB = "受理设置"


class Sort(NamedTuple):
    """One kind of row that this page keeps."""

    model: Any
    form: Any
    title: str


SORTS = {
    "category": Sort(Category, CategoryForm, "反映类别"),
    "route": Sort(Route, RouteForm, "分派规则"),
    "phrase": Sort(Phrase, PhraseForm, "答复用语"),
}


def _url(unit_id: int, part: str = "") -> str:
    return f"{reverse('feedback:settings')}?unit={unit_id}{f'#{part}' if part else ''}"


def _unit(request: StaffRequest, pk: int) -> Unit:
    return find(upper_units(request.actor, MANAGE), pk=pk)


@needs(MANAGE)
def settings(request: StaffRequest) -> HttpResponse:
    """All a unit has set, with what its rules would have done of late; ``?unit=`` chooses the unit."""
    units = list(upper_units(request.actor, MANAGE))
    wanted = number(request.GET.get("unit", ""))
    unit = next((one for one in units if one.pk == wanted), next(iter(units), None))
    if unit is None:
        raise Http404("您的管辖范围内没有受理群众反映的单位。")
    found = settings_of(unit, today=request.at.date())
    terms = [(kind.label, term_of(found["desk"], kind)) for kind in Kind]
    context = {"unit": unit, "units": units, "terms": terms, "list_url": LIST_URL, **found}
    return render(request, "feedback/staff/settings.html", context)


@needs(MANAGE)
def desk(request: StaffRequest, pk: int) -> HttpResponse:
    """What the public reads of a unit's desk, and its terms."""
    unit = _unit(request, pk)
    row = Desk.objects.filter(unit=unit).first() or Desk(unit=unit)
    initial = {name: getattr(row, name) or "" for name in DeskForm.base_fields}
    form = DeskForm(request.POST or None, initial=initial, unit=unit)
    act = partial(actions.save_setting, row, actor=request.actor, at=request.at)
    if request.method == "POST" and fill(form, lambda: act(**form.cleaned_data)):
        messages.success(request, "已保存，公众页面马上按新的显示")
        return redirect(_url(pk))
    return form_page(request, form, title="受理台和期限", submit="保存", crumbs=_crumbs(pk), note=unit.name)


def _crumbs(unit_id: int) -> list[tuple[str, str]]:
    return [("群众反映", LIST_URL), (CRUMB, _url(unit_id))]


@require_POST
@needs(MANAGE)
def install(request: StaffRequest, pk: int) -> HttpResponse:
    """The six usual categories."""
    act = partial(actions.install_categories, _unit(request, pk), actor=request.actor, at=request.at)
    attempt(request, act, done="常用的六类已装入，名称、顺序、图标都能改")
    return redirect(_url(pk, "category"))


def _sort(name: str) -> Sort:
    if name not in SORTS:
        raise Http404("没有这种设置")
    return SORTS[name]


@needs(MANAGE)
def new(request: StaffRequest, pk: int, sort: str) -> HttpResponse:
    """A new category, rule or phrase of a unit."""
    unit = _unit(request, pk)
    return _page(request, sort, _sort(sort).model(unit=unit))


def _row(request: StaffRequest, sort: str, pk: int) -> Any:
    # The county's serve its townships; who keeps them is another question.
    units = Unit.objects.within(request.actor, MANAGE)
    return find(_sort(sort).model.objects.filter(unit__in=units).select_related("unit"), pk=pk)


@needs(MANAGE)
def edit(request: StaffRequest, sort: str, pk: int) -> HttpResponse:
    """Change one."""
    return _page(request, sort, _row(request, sort, pk))


def _page(request: StaffRequest, name: str, row: Any) -> HttpResponse:
    sort = SORTS[name]
    initial = {}
    for field in sort.form.base_fields:
        value = getattr(row, field)
        initial[field] = getattr(value, "pk", value)
    form = sort.form(request.POST or None, initial=initial, unit=row.unit)
    act = partial(actions.save_setting, row, actor=request.actor, at=request.at)
    if request.method == "POST" and fill(form, lambda: act(**form.cleaned_data)):
        messages.success(request, "已保存")
        return redirect(_url(row.unit_id, name))
    title = f"修改{sort.title}" if row.pk else f"新增{sort.title}"
    return form_page(
        request, form, title=title, submit="保存", crumbs=_crumbs(row.unit_id), note=row.unit.name
    )


@require_POST
@needs(MANAGE)
def change(request: StaffRequest, sort: str, pk: int) -> HttpResponse:
    """One place up or down, out of use, back into use, off the list."""
    row, who = _row(request, sort, pk), {"actor": request.actor, "at": request.at}
    acts: dict[str, tuple[Any, dict[str, bool], str]] = {
        "up": (actions.move_setting, {"is_up": True}, "已上移"),
        "down": (actions.move_setting, {"is_up": False}, "已下移"),
        "retire": (actions.use_setting, {"is_active": False}, f"“{row}”已停用"),
        "restore": (actions.use_setting, {"is_active": True}, f"“{row}”已恢复"),
        "remove": (actions.drop_route, {}, "这条规则已删"),
    }
    allowed = {"category": "up down retire restore", "route": "up down remove", "phrase": "retire restore"}
    verb = request.POST.get("verb", "")
    if verb in allowed[sort].split():
        act, given, done = acts[verb]
        attempt(request, partial(act, row, **given, **who), done=done)
    return redirect(_url(row.unit_id, sort))
