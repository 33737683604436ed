"""专项: the list, the form with its five stages, and one campaign's page."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from xiangfeng.tasks.actions.campaigns import StageInput, open_campaign
from xiangfeng.tasks.forms import CampaignForm, StageForm
from xiangfeng.tasks.lists import status_of
from xiangfeng.tasks.models import STAGES, Campaign
from xiangfeng.tasks.queries import VIEW, campaigns_for
from xiangfeng.tasks.staff.lists import today_of
from xiangfeng.tasks.staff.opening import GIVE, giving_unit, leads_of
from xiangfeng.web.doors import StaffRequest, fill, find, needs


def _steps(campaign: Campaign) -> list[dict[str, str]]:
    stages = list(campaign.stages.all())
    now = next((row.stage for row in stages if row.is_open), None)
    return [
        {
            "title": STAGES[(row.stage or 1) - 1] + ("（跳过）" if row.state == "skipped" else ""),
            "state": "now" if row.stage == now else "" if row.is_open else "done",
        }
        for row in stages
    ]


@needs(VIEW)
def campaigns(request: StaffRequest) -> HttpResponse:
    """All 专项 with how far they are."""
    rows = [(row, _steps(row)) for row in campaigns_for(request.actor)[:50]]
    context = {"rows": rows, "can_open": request.actor.can(GIVE)}
    return render(request, "tasks/staff/campaigns.html", context)


@needs(VIEW)
def campaign(request: StaffRequest, pk: int) -> HttpResponse:
    """One 专项: five stages with owner, days and state."""
    row, day = find(campaigns_for(request.actor), pk=pk), today_of(request)
    stages = [(STAGES[(one.stage or 1) - 1], one, status_of(one, day)) for one in row.stages.all()]
    return render(
        request, "tasks/staff/campaign.html", {"campaign": row, "steps": _steps(row), "stages": stages}
    )


@needs(GIVE)
def campaign_new(request: StaffRequest) -> HttpResponse:
    """The form; its stages are handed out at once."""
    unit, data = giving_unit(request), request.POST or None
    units = leads_of(unit)
    form = CampaignForm(data)
    forms = [StageForm(data, units=units, prefix=f"s{n}") for n in range(len(STAGES))]
    if request.method == "POST" and all(one.is_valid() for one in forms):
        stages = [StageInput(**one.cleaned_data) for one in forms]

        def act() -> Any:
            who = {"actor": request.actor, "at": request.at}
            return open_campaign(unit, **form.cleaned_data, stages=stages, assign=True, **who)

        if made := fill(form, act):
            return redirect("tasks:campaign", pk=made.pk)
    context = {"form": form, "unit": unit, "stages": list(zip(STAGES, forms, strict=True))}
    return render(request, "tasks/staff/campaign_new.html", context)
