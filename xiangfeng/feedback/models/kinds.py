"""The words of 群众反映: kinds, ways, states."""

from __future__ import annotations

from django.db import models


class Kind(models.TextChoices):
    """诉求类别; each has its own term (GB/T 33358, standards §6.2)."""

    ENQUIRY = "enquiry", "咨询"
    HELP = "help", "求助"
    SUGGESTION = "suggestion", "建议"
    COMPLAINT = "complaint", "投诉举报"


class Channel(models.TextChoices):
    """The ways of ledger 8, and the machines."""

    PHONE = "phone", "电话"
    BOX = "box", "意见箱"
    WEB = "web", "网页"
    SURVEY = "survey", "问卷"
    LETTER = "letter", "一封信"
    SUPERVISOR = "supervisor", "监督员"
    UPPER = "upper", "12345"
    MACHINE = "machine", "接口"


class Privacy(models.TextChoices):
    ANONYMOUS = "anonymous", "匿名"
    CONFIDENTIAL = "confidential", "要求保密"
    NAMED = "named", "实名"


class ReportState(models.TextChoices):
    NEW = "new", "待受理"
    ACCEPTED = "accepted", "待派单"
    SENT = "sent", "待签收"
    HANDLING = "handling", "办理中"
    ANSWERED = "answered", "待审核"
    REPLIED = "replied", "已回复"
    CLOSED = "closed", "已办结"
    REFUSED = "refused", "不予受理"
    PETITIONED = "petitioned", "转信访"
    MOVED = "moved", "已移交"
    MERGED = "merged", "已合并"


class Rating(models.TextChoices):
    SATISFIED = "satisfied", "满意"
    BASICALLY = "basically", "基本满意"
    UNSATISFIED = "unsatisfied", "不满意"


class Adoption(models.TextChoices):
    """What became of a suggestion (A4.3e)."""

    ADOPTED = "adopted", "采纳"
    PARTLY = "partly", "部分采纳"
    DECLINED = "declined", "不采纳"


S = ReportState
OPEN = (S.NEW, S.ACCEPTED, S.SENT, S.HANDLING, S.ANSWERED)
"""Somebody has still to do something."""
ENDED = (S.CLOSED, S.REFUSED, S.PETITIONED, S.MOVED, S.MERGED)


class Side(models.TextChoices):
    SENDER = "sender", "反映人"
    OFFICE = "office", "受理单位"
    HANDLER = "handler", "承办单位"


class ExtensionState(models.TextChoices):
    ASKED = "asked", "待批准"
    GRANTED = "granted", "同意"
    DENIED = "denied", "不同意"
