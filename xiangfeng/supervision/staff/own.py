"""The supervisor's own page, for the phone: say something, see what became of it, judge the reply. Nothing of others."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from xiangfeng.feedback.models import Report, Side
from xiangfeng.supervision.actions import opinions
from xiangfeng.supervision.lists import supervisor_tag
from xiangfeng.supervision.models import Supervisor
from xiangfeng.supervision.queries.rows import FILE, own_reports, own_supervisor
from xiangfeng.supervision.staff.shared import who
from xiangfeng.supervision.staff.supervisors import opinion_form
from xiangfeng.web.doors import StaffRequest, fill, find, needs
from xiangfeng.web.papers import kept_response

SHOWN = 100
KINDS = {
    "new": "info", "accepted": "info", "sent": "info", "handling": "info", "answered": "info", "replied": "ok",
    "closed": "ok", "refused": "line", "petitioned": "line", "moved": "line", "merged": "line",
}  # fmt: skip


def _tag(report: Report) -> tuple[str, str]:
    """Its state as the supervisor reads it; who inside the office is at it is not their business."""
    within = report.is_open and report.state != "new"
    return KINDS.get(report.state, "line"), "办理中" if within else report.get_state_display()


@needs(FILE)
def own(request: StaffRequest) -> HttpResponse:
    """Term, one big button, what was filed."""
    row = own_supervisor(request.actor, today=request.at.date())
    reports = list(own_reports(row)[:SHOWN]) if row else []
    context = {
        "row": row,
        "tag": supervisor_tag(row) if row else None,
        "reports": [(one, _tag(one)) for one in reports],
        "replied": sum(bool(one.reply) for one in reports),
    }
    return render(request, "supervision/staff/own.html", context)


@needs(FILE)
def own_new(request: StaffRequest) -> HttpResponse:
    """File an opinion."""
    row = own_supervisor(request.actor, today=request.at.date())
    if row is None or not row.serves:
        return redirect("supervision:own")
    form = opinion_form(request, row.unit)
    if request.method == "POST":
        found = fill(form, lambda: opinions.file_opinion(row, **form.cleaned_data, **who(request)))
        if found:
            messages.success(request, f"已提交 {found.report.number}，办到哪一步在这里看")
            return redirect("supervision:own_report", pk=found.report.pk)
    status = 422 if form.errors else 200
    return render(request, "supervision/staff/own_new.html", {"row": row, "form": form}, status=status)


def _mine(request: StaffRequest, pk: int) -> tuple[Supervisor | None, Report]:
    row = own_supervisor(request.actor, today=request.at.date())
    return row, find(own_reports(row) if row else Report.objects.none(), pk=pk)


@needs(FILE)
def own_report(request: StaffRequest, pk: int) -> HttpResponse:
    """One of their own: what they said, the steps, the reply."""
    _, report = _mine(request, pk)
    context: dict[str, Any] = {
        "report": report,
        "tag": _tag(report),
        "photos": list(report.photos.filter(side=Side.SENDER).order_by("id")),
        "results": list(report.photos.filter(side=Side.HANDLER).order_by("id")) if report.reply else [],
        "steps": list(report.steps.filter(is_public=True).order_by("-at", "-id")),
        "answer": report.merged_into if report.merged_into_id else report,
    }
    return render(request, "supervision/staff/own_report.html", context)


@needs(FILE)
def own_photo(request: StaffRequest, pk: int, photo: int) -> HttpResponse:
    """One photo of their own report: their own, or of what was done once it is answered."""
    _, report = _mine(request, pk)
    sides = (Side.SENDER, Side.HANDLER) if report.reply else (Side.SENDER,)
    one = find(report.photos.filter(side__in=sides).select_related("attachment"), pk=photo)
    return kept_response(one.attachment, one.attachment.name)
