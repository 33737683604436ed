"""Doors to the history: ledger, one entry, verification."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from xiangfeng.administration.queries.history import checked, of_branch, unit_name, units_within, verbs_within
from xiangfeng.administration.timeline import comparison, details, moment
from xiangfeng.history.queries import VIEW, entries_within
from xiangfeng.web.doors import StaffRequest, find, needs
from xiangfeng.web.ledger import Column, Empty, Filter, Spec, day_filter, ledger


def _url(row: Any) -> str:
    return reverse("administration:history_entry", args=[row.pk])


def _start(date: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(date, dt.time.min))


def _name_field() -> forms.Field:
    return forms.CharField(label="操作人", required=False, max_length=40)


HISTORY = Spec(
    title="操作记录",
    note="只增不改，逐条相扣",
    columns=(
        Column("at", "时间", lambda row: moment(row.at), sort="at", url=_url),
        Column("actor", "操作人", lambda row: row.actor_name, sort="actor_name"),
        Column("verb", "动作", lambda row: row.verb, sort="verb"),
        Column("subject", "对象", lambda row: row.subject_text),
        Column("note", "说明", lambda row: row.note),
        Column("chain", "链", lambda row: row.chain, is_default=False),
        Column("seq", "链上序号", lambda row: row.seq, is_numeric=True, is_default=False),
        Column("hash", "校验值", lambda row: row.hash, is_default=False),
    ),
    filters=(
        Filter("unit", "单位", lambda request: units_within(request.actor), lambda rows, value: rows.filter(**of_branch(value))),
        Filter("verb", "动作", lambda request: verbs_within(request.actor), lambda rows, value: rows.filter(verb=value)),
        Filter("actor", "操作人", lambda request: (), lambda rows, value: rows.filter(actor_name__icontains=value.strip()), _name_field),
        day_filter("from", "从", lambda rows, value: rows.filter(at__gte=_start(value))),
        day_filter("to", "到", lambda rows, value: rows.filter(at__lt=_start(value + dt.timedelta(days=1)))),
    ),
    search=("subject_text", "note", "body"),
    search_label="对象、说明、内容",
    row_url=_url,
    empty=Empty("没有符合条件的记录", "换个条件再筛一次，或者清空条件看全部。"),
    template="administration/staff/history.html",
)  # fmt: skip


@needs(VIEW)
def history(request: StaffRequest) -> HttpResponse:
    """What was done in the units in reach, the latest first."""
    return ledger(request, entries_within(request.actor), HISTORY)


@needs(VIEW)
def entry(request: StaffRequest, pk: int) -> HttpResponse:
    """One entry with what was before and after."""
    row = find(entries_within(request.actor), pk=pk)
    context = {
        "entry": row,
        "when": moment(row.at),
        "unit_name": unit_name(row),
        "comparison": comparison(row),
        "details": details(row),
    }
    return render(request, "administration/staff/history_entry.html", context)


@needs(VIEW)
def verify(request: StaffRequest) -> HttpResponse:
    """Go through the chains and say whether they hold; reads only."""
    count, broken = checked(request.actor)
    context = {"count": count, "broken": broken, "when": moment(request.at)}
    return render(request, "administration/staff/history_verify.html", context)
