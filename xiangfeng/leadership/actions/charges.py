"""包干 of villages and key works to leaders (A2.2b)."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from xiangfeng.access.actor import Actor
from xiangfeng.base.errors import Refused
from xiangfeng.history.actions import record
from xiangfeng.leadership.actions.members import allowed, checked, day_text, hold_group
from xiangfeng.leadership.models import Charge, KeyWork, Member
from xiangfeng.orgs.models import Person, Unit


@transaction.atomic
def assign_charge(
    unit: Unit,
    *,
    person: Person,
    from_date: dt.date,
    target: Unit | None = None,
    work: KeyWork | None = None,
    actor: Actor,
    at: dt.datetime,
) -> Charge:
    """Give a village or a key work into a leader's hands from a day on; whoever held it ends the day before.

    Refuses who is not in the leading group on that day, a unit outside, a closed work, and a day before somebody's
    later 包干 of the same.
    """
    allowed(actor, unit)
    if (target is None) == (work is None):
        raise Refused("包干的是一个村，或者一项重点工作，二者选一")
    if target is not None and (target.pk == unit.pk or not target.path.startswith(unit.path)):
        raise Refused(f"“{target.name}”不在{unit.name}下面，不能由它的领导包干")
    if work is not None and work.unit_id != unit.pk:
        raise Refused(f"“{work.name}”不是{unit.name}的重点工作")
    if work is not None and work.closed_on is not None and work.closed_on < from_date:
        raise Refused(f"“{work.name}”已在{day_text(work.closed_on)}办结，不用再包干")
    if not Member.objects.filter(unit=unit, person=person).on(from_date).exists():
        raise Refused(
            f"{person.name}在{day_text(from_date)}不是{unit.name}领导小组成员，先列入领导小组再定包干"
        )
    hold_group(unit)
    charge = Charge(unit=unit, person=person, target=target, work=work, from_date=from_date)
    before = _free_from(charge, from_date)
    checked(charge)
    charge.save()
    after = {"包干领导": person.name, "起": from_date}
    record(
        charge,
        verb="定包干",
        actor=actor,
        at=at,
        before={"包干领导": before} if before else None,
        after=after,
    )
    return charge


def _free_from(charge: Charge, day: dt.date) -> str:
    """End whoever holds the same on ``day``, the day before; gives the name. Refuses what starts on that day or later."""
    rows = _same_object(charge).exclude(to_date__lt=day).select_related("person").order_by("from_date")
    held = list(rows)
    if not held:
        return ""
    latest = held[-1]
    if latest.from_date >= day:
        raise Refused(
            f"{latest.person.name}从{day_text(latest.from_date)}起包干{charge.target or charge.work}，"
            "新的包干要从这以后的日子起；定错了请先办结那一条"
        )
    if latest.person_id == charge.person_id:
        raise Refused(f"{latest.person.name}已经包干{charge.target or charge.work}，不用再定")
    latest.to_date = day - dt.timedelta(days=1)
    latest.save(update_fields=["to_date"])
    return latest.person.name


def _same_object(charge: Charge) -> QuerySet[Charge]:
    return Charge.objects.filter(unit=charge.unit, target=charge.target, work=charge.work)


@transaction.atomic
def end_charge(charge: Charge, *, to_date: dt.date, actor: Actor, at: dt.datetime) -> Charge:
    """End a 包干 without a successor; the village or work is then on the list of what nobody holds.

    A day already set may be brought forward, never put off.
    """
    allowed(actor, charge.unit)
    hold_group(charge.unit)
    if charge.to_date is not None and to_date > charge.to_date:
        raise Refused(f"这条包干已定在{day_text(charge.to_date)}止，不能往后延；请重新定包干")
    charge.to_date = to_date
    checked(charge)
    charge.save(update_fields=["to_date"])
    record(charge, verb="办结包干", actor=actor, at=at, after={"止": to_date})
    return charge


@transaction.atomic
def create_work(unit: Unit, *, name: str, year: int, actor: Actor, at: dt.datetime) -> KeyWork:
    """List a key work of a year; it needs a leader from then on. Refuses a second of that name in the year."""
    allowed(actor, unit)
    work = KeyWork(unit=unit, name=name.strip(), year=year)
    checked(work)
    try:
        with transaction.atomic():
            work.save()
    except IntegrityError as error:
        raise Refused("这一年已有同名的重点工作") from error
    record(work, verb="列重点工作", actor=actor, at=at, after={"年度": year})
    return work


@transaction.atomic
def close_work(work: KeyWork, *, actor: Actor, at: dt.datetime) -> KeyWork:
    """Close a key work today; its 包干 ends with it. Refuses one already closed."""
    allowed(actor, work.unit)
    hold_group(work.unit)
    day = at.date()
    if not KeyWork.objects.filter(pk=work.pk, closed_on=None).update(closed_on=day):
        raise Refused(f"“{work.name}”已经办结了")
    work.closed_on = day
    for charge in (
        Charge.objects.filter(work=work).on(day).select_related("person", "work", "unit").order_by("id")
    ):
        if charge.to_date is None or charge.to_date > day:
            end_charge(charge, to_date=day, actor=actor, at=at)
    record(work, verb="办结重点工作", actor=actor, at=at, after={"办结日": day})
    return work
