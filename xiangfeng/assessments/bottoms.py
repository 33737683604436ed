"""Who came last in the latest 通报: they are inspected without drawing (末位必评)."""

from __future__ import annotations

from xiangfeng.assessments.models import Entry, Period, PeriodState
from xiangfeng.inspections import bottoms
from xiangfeng.orgs.models import Unit


def last_in_ranking(unit: Unit, count: int) -> bottoms.Bottoms | None:
    """The ``count`` units ranked last in the latest published period of ``unit``, the very last first; None without one. Two queries.

    Those of one rank stand in the order of the list; who was not ranked is not among them.
    """
    period = (
        Period.objects.filter(unit=unit, state=PeriodState.PUBLISHED)
        .order_by("-year", "-month", "-pk")
        .first()
    )
    if period is None:
        return None
    rows = Entry.objects.filter(period=period, is_ranked=True, rank__isnull=False).order_by(
        "-rank", "seq", "pk"
    )
    ids = tuple(rows.values_list("unit_id", flat=True)[:count])
    return bottoms.Bottoms(ids, f"{period}末 {len(ids)} 名") if ids else None


def register() -> None:
    """Say so to the floor below."""
    bottoms.register(last_in_ranking)
