"""The score sheet: the page, one village at a time, and what its script asks for and sends."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.request import RawPostDataException
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from xiangfeng.access.scope import may
from xiangfeng.assessments.actions.scores import SCORE, CellInput, SaveReport, save_cells
from xiangfeng.assessments.forms.sheet import AdjustmentForm, DeductionFormSet, UpperForm
from xiangfeng.assessments.models import Entry, Period, PeriodState
from xiangfeng.assessments.queries.cell import CellHelp, help_for
from xiangfeng.assessments.queries.feeding import waiting_count
from xiangfeng.assessments.queries.grid import (
    RowView,
    bands_of,
    cell_json,
    changed_since,
    groups_of,
    row_of,
    sums_json,
)
from xiangfeng.assessments.queries.periods import VIEW
from xiangfeng.assessments.queries.sheet import Sheet, Todo, load_sheet, remember_todo, todo_of_sheet
from xiangfeng.assessments.staff.periods import find_period
from xiangfeng.assessments.steps import steps_of
from xiangfeng.base.errors import Refused
from xiangfeng.scoring.scheme import plain
from xiangfeng.web.doors import StaffRequest, back, needs, number
from xiangfeng.web.moves import acts_for

MOST_CELLS = 5000


@require_GET
@needs(VIEW)
def sheet(request: StaffRequest, pk: int) -> HttpResponse:
    """The whole sheet; with ``?entry=`` one village with large fields, for a phone or without a script."""
    row = find_period(request, pk)
    loaded = load_sheet(row)
    context = frame_of(request, loaded)
    if (entry := chosen_entry(request.GET, loaded)) is not None:
        context |= entry_context(request, loaded, entry)
        return render(request, "assessments/staff/sheet_entry.html", context)
    bands = bands_of(loaded.scheme)
    context |= {
        "bands": bands,
        "width": sum(len(band.columns) for band in bands) + 3,
        "groups": groups_of(loaded, bands),
        "waiting": waiting_count(row) if context["is_open"] else 0,
        "stamp": request.at.isoformat(),
    }
    return render(request, "assessments/staff/sheet.html", context)


def frame_of(request: StaffRequest, loaded: Sheet) -> dict[str, Any]:
    """What the page and the one-village page share: the steps, who may do what, what is still open."""
    row = loaded.period
    todo = remember_todo(row, loaded)
    acts = acts_for(row, request.actor, reverse("assessments:period_move", args=[row.pk]))
    may_score = may(request.actor, SCORE, row)
    is_open = may_score and row.state == PeriodState.SCORING
    return {
        "period": row,
        "steps": steps_of(row),
        "todo_text": todo_words(todo),
        "submit": next((act for act in acts if act["verb"] == "submit"), None),
        "acts": [act for act in acts if act["verb"] != "submit"],
        "is_open": is_open,
        "no_extra": _no_extra(request, row),
        "why_locked": "" if is_open else _why_locked(row, may_score=may_score),
    }


def _no_extra(request: StaffRequest, row: Period) -> str:
    """What stands in 加减分 while there is none: a word to press for those who may enter one."""
    is_open = row.state == PeriodState.SCORING and may(request.actor, SCORE, row)
    return "登记" if is_open else "—"


def _why_locked(row: Period, *, may_score: bool) -> str:
    if row.state == PeriodState.SCORING and not may_score:
        return "您的岗位可以看打分表，不能改分。"
    return {
        PeriodState.DRAFT: "还在筹备，核对参评名单后在考评期页点“开始打分”，打分表就能填了。",
        PeriodState.SCORING: "",
        PeriodState.REVIEW: "已提交复核，打分表锁定。要改分，由复核人退回，或提交人撤回。",
        PeriodState.FINAL: "已定稿，打分表锁定。要改分，须写明理由重新打开。",
        PeriodState.PUBLISHED: "已发通报，打分表锁定。要改分，须写明理由重新打开，通报也要重发。",
    }[PeriodState(row.state)]


def todo_words(todo: Todo) -> str:
    """What is still open, as the bar below the sheet says it."""
    return f"还有 {todo.count} 处要处理：{todo.text}" if todo.count else "都录好了"


def chosen_entry(data: Any, loaded: Sheet) -> Entry | None:
    """The entry named by ``entry`` (or ``subject``); None when none is named, 404 when it is not of this sheet."""
    wanted = data.get("entry") or data.get("subject")
    if not wanted:
        return None
    found = next((entry for entry in loaded.entries if str(entry.pk) == wanted), None)
    if found is None:
        raise Http404("没有这条记录，或者不在您的管辖范围内。")
    return found


def entry_context(request: StaffRequest, loaded: Sheet, entry: Entry) -> dict[str, Any]:
    """One village's line with its neighbours, and the help of the cell named by ``?item=``."""
    bands = bands_of(loaded.scheme)
    place, line = loaded.entries.index(entry), row_of(loaded, entry, bands)
    return {
        "row": line,
        "before": loaded.entries[place - 1] if place else None,
        "after": loaded.entries[place + 1] if place + 1 < len(loaded.entries) else None,
        "lines": _lines(line, {}),
    } | panel_context(request, loaded, entry, request.GET.get("item", ""), whole=True)


def _lines(line: RowView, refused: dict[str, tuple[str | None, str]]) -> list[dict[str, Any]]:
    """The cells of a village with what was typed wrongly and why."""
    nothing = (None, "")
    return [
        {"cell": cell, "typed": typed if typed is not None else cell.text, "reason": reason}
        for cell in line.cells
        for typed, reason in [refused.get(cell.column.key, nothing)]
    ]


def panel_context(
    request: StaffRequest, loaded: Sheet, entry: Entry, item: str, *, whole: bool = False
) -> dict[str, Any]:
    """The panel of one cell (``item`` empty: only what belongs to the whole line)."""
    try:
        cell = help_for(loaded, entry, item) if item else None
    except KeyError as error:
        raise Http404("打分表里没有这一格，请刷新页面。") from error
    address = reverse("assessments:sheet", args=[loaded.period.pk])
    here = f"{address}?entry={entry.pk}&item={item}" if whole else f"{address}#cell-{entry.pk}-{item}"
    return {
        "period": loaded.period,
        "entry": entry,
        "cell": cell,
        "next": here,
        "findings": _findings(cell),
        "is_open": may(request.actor, SCORE, loaded.period) and loaded.period.state == PeriodState.SCORING,
        "adjustments": loaded.adjustments.get(entry.pk, []),
        "uppers": loaded.uppers.get(entry.pk, []),
        "adjust_form": AdjustmentForm(scheme=loaded.scheme),
        "upper_form": UpperForm(scheme=loaded.scheme),
    }


def _findings(cell: CellHelp | None) -> Any:
    """The findings behind a cell as lines to change, and an empty one."""
    names = ("text", "place", "count", "points", "photo_id", "finding_id")
    rows = [{name: getattr(row, name) for name in names} for row in cell.deductions] if cell else []
    for row in rows:
        row["points"] = plain(row["points"])
    return DeductionFormSet(initial=rows, prefix="d")


@require_GET
@needs(VIEW)
def sheet_cell(request: StaffRequest, pk: int) -> HttpResponse:
    """The panel beside the sheet for one cell, or for a whole line."""
    loaded = load_sheet(find_period(request, pk))
    entry = chosen_entry(request.GET, loaded)
    if entry is None:
        raise Http404("没有指明哪个村。")
    context = panel_context(request, loaded, entry, request.GET.get("item", ""))
    return render(request, "assessments/staff/sheet_panel.html", context)


@require_POST
@needs(SCORE)
def sheet_save(request: StaffRequest, pk: int) -> JsonResponse:
    """Autosave: ``{cells: [{subject, item, value, version}]}``; each cell's fate comes back, with all sums."""
    row = find_period(request, pk)
    try:
        report = save_cells(row, _cells_from(request), actor=request.actor, at=request.at)
    except Refused as refusal:
        return JsonResponse({"message": str(refusal)}, status=409)
    except (ValueError, TypeError, KeyError, RawPostDataException):
        return JsonResponse({"message": "没有读懂送来的内容，请刷新页面再填"}, status=400)
    return JsonResponse(_answer(load_sheet(row), report))


def _cells_from(request: HttpRequest) -> list[CellInput]:
    cells = json.loads(request.body)["cells"]
    if len(cells) > MOST_CELLS:
        raise ValueError("too many cells")
    return [
        CellInput(int(cell["subject"]), str(cell["item"]), str(cell["value"]), int(cell["version"]))
        for cell in cells
    ]


def _answer(loaded: Sheet, report: SaveReport) -> dict[str, Any]:
    todo = todo_of_sheet(loaded)
    answer: dict[str, Any] = {"saved": [], "refused": [], "stale": []}
    for name, replies in (("saved", report.saved), ("refused", report.refused), ("stale", report.stale)):
        for reply in replies:
            wanted = reply.wanted
            score = loaded.scores.get((wanted.entry_id, wanted.key))
            line: dict[str, Any] = {"subject": wanted.entry_id, "item": wanted.key, "value": wanted.text}
            known = cell_json(loaded.scheme, score) if score else {"value": "", "version": 0}
            line |= {"reason": reply.reason} if name == "refused" else {}
            line |= {"theirs": known} if name == "stale" else {}
            line |= known if name == "saved" else {}
            answer[name].append(line)
    return answer | {
        "sums": sums_json(loaded),
        "todo": {"missing": todo.count, "over": 0, "text": todo_words(todo)},
    }


@require_GET
@needs(VIEW)
def sheet_changes(request: StaffRequest, pk: int) -> JsonResponse:
    """What others wrote since ``?since=``; asks the database little while nothing was touched. Writes nothing."""
    row = find_period(request, pk)
    try:
        since = dt.datetime.fromisoformat(request.GET.get("since", "").replace(" ", "+"))
        changed = changed_since(row, since)
    except (ValueError, TypeError):
        changed = changed_since(row, None)
    scheme = row.scheme_version.scheme
    answer: dict[str, Any] = {"stamp": request.at.isoformat(), "cells": [], "sums": []}
    if changed is not None:
        loaded = load_sheet(row)
        todo = todo_of_sheet(loaded)
        answer["cells"] = [cell_json(scheme, score) for score in changed]
        answer["sums"] = sums_json(loaded, no_extra=_no_extra(request, row))
        answer["todo"] = {"missing": todo.count, "over": 0, "text": todo_words(todo)}
    return JsonResponse(answer)


@require_POST
@needs(SCORE)
def sheet_row(request: StaffRequest, pk: int) -> HttpResponse:
    """One village's fields from a plain form: what is right is kept, the rest comes back with its reason."""
    row = find_period(request, pk)
    loaded = load_sheet(row)
    entry = chosen_entry(request.POST, loaded)
    if entry is None:
        raise Http404("没有指明哪个村。")
    try:
        report = save_cells(row, _changed(request, loaded, entry), actor=request.actor, at=request.at)
    except Refused as refusal:
        report = SaveReport()
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{entry.unit.name}：保存 {len(report.saved)} 格")
    if not report.refused and not report.stale:
        return back(request, reverse("assessments:sheet", args=[pk]) + f"?entry={entry.pk}")
    return _row_again(request, row, entry, report)


def _changed(request: HttpRequest, loaded: Sheet, entry: Entry) -> list[CellInput]:
    """The fields whose text is not what the page had shown."""
    cells = []
    for name in request.POST:
        key, text = name.removeprefix("v-"), str(request.POST.get(name, ""))
        if name.startswith("v-") and text.strip() != request.POST.get(f"o-{key}", "").strip():
            version = request.POST.get(f"n-{key}", "0")
            cells.append(CellInput(entry.pk, key, text, number(version)))
    return cells


def _row_again(request: StaffRequest, row: Period, entry: Entry, report: SaveReport) -> HttpResponse:
    loaded = load_sheet(row)
    entry = next(one for one in loaded.entries if one.pk == entry.pk)
    context = frame_of(request, loaded) | entry_context(request, loaded, entry)
    words = "这期间{}改成了现在的值，您填的是 {}。要用您的，请再填一次。"
    wrong: dict[str, tuple[str | None, str]] = {
        reply.wanted.key: (reply.wanted.text, reply.reason) for reply in report.refused
    }
    for reply in report.stale:
        who = reply.score.updated_by_name if reply.score else "别人"
        wrong[reply.wanted.key] = (None, words.format(who, reply.wanted.text))
    context["lines"] = _lines(context["row"], wrong)
    return render(request, "assessments/staff/sheet_entry.html", context, status=422)
