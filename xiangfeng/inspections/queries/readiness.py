"""What stands against a move of a plan or an inspection, in words; None when nothing does. The flow's guards ask here.

Rows that were read with their visits, parties and members (`queries.inspections.inspections_for`) cost no query for those.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Count, QuerySet

from xiangfeng.inspections.avoiding import barred_among
from xiangfeng.inspections.models import (
    CheckPlan,
    Inspection,
    InspectionState,
    Party,
    Visit,
    VisitState,
)
from xiangfeng.orgs.models import Appointment, Person, Unit
from xiangfeng.orgs.queries import assessed_units_of

LEAST_MEMBERS = 2
COUNTED = (InspectionState.ISSUED, InspectionState.CLOSED)


def cap_of(unit: Unit, year: int) -> int:
    """How often a village of ``unit`` may be visited in ``year``: its plan's cap, else VISITS_CAP."""
    cap = CheckPlan.objects.filter(unit=unit, year=year).values_list("cap", flat=True).first()
    return int(settings.VISITS_CAP) if cap is None else cap


def _cap_for(inspection: Inspection) -> int:
    known = getattr(inspection, "cap", None)
    return cap_of(inspection.unit, inspection.starts_on.year) if known is None else known


def counted_visits(year: int) -> QuerySet[Visit]:
    """The visits that are a burden in ``year``: of inspections that were handed out, whoever inspects, and not struck."""
    return Visit.objects.filter(inspection__state__in=COUNTED, inspection__starts_on__year=year).exclude(
        state=VisitState.VOID
    )


def visits_by_unit(unit_ids: Iterable[int], year: int) -> dict[int, int]:
    """In how many different inspections of ``year`` each unit was or will be visited; one query."""
    rows = counted_visits(year).filter(site__unit_id__in=list(unit_ids)).order_by().values("site__unit_id")
    return dict(
        rows.annotate(times=Count("inspection_id", distinct=True)).values_list("site__unit_id", "times")
    )


def live_visits(inspection: Inspection) -> list[Visit]:
    """The visits of an inspection that are not struck."""
    return [visit for visit in inspection.visits.all() if visit.state != VisitState.VOID]


def over_cap(inspection: Inspection) -> list[tuple[Unit, int]]:
    """The units that this inspection, not yet handed out, would visit more often than the cap allows, with the number it would be."""
    units = {visit.site.unit_id: visit.site.unit for visit in live_visits(inspection)}
    if not units:
        return []
    year = inspection.starts_on.year
    made, cap = visits_by_unit(units, year), _cap_for(inspection)
    return [(unit, made.get(pk, 0) + 1) for pk, unit in units.items() if made.get(pk, 0) + 1 > cap]


def seats_of(people: Collection[int], *, on: dt.date) -> dict[int, list[str]]:
    """The paths of the units in which each person sits on a day, and of the one they are kept in: not everybody holds a post. One
    query."""
    posts = Appointment.objects.on(on).filter(person_id__in=list(people)).order_by()
    homes = Person.objects.filter(pk__in=list(people)).order_by()
    rows = posts.values_list("person_id", "post__unit__path").union(homes.values_list("pk", "unit__path"))
    seats: dict[int, list[str]] = defaultdict(list)
    for person_id, path in rows:
        seats[person_id].append(path)
    return dict(seats)


def own_unit_clashes(parties: Iterable[Party], visits: Iterable[Visit], *, on: dt.date) -> list[str]:
    """Who would inspect their own unit, in words: “石磊不能查石桥村”. One query."""
    members = {party.pk: list(party.members.all()) for party in parties}
    seats = seats_of({person.pk for people in members.values() for person in people}, on=on)
    found: dict[str, None] = {}
    for visit in visits:
        people = {person.pk: person.name for person in members.get(visit.party_id or 0, ())}
        for pk in barred_among(list(people), seats, visit.site.unit.path):
            found[f"{people[pk]}不能查{visit.site.unit.name}"] = None
    return list(found)


def against_issuing(inspection: Inspection) -> str | None:
    """Why an inspection cannot be handed out: sites, checklists, parties of two, avoidance, the year's cap."""
    visits, parties = live_visits(inspection), list(inspection.parties.all())
    if not visits:
        return "还没有点位，先选点位或抽签"
    if bare := _first(visit.site.type.name for visit in visits if visit.site.type.checklist_id is None):
        return f"点位类型“{bare}”还没有检查表，先在点位类型里定"
    if loose := sum(visit.party_id is None for visit in visits):
        return f"还有 {loose} 个点位没有分到检查组"
    used = {visit.party_id for visit in visits}
    for party in parties:
        if party.pk in used and len(party.members.all()) < LEAST_MEMBERS:
            return f"{party.name}不到 {LEAST_MEMBERS} 人，检查要两人以上"
    if clashes := own_unit_clashes(parties, visits, on=inspection.starts_on):
        return f"检查人要回避自己的单位：{'、'.join(clashes[:3])}"
    if not inspection.over_cap_reason and (over := over_cap(inspection)):
        names = "、".join(unit.name for unit, _ in over[:3])
        return f"{names}等 {len(over)} 个单位超过每年最多 {_cap_for(inspection)} 次，要领导批准超次"
    return None


def _first(words: Iterable[str]) -> str:
    return next(iter(words), "")


def mean_visits(lines: Iterable[Any], villages: int) -> Decimal:
    """How often a village is visited by the plan on average: the planned village visits over the villages."""
    return Decimal(sum(line.villages for line in lines)) / villages if villages else Decimal(0)


def against_plan(plan: CheckPlan) -> str | None:
    """Why a plan cannot be approved: it is empty, or its visits alone go beyond its own cap."""
    lines = list(plan.lines.all())
    if not lines:
        return "计划里还没有检查"
    villages = assessed_units_of(plan.unit).count()
    if villages and (mean := mean_visits(lines, villages)) > plan.cap:
        return f"平均每村 {mean:.1f} 次，超过上限 {plan.cap} 次，请减少检查"
    return None
