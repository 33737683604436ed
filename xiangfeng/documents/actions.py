"""Giving out numbers."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from xiangfeng.base.numbering import record_number
from xiangfeng.documents.models import Serial
from xiangfeng.orgs.models import Unit

_ENDINGS = ("街道", "镇", "乡", "县", "区", "市")


def short_name(unit: Unit) -> str:
    """The unit as its numbers begin: 云溪镇 → 云溪; 石桥村 stays."""
    for ending in _ENDINGS:
        if unit.name.endswith(ending) and len(unit.name) > len(ending) + 1:
            return unit.name.removesuffix(ending)
    return unit.name


@transaction.atomic
def next_serial(unit: Unit, kind: str, *, year: int) -> int:
    """The next whole number of a series, counted from 1 in each year. Never given twice: the UPDATE holds the row until
    the transaction ends; a transaction that fails gives its number back."""
    row, _ = Serial.objects.get_or_create(unit=unit, kind=kind, year=year)
    Serial.objects.filter(pk=row.pk).update(last=F("last") + 1)
    row.refresh_from_db(fields=["last"])
    return row.last


def next_number(unit: Unit, kind: str, *, year: int) -> str:
    """The next record number of a series, such as 云溪-任务-2026-0001."""
    return record_number(short_name(unit), kind, year, next_serial(unit, kind, year=year))
