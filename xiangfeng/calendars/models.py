"""Years whose arrangement is known, and the days it names."""

from __future__ import annotations

from django.db import models


class Source(models.TextChoices):
    NOTICE = "notice", "国办通知"
    MANUAL = "manual", "手工"
    SEED = "seed", "随软件提供"


class Year(models.Model):
    """A year's arrangement. Only a confirmed year is used in arithmetic; the others are still being entered."""

    year = models.PositiveSmallIntegerField("年份", unique=True)
    source = models.CharField("来源", max_length=10, choices=Source, default=Source.NOTICE)
    basis = models.CharField("文号", max_length=60, blank=True)
    is_confirmed = models.BooleanField("已确认", default=False)

    class Meta:
        verbose_name = "年度安排"
        ordering = ("year",)

    def __str__(self) -> str:
        return f"{self.year}年"


class Day(models.Model):
    """A day an arrangement names: off (休) or worked (班). Days not named follow the week.

    ``year`` is the arrangement's, which may name days of the December before (元旦 over the turn of the year).
    """

    year = models.ForeignKey(Year, models.CASCADE, related_name="days", verbose_name="年度安排")
    date = models.DateField("日期", unique=True)
    is_workday = models.BooleanField("上班")
    name = models.CharField("名称", max_length=40, blank=True)
    source = models.CharField("来源", max_length=10, choices=Source, default=Source.NOTICE)

    class Meta:
        verbose_name = "特殊日"
        ordering = ("date",)

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d} {self.mark}"

    @property
    def mark(self) -> str:
        """班 or 休."""
        return "班" if self.is_workday else "休"
