"""One inspection: created, its sites and parties, handed out, closed (A4.1b, A5.4a)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Max

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.base.errors import Refused
from xiangfeng.documents.actions import next_number
from xiangfeng.history.actions import record
from xiangfeng.inspections.codes import new_code
from xiangfeng.inspections.models import (
    Inspection,
    InspectionState,
    Kind,
    Party,
    PlannedCheck,
    Visit,
    VisitState,
)
from xiangfeng.inspections.queries.inspections import people_to_send, sites_to_check
from xiangfeng.inspections.queries.readiness import LEAST_MEMBERS, own_unit_clashes
from xiangfeng.inspections.tags import joined
from xiangfeng.orgs.models import Person, Unit
from xiangfeng.sites.models import Site
from xiangfeng.workflow.flow import hold

MANAGE = "inspections.manage"
FARTHEST = 366
"""Days from today that an inspection may lie: what is further is a slip of the year."""


def url_of(inspection: Inspection) -> str:
    return f"/work/inspections/{inspection.pk}/"


@transaction.atomic
def create_inspection(
    unit: Unit,
    *,
    title: str,
    kind: str,
    starts_on: dt.date,
    ends_on: dt.date,
    is_announced: bool = True,
    planned: PlannedCheck | None = None,
    content: str = "",
    tags: str = "",
    actor: Actor,
    at: dt.datetime,
) -> Inspection:
    """Begin an inspection of ``unit``, numbered, by a line of the plan or free.

    Refuses who may not organise there, an empty title, days that end before they begin or lie more than a
    year away, and a line of another unit's plan.
    """
    if not may(actor, MANAGE, unit):
        raise Refused(f"您不能替{unit.name}组织检查")
    _check(title, kind, starts_on, ends_on, at)
    if planned is not None and planned.plan.unit_id != unit.pk:
        raise Refused("这一项在别的单位的计划里")
    row = Inspection.objects.create(
        unit=unit,
        number=next_number(unit, "检查", year=at.year),
        title=title.strip(),
        kind=kind,
        is_announced=is_announced,
        starts_on=starts_on,
        ends_on=ends_on,
        planned=planned,
        content=content.strip(),
        tags=joined(tags) or (planned.tags if planned else ""),
        created_by_id=actor.user_id,
        created_at=at,
    )
    record(row, verb="筹备检查", actor=actor, at=at, after={"开始": starts_on, "结束": ends_on})
    return row


def _check(title: str, kind: str, starts_on: dt.date, ends_on: dt.date, at: dt.datetime) -> None:
    if not title.strip():
        raise Refused("请写检查名称")
    if kind not in Kind.values:
        raise Refused("请选检查种类")
    if ends_on < starts_on:
        raise Refused("结束日早于开始日，请核对")
    for name, day in (("开始日", starts_on), ("结束日", ends_on)):
        if abs((day - at.date()).days) > FARTHEST:
            raise Refused(f"{name} {day} 离今天超过一年，请核对年份")


def hold_draft(inspection: Inspection, actor: Actor, what: str) -> None:
    """Keep an inspection in 筹备 while it is being arranged. Refuses who may not, and one that was handed out."""
    _hold_in(inspection, actor, what, InspectionState.DRAFT)


def hold_open(inspection: Inspection, actor: Actor, what: str) -> None:
    """The same while it may still change: in 筹备 and while it runs."""
    _hold_in(inspection, actor, what, InspectionState.DRAFT, InspectionState.ISSUED)


def _hold_in(inspection: Inspection, actor: Actor, what: str, *states: str) -> None:
    if not may(actor, MANAGE, inspection):
        raise Refused(f"您不能{what}")
    if inspection.state not in states:
        raise Refused(f"这次检查现在是“{inspection.get_state_display()}”，不能{what}")
    hold(inspection)


@transaction.atomic
def edit_inspection(
    inspection: Inspection,
    *,
    title: str,
    kind: str,
    starts_on: dt.date,
    ends_on: dt.date,
    is_announced: bool,
    content: str,
    tags: str,
    actor: Actor,
    at: dt.datetime,
) -> None:
    """Change what an inspection is, before it is handed out."""
    hold_draft(inspection, actor, "改检查")
    _check(title, kind, starts_on, ends_on, at)
    new = {
        "title": title.strip(), "kind": kind, "starts_on": starts_on, "ends_on": ends_on,
        "is_announced": is_announced, "content": content.strip(), "tags": joined(tags),
    }  # fmt: skip
    before = {name: getattr(inspection, name) for name in new}
    if before["starts_on"].year != starts_on.year:
        new["over_cap_reason"] = ""  # another year has another count
    Inspection.objects.filter(pk=inspection.pk).update(**new)
    for name, value in new.items():
        setattr(inspection, name, value)
    record(inspection, verb="改检查", actor=actor, at=at, before=before, after=new)


@transaction.atomic
def add_sites(
    inspection: Inspection,
    sites: Iterable[Site],
    *,
    party: Party | None = None,
    actor: Actor,
    at: dt.datetime,
) -> list[Visit]:
    """Put sites into an inspection in 筹备, by hand or after a draw; those already in stay as they are. An approval to go beyond the cap has to be given anew.

    Refuses sites out of use or outside the inspecting unit, none at all, and a party of which somebody would check their own unit.
    """
    hold_draft(inspection, actor, "选点位")
    wanted = {site.pk: site for site in sites}
    if not wanted:
        raise Refused("还没有选点位")
    free = set(sites_to_check(inspection).values_list("pk", flat=True))
    taken = set(inspection.visits.values_list("site_id", flat=True))
    if strange := [site.name for pk, site in wanted.items() if pk not in free and pk not in taken]:
        raise Refused(f"“{strange[0]}”已停用，或者不归{inspection.unit.name}管，不能选")
    last = inspection.visits.aggregate(last=Max("seq"))["last"] or 0
    new = [site for pk, site in wanted.items() if pk in free]
    visits = [
        Visit(inspection=inspection, site=site, party=party, code=new_code(), seq=last + place)
        for place, site in enumerate(new, 1)
    ]
    if party is not None:
        _refuse_own_unit([party], visits, on=inspection.starts_on)
    made = Visit.objects.bulk_create(visits)
    if made:
        forget_parts(inspection)
        _forget_approval(inspection)
        record(inspection, verb="选点位", actor=actor, at=at, after={"点位": [site.name for site in new]})
    return made


def forget_parts(inspection: Inspection) -> None:
    """What was read with the row is no longer so: the next look asks again."""
    inspection.__dict__.get("_prefetched_objects_cache", {}).clear()


def _forget_approval(inspection: Inspection) -> None:
    if inspection.over_cap_reason:
        Inspection.objects.filter(pk=inspection.pk).update(over_cap_reason="")
        inspection.over_cap_reason = ""


@transaction.atomic
def remove_sites(inspection: Inspection, visits: Sequence[Visit], *, actor: Actor, at: dt.datetime) -> None:
    """Take sites out again before anything was handed out. Refuses one that a draw picked: the draw is voided instead, with its reason."""
    hold_draft(inspection, actor, "去掉点位")
    if not visits:
        raise Refused("还没有选要去掉的点位")
    drawn = {pk for one in inspection.draws.filter(kind="sites", void_reason="") for pk in one.picked}
    if held := [visit.site.name for visit in visits if visit.site_id in drawn]:
        raise Refused(f"“{held[0]}”是抽签抽中的，不能单独去掉；确实不查，把这次抽签作废")
    names = [visit.site.name for visit in visits]
    Visit.objects.filter(pk__in=[visit.pk for visit in visits], inspection=inspection).delete()
    forget_parts(inspection)
    record(inspection, verb="去掉点位", actor=actor, at=at, before={"点位": names})


@transaction.atomic
def add_party(
    inspection: Inspection, *, name: str, members: Iterable[Person], actor: Actor, at: dt.datetime
) -> Party:
    """Form a party. Refuses a name that is taken and people from outside."""
    hold_draft(inspection, actor, "编组")
    return _put_party(inspection, Party(inspection=inspection), name, list(members), actor, at)


@transaction.atomic
def edit_party(party: Party, *, name: str, members: Iterable[Person], actor: Actor, at: dt.datetime) -> Party:
    """Rename a party or change who is in it, also while the inspection runs: people fall ill.

    Refuses as forming one does, whoever would then check their own unit, and fewer than two once it was handed out.
    """
    people = list(members)
    hold_open(party.inspection, actor, "编组")
    if party.inspection.state == InspectionState.ISSUED and len(people) < LEAST_MEMBERS:
        raise Refused(f"检查已派发，{party.name}要留 {LEAST_MEMBERS} 人以上")
    return _put_party(party.inspection, party, name, people, actor, at)


def _put_party(
    inspection: Inspection, party: Party, name: str, members: list[Person], actor: Actor, at: dt.datetime
) -> Party:
    if not name.strip():
        raise Refused("请写组名")
    if inspection.parties.filter(name=name.strip()).exclude(pk=party.pk).exists():
        raise Refused(f"已有“{name.strip()}”，换个名字")
    allowed = set(people_to_send(inspection.unit, at.date()).values_list("pk", flat=True))
    if strange := [person.name for person in members if person.pk not in allowed]:
        raise Refused(f"{strange[0]}不在{inspection.unit.name}和下属单位里，或者已经离任，不能编进来")
    if party._state.adding:
        party.seq = (inspection.parties.aggregate(last=Max("seq"))["last"] or 0) + 1
    party.name = name.strip()
    party.save()
    party.members.set(members)
    forget_parts(inspection)
    _refuse_own_unit(
        [party],
        party.visits.exclude(state=VisitState.VOID).select_related("site__unit").order_by("seq", "pk"),
        on=inspection.starts_on,
    )
    record(
        inspection, verb="编组", actor=actor, at=at, after={party.name: [person.name for person in members]}
    )
    return party


@transaction.atomic
def remove_party(party: Party, *, actor: Actor, at: dt.datetime) -> None:
    """Dissolve a party; its sites wait for another."""
    hold_draft(party.inspection, actor, "撤组")
    record(party.inspection, verb="撤组", actor=actor, at=at, before={"检查组": party.name})
    forget_parts(party.inspection)
    party.delete()


@transaction.atomic
def assign_visits(party: Party, visits: Sequence[Visit], *, actor: Actor, at: dt.datetime) -> None:
    """Give visits to a party, also while the inspection runs. Refuses when somebody in it would check their own unit, checks already handed
    in, and a party of fewer than two once it was handed out."""
    inspection = party.inspection
    hold_open(inspection, actor, "分派检查组")
    refuse_small(inspection, [party])
    if not visits:
        raise Refused("还没有选点位")
    if done := [visit.site.name for visit in visits if visit.state == VisitState.HANDED_IN]:
        raise Refused(f"“{done[0]}”已经查过了，不能换组")
    _refuse_own_unit([party], [_of(visit, party) for visit in visits], on=inspection.starts_on)
    ids = [visit.pk for visit in visits]
    Visit.objects.filter(pk__in=ids, inspection=inspection, state=VisitState.WAITING).update(party=party)
    forget_parts(inspection)
    record(
        inspection, verb="分派检查组", actor=actor, at=at,
        after={party.name: [visit.site.name for visit in visits]},
    )  # fmt: skip


def refuse_small(inspection: Inspection, parties: Iterable[Party]) -> None:
    """Refuse a party that could not hand in a check, where nothing asks for it any more."""
    if inspection.state != InspectionState.ISSUED:
        return
    if small := [party.name for party in parties if party.members.count() < LEAST_MEMBERS]:
        raise Refused(f"{small[0]}不到 {LEAST_MEMBERS} 人，检查要两人以上，先编足人")


def _of(visit: Visit, party: Party) -> Visit:
    visit.party = party
    return visit


def _refuse_own_unit(parties: Iterable[Party], visits: Iterable[Visit], *, on: dt.date) -> None:
    if clashes := own_unit_clashes(parties, visits, on=on):
        raise Refused(f"检查人要回避自己的单位：{'、'.join(clashes[:3])}")
