"""Sending and reading messages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from xiangfeng.notifications.models import Message, MessageKind


def notify(
    user_ids: Iterable[int],
    *,
    text: str,
    at: dt.datetime,
    url: str = "",
    kind: MessageKind = MessageKind.NOTICE,
) -> None:
    """Tell each of ``user_ids`` once, in the caller's transaction; who has the same message unread hears nothing new.

    ``url`` is a path of this site where the matter is dealt with. ValueError for any other address. Text beyond 200
    characters is cut.
    """
    if url and (not url.startswith("/") or url.startswith(("//", "/\\"))):
        raise ValueError(f"消息里的链接只能指向本平台：{url}")
    shown = text if len(text) <= 200 else text[:199] + "…"
    # The unique constraint on unread messages drops twins, also those of a transaction running beside this one.
    Message.objects.bulk_create(
        (
            Message(user_id=user_id, kind=kind, text=shown, url=url, at=at)
            for user_id in sorted(set(user_ids))
        ),
        ignore_conflicts=True,
    )


def mark_read(user_id: int, message_id: int, *, at: dt.datetime) -> Message | None:
    """The person has seen one of their messages; gives it. None when it is not theirs. Twice is harmless."""
    Message.objects.filter(pk=message_id, user_id=user_id, read_at=None).update(read_at=at)
    return Message.objects.filter(pk=message_id, user_id=user_id).first()


def mark_all_read(user_id: int, *, at: dt.datetime) -> int:
    """The person has seen all of their messages up to ``at``; gives how many were unread."""
    return Message.objects.filter(user_id=user_id, read_at=None, at__lte=at).update(read_at=at)
