"""What may be done to units, people, posts and appointments."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from xiangfeng.access.actor import Actor
from xiangfeng.access.roles import GIVEN_AWAY, ROLES
from xiangfeng.access.scope import may
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.base.paths import DEEPEST, WIDTH, segment, successor
from xiangfeng.orgs.models import Appointment, Person, Post, Unit

MANAGE = "orgs.manage"


def _checked(row: models.Model) -> None:
    """Run the row's own rules and give the first broken one as a plain sentence."""
    try:
        row.full_clean(exclude=["path"])
    except ValidationError as error:
        raise Refused("；".join(error.messages)) from error


def _allowed(actor: Actor, unit: Unit) -> None:
    if not may(actor, MANAGE, unit):
        raise Refused(f"您不管“{unit.name}”的单位和人员，请联系该单位或上级的管理员")


def _may_seat(actor: Actor, role: str, unit: Unit) -> None:
    """Nobody hands out – or takes away – more than they hold there themselves, but for the system administrator, whose
    business the three administrators (GB/T 22239 三员) are alone."""
    if actor.is_system or actor.has_role("system_admin", unit.path):
        return
    if role.endswith("_admin"):
        raise Refused("系统、安全、审计管理员的岗位和任免只能由系统管理员办理")
    if role in ROLES and not ROLES[role].capabilities <= actor.capabilities_on(unit.path) | GIVEN_AWAY:
        raise Refused(f"“{ROLES[role].title}”的权限比您的岗位大，它的设岗和任免请系统管理员办理")


def may_seat(actor: Actor, role: str, unit: Unit) -> bool:
    """Whether the actor may fill and empty a post of that role there; for screens, which offer nothing else."""
    try:
        _may_seat(actor, role, unit)
    except Refused:
        return False
    return may(actor, MANAGE, unit)


def _check_depth(path: str) -> None:
    if len(path) > DEEPEST * WIDTH:
        raise Refused(f"单位最多 {DEEPEST} 级，不能再往下设")


@transaction.atomic
def create_unit(parent: Unit | None, *, kind: str, name: str, actor: Actor, **fields: Any) -> Unit:
    """Put a new unit under ``parent``; only the system makes a root. Refuses a second of that name there, and a level
    below the deepest that a path has room for."""
    if parent is None and not actor.is_system:
        raise Refused("最上级单位由部署时建立，不能在这里新建")
    if parent is not None:
        _allowed(actor, parent)
        _check_depth(parent.path + segment(0))
    unit = Unit(parent=parent, kind=kind, name=name.strip(), path="?", **fields)
    _checked(unit)
    # The path needs the row's own id, so it is written in a second step inside the same transaction.
    unit.path = f"?{parent.pk if parent else 0}/{unit.name}"[:64]
    unit.save()
    unit.path = (parent.path if parent else "") + segment(unit.pk)
    unit.save(update_fields=["path"])
    return unit


@transaction.atomic
def edit_unit(unit: Unit, *, actor: Actor, **fields: Any) -> Unit:
    """Change a unit's own particulars (name, group, code, order, in use). Its place in the tree: ``move_unit``."""
    _allowed(actor, unit)
    if fields.keys() & {"parent", "path"}:
        raise ValueError("a unit changes its place by move_unit only")
    for name, value in fields.items():
        setattr(unit, name, value)
    _checked(unit)
    unit.save(update_fields=[*fields])
    return unit


@transaction.atomic
def move_unit(unit: Unit, *, to: Unit, actor: Actor) -> Unit:
    """Hang ``unit`` with everything below it under ``to``. Refuses a place inside its own subtree and one too deep.

    :class:`Stale` when one of the two was moved since it was read: paths would else lead into the void.
    """
    _allowed(actor, unit)
    _allowed(actor, to)
    if to.path.startswith(unit.path):
        raise Refused(f"不能把“{unit.name}”移到它自己的下级“{to.name}”下面")
    old, new = unit.path, to.path + segment(unit.pk)
    for row in sorted((unit, to), key=lambda one: one.pk):
        # Writes nothing new, but finds a path that is no longer so and keeps others from moving it meanwhile.
        if not Unit.objects.filter(pk=row.pk, path=row.path).update(path=row.path):
            raise Stale("单位刚被别人移动过，请刷新后再移")
    for row in Unit.objects.filter(path__gte=old, path__lt=successor(old)).order_by("path"):
        row.path = new + row.path[len(old) :]
        _check_depth(row.path)
        row.save(update_fields=["path"])
    unit.parent = to
    unit.path = new
    _checked(unit)
    unit.save(update_fields=["parent"])
    return unit


@transaction.atomic
def add_person(unit: Unit, *, name: str, actor: Actor, phone: str = "", user: Any = None) -> Person:
    """Enter somebody in the unit's list. An account is optional."""
    _allowed(actor, unit)
    person = Person(unit=unit, name=name.strip(), phone=phone.strip(), user=user)
    _checked(person)
    person.save()
    return person


@transaction.atomic
def edit_person(person: Person, *, actor: Actor, **fields: Any) -> Person:
    """Change a person's particulars; moving to another unit needs the right on both."""
    _allowed(actor, person.unit)
    if isinstance(fields.get("unit"), Unit):
        _allowed(actor, fields["unit"])
    for name, value in fields.items():
        setattr(person, name, value)
    _checked(person)
    person.save(update_fields=[*fields])
    return person


@transaction.atomic
def create_post(unit: Unit, *, title: str, role: str, actor: Actor, seq: int = 0) -> Post:
    """Set up a seat. Refuses a role that may do more there than the one who sets it up."""
    _allowed(actor, unit)
    _may_seat(actor, role, unit)
    post = Post(unit=unit, title=title.strip(), role=role, seq=seq)
    _checked(post)
    post.save()
    return post


@transaction.atomic
def edit_post(post: Post, *, title: str, seq: int, actor: Actor) -> Post:
    """Correct a seat's title or order. Its role stays: another role is another seat, appointed anew."""
    _allowed(actor, post.unit)
    post.title, post.seq = title.strip(), seq
    _checked(post)
    post.save(update_fields=["title", "seq"])
    return post


@transaction.atomic
def appoint_person(
    person: Person,
    *,
    post: Post,
    from_date: dt.date,
    actor: Actor,
    basis: str = "",
    to_date: dt.date | None = None,
) -> Appointment:
    """Seat ``person`` from a day on.

    Refuses a second appointment of the same person to the post at that time, oneself, a post that may do more than
    oneself, an administrator's post unless by the system administrator, and two of the three administrators in one
    hand (三员分立).
    """
    _allowed(actor, post.unit)
    _may_seat(actor, post.role, post.unit)
    if not actor.is_system and person.user_id is not None and person.user_id == actor.user_id:
        raise Refused("不能给自己任职，请由其他管理员办理")
    clash = Appointment.objects.filter(post=post, person=person).exclude(to_date__lt=from_date)
    if to_date:
        clash = clash.filter(from_date__lte=to_date)
    if clash.exists():
        raise Refused(f"{person.name}在这段时间已经任{post.title}，不用重复任职")
    _one_administration(person, post, from_date, to_date)
    appointment = Appointment(post=post, person=person, from_date=from_date, to_date=to_date, basis=basis)
    _checked(appointment)
    appointment.save()
    return appointment


def _one_administration(person: Person, post: Post, from_date: dt.date, to_date: dt.date | None) -> None:
    if not post.role.endswith("_admin"):
        return
    others = Appointment.objects.filter(person=person, post__role__endswith="_admin")
    others = others.exclude(post__role=post.role).exclude(to_date__lt=from_date)
    if to_date:
        others = others.filter(from_date__lte=to_date)
    held = others.select_related("post").order_by("id").first()
    if held:
        raise Refused(f"{person.name}已任{held.post.title}，系统、安全、审计管理员不能由一个人兼任")


@transaction.atomic
def end_appointment(appointment: Appointment, *, to_date: dt.date, actor: Actor) -> Appointment:
    """Close an appointment on its last day; the row stays, so that the list of any past day can be read back.

    A day already set may be brought forward, never put off: to sit on is to be appointed anew, with all its checks.
    """
    _allowed(actor, appointment.post.unit)
    _may_seat(actor, appointment.post.role, appointment.post.unit)
    if appointment.to_date is not None and to_date > appointment.to_date:
        last = appointment.to_date
        raise Refused(f"任职已定在{last.year}年{last.month}月{last.day}日止，不能往后延；要续任请重新任职")
    appointment.to_date = to_date
    _checked(appointment)
    appointment.save(update_fields=["to_date"])
    return appointment
