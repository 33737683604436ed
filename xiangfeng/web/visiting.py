"""What doors of people without account share: the challenge their browser solves, and the status of what is refused."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from xiangfeng.accounts.lockout import client_ip
from xiangfeng.visitors.proof import new_challenge
from xiangfeng.web.doors import StaffRequest, public


@public
@require_GET
@never_cache
def challenge(request: HttpRequest) -> JsonResponse:
    """A fresh challenge; nothing is kept of who asked for it."""
    return JsonResponse(new_challenge(at=cast("StaffRequest", request).at))


def sent_by(request: HttpRequest) -> dict[str, Any]:
    """What a ``VisitorForm`` wants besides its data: ``ObjectForm(request.POST or None, **sent_by(request))``."""
    return {"at": cast("StaffRequest", request).at, "address": client_ip(request)}


def answer_form(request: HttpRequest, template: str, context: dict[str, Any], form: Any) -> HttpResponse:
    """The page with its form: 429 when too much came, 422 when something is wrong, else 200; never kept by a browser or on
    the way, so that going back gives a form with a key of its own."""
    is_wrong = form.is_bound and bool(form.errors)
    status = 429 if is_wrong and getattr(form, "is_too_many", False) else 422 if is_wrong else 200
    answer = render(request, template, context, status=status)
    answer["Cache-Control"] = "no-store, private"
    return answer
