"""What of 社会监督 waits for a person and is found by them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet

from xiangfeng.access.actor import Actor


def waiting_for(actor: Actor, *, today: dt.date) -> tuple[QuerySet[Any, Any], ...]:
    """Nothing yet."""
    return ()


def found_by(actor: Actor, text: str) -> tuple[QuerySet[Any, Any], ...]:
    """Nothing yet."""
    return ()
