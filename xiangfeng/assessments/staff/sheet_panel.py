"""What is done in the panel beside the sheet: 缺项, 扣分 with photos, 考评层级, 加减分, 上级考评."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from xiangfeng.assessments.actions import adjustments, scores
from xiangfeng.assessments.actions.scores import SCORE, CellInput, DeductionInput
from xiangfeng.assessments.cells import SOURCE_MARK
from xiangfeng.assessments.forms.sheet import (
    AdjustmentForm,
    DeductionFormSet,
    MissingForm,
    UpperForm,
    errors_of,
)
from xiangfeng.assessments.models import Adjustment, Entry, Score, UpperResult
from xiangfeng.assessments.queries.sheet import load_sheet
from xiangfeng.assessments.staff.sheet import panel_context
from xiangfeng.base.errors import Refused
from xiangfeng.web.doors import StaffRequest, attempt, back, find, needs, number


def _entry(request: StaffRequest, pk: int) -> Entry:
    rows = Entry.objects.within(request.actor, SCORE).filter(period_id=pk)
    wanted = request.POST.get("entry", "")
    return find(rows.select_related("unit", "period__unit", "period__scheme_version"), pk=wanted or 0)


def _answer(request: StaffRequest, entry: Entry, act: Callable[[], Any], done: str) -> HttpResponse:
    """Do it and say so: with a script in the panel itself, without one on the page one came from."""
    if "HX-Request" in request.headers:
        return _in_panel(request, entry, act, done)
    attempt(request, act, done=done)
    cell = f"#cell-{entry.pk}-{request.POST.get('item', '')}"
    return back(request, reverse("assessments:sheet", args=[entry.period_id]) + cell)


def _in_panel(request: StaffRequest, entry: Entry, act: Callable[[], Any], done: str) -> HttpResponse:
    """The panel anew and word to the sheet's script; after a refusal the form stays as it was filled."""
    try:
        act()
    except Refused as refusal:
        headers = {"HX-Trigger": json.dumps({"toast": {"kind": "bad", "text": str(refusal)}})}
        return HttpResponse(headers=headers | {"HX-Reswap": "none"})
    item, loaded = request.POST.get("item", ""), load_sheet(entry.period)
    mine = next(one for one in loaded.entries if one.pk == entry.pk)
    context = panel_context(request, loaded, mine, item)
    answer = render(request, "assessments/staff/sheet_panel.html", context)
    events = {"toast": {"kind": "ok", "text": done}, "sheet-changed": {"cell": bool(item)}}
    answer["HX-Trigger-After-Settle"] = json.dumps(events)
    return answer


def _valid(form: forms.Form) -> dict[str, Any]:
    if not form.is_valid():
        raise Refused(errors_of(form))
    return form.cleaned_data


@require_POST
@needs(SCORE)
def sheet_set(request: StaffRequest, pk: int) -> HttpResponse:
    """Put one score into one cell: 改成 17 分."""
    entry, item, text = _entry(request, pk), request.POST.get("item", ""), request.POST.get("value", "")
    version = request.POST.get("version", "")

    def act() -> None:
        wanted = CellInput(entry.pk, item, text, number(version))
        report = scores.save_cells(entry.period, [wanted], actor=request.actor, at=request.at)
        if report.refused:
            raise Refused(report.refused[0].reason)
        if report.stale:
            raise Refused("这一格刚被别人改过，请看过现在的分再改")

    return _answer(request, entry, act, f"{entry.unit.name}已改成 {text} 分")


@require_POST
@needs(SCORE)
def sheet_missing(request: StaffRequest, pk: int) -> HttpResponse:
    """Settle how an empty cell counts, or take that back (``clear``)."""
    entry, item = _entry(request, pk), request.POST.get("item", "")
    who = {"actor": request.actor, "at": request.at}

    def clear() -> None:
        scores.clear_missing(find(Score.objects.filter(entry=entry), key=item), **who)

    def settle() -> None:
        data = _valid(MissingForm(request.POST))
        value = data["value"] if data["policy"] == "given" else None
        seen = number(request.POST["version"]) if request.POST.get("version") else None
        scores.set_missing(
            entry, item, policy=data["policy"], reason=data["reason"], value=value, version=seen, **who
        )

    is_clear = "clear" in request.POST
    return _answer(
        request, entry, clear if is_clear else settle, "已取消缺项" if is_clear else "已按缺项处理"
    )


@require_POST
@needs(SCORE)
def sheet_giver(request: StaffRequest, pk: int) -> HttpResponse:
    """Say which level scored a cell."""
    entry, item, given_by = (
        _entry(request, pk),
        request.POST.get("item", ""),
        request.POST.get("given_by", ""),
    )

    def act() -> None:
        scores.set_giver(entry, item, given_by=given_by, actor=request.actor, at=request.at)

    return _answer(request, entry, act, f"已记为{given_by}考")


@require_POST
@needs(SCORE)
def sheet_deductions(request: StaffRequest, pk: int) -> HttpResponse:
    """Replace the findings behind a cell; photos are kept as proof of the village."""
    entry, item = _entry(request, pk), request.POST.get("item", "")
    version = request.POST.get("version", "")

    def act() -> None:
        if item.startswith(SOURCE_MARK):
            raise Refused("这一格不记扣分")
        rows = _findings(request, entry, item)
        seen = number(version)
        scores.set_deductions(entry, item, rows, version=seen, actor=request.actor, at=request.at)

    return _answer(request, entry, act, "扣分已记")


def _findings(request: StaffRequest, entry: Entry, item: str) -> list[DeductionInput]:
    formset = DeductionFormSet(request.POST, request.FILES, prefix="d")
    if not formset.is_valid():
        raise Refused("；".join(errors_of(form) for form in formset if form.errors) or "扣分没有填对")
    try:
        node = entry.period.scheme_version.scheme.item(item)
    except KeyError as error:
        raise Http404("打分表里没有这一格，请刷新页面。") from error
    found = []
    for form in formset:
        if form.cleaned_data.get("DELETE"):
            continue
        try:
            found.append(form.as_input(node))
        except ValueError as error:
            raise Refused(str(error)) from error
    return [row for row in found if row is not None]


@require_POST
@needs(SCORE)
def sheet_adjust(request: StaffRequest, pk: int) -> HttpResponse:
    """Add 加分, 减分 or 一票否决, or take one back (``remove``)."""
    entry, who = _entry(request, pk), {"actor": request.actor, "at": request.at}
    remove = request.POST.get("remove", "")

    def act() -> None:
        if remove:
            row = find(
                Adjustment.objects.filter(entry=entry).select_related("entry__period__unit"), pk=remove
            )
            adjustments.remove_adjustment(row, **who)
            return
        data = _valid(AdjustmentForm(request.POST, scheme=entry.period.scheme_version.scheme))
        data["points"] = data["points"] or 0
        adjustments.add_adjustment(entry, **data, **who)

    return _answer(request, entry, act, "已删除" if remove else "已登记")


@require_POST
@needs(SCORE)
def sheet_upper(request: StaffRequest, pk: int) -> HttpResponse:
    """Enter what an upper level gave, or take it back (``remove``)."""
    entry, who = _entry(request, pk), {"actor": request.actor, "at": request.at}
    remove = request.POST.get("remove", "")

    def act() -> None:
        if remove:
            row = find(
                UpperResult.objects.filter(entry=entry).select_related("entry__period__unit"), pk=remove
            )
            adjustments.remove_upper_result(row, **who)
            return
        data = _valid(UpperForm(request.POST, scheme=entry.period.scheme_version.scheme))
        adjustments.add_upper_result(entry, **data, **who)

    return _answer(request, entry, act, "已删除" if remove else "已登记")
