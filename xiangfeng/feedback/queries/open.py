"""What the public is offered: which townships take reports over the net, and the choices of “是哪方面的问题”."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from xiangfeng.base.paths import ancestors
from xiangfeng.feedback.models import Category, Desk, Phrase
from xiangfeng.orgs.models import Unit


def open_desks() -> list[Desk]:
    """The desks that take reports over the net, with their units, in tree order. A unit that never set up a desk has none."""
    rows = Desk.objects.filter(is_open=True, unit__is_active=True)
    return list(rows.select_related("unit", "unit__parent").order_by("unit__path"))


def desk_of(unit: Unit) -> Desk | None:
    """What ``unit`` has set; the nearest desk above when it has none of its own. One query."""
    rows = Desk.objects.filter(unit__path__in=ancestors(unit.path, with_self=True))
    return rows.select_related("unit").order_by("-unit__path").first()


def categories_for(unit: Unit) -> list[Category]:
    """The categories in use for ``unit``: those of the units above and its own, with their norms, in their order.

    An own one takes the place of one above with the same code; when it is retired, it hides that one. One query.
    """
    rows = Category.objects.filter(unit__path__in=ancestors(unit.path, with_self=True))
    return in_force(rows.select_related("norm", "unit").order_by("unit__path", "seq", "id"))


def in_force(rows: Iterable[Category]) -> list[Category]:
    """Of ``rows``, the topmost unit's first, those that are in use: the nearest of each code decides."""
    nearest: dict[str, Category] = {}
    for row in rows:
        nearest[row.code] = row
    return sorted((row for row in nearest.values() if row.is_active), key=lambda row: (row.seq, row.pk))


def phrases_for(unit: Unit) -> QuerySet[Phrase]:
    """The standard replies in use for ``unit``, its own and those from above, by name."""
    return Phrase.objects.filter(unit__path__in=ancestors(unit.path, with_self=True), is_active=True)
