"""创建方案 of several years, 年度计划 with its versions, and the goals broken down to units."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from xiangfeng.access.scope import Scope, Scoped


class Programme(Scoped):
    """A scheme of several years in four parts: background, aims, contents and what each year brings (B1–B3).

    ``yearly`` is the text by year (``{"2026": "…"}``). ``planning_title`` names the development plan of the place that
    takes the work up, ``planning_clause`` where in it (D5.2).
    """

    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="programmes", verbose_name="单位")
    title = models.CharField("名称", max_length=80)
    from_year = models.PositiveSmallIntegerField("起始年")
    to_year = models.PositiveSmallIntegerField("终止年")
    background = models.TextField("背景", blank=True)
    aims = models.TextField("目标", blank=True)
    contents = models.TextField("工作内容", blank=True)
    yearly = models.JSONField("分年计划", default=dict, blank=True)
    planning_title = models.CharField("写入的发展规划", max_length=120, blank=True)
    planning_clause = models.CharField("规划章节", max_length=80, blank=True)
    revision = models.PositiveIntegerField("修改次数", default=1)
    created_at = models.DateTimeField("建立时间")

    scope = Scope("unit")

    class Meta:
        verbose_name = "创建方案"
        ordering = ("unit__path", "-from_year", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(to_year__gte=models.F("from_year")),
                name="goals_programme_years",
                violation_error_message="终止年不能早于起始年",
            )
        ]

    def __str__(self) -> str:
        return self.title


class PlanState(models.TextChoices):
    DRAFT = "draft", "编制"
    SUBMITTED = "submitted", "待批准"
    APPROVED = "approved", "已批准"
    REPLACED = "replaced", "已被新版替代"


class Plan(Scoped):
    """One version of a unit's 年度计划. Approved it is locked; a change is a new version that names why (A5.1a, B2.11)."""

    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="plans", verbose_name="单位")
    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="plans", verbose_name="创建方案"
    )
    year = models.PositiveSmallIntegerField("年度")
    version = models.PositiveSmallIntegerField("版本", default=1)
    state = models.CharField("状态", max_length=10, choices=PlanState, default=PlanState.DRAFT)
    title = models.CharField("名称", max_length=80)
    upper_number = models.CharField("依据的上级文件号", max_length=80, blank=True)
    guidance = models.TextField("指导思想", blank=True)
    safeguards = models.TextField("保障措施", blank=True)
    why = models.CharField("调整理由", max_length=300, blank=True)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name="替代的版本"
    )
    approved_on = models.DateField("批准日", null=True, blank=True)
    approved_by = models.CharField("批准人", max_length=40, blank=True)
    serial = models.PositiveSmallIntegerField("发文顺序号", null=True, blank=True)
    revision = models.PositiveIntegerField("修改次数", default=1)
    created_at = models.DateTimeField("建立时间")

    scope = Scope("unit")

    class Meta:
        verbose_name = "年度计划"
        ordering = ("unit__path", "-year", "-version")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year", "version"],
                name="goals_plan_version_once",
                violation_error_message="这一版计划已经有了",
            ),
            models.UniqueConstraint(
                fields=["unit", "year"],
                condition=Q(state="approved"),
                name="goals_plan_one_approved",
                violation_error_message="这一年已有批准的计划",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(approved_on__isnull=False),
                name="goals_plan_approved_has_day",
                violation_error_message="批准要有日期",
            ),
        ]

    def __str__(self) -> str:
        return self.title if self.version == 1 else f"{self.title}（第{self.version}版）"


class Direction(models.TextChoices):
    AT_LEAST = "ge", "不少于"
    AT_MOST = "le", "不超过"


class Outcome(models.TextChoices):
    OPEN = "", "进行中"
    DONE = "done", "完成"
    CARRIED = "carried", "结转"
    CANCELLED = "cancelled", "取消"


class Goal(Scoped):
    """A goal of a plan, at any depth. A goal without children is what a unit answers for: indicator, target, deadline.

    ``unit`` is the 责任（牵头）单位, empty while nobody has it. Weights of siblings make 100. ``figure`` names where the
    live value comes from (`goals.figures`), ``manual`` for reported progress. ``is_additive``: its children add up to
    it (counts); otherwise each keeps its standard (rates). ``carried_from`` is last year's goal that was not finished. ``first`` is the
    same goal in the plan's first version, empty there: what was reported belongs to it, so a new version loses nothing.
    ``requirement`` traces a generated goal to what asked for it (B3.1(3)、B2.3).
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="goals", verbose_name="年度计划")
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children", verbose_name="上级目标"
    )
    seq = models.PositiveIntegerField("排序", default=0)
    title = models.CharField("目标", max_length=120)
    indicator = models.CharField("指标", max_length=80, blank=True)
    direction = models.CharField("方向", max_length=2, choices=Direction, default=Direction.AT_LEAST)
    target = models.DecimalField("目标值", max_digits=12, decimal_places=2, null=True, blank=True)
    measure = models.CharField("单位", max_length=12, blank=True)
    is_additive = models.BooleanField(
        "下级相加", default=True, help_text="次数、面积等相加；比率、分数逐级同标准"
    )
    weight = models.DecimalField("权重", max_digits=6, decimal_places=2, null=True, blank=True)
    unit = models.ForeignKey(
        "orgs.Unit", models.PROTECT, null=True, blank=True, related_name="goals", verbose_name="牵头单位"
    )
    helpers = models.CharField("配合单位", max_length=120, blank=True)
    leader = models.CharField("责任领导", max_length=40, blank=True)
    due_on = models.DateField("完成时限", null=True, blank=True)
    tags = models.CharField("文明类别", max_length=40, blank=True)
    figure = models.CharField("取数来源", max_length=30, default="manual")
    outcome = models.CharField("年末结果", max_length=10, choices=Outcome, blank=True, default=Outcome.OPEN)
    outcome_note = models.CharField("结果说明", max_length=200, blank=True)
    carried_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="carried_to", verbose_name="结转自"
    )
    first = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="later", verbose_name="最初版本"
    )
    requirement = models.CharField("对应要求", max_length=30, blank=True)
    revision = models.PositiveIntegerField("修改次数", default=1)

    scope = Scope("plan__unit")

    class Meta:
        verbose_name = "目标"
        ordering = ("plan", "seq", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(weight__isnull=True) | Q(weight__gte=0, weight__lte=100),
                name="goals_goal_weight",
                violation_error_message="权重应在0到100之间",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def line(self) -> int:
        """What is the same for this goal in every version of the plan."""
        return self.first_id or self.pk

    @property
    def goal_text(self) -> str:
        """The target as people read it: 不少于 4 场."""
        if self.target is None:
            return ""
        sign = "≥" if self.direction == Direction.AT_LEAST else "≤"
        return f"{sign} {self.target.normalize():f} {self.measure}".strip()


class Slice(models.Model):
    """What of a goal falls into one quarter or month (A5.1b)."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="slices", verbose_name="目标")
    label = models.CharField("时段", max_length=10, help_text="如 2026Q1、2026-03")
    work = models.CharField("安排", max_length=200)
    target = models.DecimalField("时段目标值", max_digits=12, decimal_places=2, null=True, blank=True)

    class Meta:
        verbose_name = "阶段安排"
        ordering = ("goal", "label")
        constraints = [
            models.UniqueConstraint(
                fields=["goal", "label"],
                name="goals_slice_once",
                violation_error_message="这个时段已有安排",
            )
        ]

    def __str__(self) -> str:
        return f"{self.goal.title} {self.label}"


class Progress(models.Model):
    """A reported value of a goal on a day, with what proves it. Entered once, by whoever has it.

    It hangs on the goal's ``first``, so that all versions of the plan read the same row.
    """

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="progress", verbose_name="目标")
    on = models.DateField("日期")
    value = models.DecimalField("完成值", max_digits=12, decimal_places=2)
    text = models.CharField("进展", max_length=300, blank=True)
    attachment = models.ForeignKey(
        "attachments.Attachment", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="佐证"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField("填报时间")

    class Meta:
        verbose_name = "目标进展"
        ordering = ("goal", "-on", "-id")

    def __str__(self) -> str:
        return f"{self.goal.title} {self.on}"


class EvaluationKind(models.TextChoices):
    QUARTER = "quarter", "季度评估"
    HALF = "half", "半年评估"
    YEAR = "year", "年度总结"


class EvaluationState(models.TextChoices):
    OPEN = "open", "评估中"
    CLOSED = "closed", "已完成"


class Evaluation(Scoped):
    """A look back at a span: what was reached, what was wrong, what changes; told to those concerned, who say they have
    read it (B2.11, G3.3). Closed it fulfils the duty 评估 or 年度总结."""

    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="evaluations", verbose_name="单位")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="evaluations", verbose_name="年度计划")
    kind = models.CharField("种类", max_length=8, choices=EvaluationKind)
    state = models.CharField("状态", max_length=8, choices=EvaluationState, default=EvaluationState.OPEN)
    covers_until = models.DateField("评估到")
    summary = models.TextField("总体情况", blank=True)
    problems = models.TextField("存在问题", blank=True)
    adjustments = models.TextField("调整意见", blank=True)
    snapshot = models.JSONField("当时的完成值", default=list, blank=True)
    closed_on = models.DateField("完成日", null=True, blank=True)
    closed_by = models.CharField("完成人", max_length=40, blank=True)
    revision = models.PositiveIntegerField("修改次数", default=1)
    created_at = models.DateTimeField("建立时间")

    scope = Scope("unit")

    class Meta:
        verbose_name = "评估"
        ordering = ("unit__path", "-covers_until", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "kind", "covers_until"],
                name="goals_evaluation_once",
                violation_error_message="这一期的评估已经有了",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_on__isnull=False),
                name="goals_evaluation_closed_has_day",
                violation_error_message="完成评估要有日期",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit.name}{self.covers_until.year}年{self.get_kind_display()}"


class Reading(Scoped):
    """A unit that an evaluation is fed back to, and when it said that it has read it (G3.3)."""

    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="readings", verbose_name="评估")
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="+", verbose_name="反馈单位")
    read_at = models.DateTimeField("已阅时间", null=True, blank=True)
    read_by = models.CharField("已阅人", max_length=40, blank=True)

    scope = Scope("unit")

    class Meta:
        verbose_name = "已阅回执"
        ordering = ("evaluation", "unit__seq", "unit_id")
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "unit"],
                name="goals_reading_once",
                violation_error_message="这个单位已在反馈名单里",
            )
        ]

    def __str__(self) -> str:
        return f"{self.evaluation} {self.unit.name}"
