"""The parts of the test county, one module an app, in the order of the floors; each is ``build(world, rows)``."""

from __future__ import annotations

from typing import Any

from tests.worlds import advice, duties, goals, leadership, meetings, pledges, regulations, tasks, workbench


def build(world: Any, rows: int) -> None:
    """Add every app's rows: ``rows`` of whatever grows in use."""
    for part in (leadership, regulations, duties, tasks, goals, pledges, meetings, advice, workbench):
        part.build(world, rows)
