"""A county some months into its work, for tests that look at everything at once: each kind of row is there.

``build(rows)`` makes ``rows`` of whatever grows in use (villages, months, schemes, objections …), through the domain's own actions.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests import cast as the_cast
from tests import worlds
from tests.cast import LONG_AGO, NOW, Cast
from xiangfeng.access.actor import SYSTEM
from xiangfeng.assessments.actions import adjustments, objections, periods, results, schemes, scores
from xiangfeng.assessments.cells import columns_of
from xiangfeng.assessments.models import Objection, Period, SchemeVersion
from xiangfeng.attachments.actions import store_file
from xiangfeng.attachments.models import Attachment
from xiangfeng.calendars.actions import seed_years
from xiangfeng.orgs import actions as orgs
from xiangfeng.orgs.models import Unit, UnitKind
from xiangfeng.scoring.toml import load_scheme
from xiangfeng.workflow.flow import fire

SCHEME = """
name = "月度考评"
year = 2026
groups = ["A类"]
grades = [{ name = "好", at_least = 90 }, { name = "一般" }]

[[sources]]
key = "site"
title = "现场检查"
weight = 100

  [[sources.nodes]]
  code = "1"
  title = "道路保洁"
  points = 60
  rule = { name = "R1", each = 0.5 }

  [[sources.nodes]]
  code = "2"
  title = "房前屋后"
  points = 40
  rule = { name = "R1", each = 0.5 }
"""


@dataclass
class World:
    """What was built; lists are oldest first."""

    cast: Cast
    villages: list[Unit] = field(default_factory=list)
    scheme: SchemeVersion | None = None
    drafts: list[SchemeVersion] = field(default_factory=list)
    finals: list[Period] = field(default_factory=list)
    objections: list[Objection] = field(default_factory=list)
    files: list[Attachment] = field(default_factory=list)
    made: dict[str, Any] = field(default_factory=dict)
    """Whatever the parts of other apps keep for their tests, by a name they choose (``task``, ``meeting``)."""
    _open: Period | None = None

    @property
    def period(self) -> Period:
        """November 2026, in 打分."""
        assert self._open is not None
        return self._open


def build(rows: int = 1) -> World:
    """Write it all into the database."""
    world = World(the_cast.build())
    seed_years()
    town = world.cast.units["云溪镇"]
    world.villages = [world.cast.units["石桥村"], world.cast.units["南坡村"]]
    world.villages += [_village(town, number) for number in range(1, rows)]
    scheme = load_scheme(SCHEME)
    world.scheme = schemes.create_scheme(town, scheme, actor=SYSTEM, at=NOW)
    schemes.activate_scheme(world.scheme, actor=SYSTEM, at=NOW)
    for number in range(rows):
        draft = schemes.copy_scheme(
            world.scheme, unit=town, year=2027, version=str(number + 1), actor=SYSTEM, at=NOW
        )
        world.drafts.append(draft)
        world.files.append(_file(town, number))
    for number in range(rows + 1):  # at least two, so that the latest has one before it
        period = _scored(world, month=10 - rows + number)
        results.submit_period(period, actor=SYSTEM, at=NOW)
        results.finalise_period(period, actor=SYSTEM, at=NOW)
        world.finals.append(period)
        own = period.entries.get(unit=world.cast.units["石桥村"])
        secretary = world.cast.actor("village")
        world.objections.append(
            objections.file_objection(own, key="1", text="路面当天已清扫", actor=secretary, at=NOW)
        )
    world._open = _scored(world, month=11, but=1)
    worlds.build(world, rows)
    return world


def _village(town: Unit, number: int) -> Unit:
    village = orgs.create_unit(
        town, kind=UnitKind.VILLAGE, name=f"新村{number}", actor=SYSTEM, seq=90 + number, group="A类"
    )
    person = orgs.add_person(village, name=f"新{number}", actor=SYSTEM)
    post = orgs.create_post(village, title="村党组织书记", role="village", actor=SYSTEM)
    orgs.appoint_person(person, post=post, from_date=LONG_AGO, actor=SYSTEM)
    return village


def picture(number: int) -> bytes:
    """A small PNG of its own colour."""
    stream = io.BytesIO()
    Image.new("RGB", (8, 8), (number, 0, 0)).save(stream, "PNG")
    return stream.getvalue()


def _file(unit: Unit, number: int) -> Attachment:
    upload = SimpleUploadedFile(f"照片{number}.png", picture(number))
    return store_file(upload, unit=unit, actor=SYSTEM, at=NOW, purpose="扣分照片")


def _scored(world: World, *, month: int, but: int = 0) -> Period:
    """A month in 打分 with every cell filled, but the last ``but`` of each village; with one of everything beside."""
    town, scheme = world.cast.units["云溪镇"], world.scheme
    assert scheme is not None
    period = periods.open_period(town, year=2026, month=month, scheme_version=scheme, actor=SYSTEM, at=NOW)
    fire(period, "start", actor=SYSTEM, at=NOW)
    keys = columns_of(scheme.scheme)
    for entry in period.entries.order_by("seq"):
        fault = scores.DeductionInput("路边有垃圾", Decimal("0.5"), photo_id=world.files[0].pk)
        scores.set_deductions(entry, keys[0], [fault], version=0, actor=SYSTEM, at=NOW)
        cells = [scores.CellInput(entry.pk, key, "38") for key in keys[1 : len(keys) - but]]
        scores.save_cells(period, cells, actor=SYSTEM, at=NOW)
    first = period.entries.order_by("seq")[0]
    adjustments.add_adjustment(
        first, kind="bonus", points=Decimal(1), reason="获县级表扬", actor=SYSTEM, at=NOW
    )
    adjustments.add_upper_result(
        first, level="县", name="县文明办暗访", points=Decimal("93.7"), actor=SYSTEM, at=NOW
    )
    return period
