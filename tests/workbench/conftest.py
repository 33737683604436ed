"""Everybody at the desk, in a county some months into its work."""

from __future__ import annotations

import pytest

from tests import world
from tests.world import World


@pytest.fixture
def built(db: None) -> World:
    return world.build()
