"""What a person's calendar feed holds: their dated todos, and the duties of the units in their reach. Titles only."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from xiangfeng.access.actor import NOBODY, Actor
from xiangfeng.accounts.models import User
from xiangfeng.duties.ics import Event
from xiangfeng.duties.models import Occurrence, OccurrenceState
from xiangfeng.orgs.queries import actor_for
from xiangfeng.workbench.models import FeedToken, Preference
from xiangfeng.workbench.queries.inbox import dated_for
from xiangfeng.workbench.tokens import digest_of

BACK, AHEAD = dt.timedelta(days=31), dt.timedelta(days=400)
MOST = 500


def reader_of(token: str, *, on: dt.date) -> Actor:
    """Whose feed the token opens, with today's rights; nobody for a token that is none or whose account is shut."""
    user = User.objects.filter(feed_token__digest=digest_of(token), is_active=True).first()
    return actor_for(user, on=on) if user else NOBODY


def feed_of(actor: Actor) -> FeedToken | None:
    """The person's own token, without its secret."""
    return FeedToken.objects.filter(user_id=actor.user_id or 0).first()


def has_digest(actor: Actor) -> bool:
    """Whether the person gets the weekly note."""
    return not Preference.objects.filter(user_id=actor.user_id or 0, has_digest=False).exists()


def events_for(actor: Actor, *, today: dt.date) -> list[Event]:
    """Everything dated, as all-day events; ``url`` is a path of this site. Two queries."""
    mine = [
        Event(f"{todo.source}-{todo.pk}", todo.due, todo.text, url=todo.url)
        for todo in dated_for(actor, today=today)
        if todo.due is not None and todo.is_mine and not todo.source.startswith("duties.")
    ]
    rows = (
        Occurrence.objects.within(actor, "duties.view")
        .filter(state=OccurrenceState.OPEN, due_on__range=(today - BACK, today + AHEAD))
        .select_related("duty", "unit")
        .order_by("due_on", "pk")[:MOST]
    )
    return mine + [
        Event(
            f"duties.occurrence-{row.pk}",
            row.due_on,
            f"{row.unit.name}：{row.duty.title}（{row.label}）到期",
            url=reverse("duties:occurrence", args=[row.pk]),
        )
        for row in rows
    ]
