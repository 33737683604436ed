"""What of 社会监督 waits for a person and is found by them, in the shapes of the unions over all apps."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db.models import Case, CharField, Exists, F, OuterRef, QuerySet, Value, When
from django.db.models.functions import Cast

from xiangfeng.access.actor import Actor
from xiangfeng.orgs.models import Unit
from xiangfeng.supervision.flow import APPOINT, MANAGE
from xiangfeng.supervision.models import Box, Opening, Supervisor, Term, TermState
from xiangfeng.supervision.models.supervisors import RUNS
from xiangfeng.supervision.queries.rows import STANDS, VIEW, lacking, serving
from xiangfeng.tasks.queries.waits import own_units
from xiangfeng.web.rows import found_rows, holding, joined, waiting_rows


def waiting_for(actor: Actor, *, today: dt.date) -> tuple[QuerySet[Any, Any], ...]:
    """For the person's own unit alone: boxes not opened in time, slips not entered, 聘书 to be signed or mended, terms that end soon, and
    a township without 群众代表 or 人大代表."""
    manages, signs = own_units(actor, MANAGE), own_units(actor, APPOINT)
    found: list[QuerySet[Any, Any]] = []
    if signs:
        found.append(_letters(signs, TermState.SIGNING))
    if manages:
        boxes = Box.objects.filter(STANDS, unit_id__in=manages, due_on__lt=today)
        found += [
            waiting_rows(
                boxes,
                "supervision.box",
                state=Value("overdue"),
                title="place",
                unit="unit__name",
                due="due_on",
                extra=Cast("number", CharField()),
            ),
            _unfinished(manages),
            _letters(manages, TermState.DRAFT),
            _ending(manages, today),
            _lacking(manages, today),
        ]
    return tuple(found)


def _letters(units: list[int], state: str) -> QuerySet[Any, Any]:
    rows = Term.objects.filter(supervisor__unit_id__in=units, state=state)
    return waiting_rows(
        rows,
        "supervision.term",
        pk="supervisor_id",
        title="supervisor__name",
        unit="supervisor__unit__name",
        extra=joined("@from_on", " 至 ", "@to_on"),
    )


def _unfinished(units: list[int]) -> QuerySet[Any, Any]:
    rows = Opening.objects.filter(
        box__unit_id__in=units, void_reason="", gap_note="", entered__lt=F("counted")
    )
    return waiting_rows(
        rows,
        "supervision.opening",
        state=Value("unfinished"),
        title="box__place",
        unit="box__unit__name",
        extra=joined("@box__number", "|", "@counted", "|", "@entered"),
    )


def _ending(units: list[int], today: dt.date) -> QuerySet[Any, Any]:
    until = today + dt.timedelta(days=settings.SUPERVISOR_WARN_DAYS)
    later = Term.objects.filter(
        supervisor=OuterRef("supervisor"), state__in=(*RUNS, "draft", "signing"), to_on__gt=OuterRef("until")
    )
    rows = serving(today).filter(
        ~Exists(later), supervisor__unit_id__in=units, until__lte=until, state=TermState.ISSUED
    )
    return waiting_rows(
        rows,
        "supervision.term",
        pk="supervisor_id",
        state=Value("ending"),
        title="supervisor__name",
        unit="supervisor__unit__name",
        due="until",
        extra="number",
    )


def _lacking(units: list[int], today: dt.date) -> QuerySet[Any, Any]:
    what = Case(
        When(has_people=True, then=Value("人大代表")),
        When(has_congress=True, then=Value("群众代表")),
        default=Value("群众代表、人大代表"),
    )
    rows = lacking(Unit.objects.filter(pk__in=units), today)
    return waiting_rows(
        rows, "supervision.supervisor", state=Value("lacking"), title="name", unit="name", extra=what
    )


def found_by(actor: Actor, text: str) -> tuple[QuerySet[Any, Any], ...]:
    """Boxes by number, place, village and keeper; supervisors by name, place of work and 聘书号. Nobody is found by phone."""
    boxes = Box.objects.within(actor, VIEW)
    boxes = boxes.filter(holding(text, "number", "place", "village__name", "keeper"))
    letters = Term.objects.filter(supervisor=OuterRef("pk"), number__icontains=text)
    people = Supervisor.objects.within(actor, VIEW)
    people = people.filter(holding(text, "name", "workplace", "other_kind") | Exists(letters))
    return (
        found_rows(
            boxes,
            "supervision.box",
            title=joined("意见箱 ", "@number", " 号　", "@place"),
            detail="unit__name",
            at="opened_on",
        ),
        found_rows(people, "supervision.supervisor", title="name", detail="workplace"),
    )
