"""The addresses and moves of the apps, one module each: ``URLS`` for `url_matrix`, ``MOVERS`` for `flow_table`."""

from __future__ import annotations

from tests.house.matrix import advice, duties, goals, leadership, meetings, pledges, regulations, tasks

PARTS = (leadership, regulations, duties, tasks, goals, pledges, meetings, advice)
