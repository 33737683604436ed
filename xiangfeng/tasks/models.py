"""任务, with everything that happens to it on its way."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q

from xiangfeng.access.scope import Scope, Scoped


class TaskKind(models.TextChoices):
    TASK = "task", "任务"
    SUPERVISION = "supervision", "督办"
    RECTIFICATION = "rectification", "整改"
    STAGE = "stage", "专项阶段"


class TaskState(models.TextChoices):
    DRAFT = "draft", "立项"
    ASSIGNED = "assigned", "已交办"
    ACCEPTED = "accepted", "办理中"
    SUBMITTED = "submitted", "待核查"
    DONE = "done", "已销号"
    SKIPPED = "skipped", "已跳过"
    CANCELLED = "cancelled", "已撤销"


class Origin(models.TextChoices):
    OWN = "own", "创建办"
    MEETING = "meeting", "会议议定"
    INSTRUCTION = "instruction", "领导批示"
    PROPOSAL = "proposal", "建议"
    PROBLEM = "problem", "问题"
    DUTY = "duty", "制度义务"
    GOAL = "goal", "年度目标"
    INSPECTION = "inspection", "检查"
    SECRET = "secret", "暗访"
    PUBLIC = "public", "群众"
    UPPER = "upper", "上级交办"


class Report(models.TextChoices):
    NONE = "", "不要求"
    WEEK = "week", "每周"
    HALF_MONTH = "half_month", "每半月"
    MONTH = "month", "每月"


STAGES = ("调查研究", "需求评估", "计划制定", "组织实施", "评估总结")
"""The five stages of a 专项 in their order (G4.1)."""
AT_WORK = (TaskState.ASSIGNED, TaskState.ACCEPTED)
"""The lead unit is to act."""
CLOSED = (TaskState.DONE, TaskState.SKIPPED, TaskState.CANCELLED)


class Task(Scoped):
    """A piece of work that ``unit`` gave to ``lead`` with a deadline.

    ``due_on`` moves once at most, by an approved 延期 (``first_due_on`` keeps the first); ``submitted_on`` is the day the
    work was last reported finished and decides lateness, ``closed_on`` the day it was 销号. ``was_late`` once true
    stays true. ``origin_key`` names the row it came from (``meetings.resolution:12``), so that the row above finds its
    tasks without a foreign key that would point up.
    """

    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="given_tasks", verbose_name="交办单位")
    number = models.CharField("编号", max_length=40, unique=True)
    kind = models.CharField("种类", max_length=14, choices=TaskKind, default=TaskKind.TASK)
    state = models.CharField("状态", max_length=10, choices=TaskState, default=TaskState.DRAFT)
    title = models.CharField("事项", max_length=120)
    content = models.TextField("要求", blank=True)
    basis = models.CharField("依据", max_length=200, blank=True)
    origin = models.CharField("来源", max_length=12, choices=Origin, default=Origin.OWN)
    origin_text = models.CharField("来源说明", max_length=120, blank=True)
    origin_url = models.CharField("来源去处", max_length=200, blank=True)
    origin_key = models.CharField(max_length=80, blank=True, db_index=True)
    occurrence = models.ForeignKey(
        "duties.Occurrence", models.PROTECT, null=True, blank=True, related_name="tasks", verbose_name="应办"
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="subtasks", verbose_name="上级任务"
    )
    campaign = models.ForeignKey(
        "tasks.Campaign", models.PROTECT, null=True, blank=True, related_name="stages", verbose_name="专项"
    )
    stage = models.PositiveSmallIntegerField("阶段", null=True, blank=True)
    lead = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="tasks", verbose_name="牵头单位")
    helpers = models.ManyToManyField(
        "orgs.Unit", blank=True, related_name="helped_tasks", verbose_name="协办单位"
    )
    owner = models.CharField("责任人", max_length=40, blank=True)
    site = models.ForeignKey(
        "sites.Site", models.PROTECT, null=True, blank=True, related_name="tasks", verbose_name="点位"
    )
    place = models.CharField("地点", max_length=100, blank=True)
    norm = models.ForeignKey(
        "regulations.Norm",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name="行为规范",
    )
    charged = models.ForeignKey(
        "orgs.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="包干领导"
    )
    supervisor = models.CharField("督办人", max_length=40, blank=True)
    tags = models.CharField("文明类别", max_length=40, blank=True, help_text="物质、政治、精神，可多选")
    frequency = models.CharField("汇报频次", max_length=12, choices=Report, blank=True, default=Report.NONE)
    report_on = models.DateField("该反馈的日子", null=True, blank=True)
    starts_on = models.DateField("开始", null=True, blank=True)
    due_on = models.DateField("期限")
    first_due_on = models.DateField("最初期限")
    assigned_at = models.DateTimeField("交办时间", null=True, blank=True)
    accepted_at = models.DateTimeField("签收时间", null=True, blank=True)
    submitted_on = models.DateField("报完成日", null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_on = models.DateField("销号日", null=True, blank=True)
    closed_by = models.CharField("核查人", max_length=40, blank=True)
    was_late = models.BooleanField("曾逾期", default=False)
    told_soon_on = models.DateField("快到期已提醒", null=True, blank=True)
    told_late_on = models.DateField("逾期已提醒", null=True, blank=True)
    is_short = models.BooleanField("短时限", default=False)
    short_confirmed_by = models.CharField("短时限确认人", max_length=40, blank=True)
    measures = models.TextField("措施和结果", blank=True)
    conclusion = models.CharField("核查结论", max_length=300, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField("立项时间")
    found_on = models.DateField("发现日期", null=True, blank=True)

    # The unit that does the work lies below the one that gave it, which so sees it too.
    scope = Scope("lead")

    class Meta:
        verbose_name = "任务"
        ordering = ("due_on", "id")
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="stage")
                | (Q(stage__isnull=False, campaign__isnull=False, starts_on__isnull=False) & ~Q(owner="")),
                name="tasks_stage_has_owner_and_dates",
                violation_error_message="专项的每个阶段都要有责任人和起止时间",
            ),
            models.UniqueConstraint(
                fields=["campaign", "stage"],
                name="tasks_stage_once",
                violation_error_message="这个阶段已经有了",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_on"], name="tasks_task_open"),
            models.Index(fields=["kind", "state"], name="tasks_task_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def where(self) -> str:
        """The site, else the place in words."""
        return self.site.name if self.site else self.place

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something about it."""
        return self.state not in CLOSED

    @property
    def is_at_work(self) -> bool:
        """Handed out and not yet reported finished: the lead unit is to act."""
        return self.state in AT_WORK

    def is_overdue(self, today: dt.date) -> bool:
        """Not reported finished and past its deadline."""
        return self.is_at_work and today > self.due_on


class Campaign(Scoped):
    """专项工作 in five stages: 调查研究, 需求评估, 计划制定, 组织实施, 评估总结; each a task with its owner and dates (G4.1–2)."""

    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="campaigns", verbose_name="单位")
    title = models.CharField("名称", max_length=80)
    purpose = models.TextField("目的", blank=True)
    created_at = models.DateTimeField("建立时间")

    scope = Scope("unit")

    class Meta:
        verbose_name = "专项工作"
        ordering = ("-created_at", "-id")

    def __str__(self) -> str:
        return self.title


class FileRole(models.TextChoices):
    BEFORE = "before", "整改前"
    AFTER = "after", "整改后"
    OTHER = "other", "材料"


class TaskFile(Scoped):
    """A photo or paper that belongs to a task: the state before, the state after, or anything else."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="files", verbose_name="任务")
    attachment = models.ForeignKey(
        "attachments.Attachment", models.PROTECT, related_name="+", verbose_name="附件"
    )
    role = models.CharField("种类", max_length=8, choices=FileRole, default=FileRole.OTHER)
    added_by = models.CharField("上传人", max_length=40)
    added_at = models.DateTimeField("上传时间")

    scope = Scope("task__lead")

    class Meta:
        verbose_name = "任务附件"
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["task", "attachment", "role"],
                name="tasks_file_once",
                violation_error_message="这个文件已经传过了",
            )
        ]

    def __str__(self) -> str:
        return str(self.attachment)


class Feedback(Scoped):
    """进展反馈: what the lead or a helping unit has done so far. ``is_on_behalf``: typed in by the office for the unit."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="feedback", verbose_name="任务")
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", verbose_name="反馈单位")
    text = models.CharField("进展", max_length=500)
    percent = models.PositiveSmallIntegerField("完成百分比", null=True, blank=True)
    by = models.CharField("反馈人", max_length=40)
    is_on_behalf = models.BooleanField("代录", default=False)
    at = models.DateTimeField("反馈时间")

    scope = Scope("task__lead")

    class Meta:
        verbose_name = "进展反馈"
        ordering = ("-at", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(percent__isnull=True) | Q(percent__lte=100),
                name="tasks_percent_to_100",
                violation_error_message="百分比在0到100之间",
            )
        ]

    def __str__(self) -> str:
        return self.text


class Urge(Scoped):
    """催办: one reminder to the lead unit, with a numbered 催办通知."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="urges", verbose_name="任务")
    number = models.CharField("编号", max_length=40, unique=True)
    text = models.CharField("催办内容", max_length=300)
    by = models.CharField("催办人", max_length=40)
    at = models.DateTimeField("催办时间")

    scope = Scope("task__lead")

    class Meta:
        verbose_name = "催办"
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return self.number


class ExtensionState(models.TextChoices):
    ASKED = "asked", "等领导批"
    GRANTED = "granted", "已同意"
    REFUSED = "refused", "未同意"


class Extension(Scoped):
    """延期: asked for once with a reason; a leader decides. One row a task, so a second asking has no place."""

    task = models.OneToOneField(Task, models.CASCADE, related_name="extension", verbose_name="任务")
    state = models.CharField("状态", max_length=8, choices=ExtensionState, default=ExtensionState.ASKED)
    reason = models.CharField("理由", max_length=300)
    wanted_on = models.DateField("申请延到")
    is_after_due = models.BooleanField("逾期后才申请", default=False)
    asked_by = models.CharField("申请人", max_length=40)
    asker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="申请人账号",
    )
    asked_at = models.DateTimeField("申请时间")
    decided_by = models.CharField("批准人", max_length=40, blank=True)
    decided_at = models.DateTimeField("批复时间", null=True, blank=True)
    answer = models.CharField("批复意见", max_length=300, blank=True)

    scope = Scope("task__lead")

    class Meta:
        verbose_name = "延期"
        ordering = ("-asked_at", "-id")

    def __str__(self) -> str:
        return f"{self.task.number} 延期"
