"""What may be seen of plans, inspections, draws and visits; what stands against a move (`readiness`); what waits (`inbox`)."""

from xiangfeng.inspections.queries.inbox import found_by, waiting_for
from xiangfeng.inspections.queries.inspections import (
    checked_items,
    draws_for,
    inspections_for,
    own_visits_for,
    visits_for,
    with_parts,
)
from xiangfeng.inspections.queries.plans import burdens_of, plans_for

__all__ = [
    "burdens_of",
    "checked_items",
    "draws_for",
    "found_by",
    "inspections_for",
    "own_visits_for",
    "plans_for",
    "visits_for",
    "waiting_for",
    "with_parts",
]
