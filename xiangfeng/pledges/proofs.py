"""All 责任书 of a year signed fulfil its duty, on the day of the last signature (A1.2d)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from django.urls import reverse

from xiangfeng.duties import proofs
from xiangfeng.duties.models import DutyKind, Occurrence
from xiangfeng.goals.models import Plan, PlanState
from xiangfeng.pledges.queries import roll_of


def all_signed(occurrences: Sequence[Occurrence]) -> dict[int, proofs.Proof]:
    """The day on which the last of all units with goals signed. A few queries for each township and year asked for.

    Who must have signed is what the plan said on the due day: a later version undoes nothing that was done in time.
    """
    plans = Plan.objects.filter(
        unit__in={row.unit_id for row in occurrences}, year__in={row.year for row in occurrences},
        state__in=(PlanState.APPROVED, PlanState.REPLACED),
    ).select_related("unit")  # fmt: skip
    versions: dict[tuple[int, int], list[Plan]] = defaultdict(list)
    for plan in plans.order_by("version"):
        versions[plan.unit_id, plan.year].append(plan)
    chosen = {one.pk: _binding(versions[one.unit_id, one.year], one.due_on) for one in occurrences}
    rolls = {plan.pk: roll_of(plan) for plan in {plan for plan in chosen.values() if plan}}
    found = {}
    for one in occurrences:
        plan_then = chosen[one.pk]
        roll = rolls[plan_then.pk] if plan_then else None
        if roll and roll.expected and roll.signed == roll.expected and not roll.nobody and roll.last_on:
            found[one.pk] = proofs.Proof(
                roll.last_on,
                f"{roll.expected}个单位责任书全部签订",
                f"{reverse('pledges:pledges')}?year={one.year}",
                f"pledges.year:{one.unit_id}-{one.year}",
            )
    return found


def _binding(versions: Sequence[Plan], due_on: dt.date) -> Plan | None:
    """The version in force on the due day, the first one when all came later."""
    before = [plan for plan in versions if plan.approved_on and plan.approved_on <= due_on]
    return before[-1] if before else next(iter(versions), None)


def register() -> None:
    """Say to the floor of duties where these records are."""
    proofs.register(DutyKind.PLEDGE, all_signed)
