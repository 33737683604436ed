"""The test county's rows of ``findings``."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile

from tests.cast import NOW
from xiangfeng.attachments.actions import store_file
from xiangfeng.findings.actions import record_finding, rectify_findings
from xiangfeng.sites.models import Site, SiteType


def build(world: Any, rows: int) -> None:
    """Of 石桥村: a finding being mended with a photo, one 并入 it, and ``rows`` that nobody has decided about."""
    from tests.world import picture

    town, village = world.cast.units["云溪镇"], world.cast.units["石桥村"]
    who = {"actor": world.cast.actor("clerk"), "at": NOW}
    site, norm = _site(town, village), world.made["norm"]
    photo = store_file(ContentFile(picture(77), name="沟.png"), unit=village, purpose="检查照片", **who)
    for number in range(rows):
        facts = {"text": f"沟渠堵塞{number}", "place": f"{number}组沟边", "norm": norm, "indicator": "2"}
        facts |= {"points": Decimal("0.5"), "lead": village, "found_on": NOW.date(), **who}
        first = record_finding(town, photos=[photo], **facts)
        (task,) = rectify_findings([first], due_on=dt.date(2026, 12, 2), **who)
        linked = record_finding(town, **facts)
        waiting = record_finding(
            town, lead=village, site=site, text=f"路边有垃圾{number}", found_on=NOW.date(), source="secret",
            item_code=f"L{number}", count=2, points=Decimal(1), indicator="1", photos=[photo], **who,
        )  # fmt: skip
        first.refresh_from_db()
        found = {"finding": first, "finding_task": task, "linked_finding": linked}
        found |= {"waiting_finding": waiting, "fix_notice": first.notice}
        for name, row in found.items():
            world.made.setdefault(name, row)


def _site(town: Any, village: Any) -> Site:
    known = Site.objects.filter(unit=village).order_by("pk").first()
    if known is not None:
        return known
    kind, _ = SiteType.objects.get_or_create(unit=town, name="村组")
    return Site.objects.create(unit=village, type=kind, code="SQ-F1", name="石桥村一组", keeper="石磊")
