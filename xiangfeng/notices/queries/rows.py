"""Lists by what a person of the office may see."""

from __future__ import annotations

from django.db.models import Count, Prefetch, Q, QuerySet

from xiangfeng.access.actor import Actor
from xiangfeng.notices.models import Notice, NoticeFile, Objection, ObjectionState
from xiangfeng.orgs.models import Unit, UnitKind

VIEW, MANAGE, ISSUE = "notices.view", "notices.manage", "notices.issue"
PUBLISHERS = (UnitKind.PROVINCE, UnitKind.CITY, UnitKind.COUNTY, UnitKind.TOWNSHIP)
FILES = Prefetch("files", NoticeFile.objects.select_related("attachment").order_by("id"))


def notices_for(actor: Actor, capability: str = VIEW) -> QuerySet[Notice]:
    """Notices in reach, the latest first."""
    rows = Notice.objects.within(actor, capability).select_related("unit", "corrects", "pdf", "docx")
    return rows.order_by("-created_at", "-id")


def with_objections(rows: QuerySet[Notice]) -> QuerySet[Notice]:
    """Notices with ``raised`` and ``open`` objections."""
    is_open = Q(objections__state=ObjectionState.OPEN)
    return rows.annotate(raised=Count("objections"), unanswered=Count("objections", filter=is_open))


def objections_for(actor: Actor, capability: str = VIEW) -> QuerySet[Objection]:
    """Objections against notices in reach, the latest first."""
    rows = Objection.objects.within(actor, capability).select_related("notice__unit")
    return rows.order_by("-at", "-id")


def publisher_of(actor: Actor) -> Unit | None:
    """The county or township for which the person publishes: the highest on which they hold the right."""
    rows = Unit.objects.filter(path__in=actor.reach(MANAGE), kind__in=PUBLISHERS)
    return rows.order_by("path").first()


def last_contact(unit: Unit) -> dict[str, str]:
    """Telephone and place of the unit's latest notice, so that they need not be typed again."""
    row = Notice.objects.filter(unit=unit).exclude(phone="").order_by("-created_at", "-id").first()
    return {"phone": row.phone, "place": row.place} if row else {}
