"""日常作业 and 环境台账: what is done again and again, and the registers of the environment (I10–I12, D2)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Q

from xiangfeng.access.scope import Scope, Scoped
from xiangfeng.upkeep.registers import BY_KEY, REGISTERS, Register
from xiangfeng.upkeep.spans import label_of


class WorkKind(models.TextChoices):
    DISINFECTION = "disinfection", "消杀"
    SWEEPING = "sweeping", "清扫"
    HAULING = "hauling", "垃圾清运"
    TOILET = "toilet", "公厕保洁"
    DITCH = "ditch", "沟渠清淤"
    OTHER = "other", "其他作业"


class Pace(models.TextChoices):
    WEEK = "week", "每周"
    HALF = "half", "每半月"
    MONTH = "month", "每月"


class Routine(Scoped):
    """周期作业: what some units do once in every span. Its jobs are laid out ahead by `actions.routines` and by the clock.

    ``from_on`` to ``to_on`` (empty: until further notice): a span is owed when its last day lies within.
    ``needs_photo``: a record without a photo does not settle a job.
    """

    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="routines", verbose_name="安排单位")
    kind = models.CharField("作业", max_length=16, choices=WorkKind)
    title = models.CharField("名称", max_length=60)
    pace = models.CharField("频次", max_length=8, choices=Pace)
    units = models.ManyToManyField("orgs.Unit", related_name="+", verbose_name="责任单位")
    site = models.ForeignKey(
        "sites.Site", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="点位"
    )
    doer = models.CharField("谁来做", max_length=60, blank=True)
    proof = models.CharField("算做到的凭据", max_length=200, blank=True)
    needs_photo = models.BooleanField("必须拍照", default=False)
    from_on = models.DateField("起")
    to_on = models.DateField("止", null=True, blank=True)
    is_active = models.BooleanField("在用", default=True)
    revision = models.PositiveIntegerField(default=0, editable=False)

    scope = Scope("unit")

    class Meta:
        verbose_name = "周期作业"
        ordering = ("unit__path", "kind", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=models.F("from_on")),
                name="upkeep_routine_ends_after_start",
                violation_error_message="止日不能早于起日",
            )
        ]

    def __str__(self) -> str:
        return self.title


class JobState(models.TextChoices):
    OPEN = "open", "没做"
    DONE = "done", "做了"
    EXCUSED = "excused", "免做"


class Job(Scoped):
    """应做一次: one span of a routine for one unit. Done by a record and open again when that record is voided; nobody
    ticks it off. ``warn_on``: from this day it is due soon."""

    routine = models.ForeignKey(Routine, models.PROTECT, related_name="jobs", verbose_name="周期作业")
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="jobs", verbose_name="责任单位")
    start = models.DateField("期起")
    due_on = models.DateField("期限")
    warn_on = models.DateField("提醒日")
    state = models.CharField("状态", max_length=8, choices=JobState, default=JobState.OPEN)
    done_on = models.DateField("完成日", null=True, blank=True)
    reason = models.CharField("免做理由", max_length=1000, blank=True)

    scope = Scope("unit")

    class Meta:
        verbose_name = "应做一次"
        ordering = ("due_on", "unit__path", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["routine", "unit", "start"],
                name="upkeep_job_once",
                violation_error_message="这一期已经排过了",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(done_on__isnull=False),
                name="upkeep_job_done_on_a_day",
                violation_error_message="做了要有日期",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="upkeep_job_open")]

    def __str__(self) -> str:
        return f"{self.unit.name}{self.routine.title}（{self.label}）"

    @property
    def label(self) -> str:
        """The span as people say it: 2026年第47周, 2026年11月上半月, 2026年11月."""
        return label_of(self.routine.pace, self.start)

    def light(self, today: dt.date) -> str:
        """``done``, ``late`` (done after its day), ``excused``, ``overdue``, ``soon``, or ``""`` not yet due."""
        if self.state == JobState.DONE:
            return "late" if self.done_on and self.done_on > self.due_on else "done"
        if self.state == JobState.EXCUSED:
            return "excused"
        if today > self.due_on:
            return "overdue"
        return "soon" if today >= self.warn_on else ""


class WorkRecord(Scoped):
    """作业记录: that a unit did some work on a day, with or without a routine.

    消杀 has ``agent`` and ``area`` (m²) beside ``amount`` (用量). ``on_behalf``: the office entered it for the unit (代录).
    A wrong record is corrected or voided with a reason, never deleted.
    """

    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="work_records", verbose_name="单位")
    kind = models.CharField("作业", max_length=16, choices=WorkKind)
    job = models.ForeignKey(
        Job, models.PROTECT, null=True, blank=True, related_name="records", verbose_name="对应的周期作业"
    )
    site = models.ForeignKey(
        "sites.Site", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="点位"
    )
    done_on = models.DateField("作业日期")
    done_by = models.CharField("作业人", max_length=60)
    place = models.CharField("地点", max_length=80, blank=True)
    agent = models.CharField("药剂", max_length=60, blank=True)
    amount = models.CharField("数量", max_length=40, blank=True)
    area = models.DecimalField("面积（平方米）", max_digits=10, decimal_places=2, null=True, blank=True)
    remark = models.CharField("备注", max_length=200, blank=True)
    photo = models.ForeignKey(
        "attachments.Attachment", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="照片"
    )
    late_reason = models.CharField("补记理由", max_length=200, blank=True)
    on_behalf = models.BooleanField("代录", default=False)
    recorded_by = models.CharField("记录人", max_length=40)
    recorded_at = models.DateTimeField("记录时间")
    is_void = models.BooleanField("作废", default=False)
    void_reason = models.CharField("作废理由", max_length=200, blank=True)
    revision = models.PositiveIntegerField(default=0, editable=False)

    scope = Scope("unit")

    class Meta:
        verbose_name = "作业记录"
        ordering = ("-done_on", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_void=False) | ~Q(void_reason=""),
                name="upkeep_record_void_with_reason",
                violation_error_message="作废要写理由",
            )
        ]
        indexes = [models.Index(fields=["unit", "kind", "done_on"], name="upkeep_record_of_unit")]

    def __str__(self) -> str:
        return f"{self.unit.name}{self.get_kind_display()} {self.done_on:%Y-%m-%d}"


class Item(Scoped):
    """台账行: one row of one environment register: a household's toilet, a shop front, a year's green area, a water body.

    ``values`` holds what `registers.REGISTERS` declares for the register, as text by column key. ``checked_on``,
    ``is_good`` and ``finding`` are those of the latest check.
    """

    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="register_items", verbose_name="单位")
    register = models.CharField("台账", max_length=12, choices=[(r.key, r.title) for r in REGISTERS])
    name = models.CharField("名称", max_length=60)
    values = models.JSONField("内容", default=dict)
    checked_on = models.DateField("最近检查", null=True, blank=True)
    is_good = models.BooleanField("最近检查合格", null=True, blank=True)
    finding = models.CharField("最近检查情况", max_length=200, blank=True)
    is_active = models.BooleanField("在册", default=True)
    revision = models.PositiveIntegerField(default=0, editable=False)

    scope = Scope("unit")

    class Meta:
        verbose_name = "台账行"
        ordering = ("register", "unit__path", "name", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["register", "unit", "name"],
                name="upkeep_item_once",
                violation_error_message="这个单位的台账里已有同名的一行",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit.name} {self.name}"

    @property
    def declared(self) -> Register:
        """The register that it is a row of."""
        return BY_KEY[self.register]

    def value(self, key: str) -> str:
        """What one column holds, as text."""
        found: Any = self.values.get(key, "")
        return str(found)


class SpotCheck(Scoped):
    """随机抽查: some rows of a unit's register drawn by a seed that is kept with the pool, so that anyone can draw again.

    ``pool`` is the list of [id, name] in the order drawn from, ``drawn`` the ids that came out.
    """

    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="spot_checks", verbose_name="被抽单位")
    register = models.CharField("台账", max_length=12, choices=[(r.key, r.title) for r in REGISTERS])
    wanted = models.PositiveSmallIntegerField("抽几户")
    seed = models.CharField("种子", max_length=40)
    pool = models.JSONField("候选")
    drawn = models.JSONField("抽中")
    drawn_by = models.CharField("抽取人", max_length=40)
    drawn_at = models.DateTimeField("抽取时间")

    scope = Scope("unit")

    class Meta:
        verbose_name = "随机抽查"
        ordering = ("-drawn_at", "-id")

    def __str__(self) -> str:
        return f"{self.unit.name}抽查 {self.drawn_at:%Y-%m-%d}"


class ItemCheck(Scoped):
    """台账检查: one look at one row: 门前三包 every month, 户厕 when drawn, 水体 as it comes."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="checks", verbose_name="台账行")
    spot = models.ForeignKey(
        SpotCheck, models.PROTECT, null=True, blank=True, related_name="checks", verbose_name="随机抽查"
    )
    on = models.DateField("检查日期")
    is_good = models.BooleanField("合格")
    finding = models.CharField("情况", max_length=200, blank=True)
    checked_by = models.CharField("检查人", max_length=40)
    checked_at = models.DateTimeField("登记时间")

    scope = Scope("item__unit")

    class Meta:
        verbose_name = "台账检查"
        ordering = ("-on", "-id")

    def __str__(self) -> str:
        return f"{self.item} {self.on:%Y-%m-%d}"
