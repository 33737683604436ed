"""Puts today's Actor on the request, and holds every door shut unless it says ``@public``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from xiangfeng.orgs.queries import actor_for

# Doors of libraries that must open before sign-in; ours carry ``@public`` instead.
OPEN_VIEWS = {
    "account_login",
    "account_logout",
    "account_inactive",
    "mfa_authenticate",
    "account_reauthenticate",
}

# Pages of allauth for things that do not exist here: accounts are opened and reset by administrators, without e-mail.
# Their names must resolve, because allauth builds links to them; the pages answer 404.
SHUT_VIEWS = {
    "account_signup",
    "account_email",
    "account_email_verification_sent",
    "account_confirm_email",
    "account_set_password",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_confirm_login_code",
}


def _has_nul(request: HttpRequest) -> bool:
    """No keyboard types NUL and PostgreSQL keeps none in text: it is kept out once, here, and not at every field."""
    sent = [*request.GET.lists(), *request.POST.lists()]
    return any("\0" in text for name, values in sent for text in (name, *values))


class ActorMiddleware:
    """``request.actor`` is built anew for each request: a right granted or revoked holds at once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.at = timezone.localtime()  # type: ignore[attr-defined]
        request.actor = actor_for(request.user, on=request.at.date())  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Sign-in is required unless the door says otherwise; nothing gets in with a NUL."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in SHUT_VIEWS:
            raise Http404("没有这个页面。")
        if _has_nul(request):
            raise BadRequest("请求里有不能用的字符")
        if request.user.is_authenticated or getattr(view, "is_public", False) or name in OPEN_VIEWS:
            return None
        return redirect_to_login(request.get_full_path())
