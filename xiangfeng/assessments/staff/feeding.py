"""取检查发现: what would come into the sheet, and the one press that does it or takes it out again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from xiangfeng.access.scope import may
from xiangfeng.assessments.actions.feeding import feed_sheet, unfeed_sheet
from xiangfeng.assessments.actions.scores import SCORE
from xiangfeng.assessments.models import Period, PeriodState
from xiangfeng.assessments.queries.feeding import plan_feed
from xiangfeng.assessments.staff.periods import find_period
from xiangfeng.base.errors import Refused
from xiangfeng.web.doors import StaffRequest, needs


@needs(SCORE)
def sheet_feed(request: StaffRequest, pk: int) -> HttpResponse:
    """Show what comes in and what does not; POST does it, with ``undo`` it is taken out again."""
    row = find_period(request, pk)
    if request.method == "POST":
        try:
            messages.success(request, _do(request, row))
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("assessments:sheet", pk=pk)
    is_open = row.state == PeriodState.SCORING and may(request.actor, SCORE, row)
    context = {"period": row, "plan": plan_feed(row, today=request.at.date()), "is_open": is_open}
    return render(request, "assessments/staff/sheet_feed.html", context)


def _do(request: StaffRequest, row: Period) -> str:
    if "undo" in request.POST:
        count = unfeed_sheet(row, actor=request.actor, at=request.at)
        return f"取来的检查发现已从表里取出，涉及 {count} 格"
    plan = feed_sheet(row, actor=request.actor, at=request.at)
    return f"检查发现已进表：{plan.says}" if plan.says else "表里已是最新，没有要取的检查发现"
