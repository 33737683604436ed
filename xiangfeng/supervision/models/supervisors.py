"""社会监督员, their terms and letters of appointment (A4.2, ledger 10)."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q

from xiangfeng.access.scope import Scope, Scoped


class Kind(models.TextChoices):
    """The first two a township must have (A4.2)."""

    PEOPLE = "people", "群众代表"
    CONGRESS = "congress", "人大代表"
    OTHER = "other", "其他"


class Supervisor(Scoped):
    """社会监督员 of ``unit``; ``person`` is the one who signs in and files opinions, if they have an account.

    ``other_kind`` says which 其他 (政协委员, 老党员 …). Whether they serve follows from their terms and the day. The phone is masked in
    lists; each look is logged.
    """

    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="supervisors", verbose_name="聘请单位")
    person = models.OneToOneField(
        "orgs.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="supervisor",
        verbose_name="账号对应的人员",
    )
    name = models.CharField("姓名", max_length=40)
    kind = models.CharField("类别", max_length=10, choices=Kind)
    other_kind = models.CharField("其他类别", max_length=20, blank=True)
    workplace = models.CharField("单位", max_length=60)
    phone = models.CharField("电话", max_length=20)
    revision = models.PositiveIntegerField(default=0, editable=False)

    scope = Scope("unit")

    class Meta:
        verbose_name = "社会监督员"
        ordering = ("unit__path", "id")

    def __str__(self) -> str:
        return f"{self.name}（{self.kind_text}）"

    @property
    def key(self) -> str:
        """By this the reports they filed are found."""
        return f"supervision.supervisor:{self.pk}"

    @property
    def kind_text(self) -> str:
        """类别 as the ledger has it: 群众代表, 人大代表, 其他（政协委员）."""
        named = f"（{self.other_kind}）" if self.kind == Kind.OTHER and self.other_kind else ""
        return f"{self.get_kind_display()}{named}"


class TermState(models.TextChoices):
    DRAFT = "draft", "起草"
    SIGNING = "signing", "待签发"
    ISSUED = "issued", "已签发"
    ENDED = "ended", "提前解聘"
    DROPPED = "dropped", "作废"


class Term(Scoped):
    """聘期 with its 聘书: numbered and kept as a paper when it is signed.

    It runs from ``from_on`` to ``until``: ``to_on`` as the letter says, or the day on which it was ended early.
    """

    supervisor = models.ForeignKey(
        Supervisor, models.PROTECT, related_name="terms", verbose_name="社会监督员"
    )
    state = models.CharField("状态", max_length=10, choices=TermState, default=TermState.DRAFT)
    number = models.CharField("聘书号", max_length=40, blank=True)
    from_on = models.DateField("聘期起")
    to_on = models.DateField("聘期止")
    until = models.DateField("实际止")
    end_reason = models.CharField("解聘理由", max_length=200, blank=True)
    issued_on = models.DateField("签发日期", null=True, blank=True)
    signer = models.CharField("签发人", max_length=40, blank=True)
    pdf = models.ForeignKey(
        "attachments.Attachment", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="聘书"
    )
    docx = models.ForeignKey(
        "attachments.Attachment",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="聘书（Word）",
    )
    author = models.CharField("起草人", max_length=40)
    created_at = models.DateTimeField("起草时间")

    scope = Scope("supervisor__unit")

    class Meta:
        verbose_name = "聘书"
        ordering = ("-from_on", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__gte=F("from_on")),
                name="supervision_term_ends_after_start",
                violation_error_message="聘期止不能早于聘期起",
            ),
            models.UniqueConstraint(
                fields=["supervisor"],
                condition=Q(state__in=("draft", "signing")),
                name="supervision_one_open_term",
                violation_error_message="已有一份聘书在办",
            ),
            models.UniqueConstraint(
                fields=["number"],
                condition=~Q(number=""),
                name="supervision_letter_once",
                violation_error_message="这个聘书号已经用过了",
            ),
        ]
        indexes = [models.Index(fields=["state", "until"], name="supervision_term_until")]

    def __str__(self) -> str:
        return f"{self.supervisor.name} {self.number or '聘书'}"

    def runs_on(self, day: dt.date) -> bool:
        """Whether they serve by it on a day."""
        return self.state in RUNS and self.from_on <= day <= self.until


RUNS = (TermState.ISSUED, TermState.ENDED)
"""Signed once: it counts for the days it ran."""
