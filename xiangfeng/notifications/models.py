"""In-app messages."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class MessageKind(models.TextChoices):
    TODO = "todo", "待办"
    NOTICE = "notice", "通知"
    WARNING = "warning", "预警"


class Message(models.Model):
    """One note to one person. Unread twins are not kept twice, so that nobody is bombed by a repeated event."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="messages", verbose_name="收件人"
    )
    kind = models.CharField("类别", max_length=10, choices=MessageKind, default=MessageKind.NOTICE)
    text = models.CharField("内容", max_length=200)
    url = models.CharField("去处", max_length=200, blank=True)
    at = models.DateTimeField("时间")
    read_at = models.DateTimeField("已读时间", null=True, blank=True)

    class Meta:
        verbose_name = "消息"
        ordering = ("-at", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind", "text", "url"],
                condition=Q(read_at=None),
                name="notifications_unread_once",
                violation_error_message="同样的消息还没有读，不再重复发",
            )
        ]

    def __str__(self) -> str:
        return self.text
