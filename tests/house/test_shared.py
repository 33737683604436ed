"""What is written once for many modules: no test sees what another did to it."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.shared import Stage
from xiangfeng.orgs.models import Unit


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_finds_the_cast_as_it_was_written(cast: Cast, _shared: Stage | None, turn: int):
    assert _shared is not None
    village = cast.units["石桥村"]
    assert village.name == Unit.objects.get(pk=village.pk).name == "石桥村"
    village.name = f"改名{turn}"
    village.save(update_fields=["name"])
    assert Unit.objects.filter(name=f"改名{turn}").exists()
