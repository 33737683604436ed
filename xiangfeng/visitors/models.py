"""How much came from unknown senders, counted without knowing who they are; and which proofs have served."""

from __future__ import annotations

from django.db import models


class Tally(models.Model):
    """How many times something came over the net in one matter in one span of time, and how many times from one sender.

    ``matter`` names what is counted (``notices.notice:12``, ``feedback``). ``senders`` holds counts by a digest of the sender's address
    with ``salt``; the row goes the next day, and with it the way back.
    """

    matter = models.CharField("事项", max_length=60)
    starts_at = models.DateTimeField("起")
    salt = models.CharField(max_length=32)
    total = models.PositiveIntegerField("次数", default=0)
    senders = models.JSONField(default=dict)

    class Meta:
        verbose_name = "来访计数"
        ordering = ("starts_at", "id")
        constraints = [models.UniqueConstraint(fields=["matter", "starts_at"], name="visitors_tally_once")]

    def __str__(self) -> str:
        return f"{self.matter} {self.starts_at:%Y-%m-%d %H}"


class Spent(models.Model):
    """A proof of work, or an answered question, that has served; ``served`` is a digest of the form it was for, which may come again.
    Goes when the proof would have expired anyway."""

    digest = models.CharField("核对", max_length=64, unique=True)
    served = models.CharField("用于", max_length=64)
    expires_at = models.DateTimeField("到期", db_index=True)

    class Meta:
        verbose_name = "用过的核对"
        ordering = ("id",)

    def __str__(self) -> str:
        return self.digest[:12]
