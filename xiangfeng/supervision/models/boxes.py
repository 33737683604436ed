"""意见箱 and what each opening brought (A4.3b, ledger 9)."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q

from xiangfeng.access.scope import Scope, Scoped


class Box(Scoped):
    """意见箱: where it hangs, who keeps the key, since when.

    ``opened_on`` is the day of its latest opening and ``due_on`` the last day for the next one, both written by the actions; a box
    that was taken down keeps its openings.
    """

    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="boxes", verbose_name="单位")
    number = models.PositiveSmallIntegerField("箱号")
    place = models.CharField("位置", max_length=80)
    village = models.ForeignKey(
        "orgs.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="所在村（单位）"
    )
    site = models.ForeignKey(
        "sites.Site", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="点位"
    )
    keeper = models.CharField("保管人", max_length=40)
    since = models.DateField("设置日期")
    retired_on = models.DateField("撤除日期", null=True, blank=True)
    retired_reason = models.CharField("撤除理由", max_length=200, blank=True)
    opened_on = models.DateField("最近开箱", null=True, blank=True)
    due_on = models.DateField("下次开箱前")
    revision = models.PositiveIntegerField(default=0, editable=False)

    scope = Scope("unit")

    class Meta:
        verbose_name = "意见箱"
        ordering = ("unit__path", "number")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "number"],
                name="supervision_box_once",
                violation_error_message="这个箱号已经有了",
            )
        ]

    def __str__(self) -> str:
        return f"意见箱 {self.number} 号（{self.place}）"

    @property
    def is_active(self) -> bool:
        return self.retired_on is None

    def is_overdue(self, today: dt.date) -> bool:
        """Not opened for longer than the setting allows."""
        return self.is_active and self.due_on < today


class Opening(Scoped):
    """开箱记录: two people, how many slips were counted; each slip is entered as a 群众反映.

    ``origin_key`` is what its reports carry; a correction takes the key over, with ``entered`` and ``numbers``, and the row corrected
    keeps its own figures and says by ``void_reason`` why it does not count. ``gap_note`` says why fewer are entered than were counted.
    """

    box = models.ForeignKey(Box, models.PROTECT, related_name="openings", verbose_name="意见箱")
    on = models.DateField("开箱时间")
    opener1 = models.CharField("开箱人1", max_length=40)
    opener2 = models.CharField("开箱人2", max_length=40)
    counted = models.PositiveSmallIntegerField("件数")
    entered = models.PositiveSmallIntegerField("已登记件数", default=0)
    numbers = models.TextField("登记编号", blank=True)
    gap_note = models.CharField("件数不符的说明", max_length=200, blank=True)
    late_reason = models.CharField("补录理由", max_length=200, blank=True)
    origin_key = models.CharField(max_length=80, blank=True, db_index=True)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="correction", verbose_name="更正哪一次"
    )
    void_reason = models.CharField("更正理由", max_length=200, blank=True)
    recorder = models.CharField("登记人", max_length=40)
    recorded_at = models.DateTimeField("登记时间")

    scope = Scope("box__unit")

    class Meta:
        verbose_name = "开箱记录"
        ordering = ("-on", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["box", "on"],
                condition=Q(void_reason=""),
                name="supervision_opening_once_a_day",
                violation_error_message="这个意见箱这一天的开箱已经记过了",
            ),
            models.CheckConstraint(
                condition=Q(entered__lte=models.F("counted")),
                name="supervision_no_more_than_counted",
                violation_error_message="登记的件数不能多于开箱清点的件数",
            ),
        ]
        indexes = [models.Index(fields=["on", "id"], name="supervision_opening_day")]

    def __str__(self) -> str:
        return f"{self.box} {self.on:%Y-%m-%d}"

    @property
    def is_void(self) -> bool:
        return bool(self.void_reason)

    @property
    def is_complete(self) -> bool:
        """Every slip is entered, or it is said why not."""
        return self.entered == self.counted or bool(self.gap_note)

    @property
    def left(self) -> int:
        """How many slips are still to be entered."""
        return 0 if self.is_void or self.gap_note else self.counted - self.entered
