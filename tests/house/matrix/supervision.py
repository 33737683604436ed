"""Who gets what in ``supervision``."""

from __future__ import annotations

from tests.house.urls import Row

URLS: dict[str, Row] = {}
MOVERS: dict[str, dict[str, set[str]]] = {}
