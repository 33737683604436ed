"""Doors for a village: its own results and its objections; and for the 创建办: objections that wait for an answer."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.assessments.actions import objections as acts
from xiangfeng.assessments.actions.results import reopen_for_objection
from xiangfeng.assessments.forms.objections import ObjectionForm
from xiangfeng.assessments.models import Entry, Objection, ObjectionState, PeriodState
from xiangfeng.assessments.queries.periods import objections_for, own_entries_for
from xiangfeng.assessments.queries.results import ranking_of
from xiangfeng.assessments.ranking_page import tree_rows
from xiangfeng.assessments.staff.periods import periods
from xiangfeng.base.errors import Refused
from xiangfeng.base.rounding import half_up
from xiangfeng.web.doors import StaffRequest, attempt, find, needs
from xiangfeng.web.ledger import Column, Empty, Spec, Tab, ledger
from xiangfeng.web.moves import acts_for, make_move

OWN = Spec(
    title="本单位成绩",
    note="定稿后才看得到；在异议期内可以对任何一项提异议",
    columns=(
        Column("period", "月份", lambda row: str(row.period), url=lambda row: _own_url(row)),
        Column("unit", "单位", lambda row: row.unit.name),
        Column("shown", "综合得分", lambda row: _score(row), is_numeric=True, url=lambda row: _own_url(row)),
        Column("rank", "名次", lambda row: row.rank, is_numeric=True),
        Column("grade", "等次", lambda row: row.grade),
        Column("until", "异议截止", lambda row: _day(row.period.object_until)),
    ),
    row_url=lambda row: _own_url(row),
    empty=Empty("还没有成绩", "镇里定稿后，本村每个月的得分和扣分会出现在这里。"),
)

OBJECTIONS = Spec(
    title="异议",
    columns=(
        Column("filed", "提出", lambda row: _day(row.filed_at), sort="filed_at"),
        Column(
            "unit",
            "单位",
            lambda row: row.entry.unit.name,
            sort="entry__unit__path",
            url=lambda row: _url(row),
        ),
        Column("period", "月份", lambda row: str(row.entry.period)),
        Column("key", "对哪一项", lambda row: row.key_title or "综合得分"),
        Column("text", "理由", lambda row: row.text[:60]),
        Column("due", "答复期限", lambda row: _day(row.due_on), sort="due_on"),
        Column("state", "状态", lambda row: row.get_state_display(), tag=lambda row: _tag(row)),
    ),
    tabs=(
        Tab("filed", "待答复", Q(state=ObjectionState.FILED), is_bad=True),
        Tab("done", "已办结", ~Q(state=ObjectionState.FILED)),
        Tab("all", "全部", Q()),
    ),
    search=("entry__unit__name", "text"),
    search_label="单位、理由",
    row_url=lambda row: _url(row),
    empty=Empty("没有异议", "村里在异议期内提出的异议会出现在这里，答复后办结。"),
)


def _own_url(row: Any) -> str:
    return reverse("assessments:own_entry", args=[row.pk])


def _url(row: Any) -> str:
    return reverse("assessments:objection", args=[row.pk])


def _score(row: Entry) -> str:
    """With the scheme's decimals; the database keeps three."""
    scheme = row.period.scheme_version.scheme
    return "" if row.shown is None else scheme.text(half_up(row.shown, scheme.places))


def _day(day: Any) -> str:
    """A date, or the local day of a moment: the database gives moments in UTC."""
    if isinstance(day, dt.datetime):
        day = localtime(day)
    return f"{day.month}月{day.day}日" if day else ""


def _tag(row: Any) -> tuple[str, str]:
    kind = {"filed": "warn", "upheld": "ok", "rejected": "line", "withdrawn": "line"}[row.state]
    return kind, row.get_state_display()


@needs("assessments.view_own", "assessments.view")
def own(request: StaffRequest) -> HttpResponseBase:
    """A village's own results, month by month; who sees all of them and follows a goal's figure gets the months."""
    if not request.actor.can("assessments.view_own"):
        return periods(request)
    return ledger(request, own_entries_for(request.actor), OWN)


@needs("assessments.view_own")
def own_entry(request: StaffRequest, pk: int) -> HttpResponse:
    """One month's own score down to the deduction; POST files an objection."""
    entry = find(own_entries_for(request.actor), pk=pk)
    items = list(entry.period.scheme_version.scheme.titles().items())
    form = ObjectionForm(request.POST or None, request.FILES or None, items=items)
    if request.method == "POST" and form.is_valid() and _file(request, entry, form):
        return redirect("assessments:own_entry", pk=pk)
    line = next(line for line in ranking_of(entry.period).lines if line.entry.pk == entry.pk)
    last, may_object = entry.period.object_until, may(request.actor, "assessments.object", entry)
    context = {
        "entry": entry,
        "line": line,
        "rows": tree_rows(line.outcome.breakdown),
        "form": form,
        "can_object": bool(last and request.at.date() <= last and may_object),
        "objections": entry.objections.order_by("-filed_at", "-id"),
        "is_published": entry.period.state == PeriodState.PUBLISHED,
    }
    return render(request, "assessments/staff/own_entry.html", context)


def _file(request: StaffRequest, entry: Entry, form: ObjectionForm) -> bool:
    try:
        acts.file_objection(entry, **form.cleaned_data, actor=request.actor, at=request.at)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, "异议已提出，创建办会在期限内答复，结果在这里和消息里看。")
    return True


@needs("assessments.view")
def objections(request: StaffRequest) -> HttpResponse:
    """Objections of the villages in reach."""
    return ledger(request, objections_for(request.actor), OBJECTIONS)


@needs("assessments.view", "assessments.object")
def objection(request: StaffRequest, pk: int) -> HttpResponse:
    """One objection with the score it speaks of, and the answer."""
    row = find(objections_for(request.actor), pk=pk)
    context = {
        "row": row,
        "rows": _rows_of(row) if _sees_figures(request.actor, row.entry) else [],
        "acts": acts_for(row, request.actor, reverse("assessments:objection_move", args=[pk])),
        "can_reopen": row.state == ObjectionState.UPHELD
        and row.entry.period.state in (PeriodState.FINAL, PeriodState.PUBLISHED)
        and may(request.actor, "assessments.reopen", row.entry.period),
    }
    return render(request, "assessments/staff/objection.html", context)


def _sees_figures(actor: Actor, entry: Entry) -> bool:
    """The office always; the village not while its month is reopened and worked on."""
    return may(actor, "assessments.view", entry) or may(actor, "assessments.view_own", entry)


def _rows_of(row: Objection) -> list[dict[str, Any]]:
    line = next(line for line in ranking_of(row.entry.period).lines if line.entry.pk == row.entry_id)
    rows = tree_rows(line.outcome.breakdown)
    if row.key:
        start = next((n for n, one in enumerate(rows) if one["key"] == row.key), 0)
        rows = [rows[start], *_below(rows, start)]
    return rows


def _below(rows: list[dict[str, Any]], start: int) -> list[dict[str, Any]]:
    found = []
    for row in rows[start + 1 :]:
        if row["depth"] <= rows[start]["depth"]:
            break
        found.append(row)
    return found


@require_POST
@needs("assessments.answer", "assessments.object", "assessments.reopen")
def objection_move(request: StaffRequest, pk: int) -> HttpResponse:
    """Answer, withdraw, or – once upheld – reopen the month."""
    row = find(objections_for(request.actor), pk=pk)
    url = reverse("assessments:objection", args=[pk])
    if request.POST.get("verb") == "reopen":
        done = attempt(
            request,
            lambda: reopen_for_objection(row, actor=request.actor, at=request.at),
            done="本期已重新打开，请到打分表改分",
        )
        return redirect(reverse("assessments:sheet", args=[row.entry.period_id]) if done else url)

    def answer(verb: str) -> Any:
        return lambda one, note: acts.answer_objection(
            one, verb=verb, answer=note, actor=request.actor, at=request.at
        )

    def withdraw(one: Any, note: str) -> Any:
        return acts.withdraw_objection(one, actor=request.actor, at=request.at)

    return make_move(
        request, row, {"uphold": answer("uphold"), "reject": answer("reject"), "withdraw": withdraw}, url
    )
