"""指标体系: each version is one document; what it means is read by `xiangfeng.scoring`."""

from __future__ import annotations

from functools import cached_property

from django.db import models

from xiangfeng.access.scope import Scope, Scoped
from xiangfeng.scoring.scheme import Scheme


class SchemeState(models.TextChoices):
    DRAFT = "draft", "草稿"
    ACTIVE = "active", "启用"
    RETIRED = "retired", "停用"


class SchemeVersion(Scoped):
    """One version of a unit's 指标体系. ``body`` is ``Scheme.to_dict()``; only a draft may still change.

    Kept as one document because it is always read whole, travels as one file, and every number of a month must
    stay explainable by the very version it was scored with.
    """

    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="schemes", verbose_name="制定单位")
    name = models.CharField("名称", max_length=80)
    year = models.PositiveSmallIntegerField("年度")
    version = models.CharField("版本", max_length=20, default="1")
    state = models.CharField("状态", max_length=10, choices=SchemeState, default=SchemeState.DRAFT)
    body = models.JSONField("内容")
    revision = models.PositiveIntegerField("修改次数", default=1)
    updated_at = models.DateTimeField("最近修改")

    # A county's scheme is there for its townships to look at and to score by.
    scope = Scope("unit", inherited=frozenset({"assessments.view", "assessments.score"}))

    class Meta:
        verbose_name = "指标体系"
        ordering = ("-year", "name", "-version", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "name", "year", "version"],
                name="assessments_scheme_version_once",
                violation_error_message="本单位这一年度已有同名同版本的指标体系，请换一个版本号",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.year}年第{self.version}版）"

    @cached_property
    def scheme(self) -> Scheme:
        """The document as the frozen value the arithmetic works with."""
        return Scheme.from_dict(self.body)
