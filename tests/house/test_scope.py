"""“Which rows may I see” and “may I see this row” are one answer, for every scoped model and any set of posts."""

from __future__ import annotations

import pytest
from django.apps import apps
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import world
from xiangfeng.access.actor import Actor, Grant
from xiangfeng.access.roles import CAPABILITIES, ROLES
from xiangfeng.access.scope import Scoped, may
from xiangfeng.orgs.models import Unit

SCOPED = [model for model in apps.get_models() if issubclass(model, Scoped)]


@pytest.mark.django_db
def test_within_and_may_agree():
    world.build(rows=2)
    rows = {model: list(model.objects.order_by("pk")) for model in SCOPED}
    assert [model._meta.label for model, found in rows.items() if not found] == [], (
        "tests/world.py has none of these"
    )
    units = list(Unit.objects.order_by("pk"))
    grants = st.builds(
        lambda role, unit: Grant(role, unit.path, unit.pk),
        st.sampled_from(sorted(ROLES)),
        st.sampled_from(units),
    )

    @settings(max_examples=60)
    @given(st.lists(grants, max_size=4), st.sampled_from(sorted(CAPABILITIES)))
    def agree(held: list[Grant], capability: str) -> None:
        actor = Actor(user_id=1, name="某人", grants=tuple(held))
        for model, found in rows.items():
            seen = set(model.objects.within(actor, capability).values_list("pk", flat=True))
            assert seen == {row.pk for row in found if may(actor, capability, row)}, model._meta.label

    agree()


@pytest.mark.django_db
def test_a_township_does_not_see_another_nor_a_village_its_sibling():
    built = world.build()
    outsider, sibling = built.cast.actor("outsider"), built.cast.actor("sibling")
    own = built.finals[0].entries.get(unit=built.cast.units["石桥村"])
    assert not may(outsider, "assessments.view", own)
    assert not may(sibling, "assessments.view_own", own)
    assert may(built.cast.actor("village"), "assessments.view_own", own)
    assert may(built.cast.actor("county"), "assessments.view", own)
