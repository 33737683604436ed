"""Proving once more who one is before signing: password, or the code of the second factor; wrong ones count."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core.cache import cache
from django.test import RequestFactory
from django.utils import timezone

from tests.cast import PASSWORD, Cast
from xiangfeng.accounts.confirming import confirm_identity
from xiangfeng.base.errors import Refused


def code_now(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(timezone.now().timestamp()) // 30))


def test_the_code_of_the_second_factor_will_do_once(cast: Cast, at: dt.datetime):
    cache.clear()
    # A code holds for half a minute; on a busy machine the test would now and then outlast it.
    with time_machine.travel(at, tick=False):
        _twice(cast)


def _twice(cast: Cast) -> None:
    user, request = cast.user("village"), RequestFactory().post("/")
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    code = code_now(secret)
    assert confirm_identity(request, user, code) == "totp"
    with pytest.raises(Refused, match="不对"):
        confirm_identity(request, user, code)
    assert confirm_identity(request, user, PASSWORD) == "password"


def test_a_code_of_somebody_without_a_second_factor_is_nothing(cast: Cast):
    with pytest.raises(Refused, match="没有签字"):
        confirm_identity(RequestFactory().post("/"), cast.user("head"), "123456")


def test_too_many_wrong_ones_lock(cast: Cast):
    user = cast.user("village")
    for _ in range(5):
        with pytest.raises(Refused):
            confirm_identity(RequestFactory().post("/"), user, "falsch")
    with pytest.raises(Refused, match="锁定"):
        confirm_identity(RequestFactory().post("/"), user, PASSWORD)
