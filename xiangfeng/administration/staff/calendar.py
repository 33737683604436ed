"""Doors to the calendar: a year, one day, a whole year's notice."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_POST

from xiangfeng.administration.actions import calendar as acts
from xiangfeng.administration.actions.calendar import MANAGE
from xiangfeng.administration.calendar_preview import notice_of, preview_of
from xiangfeng.administration.forms.calendar import DayForm, YearForm
from xiangfeng.administration.queries.calendar import YearPage, year_page
from xiangfeng.administration.staff.pages import form_page
from xiangfeng.base.errors import Refused
from xiangfeng.calendars.actions import problems_of
from xiangfeng.calendars.queries import coverage
from xiangfeng.web.doors import StaffRequest, attempt, fill, needs, number

EARLIEST, LATEST = 2000, 2099


def _url(year: int) -> str:
    return reverse("administration:calendar") + f"?year={year}"


def _chosen(request: StaffRequest) -> tuple[int, dt.date | None]:
    """The year to show and the day to edit, as far as the address names good ones."""
    try:
        date = parse_date(request.GET.get("day", ""))
    except ValueError:
        date = None
    year = number(request.GET.get("year", "")) or (date or request.at).year
    return min(max(year, EARLIEST), LATEST), date


@needs(MANAGE)
def calendar(request: StaffRequest) -> HttpResponse:
    """A year in months with its 休 and 班; POST marks one day."""
    year, date = _chosen(request)
    page = year_page(year)
    form = DayForm(request.POST or None, initial=_of_day(page, date))
    if request.method == "POST" and fill(form, lambda: _mark(request, form.cleaned_data)):
        messages.success(request, f"{form.cleaned_data['date']:%Y-%m-%d} 已改，以后的期限按新日历算")
        return redirect(_url(form.cleaned_data["date"].year))
    context = {
        "page": page,
        "form": form,
        "chosen": date,
        "today": request.at.date(),
        "warnings": coverage(request.at.date()).warnings,
        "years": sorted({*range(year - 2, year + 3), request.at.year}),
    }
    return render(request, "administration/staff/calendar.html", context)


def _of_day(page: YearPage, date: dt.date | None) -> dict[str, Any]:
    known = next((day for day in page.marked if day.date == date), None)
    if known is None:
        is_weekend = date is not None and date.weekday() >= 5
        return {"date": date, "mark": "work" if is_weekend else "off"}
    return {"date": date, "mark": "work" if known.is_workday else "off", "name": known.name}


def _mark(request: StaffRequest, data: dict[str, Any]) -> bool:
    if data["mark"] == "week":
        acts.clear_day(data["date"], actor=request.actor, at=request.at)
    else:
        acts.set_day(
            data["date"],
            is_workday=data["mark"] == "work",
            name=data["name"],
            actor=request.actor,
            at=request.at,
        )
    return True


@require_POST
@needs(MANAGE)
def confirm(request: StaffRequest) -> HttpResponse:
    """Declare a year entered by hand as complete."""
    given = request.POST.get("year", "")
    year = int(given) if given.isdecimal() and len(given) == 4 else request.at.year
    attempt(
        request,
        lambda: acts.confirm_year(year, actor=request.actor, at=request.at),
        done=f"{year}年已确认，可以按它算工作日",
    )
    return redirect(_url(year))


@needs(MANAGE)
def year_import(request: StaffRequest) -> HttpResponse:
    """Paste or upload a year's notice; it is shown before anything is replaced."""
    form = YearForm(request.POST or None, request.FILES or None, initial={"year": request.at.year + 1})
    if request.method == "POST" and form.is_valid():
        problems = problems_of(form.cleaned_data["year"], form.cleaned_data["rows"])
        if not problems:
            return render(request, "web/import_preview.html", {"preview": preview_of(form)})
        form.add_error(None, "；".join(problems[:12]))
    return form_page(
        request,
        form,
        title="导入一年的放假调休",
        submit="检查",
        crumbs=[("工作日历", reverse("administration:calendar"))],
        hint="先列出来给您看，确认后替换那一年原有的全部标记。",
    )


@require_POST
@needs(MANAGE)
def import_confirm(request: StaffRequest) -> HttpResponse:
    """Replace the year by what the preview showed."""
    try:
        year, basis, rows = notice_of(request.POST.get("token", ""))
        acts.import_year(year, rows, basis=basis, actor=request.actor, at=request.at)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("administration:calendar_import")
    messages.success(request, f"{year}年的放假调休已写入，共 {len(rows)} 天")
    return redirect(_url(year))
