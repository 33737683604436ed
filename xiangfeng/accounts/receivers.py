"""What a sign-in leaves in its own session, and a wrong dynamic code in the count of failures."""

from __future__ import annotations

import secrets
from typing import Any

from allauth.mfa.signals import authentication_failed
from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from xiangfeng.accounts.middleware import ACTIVE_AT, IDLE_MINUTES, SIGN_IN_MARK
from xiangfeng.accounts.models import User


@receiver(user_logged_in, dispatch_uid="accounts.start_session")
def start_session(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Start the idle clock anew and, with IS_SINGLE_SESSION, make this the one session that counts."""
    request.session[ACTIVE_AT] = int(timezone.now().timestamp())
    request.session[IDLE_MINUTES] = settings.IDLE_MINUTES
    if settings.IS_SINGLE_SESSION:
        user.sign_in_mark = secrets.token_hex(16)
        user.save(update_fields=["sign_in_mark"])
        request.session[SIGN_IN_MARK] = user.sign_in_mark


@receiver(authentication_failed, dispatch_uid="accounts.count_wrong_code")
def count_wrong_code(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Count a wrong dynamic code like a wrong password, so that codes cannot be guessed one after the other."""
    user_login_failed.send(sender, credentials={"username": user.username}, request=request)
