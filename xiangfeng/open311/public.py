"""The doors of GeoReport v2, for other systems: no session, no cookie, the suffix says the form."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from xiangfeng.accounts.lockout import client_ip
from xiangfeng.feedback.queries.open import categories_for
from xiangfeng.open311 import answers
from xiangfeng.open311.actions import open_token, take_request
from xiangfeng.open311.asking import incoming, wanted
from xiangfeng.open311.queries import (
    find_jurisdiction,
    find_request,
    find_service,
    key_by,
    listed,
    villages_of,
)
from xiangfeng.open311.wire import CONTENT_TYPES, Answer, Fault, write
from xiangfeng.orgs.models import Unit
from xiangfeng.web.doors import Door, StaffRequest, public

CONTRACT = Path(__file__).parent / "openapi.json"
NO_PICTURES = "；media_url 指向的图片没有取回，照片请随 POST 以 multipart 上传"


def _door(*methods: str) -> Callable[[Callable[..., Answer]], Door]:
    """A door of the interface: says faults as the standard wants them, in the form that was asked for."""

    def wrap(act: Callable[..., Answer]) -> Door:
        @functools.wraps(act)
        def door(request: HttpRequest, form: str, **kwargs: Any) -> HttpResponse:
            try:
                if request.method not in methods:
                    raise Fault(405, f"这个地址只能用 {'、'.join(methods)}")
                answer = act(request, **kwargs)
            except Fault as fault:
                answer = Answer("errors", fault.body, fault.status)
            response = HttpResponse(
                write(answer, form), content_type=CONTENT_TYPES[form], status=answer.status
            )
            response["Cache-Control"] = "no-store"
            if answer.status == 405:
                response["Allow"] = ", ".join(methods)
            return response

        return csrf_exempt(public(door))

    return wrap


def _unit(request: HttpRequest) -> Unit:
    return find_jurisdiction(request.GET.get("jurisdiction_id", ""))


@_door("GET", "HEAD")
def discovery(request: HttpRequest) -> Answer:
    """Where the interface is and what it speaks."""
    here = request.build_absolute_uri(reverse("open311:discovery", args=["xml"]))
    return Answer("discovery", answers.discovery(here.rpartition("/")[0]))


@_door("GET", "HEAD")
def services(request: HttpRequest) -> Answer:
    """The matters one can report."""
    return Answer("services", [answers.service(row) for row in categories_for(_unit(request))])


@_door("GET", "HEAD")
def service(request: HttpRequest, code: str) -> Answer:
    """What a report of one matter may carry."""
    unit = _unit(request)
    return Answer("service_definition", answers.definition(find_service(unit, code), villages_of(unit)))


@_door("GET", "HEAD", "POST")
def requests(request: HttpRequest) -> Answer:
    """GET: the requests asked for. POST: a new one, by a key."""
    return _post(request) if request.method == "POST" else _list(request)


def _list(request: HttpRequest) -> Answer:
    unit, key = _unit(request), key_by(request.GET.get("api_key", ""))
    rows = listed(unit, wanted(request.GET.dict(), at=cast("StaffRequest", request).at))
    return Answer("service_requests", [answers.request(row, key) for row in rows])


def _post(request: HttpRequest) -> Answer:
    args = {**request.GET.dict(), **request.POST.dict()}
    key = args.pop("api_key", "")
    if key_by(key) is None:
        raise Fault(403, "api_key 没有给出、不对，或者已经停用")
    said = incoming(args)
    made = take_request(
        key,
        said,
        jurisdiction=args.get("jurisdiction_id", ""),
        photos=_photos(request),
        form_key=request.headers.get("Idempotency-Key", ""),
        at=cast("StaffRequest", request).at,
    )
    notice = f"编号 {made.report.number}，查询码 {made.code}（只给这一次，凭它在“查进度”里看得到）"
    body = {
        "service_request_id": str(made.report.pk),
        "service_notice": notice + (NO_PICTURES if said.has_media_url else ""),
        "account_id": None,
    }
    return Answer("service_requests", [body])


def _photos(request: HttpRequest) -> list[Any]:
    """Clients name the part ``media``, ``media[]`` or ``media[0]``."""
    return [one for name, parts in request.FILES.lists() if name.startswith("media") for one in parts]


@_door("GET", "HEAD")
def request_one(request: HttpRequest, number: str) -> Answer:
    """One request, in a list of one."""
    row = find_request(_unit(request), number)
    return Answer("service_requests", [answers.request(row, key_by(request.GET.get("api_key", "")))])


@_door("GET", "HEAD")
def token(request: HttpRequest, token: str) -> Answer:
    """The number of the request to which a receipt belongs."""
    at = cast("StaffRequest", request).at
    row = open_token(_unit(request), token, address=client_ip(request), at=at)
    return Answer("service_requests", [{"service_request_id": str(row.pk), "token": token}])


@public
def contract(request: HttpRequest) -> HttpResponse:
    """The contract of the interface, for machines."""
    return HttpResponse(CONTRACT.read_bytes(), content_type="application/json; charset=utf-8")
