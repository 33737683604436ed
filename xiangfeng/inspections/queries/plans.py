"""Plans of a year, and the burden they are for the villages (A4.1b: inspections are to be few and real)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, Q, QuerySet

from xiangfeng.access.actor import Actor
from xiangfeng.inspections.models import (
    CheckPlan,
    Inspection,
    InspectionState,
    PlannedCheck,
    PlanState,
    VisitState,
)
from xiangfeng.inspections.queries.readiness import mean_visits, visits_by_unit
from xiangfeng.orgs.models import Unit
from xiangfeng.orgs.queries import assessed_units_of

VIEW = "inspections.view"


def plans_for(actor: Actor) -> QuerySet[CheckPlan]:
    """The plans the actor may see, the latest first, with how many checks they hold and how many were organised."""
    living = Q(lines__inspections__isnull=False) & ~Q(lines__inspections__state=InspectionState.CANCELLED)
    return (
        CheckPlan.objects.within(actor, VIEW)
        .select_related("unit")
        .annotate(
            line_count=Count("lines", distinct=True),
            made_count=Count("lines", filter=living, distinct=True),
        )
        .order_by("-year", "unit__path")
    )


@dataclass(frozen=True, slots=True)
class Burden:
    """How often one village is visited in the year: ``made`` inspections have been there, ``coming`` are organised and still to come."""

    unit: Unit
    made: int
    coming: int
    cap: int

    @property
    def total(self) -> int:
        return self.made + self.coming

    @property
    def share(self) -> int:
        """Of the cap, in percent, 100 at most: the length of a bar."""
        return min(100, round(100 * self.total / self.cap)) if self.cap else 100

    @property
    def over(self) -> int:
        """How many times beyond the cap."""
        return max(0, self.total - self.cap)

    @property
    def kind(self) -> str:
        return "bad" if self.over else "warn" if self.total == self.cap else ""


def burdens_of(plan: CheckPlan) -> list[Burden]:
    """The villages of the plan's unit with their visits of the year, by whomever they are made. Three queries."""
    villages = list(assessed_units_of(plan.unit))
    ids = [village.pk for village in villages]
    total = visits_by_unit(ids, plan.year)
    rows = (
        Inspection.objects.filter(
            visits__state=VisitState.HANDED_IN, visits__site__unit_id__in=ids, starts_on__year=plan.year
        )
        .order_by()
        .values_list("visits__site__unit_id", "pk")
        .distinct()
    )
    made = Counter(unit_id for unit_id, _ in rows)
    return [
        Burden(one, made[one.pk], max(0, total.get(one.pk, 0) - made[one.pk]), plan.cap) for one in villages
    ]


def mean_text(lines: list[PlannedCheck], villages: int) -> str:
    """Planned visits a village, with one decimal, half up."""
    if not villages:
        return "0"
    return str(mean_visits(lines, villages).quantize(Decimal("0.1"), ROUND_HALF_UP))


def open_lines(unit_id: int, year: int) -> QuerySet[PlannedCheck]:
    """The checks of a unit's approved plan for which nothing was organised yet: a new inspection may be made by one of them."""
    living = Q(inspections__isnull=False) & ~Q(inspections__state=InspectionState.CANCELLED)
    taken = PlannedCheck.objects.filter(living).values("pk")
    rows = PlannedCheck.objects.filter(plan__unit_id=unit_id, plan__year=year, plan__state=PlanState.APPROVED)
    return rows.exclude(pk__in=taken).order_by("month", "pk")
