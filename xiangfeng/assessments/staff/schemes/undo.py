"""撤销: what a person's last saves replaced, kept in their own session for as long as nobody saved after them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from xiangfeng.assessments.models import SchemeVersion

KEY = "scheme_undo"
KEPT = 5


def remember(request: HttpRequest, before: SchemeVersion, after: SchemeVersion) -> None:
    """Keep what ``before`` held, to be had back while ``after`` stands."""
    step = {"pk": before.pk, "body": before.body, "revision": after.revision}
    request.session[KEY] = [*_steps(request, before), step][-KEPT:]


def last_body(request: HttpRequest, row: SchemeVersion) -> Any:
    """What the row held before this person's last save; None when somebody saved since or nothing is kept."""
    steps = _steps(request, row)
    return steps[-1]["body"] if steps else None


def forget_last(request: HttpRequest, row: SchemeVersion, after: SchemeVersion) -> None:
    """After going back one step: the step before it may now be undone in turn."""
    steps = _steps(request, row)[:-1]
    if steps:
        steps[-1]["revision"] = after.revision
    request.session[KEY] = steps


def _steps(request: HttpRequest, row: SchemeVersion) -> list[dict[str, Any]]:
    steps = request.session.get(KEY, [])
    stands = bool(steps) and steps[-1]["pk"] == row.pk and steps[-1]["revision"] == row.revision
    return list(steps) if stands else []
