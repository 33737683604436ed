"""The month as a calendar, and all occurrences as a list with xlsx."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_date

from xiangfeng.calendars import queries as calendars
from xiangfeng.duties import lights
from xiangfeng.duties.models import DutyKind, Occurrence, OccurrenceState
from xiangfeng.duties.month import month_of
from xiangfeng.duties.queries import VIEW, due_by, occurrences_for, units_with_duties
from xiangfeng.orgs.models import Unit
from xiangfeng.web.doors import StaffRequest, needs, number
from xiangfeng.web.ledger import Column, Empty, Filter, Spec, Tab, ledger

EARLIEST, LATEST = 2000, 2099


def chosen_unit(request: StaffRequest) -> tuple[Unit | None, list[Unit]]:
    """The unit whose duties are shown, and those one may choose from."""
    units = units_with_duties(request.actor)
    wanted = number(request.GET.get("unit", ""))
    return next((one for one in units if one.pk == wanted), units[0] if units else None), units


def chosen_year(request: StaffRequest) -> int:
    year = number(request.GET.get("year", "")) or request.at.year
    return int(min(max(year, EARLIEST), LATEST))


def _first(request: StaffRequest) -> dt.date:
    """The first of the month in the address, else of this one."""
    try:
        found = parse_date(f"{request.GET.get('month', '')}-01")
    except ValueError:
        found = None
    return found if found and EARLIEST <= found.year <= LATEST else request.at.date().replace(day=1)


@needs(VIEW)
def calendar(request: StaffRequest) -> HttpResponse:
    """What falls due in a month, on the days of the working calendar; on a phone as a list."""
    unit, units = chosen_unit(request)
    first, today = _first(request), request.at.date()
    rows = occurrences_for(request.actor).filter(unit=unit).order_by("due_on", "duty__seq", "pk")
    here = rows.filter(due_on__year=first.year, due_on__month=first.month)
    is_now = (first.year, first.month) == (today.year, today.month)
    carried = rows.filter(due_on__lt=first, state=OccurrenceState.OPEN, red_on__lte=today) if is_now else []
    context = {
        "unit": unit,
        "units": units,
        "month": month_of(first, here, carried, today, calendars.calendar()),
        "is_now": is_now,
        "today": today,
        "can_edit": request.actor.can("duties.manage"),
    }
    return render(request, "duties/staff/calendar.html", context)


def _columns(today: dt.date, units: list[Unit]) -> tuple[Column, ...]:
    days = calendars.calendar()

    def sign(row: Occurrence) -> tuple[str, str]:
        return lights.tag(row, today, days)

    return (
        Column("label", "期次", lambda row: row.label, sort="start"),
        Column("title", "义务", lambda row: row.duty.title, sort="duty__seq"),
        Column("unit", "单位", lambda row: row.unit.name, is_default=len(units) > 1),
        Column("basis", "依据条款", lambda row: str(row.duty.article)),
        Column("doer", "谁来做", lambda row: row.duty.doer),
        Column("due", "期限", lambda row: f"{row.due_on:%Y-%m-%d}", sort="due_on"),
        Column(
            "done", "完成日", lambda row: f"{row.done_on:%Y-%m-%d}" if row.done_on else "", sort="done_on"
        ),
        Column("state", "状态", lambda row: sign(row)[1], tag=sign),
        Column("proof", "凭据", lambda row: row.proof_text, url=lambda row: row.proof_url),
        Column("why", "说明", lambda row: lights.explain(row, today, days), is_default=False),
    )


def _filters(today: dt.date, units: list[Unit]) -> tuple[Filter, ...]:
    years = [(str(year), f"{year}年") for year in range(today.year + 1, today.year - 4, -1)]
    named = [(str(one.pk), one.name) for one in units]

    def in_month(rows: Any, value: str) -> Any:
        year, month = map(int, value.split("-"))
        return rows.filter(due_on__year=year, due_on__month=month)

    return (
        Filter("year", "年度", lambda request: years, lambda rows, value: rows.filter(year=value)),
        Filter(
            "kind",
            "种类",
            lambda request: DutyKind.choices,
            lambda rows, value: rows.filter(duty__kind=value),
        ),
        Filter("unit", "单位", lambda request: named, lambda rows, value: rows.filter(unit_id=value)),
        Filter("month", "到期月份", lambda request: _months(today), in_month),
    )


def _tabs(today: dt.date) -> tuple[Tab, ...]:
    asked = due_by(today)
    return (
        Tab("all", "全部", Q()),
        Tab("red", "逾期", asked["red"], is_bad=True),
        Tab("yellow", "快到期", asked["yellow"]),
        Tab("late", "迟办", asked["late"]),
        Tab("done", "已完成", asked["done"]),
        Tab("out", "免办、合并", asked["out"]),
    )


def _spec(today: dt.date, units: list[Unit]) -> Spec:
    return Spec(
        title="应办清单",
        note="每一条都来自制度条款，由真实记录自动销号",
        columns=_columns(today, units),
        empty=Empty("没有应办的事", "制度施行并设了义务以后，每一期什么时候到期会列在这里。"),
        filters=_filters(today, units),
        tabs=_tabs(today),
        search=("duty__title", "duty__doer", "proof_text"),
        search_label="义务、谁来做、凭据",
        row_url=lambda row: reverse("duties:occurrence", args=[row.pk]),
        tone=lambda row: {"red": "bad", "yellow": "warn"}.get(row.light(today), ""),
        file_name="应办清单",
    )


def _months(today: dt.date) -> list[tuple[str, str]]:
    return [
        (f"{year}-{month:02d}", f"{year}年{month}月")
        for year in range(today.year + 1, today.year - 3, -1)
        for month in range(12, 0, -1)
    ]


@needs(VIEW)
def occurrences(request: StaffRequest) -> HttpResponse:
    """All occurrences one may see, by due day: 看全年 and 导出."""
    rows = occurrences_for(request.actor).order_by("due_on", "duty__seq", "pk")
    return ledger(request, rows, _spec(request.at.date(), units_with_duties(request.actor)))
