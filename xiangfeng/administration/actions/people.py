"""People and appointments: as `orgs` does it, recorded. Phone numbers go into the history masked."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.accounts import actions as accounts
from xiangfeng.administration.queries.people import masked
from xiangfeng.base.errors import Refused
from xiangfeng.history.actions import record
from xiangfeng.orgs import actions as orgs
from xiangfeng.orgs.models import Appointment, Person, Post, Unit


def _shown(fields: dict[str, Any]) -> dict[str, Any]:
    told = {name: str(value) if isinstance(value, Unit) else value for name, value in fields.items()}
    return told | ({"phone": masked(told["phone"])} if "phone" in told else {})


@transaction.atomic
def add_person(unit: Unit, *, name: str, phone: str, actor: Actor, at: dt.datetime) -> Person:
    """Enter somebody in the unit's list."""
    person = orgs.add_person(unit, name=name, phone=phone, actor=actor)
    record(
        person,
        verb="登记人员",
        actor=actor,
        at=at,
        after=_shown({"name": person.name, "phone": person.phone}),
    )
    return person


@transaction.atomic
def edit_person(person: Person, *, actor: Actor, at: dt.datetime, **fields: Any) -> Person:
    """Change name, phone or unit; an account of the person takes the new name with it."""
    before = {name: getattr(person, name) for name, value in fields.items() if getattr(person, name) != value}
    if not before:
        return person
    after = {name: fields[name] for name in before}
    orgs.edit_person(person, actor=actor, **after)
    if "name" in after and person.user is not None:
        accounts.rename_user(person.user, name=after["name"])
    record(person, verb="修改人员", actor=actor, at=at, before=_shown(before), after=_shown(after))
    return person


@transaction.atomic
def read_phone(person: Person, *, actor: Actor, at: dt.datetime) -> str:
    """The person's number in full; that it was looked at is recorded (个人信息保护法第51条)."""
    if not may(actor, "orgs.view", person):
        raise Refused("这个人员不在您的管辖范围内")
    if not person.phone:
        raise Refused(f"{person.name}没有登记联系电话")
    record(person, verb="查看电话", actor=actor, at=at)
    return str(person.phone)


@transaction.atomic
def note_export(*, on: dt.date, actor: Actor, at: dt.datetime) -> None:
    """Write down that the list of a day left with its phone numbers in full. Only for who keeps the list."""
    if not actor.can("orgs.manage"):
        raise Refused("您的岗位不能导出完整电话")
    home = actor.home
    data = {"date": on}
    path = home.path if home else ""
    record(None, verb="导出人员台账（含电话）", actor=actor, at=at, data=data, unit_path=path)


@transaction.atomic
def appoint_person(
    person: Person,
    *,
    post: Post,
    from_date: dt.date,
    to_date: dt.date | None,
    basis: str,
    actor: Actor,
    at: dt.datetime,
) -> Appointment:
    """Seat ``person``."""
    appointment = orgs.appoint_person(
        person, post=post, from_date=from_date, to_date=to_date, basis=basis.strip(), actor=actor
    )
    after = {"from_date": from_date, "to_date": to_date, "basis": basis.strip(), "role": post.role}
    record(person, verb="任职", actor=actor, at=at, note=str(post), after=after, unit_path=post.unit.path)
    return appointment


@transaction.atomic
def end_appointment(
    appointment: Appointment, *, to_date: dt.date, actor: Actor, at: dt.datetime
) -> Appointment:
    """Close an appointment on its last day."""
    before = {"to_date": appointment.to_date}
    orgs.end_appointment(appointment, to_date=to_date, actor=actor)
    record(
        appointment.person,
        verb="办结任职",
        actor=actor,
        at=at,
        note=str(appointment.post),
        before=before,
        after={"to_date": to_date},
        unit_path=appointment.post.unit.path,
    )
    return appointment
