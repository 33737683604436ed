"""What everybody may see: the scoring standards in use, never a draft."""

from __future__ import annotations

from django.db.models import QuerySet

from xiangfeng.assessments.models import SchemeState, SchemeVersion


def open_schemes() -> QuerySet[SchemeVersion]:
    """The versions in use, by unit, the latest first."""
    rows = SchemeVersion.objects.filter(state=SchemeState.ACTIVE, unit__is_active=True).select_related("unit")
    return rows.order_by("unit__path", "-year", "name", "-version", "-id")
