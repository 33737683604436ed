"""The test county's rows of ``open311``."""

from __future__ import annotations

from typing import Any


def build(world: Any, rows: int) -> None:
    """Nothing yet."""
