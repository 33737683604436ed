"""``/report/``: anybody says what is wrong, and gets a receipt."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xiangfeng.feedback.actions.sender import send_report
from xiangfeng.feedback.models import Desk
from xiangfeng.feedback.public.forms import ReportForm
from xiangfeng.feedback.public.pages import receipt_page
from xiangfeng.feedback.queries.open import categories_for, open_desks
from xiangfeng.web.doors import StaffRequest, fill, number, public
from xiangfeng.web.visiting import answer_form, sent_by


def _chosen(desks: list[Desk], wanted: int) -> Desk | None:
    """The desk of the township asked for; the only one there is when nobody asked."""
    if len(desks) == 1:
        return desks[0]
    return next((desk for desk in desks if desk.unit_id == wanted), None)


@public
def public_new(request: HttpRequest) -> HttpResponse:
    """The form of one township; which one is asked only when several take reports. What was sent is answered with the receipt itself, so
    that no address holds the code; the same form sent again shows the same receipt."""
    desks = open_desks()
    desk = _chosen(desks, number(request.GET.get("unit", "")))
    if desk is None:
        return render(request, "feedback/public/choose.html", {"desks": desks})
    at = cast("StaffRequest", request).at
    ground = {"unit": desk.unit, "categories": categories_for(desk.unit), **sent_by(request)}
    form = ReportForm(request.POST or None, request.FILES or None, **ground)
    made = None
    if request.method == "POST":
        made = fill(form, lambda: send_report(desk.unit, **form.said, visitor=form.visitor, at=at))
    if made:
        return answer_form(request, "feedback/public/receipt.html", receipt_page(made), form)
    context = {
        "form": form,
        "desk": desk,
        "is_one_of_many": len(desks) > 1,
        "longest": settings.FEEDBACK_LONGEST,
        "most_photos": settings.FEEDBACK_PHOTOS,
    }
    return answer_form(request, "feedback/public/new.html", context, form)
