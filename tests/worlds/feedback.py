"""The test county's rows of ``feedback``."""

from __future__ import annotations

from typing import Any

from tests.worlds import feedback_desk


def build(world: Any, rows: int) -> None:
    """The settings."""
    feedback_desk.build(world, rows)
