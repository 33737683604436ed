"""Making the 责任书 of a year from its goals, and writing their texts."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from decimal import Decimal

from django.db import transaction

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.documents.actions import next_number
from xiangfeng.goals.models import Goal, Plan, PlanState
from xiangfeng.history.actions import record
from xiangfeng.orgs.models import Unit
from xiangfeng.pledges import content
from xiangfeng.pledges.models import Pledge, PledgeState
from xiangfeng.pledges.queries import leaves_of


@transaction.atomic
def generate_pledges(plan: Plan, *, actor: Actor, at: dt.datetime) -> tuple[int, int]:
    """A draft for every unit that has goals in the approved plan; drafts there are take the goals as they are now.
    Gives how many were made and how many were brought up to date. What is being signed or signed stays as it is.

    Refuses a plan that is not approved and one with a goal that no unit has (A1.2c). A unit that has lost its goals
    loses its draft.
    """
    if not may(actor, "pledges.manage", plan.unit):
        raise Refused(f"您不能生成“{plan.unit.name}”的责任书")
    if plan.state != PlanState.APPROVED:
        raise Refused("年度计划批准后才能生成责任书")
    leaves = leaves_of(plan)
    nobody = [goal.title for goal, _ in leaves if goal.unit_id is None]
    if nobody:
        raise Refused(
            f"还有 {len(nobody)} 项目标没有责任单位：{'、'.join(nobody[:5])}。请先在年度计划里定责任单位"
        )
    by_unit: dict[int, list[tuple[Goal, Decimal]]] = defaultdict(list)
    units: dict[int, Unit] = {}
    for goal, weight in leaves:
        assert goal.unit is not None
        units[goal.unit.pk] = goal.unit
        by_unit[goal.unit.pk].append((goal, weight))
    known = {
        row.party_id: row
        for row in Pledge.objects.filter(unit=plan.unit, party__in=by_unit, year=plan.year)
        .exclude(state=PledgeState.VOID)
        .order_by("pk")
    }
    made = changed = 0
    for unit_id in sorted(units, key=lambda pk: units[pk].path):
        lines = _lines(by_unit[unit_id])
        if unit_id not in known:
            _draft(plan, units[unit_id], lines, actor, at)
            made += 1
        elif known[unit_id].state == PledgeState.DRAFT and known[unit_id].lines != lines:
            _renew(known[unit_id], plan, lines, actor, at)
            changed += 1
    _drop_drafts(plan, list(by_unit), actor, at)
    return made, changed


def _lines(goals: list[tuple[Goal, Decimal]]) -> list[content.Line]:
    shares = content.share_weights([weight for _, weight in goals])
    return [
        {
            "line": goal.line,
            "title": goal.title,
            "indicator": goal.indicator,
            "direction": goal.direction,
            "target": content.plain(goal.target),
            "measure": goal.measure,
            "weight": content.plain(share),
            "due_on": content.plain(goal.due_on),
        }
        for (goal, _), share in zip(goals, shares, strict=True)
    ]


def _draft(plan: Plan, party: Unit, lines: list[content.Line], actor: Actor, at: dt.datetime) -> None:
    pledge = Pledge.objects.create(
        unit=plan.unit, party=party, plan=plan, year=plan.year, lines=lines,
        number=next_number(plan.unit, "责任书", year=plan.year), responsibilities=content.RESPONSIBILITIES,
        support=content.SUPPORT, method=content.METHOD, rewards=content.REWARDS, created_at=at,
    )  # fmt: skip
    record(pledge, verb="生成责任书", actor=actor, at=at, data={"编号": pledge.number, "目标": len(lines)})


def _renew(pledge: Pledge, plan: Plan, lines: list[content.Line], actor: Actor, at: dt.datetime) -> None:
    before = pledge.lines
    kept = Pledge.objects.filter(pk=pledge.pk, state=PledgeState.DRAFT, revision=pledge.revision)
    if not kept.update(lines=lines, plan=plan, revision=pledge.revision + 1):
        raise Stale
    record(pledge, verb="按计划重新生成", actor=actor, at=at, before=before, after=lines)


def _drop_drafts(plan: Plan, units: list[int], actor: Actor, at: dt.datetime) -> None:
    stale = Pledge.objects.filter(unit=plan.unit, year=plan.year, state=PledgeState.DRAFT)
    for row in stale.exclude(party__in=units).order_by("pk"):
        record(row, verb="删除没有目标的草稿", actor=actor, at=at, data={"编号": row.number})
        row.delete()


@transaction.atomic
def edit_texts(
    pledge: Pledge, *, responsibilities: str, support: str, method: str, rewards: str, remark: str, revision: int,
    to_all: bool = False, actor: Actor, at: dt.datetime,
) -> int:  # fmt: skip
    """Write the four texts of a draft; with ``to_all`` of every draft of the year. Gives how many were written.

    Refuses anything but a draft, a missing text, and words a township may not use (罚款、保证金……).
    """
    if not may(actor, "pledges.manage", pledge.unit):
        raise Refused("您的岗位没有这项权限")
    texts = {
        "responsibilities": responsibilities.strip(), "support": support.strip(), "method": method.strip(),
        "rewards": rewards.strip(),
    }  # fmt: skip
    for key, title in content.TEXTS.items():
        if not texts[key]:
            raise Refused(f"请写“{title}”")
    if wrong := content.wrong_words(texts):
        raise Refused(wrong[0])
    mine = Pledge.objects.filter(pk=pledge.pk, state=PledgeState.DRAFT, revision=revision)
    if not mine.update(**texts, remark=remark.strip(), revision=revision + 1):
        raise Stale
    rows = [pledge]
    if to_all:
        others = Pledge.objects.filter(unit=pledge.unit, year=pledge.year, state=PledgeState.DRAFT)
        for row in others.exclude(pk=pledge.pk).order_by("pk"):
            as_read = others.filter(pk=row.pk, revision=row.revision)
            if as_read.update(**texts, revision=row.revision + 1):
                rows.append(row)
    for row in rows:
        record(row, verb="改责任书文字", actor=actor, at=at, after=texts)
    return len(rows)
