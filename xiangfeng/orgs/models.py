"""Units, people, posts and appointments (A1.1: any past day's list can be read back)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from xiangfeng.access.roles import ROLES
from xiangfeng.access.scope import Scope, Scoped, ScopedQuerySet


class UnitKind(models.TextChoices):
    PROVINCE = "province", "省"
    CITY = "city", "市"
    COUNTY = "county", "县（区）"
    TOWNSHIP = "township", "乡镇（街道）"
    VILLAGE = "village", "村"
    COMMUNITY = "community", "社区"
    STATION = "station", "站所"
    ENTERPRISE = "enterprise", "企业"
    SCHOOL = "school", "学校"
    OTHER = "other", "其他单位"


class Unit(Scoped):
    """A node of the one tree. ``path`` is the chain of ids from the root, the row's own last."""

    kind = models.CharField("类型", max_length=16, choices=UnitKind)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级单位"
    )
    path = models.CharField(max_length=64, unique=True, editable=False)
    name = models.CharField("名称", max_length=60)
    full_name = models.CharField("全称", max_length=120, blank=True)
    code = models.CharField("区划或单位代码", max_length=32, blank=True)
    group = models.CharField("参评类别", max_length=20, blank=True, help_text="如 A类、集镇组；分组排名用")
    document_code = models.CharField("机关代字", max_length=12, blank=True, help_text="发文字号用，如 云创办")
    seq = models.PositiveIntegerField("排序", default=0)
    is_active = models.BooleanField("在用", default=True)

    scope = Scope("")

    class Meta:
        verbose_name = "单位"
        ordering = ("seq", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "name"],
                name="orgs_unit_name_once",
                violation_error_message="同一上级下已有同名单位",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Person(Scoped):
    """Somebody who may hold posts; may have no account. Only what the ledgers ask for is kept."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="people", verbose_name="所在单位")
    name = models.CharField("姓名", max_length=40)
    phone = models.CharField("联系电话", max_length=20, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="person",
        verbose_name="账号",
    )

    scope = Scope("unit")

    class Meta:
        verbose_name = "人员"
        ordering = ("unit__seq", "id")

    def __str__(self) -> str:
        return self.name


class Post(Scoped):
    """A seat in a unit; its role says what whoever sits there may do in this system."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts", verbose_name="单位")
    title = models.CharField("岗位", max_length=40)
    role = models.CharField("角色", max_length=20, choices=[(key, role.title) for key, role in ROLES.items()])
    seq = models.PositiveIntegerField("排序", default=0)

    scope = Scope("unit")

    class Meta:
        verbose_name = "岗位"
        ordering = ("unit__seq", "seq", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "title"],
                name="orgs_post_title_once",
                violation_error_message="本单位已有同名岗位",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit.name}{self.title}"


class AppointmentQuerySet(ScopedQuerySet["Appointment"]):
    def on(self, day: object) -> AppointmentQuerySet:
        """Those that run on ``day``; both ends count."""
        return self.filter(Q(to_date=None) | Q(to_date__gte=day), from_date__lte=day)


class Appointment(Scoped):
    """Who sat where from when to when. Never deleted: ended."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="appointments", verbose_name="岗位")
    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments", verbose_name="人员")
    from_date = models.DateField("任职起")
    to_date = models.DateField("任职止", null=True, blank=True)
    basis = models.CharField("任职文号", max_length=60, blank=True)

    scope = Scope("post__unit")
    objects = AppointmentQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = "任职"
        ordering = ("post__unit__seq", "post__seq", "from_date", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(to_date=None) | Q(to_date__gte=F("from_date")),
                name="orgs_appointment_ends_after_start",
                violation_error_message="任职止日不能早于任职起日",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.post}"
