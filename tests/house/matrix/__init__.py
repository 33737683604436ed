"""The addresses and moves of the apps, one module each: ``URLS`` for `url_matrix`, ``MOVERS`` for `flow_table`."""

from __future__ import annotations

from tests.house.matrix import (
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
)
