"""点位: where checks are made, of which type, who answers for it, and the checklist each type is checked by (I5, ledger 19)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from xiangfeng.access.scope import Scope, Scoped


class Checklist(Scoped):
    """检查表: the items that sites of a type are checked by. An inspection keeps its own copy of what it was checked by, so
    a checklist may change at any time."""

    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="checklists", verbose_name="制定单位")
    name = models.CharField("名称", max_length=60)
    basis = models.CharField("依据", max_length=200, blank=True)
    is_active = models.BooleanField("在用", default=True)
    revision = models.PositiveIntegerField(default=0, editable=False)

    # A county's checklists are there for its townships to check by.
    scope = Scope("unit", inherited=frozenset({"sites.view"}))

    class Meta:
        verbose_name = "检查表"
        ordering = ("unit__path", "name")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "name"],
                name="sites_checklist_once",
                violation_error_message="本单位已有同名检查表",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Topic(models.TextChoices):
    """What an item is about; 垃圾、废水、空气 are named by I10."""

    WASTE = "waste", "垃圾"
    WATER = "water", "废水"
    AIR = "air", "空气"
    ORDER = "order", "秩序"
    GREEN = "green", "绿化"
    FACILITY = "facility", "设施"
    PUBLICITY = "publicity", "宣传"
    OTHER = "other", "其他"


class ChecklistItem(Scoped):
    """One line of a checklist: ``points`` at most are lost, ``each`` for every place found (每处扣 0.5).

    ``code`` names the item in the copies that inspections keep and does not change. ``indicator`` is the code of the item
    of the month's score sheet into which its findings go as deductions; empty: they are not scored.
    """

    checklist = models.ForeignKey(Checklist, models.CASCADE, related_name="items", verbose_name="检查表")
    code = models.CharField("编号", max_length=20)
    seq = models.PositiveIntegerField("序号", default=0)
    title = models.CharField("检查内容", max_length=100)
    standard = models.CharField("标准", max_length=300, blank=True)
    topic = models.CharField("类目", max_length=10, choices=Topic, default=Topic.OTHER)
    points = models.DecimalField("分值", max_digits=6, decimal_places=2)
    each = models.DecimalField("每处扣分", max_digits=6, decimal_places=2)
    is_fatal = models.BooleanField("一处即不得分", default=False)
    norm = models.ForeignKey(
        "regulations.Norm", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="行为规范"
    )
    indicator = models.CharField("对应指标编码", max_length=40, blank=True)
    needs_photo = models.BooleanField("有问题必须拍照", default=False)

    scope = Scope("checklist__unit", inherited=frozenset({"sites.view"}))

    class Meta:
        verbose_name = "检查项"
        ordering = ("seq", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["checklist", "code"],
                name="sites_item_code_once",
                violation_error_message="这张检查表里已有同号的检查项",
            ),
            models.CheckConstraint(
                condition=Q(points__gt=0) & Q(each__gt=0) & Q(each__lte=models.F("points")),
                name="sites_item_points",
                violation_error_message="分值和每处扣分都要大于0，每处扣分不能超过分值",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class SiteType(Scoped):
    """点位类型: 居住区、商业区、学校、医疗机构、集市、主干道、背街小巷、公厕、村组 as installed, editable (I5)."""

    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="site_types", verbose_name="制定单位")
    name = models.CharField("类型", max_length=20)
    checklist = models.ForeignKey(
        Checklist, models.PROTECT, null=True, blank=True, related_name="types", verbose_name="检查表"
    )
    seq = models.PositiveIntegerField("排序", default=0)
    is_active = models.BooleanField("在用", default=True)

    scope = Scope("unit", inherited=frozenset({"sites.view"}))

    class Meta:
        verbose_name = "点位类型"
        ordering = ("unit__path", "seq", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "name"],
                name="sites_type_once",
                violation_error_message="已有同名的点位类型",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Site(Scoped):
    """点位: one place that is checked. ``unit`` answers for it. ``x`` east and ``y`` north are plain numbers in one system
    of the township's choice (longitude and latitude, or metres), both or neither.

    ``last_score`` of ``last_full`` on ``last_checked_on`` are written when a check of it is handed in.
    """

    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="sites", verbose_name="责任单位")
    type = models.ForeignKey(SiteType, models.PROTECT, related_name="sites", verbose_name="类型")
    code = models.CharField("编号", max_length=20)
    name = models.CharField("名称", max_length=60)
    address = models.CharField("地址", max_length=120, blank=True)
    keeper = models.CharField("责任人", max_length=40, blank=True)
    x = models.DecimalField("东向坐标", max_digits=14, decimal_places=6, null=True, blank=True)
    y = models.DecimalField("北向坐标", max_digits=14, decimal_places=6, null=True, blank=True)
    note = models.CharField("备注", max_length=200, blank=True)
    is_active = models.BooleanField("在用", default=True)
    last_score = models.DecimalField("最近得分", max_digits=7, decimal_places=2, null=True, blank=True)
    last_full = models.DecimalField("最近满分", max_digits=7, decimal_places=2, null=True, blank=True)
    last_checked_on = models.DateField("最近检查", null=True, blank=True)
    revision = models.PositiveIntegerField(default=0, editable=False)

    scope = Scope("unit")

    class Meta:
        verbose_name = "点位"
        ordering = ("unit__path", "code", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "code"],
                name="sites_site_code_once",
                violation_error_message="这个单位已有同号的点位",
            ),
            models.CheckConstraint(
                condition=Q(x__isnull=True, y__isnull=True) | Q(x__isnull=False, y__isnull=False),
                name="sites_site_both_coordinates",
                violation_error_message="坐标要么两个都填，要么都不填",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Outline(Scoped):
    """The outline that a unit's map is drawn in: rings of points in the same system as its sites, from an uploaded GeoJSON."""

    unit = models.OneToOneField("orgs.Unit", models.CASCADE, related_name="outline", verbose_name="单位")
    rings = models.JSONField("边界")
    uploaded_at = models.DateTimeField("上传时间")

    scope = Scope("unit")

    class Meta:
        verbose_name = "边界"

    def __str__(self) -> str:
        return f"{self.unit.name}边界"
