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
    notify_each([(user_id, text, url) for user_id in sorted(set(user_ids))], at=at, kind=kind)


def notify_each(
    news: Iterable[tuple[int, str, str]], *, at: dt.datetime, kind: MessageKind = MessageKind.NOTICE
) -> None:
    """As :func:`notify`, with a text and an address for each person: ``(user_id, text, url)``. One statement for all."""
    # The unique constraint on unread messages drops twins, also those of a transaction running beside this one.
    Message.objects.bulk_create(
        [
            Message(user_id=user_id, kind=kind, text=_short(text), url=_own(url), at=at)
            for user_id, text, url in news
        ],
        ignore_conflicts=True,
    )


def _short(text: str) -> str:
    return text if len(text) <= 200 else text[:199] + "…"


def _own(url: str) -> str:
    if url and (not url.startswith("/") or url.startswith(("//", "/\\"))):
        raise ValueError(f"消息里的链接只能指向本平台：{url}")
    return url


def mark_read(user_id: int, message_id: int, *, at: dt.datetime) -> Message | None:
    """The person has seen one of their messages; gives it. None when it is not theirs. Twice is harmless."""
    Message.objects.filter(pk=message_id, user_id=user_id, read_at=None).update(read_at=at)
    return Message.objects.filter(pk=message_id, user_id=user_id).first()


def mark_all_read(user_id: int, *, at: dt.datetime) -> int:
    """The person has seen all of their messages up to ``at``; gives how many were unread."""
    return Message.objects.filter(user_id=user_id, read_at=None, at__lte=at).update(read_at=at)
