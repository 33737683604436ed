"""问卷 (A4.3c): the questionnaire, its questions, the slips with codes, quotas, and answer sheets that nobody can follow back.

**Nothing leads from a code to a sheet.** A code knows its batch and whether it was used, not when and not by which sheet; a sheet
has a random key, no time, no address and no code. Both are written in one transaction, but neither tells the other. What somebody
writes in their own words is a row of its own under a random key, so that it is not tied to the other answers of the same sheet.
Nobody who reads the tables can tell. Who runs the database itself could while a questionnaire runs, by two copies with one sheet between
them or by what the database notes of its own transactions; when it is closed the rows are written anew, and nobody notes who got which code.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from xiangfeng.access.scope import Scope, Scoped


class SurveyState(models.TextChoices):
    DRAFT = "draft", "编写中"
    SUBMITTED = "submitted", "等批准"
    RUNNING = "running", "投放中"
    CLOSED = "closed", "已截止"
    PUBLISHED = "published", "已公开"
    FILED = "filed", "已归档"


ENDED = (SurveyState.CLOSED, SurveyState.PUBLISHED, SurveyState.FILED)
"""Only then are there results, for anybody."""


class Mode(models.TextChoices):
    CODE = "code", "一码一填"
    OPEN = "open", "开放填答（限次）"


class Survey(Scoped):
    """One questionnaire.

    ``target`` is the wanted number of sheets; ``source_note`` says how people were reached (样本来源) and is printed with every
    result. ``counts_unsure``: whether 不清楚 counts among the valid answers of a 满意率. ``asks_village``: an open questionnaire asks
    which village one is of, for the quotas only. ``satisfied`` and ``valid`` are what its 满意率 is made of, counted once when it was
    closed: no sheet comes after that. A correction after the first sheet is a new version that ``replaces`` the old.
    """

    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="surveys", verbose_name="单位")
    number = models.CharField("编号", max_length=40, unique=True)
    slug = models.CharField("网址尾码", max_length=12, unique=True)
    state = models.CharField("状态", max_length=12, choices=SurveyState, default=SurveyState.DRAFT)
    title = models.CharField("标题", max_length=80)
    intro = models.CharField("说明", max_length=600)
    closing = models.CharField("结束语", max_length=300, blank=True)
    source_note = models.CharField("样本来源", max_length=200)
    mode = models.CharField("填答方式", max_length=8, choices=Mode, default=Mode.CODE)
    asks_village = models.BooleanField("问填答人是哪个村的（只用来算配额）", default=True)
    counts_unsure = models.BooleanField("满意率把“不清楚”算进有效答卷", default=False)
    opens_on = models.DateField("开始日")
    closes_on = models.DateField("截止日")
    target = models.PositiveIntegerField("目标样本量", default=0)
    version = models.PositiveSmallIntegerField("版次", default=1)
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="newer", verbose_name="上一版"
    )
    author = models.CharField("编写人", max_length=40)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField("建立时间")
    closed_on = models.DateField("实际截止日", null=True, blank=True)
    published_on = models.DateField("公开日", null=True, blank=True)
    satisfied = models.PositiveIntegerField("满意份数", null=True, blank=True)
    valid = models.PositiveIntegerField("有效份数", null=True, blank=True)
    revision = models.PositiveIntegerField(default=0, editable=False)

    scope = Scope("unit")

    class Meta:
        verbose_name = "问卷"
        ordering = ("-created_at", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=models.F("opens_on")),
                name="surveys_survey_days",
                violation_error_message="截止日不能早于开始日",
            )
        ]

    def __str__(self) -> str:
        return self.title if self.version == 1 else f"{self.title}（第{self.version}版）"

    @property
    def key(self) -> str:
        """By this what came of it is found."""
        return f"surveys.survey:{self.pk}"

    @property
    def is_ended(self) -> bool:
        return self.state in ENDED

    @property
    def has_codes(self) -> bool:
        return self.mode == Mode.CODE

    def is_open(self, today: dt.date) -> bool:
        """Whether sheets are taken on that day."""
        return self.state == SurveyState.RUNNING and self.opens_on <= today <= self.closes_on


class Kind(models.TextChoices):
    SINGLE = "single", "单选"
    MULTIPLE = "multiple", "多选"
    SCALE = "scale", "量表（1到5分）"
    MATRIX = "matrix", "矩阵（每行单选）"
    OPEN = "open", "填空"


SATISFACTION = ("非常满意", "满意", "一般", "不太满意", "不满意", "不清楚")
"""The one scale of every 满意率: the first two are satisfied, the last does not know."""
POINTS = ("1分", "2分", "3分", "4分", "5分")


class Question(models.Model):
    """One question. ``options`` are texts, ``lines`` the rows of a matrix.

    Shown only where ``depends`` (an earlier question of its survey) was answered with one of the numbers in ``depends_on``, counted
    from 1; no ``depends``: always.
    """

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="questions", verbose_name="问卷")
    place = models.PositiveSmallIntegerField("题号")
    kind = models.CharField("题型", max_length=10, choices=Kind)
    text = models.CharField("题目", max_length=200)
    hint = models.CharField("说明", max_length=200, blank=True)
    options = models.JSONField("选项", default=list)
    lines = models.JSONField("矩阵各行", default=list)
    is_required = models.BooleanField("必答", default=False)
    is_satisfaction = models.BooleanField("满意度题", default=False)
    depends = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followers", verbose_name="显示条件"
    )
    depends_on = models.JSONField("条件选项", default=list)

    class Meta:
        verbose_name = "问卷题目"
        ordering = ("place", "id")

    def __str__(self) -> str:
        return f"{self.place}. {self.text}"

    @property
    def width(self) -> int:
        """How many signs it takes on a sheet: one a choice, one an option of a 多选, one a line of a matrix, none in own words."""
        return {Kind.OPEN: 0, Kind.MULTIPLE: len(self.options), Kind.MATRIX: len(self.lines)}.get(
            Kind(self.kind), 1
        )

    @property
    def name(self) -> str:
        """What its field is called in every form."""
        return f"q{self.pk}"


class Quota(models.Model):
    """How many sheets are wanted of a village, how many 纸质问卷 were handed out there, how many sheets came."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="quotas", verbose_name="问卷")
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", verbose_name="村（社区）")
    wanted = models.PositiveIntegerField("配额", default=0)
    papers = models.PositiveIntegerField("发出纸质份数", default=0)
    received = models.PositiveIntegerField("收到", default=0)

    class Meta:
        verbose_name = "问卷配额"
        ordering = ("unit__seq", "unit_id")
        constraints = [models.UniqueConstraint(fields=["survey", "unit"], name="surveys_quota_once")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.received}/{self.wanted}"


class Batch(models.Model):
    """Slips with codes printed at one time for one village; the codes themselves were shown then and never again. ``form_hash`` is a digest of the
    page from which they were printed: sent twice it prints once."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="batches", verbose_name="问卷")
    quota = models.ForeignKey(Quota, models.PROTECT, related_name="batches", verbose_name="配额")
    count = models.PositiveIntegerField("张数")
    printed_on = models.DateField("印制日")
    printed_by = models.CharField("印制人", max_length=40)
    void_reason = models.CharField("作废理由", max_length=200, blank=True)
    form_hash = models.CharField(max_length=64, null=True, blank=True, unique=True)  # noqa: DJ001 - many have none

    class Meta:
        verbose_name = "填答码批次"
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.count} 张"


class Code(models.Model):
    """One slip: a digest of its code and whether it was used. No time, no sheet."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="codes", verbose_name="批次")
    digest = models.CharField(max_length=64, unique=True)
    is_used = models.BooleanField("已用", default=False)

    class Meta:
        verbose_name = "填答码"
        ordering = ("digest",)

    def __str__(self) -> str:
        return "已用" if self.is_used else "未用"


class Channel(models.TextChoices):
    WEB = "web", "网上"
    PAPER = "paper", "纸质补录"


class Sheet(models.Model):
    """One answer sheet. ``marks`` holds every choice as one sign at a fixed place (`marks.py`): 100,000 are counted from one column.

    ``form_hash`` is a digest of the form's own random key: the same form sent twice is one sheet.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, models.PROTECT, related_name="sheets", verbose_name="问卷")
    cell = models.ForeignKey(
        Quota, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="配额"
    )
    channel = models.CharField("来源", max_length=6, choices=Channel, default=Channel.WEB)
    marks = models.CharField(max_length=500)
    form_hash = models.CharField(max_length=64, null=True, blank=True, unique=True)  # noqa: DJ001 - many have none

    class Meta:
        verbose_name = "答卷"
        ordering = ("id",)

    def __str__(self) -> str:
        return "答卷"


class Words(models.Model):
    """What somebody wrote in their own words; tied to the question, not to a sheet."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    question = models.ForeignKey(Question, models.PROTECT, related_name="words", verbose_name="题目")
    text = models.CharField("原话", max_length=500)
    is_reported = models.BooleanField("已转群众反映", default=False)

    class Meta:
        verbose_name = "填空原话"
        ordering = ("id",)

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def key(self) -> str:
        """By this the report made of it is found."""
        return f"surveys.words:{self.pk}"


def label_of(question: Question, number: int) -> str:
    """The text of option ``number``, counted from 1."""
    options: list[Any] = question.options
    return str(options[number - 1]) if 0 < number <= len(options) else ""
