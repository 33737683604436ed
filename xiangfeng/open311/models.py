"""Who may send reports over the interface."""

from __future__ import annotations

from django.db import models

from xiangfeng.access.scope import Scope, Scoped


class ApiKey(Scoped):
    """接口密钥: another system's right to send reports to ``unit`` and the units below it.

    The key itself is shown once and not kept: ``digest`` is its SHA-256, ``hint`` its first letters, by which people tell two apart.
    ``per_hour``: how many reports it may send within one clock hour.
    """

    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="api_keys", verbose_name="受理单位")
    name = models.CharField("对方系统", max_length=30)
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField("密钥开头", max_length=8)
    per_hour = models.PositiveIntegerField("每小时最多", default=100)
    made_by = models.CharField("发放人", max_length=40)
    made_at = models.DateTimeField("发放时间")
    used_on = models.DateField("最近一次使用", null=True, blank=True)
    revoked_by = models.CharField("停用人", max_length=40, blank=True)
    revoked_at = models.DateTimeField("停用时间", null=True, blank=True)

    scope = Scope("unit")

    class Meta:
        verbose_name = "接口密钥"
        ordering = ("-made_at", "-id")

    def __str__(self) -> str:
        return f"{self.name}（{self.hint}…）"

    @property
    def key(self) -> str:
        """The key under which its reports know it."""
        return f"{ORIGIN}{self.pk}"

    @property
    def is_live(self) -> bool:
        return self.revoked_at is None


ORIGIN = "open311.key:"
