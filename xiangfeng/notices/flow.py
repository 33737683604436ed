"""The life of a notice. Drafted and signed by two; ended by the clock; never ended as 无异议 while an objection stands."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from xiangfeng.access.actor import Actor
from xiangfeng.notices.guards import against
from xiangfeng.notices.models import Finding, Notice, ObjectionState
from xiangfeng.notices.models import NoticeState as S
from xiangfeng.workflow.flow import Flow, move

MANAGE, ISSUE = "notices.manage", "notices.issue"
UNSETTLED = Q(state=ObjectionState.OPEN) | Q(finding__in=(Finding.UPHELD, Finding.PARTLY))
"""Objections that keep a 公示 from ending as 无异议: unanswered, or found to be right."""


def _may_go(row: Any, actor: Actor) -> str | None:
    return against(row)


def _may_issue(row: Any, actor: Actor) -> str | None:
    old = row.corrects
    if old and old.objections.filter(state=ObjectionState.OPEN).exists():
        return f"原公示 {old.number} 还有异议没有答复，先答复再发更正"
    return against(row)


def _is_publicity(row: Any, actor: Actor) -> str | None:
    return _may_issue(row, actor) if row.is_publicity else "这是公告，没有公示期，点“签发公告”"


def _is_announcement(row: Any, actor: Actor) -> str | None:
    return "这是公示，点“签发公示”" if row.is_publicity else _may_issue(row, actor)


def _is_settled(row: Any, actor: Actor) -> str | None:
    count = row.objections.filter(UNSETTLED).count()
    return f"还有 {count} 条异议没有了结，不能按无异议结束" if count else None


def _is_contested(row: Any, actor: Actor) -> str | None:
    return None if row.objections.filter(UNSETTLED).exists() else "没有要处理的异议"


def _is_answered(row: Any, actor: Actor) -> str | None:
    count = row.objections.filter(state=ObjectionState.OPEN).count()
    return f"还有 {count} 条异议没有答复，先答复再决定" if count else None


def _is_replaced(row: Any, actor: Actor) -> str | None:
    issued = Notice.objects.filter(corrects_id=row.pk, issued_on__isnull=False).exclude(state=S.WITHDRAWN)
    return None if issued.exists() else "更正件还没有签发"


NOTICE = Flow(
    "notices.Notice",
    S,
    move(
        "submit",
        "送签",
        S.DRAFT,
        S.SIGNING,
        needs=MANAGE,
        guard=_may_go,
        effect="领导收到消息，等签发；签发前可以撤回修改。",
    ),
    move(
        "publicise",
        "签发公示",
        S.SIGNING,
        S.RUNNING,
        needs=ISSUE,
        guard=_is_publicity,
        effect="编号，马上对社会公开；公示期从下一个工作日算起，期满自动结束。",
    ),
    move(
        "announce",
        "签发公告",
        S.SIGNING,
        S.PUBLISHED,
        needs=ISSUE,
        guard=_is_announcement,
        effect="编号，马上对社会公开；写了截止日的到期自动撤下。",
    ),
    move(
        "send_back",
        "退回修改",
        S.SIGNING,
        S.DRAFT,
        needs=ISSUE,
        note="要改什么",
        effect="回到起草，起草人看得到要改什么。",
    ),
    move("recall", "撤回修改", S.SIGNING, S.DRAFT, needs=MANAGE, effect="回到起草，改好再送签。"),
    move(
        "drop",
        "作废草稿",
        S.DRAFT,
        S.DROPPED,
        needs=MANAGE,
        grave=True,
        effect="这份草稿不再用，列表里还查得到。",
    ),
    move(
        "end",
        "期满无异议",
        S.RUNNING,
        S.ENDED,
        needs=MANAGE,
        guard=_is_settled,
        effect="公示期满，没有要处理的异议；名单从公众网撤下。",
    ),
    move(
        "contest",
        "转异议处理",
        (S.RUNNING, S.ENDED),
        S.CONTESTED,
        needs=MANAGE,
        guard=_is_contested,
        effect="公示期满，有异议要处理；答复以后决定维持、调整或取消。",
    ),
    move(
        "keep",
        "维持",
        S.CONTESTED,
        S.ENDED,
        needs=MANAGE,
        guard=_is_answered,
        note="理由",
        effect="公示内容不变，理由在公众网上看得到。",
    ),
    move(
        "adjust",
        "调整",
        S.CONTESTED,
        S.ENDED,
        needs=MANAGE,
        guard=_is_answered,
        note="怎么调整",
        effect="按写明的调整，自动起草一份更正件，签发后重新公示。",
    ),
    move(
        "cancel",
        "取消",
        S.CONTESTED,
        S.ENDED,
        needs=MANAGE,
        guard=_is_answered,
        note="理由",
        grave=True,
        effect="公示的事项不再进行，理由在公众网上看得到。",
    ),
    move(
        "supersede",
        "换成更正件",
        (S.RUNNING, S.PUBLISHED, S.CONTESTED, S.ENDED),
        S.CORRECTED,
        needs=ISSUE,
        guard=_is_replaced,
        effect="更正件签发后，这一份标为已更正，仍看得到。",
    ),
    move(
        "withdraw",
        "撤回",
        (S.RUNNING, S.PUBLISHED, S.CONTESTED, S.ENDED, S.CORRECTED),
        S.WITHDRAWN,
        needs=ISSUE,
        note="理由",
        grave=True,
        effect="内容马上从公众网撤下，公众只看到已撤回和理由；用于发错、泄露个人信息。",
    ),
    move(
        "take_down",
        "撤下",
        (S.PUBLISHED, S.ENDED, S.CORRECTED),
        S.DOWN,
        needs=MANAGE,
        effect="不再列在公众网上；系统内和归档的文书都还在。",
    ),
)
