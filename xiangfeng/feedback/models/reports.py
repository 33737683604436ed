"""群众反映: what was said, by what way, who deals with it, what was answered, how it was judged (A4.3, ledger 8)."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q

from xiangfeng.access.scope import Scope, Scoped
from xiangfeng.feedback.models.desk import Category
from xiangfeng.feedback.models.kinds import OPEN, Adoption, Channel, Kind, Privacy, Rating, ReportState


class Report(Scoped):
    """One 群众反映, received by ``unit`` and dealt with by ``handler`` (``unit`` itself until it is dispatched).

    ``about`` is the unit complained of: its people never see the report, and it never handles it. ``text`` is what was said;
    ``brief`` is what the handling unit reads of it. Who said it stands in :class:`Contact` alone. ``form_hash`` is a digest of the
    sender's own key: the same form sent twice is one report; ``code_hash`` of the receipt, shown once. ``origin_key`` names the row it came
    from (``supervision.opening:3``). ``due_on`` is the earlier of the term of its kind and ``upper_due_on``, the deadline given by 12345.
    ``x`` east and ``y`` north are in the township's own system, as with sites; ``latitude`` and ``longitude`` are what a machine sent.
    """

    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="reports", verbose_name="受理单位")
    handler = models.ForeignKey(
        "orgs.Unit", models.PROTECT, related_name="reports_to_handle", verbose_name="承办单位"
    )
    about = models.ForeignKey(
        "orgs.Unit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reports_about",
        verbose_name="被反映单位",
    )
    number = models.CharField("编号", max_length=40, unique=True)
    state = models.CharField("状态", max_length=12, choices=ReportState, default=ReportState.NEW)
    kind = models.CharField("诉求类别", max_length=12, choices=Kind, default=Kind.COMPLAINT)
    channel = models.CharField("渠道", max_length=12, choices=Channel, default=Channel.WEB)
    privacy = models.CharField("署名", max_length=12, choices=Privacy, default=Privacy.ANONYMOUS)
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, blank=True, related_name="reports", verbose_name="问题类别"
    )
    norm = models.ForeignKey(
        "regulations.Norm", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="行为规范"
    )
    site = models.ForeignKey(
        "sites.Site", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="点位"
    )
    village = models.ForeignKey(
        "orgs.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="所在村（社区）"
    )
    place = models.CharField("地点", max_length=120, blank=True)
    x = models.DecimalField("东向坐标", max_digits=14, decimal_places=6, null=True, blank=True)
    y = models.DecimalField("北向坐标", max_digits=14, decimal_places=6, null=True, blank=True)
    latitude = models.DecimalField("纬度", max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField("经度", max_digits=9, decimal_places=6, null=True, blank=True)
    text = models.TextField("反映内容")
    brief = models.TextField("转办内容", blank=True)
    shows_photos = models.BooleanField("照片转给承办单位", default=True)
    came_on = models.DateField("收到日期")
    received_at = models.DateTimeField("登记时间")
    registrar = models.CharField("登记人", max_length=40, blank=True)
    origin_key = models.CharField(max_length=80, blank=True, db_index=True)
    form_hash = models.CharField(max_length=64, null=True, blank=True)
    code_hash = models.CharField(max_length=64, blank=True, db_index=True)
    upper_number = models.CharField("12345工单号", max_length=40, blank=True)
    upper_due_on = models.DateField("上级时限", null=True, blank=True)

    accept_due_on = models.DateField("受理期限")
    accepted_at = models.DateTimeField("受理时间", null=True, blank=True)
    due_on = models.DateField("办理期限")
    first_due_on = models.DateField("最初期限")
    sent_at = models.DateTimeField("派单时间", null=True, blank=True)
    sign_due_on = models.DateField("签收期限", null=True, blank=True)
    signed_at = models.DateTimeField("签收时间", null=True, blank=True)
    returns = models.PositiveSmallIntegerField("退单次数", default=0)
    reopened = models.PositiveSmallIntegerField("重办次数", default=0)
    urged_on = models.DateField("催办日", null=True, blank=True)
    answer = models.TextField("办理结果", blank=True)
    answered_by = models.CharField("填报人", max_length=40, blank=True)
    answered_at = models.DateTimeField("报结果时间", null=True, blank=True)
    reply = models.TextField("答复", blank=True)
    replied_by = models.CharField("答复人", max_length=40, blank=True)
    replied_at = models.DateTimeField("答复时间", null=True, blank=True)
    first_replied_at = models.DateTimeField("首次答复时间", null=True, blank=True)
    replier = models.ForeignKey(
        "orgs.Unit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="首次答复的承办单位",
    )
    was_late = models.BooleanField("曾超期", default=False)
    rating = models.CharField("满意度", max_length=12, choices=Rating, blank=True)
    rating_text = models.CharField("评价", max_length=300, blank=True)
    rated_at = models.DateTimeField("评价时间", null=True, blank=True)
    followed_by = models.CharField("回访人", max_length=40, blank=True)
    followed_at = models.DateTimeField("回访时间", null=True, blank=True)
    follow_up = models.CharField("回访情况", max_length=300, blank=True)
    adoption = models.CharField("采纳情况", max_length=10, choices=Adoption, blank=True)
    adoption_reason = models.CharField("采纳理由", max_length=500, blank=True)
    closed_at = models.DateTimeField("办结时间", null=True, blank=True)
    exit_reason = models.CharField("不受理或转出的说明", max_length=500, blank=True)
    exit_to = models.CharField("转往", max_length=60, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name="并入"
    )
    hastened_from = models.DateField("并入前那件的期限", null=True, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name="由哪件拆出"
    )
    related = models.ManyToManyField("self", blank=True, verbose_name="关联")
    forgotten_on = models.DateField("匿名化日期", null=True, blank=True)

    # What was said is for the unit that received it and those above; the one that handles it reads its brief (standards §6.6).
    scope = Scope("unit", at={"feedback.handle": "handler", "feedback.view_own": "handler"})

    class Meta:
        verbose_name = "群众反映"
        ordering = ("-received_at", "-id")
        constraints = [
            # None for none: an index of all but the empty ones would not serve the search for one.
            models.UniqueConstraint(
                fields=["form_hash"],
                name="feedback_form_once",
                violation_error_message="这张表已经提交过了",
            ),
            models.UniqueConstraint(
                fields=["unit", "upper_number"],
                condition=~Q(upper_number=""),
                name="feedback_upper_number_once",
                violation_error_message="这个12345工单号已经登记过了",
            ),
        ]
        indexes = [
            models.Index(fields=["-received_at", "-id"], name="feedback_latest"),
            models.Index(fields=["state", "due_on"], name="feedback_by_state"),
            models.Index(fields=["handler", "state"], name="feedback_by_handler"),
            # All that the list of a township is sorted and narrowed by: a page of it is found without reading the reports.
            models.Index(fields=["unit", "-received_at", "-id", "about"], name="feedback_of_unit"),
            models.Index(fields=["unit", "came_on"], name="feedback_by_day"),
            models.Index(fields=["unit", "state"], name="feedback_by_unit"),
        ]

    def __str__(self) -> str:
        # The history keeps this for good: the words, which may name people, stay out of it.
        return f"群众反映 {self.number}"

    @property
    def key(self) -> str:
        """The key under which its tasks, findings and files know it."""
        return f"feedback.report:{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def where(self) -> str:
        """The place in words: site or village, and what was written."""
        return " ".join(part for part in (self._named_place, self.place) if part)

    @property
    def where_told(self) -> str:
        """The place as the handling unit reads it: of a confidential report site or village alone, for “我家门口” says who it is; what
        more is needed stands in ``brief``."""
        return self._named_place if self.privacy == Privacy.CONFIDENTIAL else self.where

    @property
    def _named_place(self) -> str:
        return self.site.name if self.site else self.village.name if self.village else ""

    def is_overdue(self, today: dt.date) -> bool:
        return self.is_open and self.due_on < today


class Contact(Scoped):
    """Who said it. A table of its own: no list or page loads it by the way; each look is logged. Emptied by the clock."""

    report = models.OneToOneField(Report, models.CASCADE, related_name="contact", verbose_name="群众反映")
    name = models.CharField("姓名", max_length=40, blank=True)
    phone = models.CharField("电话", max_length=40, blank=True)
    email = models.CharField("邮箱", max_length=100, blank=True)

    scope = Scope("report__unit")

    class Meta:
        verbose_name = "反映人"
        ordering = ("id",)

    def __str__(self) -> str:
        return "反映人"
