"""Who is in the leading group and who holds what, on any day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import (
    CharField,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast, Coalesce

from xiangfeng.access.actor import Actor
from xiangfeng.base.paths import successor
from xiangfeng.leadership.models import Charge, GroupPost, KeyWork, Member
from xiangfeng.leadership.takeover import Known
from xiangfeng.orgs.models import Person, Unit, UnitKind
from xiangfeng.orgs.queries import ASSESSED_KINDS, assessed_units_of, subtree_of, units_for
from xiangfeng.web.rows import found_rows, holding, joined, waiting_rows

VIEW = "leadership.view"
MANAGE = "leadership.manage"
GROUP_KINDS = (UnitKind.COUNTY, UnitKind.TOWNSHIP)


def members_of(unit: Unit, *, on: dt.date) -> Any:
    """The leading group of ``unit`` as it stood on that day, 组长 first by its own order. One query."""
    rows = Member.objects.filter(unit=unit)
    return rows.on(on).select_related("person__unit", "represents").order_by("seq", "id")


def holders_of(unit: Unit, *, on: dt.date) -> dict[int, Charge]:
    """Village id → its 包干 of that day; villages that nobody holds are not in it. One query."""
    rows = Charge.objects.filter(unit=unit, target__isnull=False).on(on)
    found = rows.select_related("person", "target").order_by("id")
    return {row.target_id: row for row in found if row.target_id is not None}


def units_with_groups(actor: Actor) -> QuerySet[Unit]:
    """The county and townships whose leading group the actor may look at."""
    return units_for(actor, VIEW).filter(kind__in=GROUP_KINDS, is_active=True)


def members_for(actor: Actor, capability: str = VIEW) -> QuerySet[Member]:
    """Seats the actor may see, past and present."""
    return Member.objects.within(actor, capability).select_related("person__unit", "represents", "unit")


def charges_for(actor: Actor, capability: str = VIEW) -> QuerySet[Charge]:
    """包干 the actor may see, past and present."""
    return Charge.objects.within(actor, capability).select_related("person", "target", "work", "unit")


def works_for(actor: Actor, capability: str = VIEW) -> QuerySet[KeyWork]:
    """Key works the actor may see."""
    return KeyWork.objects.within(actor, capability).select_related("unit")


def candidates_of(unit: Unit) -> QuerySet[Person]:
    """Who may be seated in the group of ``unit``: its own people first, then those of the units below."""
    rows = Person.objects.filter(unit__path__gte=unit.path, unit__path__lt=successor(unit.path))
    rows = rows.select_related("unit")
    return rows.order_by("unit__path", "id")


def known_to(unit: Unit) -> Known:
    """What an uploaded ledger 1 is held against: people, units and villages of ``unit``. Two queries."""
    people: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for person in candidates_of(unit):
        people[person.name].append((person.pk, person.unit.name))
    rows = list(subtree_of(unit).values_list("name", "pk", "kind"))
    villages = {name: pk for name, pk, kind in rows if kind in ASSESSED_KINDS}
    return Known(people, {name: pk for name, pk, _ in rows}, villages)


def turning_days(unit: Unit) -> list[dt.date]:
    """The days on which the list changed, the latest first: each is worth reading back. One query."""
    days: set[dt.date] = set()
    for first, last in Member.objects.filter(unit=unit).order_by("id").values_list("from_date", "to_date"):
        days.add(first)
        if last is not None:
            days.add(last + dt.timedelta(days=1))
    return sorted(days, reverse=True)


def areas_of(charges: list[Charge]) -> dict[int, list[str]]:
    """Person id → names of the villages and works in their hands."""
    found: dict[int, list[str]] = defaultdict(list)
    for charge in charges:
        found[charge.person_id].append(str(charge.target or charge.work))
    return found


def charges_of(unit: Unit, *, on: dt.date) -> list[Charge]:
    """Every 包干 of ``unit`` that runs on a day. One query."""
    rows = Charge.objects.filter(unit=unit).on(on).select_related("person", "target", "work")
    return list(rows.order_by("target__seq", "target_id", "work_id", "id"))


@dataclass(frozen=True)
class Line:
    """A village or key work and who holds it; ``charge`` is None when nobody does."""

    name: str
    charge: Charge | None
    village: Unit | None = None
    work: KeyWork | None = None


@dataclass(frozen=True)
class Load:
    """How much one leader holds."""

    name: str
    title: str
    villages: list[str] = field(default_factory=list)
    works: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.villages) + len(self.works)


@dataclass(frozen=True)
class Board:
    """包干 of a unit on a day: what nobody holds, every village, every work of the year, the load of each leader."""

    villages: list[Line]
    works: list[Line]
    loads: list[Load]

    @property
    def unheld(self) -> list[Line]:
        return [
            line for line in [*self.villages, *self.works] if line.charge is None and not _is_closed(line)
        ]


def _is_closed(line: Line) -> bool:
    return line.work is not None and line.work.closed_on is not None


def board_of(unit: Unit, *, on: dt.date) -> Board:
    """The 包干 page: four queries whatever the number of villages."""
    charges = charges_of(unit, on=on)
    by_village = {charge.target_id: charge for charge in charges if charge.target_id}
    by_work = {charge.work_id: charge for charge in charges if charge.work_id}
    villages = [
        Line(village.name, by_village.get(village.pk), village=village) for village in assessed_units_of(unit)
    ]
    works = KeyWork.objects.filter(unit=unit, year=on.year).order_by("closed_on", "id")
    lines = [Line(work.name, by_work.get(work.pk), work=work) for work in works]
    return Board(villages, lines, _loads(list(members_of(unit, on=on)), charges))


def _loads(members: list[Member], charges: list[Charge]) -> list[Load]:
    """Everybody of the group, also with nothing in hand; members who speak for a station hold no village."""
    loads = {member.person_id: Load(member.person.name, member.title) for member in members}
    for charge in charges:
        load = loads.setdefault(charge.person_id, Load(charge.person.name, ""))
        (load.villages if charge.target_id else load.works).append(str(charge.target or charge.work))
    return sorted(loads.values(), key=lambda load: -load.count)


# ---- what waits, what is found


def waiting_for(actor: Actor, *, today: dt.date) -> tuple[QuerySet[Any, Any], ...]:
    """For who keeps the group: groups that have seats but are not complete, and villages that nobody holds.

    A unit that has not begun (no seat at all) is not reminded: its page says how to begin.
    """
    rows = Unit.objects.within(actor, MANAGE).filter(is_active=True)
    return (_incomplete(rows, today), _unheld(rows, today))


def _incomplete(rows: QuerySet[Unit], today: dt.date) -> QuerySet[Any, Any]:
    def count(post: str) -> Coalesce:
        seats = Member.objects.filter(unit=OuterRef("pk"), post=post).on(today).order_by().values("unit")
        counted = Subquery(seats.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
        return Coalesce(counted, 0)

    found = rows.filter(Exists(Member.objects.filter(unit=OuterRef("pk"))))
    found = found.annotate(chiefs=count(GroupPost.CHIEF), deputies=count(GroupPost.DEPUTY))
    return waiting_rows(
        found.filter(~Q(chiefs=1) | Q(deputies=0)),
        "leadership.group",
        state=Value("incomplete"),
        title="name",
        unit="name",
        extra=joined("@chiefs", "|", "@deputies"),
    )


def _unheld(rows: QuerySet[Unit], today: dt.date) -> QuerySet[Any, Any]:
    held = Charge.objects.filter(target=OuterRef("pk")).on(today)
    group = Member.objects.filter(unit=OuterRef("parent")).on(today)
    found = rows.filter(~Exists(held), Exists(group), kind__in=ASSESSED_KINDS)
    return waiting_rows(
        found,
        "leadership.village",
        state=Value("unheld"),
        title="name",
        unit="parent__name",
        extra=Cast("parent_id", CharField()),
    )


def found_by(actor: Actor, text: str) -> tuple[QuerySet[Any, Any], ...]:
    """Seats by person, unit, title, 分工 and 任职文号; key works by name."""
    words = ("person__name", "unit__name", "represents__name", "title", "division", "duty", "basis")
    members = Member.objects.within(actor, VIEW).filter(holding(text, *words))
    works = KeyWork.objects.within(actor, VIEW).filter(name__icontains=text)
    seat = joined("@person__name", "　", "@unit__name", "领导小组")
    return (
        found_rows(members, "leadership.member", title=seat, detail="division", at="from_date"),
        found_rows(works, "leadership.work", title="name", detail=joined("@unit__name", "重点工作")),
    )
