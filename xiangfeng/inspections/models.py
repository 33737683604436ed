"""检查: the year's plan, one inspection with its parties and draws, and the visits with what was found (A4.1b, A5.4a, A5.4d)."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from xiangfeng.access.scope import Scope, Scoped


class Kind(models.TextChoices):
    MONTHLY = "monthly", "月度检查"
    SPECIAL = "special", "专项检查"
    SPOT = "spot", "抽查"


class PlanState(models.TextChoices):
    DRAFT = "draft", "起草"
    APPROVED = "approved", "已批准"


class CheckPlan(Scoped):
    """检查计划 of one year. ``cap`` is how often one village may be visited in the year, over all inspections."""

    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="check_plans", verbose_name="单位")
    year = models.PositiveSmallIntegerField("年度")
    state = models.CharField("状态", max_length=10, choices=PlanState, default=PlanState.DRAFT)
    cap = models.PositiveSmallIntegerField("每村每年最多检查几次", default=12)
    approved_by = models.CharField("批准人", max_length=40, blank=True)
    approved_on = models.DateField("批准日", null=True, blank=True)
    revision = models.PositiveIntegerField(default=0, editable=False)

    scope = Scope("unit")

    class Meta:
        verbose_name = "检查计划"
        ordering = ("-year", "unit__path")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year"],
                name="inspections_plan_once",
                violation_error_message="这一年的检查计划已经有了",
            )
        ]

    def __str__(self) -> str:
        return f"{self.year}年检查计划"


class PlannedCheck(Scoped):
    """One line of the plan: what is checked in which month, in how many villages."""

    plan = models.ForeignKey(CheckPlan, models.CASCADE, related_name="lines", verbose_name="检查计划")
    month = models.PositiveSmallIntegerField("月")
    kind = models.CharField("种类", max_length=10, choices=Kind)
    title = models.CharField("检查内容", max_length=60)
    villages = models.PositiveSmallIntegerField("拟查村数")
    tags = models.CharField("文明类别", max_length=40, blank=True, help_text="物质、政治、精神，可多选")

    scope = Scope("plan__unit")

    class Meta:
        verbose_name = "计划检查"
        ordering = ("month", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(month__gte=1, month__lte=12),
                name="inspections_planned_month",
                violation_error_message="月份应是1到12",
            )
        ]

    def __str__(self) -> str:
        return f"{self.month}月 {self.title}"


class InspectionState(models.TextChoices):
    DRAFT = "draft", "筹备"
    ISSUED = "issued", "检查中"
    CLOSED = "closed", "已结束"
    CANCELLED = "cancelled", "已取消"


class Inspection(Scoped):
    """One inspection: some days, some sites, some parties of inspectors.

    ``forms`` holds the checklists as they were when it was issued, by the checklist's id:
    ``{"7": {"name": "公厕检查表", "items": [{"code", "title", "standard", "topic", "points", "each", "is_fatal", "norm",
    "norm_code", "indicator", "needs_photo"}]}}`` with points as text. ``over_cap_reason`` says why villages are visited more often than
    the year's plan allows.
    """

    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="inspections", verbose_name="检查单位")
    number = models.CharField("编号", max_length=40, unique=True)
    title = models.CharField("名称", max_length=80)
    kind = models.CharField("种类", max_length=10, choices=Kind)
    is_announced = models.BooleanField("事先通知", default=True)
    state = models.CharField("状态", max_length=10, choices=InspectionState, default=InspectionState.DRAFT)
    starts_on = models.DateField("开始")
    ends_on = models.DateField("结束")
    planned = models.ForeignKey(
        PlannedCheck, models.PROTECT, null=True, blank=True, related_name="inspections", verbose_name="计划"
    )
    content = models.TextField("检查要求", blank=True)
    tags = models.CharField("文明类别", max_length=40, blank=True)
    forms = models.JSONField("检查表", default=dict, blank=True)
    over_cap_reason = models.CharField("超过次数的理由", max_length=200, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField("建立时间")
    issued_at = models.DateTimeField("派发时间", null=True, blank=True)
    closed_at = models.DateTimeField("结束时间", null=True, blank=True)
    revision = models.PositiveIntegerField(default=0, editable=False)

    scope = Scope("unit")

    class Meta:
        verbose_name = "检查"
        ordering = ("-starts_on", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")),
                name="inspections_ends_after_start",
                violation_error_message="结束日早于开始日",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Party(Scoped):
    """考评组: those who go out together. Two at least sign a check."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="parties", verbose_name="检查")
    name = models.CharField("名称", max_length=20)
    members = models.ManyToManyField("orgs.Person", related_name="+", verbose_name="组员")
    seq = models.PositiveSmallIntegerField("排序", default=0)

    scope = Scope("inspection__unit")

    class Meta:
        verbose_name = "检查组"
        ordering = ("seq", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "name"],
                name="inspections_party_once",
                violation_error_message="已有同名的检查组",
            )
        ]

    def __str__(self) -> str:
        return self.name


class DrawKind(models.TextChoices):
    SITES = "sites", "抽点位"
    MEMBERS = "members", "抽检查人"
    PARTIES = "parties", "抽检查组去哪个村"


class Draw(Scoped):
    """抽签记录: who draws again with ``seed`` from ``pool`` by ``method`` gets ``picked`` (A4.1b).

    ``pool`` is the list as it was, ``[{"id", "name", "group"}]``; ``must`` the ids that were in without drawing (末位必评) for the
    reason in ``must_basis``. ``picked`` holds the ids of sites; where parties are drawn, pairs ``[village or person, party]``. There the pool
    holds the parties too, with the group ``party``, and ``barred`` says of each of the others which parties it may not go to (avoidance).
    Never deleted; ``void_reason`` says why a draw does not count.
    """

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="draws", verbose_name="检查")
    kind = models.CharField("抽什么", max_length=10, choices=DrawKind)
    method = models.CharField("办法", max_length=20)
    seed = models.CharField("种子", max_length=64)
    wanted = models.PositiveSmallIntegerField("抽几个")
    pool = models.JSONField("候选名单")
    must = models.JSONField("必查", default=list, blank=True)
    must_basis = models.CharField("必查依据", max_length=120, blank=True)
    picked = models.JSONField("抽中")
    witness = models.CharField("监督人", max_length=40, blank=True)
    drawn_by = models.CharField("抽签人", max_length=40)
    drawn_at = models.DateTimeField("抽签时间")
    void_reason = models.CharField("作废理由", max_length=200, blank=True)

    scope = Scope("inspection__unit")

    class Meta:
        verbose_name = "抽签"
        ordering = ("-drawn_at", "-id")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.seed}"


class VisitState(models.TextChoices):
    WAITING = "waiting", "待查"
    HANDED_IN = "handed_in", "已查"
    VOID = "void", "不查了"


class Visit(Scoped):
    """One site in one inspection: the check itself (检查表). ``code`` is printed on the paper form and typed to find it again;
    ``key`` is what the phone calls it.

    ``form`` is the key into ``inspection.forms``. ``score`` of ``full`` follow from the answers when it is handed in.
    """

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="visits", verbose_name="检查")
    site = models.ForeignKey("sites.Site", models.PROTECT, related_name="visits", verbose_name="点位")
    party = models.ForeignKey(
        Party, models.SET_NULL, null=True, blank=True, related_name="visits", verbose_name="检查组"
    )
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    code = models.CharField("表号", max_length=12, unique=True)
    form = models.CharField("检查表", max_length=20, blank=True)
    state = models.CharField("状态", max_length=10, choices=VisitState, default=VisitState.WAITING)
    visited_on = models.DateField("检查日期", null=True, blank=True)
    inspectors = models.CharField("检查人", max_length=80, blank=True)
    present = models.CharField("被检单位在场人", max_length=40, blank=True)
    is_confirmed = models.BooleanField("在场人已确认", default=False)
    remark = models.CharField("被检单位意见", max_length=300, blank=True)
    score = models.DecimalField("得分", max_digits=7, decimal_places=2, null=True, blank=True)
    full = models.DecimalField("满分", max_digits=7, decimal_places=2, null=True, blank=True)
    is_typed_back = models.BooleanField("按纸表补录", default=False)
    handed_in_at = models.DateTimeField("交表时间", null=True, blank=True)
    handed_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    void_reason = models.CharField("不查的理由", max_length=200, blank=True)
    seq = models.PositiveIntegerField("顺序", default=0)

    # A village sees what was found at its sites when it is found, not where somebody will look next.
    scope = Scope("site__unit", only={"inspections.view_own": {"state": (VisitState.HANDED_IN,)}})

    class Meta:
        verbose_name = "检查表"
        ordering = ("seq", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "site"],
                name="inspections_visit_once",
                violation_error_message="这个点位已经在这次检查里",
            )
        ]

    def __str__(self) -> str:
        return f"{self.site.name} {self.inspection.title}"


class Verdict(models.TextChoices):
    OK = "ok", "没问题"
    BAD = "bad", "有问题"
    SKIP = "skip", "不涉及"


class Answer(Scoped):
    """What was found on one item. ``device`` and ``turn`` say which of one phone's answers is the later, whatever order they
    arrive in; ``revision`` rises with every change, so that two people do not overwrite each other in silence."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="answers", verbose_name="检查表")
    item = models.CharField("检查项", max_length=20)
    verdict = models.CharField("结果", max_length=4, choices=Verdict)
    count = models.PositiveSmallIntegerField("处数", default=0)
    points = models.DecimalField("扣分", max_digits=6, decimal_places=2, default=0)
    note = models.CharField("问题", max_length=200, blank=True)
    device = models.CharField(max_length=40, blank=True)
    turn = models.PositiveBigIntegerField(default=0)
    revision = models.PositiveIntegerField(default=1)
    by = models.CharField("填写人", max_length=40)
    filled_at = models.DateTimeField("填写时间")
    saved_at = models.DateTimeField("收到时间")

    scope = Scope(
        "visit__site__unit", only={"inspections.view_own": {"visit__state": (VisitState.HANDED_IN,)}}
    )

    class Meta:
        verbose_name = "检查结果"
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "item"],
                name="inspections_answer_once",
                violation_error_message="这一项已经填过",
            )
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.get_verdict_display()}"


class Photo(Scoped):
    """A photo taken at one item; ``key`` is the phone's, so that it is kept once however often it is sent."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="photos", verbose_name="检查表")
    item = models.CharField("检查项", max_length=20)
    key = models.UUIDField(unique=True)
    attachment = models.ForeignKey(
        "attachments.Attachment", models.PROTECT, related_name="+", verbose_name="照片"
    )
    taken_at = models.DateTimeField("拍摄时间", null=True, blank=True)
    by = models.CharField("拍摄人", max_length=40)

    scope = Scope(
        "visit__site__unit", only={"inspections.view_own": {"visit__state": (VisitState.HANDED_IN,)}}
    )

    class Meta:
        verbose_name = "检查照片"
        ordering = ("id",)

    def __str__(self) -> str:
        return str(self.attachment)


class Upload(Scoped):
    """A photo on its way: ``received`` of ``size`` bytes are here, the rest may come after the network is back."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="uploads", verbose_name="检查表")
    key = models.UUIDField(unique=True)
    item = models.CharField("检查项", max_length=20)
    name = models.CharField("文件名", max_length=120)
    size = models.PositiveIntegerField("大小（字节）")
    received = models.PositiveIntegerField("已收（字节）", default=0)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    began_at = models.DateTimeField("开始时间")

    scope = Scope("visit__site__unit")

    class Meta:
        verbose_name = "未传完的照片"
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name


class Receipt(Scoped):
    """One thing a phone sent and what was answered, by the phone's own key: sent again, it is answered the same and done once."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="receipts", verbose_name="检查表")
    key = models.UUIDField(unique=True)
    answer = models.JSONField("答复")
    at = models.DateTimeField("收到时间")

    scope = Scope("visit__site__unit")

    class Meta:
        verbose_name = "收件记录"
        ordering = ("id",)

    def __str__(self) -> str:
        return str(self.key)


class Clash(Scoped):
    """Two people filled the same item: what stands, and what came second. Kept until somebody has chosen."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="clashes", verbose_name="检查表")
    item = models.CharField("检查项", max_length=20)
    stands = models.JSONField("现在的")
    other = models.JSONField("另一份")
    by = models.CharField("另一份的填写人", max_length=40)
    at = models.DateTimeField("收到时间")
    settled_by = models.CharField("处理人", max_length=40, blank=True)
    settled_at = models.DateTimeField("处理时间", null=True, blank=True)
    is_other_taken = models.BooleanField("采用另一份", default=False)

    scope = Scope("visit__site__unit")

    class Meta:
        verbose_name = "填写冲突"
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.item} 两人填得不一样"
