"""批示, 建议单 and 问题: three ways in which somebody says that something has to be done (A2.2a, A5.2b, A5.5); and 指导调研
records of what was seen and advised at a unit (A5.2a, A5.3a)."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models

from xiangfeng.access.scope import Scope, Scoped


class Instruction(Scoped):
    """A leader's word on something (批示).

    ``subject_key`` names the row it is on (``advice.proposal:12``, ``tasks.task:7``), or is empty; no foreign key, because
    the row may lie on a floor above. ``wants_task`` asks for a task; ``has_task`` says that there is one, and the tasks
    themselves are found by the key ``advice.instruction:<pk>``.
    """

    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="instructions", verbose_name="单位")
    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="批示人",
    )
    leader_name = models.CharField("批示人", max_length=40)
    leader_post = models.CharField("职务", max_length=40, blank=True)
    text = models.CharField("批示", max_length=500)
    subject_key = models.CharField(max_length=80, blank=True, db_index=True)
    subject_text = models.CharField("批示的事", max_length=120, blank=True)
    subject_url = models.CharField("去处", max_length=200, blank=True)
    wants_task = models.BooleanField("要转任务", default=False)
    has_task = models.BooleanField("已转任务", default=False)
    at = models.DateTimeField("时间")

    scope = Scope("unit")

    class Meta:
        verbose_name = "批示"
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return f"{self.leader_name}批示：{self.text}"[:120]

    @property
    def key(self) -> str:
        """By this its tasks are found."""
        return f"advice.instruction:{self.pk}"


class ProposalState(models.TextChoices):
    DRAFT = "draft", "起草"
    SUBMITTED = "submitted", "等批示"
    INSTRUCTED = "instructed", "已批示"
    TASKED = "tasked", "已转任务"
    FILED = "filed", "已归档"
    DECLINED = "declined", "不采纳"


class Proposal(Scoped):
    """建议单: what the 创建办 proposes to the leaders; becomes a task only by a 批示 (A5.2b)."""

    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="proposals", verbose_name="单位")
    number = models.CharField("编号", max_length=40, unique=True)
    state = models.CharField("状态", max_length=12, choices=ProposalState, default=ProposalState.DRAFT)
    title = models.CharField("标题", max_length=80)
    situation = models.TextField("情况")
    suggestion = models.TextField("建议")
    submitter = models.CharField("提出人", max_length=40)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField("起草时间")
    submitted_at = models.DateTimeField("报出时间", null=True, blank=True)
    revision = models.PositiveIntegerField(default=0, editable=False)

    scope = Scope("unit")

    class Meta:
        verbose_name = "建议单"
        ordering = ("-created_at", "-id")

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def key(self) -> str:
        """By this its 批示 are found."""
        return f"advice.proposal:{self.pk}"


class ProblemState(models.TextChoices):
    REGISTERED = "registered", "已登记"
    OPINION = "opinion", "有意见"
    COORDINATING = "coordinating", "协调中"
    SOLVED = "solved", "已解决"


class ProblemSource(models.TextChoices):
    OWN = "own", "创建办发现"
    INSPECTION = "inspection", "检查"
    VISIT = "visit", "暗访"
    UPPER = "upper", "上级"
    PEOPLE = "people", "群众"
    MEETING = "meeting", "会议"
    UNIT = "unit", "责任单位反映"


class Problem(Scoped):
    """问题: registered, given an opinion, coordinated, solved (A5.5).

    ``due_on`` is some working days after the day it was found; ``was_late`` once true stays true.
    """

    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="problems", verbose_name="单位")
    number = models.CharField("编号", max_length=40, unique=True)
    state = models.CharField("状态", max_length=12, choices=ProblemState, default=ProblemState.REGISTERED)
    origin = models.CharField("来源", max_length=12, choices=ProblemSource, default=ProblemSource.OWN)
    found_on = models.DateField("发现时间")
    place = models.CharField("点位", max_length=80, blank=True)
    lead = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", verbose_name="责任单位")
    description = models.CharField("问题描述", max_length=500)
    norm_code = models.CharField("规范码", max_length=20, blank=True)
    opinion = models.CharField("处理意见", max_length=1000, blank=True)
    solution = models.CharField("解决情况", max_length=1000, blank=True)
    due_on = models.DateField("期限")
    solved_on = models.DateField("解决日", null=True, blank=True)
    was_late = models.BooleanField("曾超期", default=False)
    registrar = models.CharField("登记人", max_length=40)
    registered_at = models.DateTimeField("登记时间")

    scope = Scope("unit")

    class Meta:
        verbose_name = "问题"
        ordering = ("due_on", "id")
        indexes = [models.Index(fields=["state", "due_on"], name="advice_problem_open")]

    def __str__(self) -> str:
        return f"{self.number} {self.description}"[:160]

    @property
    def key(self) -> str:
        """By this its tasks and 批示 are found."""
        return f"advice.problem:{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state != ProblemState.SOLVED

    def is_overdue(self, today: dt.date) -> bool:
        """Unsolved beyond its day."""
        return self.is_open and today > self.due_on


class Coordination(Scoped):
    """One note of the coordination of a problem: who was asked, what came of it."""

    problem = models.ForeignKey(Problem, models.PROTECT, related_name="coordinations", verbose_name="问题")
    text = models.CharField("协调情况", max_length=1000)
    by_name = models.CharField("记录人", max_length=40)
    at = models.DateTimeField("时间")

    scope = Scope("problem__unit")

    class Meta:
        verbose_name = "协调记录"
        ordering = ("at", "id")

    def __str__(self) -> str:
        return self.text[:60]


class GuidanceKind(models.TextChoices):
    GUIDANCE = "guidance", "指导"
    SURVEY = "survey", "调研"


class Guidance(Scoped):
    """指导、调研记录: who of ``unit`` went to ``subject`` on a day, what they saw and what they advised (A5.2a, A5.3a).

    ``late_reason`` says why it was written down more than a month later. A record once made is not deleted: ``void_reason``
    says why it does not count.
    """

    unit = models.ForeignKey(
        "orgs.Unit", models.PROTECT, related_name="given_guidance", verbose_name="指导单位"
    )
    subject = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="guidance", verbose_name="对象单位")
    number = models.CharField("编号", max_length=40, unique=True)
    kind = models.CharField("种类", max_length=10, choices=GuidanceKind, default=GuidanceKind.GUIDANCE)
    title = models.CharField("事项", max_length=80)
    held_on = models.DateField("日期")
    people = models.CharField("参加人", max_length=100)
    seen = models.TextField("了解到的情况")
    advised = models.TextField("指导意见", blank=True)
    result = models.TextField("落实结果", blank=True)
    late_reason = models.CharField("补录理由", max_length=100, blank=True)
    void_reason = models.CharField("作废理由", max_length=200, blank=True)
    recorder = models.CharField("记录人", max_length=40)
    recorded_at = models.DateTimeField("记录时间")
    revision = models.PositiveIntegerField(default=0, editable=False)

    # The unit that gave it lies above the one it is about, and so sees it too.
    scope = Scope("subject", only={"advice.view_own": {"void_reason": ("",)}})

    class Meta:
        verbose_name = "指导调研记录"
        ordering = ("-held_on", "-id")
        indexes = [models.Index(fields=["subject", "held_on"], name="advice_guidance_by_unit")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def key(self) -> str:
        """By this its tasks are found."""
        return f"advice.guidance:{self.pk}"

    @property
    def is_void(self) -> bool:
        return bool(self.void_reason)


class GuidanceFile(Scoped):
    """A photo or paper that goes with a record; never demanded."""

    guidance = models.ForeignKey(Guidance, models.CASCADE, related_name="files", verbose_name="指导调研记录")
    attachment = models.ForeignKey(
        "attachments.Attachment", models.PROTECT, related_name="+", verbose_name="附件"
    )

    scope = Scope("guidance__subject", only={"advice.view_own": {"guidance__void_reason": ("",)}})

    class Meta:
        verbose_name = "指导调研附件"
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["guidance", "attachment"],
                name="advice_guidance_file_once",
                violation_error_message="这个文件已经传过了",
            )
        ]

    def __str__(self) -> str:
        return str(self.attachment)
