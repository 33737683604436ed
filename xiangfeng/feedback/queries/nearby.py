"""Which reports may be about the same thing; and those a report belongs together with."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from xiangfeng.access.actor import Actor
from xiangfeng.feedback.distances import metres_between, reach
from xiangfeng.feedback.models import ENDED, Report
from xiangfeng.feedback.queries.seen import read_by

MOST = 8
LOOKED_AT = 60


@dataclass(frozen=True, slots=True)
class Near:
    """A report that may be about the same, and why it looks so."""

    report: Report
    why: str


def likely_same(row: Report, actor: Actor) -> list[Near]:
    """Reports to the same unit that did not end and came within ``FEEDBACK_SAME_DAYS`` of this one: of the same category at the same site or in
    the same village, or within ``FEEDBACK_SAME_METRES``; the likeliest first, ``MOST`` at most, none that the actor may not see. One query.
    """
    alike = _alike(row)
    if row.state in ENDED or not alike:
        return []
    days = dt.timedelta(days=settings.FEEDBACK_SAME_DAYS)
    rows = read_by(actor).filter(
        alike, unit=row.unit_id, came_on__gte=row.came_on - days, came_on__lte=row.came_on + days
    )
    # Parts and wholes are about the same by birth.
    rows = rows.exclude(pk__in=[row.pk, row.parent_id or 0]).exclude(state__in=ENDED).filter(parent=None)
    found = [(why, one) for one in rows.order_by("-came_on", "-id")[:LOOKED_AT] if (why := _why(row, one))]
    found.sort(key=lambda pair: (pair[0][0], -pair[1].pk))
    return [Near(one, words) for (_, words), one in found[:MOST]]


def _alike(row: Report) -> Q:
    alike = Q()
    if row.category_id and row.site_id:
        alike |= Q(category=row.category_id, site=row.site_id)
    if row.category_id and row.village_id:
        alike |= Q(category=row.category_id, village=row.village_id)
    for east, north in (("x", "y"), ("longitude", "latitude")):
        here, there = getattr(row, east), getattr(row, north)
        if here is not None and there is not None:
            wide, high = reach(here, there, settings.FEEDBACK_SAME_METRES)
            alike |= Q(
                **{
                    f"{east}__range": (here - wide, here + wide),
                    f"{north}__range": (there - high, there + high),
                }
            )
    return alike


def _why(row: Report, one: Report) -> tuple[float, str] | None:
    """How likely, the smaller the likelier, and in words; None when it was only in the corner of the box."""
    metres = metres_between(row, one)
    same = row.category_id is not None and row.category_id == one.category_id
    if metres is not None and metres <= settings.FEEDBACK_SAME_METRES:
        return metres + (
            0 if same else 1000
        ), f"相距约 {max(1, round(metres))} 米{'，同一类' if same else ''}"
    if same and row.site_id and row.site_id == one.site_id:
        return 2000, "同一类，同一点位"
    if same and row.village_id and row.village_id == one.village_id:
        return 3000, "同一类，同一村（社区）"
    return None


def together_with(row: Report, actor: Actor) -> dict[str, Any]:
    """What it belongs together with, as far as the actor may see it: ``main`` it was merged into, ``merged`` into it, ``whole`` it is a part of, its
    ``parts``, ``related`` ones. One query.
    """
    links = Report.related.through.objects.filter(from_report=row.pk, to_report=OuterRef("pk"))
    rows: QuerySet[Any] = read_by(actor).annotate(is_related=Exists(links))
    above = [pk for pk in (row.merged_into_id, row.parent_id) if pk]
    # Each of them is found by an index; an OR over all reports would read every one.
    keys = Report.objects.order_by().values_list("pk")
    others: Any = (
        Report.related.through.objects.order_by().filter(from_report=row.pk).values_list("to_report")
    )
    together = keys.filter(merged_into=row).union(keys.filter(parent=row), keys.filter(pk__in=above), others)
    found = list(rows.filter(pk__in=together).order_by("pk"))
    return {
        "main": next((one for one in found if one.pk == row.merged_into_id), None),
        "whole": next((one for one in found if one.pk == row.parent_id), None),
        "merged": [one for one in found if one.merged_into_id == row.pk],
        "parts": [one for one in found if one.parent_id == row.pk],
        "related": [one for one in found if one.is_related],
    }
