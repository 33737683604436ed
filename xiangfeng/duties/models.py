"""What an article demands, and each time it falls due."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q

from xiangfeng.access.scope import Scope, Scoped


class DutyKind(models.TextChoices):
    LEADING_MEETING = "leading_meeting", "领导小组会"
    MOBILISATION = "mobilisation", "动员推进会"
    ASSESSMENT = "assessment", "考评通报"
    PLAN = "plan", "年度计划"
    PLEDGE = "pledge", "责任书"
    EVALUATION = "evaluation", "评估"
    SUMMARY = "summary", "年度总结"
    BUDGET = "budget", "经费预算"
    PERFORMANCE = "performance", "结果纳入绩效"
    HONOURS = "honours", "文明单位评定（推荐）"
    BOX = "box", "意见箱开箱"
    SURVEY = "survey", "群众问卷"
    PUBLICATION = "publication", "奖罚公示"
    DISINFECTION = "disinfection", "病媒消杀"
    TRAINING = "training", "培训"
    OTHER = "other", "其他"


class Frequency(models.TextChoices):
    WEEK = "week", "每周"
    MONTH = "month", "每月"
    QUARTER = "quarter", "每季度"
    HALF = "half", "每半年"
    YEAR = "year", "每年"
    TRIENNIAL = "triennial", "每三年"


class DueRule(models.TextChoices):
    END = "end", "期末当天"
    NEXT_DAY = "next_day", "下月几日"
    FIXED = "fixed", "当年几月几日"
    WORKDAYS = "workdays", "期末后几个工作日"


class Duty(Scoped):
    """What an article obliges the unit to do: who, what kind, how often, until when, with what proof.

    ``due_day``, ``due_month`` and ``due_workdays`` belong to ``due_rule``. ``warn_workdays`` before the due day it turns yellow.
    ``is_grace_to_month_end``: past the due day it stays yellow until that month ends and turns red then (A4.1a).
    ``from_on``: spans that ended or fell due before it are not owed; empty: since the 制度 took effect.
    """

    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="duties", verbose_name="单位")
    article = models.ForeignKey(
        "regulations.Article", models.CASCADE, related_name="duties", verbose_name="依据条款"
    )
    title = models.CharField("义务", max_length=60)
    kind = models.CharField("种类", max_length=16, choices=DutyKind)
    doer = models.CharField("谁来做", max_length=60)
    frequency = models.CharField("频次", max_length=10, choices=Frequency)
    due_rule = models.CharField("期限规则", max_length=10, choices=DueRule, default=DueRule.END)
    due_month = models.PositiveSmallIntegerField("月", null=True, blank=True)
    due_day = models.PositiveSmallIntegerField("日", null=True, blank=True)
    due_workdays = models.PositiveSmallIntegerField("工作日", null=True, blank=True)
    is_grace_to_month_end = models.BooleanField("月底前只亮黄灯", default=False)
    proof = models.CharField("算做到的凭据", max_length=200)
    warn_workdays = models.PositiveSmallIntegerField("提前几个工作日提醒", default=10)
    requirement = models.CharField("对应要求", max_length=20, blank=True)
    from_on = models.DateField("起算日", null=True, blank=True)
    is_active = models.BooleanField("在用", default=True)
    seq = models.PositiveIntegerField("排序", default=0)

    scope = Scope("unit")

    class Meta:
        verbose_name = "义务"
        ordering = ("unit__path", "seq", "id")

    def __str__(self) -> str:
        return self.title


class OccurrenceState(models.TextChoices):
    OPEN = "open", "未完成"
    FULFILLED = "fulfilled", "已完成"
    EXEMPT = "exempt", "免办"
    MERGED = "merged", "并入"


class Occurrence(Scoped):
    """One time a duty falls due: ``start`` to ``end`` is the span it stands for, ``due_on`` the last day on time.

    ``warn_on`` is empty while the year's working days are not known. The four ``proof_`` columns are written by
    `actions.refresh` from the real record and cleared when that record goes; nobody types them.
    """

    duty = models.ForeignKey(Duty, models.PROTECT, related_name="occurrences", verbose_name="义务")
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="occurrences", verbose_name="单位")
    year = models.PositiveSmallIntegerField("年度")
    start = models.DateField("期起")
    end = models.DateField("期止")
    due_on = models.DateField("期限")
    warn_on = models.DateField("提醒日", null=True, blank=True)
    red_on = models.DateField("转红日")
    state = models.CharField("状态", max_length=10, choices=OccurrenceState, default=OccurrenceState.OPEN)
    done_on = models.DateField("完成日", null=True, blank=True)
    proof_text = models.CharField("凭据", max_length=120, blank=True)
    proof_url = models.CharField("凭据去处", max_length=200, blank=True)
    proof_key = models.CharField(max_length=80, blank=True)
    reason = models.CharField("免办或合并的理由", max_length=300, blank=True)
    basis = models.CharField("免办或合并的依据", max_length=200, blank=True)
    decided_by = models.CharField("批准人", max_length=40, blank=True)
    decided_on = models.DateField("批准日", null=True, blank=True)
    told_yellow_on = models.DateField("提醒过", null=True, blank=True)
    told_red_on = models.DateField("报过逾期", null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name="并入"
    )

    scope = Scope("unit")

    class Meta:
        verbose_name = "应办"
        ordering = ("due_on", "duty__seq", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["duty", "start"],
                name="duties_occurrence_once",
                violation_error_message="这一期已经排过了",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("exempt", "merged")) | (~Q(reason="") & ~Q(basis="")),
                name="duties_exempt_with_reason",
                violation_error_message="免办、合并要写明理由和依据",
            ),
            models.CheckConstraint(
                condition=~Q(state="fulfilled") | (Q(done_on__isnull=False) & ~Q(proof_key="")),
                name="duties_fulfilled_by_a_record",
                violation_error_message="完成要有真实记录作凭据",
            ),
        ]
        indexes = [models.Index(fields=["unit", "year", "state"], name="duties_occurrence_wall")]

    def __str__(self) -> str:
        return f"{self.duty.title}（{self.label}）"

    @property
    def label(self) -> str:
        """The span as people say it: 2026年11月, 2026年一季度, 2026年上半年, 2026年第47周."""
        from xiangfeng.duties.spans import label_of

        return label_of(self.duty.frequency, self.start)

    @property
    def short(self) -> str:
        """The same without the year, where all are of one year; a whole year is named."""
        from xiangfeng.duties.spans import short_of

        return short_of(self.duty.frequency, self.start) or self.label

    @property
    def is_late(self) -> bool:
        """Done, but after the day it was due: stays on record (迟)."""
        return self.done_on is not None and self.done_on > self.due_on

    def light(self, today: dt.date) -> str:
        """``green`` done on time, ``late`` done late, ``yellow`` soon due or past due within the grace, ``red`` overdue,
        ``exempt`` 免办, ``""`` not yet due. One 并入 another has that one's light."""
        if self.state == OccurrenceState.MERGED and self.merged_into is not None:
            return self.merged_into.light(today)
        if self.state == OccurrenceState.FULFILLED:
            return "late" if self.is_late else "green"
        if self.state == OccurrenceState.EXEMPT:
            return "exempt"
        if today >= self.red_on:
            return "red"
        if today > self.due_on or (self.warn_on is not None and today >= self.warn_on):
            return "yellow"
        return ""
