"""What a unit that takes reports has set: categories, terms, routing rules, standard replies."""

from __future__ import annotations

from django.db import models

from xiangfeng.access.scope import Scope, Scoped
from xiangfeng.feedback.models.kinds import Kind


class Category(Scoped):
    """A choice of “是哪方面的问题”: an icon's name, the norm it means, and what kind it is when nobody says otherwise."""

    unit = models.ForeignKey(
        "orgs.Unit", models.PROTECT, related_name="feedback_categories", verbose_name="单位"
    )
    code = models.CharField("编码", max_length=12)
    name = models.CharField("名称", max_length=20)
    icon = models.CharField("图标", max_length=30, blank=True)
    norm = models.ForeignKey(
        "regulations.Norm", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="行为规范"
    )
    kind = models.CharField("诉求类别", max_length=12, choices=Kind, default=Kind.COMPLAINT)
    seq = models.PositiveSmallIntegerField("排序", default=0)
    is_active = models.BooleanField("在用", default=True)
    revision = models.PositiveIntegerField(default=0, editable=False)

    # A county's categories serve its townships.
    scope = Scope("unit", inherited=frozenset({"feedback.view", "feedback.manage"}))

    class Meta:
        verbose_name = "反映类别"
        ordering = ("seq", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "code"],
                name="feedback_category_once",
                violation_error_message="这个编码已经有了",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Desk(Scoped):
    """What a unit that takes reports says to the public, and its terms in working days; 0 is the platform's default.

    ``is_open``: whether the web form takes reports for it.
    """

    unit = models.OneToOneField("orgs.Unit", models.PROTECT, related_name="desk", verbose_name="受理单位")
    is_open = models.BooleanField("网上受理", default=True)
    hotline = models.CharField("举报电话", max_length=40, blank=True)
    hours = models.CharField("接听时间", max_length=60, blank=True)
    address = models.CharField("来信来访地址", max_length=120, blank=True)
    petition = models.CharField("信访去处", max_length=120, blank=True)
    days_enquiry = models.PositiveSmallIntegerField("咨询办理期限", default=0)
    days_help = models.PositiveSmallIntegerField("求助办理期限", default=0)
    days_suggestion = models.PositiveSmallIntegerField("建议办理期限", default=0)
    days_complaint = models.PositiveSmallIntegerField("投诉举报办理期限", default=0)
    revision = models.PositiveIntegerField(default=0, editable=False)

    scope = Scope("unit")

    class Meta:
        verbose_name = "受理台"
        ordering = ("unit__path",)

    def __str__(self) -> str:
        return f"{self.unit.name}受理台"


class Route(Scoped):
    """分派规则: reports of ``category`` (any when empty) in ``village`` (any when empty) go to ``handler``, or to the village itself when
    that is empty. The first rule that fits, in the order of ``seq``, is proposed when the report is dispatched."""

    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="feedback_routes", verbose_name="单位")
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, blank=True, related_name="routes", verbose_name="问题类别"
    )
    village = models.ForeignKey(
        "orgs.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="所在村（社区）"
    )
    handler = models.ForeignKey(
        "orgs.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="承办单位"
    )
    seq = models.PositiveSmallIntegerField("次序", default=0)
    revision = models.PositiveIntegerField(default=0, editable=False)

    scope = Scope("unit")

    class Meta:
        verbose_name = "分派规则"
        ordering = ("seq", "id")

    def __str__(self) -> str:
        return f"{self.category or '任何类别'} → {self.handler or '所在村'}"


class Phrase(Scoped):
    """答复用语: a standard reply to start from."""

    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="phrases", verbose_name="单位")
    title = models.CharField("名称", max_length=40)
    text = models.TextField("用语")
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="问题类别"
    )
    is_active = models.BooleanField("在用", default=True)
    revision = models.PositiveIntegerField(default=0, editable=False)

    scope = Scope("unit", inherited=frozenset({"feedback.view", "feedback.manage"}))

    class Meta:
        verbose_name = "答复用语"
        ordering = ("title", "id")

    def __str__(self) -> str:
        return self.title
