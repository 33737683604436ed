"""Programmes and plans a person may see, who may report, and the units a goal may go to."""

from __future__ import annotations

from collections.abc import Container

from django.db.models import Count, Q, QuerySet

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import Scope, may
from xiangfeng.base.paths import covers, successor
from xiangfeng.goals.models import Goal, Outcome, Plan, PlanState, Programme
from xiangfeng.orgs.models import Unit, UnitKind

VIEW = "goals.view"
VIEW_OWN = "goals.view_own"
MANAGE = "goals.manage"
APPROVE = "goals.approve"
REPORT = "goals.report"
OWN = Scope("unit")
"""By the unit that answers for a goal; the goal itself hangs on the unit of its plan."""


def programmes_for(actor: Actor) -> QuerySet[Programme]:
    """Programmes within reach, latest first."""
    rows = Programme.objects.within(actor, VIEW).select_related("unit")
    return rows.annotate(plan_count=Count("plans")).order_by("-from_year", "unit__path", "-id")


def plans_for(actor: Actor) -> QuerySet[Plan]:
    """Plans within reach, latest year and version first."""
    rows = Plan.objects.within(actor, VIEW).select_related("unit", "programme", "replaces")
    return rows.order_by("-year", "unit__path", "-version", "-id")


def plan_of(unit: Unit, year: int) -> Plan | None:
    """The approved plan of a unit and year."""
    return Plan.objects.filter(unit=unit, year=year, state=PlanState.APPROVED).first()


def goals_to_carry(plan: Plan, lines: Container[int]) -> list[Goal]:
    """Last year's 结转 that are not among the ``lines`` carried into the plan, with those above them; parents first."""
    known = Goal.objects.filter(
        plan__unit=plan.unit_id, plan__year=plan.year - 1, plan__state=PlanState.APPROVED
    )
    rows = {one.pk: one for one in known.select_related("parent").order_by("seq", "id")}
    found: dict[int, Goal] = {}
    for one in rows.values():
        chain: list[Goal] = []
        above = one if one.outcome == Outcome.CARRIED else None
        while above is not None and above.line not in lines and above.pk not in found:
            chain.insert(0, above)
            above = rows.get(above.parent_id or 0)
        found |= {goal.pk: goal for goal in chain}
    return list(found.values())


def goals_for(actor: Actor) -> QuerySet[Goal]:
    """Goals one may open: those of the plans within reach, and those of one's own unit once the plan is approved."""
    seen = Q(plan__in=Plan.objects.within(actor, VIEW))
    rows = Goal.objects.filter(seen | _own(actor))
    return rows.select_related("plan__unit", "unit", "parent", "carried_from__plan", "first").order_by("pk")


def own_goals_for(actor: Actor) -> QuerySet[Goal]:
    """What one's own unit answers for: the leaves of approved plans, soonest first."""
    rows = Goal.objects.filter(_own(actor), children=None, plan__state=PlanState.APPROVED)
    return rows.select_related("plan__unit", "unit", "parent").order_by("-plan__year", "due_on", "id")


def _own(actor: Actor) -> Q:
    return OWN.q(actor, VIEW_OWN) & Q(plan__state__in=(PlanState.APPROVED, PlanState.REPLACED))


def may_report(actor: Actor, goal: Goal) -> bool:
    """Whether one may report progress: the goal's own unit, or the office above it on its behalf."""
    unit = goal.unit or goal.plan.unit
    return actor.is_system or any(covers(above, unit.path) for above in actor.reach(REPORT))


def may_manage(actor: Actor, plan: Plan) -> bool:
    """Whether one may edit the plan as it stands now."""
    return plan.state == PlanState.DRAFT and may(actor, MANAGE, plan)


def units_under(unit: Unit) -> QuerySet[Unit]:
    """The units a goal of ``unit`` may be given to: itself and all below, in their own order."""
    rows = Unit.objects.filter(path__gte=unit.path, path__lt=successor(unit.path), is_active=True)
    return rows.order_by("path")


def lower_plans(plan: Plan) -> list[tuple[Unit, bool]]:
    """村（社区）right below, and whether each has an approved plan of its own for the year (D5.6). One query."""
    own = Count("plans", filter=Q(plans__year=plan.year, plans__state=PlanState.APPROVED))
    villages = Unit.objects.filter(
        parent=plan.unit, is_active=True, kind__in=(UnitKind.VILLAGE, UnitKind.COMMUNITY)
    )
    return [(unit, bool(unit.own_plans)) for unit in villages.annotate(own_plans=own).order_by("seq", "id")]
