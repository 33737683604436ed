"""领导小组, 分工 and 包干; each from a day to a day, so that the list of any past day can be read back (A1.1)."""

from __future__ import annotations

from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Q

from xiangfeng.access.scope import Scope, Scoped, ScopedQuerySet

_M = TypeVar("_M", bound=models.Model)


class Running(ScopedQuerySet[_M]):
    def on(self, day: object) -> Self:
        """Those that run on ``day``; both ends count."""
        return self.filter(Q(to_date=None) | Q(to_date__gte=day), from_date__lte=day)


def _ends_after_start(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(to_date=None) | Q(to_date__gte=F("from_date")),
        name=name,
        violation_error_message="止日不能早于起日",
    )


class GroupPost(models.TextChoices):
    CHIEF = "chief", "组长"
    DEPUTY = "deputy", "副组长（分管）"
    MEMBER = "member", "成员"
    OFFICE = "office", "办公室主任"


class Member(Scoped):
    """One person's seat in the leading group of ``unit``. Exactly one 组长 and at least one 分管 make it complete.

    ``division``, ``duty``, ``liability`` and ``reward`` are the four fields of A2.1 (分工、任务、责任、奖惩); the row is in force
    as a 分工 only when all four are filled. ``represents`` is the unit a member speaks for (成员单位).
    """

    unit = models.ForeignKey(
        "orgs.Unit", models.PROTECT, related_name="members", verbose_name="领导小组所在单位"
    )
    person = models.ForeignKey("orgs.Person", models.PROTECT, related_name="memberships", verbose_name="姓名")
    represents = models.ForeignKey(
        "orgs.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="成员单位"
    )
    title = models.CharField("职务", max_length=40, blank=True)
    post = models.CharField("小组职务", max_length=10, choices=GroupPost, default=GroupPost.MEMBER)
    division = models.CharField("分工", max_length=200, blank=True)
    duty = models.CharField("任务", max_length=500, blank=True)
    liability = models.CharField("责任", max_length=500, blank=True)
    reward = models.CharField("奖惩", max_length=500, blank=True)
    basis = models.CharField("任职文号", max_length=60, blank=True)
    seq = models.PositiveIntegerField("排序", default=0)
    from_date = models.DateField("起")
    to_date = models.DateField("止", null=True, blank=True)
    revision = models.PositiveIntegerField(default=0, editable=False)

    scope = Scope("unit")
    objects = Running["Member"].as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = "领导小组成员"
        ordering = ("unit__path", "seq", "id")
        constraints = [_ends_after_start("leadership_member_ends_after_start")]

    def __str__(self) -> str:
        return f"{self.person.name}（{self.get_post_display()}）"

    @property
    def is_divided(self) -> bool:
        """Whether the 分工 is in force: all four fields say something (A2.1)."""
        return not self.missing

    @property
    def missing(self) -> tuple[str, ...]:
        """Which of the four fields say nothing yet, in the order of the form."""
        fields = (
            ("分工", self.division),
            ("任务", self.duty),
            ("责任", self.liability),
            ("奖惩", self.reward),
        )
        return tuple(title for title, text in fields if not text.strip())


class Charge(Scoped):
    """包干: a leader who answers for a village (``target``) or for one key work (``work``), never for both in one row (A2.2b)."""

    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="charges", verbose_name="单位")
    person = models.ForeignKey("orgs.Person", models.PROTECT, related_name="charges", verbose_name="包干领导")
    target = models.ForeignKey(
        "orgs.Unit", models.PROTECT, null=True, blank=True, related_name="charged_to", verbose_name="包干村"
    )
    work = models.ForeignKey(
        "leadership.KeyWork",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="charges",
        verbose_name="重点工作",
    )
    from_date = models.DateField("起")
    to_date = models.DateField("止", null=True, blank=True)

    scope = Scope("unit")
    objects = Running["Charge"].as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = "包干"
        ordering = ("unit__path", "target__seq", "id")
        constraints = [
            _ends_after_start("leadership_charge_ends_after_start"),
            models.CheckConstraint(
                condition=Q(target__isnull=False, work__isnull=True)
                | Q(target__isnull=True, work__isnull=False),
                name="leadership_charge_one_object",
                violation_error_message="包干的是一个村，或者一项重点工作，二者选一",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person.name}包干{self.target or self.work}"


class KeyWork(Scoped):
    """A key work or activity of a year that needs a leader who holds it until it is closed (A2.2b)."""

    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="key_works", verbose_name="单位")
    name = models.CharField("重点工作", max_length=80)
    year = models.PositiveSmallIntegerField("年度")
    closed_on = models.DateField("办结日", null=True, blank=True)

    scope = Scope("unit")

    class Meta:
        verbose_name = "重点工作"
        ordering = ("unit__path", "-year", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year", "name"],
                name="leadership_work_once",
                violation_error_message="这一年已有同名的重点工作",
            )
        ]

    def __str__(self) -> str:
        return self.name
