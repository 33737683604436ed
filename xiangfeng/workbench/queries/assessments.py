"""What of 考评 waits for somebody, in the shape of the union over all apps."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import CharField, Count, QuerySet
from django.db.models.functions import Cast, TruncDate
from django.urls import reverse

from xiangfeng.access.actor import Actor
from xiangfeng.assessments.models import Entry, Objection, ObjectionState, Period, PeriodState
from xiangfeng.assessments.queries.sheet import open_counts
from xiangfeng.web.rows import joined, waiting_rows
from xiangfeng.workbench.todos import Row

# state → who is asked first: (right, what waits, what happens, button, page, whether it waits for this very person)
NEXT_STEPS: dict[str, tuple[tuple[str, str, str, str, str, bool], ...]] = {
    PeriodState.DRAFT: (
        ("assessments.manage", "还没有开始打分", "核对参评名单后开始打分", "去筹备", "period", True),
    ),
    PeriodState.SCORING: (
        (
            "assessments.score",
            "打分：{open}",
            "回到打分表，光标停在第一个没录的格子",
            "接着录",
            "sheet",
            True,
        ),
    ),
    PeriodState.REVIEW: (
        ("assessments.review", "等您复核", "看打分表，定稿排名或退回打分", "去复核", "sheet", True),
        ("assessments.score", "已提交复核", "只是查看，不改变状态", "看打分表", "sheet", False),
    ),
    PeriodState.FINAL: (
        ("assessments.issue", "通报等您签发", "看通报全文，签发后各村收到", "看通报", "bulletin", True),
        (
            "assessments.manage",
            "已定稿，还没有发通报",
            "看排名，生成并改好通报，送签发",
            "拟通报",
            "ranking",
            True,
        ),
    ),
}


def waiting_for(actor: Actor, *, today: dt.date) -> tuple[QuerySet[Any, Any], ...]:
    """Months that have not got their 通报, unanswered 异议, and a village's own fresh results."""
    own = Entry.objects.within(actor, "assessments.object").filter(
        period__object_until__gte=today, period__state=PeriodState.FINAL
    )
    results = waiting_rows(
        own,
        "assessments.entry",
        state="period__state",
        due="period__object_until",
        title="unit__name",
        unit="unit__name",
        extra=Cast("period__month", CharField()),
    )
    return _months(actor), _objections(actor), results


def _months(actor: Actor) -> QuerySet[Any, Any]:
    rows = Period.objects.within(actor, "assessments.view").exclude(state=PeriodState.PUBLISHED)
    return waiting_rows(
        rows,
        "assessments.period",
        title="unit__name",
        unit="unit__name",
        due="due_on",
        extra=joined("@year", "|", "@month", "|", "@unit__path"),
    )


def _objections(actor: Actor) -> QuerySet[Any, Any]:
    rows = Objection.objects.within(actor, "assessments.answer").filter(state=ObjectionState.FILED)
    filed = Cast(TruncDate("filed_at"), CharField())
    return waiting_rows(
        rows,
        "assessments.objection",
        title="key_title",
        unit="entry__unit__name",
        due="due_on",
        extra=joined("@entry__period__month", "|", filed, "|", "@entry__period__unit__path"),
    )


def open_cells(rows: list[Row], actor: Actor) -> dict[int, int]:
    """How many cells are open in the months this person scores. Three queries, none when there is no such month."""
    mine = [
        row.pk
        for row in rows
        if row.source == "assessments.period"
        and row.state == PeriodState.SCORING
        and "assessments.score" in actor.capabilities_on(row.extra.rpartition("|")[2])
    ]
    if not mine:
        return {}
    months = Period.objects.filter(pk__in=mine).select_related("unit", "scheme_version")
    counts = open_counts(list(months.annotate(entry_count=Count("entries")).order_by("pk")))
    return {pk: counts.get(pk, 0) for pk in mine}


def describe(row: Row, actor: Actor, today: dt.date, cells: dict[int, int]) -> dict[str, Any] | None:
    """The row in words; None when the next step is not this person's. No query."""
    if row.source == "assessments.period":
        return _of_period(row, actor, today, cells)
    if row.source == "assessments.objection":
        return _of_objection(row, actor)
    return {
        "text": f"核对{row.unit_name} {row.extra}月考评得分",
        "detail": "逐项看扣分；有不同意见可提异议",
        "effect": "看本村每一分怎么来的",
        "label": "去核对",
        "url": reverse("assessments:own_entry", args=[row.pk]),
        "is_mine": True,
    }


def _of_period(row: Row, actor: Actor, today: dt.date, cells: dict[int, int]) -> dict[str, Any] | None:
    year, month, path = row.extra.split("|")
    held = actor.capabilities_on(path)
    for right, text, effect, label, page, is_mine in NEXT_STEPS.get(row.state, ()):
        if right in held:
            said = f"{month}月" if int(year) == today.year else f"{year}年{month}月"
            empty = cells.get(row.pk)
            still = f"{empty} 格未录" if empty else "已录完，可以提交复核" if empty == 0 else "还没有录完"
            due = row.due_on
            return {
                "text": f"{row.unit_name} {said}考评{text.format(open=still)}",
                "detail": f"{due.month}月{due.day}日前要发通报" if due else "",
                "effect": effect,
                "label": label,
                "url": reverse(f"assessments:{page}", args=[row.pk]) + ("#next" if label == "接着录" else ""),
                "is_mine": is_mine,
            }
    return None


def _of_objection(row: Row, actor: Actor) -> dict[str, Any] | None:
    month, filed, path = row.extra.split("|")
    if "assessments.answer" not in actor.capabilities_on(path):
        return None
    day = dt.date.fromisoformat(filed)
    return {
        "text": f"{row.unit_name}对{month}月{row.title or '综合得分'}提出异议",
        "detail": f"{day.month}月{day.day}日收到",
        "effect": "采纳或不采纳，写明理由，村里看得到",
        "label": "去答复",
        "url": reverse("assessments:objection", args=[row.pk]),
        "is_mine": True,
    }
