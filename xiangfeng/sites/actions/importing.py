"""Taking over a list of sites."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from xiangfeng.access.actor import Actor
from xiangfeng.base.errors import Refused
from xiangfeng.orgs.models import Unit
from xiangfeng.sites.actions.sites import add_site, edit_site
from xiangfeng.sites.models import Site, SiteType
from xiangfeng.sites.site_list import Line


@dataclass(frozen=True, slots=True)
class Imported:
    """How many sites of a list were new and how many were changed; the rest were as they are."""

    created: int
    changed: int


@transaction.atomic
def import_sites(lines: Iterable[Line], *, actor: Actor, at: dt.datetime) -> Imported:
    """Write the good lines of a list: all of them or, when one is refused, none. Sites not in the list stay as they are."""
    rows = list(lines)
    sites = Site.objects.select_related("unit", "type__unit").in_bulk([row.pk for row in rows if row.pk])
    units = Unit.objects.in_bulk([row.unit_id for row in rows])
    wanted = {row.fields["type_id"] for row in rows if "type_id" in row.fields}
    types = SiteType.objects.select_related("unit").in_bulk(list(wanted))
    created = changed = 0
    for row in rows:
        try:
            fields = _fields(row, types)
            if row.pk is None:
                add_site(units[row.unit_id], **fields, actor=actor, at=at)
                created += 1
                continue
            site = sites[row.pk]
            before = site.revision
            edit_site(site, revision=before, **fields, actor=actor, at=at)
            changed += site.revision != before
        except KeyError as error:
            raise Refused("单位、类型或点位在预览之后变了，请重新导入") from error
        except Refused as refusal:
            raise Refused(f"第 {row.number} 行没能写入，所以都没有写入：{refusal}") from refusal
    return Imported(created, changed)


def _fields(row: Line, types: dict[int, SiteType]) -> dict[str, Any]:
    fields = {name: value for name, value in row.fields.items() if name not in ("unit_id", "type_id")}
    if "type_id" in row.fields:
        fields["type"] = types[row.fields["type_id"]]
    return fields
