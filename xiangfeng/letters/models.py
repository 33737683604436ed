"""一封信 to every household: its text, how many were printed and handed out where, the blank slips that came back (A4.3d)."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q

from xiangfeng.access.scope import Scope, Scoped


class LetterState(models.TextChoices):
    DRAFT = "draft", "起草"
    SIGNING = "signing", "待签发"
    ISSUED = "issued", "已签发"
    CLOSED = "closed", "已结束"
    WITHDRAWN = "withdrawn", "已撤回"
    DROPPED = "dropped", "草稿作废"


S = LetterState
OPEN = (S.ISSUED, S.CLOSED)
"""States in which everybody may read it."""


class Letter(Scoped):
    """One 一封信. ``meaning`` 创建意义, ``doing`` 您能做的, ``ways`` 监督渠道; ``address`` is what the QR code opens, the report form of
    the unit when it is empty. Slips are handed in until ``reply_until``; each with an opinion becomes a 群众反映 whose ``origin_key`` is
    this row's ``key``. ``revision`` grows with each edit of the draft.
    """

    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="letters", verbose_name="单位")
    state = models.CharField("状态", max_length=10, choices=LetterState, default=LetterState.DRAFT)
    number = models.CharField("编号", max_length=40, unique=True)
    title = models.CharField("标题", max_length=40)
    salutation = models.CharField("称谓", max_length=30)
    meaning = models.TextField("创建意义")
    doing = models.TextField("您能做的")
    ways = models.TextField("监督渠道", blank=True)
    hotline = models.CharField("电话", max_length=40)
    place = models.CharField("来人来信地址", max_length=80, blank=True)
    address = models.CharField("二维码打开", max_length=200, blank=True)
    reply_until = models.DateField("回执交到")
    author = models.CharField("起草人", max_length=40)
    created_at = models.DateTimeField("起草时间")
    signer = models.CharField("签发人", max_length=40, blank=True)
    issued_at = models.DateTimeField("签发时间", null=True, blank=True)
    issued_on = models.DateField("签发日", null=True, blank=True)
    closed_on = models.DateField("结束日", null=True, blank=True)
    reason = models.CharField("撤回理由", max_length=300, blank=True)
    pdf = models.ForeignKey("attachments.Attachment", models.PROTECT, null=True, blank=True, related_name="+")
    docx = models.ForeignKey(
        "attachments.Attachment", models.PROTECT, null=True, blank=True, related_name="+"
    )
    revision = models.PositiveIntegerField(default=0, editable=False)

    scope = Scope("unit")

    class Meta:
        verbose_name = "一封信"
        ordering = ("-created_at", "-id")
        indexes = [models.Index(fields=["state", "reply_until"], name="letters_by_state")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def key(self) -> str:
        """The key under which the reports from its slips know it."""
        return f"letters.letter:{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    def takes_slips(self, today: dt.date) -> bool:
        """Whether slips may still be handed in."""
        return self.state == LetterState.ISSUED and today <= self.reply_until


class BatchKind(models.TextChoices):
    PRINTED = "printed", "印制"
    GIVEN = "given", "发放"
    BLANK = "blank", "收回空白回执"


class Batch(Scoped):
    """So many copies printed, handed out in a village or at a place, or come back without an opinion; by whom and when."""

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="batches", verbose_name="一封信")
    kind = models.CharField("事项", max_length=10, choices=BatchKind, default=BatchKind.GIVEN)
    copies = models.PositiveIntegerField("份数")
    village = models.ForeignKey(
        "orgs.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="村（社区）"
    )
    place = models.CharField("地点或方式", max_length=60, blank=True)
    by = models.CharField("经手人", max_length=40)
    on = models.DateField("日期")
    entered_by = models.CharField("登记人", max_length=40)
    at = models.DateTimeField("登记时间")

    scope = Scope("letter__unit")

    class Meta:
        verbose_name = "印发记录"
        ordering = ("on", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(copies__gt=0), name="letters_some_copies", violation_error_message="份数至少 1 份"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.copies} 份"
