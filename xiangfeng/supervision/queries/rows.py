"""Which boxes, openings and supervisors a person may see, with what the lists show of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.feedback.models import Category, Privacy, Report
from xiangfeng.feedback.queries import but_about, categories_for, reports_from
from xiangfeng.history.models import Entry
from xiangfeng.orgs.models import Appointment, Person, Unit, UnitKind
from xiangfeng.orgs.queries import subtree_of
from xiangfeng.supervision.models import Box, Kind, Opening, Supervisor, Term
from xiangfeng.supervision.models.supervisors import RUNS

VIEW, FILE, IDENTIFY = "supervision.view", "supervision.file", "feedback.identify"
REQUIRED = (Kind.PEOPLE, Kind.CONGRESS)
"""The kinds of which a township must have one each (A4.2)."""


def boxes_for(actor: Actor, capability: str = VIEW) -> QuerySet[Box]:
    """Boxes in reach, those taken down as well."""
    rows = Box.objects.within(actor, capability).select_related("unit", "village", "site__unit")
    return rows.order_by("unit__path", "number", "id")


def openings_for(actor: Actor, capability: str = VIEW) -> QuerySet[Opening]:
    """Openings in reach, corrected ones as well, the latest first."""
    rows = Opening.objects.within(actor, capability)
    return rows.select_related("box__unit", "corrects").order_by(
        "-on", "box__unit__path", "box__number", "-id"
    )


def reports_of(row: Opening, actor: Actor) -> list[Report]:
    """What was entered of an opening, in that order; not what is about the actor's own unit."""
    return list(but_about(reports_from(row.origin_key), actor).order_by("pk"))


def last_openers(unit: Unit) -> tuple[str, str]:
    """Who opened a box of the unit last: proposed for the next one."""
    row = Opening.objects.filter(box__unit=unit, void_reason="").order_by("-recorded_at", "-id").first()
    return (row.opener1, row.opener2) if row else ("", "")


def supervisors_for(actor: Actor, capability: str = VIEW, *, today: dt.date) -> QuerySet[Supervisor]:
    """Supervisors in reach, as :func:`described`."""
    rows = Supervisor.objects.within(actor, capability).select_related("unit", "person__user")
    return described(rows, today).order_by("unit__path", "kind", "id")


def described(rows: QuerySet[Supervisor], today: dt.date) -> QuerySet[Supervisor]:
    """With the term that runs today, else the latest: ``letter``, ``term_from``, ``term_until``; whether they serve (``serves``), soon no
    more (``ends_soon``), will serve (``is_to_come``), or have a 聘书 on its way (``is_asked``); ``reports``, how many they filed."""
    signed = Term.objects.filter(supervisor=OuterRef("pk"), state__in=RUNS)
    runs = Case(When(from_on__lte=today, until__gte=today, then=0), default=1, output_field=IntegerField())
    term = signed.order_by(runs, "-from_on", "-pk")
    serves = signed.filter(from_on__lte=today, until__gte=today)
    goes_on = signed.filter(until__gte=today + dt.timedelta(days=settings.SUPERVISOR_WARN_DAYS))
    key = Concat(Value("supervision.supervisor:"), Cast(OuterRef("pk"), CharField()))
    filed = Report.objects.filter(origin_key=key).order_by().values("origin_key").annotate(n=Count("pk"))
    return rows.annotate(
        letter=Coalesce(Subquery(term.values("number")[:1]), Value("")),
        term_from=Subquery(term.values("from_on")[:1]),
        term_until=Subquery(term.values("until")[:1]),
        serves=Exists(serves),
        ends_soon=Exists(serves) & ~Exists(goes_on),
        is_to_come=~Exists(serves) & Exists(signed.filter(from_on__gt=today)),
        is_asked=Exists(Term.objects.filter(supervisor=OuterRef("pk"), state__in=("draft", "signing"))),
        reports=Coalesce(Subquery(filed.values("n")), 0),
    )


def serving(today: dt.date) -> QuerySet[Term]:
    """The terms that run on a day."""
    return Term.objects.filter(state__in=RUNS, from_on__lte=today, until__gte=today)


def lacking(units: QuerySet[Unit], today: dt.date) -> QuerySet[Unit]:
    """Those of the townships that have no 群众代表 or no 人大代表 serving; ``has_people`` and ``has_congress`` say which."""
    own = serving(today).filter(supervisor__unit=OuterRef("pk"))
    people = Exists(own.filter(supervisor__kind=Kind.PEOPLE))
    congress = Exists(own.filter(supervisor__kind=Kind.CONGRESS))
    rows = units.filter(kind=UnitKind.TOWNSHIP, is_active=True)
    rows = rows.annotate(has_people=people, has_congress=congress)
    return rows.exclude(has_people=True, has_congress=True).order_by("path")


def lacking_for(actor: Actor, *, today: dt.date) -> list[str]:
    """The same in words for the townships whose supervisors the actor sees: 云溪镇还没有人大代表."""
    rows = lacking(Unit.objects.within(actor, VIEW), today)
    return [f"{row.name}还没有{missing(row)}" for row in rows]


def missing(row: Unit) -> str:
    """Which kinds a row of :func:`lacking` lacks: 群众代表、人大代表."""
    return "、".join(str(kind.label) for kind in REQUIRED if not getattr(row, f"has_{kind}"))


def terms_of(row: Supervisor) -> list[Term]:
    """All their terms, the latest first."""
    rows = row.terms.select_related("supervisor__unit", "pdf", "docx").order_by("-from_on", "-pk")
    return list(rows)


def history_of(row: Supervisor, letters: list[Term]) -> QuerySet[Entry]:
    """What was done to the supervisor and to their 聘书, the latest first."""
    of_letters = Q(subject_type="supervision.term", subject_id__in=[str(one.pk) for one in letters])
    of_person = Q(subject_type="supervision.supervisor", subject_id=str(row.pk))
    return Entry.objects.filter(of_person | of_letters).order_by("-at", "-id")


def record_of(row: Supervisor, actor: Actor) -> tuple[list[Report], int]:
    """监督记录: what they filed, the latest first, and how many confidential ones are left out because the actor may not know who
    filed them."""
    rows = list(but_about(reports_from(row.key), actor).order_by("-pk"))
    if may(actor, IDENTIFY, row.unit):
        return rows, 0
    shown = [one for one in rows if one.privacy != Privacy.CONFIDENTIAL]
    return shown, len(rows) - len(shown)


def own_supervisor(actor: Actor, *, today: dt.date) -> Any:
    """The supervisor, :func:`described`, as whom the actor signs in, or None when nobody has linked the account."""
    if actor.person_id is None:
        return None
    rows = Supervisor.objects.filter(person_id=actor.person_id).select_related("unit")
    return described(rows, today).first()


def own_reports(row: Supervisor) -> QuerySet[Report]:
    """What they filed, the latest first."""
    return reports_from(row.key).select_related("merged_into").order_by("-pk")


def categories_of(unit: Unit) -> QuerySet[Category]:
    """The choices of “是哪方面的问题” for reports to ``unit``."""
    rows = Category.objects.filter(pk__in=[one.pk for one in categories_for(unit)])
    return rows.order_by("seq", "id")


def places_of(unit: Unit) -> QuerySet[Unit]:
    """``unit`` and what lies below it: where a box hangs, where something is."""
    return subtree_of(unit).filter(is_active=True)


def people_to_link(unit: Unit, *, on: dt.date) -> QuerySet[Person]:
    """People of ``unit`` who sit on a post of 社会监督员 on a day, and so can sign in as one."""
    seats = Appointment.objects.on(on).filter(post__role="supervisor")
    rows = Person.objects.filter(pk__in=seats.values("person_id"), unit__path__startswith=unit.path)
    return rows.select_related("unit").order_by("unit__path", "id")


def other_kinds(unit: Unit) -> list[str]:
    """What 其他 has been called in the unit, and the usual ones: proposed, not prescribed."""
    used = Supervisor.objects.filter(unit=unit, kind=Kind.OTHER).exclude(other_kind="")
    names = [*used.order_by("other_kind").values_list("other_kind", flat=True).distinct(), *USUAL]
    return list(dict.fromkeys(names))


USUAL = ("政协委员", "党代表", "老党员", "新闻媒体", "教师", "企业代表")
STANDS = Q(retired_on__isnull=True)
"""Boxes that hang."""
