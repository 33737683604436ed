"""Admitting unknown senders: proof before, counting along, refusing what is too much."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F

from xiangfeng.base.errors import Refused
from xiangfeng.visitors.codes import form_digest, sender_digest
from xiangfeng.visitors.models import Spent, Tally
from xiangfeng.visitors.proof import Proof


class TooMany(Refused):
    """Too much came from one sender, or in one matter altogether; a door answers it with 429."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """An unknown sender: the network ``address``, only ever counted; the ``proof`` they showed (None where nobody asked for one: the
    clock, demonstrations); ``key`` of the form, which may come twice."""

    address: str
    proof: Proof | None = None
    key: str = ""


@transaction.atomic
def admit_visitor(
    visitor: Visitor,
    matter: str,
    *,
    starts_at: dt.datetime,
    a_sender: int,
    in_all: int,
    says: str,
    says_all: str,
) -> None:
    """Let one sending in ``matter`` pass: its proof is used up, and it is counted as :func:`count_sender` does.

    Who answered a question instead of letting the machine reckon, which a program does as easily, gets half of both numbers,
    so that no flood of answers shuts out the others. Called before the action's own transaction, what the action then refuses has
    still cost a proof and counts. Refuses a proof that served for another form, and :class:`TooMany`.
    """
    if visitor.proof is not None:
        spend_proof(visitor.proof, visitor.key)
    if visitor.proof is not None and visitor.proof.is_slow:
        count_sender(
            f"{matter}:asked",
            visitor.address,
            starts_at=starts_at,
            a_sender=max(1, a_sender // 2),
            in_all=max(1, in_all // 2),
            says=says,
            says_all=says_all,
        )
    count_sender(
        matter,
        visitor.address,
        starts_at=starts_at,
        a_sender=a_sender,
        in_all=in_all,
        says=says,
        says_all=says_all,
    )


def is_spent(proof: Proof, key: str = "") -> bool:
    """Whether the proof served for another form than the one with ``key``."""
    return Spent.objects.filter(digest=proof.digest).exclude(served=form_digest(key)).exists()


def spend_proof(proof: Proof, key: str) -> None:
    """Use a proof up for the form with ``key``; the same form may come again with it, another is refused."""
    served = form_digest(key)
    kept, _ = Spent.objects.get_or_create(
        digest=proof.digest, defaults={"served": served, "expires_at": proof.expires_at}
    )
    if kept.served != served:
        raise Refused("这道小题已经用过了，请刷新页面再提交")


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


def counted(matter: str, address: str, *, starts_at: dt.datetime) -> int:
    """How many sendings of ``address`` were counted in ``matter`` within the span that begins at ``starts_at``."""
    tally = Tally.objects.filter(matter=matter, starts_at=starts_at).first()
    return int(tally.senders.get(sender_digest(address, tally.salt), 0)) if tally else 0


def hour_of(at: dt.datetime) -> dt.datetime:
    """The span of an hour that ``at`` lies in begins then."""
    return at.replace(minute=0, second=0, microsecond=0)


@transaction.atomic
def forget_visitors(*, at: dt.datetime) -> int:
    """Delete the counts of days before ``at`` and the used proofs that have expired; gives how many rows."""
    tallies = Tally.objects.filter(starts_at__date__lt=at.date()).delete()[0]
    return tallies + Spent.objects.filter(expires_at__lt=at).delete()[0]
