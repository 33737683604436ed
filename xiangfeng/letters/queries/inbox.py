"""What of 一封信 waits for a person and is found by them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet

from xiangfeng.access.actor import Actor
from xiangfeng.letters.models import Letter, LetterState
from xiangfeng.letters.queries.rows import MANAGE, VIEW
from xiangfeng.tasks.queries.waits import own_units
from xiangfeng.web.rows import found_rows, holding, joined, waiting_rows


def waiting_for(actor: Actor, *, today: dt.date) -> tuple[QuerySet[Any, Any], ...]:
    """For the person's own unit alone: letters to be signed, and those whose slips are in."""
    signs, manages = own_units(actor, "letters.issue"), own_units(actor, MANAGE)
    if not signs and not manages:
        return ()
    rows = Letter.objects.filter(
        Q(unit_id__in=signs, state=LetterState.SIGNING)
        | Q(unit_id__in=manages, state=LetterState.ISSUED, reply_until__lt=today)
    )
    return (waiting_rows(rows, "letters.letter", title="title", unit="unit__name", due="reply_until"),)


def found_by(actor: Actor, text: str) -> tuple[QuerySet[Any, Any], ...]:
    """Letters by number, title and text."""
    found = holding(text, "number", "title", "meaning", "doing", "ways")
    rows = Letter.objects.within(actor, VIEW).filter(found)
    detail = joined("@number", "　", "@unit__name")
    return (found_rows(rows, "letters.letter", title="title", detail=detail, at="issued_on"),)
