"""The package a phone takes along: my open visits, the forms they are filled by, and what is filled already."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import Q, QuerySet

from xiangfeng.access.actor import Actor
from xiangfeng.inspections.models import (
    Answer,
    Clash,
    Inspection,
    InspectionState,
    Party,
    Photo,
    Visit,
    VisitState,
)
from xiangfeng.inspections.queries.filling import INSPECT, MANAGE, is_own


def field_visits_for(actor: Actor) -> QuerySet[Visit]:
    """The visits of running inspections that the actor may fill or has in their party, handed in ones too, in order."""
    mine = Q(party__members=actor.person_id) if actor.person_id else Q(pk__in=[])
    managed = Q(inspection__in=Inspection.objects.within(actor, MANAGE).order_by().values("pk"))
    return (
        Visit.objects.within(actor, INSPECT)
        .filter(mine | managed, inspection__state=InspectionState.ISSUED)
        .exclude(state=VisitState.VOID)
        .select_related("site__unit", "site__type", "party", "handed_in_by")
        .order_by("inspection__starts_on", "inspection_id", "seq", "id")
        .distinct()
    )


def package_for(actor: Actor) -> dict[str, Any]:
    """``{"inspections": [...], "visits": [...]}`` as ``frontend/js/field/`` reads it; as many queries whatever the rows."""
    visits = [visit for visit in field_visits_for(actor) if not is_own(visit, actor)]
    all_of_them = [visit.pk for visit in visits]
    waiting = [visit.pk for visit in visits if visit.state == VisitState.WAITING]
    inspections = Inspection.objects.filter(pk__in={visit.inspection_id for visit in visits}).order_by("pk")
    parties = Party.objects.filter(pk__in={visit.party_id for visit in visits if visit.party_id})
    names = {
        party.pk: [member.name for member in sorted(party.members.all(), key=lambda one: one.pk)]
        for party in parties.prefetch_related("members").order_by("pk")
    }
    answers = _grouped(Answer.objects.filter(visit__in=all_of_them).order_by("id"), _answer_json)
    photos = _grouped(Photo.objects.filter(visit__in=waiting).order_by("id"), _photo_json)
    clashes = _grouped(
        Clash.objects.filter(visit__in=all_of_them, settled_at=None).order_by("id"), _clash_json
    )
    return {
        "inspections": [_inspection_json(row) for row in inspections],
        "visits": [
            _visit_json(visit, names.get(visit.party_id or 0, []))
            | {
                "answers": answers[visit.pk],
                "photos": photos[visit.pk],
                "clashes": clashes[visit.pk],
            }
            for visit in visits
        ],
    }


def _grouped(rows: Any, as_json: Any) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        found[row.visit_id].append(as_json(row))
    return found


def _inspection_json(row: Inspection) -> dict[str, Any]:
    return {
        "id": row.pk,
        "title": row.title,
        "kind": row.get_kind_display(),
        "starts_on": row.starts_on.isoformat(),
        "ends_on": row.ends_on.isoformat(),
        "content": row.content,
        "forms": row.forms,
    }


def _visit_json(visit: Visit, members: list[str]) -> dict[str, Any]:
    return {
        "key": str(visit.key),
        "code": visit.code,
        "inspection": visit.inspection_id,
        "form": visit.form,
        "state": visit.state,
        "site": visit.site.name,
        "site_code": visit.site.code,
        "address": visit.site.address,
        "type": visit.site.type.name,
        "unit": visit.site.unit.name,
        "party": visit.party.name if visit.party else "",
        "members": members,
        "inspectors": visit.inspectors,
        "present": visit.present,
        "score": str(visit.score) if visit.score is not None else "",
        "full": str(visit.full) if visit.full is not None else "",
        "handed_in_by": visit.handed_in_by.name if visit.handed_in_by else "",
    }


def _answer_json(row: Answer) -> dict[str, Any]:
    return {
        "item": row.item,
        "verdict": row.verdict,
        "count": row.count,
        "note": row.note,
        "by": row.by,
        "revision": row.revision,
    }


def _photo_json(row: Photo) -> dict[str, Any]:
    return {"key": str(row.key), "item": row.item, "by": row.by}


def _clash_json(row: Clash) -> dict[str, Any]:
    return {"id": row.pk, "item": row.item, "stands": row.stands, "other": row.other, "by": row.by}
