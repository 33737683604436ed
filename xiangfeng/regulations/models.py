"""制度 with its articles, version by version, and the conduct norms."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q

from xiangfeng.access.scope import Scope, Scoped


class RegulationState(models.TextChoices):
    DRAFT = "draft", "起草"
    REVIEW = "review", "合法性审核"
    REVIEWED = "reviewed", "待施行"
    IN_FORCE = "in_force", "施行中"
    REPEALED = "repealed", "已废止"


class Regulation(Scoped):
    """One version of one 制度. ``number`` names the 制度, ``version`` counts its versions; one version is in force at a time.

    It cannot be put in force without the meeting that considered it (``deliberation``, A0) and the 合法性审核 (F8).
    ``ends_on`` is its last day. ``revision`` counts changes of the draft, so that two who edit it do not overwrite each other.
    """

    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="regulations", verbose_name="单位")
    number = models.CharField("编号", max_length=40)
    version = models.PositiveSmallIntegerField("版本", default=1)
    title = models.CharField("名称", max_length=80)
    state = models.CharField("状态", max_length=10, choices=RegulationState, default=RegulationState.DRAFT)
    deliberation = models.CharField(
        "审议会议", max_length=80, blank=True, help_text="如 镇党政联席会议第3次会议"
    )
    deliberated_on = models.DateField("审议日期", null=True, blank=True)
    legal_opinion = models.TextField("合法性审核意见", blank=True)
    reviewed_by = models.CharField("审核人", max_length=40, blank=True)
    reviewed_on = models.DateField("审核日期", null=True, blank=True)
    effective_on = models.DateField("施行日", null=True, blank=True)
    ends_on = models.DateField("废止日", null=True, blank=True)
    repeal_reason = models.CharField("废止原因", max_length=300, blank=True)
    owner = models.CharField("责任人", max_length=40, blank=True)
    upper_basis = models.CharField("上级依据", max_length=200, blank=True)
    attachment = models.ForeignKey(
        "attachments.Attachment", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="原件"
    )
    drafted_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="起草人"
    )
    submitted_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="送审人"
    )
    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField("建立时间")

    # A county's 制度 holds for its townships, and a village may read its township's; what is not yet adopted is for those
    # who draft, review and adopt it.
    scope = Scope(
        "unit",
        only={"regulations.view": {"state": (RegulationState.IN_FORCE, RegulationState.REPEALED)}},
        inherited=frozenset({"regulations.view"}),
    )

    class Meta:
        verbose_name = "制度"
        ordering = ("unit__path", "number", "-version")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "number", "version"],
                name="regulations_version_once",
                violation_error_message="这个编号的这一版已经有了",
            ),
            models.UniqueConstraint(
                fields=["unit", "number"],
                condition=Q(state="in_force"),
                name="regulations_one_in_force",
                violation_error_message="这个制度已有一版在施行",
            ),
            models.CheckConstraint(
                condition=~Q(state="in_force")
                | (~Q(deliberation="") & Q(effective_on__isnull=False) & Q(reviewed_on__isnull=False)),
                name="regulations_in_force_is_considered",
                violation_error_message="没有审议会议、合法性审核和施行日，不能施行",
            ),
        ]

    def __str__(self) -> str:
        return self.title if self.version == 1 else f"{self.title}（第{self.version}版）"

    def stands_on(self, day: dt.date) -> bool:
        """Whether this version binds on ``day``: from its 施行日 to its last day."""
        if (
            self.state not in (RegulationState.IN_FORCE, RegulationState.REPEALED)
            or self.effective_on is None
        ):
            return False
        return self.effective_on <= day and (self.ends_on is None or day <= self.ends_on)


class Level(models.TextChoices):
    CHAPTER = "chapter", "章（部分）"
    ARTICLE = "article", "条"
    PARAGRAPH = "paragraph", "款"
    ITEM = "item", "项"


class Article(models.Model):
    """A piece of a 制度's text in its place. ``label`` is its number as people cite it (三-1); ``requirements`` are the ids
    of the project's requirement list that it carries (A3.1, G2.3), split by blanks. ``came_from`` is the article of the
    version before that it was copied from: what hangs on that one follows to this one when the version takes force."""

    regulation = models.ForeignKey(Regulation, models.CASCADE, related_name="articles", verbose_name="制度")
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children", verbose_name="上级条款"
    )
    level = models.CharField("层级", max_length=10, choices=Level, default=Level.ARTICLE)
    seq = models.PositiveIntegerField("排序")
    label = models.CharField("条号", max_length=20, blank=True)
    text = models.TextField("内容")
    requirements = models.CharField("对应要求", max_length=200, blank=True)
    came_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="上一版条款"
    )

    class Meta:
        verbose_name = "条款"
        ordering = ("regulation", "seq")
        constraints = [
            models.UniqueConstraint(
                fields=["regulation", "seq"],
                name="regulations_article_order",
                violation_error_message="条款顺序重复",
            )
        ]

    def __str__(self) -> str:
        return f"{self.regulation.title} {self.label}".strip()


class Norm(Scoped):
    """A conduct norm (N01 … N28). ``group`` counts doubled ones as one; ``authority`` is the 移交机关, empty where no law
    punishes the conduct and only persuading is open. Kept by the county's root unit, editable."""

    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="norms", verbose_name="单位")
    code = models.CharField("编码", max_length=8)
    clause = models.CharField("条款", max_length=20, blank=True)
    field = models.CharField("领域", max_length=20)
    text = models.CharField("规范", max_length=100)
    is_positive = models.BooleanField("倡导类", default=False)
    group = models.CharField("去重组", max_length=20, blank=True)
    authority = models.CharField("可移交机关", max_length=60, blank=True)
    is_active = models.BooleanField("在用", default=True)
    revision = models.PositiveIntegerField(default=0)

    scope = Scope("unit", inherited=frozenset({"regulations.view"}))

    class Meta:
        verbose_name = "行为规范"
        ordering = ("unit__path", "code")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "code"],
                name="regulations_norm_once",
                violation_error_message="这个编码已经有了",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"
