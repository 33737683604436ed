"""现场填表: the form on the phone – its page, the worker that keeps it there, what it takes along and what it sends."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.http.request import RawPostDataException
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xiangfeng.base.errors import Refused, Stale
from xiangfeng.inspections.actions.sending import receive
from xiangfeng.inspections.actions.uploading import received, take_piece
from xiangfeng.inspections.models import Visit
from xiangfeng.inspections.queries.field import package_for
from xiangfeng.inspections.queries.filling import INSPECT, visit_rows
from xiangfeng.inspections.shell import WORKER, addresses, version
from xiangfeng.web.doors import StaffRequest, find, needs, number, public


@require_GET
@needs(INSPECT)
def field(request: StaffRequest) -> HttpResponse:
    """The page of the phone form. It names nobody, because the phone keeps it for whoever opens it next."""
    return render(request, "inspections/staff/field.html", {"version": version(), "site_title": ""})


@require_GET
@public
def field_worker(request: StaffRequest) -> HttpResponse:
    """The service worker: it keeps the page and its files, and lives where it may answer for them."""
    shell = {"version": version(), "page": reverse("inspections:field"), "files": addresses()}
    address = f"{static(WORKER)}?{shell['version']}"
    body = f"self.SHELL = {json.dumps(shell)};\nimportScripts({json.dumps(address)});\n"
    return HttpResponse(body, content_type="text/javascript", headers={"Cache-Control": "no-cache"})


@require_GET
@needs(INSPECT)
def field_package(request: StaffRequest) -> HttpResponse:
    """What the phone takes along, and whose it is."""
    get_token(request)  # so that the answer brings the cookie by which the phone may send
    who = {"id": request.actor.user_id, "name": request.actor.name}
    package = {"user": who, "today": request.at.date().isoformat()} | package_for(request.actor)
    return JsonResponse(package, headers={"Cache-Control": "no-store"})


@require_POST
@needs(INSPECT)
def field_send(request: StaffRequest) -> HttpResponse:
    """What the phone sends: ``{"user", "device", "operations": [...]}`` gives ``{"results": [...]}``."""
    body = _body(request)
    if body is None:
        return _said(400, "手机送来的内容看不懂，请刷新后再试")
    if body.get("user") != request.actor.user_id:
        return _said(409, "这部手机上现在登录的是另一个人")
    wanted = [one for one in body.get("operations") or [] if isinstance(one, dict)]
    try:
        results = receive(wanted, device=str(body.get("device", "")), actor=request.actor, at=request.at)
    except Refused as refusal:
        return _said(422, str(refusal))
    return JsonResponse({"results": results})


@require_http_methods(["GET", "POST"])
@needs(INSPECT)
def field_photo(request: StaffRequest, key: uuid.UUID) -> HttpResponse:
    """GET: how many bytes of a photo are here. POST: the next piece of it, the rest said in the address."""
    if request.method == "GET":
        return JsonResponse(received(key, actor=request.actor))
    if number(request.GET.get("user", "")) != request.actor.user_id:
        return _said(409, "这部手机上现在登录的是另一个人")
    try:
        visit = find(visit_rows(), key=uuid.UUID(request.GET.get("visit", "")))
    except ValueError:
        return _said(400, "没有说是哪张检查表的照片")
    try:
        return JsonResponse(_take(request, visit, key))
    except Stale:
        return JsonResponse(received(key, actor=request.actor))
    except Refused as refusal:
        return JsonResponse({"result": "refused", "reason": str(refusal)})


def _take(request: StaffRequest, visit: Visit, key: uuid.UUID) -> dict[str, Any]:
    said = request.GET
    try:
        taken_at = parse_datetime(said.get("taken_at", ""))
    except ValueError:
        taken_at = None
    return take_piece(
        visit,
        said.get("item", ""),
        key=key,
        name=said.get("name", ""),
        size=number(said.get("size", "")),
        offset=number(said.get("offset", "")),
        piece=request.body,
        taken_at=taken_at if taken_at and taken_at.tzinfo else None,
        actor=request.actor,
        at=request.at,
    )


def _body(request: StaffRequest) -> dict[str, Any] | None:
    try:
        body = json.loads(request.body)
    except (RawPostDataException, ValueError):
        return None
    return body if isinstance(body, dict) else None


def _said(status: int, message: str) -> JsonResponse:
    return JsonResponse({"message": message}, status=status)
