"""Users and the fingerprints of their past passwords."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models


class UserManager(BaseUserManager["User"]):
    """Looks accounts up by lower-cased name, as Django's own sign-in code expects."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(username=(username or "").lower())

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> User:
        """Django's customary constructor; people get theirs through ``actions.create_user``."""
        user = self.model(username=username.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Somebody who may sign in. What they may do follows from their appointments, not from the account."""

    username = models.CharField(
        "账号",
        max_length=40,
        unique=True,
        validators=[
            RegexValidator(r"^[a-z][a-z0-9._-]{2,39}$", "账号用 3–40 位小写字母、数字或 . _ -，字母开头")
        ],
        error_messages={"unique": "这个账号已经有人用了"},
    )
    name = models.CharField("姓名", max_length=40, blank=True)
    is_active = models.BooleanField("启用", default=True)
    must_change_password = models.BooleanField("下次登录须改密码", default=False)
    password_changed_at = models.DateTimeField("改密码时间", null=True, blank=True)
    created_at = models.DateTimeField("开通时间", null=True, blank=True)
    sign_in_mark = models.CharField(max_length=32, blank=True, editable=False)
    # Nobody is measured by their use of the system: when they last came is in the history, where audit may see it.
    last_login = None

    USERNAME_FIELD = "username"
    objects = UserManager()

    class Meta:
        verbose_name = "账号"
        ordering = ("username",)

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return self.name

    def is_password_old(self, at: dt.datetime) -> bool:
        """Whether the password is older than PASSWORD_REMIND_DAYS (90 天提醒, not forced; 0 switches it off)."""
        days = settings.PASSWORD_REMIND_DAYS
        return bool(
            days and self.password_changed_at and at - self.password_changed_at > dt.timedelta(days=days)
        )


class PastPassword(models.Model):
    """The hash of a password once used, so that the last five are not used again."""

    user = models.ForeignKey(User, models.CASCADE, related_name="past_passwords")
    password = models.CharField(max_length=128)
    at = models.DateTimeField()

    class Meta:
        verbose_name = "用过的密码"
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return f"{self.user_id} {self.at:%Y-%m-%d}"
