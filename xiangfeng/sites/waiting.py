"""Rows of this app in the search."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse

from xiangfeng.access.actor import Actor


def describe(row: Any, actor: Actor, today: dt.date) -> dict[str, Any] | None:
    """Nothing of this app waits for anybody."""
    return None


def link(source: str, pk: int) -> str:
    """Where a site is read."""
    return reverse("sites:site", args=[pk])
