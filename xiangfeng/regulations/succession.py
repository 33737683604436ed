"""Who must follow when a new version takes the place of the old. Apps above register here in ``AppConfig.ready``.

What hangs on an article (a duty) moves to the article that was copied from it, in the transaction that puts the new version
in force; this floor asks and never imports them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from xiangfeng.access.actor import Actor
from xiangfeng.regulations.models import Regulation

Follow = Callable[[Regulation, Regulation, Mapping[int, int], Actor, dt.datetime], None]
"""Called with the old version, the new one, ``{old article: new article}``, who did it and when."""

_FOLLOWERS: list[Follow] = []


def register(follow: Follow) -> None:
    """Have ``follow`` called at every succession; registering twice is harmless."""
    if follow not in _FOLLOWERS:
        _FOLLOWERS.append(follow)


def succeed(old: Regulation, new: Regulation, *, actor: Actor, at: dt.datetime) -> None:
    """Tell everybody which article took whose place."""
    pairs = new.articles.filter(came_from__regulation=old).order_by("seq").values_list("came_from_id", "pk")
    heirs = {before: after for before, after in pairs if before is not None}
    for follow in _FOLLOWERS:
        follow(old, new, heirs, actor, at)
