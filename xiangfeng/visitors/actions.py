"""Counting what unknown senders send, and refusing what is too much."""

from __future__ import annotations

import datetime as dt
import secrets

from django.db import transaction
from django.db.models import F

from xiangfeng.base.errors import Refused
from xiangfeng.visitors.codes import sender_digest
from xiangfeng.visitors.models import Tally


class TooMany(Refused):
    """Too much came from one sender, or in one matter altogether; a door may answer it with 429."""


@transaction.atomic
def count_sender(
    matter: str, address: str, *, starts_at: dt.datetime, a_sender: int, in_all: int, says: str, says_all: str
) -> None:
    """Count one sending of ``address`` in ``matter`` within the span that begins at ``starts_at`` (the day, the hour).

    The address is only counted, under a salt that is gone the next day. Refuses with ``says`` more than ``a_sender`` from one
    sender and with ``says_all`` more than ``in_all`` altogether; a refused sending is not counted, for the caller's
    transaction ends with it.
    """
    tally, _ = Tally.objects.get_or_create(
        matter=matter, starts_at=starts_at, defaults={"salt": secrets.token_hex(16)}
    )
    # The update holds the row until this transaction ends: two that come at once are counted one after the other.
    Tally.objects.filter(pk=tally.pk).update(total=F("total") + 1)
    tally.refresh_from_db()
    sender = sender_digest(address, tally.salt)
    sent = int(tally.senders.get(sender, 0)) + 1
    if sent > a_sender:
        raise TooMany(says)
    if tally.total > in_all:
        raise TooMany(says_all)
    Tally.objects.filter(pk=tally.pk).update(senders=tally.senders | {sender: sent})


def forget_tallies(*, today: dt.date) -> int:
    """Delete the counts of days before ``today``; gives how many rows."""
    return Tally.objects.filter(starts_at__date__lt=today).delete()[0]
