"""Letters with their sums: printed, handed out, come back, 采纳."""

from __future__ import annotations

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Sum, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat

from xiangfeng.access.actor import Actor
from xiangfeng.feedback.models import Adoption, Report
from xiangfeng.letters.models import OPEN, Batch, BatchKind, Letter
from xiangfeng.orgs.models import Unit, UnitKind
from xiangfeng.orgs.queries import subtree_of

VIEW, MANAGE = "letters.view", "letters.manage"
WRITERS = (UnitKind.COUNTY, UnitKind.TOWNSHIP)


def letters_for(actor: Actor, capability: str = VIEW) -> QuerySet[Letter]:
    """Letters in reach, the latest first."""
    rows = Letter.objects.within(actor, capability).select_related("unit", "pdf", "docx")
    return rows.order_by("-created_at", "-id")


def with_sums(rows: QuerySet[Letter]) -> QuerySet[Letter]:
    """Letters with 印数 ``printed``, 发放 ``given``, blank slips ``blank``, slips with an opinion ``slips``, and ``adopted`` of them
    (采纳 or 部分采纳). 收回 is ``blank`` and ``slips`` together."""
    sums = {name: _copies(kind) for name, kind in (
        ("printed", BatchKind.PRINTED), ("given", BatchKind.GIVEN), ("blank", BatchKind.BLANK),
    )}  # fmt: skip
    reports = Report.objects.filter(
        origin_key=Concat(
            Value("letters.letter:"), Cast(OuterRef("pk"), TextField()), output_field=TextField()
        )
    )
    taken = reports.filter(adoption__in=(Adoption.ADOPTED, Adoption.PARTLY))
    return rows.annotate(**sums, slips=_count(reports), adopted=_count(taken))


def _copies(kind: str) -> Coalesce:
    rows = Batch.objects.filter(letter=OuterRef("pk"), kind=kind).order_by().values("letter")
    return Coalesce(Subquery(rows.annotate(n=Sum("copies")).values("n"), output_field=IntegerField()), 0)


def _count(rows: QuerySet[Report]) -> Coalesce:
    rows = rows.order_by()
    return Coalesce(
        Subquery(rows.values("origin_key").annotate(n=Count("pk")).values("n"), output_field=IntegerField()),
        0,
    )


def open_letters() -> QuerySet[Letter]:
    """What everybody may read, the latest first."""
    rows = Letter.objects.filter(state__in=OPEN).select_related("unit", "pdf", "docx")
    return rows.order_by("-issued_at", "-id")


def known_letters() -> QuerySet[Letter]:
    """Whatever was ever signed: of a withdrawn one everybody reads the reason."""
    return Letter.objects.filter(issued_on__isnull=False).select_related("unit", "pdf", "docx")


def writer_of(actor: Actor) -> Unit | None:
    """The county or township for which the person writes: the highest on which they hold the right."""
    return Unit.objects.filter(path__in=actor.reach(MANAGE), kind__in=WRITERS).order_by("path").first()


def villages_of(unit: Unit) -> QuerySet[Unit]:
    """Villages and communities of ``unit``, where letters are handed out."""
    return subtree_of(unit).filter(kind__in=(UnitKind.VILLAGE, UnitKind.COMMUNITY), is_active=True)
