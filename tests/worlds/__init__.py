"""The parts of the test county, one module an app, in the order of the floors; each is ``build(world, rows)``."""

from __future__ import annotations

from typing import Any

from tests.worlds import (
    advice,
    duties,
    feedback,
    findings,
    goals,
    inspections,
    leadership,
    letters,
    meetings,
    notices,
    open311,
    pledges,
    regulations,
    sites,
    supervision,
    surveys,
    tasks,
    upkeep,
    workbench,
)

PARTS = (
    leadership,
    regulations,
    duties,
    sites,
    tasks,
    goals,
    findings,
    pledges,
    meetings,
    advice,
    inspections,
    upkeep,
    notices,
    feedback,
    supervision,
    surveys,
    letters,
    open311,
    workbench,
)


def build(world: Any, rows: int) -> None:
    """Add every app's rows: ``rows`` of whatever grows in use."""
    for part in PARTS:
        part.build(world, rows)
