"""Asking somebody who is signed in once more who they are, before they sign: password or 动态验证码."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest

from xiangfeng.accounts.lockout import is_locked, tries_left
from xiangfeng.accounts.models import User
from xiangfeng.base.errors import Refused


def confirm_identity(request: HttpRequest, user: User, secret: str) -> str:
    """How the person proved it: "password" or "totp" (six digits, where they have set it up).

    Refuses what is wrong, counts it like a failed sign-in, and refuses everything while the account is locked here.
    """
    if is_locked(request, user.username):
        raise Refused(
            "试错次数太多，账号在这台设备上已临时锁定。请等锁定时间过后再试，或联系安全管理员解锁。"
        )
    if len(secret) == 6 and secret.isascii() and secret.isdigit() and _is_code(user, secret):
        return "totp"
    credentials = {"username": user.username.lower()}
    if user.check_password(secret):
        return "password"
    user_login_failed.send(sender=__name__, credentials=credentials, request=request)
    raise Refused(f"密码或验证码不对，没有签字。{tries_left(request)}")


def _is_code(user: User, code: str) -> bool:
    found = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    return bool(found and found.wrap().validate_code(code))
