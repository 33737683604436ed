"""Sign-ins, sign-outs, failures and changes of credentials go into the history (GB/T 22239-2019 8.1.4.3 a).

Accounts lie floors below and cannot write history themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from allauth.account.signals import password_changed
from allauth.mfa.signals import authenticator_added, authenticator_removed
from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from xiangfeng.accounts.lockout import client_ip, username_of
from xiangfeng.accounts.models import User
from xiangfeng.history.actions import record
from xiangfeng.orgs.models import Person

UNKNOWN = "没有的账号"


@dataclass(frozen=True, slots=True)
class _Somebody:
    user_id: int | None
    name: str


def _note(verb: str, user: User | None, request: HttpRequest | None) -> None:
    """Record ``verb`` under the unit of the person behind ``user``."""
    # What was typed as an unknown user name may be somebody's password: it is not kept.
    somebody = _Somebody(user.pk, str(user)) if user else _Somebody(None, UNKNOWN)
    person = Person.objects.select_related("unit").filter(user=user).first() if user else None
    address = client_ip(request) if request else ""
    record(
        user,
        verb=verb,
        actor=somebody,
        at=timezone.now(),
        data={"address": address},
        unit_path=person.unit.path if person else "",
    )


def _named(username: str) -> User | None:
    return User.objects.filter(username=username).first() if username else None


@receiver(user_logged_in, dispatch_uid="history.signed_in")
def signed_in(request: HttpRequest, user: User, **kwargs: Any) -> None:
    _note("登录", user, request)


@receiver(user_logged_out, dispatch_uid="history.signed_out")
def signed_out(request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    if user is not None:
        _note("退出", user, request)


@receiver(user_login_failed, dispatch_uid="history.sign_in_failed")
def sign_in_failed(credentials: Mapping[str, Any], request: HttpRequest | None = None, **kwargs: Any) -> None:
    _note("登录失败", _named(username_of(request, credentials)), request)


@receiver(user_locked_out, dispatch_uid="history.locked_out")
def locked_out(request: HttpRequest, username: str, **kwargs: Any) -> None:
    _note("登录锁定", _named(username), request)


@receiver(password_changed, dispatch_uid="history.password_changed")
def changed_password(request: HttpRequest, user: User, **kwargs: Any) -> None:
    _note("修改密码", user, request)


@receiver(authenticator_added, dispatch_uid="history.authenticator_added")
def bound_second_factor(request: HttpRequest, user: User, **kwargs: Any) -> None:
    _note("绑定动态码", user, request)


@receiver(authenticator_removed, dispatch_uid="history.authenticator_removed")
def released_second_factor(request: HttpRequest, user: User, **kwargs: Any) -> None:
    _note("解除动态码", user, request)
