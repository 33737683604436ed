"""What the page of one report shows, to whom; reading only."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.feedback.actions.answering import ANSWERED, FOLLOW_UP, IDENTIFY
from xiangfeng.feedback.actions.suggesting import DECIDABLE
from xiangfeng.feedback.flow import MANAGE, own_case
from xiangfeng.feedback.lights import light_of, steps_of, tag_of
from xiangfeng.feedback.models import Adoption, Contact, Kind, Report, Side, Step
from xiangfeng.feedback.models import ReportState as S
from xiangfeng.feedback.panels import panels_for
from xiangfeng.feedback.queries import sees_all
from xiangfeng.findings.models import Finding
from xiangfeng.tasks.queries import tasks_from
from xiangfeng.web.moves import acts_for

TAKEN = (Adoption.ADOPTED, Adoption.PARTLY)
WITH_PAPER = (S.PETITIONED, S.MOVED)
WITH_FORM = ("accept", "transfer", "dispatch", "answer", "reply", "reply_self", "close")
ELSEWHERE = ("merge",)
"""Moves that are made in a part of the page of their own."""
TONES = {
    "已答复": "ok",
    "已办结": "ok",
    "不予受理": "bad",
    "退单": "bad",
    "退回重办": "bad",
    "重新办理": "bad",
    "分开办理": "bad",
}


def with_contact(rows: QuerySet[Report]) -> QuerySet[Report]:
    """Rows that know whether name or telephone were left, without reading them."""
    named = Contact.objects.filter(report=OuterRef("pk"))
    return rows.annotate(has_contact=Exists(named.exclude(name="", phone="", email="")))


def said_to(row: Report, actor: Actor) -> str:
    """The words this person may read of it: what was said, or what the office handed on."""
    return row.text if sees_all(actor, row) else row.brief


def given(deed: Any, row: Report) -> dict[str, Any]:
    """What a deed's form is made with besides what was typed."""
    rows = deed.choices(row)
    return {"initial": deed.first(row), **({"choices": rows} if rows else {})}


def context_of(row: Any, actor: Actor, today: dt.date) -> dict[str, Any]:
    """Everything the page draws."""
    is_office = sees_all(actor, row)
    manages = may(actor, MANAGE, row.unit) and own_case(row, actor) is None
    is_suggestion = row.kind == Kind.SUGGESTION
    steps = list(row.steps.order_by("-at", "-id"))
    tasks = list(tasks_from(row.key)) if is_office and is_suggestion and row.adoption else []
    return {
        "row": row,
        "is_office": is_office,
        "said": said_to(row, actor),
        "tag": tag_of(row),
        "light": light_of(row, today),
        "steps": steps_of(row),
        "photos": _photos(row, is_office),
        "events": _events(steps, is_office),
        "answerer": next((step.unit_name for step in steps if step.title == ANSWERED), row.handler.name),
        "talk": list(row.messages.order_by("at", "id")) if is_office else [],
        "acts": _acts(row, actor),
        "can_ask": manages and (row.is_open or row.state == S.REPLIED),
        "can_identify": row.has_contact and may(actor, IDENTIFY, row.unit) and own_case(row, actor) is None,
        "tasks": tasks,
        "finding": _finding(row) if is_office and not is_suggestion else None,
        "can_decide": manages and row.state in DECIDABLE,
        "wants_task": row.adoption in TAKEN and not any(task.is_open for task in tasks),
        "has_paper": is_office and row.state in WITH_PAPER,
        "list_url": reverse("feedback:reports" if is_office else "feedback:own"),
        "today": today,
        **panels_for(row, actor, today),
    }


def _finding(row: Report) -> Finding | None:
    return Finding.objects.filter(origin_key=row.key).select_related("lead", "task").first()


def _acts(row: Report, actor: Actor) -> list[dict[str, Any]]:
    """The moves, the way on first; those with a form of their own lead there."""
    url = reverse("feedback:report_move", args=[row.pk])
    acts = [act for act in acts_for(row, actor, url) if act["verb"] not in ELSEWHERE]
    own = row.handler_id == row.unit_id
    for act in acts:
        if act["verb"] in WITH_FORM:
            act |= {"is_link": True, "url": reverse("feedback:report_do", args=[row.pk, act["verb"]])}
    # Who handles it themselves replies at once; who does not waits for the unit.
    hidden = {"answer", "recall"} if own else {"reply_self"}
    shown = [act for act in acts if act["verb"] not in hidden]
    return sorted(shown, key=lambda act: bool(act["has_note"]))


def _photos(row: Report, is_office: bool) -> list[dict[str, Any]]:
    return [
        {
            "url": reverse("feedback:report_photo", args=[row.pk, one.pk]),
            "is_after": one.side == Side.HANDLER,
            "alt": "办理后的照片" if one.side == Side.HANDLER else "反映时的照片",
        }
        for one in row.photos.order_by("id")
        if is_office or row.shows_photos or one.side == Side.HANDLER
    ]


def _events(steps: list[Step], is_office: bool) -> list[dict[str, Any]]:
    """What happened, the latest first; what was said when the office spoke to the sender is for the office alone."""
    return [
        {
            "when": f"{timezone.localtime(step.at):%-m月%-d日 %H:%M}",
            # Who wrote it down may tell by what way it came.
            "who": " ".join(part for part in (step.unit_name, step.by if is_office else "") if part),
            "text": step.title if step.is_public else f"{step.title}（内部）",
            "note": step.text,
            "tone": TONES.get(step.title, ""),
        }
        for step in steps
        if is_office or step.title != FOLLOW_UP
    ]
