"""The cells of the score sheet and what stands behind them: deductions, adjustments, upper-level results."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from xiangfeng.access.scope import Scope, Scoped
from xiangfeng.assessments.models.period import Entry, PeriodState

# A village sees nothing of the sheet while it is being worked on.
ONLY_WHEN_FINAL = {
    "assessments.view_own": {"entry__period__state": (PeriodState.FINAL, PeriodState.PUBLISHED)},
}


class Score(Scoped):
    """One cell: an item's code or a given source's key, and what was entered there.

    ``value`` is points; ``raw`` holds what the rule asks for instead (count, conditions met, ratio …), and under ``fed`` by what
    the cell was filled when nobody typed it (see `feeding`). ``version`` rises with each change, so that two people on one sheet do not overwrite each other in silence.
    """

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="scores", verbose_name="参评对象")
    key = models.CharField("指标编码", max_length=40)
    value = models.DecimalField("得分", max_digits=10, decimal_places=4, null=True, blank=True)
    raw = models.JSONField("原始记录", default=dict, blank=True)
    given_by = models.CharField("考评层级", max_length=4, default="镇")
    missing = models.CharField("缺项办法", max_length=12, blank=True)
    missing_reason = models.CharField("缺项原因", max_length=200, blank=True)
    note = models.CharField("备注", max_length=200, blank=True)
    version = models.PositiveIntegerField("版本", default=1)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="改动人",
    )
    updated_by_name = models.CharField("改动人姓名", max_length=40, blank=True)
    updated_at = models.DateTimeField("改动时间")

    scope = Scope("entry__unit", only=ONLY_WHEN_FINAL)

    class Meta:
        verbose_name = "打分格"
        ordering = ("entry_id", "key")
        constraints = [models.UniqueConstraint(fields=["entry", "key"], name="assessments_score_once")]

    def __str__(self) -> str:
        return f"{self.entry} {self.key}"


class Deduction(Scoped):
    """One found fault behind a cell: how many places, how many points, where, with its photo.

    ``finding`` is the 检查发现 it was fed from; one finding is taken off once, whatever the sheet.
    """

    score = models.ForeignKey(Score, models.CASCADE, related_name="deductions", verbose_name="打分格")
    text = models.CharField("问题", max_length=200)
    place = models.CharField("点位", max_length=100, blank=True)
    count = models.PositiveIntegerField("处数", default=1)
    points = models.DecimalField("扣分", max_digits=8, decimal_places=3)
    found_on = models.DateField("发现日期", null=True, blank=True)
    photo = models.ForeignKey(
        "attachments.Attachment", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="照片"
    )
    finding = models.ForeignKey(
        "findings.Finding", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="检查发现"
    )
    seq = models.PositiveIntegerField("序号", default=0)

    scope = Scope(
        "score__entry__unit",
        only={
            "assessments.view_own": {
                "score__entry__period__state": (PeriodState.FINAL, PeriodState.PUBLISHED)
            }
        },
    )

    class Meta:
        verbose_name = "扣分"
        ordering = ("seq", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["finding"],
                name="assessments_deduction_finding_once",
                violation_error_message="这条检查发现已经扣过分了",
            )
        ]

    def __str__(self) -> str:
        return self.text


class AdjustmentKind(models.TextChoices):
    BONUS = "bonus", "加分"
    DEDUCTION = "deduction", "减分"
    VETO = "veto", "一票否决"


class Adjustment(Scoped):
    """加分、减分 or 一票否决 of one entry. Every one names its reason and what it rests on."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="adjustments", verbose_name="参评对象")
    kind = models.CharField("类别", max_length=10, choices=AdjustmentKind)
    points = models.DecimalField("分值", max_digits=8, decimal_places=3, default=0)
    veto_code = models.CharField("否决项编码", max_length=20, blank=True)
    reason = models.CharField("事由", max_length=200)
    basis = models.CharField("依据", max_length=200, blank=True)
    at = models.DateTimeField("登记时间")

    scope = Scope("entry__unit", only=ONLY_WHEN_FINAL)

    class Meta:
        verbose_name = "加减分"
        ordering = ("entry_id", "id")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(points__gte=0),
                name="assessments_adjustment_points",
                violation_error_message="加减分的分值不能是负数，减分请选“减分”",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.reason}"


class UpperUse(models.TextChoices):
    NOTE = "note", "只列出"
    CELL = "cell", "替换一项指标"
    SOURCE = "source", "替换一个来源"
    SUBJECT = "subject", "替换综合得分"


class UpperResult(Scoped):
    """What an upper level's inspection gave this unit (泉州暗访 93.7), printed and – if so ruled – put in our place."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="upper_results", verbose_name="参评对象")
    level = models.CharField("层级", max_length=4)
    name = models.CharField("考评名称", max_length=60)
    points = models.DecimalField("得分", max_digits=9, decimal_places=3)
    use = models.CharField("用法", max_length=8, choices=UpperUse, default=UpperUse.NOTE)
    key = models.CharField("替换的指标或来源", max_length=40, blank=True)
    at = models.DateTimeField("登记时间")

    scope = Scope("entry__unit", only=ONLY_WHEN_FINAL)

    class Meta:
        verbose_name = "上级考评"
        ordering = ("entry_id", "id")

    def __str__(self) -> str:
        return f"{self.name} {self.points}"
