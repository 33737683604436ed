"""抽签: sites, inspectors and which party goes where, from a seed that anyone can draw again with (A4.1b).

The draw itself is `base.drawing`. Here: what goes into the pool, who must be in (末位必评), who must stay away (回避).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from xiangfeng.access.actor import Actor
from xiangfeng.base import drawing
from xiangfeng.base.errors import Refused
from xiangfeng.history.actions import record
from xiangfeng.inspections.actions.arranging import (
    add_sites,
    forget_parts,
    hold_draft,
    hold_open,
    refuse_small,
)
from xiangfeng.inspections.avoiding import barred_among
from xiangfeng.inspections.bottoms import bottoms_of
from xiangfeng.inspections.models import Draw, DrawKind, Inspection, Party, Visit, VisitState
from xiangfeng.inspections.queries.inspections import people_to_send, sites_to_check
from xiangfeng.inspections.queries.readiness import seats_of
from xiangfeng.inspections.replay import PARTY, dealt_people
from xiangfeng.orgs.models import Person
from xiangfeng.sites.models import Site

LONGEST_SEED = 64


def _seed(seed: str) -> str:
    text = " ".join(seed.split())
    if not text:
        raise Refused("没有种子，抽不了签")
    if len(text) > LONGEST_SEED or ":" in text:
        raise Refused(f"种子最多{LONGEST_SEED}个字，不能有冒号")
    return text


def _keep(inspection: Inspection, kind: DrawKind, *, actor: Actor, at: dt.datetime, **fields: Any) -> Draw:
    row = Draw.objects.create(
        inspection=inspection, kind=kind, method=drawing.METHOD, drawn_by=actor.name, drawn_at=at, **fields
    )
    record(
        inspection, verb=row.get_kind_display(), actor=actor, at=at,
        after={"种子": row.seed, "候选": len(row.pool), "抽中": len(row.picked), "监督人": row.witness},
    )  # fmt: skip
    return row


@transaction.atomic
def draw_sites(
    inspection: Inspection,
    *,
    pool: Iterable[Site],
    wanted: int,
    seed: str,
    bottoms: int = 0,
    witness: str = "",
    actor: Actor,
    at: dt.datetime,
) -> Draw:
    """Draw ``wanted`` sites of ``pool`` into an inspection in 筹备.

    Of each of the last ``bottoms`` units of the latest published result, the site with the smallest lot is in without drawing;
    the rest are drawn until ``wanted`` are in. Refuses fewer candidates than are wanted, a pool outside the unit, and an empty seed.
    """
    hold_draft(inspection, actor, "抽签")
    text = _seed(seed)
    allowed = {site.pk: site for site in sites_to_check(inspection)}
    sites = {site.pk: allowed[site.pk] for site in pool if site.pk in allowed}
    if wanted < 1:
        raise Refused("要抽的个数至少是1")
    if len(sites) < wanted:
        raise Refused(f"候选的点位只有 {len(sites)} 个，抽不出 {wanted} 个")
    order = drawing.order(sites, text)
    last = bottoms_of(inspection.unit, bottoms)
    must = _first_of_each(order, sites, last.unit_ids if last else ())
    picked = drawing.draw(sites, wanted, text, must=must)
    draw = _keep(
        inspection, DrawKind.SITES, seed=text, wanted=wanted, witness=witness.strip()[:40], must=must,
        must_basis=f"{last.text}必查" if last and must else "", picked=picked,
        pool=[{"id": pk, "name": site.name, "group": site.unit.name} for pk, site in sites.items()],
        actor=actor, at=at,
    )  # fmt: skip
    add_sites(inspection, [sites[pk] for pk in picked], actor=actor, at=at)
    return draw


def _first_of_each(order: list[int], sites: dict[int, Site], unit_ids: Iterable[int]) -> list[int]:
    firsts = (next((pk for pk in order if sites[pk].unit_id == unit_id), None) for unit_id in unit_ids)
    return [pk for pk in firsts if pk is not None]


@transaction.atomic
def draw_members(
    inspection: Inspection,
    *,
    pool: Iterable[Person],
    each: int,
    seed: str,
    witness: str = "",
    actor: Actor,
    at: dt.datetime,
) -> Draw:
    """Draw ``each`` people of ``pool`` into every party of an inspection in 筹备, beside those already in it.

    People by their lots; each goes to the party that has drawn fewest so far and has no site for which they would have to stay away.
    Refuses when there is no party, when fewer candidates are left than are needed, and when avoidance leaves a party short.
    """
    hold_draft(inspection, actor, "抽签")
    text, parties = _seed(seed), list(inspection.parties.order_by("seq", "pk").prefetch_related("members"))
    if not parties:
        raise Refused("还没有检查组，先编组再抽人")
    in_already = {person.pk for party in parties for person in party.members.all()}
    allowed = {person.pk: person for person in people_to_send(inspection.unit, at.date())}
    people = {one.pk: allowed[one.pk] for one in pool if one.pk in allowed and one.pk not in in_already}
    wanted = each * len(parties)
    if each < 1 or len(people) < wanted:
        raise Refused(f"要抽 {wanted} 人，能抽的只有 {len(people)} 人")
    barred = _barred_people(inspection, parties, people)
    picked = dealt_people(people, [party.pk for party in parties], text, each, barred)
    if len(picked) < wanted:
        raise Refused("除去要回避的人，抽不满每组的人数；请增加候选人，或先抽人再分村")
    draw = _keep(
        inspection, DrawKind.MEMBERS, seed=text, wanted=each, witness=witness.strip()[:40],
        picked=[list(pair) for pair in picked], actor=actor, at=at,
        pool=[
            *({"id": pk, "name": one.name, "group": one.unit.name, "barred": barred[pk]} for pk, one in people.items()),
            *_party_pool(parties),
        ],
    )  # fmt: skip
    for party in parties:
        party.members.add(*(pk for pk, party_id in picked if party_id == party.pk))
    forget_parts(inspection)
    return draw


def _barred_people(
    inspection: Inspection, parties: list[Party], people: dict[int, Person]
) -> dict[int, list[int]]:
    seats = seats_of(people, on=inspection.starts_on)
    paths: dict[int, set[str]] = {party.pk: set() for party in parties}
    rows = inspection.visits.exclude(state=VisitState.VOID).filter(party__isnull=False)
    for party_id, path in rows.order_by("pk").values_list("party_id", "site__unit__path"):
        paths[party_id].add(path)
    return {
        pk: [party for party in paths if any(barred_among([pk], seats, path) for path in paths[party])]
        for pk in people
    }


def _party_pool(parties: Iterable[Party]) -> list[dict[str, Any]]:
    return [{"id": party.pk, "name": party.name, "group": PARTY} for party in parties]


@transaction.atomic
def deal_parties(
    inspection: Inspection, *, seed: str, witness: str = "", actor: Actor, at: dt.datetime
) -> Draw:
    """Draw which party goes to which village: all its sites that wait go to that party. Whoever would check their own unit is passed over.

    Refuses without parties or sites, and when every party is barred from a village.
    """
    hold_open(inspection, actor, "抽签")
    text = _seed(seed)
    parties = list(inspection.parties.order_by("seq", "pk").prefetch_related("members"))
    rows = inspection.visits.filter(state=VisitState.WAITING).select_related("site__unit")
    units = {visit.site.unit_id: visit.site.unit for visit in rows.order_by("site__unit__path", "pk")}
    if not parties or not units:
        raise Refused("先编组、选点位，再抽哪个组去哪个村")
    refuse_small(inspection, parties)
    members = {party.pk: [person.pk for person in party.members.all()] for party in parties}
    seats = seats_of({pk for people in members.values() for pk in people}, on=inspection.starts_on)
    barred = {
        pk: [party for party in members if barred_among(members[party], seats, unit.path)]
        for pk, unit in units.items()
    }
    dealt = drawing.deal(units, members, text, barred=barred)
    if stuck := [units[pk].name for pk, party in dealt.items() if party is None]:
        raise Refused(f"每个组里都有{stuck[0]}的人，要回避；请换组员或加一组")
    draw = _keep(
        inspection, DrawKind.PARTIES, seed=text, wanted=len(units), witness=witness.strip()[:40],
        picked=[[pk, party] for pk, party in dealt.items()], actor=actor, at=at,
        pool=[
            *({"id": pk, "name": unit.name, "group": "", "barred": barred[pk]} for pk, unit in units.items()),
            *_party_pool(parties),
        ],
    )  # fmt: skip
    for pk, party in dealt.items():
        waiting = Visit.objects.filter(inspection=inspection, state=VisitState.WAITING, site__unit_id=pk)
        waiting.update(party_id=party)
    forget_parts(inspection)
    return draw


@transaction.atomic
def void_draw(draw: Draw, *, reason: str, actor: Actor, at: dt.datetime) -> None:
    """Say that a draw does not count, with the reason; the record stays. What it brought in is taken out again; what was given to
    another party by hand, or dealt anew since, stays.

    Refuses without a reason, a second time, and once the inspection was handed out.
    """
    inspection = draw.inspection
    hold_draft(inspection, actor, "作废抽签")
    if not reason.strip():
        raise Refused("作废抽签要写明理由")
    changed = Draw.objects.filter(pk=draw.pk, void_reason="").update(void_reason=reason.strip()[:200])
    if not changed:
        raise Refused("这次抽签已经作废了")
    draw.void_reason = reason.strip()[:200]
    if draw.kind == DrawKind.SITES:
        Visit.objects.filter(inspection=inspection, site_id__in=draw.picked).delete()
    elif draw.kind == DrawKind.PARTIES:
        later = inspection.draws.filter(kind=draw.kind, void_reason="", pk__gt=draw.pk)
        for unit_id, party_id in [] if later.exists() else draw.picked:
            dealt = Visit.objects.filter(inspection=inspection, site__unit_id=unit_id, party_id=party_id)
            dealt.update(party=None)
    else:
        for party in inspection.parties.order_by("pk"):
            party.members.remove(*(person for person, party_id in draw.picked if party_id == party.pk))
    forget_parts(inspection)
    record(inspection, verb="作废抽签", actor=actor, at=at, note=reason.strip(), after={"种子": draw.seed})
