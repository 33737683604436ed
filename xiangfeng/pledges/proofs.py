"""All 责任书 of a year signed fulfil its duty, on the day of the last signature (A1.2d)."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from xiangfeng.duties import proofs
from xiangfeng.duties.models import DutyKind, Occurrence
from xiangfeng.goals.models import Plan, PlanState
from xiangfeng.pledges.queries import roll_of


def all_signed(occurrences: Sequence[Occurrence]) -> dict[int, proofs.Proof]:
    """The day on which the last of all units with goals signed. A few queries for each township and year asked for."""
    plans = Plan.objects.filter(
        unit__in={row.unit_id for row in occurrences}, year__in={row.year for row in occurrences},
        state=PlanState.APPROVED,
    ).select_related("unit")  # fmt: skip
    rolls = {(plan.unit_id, plan.year): roll_of(plan) for plan in plans.order_by("pk")}
    found = {}
    for one in occurrences:
        roll = rolls.get((one.unit_id, one.year))
        if roll and roll.expected and roll.signed == roll.expected and not roll.nobody and roll.last_on:
            found[one.pk] = proofs.Proof(
                roll.last_on,
                f"{roll.expected}个单位责任书全部签订",
                f"{reverse('pledges:pledges')}?year={one.year}",
                f"pledges.year:{one.unit_id}-{one.year}",
            )
    return found


def register() -> None:
    """Say to the floor of duties where these records are."""
    proofs.register(DutyKind.PLEDGE, all_signed)
