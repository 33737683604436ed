"""Accounts and lock-outs: as `accounts` does it, with the right checked and the act recorded. No password is ever
written down.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from xiangfeng.access.actor import Actor
from xiangfeng.accounts import actions as accounts
from xiangfeng.accounts.models import User
from xiangfeng.administration.queries.accounts import MANAGE, SECURITY, reaches
from xiangfeng.base.errors import Refused
from xiangfeng.history.actions import record
from xiangfeng.orgs import actions as orgs
from xiangfeng.orgs.models import Person

OPENED = "开通账号"


def _person_of(user: User) -> Person | None:
    return Person.objects.select_related("unit").filter(user=user).first()


def _checked(user: User, actor: Actor, capability: str, *, own: str = "") -> str:
    """The path under which the act is recorded. Refuses accounts out of reach and – said in ``own`` – one's own."""
    person = _person_of(user)
    path = str(person.unit.path) if person else ""
    if not reaches(actor, capability, path):
        raise Refused(f"账号“{user.username}”不归您管")
    if own and user.pk == actor.user_id:
        raise Refused(own)
    return path


@transaction.atomic
def open_account(person: Person, *, username: str, actor: Actor, at: dt.datetime) -> str:
    """Open an account for ``person``; gives its first password, which is shown this once and stored nowhere."""
    if not reaches(actor, MANAGE, person.unit.path):
        raise Refused(f"您不管“{person.unit.name}”的账号，请联系系统管理员")
    if person.user is not None:
        raise Refused(f"{person.name}已经有账号“{person.user.username}”")
    user, shown = accounts.create_user(username, name=person.name, at=at)
    orgs.edit_person(person, actor=actor, user=user)
    record(person, verb=OPENED, actor=actor, at=at, after={"username": user.username})
    return shown


@transaction.atomic
def reset_password(user: User, *, actor: Actor, at: dt.datetime) -> str:
    """Replace a forgotten password; gives the new one, shown this once. Not one's own: that is 改密码."""
    path = _checked(user, actor, MANAGE, own="自己的密码请在右上角“改密码”里改")
    shown = accounts.reset_password(user, at=at)
    record(user, verb="重置密码", actor=actor, at=at, unit_path=path)
    return shown


@transaction.atomic
def deactivate_account(user: User, *, actor: Actor, at: dt.datetime) -> None:
    """Take an account out of use. Not one's own."""
    path = _checked(user, actor, MANAGE, own="不能停用自己的账号，请由另一位管理员办理")
    accounts.deactivate_user(user)
    record(user, verb="停用账号", actor=actor, at=at, unit_path=path)


@transaction.atomic
def activate_account(user: User, *, actor: Actor, at: dt.datetime) -> None:
    """Put an account back into use."""
    path = _checked(user, actor, MANAGE)
    accounts.activate_user(user)
    record(user, verb="启用账号", actor=actor, at=at, unit_path=path)


@transaction.atomic
def reset_second_factor(user: User, *, actor: Actor, at: dt.datetime) -> None:
    """Remove the dynamic-code device of somebody who lost the phone. Not one's own."""
    path = _checked(user, actor, MANAGE, own="自己的动态码请在右上角“两步验证”里解除")
    accounts.reset_second_factor(user)
    record(user, verb="重置动态码", actor=actor, at=at, unit_path=path)


@transaction.atomic
def unlock_account(user: User, *, actor: Actor, at: dt.datetime) -> None:
    """Lift a lock-out before its time. Refuses when nothing is locked; one's own is not lifted either."""
    path = _checked(user, actor, SECURITY, own="不能解除自己的登录锁定")
    places: Any = accounts.unlock_user(user)
    if not places:
        raise Refused(f"账号“{user.username}”现在没有被锁定")
    record(user, verb="解除锁定", actor=actor, at=at, unit_path=path)
