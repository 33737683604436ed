"""How many sheets came, of how many handed out: never what is in them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Sum

from xiangfeng.surveys.models import Batch, Channel, Quota, Sheet, Survey
from xiangfeng.surveys.tables import percent


@dataclass(frozen=True, slots=True)
class Line:
    """One village: its quota, what was handed out (slips and papers) and what came."""

    quota: Quota
    wanted: int
    handed: int
    received: int

    @property
    def share(self) -> int:
        """How much of the quota is there, in percent, at most 100; 0 without one."""
        return min(100, self.received * 100 // self.wanted) if self.wanted else 0

    @property
    def rate(self) -> Decimal | None:
        """回收率: received of handed out; None when nothing was handed out, or more came than that (open ones)."""
        return percent(self.received, self.handed) if self.handed >= self.received and self.handed else None


@dataclass(frozen=True, slots=True)
class Progress:
    """All of it. ``elsewhere`` came without a village. ``target`` is the wanted sample, or the sum of the quotas when none is set."""

    lines: tuple[Line, ...]
    received: int
    paper: int
    target: int
    handed: int

    @property
    def elsewhere(self) -> int:
        return self.received - sum(line.received for line in self.lines)

    @property
    def share(self) -> int:
        return min(100, self.received * 100 // self.target) if self.target else 0

    @property
    def rate(self) -> Decimal | None:
        """回收率 of the whole; None where it would mean nothing."""
        return percent(self.received, self.handed) if self.handed >= self.received and self.handed else None


def progress_of(survey: Survey) -> Progress:
    """Received, target and 回收率 by village. Three queries."""
    handed = dict(
        Batch.objects.filter(survey=survey, count__gt=0)
        .order_by("quota_id")
        .values_list("quota_id")
        .annotate(Sum("count"))
    )
    lines = tuple(
        Line(one, one.wanted, handed.get(one.pk, 0) + one.papers, one.received)
        for one in survey.quotas.select_related("unit").order_by("unit__path")
    )
    rows = Sheet.objects.filter(survey=survey).order_by("channel")
    channels = dict(rows.values_list("channel").annotate(Count("pk")))
    return Progress(
        lines=lines,
        received=sum(channels.values()),
        paper=channels.get(Channel.PAPER, 0),
        target=survey.target or sum(line.wanted for line in lines),
        handed=sum(line.handed for line in lines),
    )
