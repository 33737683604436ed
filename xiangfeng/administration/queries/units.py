"""The tree of units as a page draws it: one branch at a time, in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.base.paths import WIDTH, ancestors
from xiangfeng.orgs.models import Appointment, Post, Unit, UnitKind
from xiangfeng.orgs.queries import ancestors_of, subtree_of, units_for

VIEW, MANAGE = "orgs.view", "orgs.manage"
WHOLE = 400
"""A branch of at most so many units below a township is drawn whole; others a level at a time."""
FAR_KINDS = (UnitKind.PROVINCE, UnitKind.CITY, UnitKind.COUNTY)
UPPER_KINDS = (*FAR_KINDS, UnitKind.TOWNSHIP)


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit with what hangs below it, in order; ``is_whole`` when down to the last leaf."""

    top: Unit
    above: list[Unit]
    rows: list[tuple[int, Unit]]
    is_whole: bool


def with_counts(units: QuerySet[Unit], *, on: dt.date) -> QuerySet[Unit]:
    """Each unit with ``below`` (units right below) and ``seated`` (people in its posts on a day)."""
    below = Unit.objects.filter(parent=OuterRef("pk"), is_active=True).order_by().values("parent")
    seated = Appointment.objects.on(on).filter(post__unit=OuterRef("pk")).order_by().values("post__unit")
    return units.annotate(
        below=Coalesce(Subquery(below.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0),
        seated=Coalesce(
            Subquery(
                seated.annotate(n=Count("person", distinct=True)).values("n"), output_field=IntegerField()
            ),
            0,
        ),
    )


def default_top(actor: Actor) -> int | None:
    """The unit whose branch is shown first: the highest one the actor may look at."""
    grants = [grant for grant in actor.grants if grant.path in actor.reach(VIEW)]
    return min(grants, key=lambda grant: len(grant.path)).unit_id if grants else None


def branch_of(top: Unit, actor: Actor, *, on: dt.date, with_retired: bool = False) -> Branch:
    """The branch below ``top``: whole from a township down, unless it is huge; else the next level only."""
    below = subtree_of(top).exclude(pk=top.pk)
    shown = below if with_retired else below.filter(is_active=True)
    is_whole = top.kind not in FAR_KINDS and shown.count() <= WHOLE
    if not is_whole:
        shown = shown.filter(parent=top)
    units = list(with_counts(shown, on=on))
    above = ancestors_of(top)
    return Branch(top, [unit for unit in above if may(actor, VIEW, unit)], _in_order(top, units), is_whole)


def _in_order(top: Unit, units: Sequence[Unit]) -> list[tuple[int, Unit]]:
    """Depth first, siblings by ``seq``: the path is the order of birth, not the county's own order."""
    children: dict[int | None, list[Unit]] = {}
    for unit in units:
        children.setdefault(unit.parent_id, []).append(unit)
    rows: list[tuple[int, Unit]] = []

    def walk(parent: int, depth: int) -> None:
        for unit in sorted(children.get(parent, ()), key=lambda one: (one.seq, one.pk)):
            rows.append((depth, unit))
            walk(unit.pk, depth + 1)

    walk(top.pk, 1)
    return rows


def unit_rows(actor: Actor, *, on: dt.date) -> QuerySet[Unit]:
    """All units in reach as a flat list, branch by branch."""
    return with_counts(units_for(actor).select_related("parent"), on=on)


def posts_of(unit: Unit, *, on: dt.date) -> list[tuple[Post, list[Appointment]]]:
    """The unit's posts, each with who sits in it on a day."""
    seated: dict[int, list[Appointment]] = {}
    rows = Appointment.objects.on(on).filter(post__unit=unit).select_related("person")
    for appointment in rows.order_by("from_date", "id"):
        seated.setdefault(appointment.post_id, []).append(appointment)
    return [(post, seated.get(post.pk, [])) for post in Post.objects.filter(unit=unit).order_by("seq", "id")]


def parents_for(actor: Actor, unit: Unit) -> QuerySet[Unit]:
    """Where ``unit`` may be hung: upper units in use, in the actor's hands, outside its own branch."""
    return (
        units_for(actor, MANAGE)
        .filter(is_active=True, kind__in=UPPER_KINDS)
        .exclude(pk__in=subtree_of(unit).values("pk"))
        .exclude(pk=unit.parent_id or 0)
    )


def township_path(unit: Unit) -> str:
    """The path of the township ``unit`` belongs to; "" for a unit of the county or above."""
    above = Unit.objects.filter(path__in=ancestors(unit.path, with_self=True), kind=UnitKind.TOWNSHIP)
    return above.values_list("path", flat=True).order_by("path").first() or ""


def choices_of_units(units: QuerySet[Unit]) -> list[tuple[str, str]]:
    """Units in tree order for a list of choices, each level indented."""
    rows = list(units.values_list("pk", "name", "path"))
    top = min((len(path) for _, _, path in rows), default=0)
    return [(str(pk), "　" * ((len(path) - top) // WIDTH) + name) for pk, name, path in rows]
