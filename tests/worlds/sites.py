"""The test county's rows of ``sites``."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.cast import NOW
from xiangfeng.access.actor import SYSTEM
from xiangfeng.sites.actions import add_site, install_types, note_result
from xiangfeng.sites.models import Checklist, Outline, SiteType


def build(world: Any, rows: int) -> None:
    """The nine types with checklists of 云溪镇; in 石桥村 a 公厕 and ``rows`` 村组, one site in 南坡村."""
    town, village, other = (world.cast.units[name] for name in ("云溪镇", "石桥村", "南坡村"))
    who = {"actor": SYSTEM, "at": NOW}
    install_types(town, **who)
    toilet, group = (SiteType.objects.get(unit=town, name=name) for name in ("公厕", "村组"))
    site = add_site(
        village, type=toilet, code="101", name="石桥公厕", address="村委会旁", keeper="石磊",
        x=Decimal("104.1"), y=Decimal("30.6"), **who,
    )  # fmt: skip
    note_result(site, score=Decimal("85.5"), full=Decimal(100), on=NOW.date())
    for number in range(rows):
        add_site(
            village, type=group, name=f"{number + 1}组", x=Decimal("104.2"), y=Decimal(30 + number), **who
        )
    Outline.objects.create(unit=town, rings=[[[104, 29], [105, 29], [105, 34], [104, 29]]], uploaded_at=NOW)
    world.made["other_site"] = add_site(other, type=group, name="南坡一组", **who)
    world.made |= {
        "site": site,
        "site_type": toilet,
        "checklist": Checklist.objects.get(unit=town, name="公厕检查表"),
    }
