"""What we answer when django-allauth asks how sign-in shall behave here."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils import timezone

from xiangfeng.accounts import actions, lockout
from xiangfeng.accounts.models import User

# Said in our own words instead of allauth's; an empty sentence says nothing.
SAID = {
    "account/messages/logged_in.txt": "",
    "account/messages/logged_out.txt": "已退出登录",
    "account/messages/password_changed.txt": "密码已修改",
    "mfa/messages/totp_activated.txt": "动态码已绑定，下次登录时要输入",
    "mfa/messages/totp_deactivated.txt": "动态码已解除绑定",
    "mfa/messages/recovery_codes_generated.txt": "新的恢复码已生成，旧的作废",
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are opened by administrators only; errors are Chinese and say how many tries are left."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "账号已停用，请联系单位管理员",
        "username_password_mismatch": "账号或密码不对。忘了密码，请单位管理员重置。",
        "incorrect_password": "密码不对",
        "enter_current_password": "当前密码不对",
        "incorrect_code": "动态码不对，请等下一个再试",
        "too_many_login_attempts": "登录失败次数太多，请稍后再试",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return resolve_url(settings.LOGIN_REDIRECT_URL)

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        left = lockout.tries_left(context.request)
        if code == "username_password_mismatch" and left:
            return ValidationError(f"账号或密码不对。{left}", code=code)
        error: ValidationError = super().validation_error(code, *args)
        return error

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        if message is None and message_template in SAID:
            message, message_template = SAID[message_template], None
        super().add_message(request, level, message_template, message_context, extra_tags, message)

    def login(self, request: HttpRequest, user: User) -> None:
        # The password is checked by axes; a lock won by guessing dynamic codes has to be held here.
        if lockout.is_locked(request, user.username):
            raise ImmediateHttpResponse(lockout.locked_response(request, None, {"username": user.username}))
        super().login(request, user)

    def set_password(self, user: User, password: str) -> None:
        actions.change_password(user, password, at=timezone.now())

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        if user.is_password_old(timezone.now()):
            days = settings.PASSWORD_REMIND_DAYS
            messages.warning(request, f"密码已经用了超过 {days} 天，建议在“我的账号”里换一个")
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response


def _cipher() -> Fernet:
    key = hashlib.sha256(b"xiangfeng.mfa:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The second factor (动态码, TOTP): its secret lies encrypted in the database, under the site's secret key."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "动态码不对，请等下一个再试",
        "cannot_delete_authenticator": "本单位要求使用动态码，不能解除绑定",
    }

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        left = lockout.tries_left(context.request)
        if code == "incorrect_code" and left:
            return ValidationError(f"动态码不对，请等下一个再试。{left}", code=code)
        error: ValidationError = super().validation_error(code, *args)
        return error

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        return not settings.IS_TOTP_REQUIRED
