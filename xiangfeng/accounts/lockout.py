"""登录失败锁定: what django-axes asks us – whose try it was, from where – and the page a locked-out person sees."""

from __future__ import annotations

import ipaddress
import math
from collections.abc import Mapping
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from xiangfeng.accounts import queries


def client_ip(request: HttpRequest) -> str:
    """The address of the browser.

    Behind our own web server (IS_HTTPS) it is the last entry of X-Forwarded-For, the one that server wrote; what a
    client puts before it is not believed.
    """
    if settings.IS_HTTPS:
        forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        try:
            return str(ipaddress.ip_address(forwarded))
        except ValueError:
            pass
    return request.META.get("REMOTE_ADDR") or "0.0.0.0"


def username_of(request: HttpRequest | None, credentials: Mapping[str, Any] | None = None) -> str:
    """The user name tried, lower-cased, so that changing case does not win further tries."""
    given = credentials or {}
    posted = request.POST.get("login") if request else None
    return str(given.get("username") or given.get("login") or posted or "").strip().lower()


def tries_left(request: HttpRequest | None) -> str:
    """“还可以试 3 次，之后锁定 15 分钟。” after a failure counted in this request; empty otherwise."""
    failures = getattr(request, "axes_failures_since_start", None)
    left = 0 if failures is None else settings.AXES_FAILURE_LIMIT - failures
    return f"还可以试 {left} 次，之后锁定 {round(settings.AXES_COOLOFF_TIME * 60)} 分钟。" if left > 0 else ""


def is_locked(request: HttpRequest, username: str) -> bool:
    """Whether the user name is locked for the browser that asks."""
    return not AxesProxyHandler.is_allowed(request, {"username": username})


def locked_response(
    request: HttpRequest, original: HttpResponse | None = None, credentials: Mapping[str, Any] | None = None
) -> HttpResponse:
    """The page ``account/locked.html`` (429). Context: ``username``, ``until`` (when the lock ends) and ``minutes``
    (whole minutes left, at least 1)."""
    now = timezone.now()
    username, address = username_of(request, credentials), client_ip(request)
    mine = (lock.until for lock in queries.locks(now) if (lock.username, lock.address) == (username, address))
    until = max(mine, default=None)
    minutes = (
        math.ceil((until - now).total_seconds() / 60) if until else math.ceil(settings.AXES_COOLOFF_TIME * 60)
    )
    context = {"username": username, "until": until, "minutes": max(1, minutes)}
    return render(request, settings.AXES_LOCKOUT_TEMPLATE, context, status=429)
