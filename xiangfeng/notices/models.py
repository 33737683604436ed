"""公告 and 公示, and the objections that anybody may raise against a 公示 (F4.2, C5)."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q

from xiangfeng.access.scope import Scope, Scoped


class NoticeKind(models.TextChoices):
    PUBLICITY = "publicity", "公示"
    ANNOUNCEMENT = "announcement", "公告"


class Subject(models.TextChoices):
    REWARD = "reward", "奖励"
    SANCTION = "sanction", "处理"
    ELECTION = "election", "评选"
    RESULT = "result", "结果"
    EVENT = "event", "活动"
    OTHER = "other", "其他"


class NoticeState(models.TextChoices):
    DRAFT = "draft", "起草"
    SIGNING = "signing", "待签发"
    RUNNING = "running", "公示中"
    PUBLISHED = "published", "已发布"
    ENDED = "ended", "期满"
    CONTESTED = "contested", "期满有异议"
    CORRECTED = "corrected", "已更正"
    DOWN = "down", "已撤下"
    WITHDRAWN = "withdrawn", "已撤回"
    DROPPED = "dropped", "草稿作废"


class Outcome(models.TextChoices):
    NONE = "none", "无异议"
    KEPT = "kept", "维持"
    ADJUSTED = "adjusted", "调整"
    CANCELLED = "cancelled", "取消"


S = NoticeState
LISTED = (S.RUNNING, S.PUBLISHED, S.CONTESTED, S.ENDED, S.CORRECTED)
"""States in which the public list has it."""
READABLE = (S.RUNNING, S.PUBLISHED, S.CORRECTED)
"""States in which its text may be read by everybody, up to its last day."""


class Notice(Scoped):
    """One 公告 or 公示.

    ``workdays``: how long a 公示 lasts; ``starts_on`` and ``ends_on`` are worked out at issue, the day of issue not counted. Of a 公告
    ``ends_on`` is the last day it is shown, chosen in the draft, or empty. ``table``: tab-separated lines, the first
    of them the heads. ``corrects`` is the notice in whose place this one comes, ``reason`` why. ``decision`` is what was
    decided about objections. Of a 活动 ``held_on`` and ``held_until`` are its days and ``venue`` its place. ``revision`` grows with each
    edit of the draft.
    """

    unit = models.ForeignKey(
        "orgs.Unit", models.PROTECT, related_name="published_notices", verbose_name="单位"
    )
    kind = models.CharField("种类", max_length=12, choices=NoticeKind, default=NoticeKind.PUBLICITY)
    subject = models.CharField("事项", max_length=10, choices=Subject, default=Subject.REWARD)
    state = models.CharField("状态", max_length=10, choices=NoticeState, default=NoticeState.DRAFT)
    number = models.CharField("编号", max_length=40, blank=True)
    title = models.CharField("标题", max_length=80)
    body = models.TextField("正文")
    table = models.TextField("名单或表格", blank=True)
    workdays = models.PositiveSmallIntegerField("公示期（工作日）", null=True, blank=True)
    phone = models.CharField("联系电话", max_length=40, blank=True)
    place = models.CharField("联系地址", max_length=80, blank=True)
    held_on = models.DateField("活动日期", null=True, blank=True)
    held_until = models.DateField("活动到", null=True, blank=True)
    venue = models.CharField("活动地点", max_length=80, blank=True)
    author = models.CharField("起草人", max_length=40)
    created_at = models.DateTimeField("起草时间")
    signer = models.CharField("签发人", max_length=40, blank=True)
    issued_at = models.DateTimeField("签发时间", null=True, blank=True)
    issued_on = models.DateField("发布日", null=True, blank=True)
    starts_on = models.DateField("起", null=True, blank=True)
    ends_on = models.DateField("止", null=True, blank=True)
    closed_on = models.DateField("结束日", null=True, blank=True)
    outcome = models.CharField("公示结果", max_length=10, choices=Outcome, blank=True)
    decision = models.CharField("对异议的决定", max_length=1000, blank=True)
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replacements", verbose_name="更正的公示"
    )
    reason = models.CharField("更正理由", max_length=200, blank=True)
    pdf = models.ForeignKey("attachments.Attachment", models.PROTECT, null=True, blank=True, related_name="+")
    docx = models.ForeignKey(
        "attachments.Attachment", models.PROTECT, null=True, blank=True, related_name="+"
    )
    revision = models.PositiveIntegerField(default=0, editable=False)

    scope = Scope("unit")

    class Meta:
        verbose_name = "公告公示"
        ordering = ("-created_at", "-id")
        indexes = [models.Index(fields=["state", "ends_on"], name="notices_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["number"],
                condition=~Q(number=""),
                name="notices_number_once",
                violation_error_message="这个编号已经用过了",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()

    @property
    def key(self) -> str:
        """The key under which visits to it are counted."""
        return f"notices.notice:{self.pk}"

    @property
    def is_publicity(self) -> bool:
        return self.kind == NoticeKind.PUBLICITY

    @property
    def is_issued(self) -> bool:
        return self.issued_on is not None

    @property
    def last_day(self) -> dt.date | None:
        """The last day of a 活动."""
        return self.held_until or self.held_on

    @property
    def is_duty(self) -> bool:
        """Whether it counts as 奖罚公示 (F4.2)."""
        return self.is_publicity and self.subject in (Subject.REWARD, Subject.SANCTION)

    def is_readable(self, today: dt.date) -> bool:
        """Whether its text may be read by everybody: up to its last day, whether or not the clock has been round."""
        return self.state in READABLE and (self.ends_on is None or today <= self.ends_on)

    def is_running(self, today: dt.date) -> bool:
        """Whether objections are taken."""
        return self.state == NoticeState.RUNNING and self.ends_on is not None and today <= self.ends_on


class NoticeFile(Scoped):
    """A file that goes with a notice; open to everybody as long as its text is."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="files", verbose_name="公告公示")
    attachment = models.ForeignKey(
        "attachments.Attachment", models.PROTECT, related_name="+", verbose_name="附件"
    )

    scope = Scope("notice__unit")

    class Meta:
        verbose_name = "公示附件"
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "attachment"],
                name="notices_file_once",
                violation_error_message="这个文件已经传过了",
            )
        ]

    def __str__(self) -> str:
        return str(self.attachment)


class Channel(models.TextChoices):
    WEB = "web", "网上"
    PHONE = "phone", "电话"
    LETTER = "letter", "来信"
    VISIT = "visit", "来人"


class Finding(models.TextChoices):
    REJECTED = "rejected", "不成立"
    PARTLY = "partly", "部分成立"
    UPHELD = "upheld", "成立"


class ObjectionState(models.TextChoices):
    OPEN = "open", "待答复"
    ANSWERED = "answered", "已答复"


class Objection(Scoped):
    """异议 against a 公示, by anybody. ``name`` and ``phone`` are optional, seen by the office alone and emptied a year after the
    answer. ``code_hash`` is the SHA-256 of the receipt that was shown once; the answer is read with it. ``is_public``: the
    answer stands on the notice's page for everybody.
    """

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="objections", verbose_name="公示")
    state = models.CharField("状态", max_length=10, choices=ObjectionState, default=ObjectionState.OPEN)
    channel = models.CharField("来源", max_length=10, choices=Channel, default=Channel.WEB)
    text = models.TextField("异议")
    name = models.CharField("姓名", max_length=40, blank=True)
    phone = models.CharField("电话", max_length=40, blank=True)
    came_on = models.DateField("收到日期")
    at = models.DateTimeField("登记时间")
    entered_by = models.CharField("登记人", max_length=40, blank=True)
    code_hash = models.CharField(max_length=64, blank=True, db_index=True)
    due_on = models.DateField("答复期限")
    finding = models.CharField("核实结论", max_length=10, choices=Finding, blank=True)
    answer = models.TextField("答复", blank=True)
    is_public = models.BooleanField("答复公开", default=False)
    answered_by = models.CharField("答复人", max_length=40, blank=True)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)

    scope = Scope("notice__unit")

    class Meta:
        verbose_name = "公示异议"
        ordering = ("-at", "-id")
        indexes = [models.Index(fields=["state", "due_on"], name="notices_objection_open")]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def is_open(self) -> bool:
        return self.state == ObjectionState.OPEN

    @property
    def has_contact(self) -> bool:
        return bool(self.name or self.phone)
