"""年度计划: making, editing, submitting, approving, and a new version of an approved one (A5.1a, B2.11)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Max

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.base.numbering import tidy_document_number
from xiangfeng.duties.actions import refresh
from xiangfeng.duties.models import DutyKind
from xiangfeng.goals.models import Goal, Outcome, Plan, PlanState, Programme, Slice
from xiangfeng.goals.queries.plans import APPROVE, MANAGE, goals_to_carry
from xiangfeng.history.actions import record
from xiangfeng.notifications.actions import notify
from xiangfeng.orgs.models import Unit
from xiangfeng.orgs.queries import user_ids_by_unit, user_ids_with
from xiangfeng.workflow.flow import fire, hold

COPIED = (
    "seq", "title", "indicator", "direction", "target", "measure", "is_additive", "weight", "unit_id", "helpers",
    "leader", "due_on", "tags", "figure", "requirement",
)  # fmt: skip
"""What a new version takes over from the old; what has been decided of a goal comes with it."""


@transaction.atomic
def create_plan(
    unit: Unit,
    *,
    year: int,
    actor: Actor,
    at: dt.datetime,
    programme: Programme | None = None,
    title: str = "",
    guidance: str = "",
    upper_number: str = "",
) -> Plan:
    """Begin the plan of a year; goals left unfinished the year before come in marked 结转自.

    Refuses a second plan for the same year, and a year outside the programme.
    """
    if not may(actor, MANAGE, unit):
        raise Refused(f"您不能替“{unit.name}”编计划")
    if not 2000 <= year <= 2100:
        raise Refused("年度应在2000到2100之间")
    if programme and not programme.from_year <= year <= programme.to_year:
        raise Refused(f"“{programme.title}”管{programme.from_year}到{programme.to_year}年，不包括{year}年")
    if Plan.objects.filter(unit=unit, year=year).exists():
        raise Refused(f"{unit.name}{year}年的计划已经有了；批准后要改的，从那一版生成新版")
    try:
        with transaction.atomic():
            plan = Plan.objects.create(
                unit=unit, year=year, programme=programme, guidance=guidance, upper_number=tidied(upper_number),
                title=title.strip() or f"{unit.name}{year}年文明创建工作计划", created_at=at,
            )  # fmt: skip
    except IntegrityError as error:
        raise Stale(f"{unit.name}{year}年的计划刚被别人建了，请刷新") from error
    carried = bring_over(plan)
    data = {"结转": carried} if carried else {}
    record(plan, verb="建年度计划", actor=actor, at=at, after={"名称": plan.title}, data=data)
    return plan


def tidied(upper_number: str) -> str:
    """The number of the upper document in its proper form; what is none stays as typed and fails the check."""
    return tidy_document_number(upper_number) or upper_number.strip()


def bring_over(plan: Plan) -> int:
    """Write last year's 结转 into a draft, each once however often it is called, in the tree it lay in. Weights and
    deadlines are to be set anew. Gives how many goals came."""
    goals = list(plan.goals.select_related("carried_from").order_by("seq", "id"))
    here = {one.carried_from.line: one for one in goals if one.carried_from}
    wanted = goals_to_carry(plan, here)
    for seq, old in enumerate(wanted, start=max((one.seq for one in goals), default=0) + 1):
        values = {name: getattr(old, name) for name in COPIED} | {"seq": seq, "weight": None, "due_on": None}
        above = here.get(old.parent.line) if old.parent else None
        here[old.line] = Goal.objects.create(plan=plan, parent=above, carried_from=old, **values)
    return len(wanted)


def bring_into_next(plan: Plan, *, actor: Actor, at: dt.datetime) -> None:
    """The same for next year's plan of the unit where it is being made already; what is submitted is left alone."""
    following = Plan.objects.filter(unit=plan.unit, year=plan.year + 1, state=PlanState.DRAFT).first()
    if following:
        hold(following)
        if count := bring_over(following):
            record(following, verb="补列结转目标", actor=actor, at=at, data={"结转": count})


@transaction.atomic
def carry_over(plan: Plan, *, actor: Actor, at: dt.datetime) -> int:
    """补列结转目标: what was marked 结转 after the draft was begun. Refuses when nothing is missing."""
    open_for_change(plan, actor)
    count = bring_over(plan)
    if not count:
        raise Refused("上年结转的目标都已列入")
    record(plan, verb="补列结转目标", actor=actor, at=at, data={"结转": count})
    return count


@transaction.atomic
def edit_plan(
    plan: Plan,
    *,
    title: str,
    upper_number: str,
    guidance: str,
    safeguards: str,
    revision: int,
    actor: Actor,
    at: dt.datetime,
) -> Plan:
    """Write the plan's own texts while it is a draft. :class:`Stale` when somebody saved since ``revision``."""
    open_for_change(plan, actor)
    before = {"名称": plan.title, "上级文件号": plan.upper_number}
    values = {
        "title": title.strip(), "upper_number": tidied(upper_number), "guidance": guidance, "safeguards": safeguards,
    }  # fmt: skip
    if not Plan.objects.filter(pk=plan.pk, revision=revision).update(**values, revision=F("revision") + 1):
        raise Stale("这份计划刚被别人改过，请刷新后再改")
    plan.refresh_from_db()
    after = {"名称": plan.title, "上级文件号": plan.upper_number}
    record(plan, verb="改计划文字", actor=actor, at=at, before=before, after=after)
    return plan


def open_for_change(plan: Plan, actor: Actor) -> None:
    """Refuses who may not, and a plan that is submitted or approved; keeps it a draft until the transaction ends."""
    if not may(actor, MANAGE, plan):
        raise Refused("您不能改这份计划")
    if plan.state != PlanState.DRAFT:
        way = "批准后要改，点“生成新版计划”" if plan.state == PlanState.APPROVED else "先撤回或退回"
        raise Refused(f"计划现在是“{plan.get_state_display()}”，不能改；{way}")
    hold(plan)


@transaction.atomic
def delete_plan(plan: Plan, *, actor: Actor, at: dt.datetime) -> None:
    """Take back a draft made by mistake, with its goals; that it was made stays on record."""
    open_for_change(plan, actor)
    record(plan, verb="删除计划草稿", actor=actor, at=at)
    # Deepest first: a goal's first version is protected, and lies in another plan.
    plan.goals.all().delete()
    plan.delete()


@transaction.atomic
def submit_plan(plan: Plan, *, actor: Actor, at: dt.datetime, note: str = "") -> Plan:
    """Lock it and tell those who approve. Refused while the checklist has a problem."""
    fire(plan, "submit", actor=actor, at=at)
    _tell(plan, f"请批准{plan}", set(user_ids_with(APPROVE, plan.unit, on=at.date())) - {actor.user_id}, at)
    return plan


@transaction.atomic
def approve_plan(plan: Plan, *, actor: Actor, at: dt.datetime, note: str = "") -> Plan:
    """Bring it into force in place of the version it replaces, and tell the units that have goals in it."""
    old = plan.replaces
    if old is not None and old.state == PlanState.APPROVED:
        _carry_outcomes(old, plan)
        fire(old, "replace", actor=actor, at=at)
    fire(plan, "approve", actor=actor, at=at, approved_on=at.date(), approved_by=actor.name)
    refresh(plan.unit, kinds=[DutyKind.PLAN, DutyKind.PLEDGE], year=plan.year)
    units = [goal.unit for goal in plan.goals.select_related("unit").exclude(unit=None) if goal.unit]
    users = {one for ids in user_ids_by_unit("goals.view_own", units, on=at.date()).values() for one in ids}
    notify(users - {actor.user_id}, text=f"{plan}已批准，请看本单位的目标", url="/work/goals/own/", at=at)
    _tell(plan, f"{plan}已批准", set(user_ids_with(MANAGE, plan.unit, on=at.date())) - {actor.user_id}, at)
    return plan


def _carry_outcomes(old: Plan, plan: Plan) -> None:
    """What was decided of a goal while the new version was being written is not lost."""
    decided = {goal.line: goal for goal in old.goals.exclude(outcome=Outcome.OPEN)}
    for goal in plan.goals.filter(outcome=Outcome.OPEN):
        if goal.line in decided:
            goal.outcome, goal.outcome_note = decided[goal.line].outcome, decided[goal.line].outcome_note
            goal.save(update_fields=["outcome", "outcome_note"])


def _tell(plan: Plan, text: str, users: set[Any], at: dt.datetime) -> None:
    notify(users, text=text, url=f"/work/goals/plans/{plan.pk}/", at=at)


@transaction.atomic
def send_back_plan(plan: Plan, *, note: str, actor: Actor, at: dt.datetime) -> Plan:
    """Open it again with a reason, which those who made it are told."""
    fire(plan, "send_back", actor=actor, at=at, note=note)
    users = set(user_ids_with(MANAGE, plan.unit, on=at.date())) - {actor.user_id}
    _tell(plan, f"{plan}被退回：{note.strip()}", users, at)
    return plan


@transaction.atomic
def recall_plan(plan: Plan, *, actor: Actor, at: dt.datetime, note: str = "") -> Plan:
    """Take it back before it is approved."""
    fire(plan, "recall", actor=actor, at=at)
    return plan


@transaction.atomic
def revise_plan(plan: Plan, *, why: str, actor: Actor, at: dt.datetime) -> Plan:
    """A new version copied from the approved one, to be changed, submitted and approved in its place (B2.11).

    Refuses without a reason, from a version not in force, and while another new version is being written.
    """
    if not may(actor, MANAGE, plan):
        raise Refused("您不能改这份计划")
    if plan.state != PlanState.APPROVED:
        raise Refused(f"这一版是“{plan.get_state_display()}”，只能从已批准的版本生成新版")
    if not why.strip():
        raise Refused("生成新版要写明调整理由，例如半年评估后的调整意见")
    hold(plan)
    waiting = Plan.objects.filter(replaces=plan).first()
    if waiting:
        raise Refused(f"第{waiting.version}版正在编制，先把它办完")
    last = Plan.objects.filter(unit=plan.unit, year=plan.year).aggregate(Max("version"))["version__max"]
    new = Plan.objects.create(
        unit=plan.unit, programme=plan.programme, year=plan.year, version=last + 1, title=plan.title,
        upper_number=plan.upper_number, guidance=plan.guidance, safeguards=plan.safeguards,
        why=why.strip()[:300], replaces=plan, created_at=at,
    )  # fmt: skip
    _copy_goals(plan, new)
    record(new, verb="生成新版计划", actor=actor, at=at, note=new.why)
    return new


@transaction.atomic
def number_plan(plan: Plan, *, serial: int | None, actor: Actor, at: dt.datetime) -> Plan:
    """Give the printed plan its 发文顺序号, or take it away. Refuses before approval, and a unit without 机关代字."""
    if not may(actor, MANAGE, plan):
        raise Refused("您不能给这份计划编号")
    if plan.state not in (PlanState.APPROVED, PlanState.REPLACED):
        raise Refused("计划批准以后才能编文号")
    if serial and not plan.unit.document_code:
        raise Refused(f"{plan.unit.name}没有登记机关代字，先在“单位”里登记")
    before = {"发文顺序号": plan.serial}
    plan.serial = serial
    plan.save(update_fields=["serial"])
    record(plan, verb="编文号", actor=actor, at=at, before=before, after={"发文顺序号": serial})
    return plan


def _copy_goals(old: Plan, new: Plan) -> None:
    """The goals with their slices, parents before children; each keeps its line."""
    copies: dict[int, Goal] = {}
    waiting = list(old.goals.prefetch_related("slices").order_by("seq", "id"))
    while waiting:
        ready = [goal for goal in waiting if goal.parent_id is None or goal.parent_id in copies]
        for goal in ready:
            values = {name: getattr(goal, name) for name in COPIED}
            copies[goal.pk] = Goal.objects.create(
                plan=new, parent=copies.get(goal.parent_id or 0), first_id=goal.line, carried_from=goal.carried_from,
                outcome=goal.outcome, outcome_note=goal.outcome_note, **values,
            )  # fmt: skip
            Slice.objects.bulk_create(
                Slice(goal=copies[goal.pk], label=one.label, work=one.work, target=one.target)
                for one in goal.slices.all()
            )
        waiting = [goal for goal in waiting if goal.pk not in copies]
