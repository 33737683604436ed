"""Accounts and lock-outs as far as an administrator reaches.

An account belongs to the unit of its person; one without a person belongs to those who hold the right on a root.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Q, QuerySet

from xiangfeng.access.actor import Actor
from xiangfeng.accounts.models import User
from xiangfeng.accounts.queries import locks, users
from xiangfeng.base.paths import WIDTH, covers, successor

MANAGE, SECURITY = "accounts.manage", "security.manage"


def reaches(actor: Actor, capability: str, path: str) -> bool:
    """Whether the right covers the unit of that path; ``""`` (no unit) needs it on a root."""
    if actor.is_system:
        return True
    return any(covers(above, path) if path else len(above) == WIDTH for above in actor.reach(capability))


def accounts_for(actor: Actor, capability: str = MANAGE) -> QuerySet[User]:
    """The accounts in reach, each with ``is_bound`` (a dynamic-code device is bound) and its person."""
    found = Q(pk__in=[])
    for path in actor.reach(capability):
        found |= Q(person__unit__path__gte=path, person__unit__path__lt=successor(path))
        if len(path) == WIDTH:
            found |= Q(person=None)
    device = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
    return users().filter(found).select_related("person__unit").annotate(is_bound=Exists(device))


@dataclass(frozen=True, slots=True)
class LockRow:
    """A lock-out; ``user`` is None for a name that is no account – it may be a mistyped password and is not shown."""

    user: User | None
    address: str
    failures: int
    until: dt.datetime


def locks_for(actor: Actor, *, at: dt.datetime) -> list[LockRow]:
    """What is locked now: accounts in reach, and unknown names for who holds the right on a root."""
    found = locks(at)
    names = [lock.username for lock in found]
    known = {user.username: user for user in User.objects.filter(username__in=names).order_by("pk")}
    mine = {user.username: user for user in accounts_for(actor, SECURITY).filter(username__in=names)}
    rows = []
    for lock in found:
        is_mine = lock.username in mine or (lock.username not in known and reaches(actor, SECURITY, ""))
        if is_mine:
            rows.append(LockRow(mine.get(lock.username), lock.address, lock.failures, lock.until))
    return rows
