"""The list of reports, ledger 8, and what was handed to one's own unit."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from xiangfeng.feedback.flow import HANDLE, MANAGE
from xiangfeng.feedback.lights import light_of, tag_of
from xiangfeng.feedback.models import OPEN, Category, Channel, Kind, Privacy, Report
from xiangfeng.feedback.models import ReportState as S
from xiangfeng.feedback.queries import own_reports_for, read_by
from xiangfeng.feedback.queries.seen import VIEW, VIEW_OWN
from xiangfeng.orgs.queries import units_for
from xiangfeng.web.doors import StaffRequest, needs
from xiangfeng.web.ledger import Column, Empty, Filter, Spec, Tab, day_filter, ledger

RECENT = 20
"""So many that the own unit has done with are shown below what it has to do."""


def _url(row: Report) -> str:
    return reverse("feedback:report", args=[row.pk])


def _light(row: Report) -> tuple[str, str] | None:
    return light_of(row, timezone.localdate())


def _moment(at: dt.datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""


def _came(row: Report) -> str:
    """The day it came; with the time when it was entered the same day."""
    local = timezone.localtime(row.received_at)
    return f"{local:%Y-%m-%d %H:%M}" if local.date() == row.came_on else f"{row.came_on}"


def _adoption(row: Report) -> str:
    return "：".join(part for part in (row.get_adoption_display(), row.adoption_reason) if part)


_UNIT = Column("handler", "承办单位", lambda row: row.handler.name)
_DUE = Column("due", "时限", lambda row: row.due_on.isoformat())
_CHANNEL = Column("channel", "渠道", lambda row: row.get_channel_display())
_KIND = Column("kind", "诉求类别", lambda row: row.get_kind_display())

LEDGER = (
    Column("number", "编号", lambda row: row.number),
    Column("came", "收到时间", _came),
    _CHANNEL,
    Column("anonymous", "是否匿名", lambda row: row.privacy == Privacy.ANONYMOUS),
    Column("secret", "是否保密", lambda row: row.privacy == Privacy.CONFIDENTIAL),
    _KIND,
    Column("text", "内容", lambda row: row.text),
    _UNIT,
    _DUE,
    Column("reply", "答复内容", lambda row: row.reply),
    Column("replied", "答复时间", lambda row: _moment(row.replied_at)),
    Column("rating", "满意度", lambda row: row.get_rating_display()),
    Column("follow", "回访", lambda row: row.follow_up),
    Column("adoption", "采纳情况", _adoption),
)
"""Ledger 8 as the domain notes have it; 序号 comes first by itself."""

SPEC = Spec(
    title="群众反映",
    columns=(
        Column("number", "编号", lambda row: row.number, url=_url),
        Column("came", "收到", lambda row: f"{row.came_on:%m-%d}", sort="id"),
        Column("text", "内容", lambda row: row.text if len(row.text) <= 40 else f"{row.text[:40]}…"),
        _CHANNEL,
        _KIND,
        _UNIT,
        Column("due", "期限", lambda row: f"{row.due_on:%m-%d}"),
        Column("state", "状态", lambda row: row.get_state_display(), tag=tag_of),
        Column("light", "超期", lambda row: (_light(row) or ("", ""))[1], tag=_light),
        Column("category", "问题类别", lambda row: row.category.name if row.category else "", is_default=False),
        Column("where", "地点", lambda row: row.where, is_default=False),
        Column("privacy", "署名", lambda row: row.get_privacy_display(), is_default=False),
        Column("replied", "答复时间", lambda row: _moment(row.replied_at), is_default=False),
        Column("rating", "满意度", lambda row: row.get_rating_display(), is_default=False),
        Column("adoption", "采纳情况", lambda row: row.get_adoption_display(), is_default=False),
    ),
    empty=Empty("还没有群众反映", "群众在网上说的、打电话说的、12345 转来的都在这里，从登记到办结走到哪一步一看就知道。"),
    filters=(
        Filter("channel", "渠道", lambda request: Channel.choices, lambda rows, value: rows.filter(channel=value)),
        Filter("kind", "诉求类别", lambda request: Kind.choices, lambda rows, value: rows.filter(kind=value)),
        Filter("category", "问题类别",
               lambda request: [(str(one.pk), one.name) for one in Category.objects.within(request.actor, VIEW)],
               lambda rows, value: rows.filter(category_id=value)),
        Filter("unit", "承办单位", lambda request: [(str(one.pk), one.name) for one in units_for(request.actor, VIEW)],
               lambda rows, value: rows.filter(handler_id=value)),
        day_filter("from", "从", lambda rows, day: rows.filter(came_on__gte=day)),
        day_filter("to", "到", lambda rows, day: rows.filter(came_on__lte=day)),
    ),
    search=("number", "text", "place", "upper_number"),
    search_label="编号、内容、地点、工单号",
    row_url=_url,
    tone=lambda row: "bad" if (_light(row) or ("",))[0] == "bad" else "",
    file_name="群众反映台账",
    is_large=True,
    counted=Q(state__in=(*OPEN, S.REPLIED)),
)  # fmt: skip


def tabs_of(today: dt.date) -> tuple[Tab, ...]:
    return (
        Tab("new", "待受理", Q(state=S.NEW)),
        Tab("accepted", "待派单", Q(state=S.ACCEPTED)),
        Tab("going", "在办", Q(state__in=(S.SENT, S.HANDLING))),
        Tab("answered", "待审核", Q(state=S.ANSWERED)),
        Tab("replied", "待评价", Q(state=S.REPLIED)),
        Tab("open", "未办结", Q(state__in=OPEN)),
        Tab("late", "已超期", Q(state__in=OPEN, due_on__lt=today), is_bad=True),
        # Said so that the database does not collect nearly all by their states, to sort them.
        Tab("ended", "已办结", ~Q(state__in=(*OPEN, S.REPLIED)), is_counted=False),
        Tab("all", "全部", Q(), is_counted=False),
    )


@needs(VIEW)
def reports(request: StaffRequest) -> HttpResponse:
    """All reports in reach by their stage; as xlsx ledger 8."""
    spec = replace(SPEC, tabs=tabs_of(request.at.date()))
    if request.GET.get("export") == "xlsx":
        spec = replace(spec, columns=LEDGER)
    context: dict[str, Any] = {"new_label": "登记来电、12345"}
    if request.actor.can(MANAGE):
        context["new_url"] = reverse("feedback:report_new")
    return ledger(request, read_by(request.actor), spec, **context)


@needs(VIEW_OWN, HANDLE)
def own(request: StaffRequest) -> HttpResponse:
    """What was handed to one's own unit: to sign for, to do, done lately."""
    rows, today = own_reports_for(request.actor), request.at.date()
    todo = rows.filter(state__in=(S.SENT, S.HANDLING))
    done = rows.filter(state__in=(S.ANSWERED, S.REPLIED, S.CLOSED)).order_by("-answered_at", "-id")[:RECENT]
    context = {
        "todo": [(row, light_of(row, today) or tag_of(row)) for row in todo],
        "done": [(row, tag_of(row)) for row in done],
    }
    return render(request, "feedback/staff/own.html", context)
