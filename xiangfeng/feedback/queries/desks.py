"""All that a unit has set, for the page on which it is kept."""

from __future__ import annotations

import datetime as dt
from typing import Any

from xiangfeng.base.paths import ancestors
from xiangfeng.feedback.models import Category, Desk, Phrase, Route
from xiangfeng.feedback.queries.open import in_force
from xiangfeng.feedback.queries.routing import PREVIEW_DAYS, preview
from xiangfeng.orgs.models import Unit


def settings_of(unit: Unit, *, today: dt.date) -> dict[str, Any]:
    """``desk`` (None when there is none), ``categories`` and ``phrases`` of its own and ``upper_…`` from above, ``routes`` with ``would``: the
    units and counts of :func:`preview`, and ``unrouted``: what no rule fits. Seven queries, whatever there is.
    """
    above = ancestors(unit.path, with_self=True)
    categories = list(
        Category.objects.filter(unit__path__in=above)
        .select_related("norm", "unit")
        .order_by("unit__path", "seq", "id")
    )
    phrases = list(
        Phrase.objects.filter(unit__path__in=above).select_related("category", "unit").order_by("title", "id")
    )
    routes = Route.objects.filter(unit=unit).select_related("category", "village", "handler")
    would = preview(unit, today=today)
    return {
        "desk": Desk.objects.filter(unit=unit).first(),
        "categories": [row for row in categories if row.unit_id == unit.pk],
        "upper_categories": [row for row in in_force(categories) if row.unit_id != unit.pk],
        "phrases": [row for row in phrases if row.unit_id == unit.pk],
        "upper_phrases": [row for row in phrases if row.unit_id != unit.pk and row.is_active],
        "routes": [
            {
                "row": row,
                "would": would.get(row.pk, []),
                "is_stopped": row.handler and not row.handler.is_active,
            }
            for row in routes.order_by("seq", "id")
        ],
        "unrouted": sum(count for _, count in would.get(0, [])),
        "days": PREVIEW_DAYS,
    }
