"""Between the session and the doors: idle time-out, one session at a time, and what comes before any work."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils import timezone

ACTIVE_AT = "active_at"
IDLE_MINUTES = "idle_minutes"
SIGN_IN_MARK = "sign_in_mark"
_TOUCH_SECONDS = 60

GetResponse = Callable[[HttpRequest], HttpResponse]


def go(request: HttpRequest, url: str) -> HttpResponse:
    """Send the browser to ``url``: a redirect, the htmx header for htmx, 401 with the address for JSON callers."""
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": url})
    if request.headers.get("Accept", "").startswith("application/json"):
        body = json.dumps({"message": "登录已失效，请重新登录", "url": url}, ensure_ascii=False)
        return HttpResponse(body, status=401, content_type="application/json")
    return HttpResponseRedirect(url)


class IdleTimeoutMiddleware:
    """Signs out whoever did nothing for IDLE_MINUTES (空闲退出; GB/T 22239-2019 8.1.4.1 b).

    A higher floor shortens it for one session by ``request.session["idle_minutes"]`` (administrators:
    IDLE_MINUTES_ADMIN). A background poll sends the header ``X-Background`` and does not count as activity.
    With IS_SINGLE_SESSION a second sign-in ends the first.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        now = int(timezone.now().timestamp())
        if reason := self._ended(request, now):
            logout(request)
            messages.info(request, reason)
            query = f"?{urlencode({'next': request.get_full_path()})}" if request.method == "GET" else ""
            return go(request, resolve_url(settings.LOGIN_URL) + query)
        is_background = "X-Background" in request.headers
        if not is_background and now - request.session.get(ACTIVE_AT, 0) >= _TOUCH_SECONDS:
            request.session[ACTIVE_AT] = now
        return self.get_response(request)

    def _ended(self, request: HttpRequest, now: int) -> str:
        minutes = request.session.get(IDLE_MINUTES, settings.IDLE_MINUTES)
        if now - request.session.get(ACTIVE_AT, now) >= minutes * 60:
            return f"{minutes} 分钟没有操作，已自动退出，请重新登录"
        mark = getattr(request.user, SIGN_IN_MARK)
        if settings.IS_SINGLE_SESSION and request.session.get(SIGN_IN_MARK, "") != mark:
            return "这个账号刚在别处登录，此处已退出。如不是本人，请马上改密码"
        return ""


class FirstThingsMiddleware:
    """Lets nobody work before a handed-out password is changed and, where required, a dynamic code is bound.

    Public doors (``is_public``) and the pages needed to do it stay open.
    """

    OPEN = frozenset(
        {
            "account_change_password",
            "account_logout",
            "account_reauthenticate",
            "mfa_reauthenticate",
            "mfa_index",
            "mfa_activate_totp",
            "mfa_view_recovery_codes",
            "mfa_generate_recovery_codes",
            "mfa_download_recovery_codes",
        }
    )

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        match = request.resolver_match
        is_open = getattr(view, "is_public", False) or (match is not None and match.url_name in self.OPEN)
        if is_open or not request.user.is_authenticated:
            return None
        if request.user.must_change_password:
            messages.info(request, "这是初始密码，请先改成自己的密码再使用")
            return go(request, resolve_url("account_change_password"))
        if settings.IS_TOTP_REQUIRED and not self._has_code(request):
            messages.info(request, "本单位要求登录时使用动态码，请先绑定")
            return go(request, resolve_url("mfa_activate_totp"))
        return None

    def _has_code(self, request: HttpRequest) -> bool:
        signed_in_by = get_authentication_records(request, request.user)
        if any(method.get("method") == "mfa" for method in signed_in_by):
            return True
        return bool(
            Authenticator.objects.filter(user_id=request.user.pk, type=Authenticator.Type.TOTP).exists()
        )
