"""What waits of 社会监督, in words; and where a hit is read. No database."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse

from xiangfeng.access.actor import Actor


def describe(row: Any, actor: Actor, today: dt.date) -> dict[str, Any] | None:
    """One row as 我的待办 shows it."""
    return None


def link(source: str, pk: int) -> str:
    """Where a hit is read."""
    return reverse(source.replace(".", ":"), args=[pk])
