"""What every door shares: who may enter, and how a refusal is said."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import ScopedQuerySet
from xiangfeng.base.errors import Refused
from xiangfeng.visitors.actions import TooMany

Door = Callable[..., HttpResponseBase]
_M = TypeVar("_M", bound=models.Model)


class StaffRequest(HttpRequest):
    """A request after the middleware: it knows who acts and when."""

    actor: Actor
    at: Any


def public(door: Door) -> Door:
    """The one way to open a door to people who are not signed in."""
    door.is_public = True  # type: ignore[attr-defined]
    return door


def needs(*capabilities: str) -> Callable[[Door], Door]:
    """Only for actors who hold one of ``capabilities`` somewhere; others get 403 with a plain sentence."""

    def wrap(door: Door) -> Door:
        @functools.wraps(door)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            actor = cast("StaffRequest", request).actor
            if not any(actor.can(capability) for capability in capabilities):
                raise PermissionDenied("您的岗位没有这项权限。如工作需要，请联系本单位管理员。")
            return door(request, *args, **kwargs)

        guarded.capabilities = capabilities  # type: ignore[attr-defined]
        return guarded

    return wrap


def find(rows: ScopedQuerySet[_M] | models.QuerySet[_M], **lookup: Any) -> _M:
    """The one row the actor may see, or 404: out of reach and not existing look the same."""
    try:
        return rows.get(**lookup)
    except (ObjectDoesNotExist, ValueError) as error:
        raise Http404("没有这条记录，或者不在您的管辖范围内。") from error


def number(text: str) -> int:
    """The whole number in a hidden field or an address; 0 for anything else. ``str.isdigit`` would let ² through."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else 0


def back(request: HttpRequest, default: str) -> HttpResponseRedirect:
    """To the page named by a hidden ``next`` field when it is ours, else to ``default``."""
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return HttpResponseRedirect(wanted if safe else default)


def attempt(request: HttpRequest, act: Callable[[], Any], *, done: str) -> bool:
    """Do one domain act; say ``done`` or the refusal as a message. Returns whether it was done."""
    try:
        act()
    except Refused as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, done)
    return True


def fill(form: forms.BaseForm, act: Callable[[], object]) -> Any:
    """Do one domain act with what a form holds; gives its result. None when the form is not right or the act is
    refused, which the form then says (``is_too_many``: and that it was too much)."""
    if not form.is_valid():
        return None
    try:
        return act()
    except Refused as refusal:
        form.is_too_many = isinstance(refusal, TooMany)  # type: ignore[attr-defined]
        form.add_error(None, str(refusal))
        return None
