"""The test county's rows of ``letters``."""

from __future__ import annotations

from typing import Any


def build(world: Any, rows: int) -> None:
    """Nothing yet."""
