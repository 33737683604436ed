"""What belongs to one person's own desk: the address of their calendar feed, and whether the weekly note is wanted."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class FeedToken(models.Model):
    """The secret in the address of a person's calendar feed, as its SHA-256; the secret itself is shown once and not kept.

    Nobody writes down when or whether the feed was read.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="feed_token", verbose_name="账号"
    )
    digest = models.CharField("校验值", max_length=64, unique=True)
    created_at = models.DateTimeField("生成时间")

    class Meta:
        verbose_name = "日历订阅"
        ordering = ("user_id",)

    def __str__(self) -> str:
        return f"{self.user}的日历订阅"


class Preference(models.Model):
    """What a person chose for themselves; without a row the usual holds."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="preference", verbose_name="账号"
    )
    has_digest = models.BooleanField("每周一收待办汇总", default=True)

    class Meta:
        verbose_name = "个人设置"
        ordering = ("user_id",)

    def __str__(self) -> str:
        return f"{self.user}的设置"
