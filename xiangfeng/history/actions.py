"""The one way into the history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from operator import attrgetter
from typing import Any, Protocol

from django.db import models, transaction

from xiangfeng.access.scope import Scope
from xiangfeng.base.errors import Stale
from xiangfeng.base.paths import WIDTH
from xiangfeng.history.chain import canonical, digest
from xiangfeng.history.models import SYSTEM_CHAIN, Entry, Head

_TRIES = 100


class Doer(Protocol):
    """Whoever did it: an Actor, or anything with a user id (None for the system) and a name."""

    @property
    def user_id(self) -> int | None: ...

    @property
    def name(self) -> str: ...


@transaction.atomic
def record(
    subject: models.Model | None,
    *,
    verb: str,
    actor: Doer,
    at: dt.datetime,
    note: str = "",
    before: Any = None,
    after: Any = None,
    data: Any = None,
    unit_path: str = "",
) -> Entry:
    """Write down that ``actor`` did ``verb`` to ``subject``; inside the caller's transaction, so both happen or neither.

    ``before``/``after``/``data`` are anything JSON can say, with dates and decimals. The unit is ``unit_path`` or, for
    a scoped subject, the unit its scope names; what has neither goes to the chain "system". ``at`` must be aware.
    """
    path = unit_path or _path_of(subject)
    body = {
        key: value
        for key, value in (("before", before), ("after", after), ("data", data))
        if value is not None
    }
    entry = Entry(
        chain=path[:WIDTH] or SYSTEM_CHAIN,
        at=at,
        actor_id=actor.user_id,
        actor_name=_text(actor.name, 40),
        verb=_text(verb, 60),
        subject_type=subject._meta.label_lower if subject is not None else "",
        subject_id=str(subject.pk) if subject is not None else "",
        subject_text=_text(str(subject), 200) if subject is not None else "",
        unit_path=path,
        note=_text(note),
        body=_text(canonical(body)),
    )
    _append(entry)
    return entry


def in_words(model: type[models.Model], facts: Mapping[str, Any]) -> dict[str, Any]:
    """``facts`` by the names that people know (``verbose_name``), a row by its name: for ``before`` and ``after``. What is no field of the model
    (its revision has no words, foreign keys by id have none) is left out."""
    words = {field.name: str(field.verbose_name) for field in model._meta.fields}
    return {words[name]: _named(value) for name, value in facts.items() if name in words}


def _named(value: Any) -> Any:
    return getattr(value, "name", value) if isinstance(value, models.Model) else value


def _append(entry: Entry) -> None:
    """Take the next place in the chain by compare-and-swap on its head; the loser of a race tries the next place."""
    head, _ = Head.objects.get_or_create(chain=entry.chain)
    for _ in range(_TRIES):
        entry.seq, entry.prev_hash = head.seq + 1, head.hash
        entry.hash = digest(entry)
        unchanged = Head.objects.filter(pk=head.pk, seq=head.seq, hash=head.hash)
        if unchanged.update(seq=entry.seq, hash=entry.hash):
            entry.save()
            return
        head.refresh_from_db()
    raise Stale("同时操作的人太多，请稍后再试")


def _path_of(subject: models.Model | None) -> str:
    scope = getattr(subject, "scope", None)
    if not isinstance(scope, Scope):
        return ""
    return str(attrgetter(scope.path().replace("__", "."))(subject))


def _text(text: str, limit: int | None = None) -> str:
    # PostgreSQL takes neither NUL nor half a surrogate pair; the hash must be of what is really stored.
    return text.replace("\0", "").encode("utf-8", "replace").decode()[:limit]
