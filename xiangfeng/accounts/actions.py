"""What may be done to accounts.

The right (``accounts.manage``, ``security.manage``) is checked and the act recorded by the caller in
``xiangfeng.administration``: access and history lie on floors above this one.
"""

from __future__ import annotations

import datetime as dt

from allauth.mfa.models import Authenticator
from axes.utils import reset
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from xiangfeng.accounts.models import PastPassword, User
from xiangfeng.accounts.passwords import random_password
from xiangfeng.base.errors import Refused

# With the present one these are the last five, which the validator NotReused asks about.
KEPT_PASSWORDS = 4


def _checked(user: User) -> None:
    try:
        user.full_clean(exclude=["password"])
    except ValidationError as error:
        raise Refused("；".join(error.messages)) from error


@transaction.atomic
def create_user(
    username: str, *, name: str, at: dt.datetime, password: str | None = None
) -> tuple[User, str]:
    """Open an account and give back its password, which is shown this once and stored nowhere.

    Without ``password`` a random one is made that must be changed at the first sign-in; a given one is kept but has
    to satisfy the rules. Refuses a taken or ill-formed user name.
    """
    user = User(
        username=username.strip().lower(),
        name=name.strip(),
        created_at=at,
        must_change_password=password is None,
    )
    _checked(user)
    if password is not None:
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise Refused("；".join(error.messages)) from error
    shown = password or random_password()
    user.set_password(shown)
    user.password_changed_at = at
    user.save()
    return user, shown


@transaction.atomic
def change_password(user: User, password: str, *, at: dt.datetime) -> User:
    """The person sets a new password, already checked by the form; the old one's hash is kept against reuse."""
    if user.has_usable_password():
        PastPassword.objects.create(user=user, password=user.password, at=at)
    outdated = user.past_passwords.values_list("pk", flat=True)[KEPT_PASSWORDS:]
    user.past_passwords.filter(pk__in=list(outdated)).delete()
    user.set_password(password)
    user.password_changed_at = at
    user.must_change_password = False
    user.save(update_fields=["password", "password_changed_at", "must_change_password"])
    return user


@transaction.atomic
def reset_password(user: User, *, at: dt.datetime) -> str:
    """Replace a forgotten password by a random one, shown once, to be changed at the next sign-in.

    Ends the account's sessions everywhere and lifts a lock-out. Refuses for an account out of use.
    """
    if not user.is_active:
        raise Refused(f"账号“{user.username}”已停用，请先启用再重置密码")
    shown = random_password()
    change_password(user, shown, at=at)
    user.must_change_password = True
    user.save(update_fields=["must_change_password"])
    unlock_user(user)
    return shown


@transaction.atomic
def rename_user(user: User, *, name: str) -> User:
    """Correct the person's name; the user name stays, because history refers to it."""
    user.name = name.strip()
    _checked(user)
    user.save(update_fields=["name"])
    return user


def deactivate_user(user: User) -> User:
    """Take the account out of use; its sessions end with their next request. Nothing of it is deleted."""
    if not user.is_active:
        raise Refused(f"账号“{user.username}”已经是停用状态")
    user.is_active = False
    user.save(update_fields=["is_active"])
    return user


def activate_user(user: User) -> User:
    """Put an account back into use, with the password it had."""
    if user.is_active:
        raise Refused(f"账号“{user.username}”已经是启用状态")
    user.is_active = True
    user.save(update_fields=["is_active"])
    return user


def unlock_user(user: User) -> int:
    """Forget the failed sign-ins of the account, from wherever they came; gives how many places were locked."""
    return int(reset(username=user.username))


def reset_second_factor(user: User) -> None:
    """Remove the dynamic-code device (a lost phone) with its recovery codes. Refuses when there is none."""
    deleted, _ = Authenticator.objects.filter(user=user).delete()
    if not deleted:
        raise Refused(f"账号“{user.username}”没有绑定动态码")
