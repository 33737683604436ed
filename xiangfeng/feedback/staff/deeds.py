"""The moves of a report that ask for more than a reason: each with its form, what it begins with and what it does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, NamedTuple

from django import forms
from django.db.models import Q

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.feedback.actions import accepting, answering, dispatching, extending, suggesting
from xiangfeng.feedback.flow import MANAGE, REPORT
from xiangfeng.feedback.forms import (
    AcceptForm,
    AdoptionForm,
    AnswerForm,
    AskForm,
    CloseForm,
    DispatchForm,
    FindingForm,
    ReplyForm,
    TaskForm,
    TransferForm,
)
from xiangfeng.feedback.models import Category, Privacy, Report
from xiangfeng.feedback.queries import categories_for
from xiangfeng.feedback.queries.open import phrases_for
from xiangfeng.feedback.queries.routing import handler_for
from xiangfeng.feedback.staff.grouping import ExtendForm, SplitForm, split
from xiangfeng.feedback.staff.shared import units_below, villages_of
from xiangfeng.orgs.models import Unit
from xiangfeng.regulations.queries import norms_for


class Deed(NamedTuple):
    """``act(row, actor=, at=, **what the form holds)``; ``done`` is said afterwards."""

    form: type[forms.Form]
    title: str
    act: Callable[..., Any]
    done: str
    first: Callable[[Report], dict[str, Any]] = lambda row: {}
    choices: Callable[[Report], dict[str, Any]] = lambda row: {}
    hint: str = ""


def reason_against(name: str, row: Report, actor: Actor) -> str | None:
    """Why this person does not get the form of a deed; None when they do. What the forms begin with holds more than the handling unit may
    read, so that what is the office's is not even shown to it."""
    if name in REPORT.moves:
        return REPORT.reason_against(row, name, actor)
    if name in OF_HANDLER or may(actor, MANAGE, row.unit):
        return None
    return f"这一步由{row.unit.name}办"


def kinds_of(unit: Unit, *, also: int | None = None) -> Any:
    """The categories in use for the unit, as rows to choose from."""
    used = Q(pk__in=[one.pk for one in categories_for(unit)])
    return Category.objects.filter(used | Q(pk=also)).order_by("seq", "id")


def _accept_first(row: Report) -> dict[str, Any]:
    names = ("kind", "category_id", "norm_id", "about_id", "village_id", "place")
    return {name.removesuffix("_id"): getattr(row, name) for name in names}


def _accept_choices(row: Report) -> dict[str, Any]:
    return {
        # What was said about the unit itself came to the one above with a category of its own.
        "category": kinds_of(row.unit, also=row.category_id),
        "norm": norms_for(row.unit),
        "village": villages_of(row.unit),
        "about": units_below(row.unit),
    }


def _dispatch_first(row: Report) -> dict[str, Any]:
    """The words of a confidential report are not offered: who knows the place would know the sender."""
    brief = row.brief or ("" if row.privacy == Privacy.CONFIDENTIAL else row.text)
    proposed = handler_for(row)
    handler = proposed.pk if proposed else row.village_id
    return {"brief": brief, "handler": handler, "shows_photos": row.privacy != Privacy.CONFIDENTIAL}


def _units(name: str) -> Callable[[Report], dict[str, Any]]:
    return lambda row: {name: units_below(row.unit)}


def _phrases(row: Report) -> dict[str, Any]:
    return {"phrase": phrases_for(row.unit)}


def _task_first(row: Report) -> dict[str, Any]:
    return {"lead": row.handler_id, "due_on": row.received_at.date() + dt.timedelta(days=30)}


def _finding_first(row: Report) -> dict[str, Any]:
    lead = row.village_id or (row.handler_id if row.handler_id != row.unit_id else None)
    text = row.brief or ("" if row.privacy == Privacy.CONFIDENTIAL else row.text)
    return {"text": text[:400], "lead": lead}


OF_HANDLER = ("extend",)
"""No move, and yet open to the handling unit."""
DEEDS = {
    "accept": Deed(AcceptForm, "受理", accepting.accept_report, "已受理", _accept_first, _accept_choices,
                   "反映人凭查询码马上看得到期限。"),
    "transfer": Deed(TransferForm, "移交", accepting.transfer_report, "已移交"),
    "dispatch": Deed(DispatchForm, "派单", dispatching.dispatch_report, "已派单", _dispatch_first, _units("handler"),
                     "承办单位收到消息，要在签收期限内签收或退单。"),
    "answer": Deed(AnswerForm, "报办理结果", answering.answer_report, "已报，等受理单位审核答复",
                   lambda row: {"text": row.answer}),
    "reply": Deed(ReplyForm, "答复", answering.reply_report, "已答复，等反映人评价", lambda row: {"text": row.answer},
                   _phrases),
    "reply_self": Deed(ReplyForm, "直接答复", answering.reply_report, "已答复，等反映人评价",
                       lambda row: {"text": row.answer}, _phrases),
    "close": Deed(CloseForm, "办结", answering.close_report, "已办结"),
    "adopt": Deed(AdoptionForm, "定采纳情况", suggesting.set_adoption, "已写明采纳情况",
                  lambda row: {"adoption": row.adoption, "reason": row.adoption_reason}),
    "task": Deed(TaskForm, "转任务", suggesting.make_task, "已立项", _task_first, _units("lead")),
    "finding": Deed(FindingForm, "转整改", suggesting.make_finding, "已转到检查发现，在那里发整改通知书",
                    _finding_first, _units("lead"), "进问题整改台账，来源是“群众”。"),
    "extend": Deed(ExtendForm, "申请延期", extending.ask_extension, "已申请，等分管领导批",
                   lambda row: {"latest": extending.latest_for(row)}),
    "split": Deed(SplitForm, "拆成几件", split, "已拆开，请分别派单", lambda row: {"part1": row.text},
                  hint="每件写清是什么事，不写反映人是谁；反映人凭原来的查询码看得到各件的办理情况。"),
    "ask": Deed(AskForm, "问反映人", answering.ask_sender, "已写给反映人，他凭查询码看得到"),
}  # fmt: skip
