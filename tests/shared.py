"""Rows built once for all modules that work on top of them: each test takes back only what it did itself.

The rows stand in a transaction that is opened before the first such test and rolled back when a module comes that works on something else;
the test's own transaction is a savepoint within it. What a fixture hands out is a deep copy, so that no test sees what another changed in
memory. ``conftest`` puts the modules that share the same rows one after the other.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction

KINDS = ("", "cast", "built")
"""What a module works on: an empty database, the cast, the county; in this order they run."""


def kind_of(items: Iterable[Any]) -> str:
    """The fixture for whose rows every test of one module asks that touches the database; nothing when one does not.

    Only then may the rows stay between tests: a test that does not ask for them must find an empty database. Tests that
    empty the tables themselves (``transactional_db``) share nothing.
    """
    touching = [item for item in items if touches(item)]
    if not touching or any(_empties(item) for item in touching):
        return ""
    return next(
        (name for name in ("built", "cast") if all(name in item.fixturenames for item in touching)), ""
    )


def in_order(items: list[Any]) -> list[Any]:
    """Modules that share the same rows one after the other; each test learns what its module works on (``item.shares``)."""
    modules: dict[Any, list[Any]] = {}
    for item in items:
        modules.setdefault(item.path, []).append(item)
    for own in modules.values():
        kind = kind_of(own)
        for item in own:
            item.shares = kind
    # What empties the tables takes away what the migrations wrote as well: such tests come last.
    return sorted(items, key=lambda item: len(KINDS) if _empties(item) else KINDS.index(item.shares))


class Stage:
    """What stands in the database between tests."""

    def __init__(self, blocker: Any) -> None:
        self._blocker = blocker
        self._kind, self._made, self._frame = "", None, None

    def turn_to(self, kind: str, make: Callable[[], Any] | None) -> None:
        """Take away what stands there unless it is of ``kind``, and build that."""
        if kind == self._kind:
            return
        with self._blocker.unblock():
            if self._frame is not None:
                transaction.set_rollback(True)
                self._frame.__exit__(None, None, None)
            self._kind, self._made, self._frame = "", None, None
            if make is None:
                return
            frame = transaction.atomic()
            frame.__enter__()
            try:
                made = make()
            except BaseException as error:
                frame.__exit__(type(error), error, error.__traceback__)
                raise
            self._kind, self._made, self._frame = kind, made, frame

    def copied(self) -> Any:
        """What was made, as a copy of one's own."""
        return copy.deepcopy(self._made)


def touches(item: Any) -> bool:
    """Whether a test reads or writes the database."""
    return "_django_db_helper" in item.fixturenames or item.get_closest_marker("django_db") is not None


def _empties(item: Any) -> bool:
    marker = item.get_closest_marker("django_db")
    asked = marker is not None and (marker.args[:1] == (True,) or marker.kwargs.get("transaction"))
    return bool(asked or {"transactional_db", "live_server"} & set(item.fixturenames))
