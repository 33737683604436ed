"""A person's own messages; nobody else's can be asked for."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from xiangfeng.notifications.models import Message


def messages_for(user_id: int) -> QuerySet[Message]:
    """All messages of a person, latest first."""
    return Message.objects.filter(user_id=user_id).order_by("-at", "-id")


def told(text: str, url: str) -> set[int]:
    """The users who ever got this very message, read or not."""
    return set(Message.objects.filter(text=text, url=url).order_by("id").values_list("user_id", flat=True))


def unread_for(user_id: int) -> QuerySet[Message]:
    """Those not read yet, latest first."""
    return messages_for(user_id).filter(read_at=None)


def told_since(url: str, at: dt.datetime) -> set[int]:
    """The users who got a message that leads to ``url`` at or after ``at``."""
    return set(Message.objects.filter(url=url, at__gte=at).order_by("id").values_list("user_id", flat=True))
