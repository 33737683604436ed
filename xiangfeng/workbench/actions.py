"""The weekly note, and a person's own calendar address."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.urls import reverse

from xiangfeng.access.actor import Actor
from xiangfeng.accounts.models import User
from xiangfeng.base.errors import Refused
from xiangfeng.history.actions import record
from xiangfeng.notifications.actions import notify_each
from xiangfeng.notifications.models import MessageKind
from xiangfeng.notifications.queries import told_since
from xiangfeng.orgs.queries import actor_for
from xiangfeng.workbench.models import FeedToken, Preference
from xiangfeng.workbench.queries import dated_for
from xiangfeng.workbench.todos import Todo, sections_of
from xiangfeng.workbench.tokens import digest_of, new_token

MONDAY = 0


def send_digests(*, at: dt.datetime) -> int:
    """On Mondays tell everybody for whom something waits how much it is – one message instead of one for each thing;
    gives how many were told. On other days, and a second time on the same day, nobody is told. Who switched it off
    hears nothing, and who has nothing to do neither.
    """
    if at.weekday() != MONDAY:
        return 0
    url = reverse("workbench:inbox")
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    told = told_since(url, midnight)
    silent = set(Preference.objects.filter(has_digest=False).order_by("id").values_list("user_id", flat=True))
    people = User.objects.filter(is_active=True, person__isnull=False).exclude(pk__in=told | silent)
    news = []
    for user in people.order_by("pk").iterator():
        todos = dated_for(actor_for(user, on=at.date()), today=at.date())
        if text := digest_text(todos, today=at.date()):
            news.append((user.pk, text, url))
    notify_each(news, at=at, kind=MessageKind.TODO)
    return len(news)


def digest_text(todos: list[Todo], *, today: dt.date) -> str:
    """The one sentence of the week; empty when nothing waits for the person."""
    parts = [part for part in sections_of(todos, today=today) if part.key != "waiting"]
    total = sum(part.total for part in parts)
    if not total:
        return ""
    said = "、".join(f"{part.title} {part.total} 件" for part in parts)
    return f"{today.month}月{today.day}日这一周，等您办的共 {total} 件：{said}。"


@transaction.atomic
def renew_feed(*, actor: Actor, at: dt.datetime) -> str:
    """Make a new secret address of the person's calendar and give its token, this once; an older one stops at once.

    Refuses who is not a person with an account.
    """
    if actor.user_id is None:
        raise Refused("请先登录，再生成日历地址")
    token = new_token()
    row, _ = FeedToken.objects.update_or_create(
        user_id=actor.user_id, defaults={"digest": digest_of(token), "created_at": at}
    )
    record(row, verb="生成日历订阅地址", actor=actor, at=at, unit_path=actor.home.path if actor.home else "")
    return token


@transaction.atomic
def revoke_feed(*, actor: Actor, at: dt.datetime) -> None:
    """Take the address away; whoever has it reads nothing any more. Refuses when there is none."""
    row = FeedToken.objects.filter(user_id=actor.user_id or 0).first()
    if row is None:
        raise Refused("还没有日历地址，不用收回")
    record(row, verb="收回日历订阅地址", actor=actor, at=at, unit_path=actor.home.path if actor.home else "")
    row.delete()


def choose_digest(*, actor: Actor, has_digest: bool) -> None:
    """Switch one's own weekly note on or off."""
    Preference.objects.update_or_create(user_id=actor.user_id or 0, defaults={"has_digest": has_digest})
