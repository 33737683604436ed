"""The one door of the bare server; the challenge is ours, because the client asks for it before it sends."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils import timezone

from xiangfeng.feedback.models import Report
from xiangfeng.visitors.codes import new_code
from xiangfeng.visitors.proof import new_challenge


def challenge(request: HttpRequest) -> HttpResponse:
    return JsonResponse(new_challenge(at=timezone.localtime()))


def insert(request: HttpRequest) -> HttpResponse:
    """One INSERT."""
    at, unit = timezone.localtime(), int(request.GET["unit"])
    Report.objects.create(
        unit_id=unit, handler_id=unit, number=f"裸-{uuid.uuid4()}", text=request.POST["text"], place=request.POST["place"],
        came_on=at.date(), received_at=at, accept_due_on=at.date(), due_on=at.date(), first_due_on=at.date(),
    )  # fmt: skip
    return HttpResponse(new_code())


urlpatterns = [path("challenge/", challenge), path("bare/", insert)]
