"""What goes with a report: photos, dialogue, what happened, 延期."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from xiangfeng.access.scope import Scope, Scoped
from xiangfeng.feedback.models.kinds import ExtensionState, Side
from xiangfeng.feedback.models.reports import Report

OF_HANDLER = {"feedback.handle": "report__handler", "feedback.view_own": "report__handler"}


class Photo(Scoped):
    """A photo of a report: from the sender, or of what was done."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="photos", verbose_name="群众反映")
    attachment = models.ForeignKey(
        "attachments.Attachment", models.PROTECT, related_name="+", verbose_name="照片"
    )
    side = models.CharField("来自", max_length=10, choices=Side, default=Side.SENDER)

    scope = Scope("report__unit", at=OF_HANDLER)

    class Meta:
        verbose_name = "反映照片"
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["report", "attachment", "side"],
                name="feedback_photo_once",
                violation_error_message="这张照片已经传过了",
            )
        ]

    def __str__(self) -> str:
        return str(self.attachment)


class Message(Scoped):
    """One line of the dialogue between the sender, by the receipt, and the office."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="messages", verbose_name="群众反映")
    side = models.CharField("来自", max_length=10, choices=Side)
    text = models.CharField("内容", max_length=500)
    by = models.CharField("经手人", max_length=40, blank=True)
    at = models.DateTimeField("时间")

    scope = Scope("report__unit")

    class Meta:
        verbose_name = "往来"
        ordering = ("at", "id")

    def __str__(self) -> str:
        return self.text[:40]


class Step(Scoped):
    """What happened, in words for the sender when ``is_public``. Only ever added; the history has the rest."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="steps", verbose_name="群众反映")
    title = models.CharField("经过", max_length=20)
    text = models.CharField("说明", max_length=500, blank=True)
    unit_name = models.CharField("单位", max_length=60, blank=True)
    by = models.CharField("经手人", max_length=40, blank=True)
    is_public = models.BooleanField("反映人可见", default=True)
    at = models.DateTimeField("时间")

    scope = Scope("report__unit", at=OF_HANDLER)

    class Meta:
        verbose_name = "经过"
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.title} {self.at:%m-%d %H:%M}"


class Extension(Scoped):
    """延期: once, asked before the deadline, by at most the original term; the sender is told."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="extensions", verbose_name="群众反映")
    state = models.CharField("状态", max_length=10, choices=ExtensionState, default=ExtensionState.ASKED)
    wanted_on = models.DateField("延到")
    reason = models.CharField("理由", max_length=300)
    asked_by = models.CharField("申请人", max_length=40)
    asked_at = models.DateTimeField("申请时间")
    decided_by = models.CharField("批准人", max_length=40, blank=True)
    decided_at = models.DateTimeField("批准时间", null=True, blank=True)
    answer = models.CharField("批复", max_length=300, blank=True)

    scope = Scope("report__unit", at=OF_HANDLER)

    class Meta:
        verbose_name = "反映延期"
        ordering = ("-asked_at", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["report"],
                condition=Q(state__in=("asked", "granted")),
                name="feedback_extension_once",
                violation_error_message="一件只能延期一次",
            )
        ]

    def __str__(self) -> str:
        return f"延到 {self.wanted_on}"
