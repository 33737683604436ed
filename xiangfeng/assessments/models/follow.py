"""What follows a ranking: objections of villages and the 通报."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from xiangfeng.access.scope import Scope, Scoped
from xiangfeng.assessments.models.period import Entry, Period


class ObjectionState(models.TextChoices):
    FILED = "filed", "待答复"
    UPHELD = "upheld", "采纳，改分"
    REJECTED = "rejected", "不采纳"
    WITHDRAWN = "withdrawn", "已撤回"


class Objection(Scoped):
    """A village's objection to one score of its own, within the set working days, and the answer it gets."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="objections", verbose_name="参评对象")
    key = models.CharField("指标编码", max_length=40, blank=True)
    key_title = models.CharField("指标", max_length=100, blank=True)
    text = models.TextField("异议理由", max_length=1000)
    state = models.CharField("状态", max_length=10, choices=ObjectionState, default=ObjectionState.FILED)
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="提出人"
    )
    filed_at = models.DateTimeField("提出时间")
    due_on = models.DateField("答复期限")
    answer = models.TextField("答复", max_length=1000, blank=True)
    answered_by_name = models.CharField("答复人", max_length=40, blank=True)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    photo = models.ForeignKey(
        "attachments.Attachment", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="佐证"
    )

    scope = Scope("entry__unit")

    class Meta:
        verbose_name = "异议"
        ordering = ("-filed_at", "-id")

    def __str__(self) -> str:
        return f"{self.entry} {self.key_title or '综合得分'}"


class Bulletin(Scoped):
    """The 通报 of a period. Its text grows from the result; ``edits`` keeps what the clerk changed, block by block."""

    period = models.OneToOneField(Period, models.CASCADE, related_name="bulletin", verbose_name="考评期")
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="bulletins", verbose_name="发文单位")
    is_grades_only = models.BooleanField("只公布等次，不公布分数", default=False)
    issued_year = models.PositiveSmallIntegerField("发文年份", null=True, blank=True)
    serial = models.PositiveIntegerField("发文序号", null=True, blank=True)
    settings = models.JSONField("版头与要求", default=dict, blank=True)
    edits = models.JSONField("手改段落", default=dict, blank=True)
    revision = models.PositiveIntegerField("修改次数", default=1)
    pdf = models.ForeignKey(
        "attachments.Attachment", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="PDF"
    )
    docx = models.ForeignKey(
        "attachments.Attachment", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="Word"
    )
    updated_at = models.DateTimeField("最近修改")

    scope = Scope("unit")

    class Meta:
        verbose_name = "通报"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "issued_year", "serial"],
                name="assessments_bulletin_number_once",
                violation_error_message="这个发文字号本年已经用过",
            )
        ]

    def __str__(self) -> str:
        return f"{self.period}通报"
