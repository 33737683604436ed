"""The supervisor's own page, for the phone: say something, see what became of it, judge the reply. Nothing of others."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from xiangfeng.calendars.queries import calendar
from xiangfeng.feedback.actions.sender import rate_reply, say_more
from xiangfeng.feedback.models import Report, Side
from xiangfeng.feedback.queries.receipt import shown_photos, why_not_more, why_not_rated
from xiangfeng.supervision.actions import opinions
from xiangfeng.supervision.forms import RatingForm
from xiangfeng.supervision.lists import supervisor_tag
from xiangfeng.supervision.queries.rows import FILE, own_reports, own_supervisor
from xiangfeng.supervision.staff.shared import who
from xiangfeng.supervision.staff.supervisors import opinion_form
from xiangfeng.web.doors import StaffRequest, attempt, fill, find, needs
from xiangfeng.web.papers import kept_response

SHOWN = 100


def _tag(report: Report) -> tuple[str, str]:
    """Its state as the supervisor reads it; who inside the office is at it is not their business."""
    if report.is_open:
        return "info", report.get_state_display() if report.state == "new" else "办理中"
    return "ok" if report.reply else "line", report.get_state_display()


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


def _mine(request: StaffRequest, pk: int) -> Report:
    row = own_supervisor(request.actor, today=request.at.date())
    return find(own_reports(row) if row else Report.objects.none(), pk=pk)


@needs(FILE)
def own_report(request: StaffRequest, pk: int) -> HttpResponse:
    """One of their own: what they said, the steps, the reply, what was said back and forth."""
    report = _mine(request, pk)
    photos = shown_photos(report)
    merged = report.merged_into
    context: dict[str, Any] = {
        "report": report,
        "tag": _tag(report),
        "photos": [one for one in photos if one.side == Side.SENDER],
        "results": [one for one in photos if one.side != Side.SENDER],
        "steps": list(report.steps.filter(is_public=True).order_by("-at", "-id")),
        "talk": list(report.messages.order_by("at", "id")),
        "answer": merged or report,
        "rating_form": None if why_not_rated(report, request.at.date(), calendar()) else RatingForm(),
        "can_say": not why_not_more(report),
    }
    return render(request, "supervision/staff/own_report.html", context)


@require_POST
@needs(FILE)
def own_rate(request: StaffRequest, pk: int) -> HttpResponse:
    """Judge the reply; 不满意 has it handled again."""
    report = _mine(request, pk)
    rating, text = request.POST.get("rating", ""), request.POST.get("text", "")
    attempt(
        request, lambda: rate_reply(report, rating=rating, text=text, at=request.at), done="评价已记下，谢谢"
    )
    return redirect("supervision:own_report", pk=pk)


@require_POST
@needs(FILE)
def own_say(request: StaffRequest, pk: int) -> HttpResponse:
    """Add words, or answer what the office asks."""
    report = _mine(request, pk)
    attempt(
        request, lambda: say_more(report, text=request.POST.get("text", ""), at=request.at), done="已补充"
    )
    return redirect("supervision:own_report", pk=pk)


@needs(FILE)
def own_photo(request: StaffRequest, pk: int, photo: int) -> HttpResponse:
    """One photo of their own report: their own, or of what was done once it is answered."""
    one = next((one for one in shown_photos(_mine(request, pk)) if one.pk == photo), None)
    if one is None:
        raise Http404("没有这张照片。")
    return kept_response(one.attachment, one.attachment.name)
