"""Who sits where on a given day, and the Actor that follows from it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from xiangfeng.access.actor import NOBODY, Actor, Grant
from xiangfeng.access.roles import ROLES
from xiangfeng.base.paths import ancestors, successor
from xiangfeng.orgs.models import Appointment, Person, Unit, UnitKind

ASSESSED_KINDS = (UnitKind.VILLAGE, UnitKind.COMMUNITY)


def actor_for(user: Any, *, on: dt.date) -> Actor:
    """The Actor of a signed-in user from the appointments that run on ``on``. One query; nothing is cached."""
    if user is None or not user.is_authenticated or not user.is_active:
        return NOBODY
    appointments = list(
        Appointment.objects.on(on).filter(person__user_id=user.pk).select_related("post__unit", "person")
    )
    grants = tuple(
        Grant(a.post.role, a.post.unit.path, a.post.unit_id, a.post.title, a.post.unit.name)
        for a in appointments
        if a.post.unit.is_active
    )
    person = appointments[0].person if appointments else None
    name = person.name if person else user.get_full_name() or user.get_username()
    return Actor(user_id=user.pk, name=name, grants=grants, person_id=person.pk if person else None)


def units_for(actor: Actor, capability: str = "orgs.view") -> QuerySet[Unit]:
    """The units on which ``actor`` holds ``capability``, in tree order."""
    return Unit.objects.within(actor, capability).order_by("path")


def people_for(actor: Actor) -> QuerySet[Person]:
    """People of the units the actor may see."""
    return (
        Person.objects.within(actor, "orgs.view").select_related("unit", "user").order_by("unit__path", "id")
    )


def appointments_for(
    actor: Actor, *, on: dt.date | None = None, capability: str = "orgs.view"
) -> QuerySet[Appointment]:
    """Appointments the actor may see; those that ran on ``on`` when a day is given (A1.1)."""
    rows = Appointment.objects.within(actor, capability).select_related("post__unit", "person")
    return (rows.on(on) if on else rows).order_by("post__unit__path", "post__seq", "from_date", "id")


def subtree_of(unit: Unit) -> QuerySet[Unit]:
    """``unit`` and everything below it, in tree order."""
    return Unit.objects.filter(path__gte=unit.path, path__lt=successor(unit.path)).order_by("path")


def ancestors_of(unit: Unit) -> QuerySet[Unit]:
    """The units above ``unit``, topmost first."""
    return Unit.objects.filter(path__in=ancestors(unit.path)).order_by("path")


def assessed_units_of(township: Unit) -> QuerySet[Unit]:
    """The villages and communities that a township assesses, in its own order."""
    return Unit.objects.filter(parent=township, kind__in=ASSESSED_KINDS, is_active=True).order_by("seq", "id")


def user_ids_with(capability: str, unit: Unit, *, on: dt.date) -> list[int]:
    """The users who hold ``capability`` on ``unit`` on that day, by a post there or above; for messages."""
    return user_ids_by_unit(capability, [unit], on=on)[unit.pk]


def user_ids_by_unit(capability: str, units: Iterable[Unit], *, on: dt.date) -> dict[int, list[int]]:
    """The same for several units, by unit id; one query however many they are."""
    above = {unit.pk: ancestors(unit.path, with_self=True) for unit in units}
    rows = Appointment.objects.on(on).filter(
        post__role__in=[key for key, role in ROLES.items() if capability in role.capabilities],
        post__unit__path__in={path for paths in above.values() for path in paths},
        post__unit__is_active=True,
        person__user__is_active=True,
    )
    holders: dict[str, set[int]] = defaultdict(set)
    for path, user_id in rows.order_by("id").values_list("post__unit__path", "person__user_id"):
        holders[path].add(user_id)
    return {
        pk: sorted({user_id for path in paths for user_id in holders.get(path, ())})
        for pk, paths in above.items()
    }
