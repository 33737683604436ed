"""Which 责任书 a person may see, what stands in them, how they stand, and how many have been signed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    When,
)

from xiangfeng.access.actor import Actor
from xiangfeng.access.roles import ROLES
from xiangfeng.access.scope import Scope
from xiangfeng.goals.models import Goal, Plan, PlanState
from xiangfeng.goals.queries import board
from xiangfeng.goals.standing import REACHED, Standing, standing
from xiangfeng.orgs.models import Unit, UnitKind
from xiangfeng.pledges import content
from xiangfeng.pledges.models import Pledge, PledgeState, Signature, Supplement
from xiangfeng.web.rows import found_rows, waiting_rows

VIEW, VIEW_OWN, MANAGE = "pledges.view", "pledges.view_own", "pledges.manage"
SIGN, COUNTERSIGN = "pledges.sign", "pledges.countersign"
_TEXT = CharField()
_OPEN = (PledgeState.TO_SIGN, PledgeState.HALF)


def own_paths(actor: Actor) -> set[str]:
    """Of the units for which the person signs as 乙方: by a post in the unit itself, not one above it."""
    return {grant.path for grant in actor.grants if SIGN in ROLES[grant.role].capabilities}


def pledge_of(row: Pledge | Supplement) -> Pledge:
    """The 责任书 itself, or the one that a 补充协议 changes."""
    return row if isinstance(row, Pledge) else row.pledge


def _giver(model: type[Pledge] | type[Supplement]) -> Scope:
    """Whose paper it is while it is a draft."""
    return Scope("unit" if model is Pledge else "pledge__unit")


def _seen(model: type[Pledge] | type[Supplement], actor: Actor, *capabilities: str) -> Q:
    """Everything of the givers one looks after, and what units one may look at were sent to sign (it has its hash then)."""
    if actor.is_system:
        return Q()
    sent = Q(pk__in=[])
    for capability in capabilities:
        sent |= model.scope.q(actor, capability)
    return _giver(model).q(actor, VIEW) | (sent & ~Q(digest=""))


def pledges_for(actor: Actor) -> QuerySet[Pledge]:
    """Those of every unit the person looks after; drafts to the giver alone."""
    return Pledge.objects.filter(_seen(Pledge, actor, VIEW)).select_related("party", "unit", "scan")


def readable_pledges(actor: Actor) -> QuerySet[Pledge]:
    """Those and the ones of one's own unit once they have been sent for signing."""
    seen = _seen(Pledge, actor, VIEW, VIEW_OWN)
    return Pledge.objects.filter(seen).select_related("party", "unit", "scan", "plan")


def readable_supplements(actor: Actor) -> QuerySet[Supplement]:
    """The same for 补充协议."""
    seen = _seen(Supplement, actor, VIEW, VIEW_OWN)
    return Supplement.objects.filter(seen).select_related("pledge__party", "pledge__unit", "scan")


def supplements_of(pledge: Pledge, actor: Actor) -> QuerySet[Supplement]:
    """Those of a 责任书 that are not void and that the person may read, latest first."""
    rows = readable_supplements(actor).filter(pledge=pledge).exclude(state=PledgeState.VOID)
    return rows.order_by("-created_at", "-pk")


def own_pledges(actor: Actor) -> QuerySet[Pledge]:
    """Those of the person's own unit."""
    rows = Pledge.objects.within(actor, VIEW_OWN).exclude(state__in=(PledgeState.DRAFT, PledgeState.VOID))
    open_ones = Supplement.objects.filter(state__in=_OPEN).order_by("pk")
    return rows.select_related("party", "unit").prefetch_related(
        Prefetch("supplements", open_ones, to_attr="waiting_supplements")
    )


def leaves_of(plan: Plan) -> list[tuple[Goal, Decimal]]:
    """The plan's goals without children, each with its weight in the whole: its own times those above it. Cancelled ones
    and those carried to the next year are nobody's any more; what the plan's own unit does itself it signs with nobody."""
    rows = list(plan.goals.select_related("unit").order_by("seq", "id"))
    by_pk, parents = {row.pk: row for row in rows}, {row.parent_id for row in rows}

    def weight(goal: Goal) -> Decimal:
        own = goal.weight or Decimal(0)
        above = by_pk.get(goal.parent_id or 0)
        return own if above is None else own * weight(above) / 100

    return [
        (row, weight(row))
        for row in rows
        if row.pk not in parents
        and row.outcome not in ("cancelled", "carried")
        and row.unit_id != plan.unit_id
    ]


def content_of(row: Pledge | Supplement) -> dict[str, Any]:
    """What is signed, as plain values."""
    if isinstance(row, Supplement):
        return {
            "编号": row.number, "责任书": row.pledge.number, "变更": row.changes, "原因": row.reason, "依据": row.basis,
        }  # fmt: skip
    giver, party = row.names
    texts = {title: getattr(row, key) for key, title in content.TEXTS.items()}
    return {
        "编号": row.number, "年度": row.year, "甲方": giver, "乙方": party, "目标": row.lines, **texts,
    }  # fmt: skip


def signed_supplements(pledge: Pledge) -> list[Supplement]:
    """The 补充协议 in force, oldest first."""
    return list(pledge.supplements.filter(state=PledgeState.SIGNED).order_by("signed_on", "pk"))


def lines_in_force(pledge: Pledge) -> list[content.Line]:
    """The goals as they are agreed now."""
    return content.in_force(pledge.lines, [row.changes for row in signed_supplements(pledge)])


def in_force(pledge: Pledge, supplements: Sequence[Supplement]) -> list[content.Line]:
    """The same, from 补充协议 at hand in any order and state."""
    signed = [row for row in supplements if row.state == PledgeState.SIGNED]
    signed.sort(key=lambda row: (row.signed_on or dt.date.min, row.pk))
    return content.in_force(pledge.lines, [row.changes for row in signed])


def is_whole(row: Pledge | Supplement) -> bool:
    """Whether the content is still what was sent and signed."""
    return bool(row.digest) and content.digest_of(content_of(row)) == row.digest


@dataclass(frozen=True, slots=True)
class Standard:
    """A line as it stands on a day."""

    line: content.Line
    target: str
    value: Decimal | None
    source: str
    url: str
    state: Standing

    @property
    def figure(self) -> str:
        return content.plain(self.value)

    @property
    def due(self) -> str:
        return content.said("due_on", self.line["due_on"], "")

    @property
    def share_text(self) -> str:
        return f"{self.state.share}%"


def standing_of(pledge: Pledge, lines: list[content.Line], *, today: dt.date) -> list[Standard]:
    """Each line with its live value, which comes from the plan's goal of the same line; the target is the agreed one."""
    goals = list(
        Goal.objects.filter(plan__unit=pledge.unit_id, plan__year=pledge.year, plan__state=PlanState.APPROVED)
        .filter(unit=pledge.party_id)
        .select_related("plan", "unit")
        .order_by("seq", "id")
    )
    rows = [board.Line(goal, 1, "") for goal in goals]
    board.fill(rows, today=today)
    known = {row.goal.line: row for row in rows}
    return [_standard(line, known.get(line["line"]), today) for line in lines]


def _standard(line: content.Line, live: board.Line | None, today: dt.date) -> Standard:
    value = live.value if live else None
    state = standing(
        value, Decimal(line["target"]) if line["target"] else None, direction=line["direction"],
        measure=line["measure"], due_on=dt.date.fromisoformat(line["due_on"]) if line["due_on"] else None,
        today=today,
    )  # fmt: skip
    source = (live.source if live else "") or "还没有填报"
    return Standard(line, content.target_text(line), value, source, live.source_url if live else "", state)


def totals_of(rows: list[Standard]) -> dict[str, Any]:
    """How many lines are reached, and the weight they carry."""
    reached = [row for row in rows if row.state.state == REACHED]
    return {
        "weight": content.plain(sum((Decimal(row.line["weight"]) for row in rows), Decimal(0))),
        "reached": len(reached),
        "reached_weight": content.plain(sum((Decimal(row.line["weight"]) for row in reached), Decimal(0))),
        "short": len(rows) - len(reached),
    }


def signatures_of(row: Pledge | Supplement) -> dict[str, Signature]:
    """By side."""
    rows = row.signatures.order_by("pk")
    if isinstance(row, Pledge):
        rows = rows.filter(supplement=None)
    return {one.side: one for one in rows}


def expected_units(plan: Plan) -> list[Unit]:
    """应签名单: the units that have goals in the plan, in the order of the tree."""
    found = {goal.unit.pk: goal.unit for goal, _ in leaves_of(plan) if goal.unit is not None}
    return sorted(found.values(), key=lambda unit: unit.path)


@dataclass(frozen=True, slots=True)
class Roll:
    """How the signing of a township's year stands."""

    expected: int
    villages: int
    signed: int
    last_on: dt.date | None
    missing: tuple[Unit, ...]
    nobody: tuple[Goal, ...]
    supplements: int = 0
    waiting: tuple[str, ...] = ()

    @property
    def rate(self) -> int:
        """签订率 in whole percent, never 100 while one is missing."""
        return 100 * self.signed // self.expected if self.expected else 0

    @property
    def others(self) -> int:
        return self.expected - self.villages


def roll_of(plan: Plan) -> Roll:
    """应签, 已签 and 补充协议 of the plan's year; three queries."""
    leaves = leaves_of(plan)
    units = {goal.unit.pk: goal.unit for goal, _ in leaves if goal.unit is not None}
    rows = Pledge.objects.filter(unit=plan.unit_id, year=plan.year).exclude(state=PledgeState.VOID)
    known = {row[0]: row for row in rows.order_by("pk").values_list("party_id", "state", "signed_on")}
    days = [row[2] for pk, row in known.items() if pk in units and row[1] == PledgeState.SIGNED and row[2]]
    extra = Supplement.objects.filter(pledge__unit=plan.unit_id, pledge__year=plan.year)
    changes = extra.exclude(state=PledgeState.VOID).order_by("pk")
    supplements = list(changes.values_list("state", "pledge__party__name"))
    return Roll(
        expected=len(units),
        villages=sum(unit.kind in (UnitKind.VILLAGE, UnitKind.COMMUNITY) for unit in units.values()),
        signed=len(days),
        last_on=max(days, default=None),
        missing=tuple(
            unit for pk, unit in sorted(units.items(), key=lambda one: one[1].path) if pk not in known
        ),
        nobody=tuple(goal for goal, _ in leaves if goal.unit_id is None),
        supplements=len(supplements),
        waiting=tuple(name for state, name in supplements if state == PledgeState.TO_SIGN),
    )


def signing_of(unit: Unit, year: int) -> tuple[int, int]:
    """已签 and 应签 of a year as `roll_of` counts them, for screens that need no names. One query."""
    signed = Pledge.objects.filter(
        unit=unit, year=year, party=OuterRef("unit"), state=PledgeState.SIGNED, signed_on__isnull=False
    )
    leaves = Goal.objects.filter(
        plan__unit=unit, plan__year=year, plan__state=PlanState.APPROVED, children=None, unit__isnull=False
    ).exclude(Q(unit=unit) | Q(outcome__in=("cancelled", "carried")))
    counts = leaves.aggregate(
        expected=Count("unit", distinct=True), signed=Count("unit", distinct=True, filter=Exists(signed))
    )
    return counts["signed"], counts["expected"]


def plans_to_pledge(actor: Actor) -> list[Plan]:
    """The approved plans whose 责任书 the person looks after, latest year first."""
    rows = Plan.objects.within(actor, VIEW).filter(state=PlanState.APPROVED)
    rows = rows.filter(unit__kind__in=(UnitKind.COUNTY, UnitKind.TOWNSHIP))
    return list(rows.select_related("unit").order_by("-year", "unit__path"))


def waiting_for(actor: Actor, *, today: dt.date) -> tuple[QuerySet[Any], ...]:
    """What the person is to sign, and for the office what waits for a signature of others."""
    found = []
    for model, source, pledge in (
        (Pledge, "pledges.pledge", ""),
        (Supplement, "pledges.supplement", "pledge__"),
    ):
        scope = model.scope
        mine = Q(**{f"{pledge}party__path__in": own_paths(actor)}, state=PledgeState.TO_SIGN)
        mine |= _giver(model).q(actor, COUNTERSIGN) & Q(state=PledgeState.HALF)
        rows = model.objects.filter(mine | (scope.q(actor, MANAGE) & Q(state__in=_OPEN)))
        found.append(
            waiting_rows(
                rows,
                source,
                title="number",
                unit=f"{pledge}party__name",
                extra=Case(
                    When(state=PledgeState.HALF, then=F(f"{pledge}unit__path")),
                    default=F(f"{pledge}party__path"),
                ),
            )
        )
    return tuple(found)


def found_by(actor: Actor, text: str) -> tuple[QuerySet[Any], ...]:
    """责任书 and 补充协议 within reach that name ``text``: number, unit, texts, signers."""
    signed = Signature.objects.filter(name__icontains=text).order_by()
    pledges = readable_pledges(actor).filter(
        Q(number__icontains=text) | Q(party__name__icontains=text) | Q(responsibilities__icontains=text)
        | Q(support__icontains=text) | Q(rewards__icontains=text) | Q(pk__in=signed.values("pledge"))
    )  # fmt: skip
    supplements = readable_supplements(actor).filter(
        Q(number__icontains=text) | Q(pledge__party__name__icontains=text) | Q(reason__icontains=text)
        | Q(basis__icontains=text)
    )  # fmt: skip
    return (
        found_rows(pledges, "pledges.pledge", title="number", detail="party__name", at="signed_on"),
        found_rows(
            supplements, "pledges.supplement", title="number", detail="pledge__party__name", at="signed_on"
        ),
    )
