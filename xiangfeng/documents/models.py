"""The counters behind the numbers of records and papers."""

from __future__ import annotations

from django.db import models

from xiangfeng.access.scope import Scope, Scoped


class Serial(Scoped):
    """The last number given in one series of one unit and year; the series is named as people call it (会议、任务)."""

    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", verbose_name="单位")
    kind = models.CharField("类别", max_length=20)
    year = models.PositiveSmallIntegerField("年")
    last = models.PositiveIntegerField("已用到", default=0)

    scope = Scope("unit")

    class Meta:
        verbose_name = "流水号"
        ordering = ("unit__path", "kind", "year")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind", "year"],
                name="documents_serial_once",
                violation_error_message="这个流水号已经有了",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit.name}{self.kind}{self.year}"
