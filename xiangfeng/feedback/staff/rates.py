"""Doors to the three rates: the table, its xlsx, and the reports behind each number."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from xiangfeng.feedback import rates as words
from xiangfeng.feedback.actions.registering import LIST_URL, url_of
from xiangfeng.feedback.models import Report
from xiangfeng.feedback.queries.rates import GROUPS, Line, behind, group_of, lines_by, total
from xiangfeng.feedback.queries.seen import VIEW, read_by
from xiangfeng.feedback.rate_sheet import rates_xlsx
from xiangfeng.feedback.staff.forms import PeriodForm
from xiangfeng.sites.queries import upper_units
from xiangfeng.web.doors import StaffRequest, needs
from xiangfeng.web.ledger import Column, Empty, Filter, Spec, ledger, xlsx_response

HEADS = {"month": "月份", "unit": "受理单位", "handler": "承办单位", "channel": "渠道"}
PARTS = {"of": "计入的", "good": "达到的", "missed": "没达到的"}


def _kept(name: str) -> Filter:
    """A word of the address that a choice of columns must not lose; the door itself goes by it."""
    field = partial(forms.CharField, required=False, widget=forms.HiddenInput)
    return Filter(name, name, lambda request: (), lambda rows, value: rows, field)


SPEC = Spec(
    title="计入三率的群众反映",
    columns=(
        Column("number", "编号", lambda row: row.number, sort="number", url=url_of),
        Column("came", "收到日期", lambda row: row.came_on.isoformat(), sort="came_on"),
        Column("channel", "渠道", lambda row: row.get_channel_display()),
        Column("unit", "受理单位", lambda row: row.unit.name, is_default=False),
        Column("handler", "承办单位", lambda row: row.handler.name, sort="handler__path"),
        Column("accept_due", "受理期限", lambda row: row.accept_due_on.isoformat()),
        Column("responded", "受理或转出", lambda row: row.responded_on),
        Column("due", "办理期限", lambda row: row.reply_due_on.isoformat()),
        Column("replied", "首次答复", lambda row: row.replied_on),
        Column("rating", "满意度", lambda row: row.get_rating_display()),
        Column("state", "状态", lambda row: row.get_state_display()),
    ),
    empty=Empty("这里没有", "这个数是 0，没有对应的反映。"),
    filters=tuple(map(_kept, ("rate", "part", "by", "key", "unit", "from", "to"))),
    row_url=url_of,
    template="feedback/staff/rate_rows.html",
)  # fmt: skip


def _chosen(request: StaffRequest) -> tuple[QuerySet[Report], dict[str, Any]]:
    """The reports of the period and unit in the address, and what the address says: a bad day or unit counts as none."""
    today = request.at.date()
    units = list(upper_units(request.actor, VIEW))
    form = PeriodForm(
        {"from": f"{today.year}-01-01", "to": today.isoformat(), **request.GET.dict()}, units=units
    )
    form.is_valid()
    data = form.cleaned_data
    start, end = data.get("from") or dt.date(today.year, 1, 1), data.get("to") or today
    rows = read_by(request.actor).select_related(None).filter(came_on__gte=start, came_on__lte=end)
    unit = next((one for one in units if str(one.pk) == data.get("unit")), None)
    rows = rows.filter(unit=unit) if unit else rows
    by = request.GET.get("by", "month")
    said = {"from": start.isoformat(), "to": end.isoformat(), "unit": str(unit.pk) if unit else ""}
    return rows, {
        "form": form,
        "said": said,
        "unit": unit,
        "by": by if by in GROUPS else "month",
        "units": units,
    }


@needs(VIEW)
def rates(request: StaffRequest) -> HttpResponse:
    """The rates of what came in a period, by month, unit or channel; ``?export=xlsx`` the same as a file."""
    rows, chosen = _chosen(request)
    lines = lines_by(rows, chosen["by"], today=request.at.date())
    totals = total(lines)
    said, head = chosen["said"], HEADS[chosen["by"]]
    span = f"{chosen['unit'] or '管辖范围内'}　{said['from']} 至 {said['to']} 收到的"
    if request.GET.get("export") == "xlsx":
        return xlsx_response(rates_xlsx(f"群众反映三率　{span}", head, lines, totals), "群众反映三率")
    context = {
        **chosen,
        "head": head,
        "span": span,
        "tabs": _tabs(chosen),
        "rates": words.TITLES.items(),
        "lines": [(line.name, _cells(line.shares, line, chosen)) for line in lines],
        "totals": _cells(totals, None, chosen),
        "definitions": [(words.TITLES[rate], text) for rate, text in words.DEFINITIONS.items()],
        "common": words.COMMON,
        "list_url": LIST_URL,
        "export_url": _address("feedback:rates", chosen, export="xlsx"),
    }
    return render(request, "feedback/staff/rates.html", context)


def _tabs(chosen: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"title": f"按{title}", "url": _address("feedback:rates", chosen, by=by), "is_on": by == chosen["by"], "count": None}
        for by, title in HEADS.items()
    ]  # fmt: skip


def _address(name: str, chosen: dict[str, Any], **more: str) -> str:
    given = {**chosen["said"], "by": chosen["by"], **more}
    return f"{reverse(name)}?{urlencode({key: value for key, value in given.items() if value})}"


def _cells(
    shares: dict[str, words.Share], line: Line | None, chosen: dict[str, Any]
) -> list[dict[str, Any] | None]:
    """A cell for each rate with the address of the reports behind each number; None where it does not apply."""
    cells: list[dict[str, Any] | None] = []
    for rate, title in words.TITLES.items():
        share = shares.get(rate)
        key = {"key": line.key} if line else {}
        urls = {part: _address("feedback:rate_rows", chosen, rate=rate, part=part, **key) for part in PARTS}
        cells.append({"title": title, "share": share, **urls} if share else None)
    return cells


@needs(VIEW)
def rate_rows(request: StaffRequest) -> HttpResponse:
    """The reports behind one number of the table."""
    rate, part = request.GET.get("rate", ""), request.GET.get("part", "of")
    if rate not in words.TITLES or part not in PARTS:
        raise Http404("没有这个数")
    rows, chosen = _chosen(request)
    key = request.GET.get("key", "")
    rows = rows.filter(group_of(chosen["by"], key, rate)) if key else rows
    found = behind(rows.select_related("unit", "handler"), rate, part, today=request.at.date())
    note = f"{words.TITLES[rate]} · {PARTS[part]}；{words.DEFINITIONS[rate]}"
    urls = {"list_url": LIST_URL, "rates_url": _address("feedback:rates", chosen)}
    return ledger(request, found, SPEC, note=note, **urls)
