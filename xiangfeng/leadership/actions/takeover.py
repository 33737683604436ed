"""Taking over ledger 1 from a list (A1.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from xiangfeng.access.actor import Actor
from xiangfeng.base.errors import Refused
from xiangfeng.history.actions import record
from xiangfeng.leadership.actions.charges import assign_charge
from xiangfeng.leadership.actions.members import allowed, appoint_member, edit_member
from xiangfeng.leadership.models import Charge, Member
from xiangfeng.leadership.takeover import Line
from xiangfeng.orgs.models import Person, Unit


@dataclass
class Done:
    """How many seats were made and changed, and how many 包干 given."""

    created: int = 0
    changed: int = 0
    charges: int = 0


@transaction.atomic
def import_members(unit: Unit, lines: Sequence[Line], *, actor: Actor, at: dt.datetime) -> Done:
    """Write good lines, all or none: who sits already is changed, others are seated, villages named are given to them.

    Refuses, naming the line, what the rules of the group refuse (a second 组长, one person twice).
    """
    allowed(actor, unit)
    people = Person.objects.select_related("unit").in_bulk([line.person for line in lines])
    units = Unit.objects.in_bulk(
        [pk for line in lines for pk in (line.represents, *line.villages) if pk is not None]
    )
    done = Done()
    for line in lines:
        try:
            _take(unit, line, people[line.person], units, done, actor, at)
        except Refused as refusal:
            raise Refused(f"第 {line.number} 行（{people[line.person].name}）：{refusal}") from refusal
    record(
        unit, verb="导入领导小组成员", actor=actor, at=at,
        data={"created": done.created, "changed": done.changed, "包干": done.charges},
    )  # fmt: skip
    return done


def _take(
    unit: Unit, line: Line, person: Person, units: dict[int, Unit], done: Done, actor: Actor, at: dt.datetime
) -> None:
    first = dt.date.fromisoformat(line.first)
    last = dt.date.fromisoformat(line.last) if line.last else None
    represents = units[line.represents] if line.represents else None
    own = None if represents is None or represents.pk == unit.pk else represents
    given = {"title": line.title, "division": line.division, "basis": line.basis, "represents": own}
    seats = Member.objects.filter(unit=unit, person=person).exclude(to_date__lt=first)
    member = seats.select_related("unit", "person__unit", "represents").order_by("-from_date").first()
    if member is None:
        appoint_member(
            unit, person=person, post=line.post, from_date=first, to_date=last, actor=actor, at=at, **given
        )
        done.created += 1
    else:
        if member.to_date != last:
            raise Refused("任期的止日与系统里的不同，请在他那一行“办结”或“换届”")
        kept = {name: value for name, value in given.items() if value}
        edit_member(member, revision=member.revision, post=line.post, actor=actor, at=at, **kept)
        done.changed += 1
    for pk in line.villages if last is None else ():
        if not Charge.objects.filter(unit=unit, target_id=pk, person=person).on(at.date()).exists():
            day = max(first, at.date()) if member else first
            assign_charge(unit, person=person, target=units[pk], from_date=day, actor=actor, at=at)
            done.charges += 1
