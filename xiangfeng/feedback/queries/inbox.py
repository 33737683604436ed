"""What of 群众反映 waits for a person and is found by them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Case, CharField, Count, F, Min, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce

from xiangfeng.access.actor import Actor
from xiangfeng.feedback.flow import DECIDE
from xiangfeng.feedback.models import OPEN, Extension, ExtensionState, Privacy, Report, ReportState
from xiangfeng.feedback.queries.seen import (
    VIEW,
    but_about,
    handed_units,
    own_reports_for,
    read_by,
    received_by,
)
from xiangfeng.tasks.queries.waits import own_units
from xiangfeng.web.rows import NOTHING, found_rows, holding, joined, waiting_rows

S = ReportState
OF_OFFICE = (S.NEW, S.ACCEPTED, S.ANSWERED)
SEARCHED = 200_000
"""The search over all apps looks no further back than so many reports, decades of a township: the list's own search does."""
OF_HANDLER = (S.SENT, S.HANDLING)
PLACE_TOLD = Case(When(privacy=Privacy.CONFIDENTIAL, then=Value("")), default=F("place"))
"""The place as the handling unit may read it (`Report.where_told`): of a confidential report it says who lives there."""


def waiting_for(actor: Actor, *, today: dt.date) -> tuple[QuerySet[Any, Any], ...]:
    """For the office one row for each state in which the next step is its own, with how many and since when; for a handling unit each
    report that it has not answered; for a leader each 延期 that is asked for."""
    return (*_of_office(actor), *_of_handler(actor), *_of_leader(actor))


def _of_leader(actor: Actor) -> tuple[QuerySet[Any, Any], ...]:
    """延期 that waits to be decided; ``extra``: the day asked for."""
    deciders = own_units(actor, DECIDE)
    if not deciders:
        return ()
    asked = Extension.objects.filter(
        report__unit_id__in=deciders, state=ExtensionState.ASKED, report__state__in=OPEN
    )
    rows = but_about(asked, actor, "report__about_id")
    wanted = Cast("wanted_on", CharField())
    return (
        waiting_rows(
            rows, "feedback.extension", pk="report_id", title="report__number", unit="report__handler__name",
            due="report__due_on", extra=wanted,
        ),
    )  # fmt: skip


def _of_office(actor: Actor) -> tuple[QuerySet[Any, Any], ...]:
    if not own_units(actor, "feedback.manage"):
        return ()
    due = Case(When(state=S.NEW, then=F("accept_due_on")), default=F("due_on"))
    rows: Any = received_by(actor).filter(state__in=(*OF_OFFICE, S.HANDLING))
    rows = rows.filter(Q(state__in=OF_OFFICE) | Q(handler=F("unit")))
    rows = rows.order_by().values("state", "unit__name").annotate(
        first=Min("pk"), total=Count("pk"), due=Min(due)
    )  # fmt: skip
    extra = joined(Cast("total", CharField()), "|office")
    return (
        waiting_rows(
            rows, "feedback.report", pk="first", title=NOTHING, unit="unit__name", due=F("due"), extra=extra
        ),
    )


def _of_handler(actor: Actor) -> tuple[QuerySet[Any, Any], ...]:
    if not handed_units(actor):
        return ()
    rows = own_reports_for(actor).filter(state__in=OF_HANDLER).select_related(None)
    extra = joined("1|", "@number")
    return (
        waiting_rows(rows, "feedback.report", title="brief", unit="unit__name", due="due_on", extra=extra),
    )


def found_by(actor: Actor, text: str) -> tuple[QuerySet[Any, Any], ...]:
    """By number, words, place and 12345's number for who sees all, among the latest `SEARCHED`; what was handed over by its brief alone."""
    found = []
    if actor.can(VIEW):
        rows = read_by(actor).filter(pk__gt=_latest() - SEARCHED)
        words = holding(text, "number", "text", "place", "upper_number")
        found.append(_found(rows.filter(words).select_related(None), "text", F("place")))
    if handed_units(actor):
        told = holding(text, "number", "brief") | holding(text, "place") & ~Q(privacy=Privacy.CONFIDENTIAL)
        found.append(_found(own_reports_for(actor).filter(told).select_related(None), "brief", PLACE_TOLD))
    return tuple(found)


def _latest() -> Any:
    return Coalesce(Subquery(Report.objects.order_by("-pk").values("pk")[:1]), 0)


def _found(rows: QuerySet[Report], title: str, place: Any) -> QuerySet[Any, Any]:
    detail = joined("@number", "　", place)
    return found_rows(rows, "feedback.report", title=title, detail=detail, at="came_on")
