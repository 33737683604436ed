"""Which tasks may be seen, what waits for whom, and the two rates."""

from xiangfeng.tasks.queries.figures import Rate, rates, rectification_rates
from xiangfeng.tasks.queries.seen import (
    VIEW,
    VIEW_OWN,
    campaigns_for,
    found_by,
    full,
    own_tasks_for,
    tasks_for,
    tasks_from,
)
from xiangfeng.tasks.queries.waits import waiting_for

__all__ = [
    "VIEW",
    "VIEW_OWN",
    "Rate",
    "campaigns_for",
    "found_by",
    "full",
    "own_tasks_for",
    "rates",
    "rectification_rates",
    "tasks_for",
    "tasks_from",
    "waiting_for",
]
