"""Taking over a list of findings that came from above (县、市抽检)."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from xiangfeng.access.actor import Actor
from xiangfeng.base.errors import Refused
from xiangfeng.findings.actions.recording import record_finding
from xiangfeng.findings.models import Finding, FindingState, Source
from xiangfeng.findings.upper_list import Line
from xiangfeng.orgs.models import Unit
from xiangfeng.orgs.queries import subtree_of
from xiangfeng.regulations.queries import norms_for
from xiangfeng.sites.models import Site


@dataclass(frozen=True, slots=True)
class Imported:
    """How many are new, how many of these were 并入, and how many had been taken over before."""

    created: int
    linked: int
    known: int


@transaction.atomic
def import_findings(
    unit: Unit, lines: Sequence[Line], *, source_text: str, actor: Actor, at: dt.datetime
) -> Imported:
    """Write the good lines of a preview as findings of source 上级; all or none. A line that is there already is not doubled.

    Refuses what `record_finding` refuses, and lines whose unit or site is gone since the preview.
    """
    leads = {one.pk: one for one in subtree_of(unit).filter(pk__in={line.lead_id for line in lines})}
    sites = Site.objects.filter(pk__in={line.site_id for line in lines}).select_related("unit").in_bulk()
    norms = norms_for(unit).in_bulk()
    keys = {_key(unit, source_text, line): line for line in lines}
    known = set(Finding.objects.filter(origin_key__in=keys).values_list("origin_key", flat=True))
    linked = 0
    for key, line in keys.items():
        if line.lead_id not in leads or (line.site_id and line.site_id not in sites):
            raise Refused(f"第 {line.number} 行的单位或点位刚才有变动，请重新导入")
        if key in known:
            continue
        row = record_finding(
            unit,
            lead=leads[line.lead_id],
            text=line.text,
            found_on=dt.date.fromisoformat(line.found_on),
            actor=actor,
            at=at,
            origin_key=key,
            source=Source.UPPER,
            site=sites[line.site_id] if line.site_id else None,
            place=line.place,
            norm=norms.get(line.norm_id) if line.norm_id else None,
            count=line.count,
            points=Decimal(line.points),
            indicator=line.indicator,
            source_text=source_text,
            found_by=source_text,
        )
        linked += row.state == FindingState.LINKED
    return Imported(len(keys) - len(known), linked, len(known))


def _key(unit: Unit, source_text: str, line: Line) -> str:
    parts = (unit.pk, source_text, line.found_on, line.lead_id, line.site_id, line.place, line.text)
    return "findings.upper:" + hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:48]
