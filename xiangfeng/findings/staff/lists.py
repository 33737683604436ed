"""The list, the same by village, a village's own, the notices."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from xiangfeng.access.scope import may
from xiangfeng.findings.exports import notice_paper
from xiangfeng.findings.lists import in_month, months, notices_spec, spec_for, tag_of
from xiangfeng.findings.models import FindingState
from xiangfeng.findings.page import summary
from xiangfeng.findings.queries import (
    LIVE,
    RECORD,
    VIEW,
    VIEW_OWN,
    by_unit,
    findings_for,
    listed_on,
    notices_for,
    own_findings_for,
)
from xiangfeng.sites.models import Site
from xiangfeng.tasks.staff.lists import today_of
from xiangfeng.web.doors import StaffRequest, find, needs, number
from xiangfeng.web.ledger import ledger
from xiangfeng.web.papers import paper_response

MOVES = (
    {"label": "转整改", "value": "rectify", "confirm": ""},
    {"label": "只记不改", "value": "note", "confirm": ""},
)
SHOWN_OWN = 100


@needs(VIEW)
def findings(request: StaffRequest) -> HttpResponse:
    """Everything in reach, with filters; ``?site=`` for one place."""
    site = Site.objects.filter(pk=number(request.GET.get("site", ""))).first()
    note = f"只看点位“{site.name}”" if site and may(request.actor, VIEW, site) else ""
    can_record = request.actor.can(RECORD)
    can_deal = can_record and request.GET.get("tab", "recorded") in ("recorded", "all")
    return ledger(
        request,
        findings_for(request.actor),
        spec_for(today_of(request), note),
        bulk={"url": reverse("findings:bulk"), "moves": MOVES} if can_deal else None,
        new_url=reverse("findings:new") if can_record else "",
        new_label="登记发现",
        import_url=reverse("findings:import") if can_record else "",
    )


@needs(VIEW)
def villages(request: StaffRequest) -> HttpResponse:
    """One month's findings in groups by village, to be dealt with and printed group by group."""
    day = today_of(request)
    choices = months(day.today)
    month = request.GET.get("month", "")
    month = month if month in dict(choices) else choices[0][0]
    rows = in_month(findings_for(request.actor), month).filter(LIVE)
    groups = [
        {"unit": unit, "rows": [(row, tag_of(row, day)) for row in found], **summary(found)}
        for unit, found in by_unit(rows)
    ]
    context = {
        "groups": groups,
        "month": month,
        "month_name": dict(choices)[month],
        "months": choices,
        "total": sum(group["count"] for group in groups),
        "can_record": request.actor.can(RECORD),
    }
    return render(request, "findings/staff/villages.html", context)


@needs(VIEW_OWN)
def own(request: StaffRequest) -> HttpResponse:
    """What was found at the own village: what to do, and a button to the task."""
    day = today_of(request)
    rows = [(row, tag_of(row, day), _do(row)) for row in own_findings_for(request.actor)[:SHOWN_OWN]]
    context = {
        "todo": [one for one in rows if one[2]],
        "waiting": [one for one in rows if one[0].state == FindingState.RECORDED],
        "rest": [one for one in rows if not one[2] and one[0].state != FindingState.RECORDED],
    }
    return render(request, "findings/staff/own.html", context)


def _do(row: Any) -> str:
    """What the village does about it now; empty when there is nothing."""
    if row.task is None or not row.task.is_at_work:
        return ""
    return "去签收" if row.task.state == "assigned" else "去报整改"


@needs(VIEW)
def notices(request: StaffRequest) -> HttpResponse:
    """整改通知书 that went out."""
    return ledger(request, notices_for(request.actor), notices_spec())


@needs(VIEW, VIEW_OWN)
def notice(request: StaffRequest, pk: int) -> HttpResponse:
    """One 整改通知书: its findings as they stand, the paper to print."""
    row, day = find(notices_for(request.actor), pk=pk), today_of(request)
    found = [(one, tag_of(one, day)) for one in listed_on(row)]
    context = {"notice": row, "rows": found, "can_see_all": request.actor.can(VIEW)}
    return render(request, "findings/staff/notice.html", context)


@needs(VIEW, VIEW_OWN)
def notice_file(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    """The paper as PDF or Word."""
    row = find(notices_for(request.actor), pk=pk)
    return paper_response(notice_paper(row, listed_on(row)), f"{row.number} 整改通知书", kind)
