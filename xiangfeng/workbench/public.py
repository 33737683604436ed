"""Doors anybody may open: the front page, what the platform says of itself, 大字, the health check, and a calendar whose address one
was given."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.timezone import localtime
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from xiangfeng.duties.ics import calendar_text
from xiangfeng.feedback.queries import open_desks
from xiangfeng.notices.queries.open import latest_for_all
from xiangfeng.orgs.models import Unit
from xiangfeng.visitors.codes import LENGTH
from xiangfeng.web.context import LARGE
from xiangfeng.web.doors import StaffRequest, back, public
from xiangfeng.workbench.compliance import CLAUSES
from xiangfeng.workbench.queries.feed import events_for, reader_of


@public
def home(request: HttpRequest) -> HttpResponse:
    """What a citizen comes for as tiles, whom to call, the latest notices; a quiet line for the staff."""
    today = cast("StaffRequest", request).at.date()
    context = {"lines": latest_for_all(today), "desks": open_desks()}
    return render(request, "workbench/public/home.html", context)


@public
def compliance(request: HttpRequest) -> HttpResponse:
    """合规自检表: clause by clause, how the platform keeps clear of 指尖上的形式主义."""
    return render(request, "workbench/public/compliance.html", {"clauses": CLAUSES})


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    """无障碍说明: what works for whom, what does not yet, whom to tell."""
    return render(request, "workbench/public/accessibility.html", {"desks": open_desks()})


@public
def privacy(request: HttpRequest) -> HttpResponse:
    """个人信息保护: what is collected, who sees it, how long it is kept, one's rights (PIPL 7, 17, 44 to 47). The numbers are the settings'."""
    context = {
        "desks": open_desks(),
        "feedback_days": settings.FEEDBACK_FORGET_DAYS,
        "notice_days": settings.NOTICE_FORGET_DAYS,
        "photos": settings.FEEDBACK_PHOTOS,
        "cookie_days": settings.CSRF_COOKIE_AGE // 86400,
        "code_length": LENGTH,
        "an_hour": settings.FEEDBACK_A_SENDER_AN_HOUR,
    }
    return render(request, "workbench/public/privacy.html", context)


@public
@csrf_exempt  # larger type harms nobody, and a token would be a second cookie
@require_POST
def large_type(request: HttpRequest) -> HttpResponse:
    """大字 on or off without JavaScript, and back. One cookie that holds a 1: kept in the address it would have to be handed on by every link,
    form and redirect, and the first one that forgot would make the type small again."""
    answer = back(request, "/")
    if request.COOKIES.get(LARGE) == "1":
        answer.delete_cookie(LARGE, samesite="Lax")
    else:
        answer.set_cookie(LARGE, "1", max_age=365 * 86400, samesite="Lax", secure=settings.IS_HTTPS)
    return answer


@public
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when the database answers, 503 otherwise; for watchdogs, says nothing else."""
    try:
        Unit.objects.exists()  # a real question: a connection kept open says nothing about the server behind it
    except Exception:  # noqa: BLE001 - whatever is wrong with the database, the answer is the same
        return JsonResponse({"status": "数据库连不上"}, status=503)
    return JsonResponse({"status": "ok"})


@public
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """A person's calendar, opened by the secret in its address alone; what it holds follows from today's rights. No
    session, nothing counted, nothing written down."""
    at = localtime()
    actor = reader_of(token, on=at.date())
    if actor.user_id is None:
        raise Http404("没有这个日历，或者它已经被收回。")
    events = [
        replace(event, uid=f"{event.uid}@{request.get_host()}", url=request.build_absolute_uri(event.url))
        for event in events_for(actor, today=at.date())
    ]
    midnight = at.replace(
        hour=0, minute=0, second=0, microsecond=0
    )  # so that an unchanged feed stays the same
    body = calendar_text(events, name="文明创建待办", stamp=midnight).encode()
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "private, max-age=900"
    tag = quote_etag(hashlib.sha256(body).hexdigest()[:32])
    answer["ETag"] = tag
    return get_conditional_response(request, etag=tag, response=answer) or answer


@public
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for it at this address whatever the page says."""
    return redirect(static("web/icon.svg"))
