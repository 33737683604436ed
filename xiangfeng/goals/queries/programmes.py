"""A programme's years, each with its text and its plan."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q

from xiangfeng.goals.models import Outcome, Plan, PlanState, Programme


def years_of(programme: Programme, *, this_year: int) -> list[dict[str, Any]]:
    """Year by year: the text, the latest version of the plan, and how its goals ended. One query."""
    leaf = Q(goals__children=None, goals__isnull=False)
    current = Plan.objects.filter(programme=programme).exclude(state=PlanState.REPLACED)
    rows = current.annotate(
        leaves=Count("goals", filter=leaf, distinct=True),
        done=Count("goals", filter=leaf & Q(goals__outcome=Outcome.DONE), distinct=True),
        carried=Count("goals", filter=leaf & Q(goals__outcome=Outcome.CARRIED), distinct=True),
        cancelled=Count("goals", filter=leaf & Q(goals__outcome=Outcome.CANCELLED), distinct=True),
    )
    plans: dict[int, Any] = {row.year: row for row in rows.order_by("version", "id")}
    found = []
    for year in range(programme.from_year, programme.to_year + 1):
        plan = plans.get(year)
        found.append(
            {
                "year": year, "text": programme.yearly.get(str(year), ""), "plan": plan,
                "is_first": year == programme.from_year, "is_now": year == this_year,
                "is_past": year < this_year,
                "open": plan.leaves - plan.done - plan.carried - plan.cancelled if plan else 0,
            }
        )  # fmt: skip
    return found
