"""The addresses and moves of the apps, one module each: ``URLS`` for `url_matrix`, ``MOVERS`` for `flow_table`."""

from __future__ import annotations

from tests.house.matrix import (
    advice,
    duties,
    findings,
    goals,
    inspections,
    leadership,
    meetings,
    notices,
    pledges,
    regulations,
    sites,
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
)
