"""An inspection on its way: handed out, beyond the cap, ended, called off; a visit that is not made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from xiangfeng.access.actor import Actor
from xiangfeng.base.errors import Refused
from xiangfeng.findings.actions import void_finding
from xiangfeng.findings.models import Finding, FindingState
from xiangfeng.history.actions import record
from xiangfeng.inspections.actions.arranging import forget_parts, url_of
from xiangfeng.inspections.actions.filling import key_of
from xiangfeng.inspections.models import Answer, Inspection, Visit, VisitState
from xiangfeng.inspections.queries.filling import INSPECT
from xiangfeng.inspections.queries.readiness import live_visits, over_cap
from xiangfeng.notifications.actions import notify
from xiangfeng.orgs.models import Person
from xiangfeng.orgs.queries import user_ids_by_unit
from xiangfeng.sites.models import Checklist
from xiangfeng.sites.snapshot import snapshot
from xiangfeng.workflow.flow import fire

FIELD_URL = "/work/inspections/field/"
OWN_URL = "/work/inspections/own/"


@transaction.atomic
def issue_inspection(inspection: Inspection, *, actor: Actor, at: dt.datetime) -> None:
    """Hand an inspection out: the checklists are frozen, the inspectors are told, and the units only when it is announced.

    Refuses what the flow's guard names (sites, parties of two, avoidance, the year's cap without a leader's word), and a checklist
    without items.
    """
    forms = _forms(inspection)
    visits = live_visits(inspection)
    for visit in visits:
        visit.form = str(visit.site.type.checklist_id or "")
    Visit.objects.bulk_update(visits, ["form"])
    fire(inspection, "issue", actor=actor, at=at, forms=forms, issued_at=at)
    forget_parts(inspection)
    span = _span(inspection)
    notify(_inspectors(inspection), text=f"请检查：{inspection.title}（{span}）", url=FIELD_URL, at=at)
    if inspection.is_announced:
        _tell_units(inspection, f"{span}有检查：{inspection.title}，请做好准备", actor, at)


def _forms(inspection: Inspection) -> dict[str, Any]:
    """The checklists that the visits are made by, as they are now, by their ids."""
    ids = [pk for visit in live_visits(inspection) if (pk := visit.site.type.checklist_id) is not None]
    forms = {}
    for checklist in Checklist.objects.filter(pk__in=ids).order_by("pk"):
        form = snapshot(checklist)
        if not form["items"]:
            raise Refused(f"“{checklist.name}”还没有检查项，先把检查项填上")
        forms[str(checklist.pk)] = form
    return forms


def _span(inspection: Inspection) -> str:
    first, last = inspection.starts_on, inspection.ends_on
    begins = f"{first.month}月{first.day}日"
    return begins if first == last else f"{begins}至{last.month}月{last.day}日"


def _inspectors(inspection: Inspection) -> list[int]:
    rows = Person.objects.filter(
        pk__in=[p.pk for party in inspection.parties.all() for p in party.members.all()]
    )
    return sorted(pk for pk in rows.order_by("pk").values_list("user_id", flat=True) if pk is not None)


def _tell_units(inspection: Inspection, text: str, actor: Actor, at: dt.datetime) -> None:
    units = {visit.site.unit_id: visit.site.unit for visit in live_visits(inspection)}
    found = user_ids_by_unit("inspections.view_own", units.values(), on=at.date())
    told = {pk for users in found.values() for pk in users} - {actor.user_id}
    notify(told, text=text, url=OWN_URL, at=at)


@transaction.atomic
def allow_over_cap(inspection: Inspection, *, reason: str, actor: Actor, at: dt.datetime) -> None:
    """A leader lets the inspection go beyond the villages' cap, with the reason. Refuses where nothing goes beyond it."""
    over = [f"{unit.name}第{times}次" for unit, times in over_cap(inspection)]
    fire(inspection, "allow", actor=actor, at=at, note=reason, over_cap_reason=reason.strip()[:200])
    record(inspection, verb="超次的单位", actor=actor, at=at, after={"单位": over})


@transaction.atomic
def close_inspection(inspection: Inspection, *, actor: Actor, at: dt.datetime) -> None:
    """End it. Refuses while checks are not handed in: each is either made or struck with a reason."""
    fire(inspection, "close", actor=actor, at=at, closed_at=at)


@transaction.atomic
def resume_inspection(inspection: Inspection, *, reason: str, actor: Actor, at: dt.datetime) -> None:
    """Open an ended inspection again, with the reason."""
    fire(inspection, "resume", actor=actor, at=at, note=reason, closed_at=None)


@transaction.atomic
def cancel_inspection(inspection: Inspection, *, reason: str, actor: Actor, at: dt.datetime) -> None:
    """Call it off; inspectors are told, and the units if they had been; what forms that were opened again had found is taken back.
    Refuses once a check was handed in."""
    was_issued = inspection.issued_at is not None
    fire(inspection, "cancel", actor=actor, at=at, note=reason)
    if was_issued:
        notify(_inspectors(inspection), text=f"检查取消：{inspection.title}", url=url_of(inspection), at=at)
    if was_issued and inspection.is_announced:
        _tell_units(inspection, f"检查取消：{inspection.title}", actor, at)
    rows = Visit.objects.filter(inspection=inspection, state=VisitState.WAITING)
    _take_back(list(rows.order_by("pk")), f"检查取消：{reason.strip()}", actor, at)
    rows.update(state=VisitState.VOID, void_reason="检查取消")
    forget_parts(inspection)


@transaction.atomic
def strike_visit(visit: Visit, *, reason: str, actor: Actor, at: dt.datetime) -> None:
    """Do not make a visit, with the reason; what was filled stays, what was found is taken back where the form had been handed in and
    opened again. Refuses while that is being mended."""
    fire(visit, "strike", actor=actor, at=at, note=reason, void_reason=reason.strip()[:200])
    _take_back([visit], f"这个点位不查了：{reason.strip()}", actor, at)


def _take_back(visits: Sequence[Visit], reason: str, actor: Actor, at: dt.datetime) -> None:
    """Forms that were opened again and come to nothing have found nothing."""
    answers = Answer.objects.filter(visit__in=visits).order_by("pk")
    rows = Finding.objects.filter(origin_key__in=[key_of(answer) for answer in answers])
    for finding in (
        rows.exclude(state=FindingState.VOID).select_related("unit", "lead", "task").order_by("pk")
    ):
        void_finding(finding, reason=reason[:300], right=INSPECT, actor=actor, at=at)


@transaction.atomic
def restore_visit(visit: Visit, *, actor: Actor, at: dt.datetime) -> None:
    """Make it after all."""
    fire(visit, "restore", actor=actor, at=at, void_reason="")
