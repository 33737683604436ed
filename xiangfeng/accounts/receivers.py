"""What a sign-in leaves in its own session."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_logged_in
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
