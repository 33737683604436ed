"""检查发现: one fault found somewhere, wherever it was found, with what became of it (A4.1b, I5, ledger 6)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from xiangfeng.access.scope import Scope, Scoped


class Source(models.TextChoices):
    """The four sources of ledger 6."""

    INSPECTION = "inspection", "检查"
    SECRET = "secret", "暗访"
    UPPER = "upper", "上级"
    PUBLIC = "public", "群众"


class FindingState(models.TextChoices):
    RECORDED = "recorded", "待处理"
    ASSIGNED = "assigned", "已转整改"
    LINKED = "linked", "并入已有问题"
    NOTED = "noted", "只记不改"
    VOID = "void", "已撤销"


class Notice(Scoped):
    """整改通知书: one to one village, with several findings, issued when they were handed out to be mended."""

    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="notices", verbose_name="签发单位")
    lead = models.ForeignKey(
        "orgs.Unit", models.PROTECT, related_name="notices_received", verbose_name="责任单位"
    )
    number = models.CharField("编号", max_length=40, unique=True)
    due_on = models.DateField("整改时限")
    demand = models.CharField("整改要求", max_length=300, blank=True)
    issued_by = models.CharField("签发人", max_length=40)
    issued_at = models.DateTimeField("签发时间")

    scope = Scope("lead")

    class Meta:
        verbose_name = "整改通知书"
        ordering = ("-issued_at", "-id")

    def __str__(self) -> str:
        return self.number


class Finding(Scoped):
    """A fault at a place, for which ``lead`` answers and which ``unit`` found.

    ``points`` are taken off for all ``count`` places together; ``indicator`` is the code of the item of the month's score
    sheet they go to, empty when it is not scored. ``same_as`` is the earlier finding of the same fault: 并入, its ``task`` stands
    for both; otherwise (``came_back``) it was 销号 and the fault is there again. ``origin_key`` names the row it came from (``inspections.answer:12``): one row gives one finding.
    """

    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="findings", verbose_name="发现单位")
    lead = models.ForeignKey(
        "orgs.Unit", models.PROTECT, related_name="findings_against", verbose_name="责任单位"
    )
    number = models.CharField("编号", max_length=40, unique=True)
    state = models.CharField("状态", max_length=10, choices=FindingState, default=FindingState.RECORDED)
    source = models.CharField("来源", max_length=12, choices=Source, default=Source.INSPECTION)
    source_text = models.CharField("来源说明", max_length=120, blank=True)
    source_url = models.CharField("来源去处", max_length=200, blank=True)
    origin_key = models.CharField(max_length=80, blank=True)
    site = models.ForeignKey(
        "sites.Site", models.PROTECT, null=True, blank=True, related_name="findings", verbose_name="点位"
    )
    place = models.CharField("地点", max_length=100, blank=True)
    norm = models.ForeignKey(
        "regulations.Norm",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="findings",
        verbose_name="行为规范",
    )
    item_code = models.CharField("检查项", max_length=20, blank=True)
    text = models.CharField("问题", max_length=400)
    count = models.PositiveIntegerField("处数", default=1)
    points = models.DecimalField("扣分", max_digits=8, decimal_places=3, default=0)
    indicator = models.CharField("对应指标编码", max_length=40, blank=True)
    found_on = models.DateField("发现日期")
    found_by = models.CharField("发现人", max_length=80, blank=True)
    same_as = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="repeats", verbose_name="与哪条是同一问题"
    )
    task = models.ForeignKey(
        "tasks.Task", models.PROTECT, null=True, blank=True, related_name="findings", verbose_name="整改"
    )
    notice = models.ForeignKey(
        Notice, models.PROTECT, null=True, blank=True, related_name="findings", verbose_name="整改通知书"
    )
    reason = models.CharField("不改或撤销的理由", max_length=300, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField("登记时间")

    # The unit that found it lies above the one that answers for it, and so sees it too.
    scope = Scope("lead")

    class Meta:
        verbose_name = "检查发现"
        ordering = ("-found_on", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["origin_key"],
                condition=~Q(origin_key=""),
                name="findings_origin_once",
                violation_error_message="这条检查记录已经登记过问题",
            ),
            models.CheckConstraint(
                condition=Q(points__gte=0) & Q(count__gte=1),
                name="findings_points_and_count",
                violation_error_message="处数至少1，扣分不能小于0",
            ),
        ]
        indexes = [models.Index(fields=["lead", "found_on"], name="findings_by_unit")]

    def __str__(self) -> str:
        return f"{self.number} {self.text}"

    @property
    def key(self) -> str:
        """The key under which its task knows it."""
        return f"findings.finding:{self.pk}"

    @property
    def came_back(self) -> bool:
        """Whether the same fault had been 销号 shortly before and was found again."""
        return self.same_as_id is not None and self.state != FindingState.LINKED

    @property
    def where(self) -> str:
        """The site, else the place in words."""
        return self.site.name if self.site else self.place


class FindingPhoto(Scoped):
    """A photo of the fault as it was found."""

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="photos", verbose_name="检查发现")
    attachment = models.ForeignKey(
        "attachments.Attachment", models.PROTECT, related_name="+", verbose_name="照片"
    )

    scope = Scope("finding__lead")

    class Meta:
        verbose_name = "问题照片"
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["finding", "attachment"],
                name="findings_photo_once",
                violation_error_message="这张照片已经传过了",
            )
        ]

    def __str__(self) -> str:
        return str(self.attachment)
