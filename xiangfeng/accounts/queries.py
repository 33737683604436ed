"""Which accounts there are, and which are locked."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Max, QuerySet, Sum

from xiangfeng.accounts.models import User


@dataclass(frozen=True, slots=True)
class Lock:
    """A user name that may not sign in from one address until ``until``."""

    username: str
    address: str
    failures: int
    until: dt.datetime


def users() -> QuerySet[User]:
    """All accounts, by user name."""
    return User.objects.order_by("username")


def locks(at: dt.datetime) -> list[Lock]:
    """What is locked at that moment, latest first; unlocked by ``actions.unlock_user`` or by time."""
    cool_off = get_cool_off() or dt.timedelta(0)
    rows = (
        AccessAttempt.objects.filter(attempt_time__gt=at - cool_off)
        .values("username", "ip_address")
        .annotate(failures=Sum("failures_since_start"), last=Max("attempt_time"))
        .filter(failures__gte=settings.AXES_FAILURE_LIMIT)
        .order_by("-last")
    )
    return [
        Lock(row["username"] or "", row["ip_address"] or "", row["failures"], row["last"] + cool_off)
        for row in rows
    ]
