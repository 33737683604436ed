"""责任书 as signed, the 补充协议 that change it, and who signed which text when."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from xiangfeng.access.scope import Scope, Scoped


class PledgeState(models.TextChoices):
    DRAFT = "draft", "草稿"
    TO_SIGN = "to_sign", "待乙方签"
    HALF = "half", "待甲方签"
    SIGNED = "signed", "已签"
    VOID = "void", "作废"


class Pledge(Scoped):
    """What one unit answers for in a year, and what its superior (``unit``, 甲方) owes it. Seen by whoever sees the
    party (乙方).

    ``lines`` is the goals as they were when the draft was made, with weights that make 100 within this paper:
    line, title, indicator, direction, target, measure, weight, due_on. ``digest`` is the hash of what is signed, fixed
    when it is sent for signing (A1.2d, papers-and-ledgers 7.1), with the names that both units have that day.
    """

    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="given_pledges", verbose_name="甲方")
    party = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="pledges", verbose_name="乙方")
    plan = models.ForeignKey("goals.Plan", models.PROTECT, related_name="pledges", verbose_name="年度计划")
    year = models.PositiveSmallIntegerField("年度")
    number = models.CharField("编号", max_length=60, unique=True)
    state = models.CharField("状态", max_length=8, choices=PledgeState, default=PledgeState.DRAFT)
    lines = models.JSONField("目标任务", default=list)
    responsibilities = models.TextField("责任内容", blank=True)
    support = models.TextField("甲方责任与保障", blank=True)
    method = models.TextField("考核办法", blank=True)
    rewards = models.TextField("奖惩办法", blank=True)
    giver_name = models.CharField("送签时的甲方名称", max_length=60, blank=True)
    party_name = models.CharField("送签时的乙方名称", max_length=60, blank=True)
    digest = models.CharField("校验值", max_length=64, blank=True)
    revision = models.PositiveIntegerField("修改次数", default=1)
    signed_on = models.DateField("签订日期", null=True, blank=True)
    scan = models.ForeignKey(
        "attachments.Attachment",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="扫描件",
    )
    paper = models.ForeignKey(
        "attachments.Attachment",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="签订文本",
    )
    remark = models.CharField("备注", max_length=200, blank=True)
    created_at = models.DateTimeField("建立时间")

    scope = Scope("party")

    class Meta:
        verbose_name = "责任书"
        ordering = ("-year", "party__path", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "party", "year"],
                condition=~Q(state="void"),
                name="pledges_one_a_year",
                violation_error_message="这个单位这一年已与同一甲方有责任书",
            ),
            models.CheckConstraint(
                condition=~Q(state="signed") | Q(signed_on__isnull=False),
                name="pledges_signed_has_day",
                violation_error_message="签订要有日期",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return f"{self.party.name}{self.year}年度目标管理责任书"

    @property
    def names(self) -> tuple[str, str]:
        """甲方 and 乙方 as the paper calls them: as they are now until it is sent."""
        return self.giver_name or self.unit.name, self.party_name or self.party.name


class Supplement(Scoped):
    """A 补充协议: the one way to change a signed 责任书. ``changes``: line, title, measure, old and new (target, weight, due_on)."""

    pledge = models.ForeignKey(Pledge, models.PROTECT, related_name="supplements", verbose_name="责任书")
    number = models.CharField("编号", max_length=60, unique=True)
    state = models.CharField("状态", max_length=8, choices=PledgeState, default=PledgeState.DRAFT)
    changes = models.JSONField("变更", default=list)
    reason = models.CharField("原因", max_length=200)
    basis = models.CharField("依据", max_length=120)
    digest = models.CharField("校验值", max_length=64, blank=True)
    signed_on = models.DateField("签订日期", null=True, blank=True)
    scan = models.ForeignKey(
        "attachments.Attachment",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="扫描件",
    )
    paper = models.ForeignKey(
        "attachments.Attachment",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="签订文本",
    )
    created_at = models.DateTimeField("建立时间")

    scope = Scope("pledge__party")

    class Meta:
        verbose_name = "补充协议"
        ordering = ("-created_at", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["pledge"],
                condition=Q(state__in=("draft", "to_sign", "half")),
                name="pledges_supplement_one_open",
                violation_error_message="这份责任书已有一份补充协议没有签完",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return f"{self.pledge.party.name}{self.pledge.year}年度责任书补充协议"


class Side(models.TextChoices):
    GIVER = "giver", "甲方"
    PARTY = "party", "乙方"


class Method(models.TextChoices):
    PASSWORD = "password", "密码核验"
    TOTP = "totp", "动态验证码核验"
    SCAN = "scan", "扫描件"


class Signature(models.Model):
    """One side's signature under one text; ``digest`` is of what was on the screen when it was signed."""

    pledge = models.ForeignKey(Pledge, models.PROTECT, related_name="signatures", verbose_name="责任书")
    supplement = models.ForeignKey(
        Supplement, models.PROTECT, null=True, blank=True, related_name="signatures", verbose_name="补充协议"
    )
    side = models.CharField("哪一方", max_length=8, choices=Side)
    name = models.CharField("签字人", max_length=40)
    post = models.CharField("职务", max_length=40, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField("签字时间")
    digest = models.CharField("内容校验值", max_length=64)
    method = models.CharField("方式", max_length=8, choices=Method)

    class Meta:
        verbose_name = "签字"
        ordering = ("pledge", "at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["pledge", "side"],
                condition=Q(supplement=None),
                name="pledges_signature_once",
                violation_error_message="这一方已经签过",
            ),
            models.UniqueConstraint(
                fields=["supplement", "side"],
                name="pledges_supplement_signature_once",
                violation_error_message="这一方已经签过",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_side_display()} {self.name}"
