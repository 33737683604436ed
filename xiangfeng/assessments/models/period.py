"""考评期 and the units that take part in it (A4.1a: every month)."""

from __future__ import annotations

import datetime as dt

from django.db import models

from xiangfeng.access.scope import Scope, Scoped
from xiangfeng.assessments.models.scheme import SchemeVersion


class PeriodState(models.TextChoices):
    DRAFT = "draft", "筹备"
    SCORING = "scoring", "打分"
    REVIEW = "review", "复核"
    FINAL = "final", "定稿"
    PUBLISHED = "published", "已通报"


class Period(Scoped):
    """One month's assessment by one unit. ``due_on`` is the day by which the 通报 should be out."""

    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="periods", verbose_name="考评单位")
    scheme_version = models.ForeignKey(
        SchemeVersion, models.PROTECT, related_name="periods", verbose_name="指标体系"
    )
    year = models.PositiveSmallIntegerField("年")
    month = models.PositiveSmallIntegerField("月")
    state = models.CharField("状态", max_length=10, choices=PeriodState, default=PeriodState.DRAFT)
    inspected_from = models.DateField("检查起", null=True, blank=True)
    inspected_to = models.DateField("检查止", null=True, blank=True)
    due_on = models.DateField("通报期限")
    object_until = models.DateField("异议截止", null=True, blank=True)
    declared_count = models.PositiveIntegerField("应评数", null=True, blank=True)
    opened_at = models.DateTimeField("开期时间")
    finalised_at = models.DateTimeField("定稿时间", null=True, blank=True)
    published_at = models.DateTimeField("通报时间", null=True, blank=True)
    touched_at = models.DateTimeField("打分表最近改动")
    summary = models.JSONField("结果摘要", default=dict, blank=True)

    scope = Scope("unit")

    class Meta:
        verbose_name = "考评期"
        ordering = ("-year", "-month", "unit__path")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year", "month"],
                name="assessments_period_once",
                violation_error_message="这个月的考评已经开过了",
            ),
            models.CheckConstraint(
                condition=models.Q(month__gte=1, month__lte=12),
                name="assessments_period_month",
                violation_error_message="月份应是1到12",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}年{self.month}月考评"

    @property
    def last_day(self) -> dt.date:
        """The last day of the month that is assessed."""
        first_of_next = dt.date(self.year + self.month // 12, self.month % 12 + 1, 1)
        return first_of_next - dt.timedelta(days=1)

    def light(self, today: dt.date) -> str:
        """绿 done, 黄 past ``due_on`` without 通报, 红 at the end of that following month, 空 not yet due (A4.1a)."""
        if self.state == PeriodState.PUBLISHED:
            return "green"
        end_of_next = dt.date(self.due_on.year + self.due_on.month // 12, self.due_on.month % 12 + 1, 1)
        if today >= end_of_next:
            return "red"
        return "yellow" if today > self.due_on else ""


class Entry(Scoped):
    """One unit's part in a period. The outcome columns are written when the period is 定稿 and cleared on reopening."""

    period = models.ForeignKey(Period, models.CASCADE, related_name="entries", verbose_name="考评期")
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="entries", verbose_name="参评单位")
    group = models.CharField("类别", max_length=20, blank=True)
    is_ranked = models.BooleanField("参加排名", default=True)
    unranked_reason = models.CharField("不参加排名的原因", max_length=100, blank=True)
    seq = models.PositiveIntegerField("序号", default=0)
    shown = models.DecimalField("综合得分", max_digits=9, decimal_places=3, null=True, blank=True)
    rank = models.PositiveIntegerField("名次", null=True, blank=True)
    group_rank = models.PositiveIntegerField("组内名次", null=True, blank=True)
    grade = models.CharField("等次", max_length=20, blank=True)
    award = models.DecimalField("奖励金（元）", max_digits=12, decimal_places=2, default=0)

    # A village sees its own line once the figures are final, never while they are being worked on.
    scope = Scope(
        "unit",
        only={
            "assessments.view_own": {"period__state": (PeriodState.FINAL, PeriodState.PUBLISHED)},
            "assessments.object": {"period__state": (PeriodState.FINAL, PeriodState.PUBLISHED)},
        },
    )

    class Meta:
        verbose_name = "参评对象"
        ordering = ("seq", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["period", "unit"],
                name="assessments_entry_once",
                violation_error_message="这个单位已在本期参评名单里",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit.name} {self.period}"
