"""Who came last is told to the inspections (末位必评)."""

from __future__ import annotations

from tests import world as the_world
from xiangfeng.assessments.models import Entry, Period
from xiangfeng.inspections.bottoms import Bottoms, bottoms_of


def test_the_last_of_the_latest_published_month(db):
    world = the_world.build()
    town, latest = world.cast.units["云溪镇"], world.finals[-1]
    assert bottoms_of(town, 1) is None  # nothing is published yet
    Period.objects.filter(pk__in=[one.pk for one in world.finals]).update(state="published")
    first, second = latest.entries.order_by("seq")
    Entry.objects.filter(pk=first.pk).update(rank=2)
    Entry.objects.filter(pk=second.pk).update(rank=1)
    assert bottoms_of(town, 1) == Bottoms((first.unit_id,), f"{latest}末 1 名")
    assert bottoms_of(town, 5) == Bottoms((first.unit_id, second.unit_id), f"{latest}末 2 名")
    assert bottoms_of(town, 0) is None and bottoms_of(world.cast.units["东河镇"], 1) is None
