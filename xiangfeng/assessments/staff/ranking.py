"""Doors of the ranking: the table, one unit's number down to the single deduction, and the 汇总 ledger."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from xiangfeng.assessments.models import Entry, Period, PeriodState
from xiangfeng.assessments.queries.periods import periods_for
from xiangfeng.assessments.queries.results import ranking_of
from xiangfeng.assessments.queries.sheet import remember_todo
from xiangfeng.assessments.ranking_page import attentions, table_of, tree_rows
from xiangfeng.assessments.steps import steps_of
from xiangfeng.bulletins.ledger_xlsx import write_ledger
from xiangfeng.web.doors import StaffRequest, find, needs
from xiangfeng.web.ledger import xlsx_response
from xiangfeng.web.moves import acts_for


@needs("assessments.view")
def ranking(request: StaffRequest, pk: int) -> HttpResponse:
    """The ranked table of a period; a trial while scores are still open."""
    period = find(periods_for(request.actor), pk=pk)
    result = ranking_of(period)
    remember_todo(period, result.sheet)
    table = table_of(result)
    group = request.GET.get("group", "")
    context = {
        "period": period,
        "is_trial": period.state not in (PeriodState.FINAL, PeriodState.PUBLISHED),
        "steps": steps_of(period),
        "attentions": attentions(result),
        "table": table,
        "rows": [row for row in table["rows"] if group in ("", row["entry"].group)],
        "tabs": _tabs(result.sheet.entries, group),
        "stats": result.result.stats,
        "groups": result.result.groups,
        "caliber": result.result.caliber,
        "acts": acts_for(period, request.actor, reverse("assessments:period_move", args=[pk])),
        "bulletin_url": reverse("assessments:bulletin", args=[pk]),
    }
    return render(request, "assessments/staff/ranking.html", context)


def _tabs(entries: list[Entry], group: str) -> list[dict[str, object]]:
    groups = list(dict.fromkeys(entry.group for entry in entries if entry.group))
    if not groups:
        return []
    counts = [("", "全部", len(entries))] + [
        (name, name, sum(1 for entry in entries if entry.group == name)) for name in groups
    ]
    return [
        {
            "title": title,
            "count": count,
            "url": f"?{urlencode({'group': name})}",
            "is_on": name == group,
            "is_bad": False,
        }
        for name, title, count in counts
    ]


@needs("assessments.view")
def ranking_entry(request: StaffRequest, pk: int, entry: int) -> HttpResponse:
    """One unit's score opened: sources, items, rules, deductions, photos."""
    period: Period = find(periods_for(request.actor), pk=pk)
    result = ranking_of(period)
    lines = {line.entry.pk: line for line in result.lines}
    if entry not in lines:
        raise Http404("本期没有这个单位")
    line = lines[entry]
    order = [one.entry for one in result.lines]
    place = order.index(line.entry)
    context = {
        "period": period,
        "line": line,
        "rows": tree_rows(line.outcome.breakdown),
        "caliber": result.result.caliber,
        "before": order[place - 1] if place else None,
        "after": order[place + 1] if place + 1 < len(order) else None,
    }
    return render(request, "assessments/staff/ranking_entry.html", context)


@needs("assessments.view")
def ledger_file(request: StaffRequest, pk: int) -> HttpResponse:
    """The 月考核评分汇总 ledger (no. 5) of a period as xlsx."""
    period = find(periods_for(request.actor), pk=pk)
    result = ranking_of(period)
    return xlsx_response(
        write_ledger(result.result, title=str(period)), f"{period.unit.name}{period}评分汇总"
    )
