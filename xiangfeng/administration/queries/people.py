"""People and who sat where on a day."""

from __future__ import annotations

import datetime as dt

from django.db.models import Prefetch, Q, QuerySet

from xiangfeng.access.actor import Actor
from xiangfeng.administration.queries.units import UPPER_KINDS, township_path
from xiangfeng.base.paths import successor
from xiangfeng.documents.masking import mask
from xiangfeng.orgs.actions import may_seat
from xiangfeng.orgs.models import Appointment, Person, Post
from xiangfeng.orgs.queries import people_for


def masked(phone: str) -> str:
    """A phone number as lists show it: 138****1234; what is no known kind of number keeps its last two signs."""
    shown = mask(phone)
    if phone and shown == phone:
        return "*" * max(len(phone) - 2, 1) + phone[-2:] if len(phone) > 2 else "**"
    return shown


def roster(actor: Actor, *, on: dt.date) -> QuerySet[Person]:
    """People in reach, each with ``seats``: the appointments that run on a day."""
    seats = Appointment.objects.on(on).select_related("post__unit").order_by("from_date", "id")
    return people_for(actor).prefetch_related(Prefetch("appointments", queryset=seats, to_attr="seats"))


def seats_of(person: Person) -> list[Appointment]:
    """All a person ever held, the latest first."""
    rows = Appointment.objects.filter(person=person).select_related("post__unit", "person")
    return list(rows.order_by("-from_date", "-id"))


def posts_near(person: Person, actor: Actor) -> QuerySet[Post]:
    """Posts that the actor may fill: of the person's township or, above that, of the own unit and its offices."""
    path = township_path(person.unit)
    if path:
        where = Q(unit__path__gte=path, unit__path__lt=successor(path))
    else:
        where = Q(unit=person.unit) | Q(unit__parent=person.unit) & ~Q(unit__kind__in=UPPER_KINDS)
    posts = Post.objects.within(actor, "orgs.manage").filter(unit__is_active=True)
    near = posts.filter(where).select_related("unit")
    mine = [post.pk for post in near.order_by("pk") if may_seat(actor, post.role, post.unit)]
    return near.filter(pk__in=mine).order_by("unit__path", "seq", "id")
