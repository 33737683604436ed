"""Doors to the jobs: the ledger, one job with 免做, the month's matrix."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from xiangfeng.access.scope import may
from xiangfeng.administration.timeline import events_of
from xiangfeng.history.queries import entries_for
from xiangfeng.upkeep.actions import routines as actions
from xiangfeng.upkeep.lists import jobs_spec, record_tag
from xiangfeng.upkeep.matrix import month_bounds, month_matrix, weeks_of
from xiangfeng.upkeep.models import JobState
from xiangfeng.upkeep.queries.rows import MANAGE, RECORD, VIEW, VIEW_OWN, jobs_for, records_for
from xiangfeng.upkeep.spans import short_of, tag_of
from xiangfeng.upkeep.staff.shared import asked_month, month_after, tabs_of
from xiangfeng.web.doors import StaffRequest, find, needs
from xiangfeng.web.ledger import ledger
from xiangfeng.web.moves import acts_for, make_move


@needs(VIEW, VIEW_OWN)
def jobs(request: StaffRequest) -> HttpResponse:
    """What is owed, by where it stands."""
    spec = jobs_spec(request.at.date())
    return ledger(request, jobs_for(request.actor), spec, kind_tabs=tabs_of(request, "upkeep:jobs"))


@needs(VIEW, VIEW_OWN)
def job(request: StaffRequest, pk: int) -> HttpResponse:
    """One job: where it stands, its records, what may be done."""
    row, today = find(jobs_for(request.actor), pk=pk), request.at.date()
    records = records_for(request.actor).filter(job=row)
    can_record = row.state != JobState.EXCUSED and row.start <= today and may(request.actor, RECORD, row)
    site = row.routine.site
    context = {
        "job": row,
        "tag": tag_of(row, today),
        "records": [(one, record_tag(one)) for one in records],
        "record_url": f"{reverse('upkeep:record_new')}?job={pk}" if can_record else "",
        "routine_url": reverse("upkeep:routine", args=[row.routine_id]) if request.actor.can(VIEW) else "",
        "site": site,
        "acts": acts_for(row, request.actor, reverse("upkeep:job_move", args=[pk])),
        "events": events_of(entries_for(row).order_by("-at", "-id")[:14], request.actor),
    }
    return render(request, "upkeep/staff/job.html", context)


@require_POST
@needs(MANAGE)
def job_move(request: StaffRequest, pk: int) -> HttpResponse:
    """免做, and back."""
    row, who = find(jobs_for(request.actor), pk=pk), {"actor": request.actor, "at": request.at}
    verbs: dict[str, Any] = {
        "excuse": lambda row, note: actions.excuse_job(row, reason=note, **who),
        "restore": lambda row, note: actions.restore_job(row, **who),
    }
    return make_move(request, row, verbs, reverse("upkeep:job", args=[pk]))


@needs(VIEW)
def matrix(request: StaffRequest) -> HttpResponse:
    """Routines × weeks of one month, to look at and to print."""
    month, today = asked_month(request), request.at.date()
    first, last = month_bounds(month.year, month.month)
    rows = (
        jobs_for(request.actor).filter(due_on__range=(first, last)).order_by("routine_id", "unit__path", "id")
    )
    context = {
        "first": first,
        "today": today,
        "before": month_after(first, -1),
        "after": month_after(first, 1),
        "headings": [
            (f"第{place}周", short_of("week", *week)) for place, week in enumerate(weeks_of(first, last), 1)
        ],
        "lines": month_matrix(list(rows), first, last, today),
        "can_manage": request.actor.can(MANAGE),
        "kind_tabs": tabs_of(request, "upkeep:matrix"),
    }
    return render(request, "upkeep/staff/matrix.html", context)
