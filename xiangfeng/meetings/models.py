"""会议 with its agenda, who was asked and who came, what the units reported, and what was decided (A3.1, A3.2, G2.3)."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q

from xiangfeng.access.scope import Scope, Scoped
from xiangfeng.base.numbering import chinese_numeral
from xiangfeng.duties.models import DutyKind


class MeetingState(models.TextChoices):
    DRAFT = "draft", "筹备"
    NOTIFIED = "notified", "已通知"
    HELD = "held", "已开，待纪要"
    CLOSED = "closed", "纪要已印发"
    CANCELLED = "cancelled", "已取消"


class Meeting(Scoped):
    """One meeting of ``unit``.

    ``is_leading`` and ``is_mobilisation`` are the two kinds that a 制度 asks for; both at once is 合并召开 and needs its
    ``combine_basis`` (A3.2); neither is any other meeting. ``day`` and ``starts`` say when it was called for, ``began`` and
    ``ended`` when it really ran. ``late_reason`` is why it was written down only after its day. ``token`` is the secret of
    the phone page. The minutes are the three parts ``summary``, ``decisions`` and ``measures``.
    """

    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="meetings", verbose_name="召集单位")
    number = models.CharField("编号", max_length=40, unique=True)
    title = models.CharField("会议名称", max_length=80)
    is_leading = models.BooleanField("领导小组会", default=False)
    is_mobilisation = models.BooleanField("动员推进会", default=False)
    combine_basis = models.CharField("合并召开的依据", max_length=200, blank=True)
    state = models.CharField("状态", max_length=10, choices=MeetingState, default=MeetingState.DRAFT)
    day = models.DateField("日期")
    starts = models.TimeField("开始时间")
    planned_minutes = models.PositiveSmallIntegerField("计划时长（分钟）", default=60)
    began = models.TimeField("实际开始", null=True, blank=True)
    ended = models.TimeField("实际结束", null=True, blank=True)
    place = models.CharField("地点", max_length=60)
    host = models.CharField("主持", max_length=40)
    recorder = models.CharField("记录", max_length=40, blank=True)
    requirements = models.CharField("参会要求", max_length=500, blank=True)
    contact = models.CharField("联系人", max_length=40, blank=True)
    contact_phone = models.CharField("联系电话", max_length=20, blank=True)
    late_reason = models.CharField("补录理由", max_length=200, blank=True)
    notice_number = models.CharField("通知文号", max_length=40, blank=True)
    summary = models.TextField("情况总结", blank=True)
    decisions = models.TextField("研究决策", blank=True)
    measures = models.TextField("制定措施", blank=True)
    minutes_number = models.CharField("纪要文号", max_length=40, blank=True)
    notified_on = models.DateField("通知日", null=True, blank=True)
    minutes_on = models.DateField("纪要印发日", null=True, blank=True)
    notice_pdf = models.ForeignKey(
        "attachments.Attachment",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="会议通知 PDF",
    )
    notice_docx = models.ForeignKey(
        "attachments.Attachment",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="会议通知 Word",
    )
    minutes_pdf = models.ForeignKey(
        "attachments.Attachment",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="纪要 PDF",
    )
    minutes_docx = models.ForeignKey(
        "attachments.Attachment",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="纪要 Word",
    )
    sheet = models.ForeignKey(
        "attachments.Attachment",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="签到表扫描件",
    )
    token = models.CharField(max_length=40, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField("登记时间")

    scope = Scope("unit")

    class Meta:
        verbose_name = "会议"
        ordering = ("-day", "-starts", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_leading=False) | Q(is_mobilisation=False) | ~Q(combine_basis=""),
                name="meetings_combined_with_basis",
                violation_error_message="两个会合并召开，要写明依据",
            ),
            models.UniqueConstraint(
                fields=["minutes_number"],
                condition=~Q(minutes_number=""),
                name="meetings_minutes_number_once",
                violation_error_message="这个纪要文号已经用过了",
            ),
        ]
        indexes = [models.Index(fields=["unit", "state", "day"], name="meetings_meeting_day")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def is_combined(self) -> bool:
        """合并召开: one meeting that is both."""
        return self.is_leading and self.is_mobilisation

    @property
    def kind_text(self) -> str:
        """领导小组会议＋动员推进会."""
        kinds = (("领导小组会议", self.is_leading), ("动员推进会", self.is_mobilisation))
        return "＋".join(text for text, holds in kinds if holds) or "其他会议"

    @property
    def duty_kinds(self) -> list[str]:
        """The kinds of duty that it fulfils once closed; a leading-group meeting alone is never a 动员会."""
        pairs = ((DutyKind.LEADING_MEETING, self.is_leading), (DutyKind.MOBILISATION, self.is_mobilisation))
        return [str(kind) for kind, holds in pairs if holds]

    @property
    def quarter(self) -> int:
        return (self.day.month - 1) // 3 + 1

    @property
    def quarter_text(self) -> str:
        return f"{self.day.year}年第{chinese_numeral(self.quarter)}季度"

    @property
    def minutes_taken(self) -> int | None:
        """How long it really ran; None while that is not written down."""
        if self.began is None or self.ended is None:
            return None
        return (self.ended.hour - self.began.hour) * 60 + self.ended.minute - self.began.minute

    @property
    def when_text(self) -> str:
        """9月22日 09:00–09:55（55分钟）; before it ran, the planned start."""
        day = f"{self.day.month}月{self.day.day}日"
        if self.began and self.ended:
            return f"{day} {self.began:%H:%M}–{self.ended:%H:%M}（{self.minutes_taken}分钟）"
        return f"{day} {self.starts:%H:%M}"

    @property
    def parts(self) -> list[tuple[str, str, str, bool]]:
        """The parts of the minutes: field, title, text, and whether this kind of meeting needs it.

        A leading-group meeting needs all three (A3.1). A 动员会 deploys work, it does not decide: what is asked of it is
        the 情况 and the 部署措施 (A3.2). Other meetings need what was decided.
        """
        third = "部署措施" if self.is_mobilisation and not self.is_leading else "制定措施"
        asked = self.is_leading or self.is_mobilisation
        return [
            ("summary", "情况总结", self.summary, asked),
            ("decisions", "研究决策", self.decisions, self.is_leading or not asked),
            ("measures", third, self.measures, asked),
        ]

    @property
    def shown_parts(self) -> list[tuple[str, str, str]]:
        """一、情况总结 with its text: the parts that are asked for or have been written, numbered as in the paper."""
        rows = [(title, text) for _, title, text, is_needed in self.parts if text.strip() or is_needed]
        return [(chinese_numeral(n), title, text) for n, (title, text) in enumerate(rows, start=1)]

    @property
    def missing_parts(self) -> list[str]:
        return [title for _, title, text, is_needed in self.parts if is_needed and not text.strip()]

    @property
    def is_open(self) -> bool:
        """Whether what stands in it may still be changed."""
        return self.state not in (MeetingState.CLOSED, MeetingState.CANCELLED)

    @property
    def starts_at(self) -> dt.datetime:
        """The planned start as a moment without a zone: the clock on the wall of the office."""
        return dt.datetime.combine(self.day, self.starts)


class AgendaItem(Scoped):
    """One point of the 议程, in its place, with the minutes it may take."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda", verbose_name="会议")
    seq = models.PositiveSmallIntegerField("序")
    title = models.CharField("议题", max_length=100)
    speaker = models.CharField("汇报人（单位）", max_length=60, blank=True)
    minutes = models.PositiveSmallIntegerField("分钟", default=10)

    scope = Scope("meeting__unit")

    class Meta:
        verbose_name = "议程"
        ordering = ("meeting", "seq", "id")

    def __str__(self) -> str:
        return self.title


class Presence(models.TextChoices):
    PENDING = "", "未登记"
    PRESENT = "present", "到会"
    SUBSTITUTE = "substitute", "委托到会"
    LEAVE = "leave", "请假"
    ABSENT = "absent", "缺席"


class Reply(models.TextChoices):
    NONE = "", "未回执"
    ATTEND = "attend", "参加"
    LEAVE = "leave", "请假"
    SUBSTITUTE = "substitute", "委托他人"


class Attendance(Scoped):
    """One who was asked to come, for ``unit``: what was replied (回执) and whether they came.

    ``name`` may be empty until the unit says who comes. ``is_observer`` is 列席 and does not count for the 应到. The
    unit's own people answer; the office settles the presence.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances", verbose_name="会议")
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="attendances", verbose_name="参会单位")
    person = models.ForeignKey(
        "orgs.Person", models.PROTECT, null=True, blank=True, related_name="attendances", verbose_name="人员"
    )
    name = models.CharField("姓名", max_length=40, blank=True)
    title = models.CharField("职务", max_length=40, blank=True)
    is_observer = models.BooleanField("列席", default=False)
    seq = models.PositiveSmallIntegerField("序", default=0)
    reply = models.CharField("回执", max_length=10, choices=Reply, blank=True, default=Reply.NONE)
    reply_note = models.CharField("回执说明", max_length=100, blank=True)
    replied_by = models.CharField("回执人", max_length=40, blank=True)
    replied_at = models.DateTimeField("回执时间", null=True, blank=True)
    state = models.CharField("到会", max_length=10, choices=Presence, blank=True, default=Presence.PENDING)
    reason = models.CharField("请假事由", max_length=100, blank=True)
    substitute = models.CharField("代会人", max_length=40, blank=True)
    is_by_phone = models.BooleanField("手机签到", default=False)
    signed_at = models.DateTimeField("签到时间", null=True, blank=True)

    scope = Scope("unit")

    class Meta:
        verbose_name = "参会人员"
        ordering = ("meeting", "is_observer", "seq", "id")

    def __str__(self) -> str:
        return self.name or f"{self.unit.name}负责人"

    @property
    def label(self) -> str:
        """As the minutes name them: 综合文化站（委托马亮）."""
        who = self.name or f"{self.unit.name}负责人"
        return f"{who}（委托{self.substitute}）" if self.state == Presence.SUBSTITUTE else who


class Report(Scoped):
    """What one unit says to the meeting, as 进展, 问题 and 打算 (G2.3); may be handed in beforehand."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="reports", verbose_name="会议")
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="meeting_reports", verbose_name="单位")
    progress = models.TextField("进展")
    problems = models.TextField("问题", blank=True)
    plans = models.TextField("打算", blank=True)
    by_name = models.CharField("填报人", max_length=40, blank=True)
    at = models.DateTimeField("填报时间")
    version = models.PositiveIntegerField(default=1)

    scope = Scope("unit")

    class Meta:
        verbose_name = "部门汇报"
        ordering = ("meeting", "unit__path", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "unit"],
                name="meetings_report_once",
                violation_error_message="这个单位已经有汇报了，请在原来的上面改",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit.name}汇报"


class Resolution(Scoped):
    """议定事项: what was decided, who leads and until when; ``task`` is the work that came of it."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="resolutions", verbose_name="会议")
    seq = models.PositiveSmallIntegerField("序")
    text = models.CharField("议定事项", max_length=120)
    lead = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="resolutions", verbose_name="牵头单位")
    due_on = models.DateField("时限")
    task = models.OneToOneField(
        "tasks.Task", models.PROTECT, null=True, blank=True, related_name="resolution", verbose_name="任务"
    )

    scope = Scope("meeting__unit")

    class Meta:
        verbose_name = "议定事项"
        ordering = ("meeting", "seq", "id")

    def __str__(self) -> str:
        return self.text

    @property
    def key(self) -> str:
        """How the floors below name it."""
        return f"meetings.resolution:{self.pk}"

    @property
    def task_url(self) -> str:
        """The task's own page, as `tasks` addresses it in its messages."""
        return f"/work/tasks/{self.task_id}/" if self.task_id else ""
